# shellcheck shell=bash
# What the tests of this directory share. They are run by `script/test ops`, which gives WORK, a
# directory that is removed afterwards; a line "ok" or "not ok" is a fact.
set -euo pipefail
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${WORK:?run script/test ops}"
for part in common nginx certificate database config; do
	# shellcheck source=/dev/null
	. "$TOP/script/lib/$part.sh"
done
BUILD=$TOP/build/test
# A checkout may be closed to the account of the workers; WORK is not.
ECHO=$WORK/echo
install -m 755 "$BUILD/tests/ops/echo" "$ECHO"

FACTS_failed=0

# fact NAME COMMAND...: the command must succeed
fact() {
	local name=$1 status=0
	shift
	"$@" >"$WORK/fact" 2>&1 || status=$?
	if [ $status = 0 ]; then
		say "ok - $name"
	else
		say "not ok - $name: $* gave $status"
		tail -n 25 "$WORK/fact" | sed 's/^/# /'
		FACTS_failed=1
	fi
}

# same NAME EXPECTED FOUND: the two texts must be equal
same() {
	if [ "$2" = "$3" ]; then
		say "ok - $1"
	else
		say "not ok - $1: expected \"$2\", found \"$3\""
		FACTS_failed=1
	fi
}

# has NAME PATTERN FILE: a line of the file must match; hasnt: none may
has() { fact "$1" grep -qE -e "$2" "$3"; }
hasnt() { fact "$1" lacks "$2" "$3"; }
lacks() { ! grep -E -e "$1" "$2"; }
not() { ! "$@"; }

finish() { exit $FACTS_failed; }

# site DIR LIMITS: an nginx with the project's site over a page and the sockets below DIR, on PORT
site() {
	DATA=$1 RUN=$1 LOG=$1 TLS=$1/tls WEB=$1/web SITE=$TOP/nginx LIMITS=$2
	mkdir -p "$WEB/assets"
	if is_root; then chmod 711 "$1"; fi
	printf '<!doctype html><title>start</title>\n' >"$WEB/index.html"
	printf 'console.log(1);\n' >"$WEB/assets/a-0123.js"
	gzip -kf "$WEB/assets/a-0123.js"
	certificate_make
	nginx_make
	nginx_start
	until_true 20 not port_free "$PORT"
}

# ask PATH [OPTION...]: request it; the answer is in WORK/head and WORK/body, its status is printed
ask() {
	local path=$1
	shift
	curl --silent --noproxy '*' --max-time 40 --cacert "$TLS/ca.crt" --dump-header "$WORK/head.crlf" --output "$WORK/body" \
		--write-out '%{http_code}' "$@" "https://localhost:$PORT$path" || true
	tr -d '\r' <"$WORK/head.crlf" >"$WORK/head"
}

# supervise NAME WORKERS PROGRAM...: a supervisor on WORK/NAME.sock, its number in SUPERVISOR
supervise() {
	local name=$1 workers=$2 user=()
	shift 2
	if is_root; then user=(--user "$(daemon_user)" --group www-data); fi
	"$BUILD/parlance-supervisor" --listen "$WORK/$name.sock" --workers "$workers" "${user[@]}" -- "$@" \
		2>"$WORK/$name.log" &
	SUPERVISOR=$!
	until_true 20 grep -qs "worker .* started" "$WORK/$name.log"
}

free_port() {
	PORT=$((20000 + RANDOM % 12000))
	while ! port_free $PORT; do PORT=$((PORT + 1)); done
}
