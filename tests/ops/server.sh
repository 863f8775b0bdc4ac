#!/usr/bin/env bash
# script/server: it starts from nothing, keeps its processes up, stops, and says what to do when it cannot.
# shellcheck source=tests/ops/common.bash
. "$(dirname "$0")/common.bash"

AT=$WORK/instance
free_port
SERVER=("$TOP/script/server" --no-install --data-dir "$AT" --port "$PORT" --workers 3)
trap '"$TOP/script/server" stop --data-dir "$AT" >/dev/null 2>&1; nginx_stop' EXIT

# says NAME PATTERN COMMAND...: it must fail and say so
says() {
	local name=$1 pattern=$2
	shift 2
	if "$@" >"$WORK/said" 2>&1; then say "# it did not fail" >>"$WORK/said"; echo >"$WORK/said"; fi
	has "$name" "$pattern" "$WORK/said"
}

has '--help says what there is' '^  --data-dir DIR' <("$TOP/script/server" --help)
says 'an unknown option is refused' 'there is no "--color"' "$TOP/script/server" --color
says 'a port is a number' '--port takes a number from 1 to 65535, not "x"' "$TOP/script/server" --port x
says 'a value must not be missing' '--workers needs a value' "$TOP/script/server" --workers

mkdir -p "$AT"
echo 99 >"$AT/format"
says 'data of a newer release are refused, with advice' 'update this checkout, or use other data' "${SERVER[@]}"
rm -rf "$AT"
mkdir "$WORK/other"
site "$WORK/other" limits-off
says 'a taken port is refused, with advice' 'choose another one: script/server --port N' "${SERVER[@]}"
nginx_stop
if is_root && mkdir -p "$WORK/small" && mount -t tmpfs -o size=20m none "$WORK/small" 2>/dev/null; then
	says 'a full disk is refused, with advice' 'free some space, or choose another place with --data-dir' \
		"$TOP/script/server" --no-install --data-dir "$WORK/small" --port "$PORT"
	umount "$WORK/small"
fi
if is_root; then
	mkdir -m 700 "$WORK/closed"
	says 'a directory closed to the daemons is refused' 'closed to other users' "$TOP/script/server" --no-install --data-dir "$WORK/closed/x" --port "$PORT"
fi

# --- first start ---
DATA=$AT RUN=$AT/run TLS=$AT/tls LOG=$AT/log
database_paths
command_line() { "$AT/program/usr/bin/parlance" --config "$AT/parlance.conf" "$@"; }
fact 'it starts' "${SERVER[@]}" --background --demo
cp "$WORK/fact" "$WORK/first"
has 'it says where' "https://localhost:$PORT" "$WORK/first"
has 'it says how to trust its authority' 'update-ca-certificates' "$WORK/first"
has 'it prints the link of the first admin' "https://localhost:$PORT/.*[A-Za-z0-9_-]{20,}" "$WORK/first"
same 'it is ready' 200 "$(ask /readyz)"
same 'it answers' 200 "$(ask /api/v1/openapi.json)"
same 'it speaks of no table to strangers' 401 "$(ask /api/v1/me)"
if [ -d "$TOP/web/dist" ]; then same 'it has pages' 200 "$(ask /)"; fi
fact 'its certificate is for this machine' openssl verify -CAfile "$TLS/ca.crt" -verify_hostname localhost "$TLS/server.crt"
same 'the keys are closed to others' '600 600' "$(stat -c %a "$TLS/ca.key" "$TLS/server.key" | tr '\n' ' ' | sed 's/ $//')"
says 'a second one on the same data is refused' 'Parlance is running already' "${SERVER[@]}"

tells_no_secret() { lacks "$(paste -sd'|' "$SECRETS/app.password" "$SECRETS/server.secret")" <(tr '\0' '\n' <"/proc/$1/cmdline"; tr '\0' '\n' <"/proc/$1/environ"); }
process() { pgrep --full -- "$1" | head -n 1; }
worker=$AT/program/usr/sbin/parlance-worker
for name in "mariadbd --defaults-file=$AT/" "^$worker --config $AT/parlance.conf --pool app" "^$worker --config $AT/parlance.conf --pool auth"; do
	pid=$(process "$name")
	what=$(basename "${name%% *}")" ${name##* }"
	fact "there is $what" test -n "$pid"
	same "$what does not run as root" "$(id -u "$(daemon_user)")" "$(stat -c %u "/proc/$pid")"
	fact "$what was told no secret on its command line" tells_no_secret "$pid"
done
same 'three workers serve' 3 "$(pgrep --full --count -- "^$worker --config $AT/parlance.conf --pool app$" || true)"

# --- what ends is started again ---
readied() { [ "$(ask /readyz)" = 200 ]; }
for name in "mariadbd --defaults-file=$AT/" "nginx: master.*$AT/nginx" "parlance-supervisor --listen $AT/run/app.sock" \
	"parlance-supervisor --listen $AT/run/auth.sock"; do
	pid=$(process "$name")
	kill -9 "$pid"
	# shellcheck disable=SC2016
	fact "a killed ${name%% *} is started again" until_true 30 sh -c '[ -n "$(pgrep --full -- "$1")" ] && [ "$(pgrep --full -- "$1" | head -n 1)" != "$2" ]' - "$name" "$pid"
	fact 'and all is ready again' until_true 30 readied
done

# --- stop, second start ---
people() { command_line user list | grep -c demo; }
same 'the demo learner is there' 1 "$(people)"
fact 'it stops' "$TOP/script/server" stop --data-dir "$AT"
same 'nothing of it is left' '' "$(pgrep --full -- "$AT/" || true)"
fact 'stopping twice is no error' "$TOP/script/server" stop --data-dir "$AT"
began=$SECONDS
authority=$(sha256sum "$TLS/ca.crt")
fact 'it starts again' "${SERVER[@]}" --background
fact "in $((SECONDS - began)) seconds" test $((SECONDS - began)) -le 15
same 'with its data' 1 "$(people)"
same 'and the same authority' "$authority" "$(sha256sum "$TLS/ca.crt")"

# --- killed, it leaves processes behind; the next start ends them ---
kill -9 "$(cat "$AT/run/server.pid")"
fact 'it starts after it was killed' "${SERVER[@]}" --background
same 'with one database' 1 "$(pgrep --full --count -- "mariadbd --defaults-file=$AT/" || true)"
"$TOP/script/server" stop --data-dir "$AT" >/dev/null

# --- in the foreground, Ctrl-C ---
env --default-signal=INT "${SERVER[@]}" >"$WORK/foreground" 2>&1 &
pid=$!
fact 'it stays in the foreground' until_true 60 grep -q '^Stop: Ctrl-C' "$WORK/foreground"
kill -INT "$pid"
fact 'Ctrl-C stops it' until_true 60 gone "$pid" bash
same 'and everything it started' '' "$(pgrep --full -- "$AT/" || true)"

# --- as an ordinary user ---
if is_root; then
	mkdir "$WORK/user"
	(cd "$TOP" && tar cf - --exclude=./.git --exclude=./var --exclude=./build/test --exclude=./build/asan --exclude=./build/fuzz \
		--exclude=node_modules .) | tar xf - -C "$WORK/user"
	rm -f "$WORK/user/build/lock"
	chown -R 65534:65534 "$WORK/user"
	as_user() { env HOME="$WORK/user" setpriv --reuid=65534 --regid=65534 --clear-groups "$WORK/user/script/server" "$@"; }
	fact 'an ordinary user can start it' as_user --background --no-install --port "$PORT" --workers 1
	TLS=$WORK/user/var/tls
	same 'with everything below var/' 200 "$(ask /readyz)"
	same 'and nothing runs as somebody else' 65534 "$(pgrep --full -- "$WORK/user/" | xargs -I{} stat -c %u /proc/{} | sort -u)"
	fact 'and can stop it' as_user stop
fi
finish
