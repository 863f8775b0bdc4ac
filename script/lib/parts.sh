# shellcheck shell=bash
# The parts of script/test. Each runs in a subshell of its own; what it started ends with it.

# part NAME: run it, with a directory of its own in WORK
part() {
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/parlance-test.XXXXXX")
	if is_root; then chmod 711 "$WORK"; fi
	CLEANUP=()
	trap part_end EXIT
	trap 'exit 1' INT TERM
	"part_$1"
}

part_end() {
	local status=$? i
	trap '' INT TERM
	for ((i = ${#CLEANUP[@]} - 1; i >= 0; i--)); do ${CLEANUP[i]} >/dev/null 2>&1 || true; done
	if [ "${KEEP-no}" = yes ]; then say "kept: $WORK"; else rm -rf "$WORK"; fi
	exit $status
}

# count COMMAND...: run a test program, show its lines, add up what it says: a last line
# "N passed, N failed", node's summary, or lines "ok" and "not ok". One that crashed or said nothing has failed.
# COUNT_hide: lines not to show.
COUNT_passed=0 COUNT_failed=0 COUNT_hide='^$'
count() {
	local status=0 passed failed
	"$@" >"$WORK/count" 2>&1 || status=$?
	grep -v -e "$COUNT_hide" "$WORK/count" || true
	read -r passed failed < <(awk '
		/^ok /                    { ok++ }
		/^not ok /                { not_ok++ }
		/^(#|ℹ) pass [0-9]+$/     { pass = $3 }
		/^(#|ℹ) fail [0-9]+$/     { fail = $3; counted = 1 }
		                          { last = $0 }
		END {
			if (last ~ /^[0-9]+ passed, [0-9]+ failed$/) { split(last, word, " "); print word[1], word[3] }
			else if (counted) print pass + 0, fail + 0
			else print ok + 0, not_ok + 0
		}' "$WORK/count")
	find "$WORK" -maxdepth 1 -name 'sanitizer.*' -exec head -n 60 {} \; -delete
	if [ "$failed" = 0 ] && { [ $status != 0 ] || [ "$passed" = 0 ]; }; then
		say "not ok - ${*#"$TOP"/} ended with $status and said nothing of a failure"
		failed=1
	fi
	COUNT_passed=$((COUNT_passed + passed)) COUNT_failed=$((COUNT_failed + failed))
}

count_end() {
	say "$COUNT_passed passed, $COUNT_failed failed"
	[ "$COUNT_failed" = 0 ]
}

# programs DIR PATTERN: the test programs of tests/ that build DIR has made
programs() { find "$TOP/build/$1/tests" -maxdepth 2 -type f -perm -u+x -path "$2" | sort; }

# build_tests DIR TARGET [OPTION...]: configure and build these programs, with warnings as errors
build_tests() {
	local dir=$1 target=$2
	shift 2
	build_alone build_configure "$dir" --prefix=/usr --without-systemdsystemunitdir --enable-developer "$@"
	build_alone build_make "$dir" "$target"
}

sanitizer_options() {
	# Into files: a test may have closed its standard error.
	export ASAN_OPTIONS=log_path=$WORK/sanitizer:detect_leaks=1:allocator_may_return_null=1:strict_string_checks=1:check_initialization_order=1
	export UBSAN_OPTIONS=log_path=$WORK/sanitizer:print_stacktrace=1
}

# database_test BUILD NAME: run build/BUILD/tests/NAME/NAME_test on a scratch database with schema and content
database_test() {
	local program=$TOP/build/$1/tests/$2/$2_test parlance=$TOP/build/$1/parlance at=$WORK/$2
	CLEANUP+=("$TOP/script/scratch-db stop $at")
	"$TOP/script/scratch-db" start "$at" >/dev/null
	"$parlance" --config "$at/parlance.conf" migrate
	"$parlance" --config "$at/parlance.conf" content load
	"$TOP/script/scratch-db" grant "$at"
	count env CMOCKA_MESSAGE_OUTPUT=TAP PARLANCE_SRCDIR="$TOP" "$program" "$at/parlance.conf"
	"$TOP/script/scratch-db" stop "$at"
}

# free_port: a port nobody listens on
free_port() {
	local port
	while port=$((20000 + RANDOM % 12000)) && ! port_free $port; do :; done
	echo $port
}

# stack OPTION...: a whole Parlance of its own on a free port, as script/server starts it. Sets for the tests:
# PARLANCE_URL, PARLANCE_CA, PARLANCE_INSTANCE (its data directory), PARLANCE_CONFIG and PARLANCE (the command line)
stack() {
	local port
	port=$(free_port)
	CLEANUP+=("$TOP/script/server stop --data-dir $WORK/data")
	"$TOP/script/server" --background --no-install --data-dir "$WORK/data" --port "$port" --workers 4 "$@"
	export PARLANCE_URL=https://localhost:$port PARLANCE_CA=$WORK/data/tls/ca.crt PARLANCE_INSTANCE=$WORK/data
	export PARLANCE_CONFIG=$WORK/data/parlance.conf PARLANCE=$WORK/data/program/usr/bin/parlance
	export NODE_EXTRA_CA_CERTS=$PARLANCE_CA
}

part_lint() {
	build_tests test all
	"$TOP/script/lint"
}

part_unit() {
	local program
	build_tests test unit-programs
	export CMOCKA_MESSAGE_OUTPUT=TAP PARLANCE_SRCDIR=$TOP
	for program in $(programs test '*/unit/test_*'); do count "$program"; done
	count_end
}

part_sql() {
	build_tests test database-programs
	database_test test sql
	count_end
}

part_http() {
	build_tests test database-programs
	database_test test http
	count_end
}

part_asan() {
	local program name
	build_tests asan unit-programs --enable-sanitizers
	build_tests asan database-programs --enable-sanitizers
	sanitizer_options
	export CMOCKA_MESSAGE_OUTPUT=TAP PARLANCE_SRCDIR=$TOP
	COUNT_hide='^ok '
	for program in $(programs asan '*/unit/test_*'); do count "$program"; done
	for name in sql http; do
		if [ -d "$TOP/tests/$name" ]; then database_test asan $name; fi
	done
	count_end
}

part_fuzz() {
	local program name
	build_alone build_configure fuzz CC=clang --enable-fuzzers --enable-sanitizers --without-systemdsystemunitdir
	build_alone build_make fuzz all
	sanitizer_options
	for program in $(programs fuzz '*/fuzz/fuzz_*'); do
		name=$(basename "$program" | sed 's/^fuzz_//')
		mkdir -p "$WORK/$name" "$TOP/tests/fuzz/corpus/$name"
		if "$program" -runs=0 "$TOP/tests/fuzz/corpus/$name" >"$WORK/log" 2>&1 &&
			"$program" -max_total_time="${FUZZ_SECONDS:-5}" -artifact_prefix="$WORK/" "$WORK/$name" \
				"$TOP/tests/fuzz/corpus/$name" >"$WORK/log" 2>&1; then
			say "ok - $name, $(sed -n 's/^Done \([0-9]*\) runs.*/\1 new inputs/p' "$WORK/log")"
		else
			say "not ok - $name"
			tail -n 40 "$WORK/log" | sed 's/^/# /'
		fi
	done >"$WORK/fuzz"
	count cat "$WORK/fuzz"
	count_end
}

part_web() {
	build_alone build_web
	build_alone build_npm "$TOP/web"
	(cd "$TOP/web" && npm run --silent check)
	count env -C "$TOP/web" node test.mjs
	count_end
}

part_ops() {
	local test
	build_tests test ops-programs
	build_alone build_release
	build_alone build_web
	for test in "$TOP"/tests/ops/*.sh; do
		install -d -m 711 "$WORK/$(basename "$test" .sh)"
		count env WORK="$WORK/$(basename "$test" .sh)" "$test"
	done
	count_end
}

# moved_clock: what a worker's clock is moved with, as options of stack; the tests write the offset into PARLANCE_CLOCK
moved_clock() {
	PARLANCE_CLOCK=$WORK/clock PARLANCE_PRELOAD=$(find /usr/lib -path '*/faketime/libfaketime.so.1' | head -n 1)
	export PARLANCE_CLOCK PARLANCE_PRELOAD
	echo '+0' >"$PARLANCE_CLOCK"
	chmod 644 "$PARLANCE_CLOCK"
	CLOCK_OPTIONS=(--worker-env "LD_PRELOAD=$PARLANCE_PRELOAD" --worker-env "FAKETIME_TIMESTAMP_FILE=$PARLANCE_CLOCK"
		--worker-env FAKETIME_NO_CACHE=1 --worker-env FAKETIME_DONT_FAKE_MONOTONIC=1)
}

part_e2e() {
	build_alone build_npm "$TOP/tests/e2e"
	moved_clock
	stack --registration open --limits off "${CLOCK_OPTIONS[@]}"
	count node "$TOP/tests/e2e/run.mjs"
	count_end
}

part_browser() {
	build_alone build_npm "$TOP/tests/browser"
	stack --registration open
	count node "$TOP/tests/browser/run.mjs"
	count_end
}

part_chaos() {
	stack --registration open --limits off
	count node "$TOP/tests/chaos/run.mjs"
	count_end
}
