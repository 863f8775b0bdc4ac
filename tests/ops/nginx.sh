#!/usr/bin/env bash
# The site: where requests go, headers on every status, errors in one form, limits, TLS.
# shellcheck source=tests/ops/common.bash
. "$(dirname "$0")/common.bash"

daemon_user_make
free_port
site "$WORK" limits-off
supervise app 2 "$ECHO"
APP=$SUPERVISOR
supervise auth 1 "$ECHO"
trap 'nginx_stop; end_process "$APP" parlance-superv; end_process "$SUPERVISOR" parlance-superv' EXIT
hasnt 'nginx takes the site without a warning' warn "$DATA/nginx/test.log"

# --- what a worker is told ---
ask '/api/v1/scenarios?q=a%20b' -H 'Proxy: http://evil' -H 'X-Request-Id: theirs' -X POST -H 'Content-Type: application/json' --data '{}' >/dev/null
for parameter in 'REQUEST_METHOD=POST' 'REQUEST_URI=/api/v1/scenarios\?q=a%20b' 'DOCUMENT_URI=/api/v1/scenarios' \
	'QUERY_STRING=q=a%20b' 'CONTENT_TYPE=application/json' 'CONTENT_LENGTH=2' 'REMOTE_ADDR=(127.0.0.1|::1)' 'HTTPS=on' 'REQUEST_ID=[0-9a-f]{32}'; do
	has "a worker is told ${parameter%%=*}" "^$parameter\$" "$WORK/body"
done
hasnt 'but not the Proxy header' '^HTTP_PROXY=.' "$WORK/body"
same 'the answer carries the request id the worker was given' \
	"$(sed -n 's/^REQUEST_ID=//p' "$WORK/body")" "$(sed -n 's/^x-request-id: //p' "$WORK/head")"
app=$(ask /api/v1/me >/dev/null; sed -n 's/^pid=//p' "$WORK/body")
auth=$(ask /api/v1/auth/login >/dev/null; sed -n 's/^pid=//p' "$WORK/body")
fact 'sign-in has workers of its own' test "$(ps -o ppid= -p "$app")" != "$(ps -o ppid= -p "$auth")"

# --- the pages ---
same 'the start page' 200 "$(ask /)"
has 'is looked for again every time' '^cache-control: no-cache$' "$WORK/head"
same 'a deep link is the start page' 200 "$(ask /scenarios/restaurant)"
has 'with its content' '<title>start</title>' "$WORK/body"
same 'an asset' 200 "$(ask /assets/a-0123.js)"
has 'is kept for ever' '^cache-control: public, max-age=31536000, immutable$' "$WORK/head"
ask /assets/a-0123.js -H 'Accept-Encoding: gzip' >/dev/null
has 'and sent as compressed beforehand' '^content-encoding: gzip$' "$WORK/head"
same 'with the very bytes' "$(sha256sum <"$WEB/assets/a-0123.js.gz")" "$(sha256sum <"$WORK/body")"
same 'an asset that is not there' 404 "$(ask /assets/b-4567.js)"
hasnt 'is not kept' '^cache-control: public' "$WORK/head"
same 'a page takes no POST' 405 "$(ask / --data x)"

# --- errors of nginx itself ---
# problem STATUS CODE PATH [OPTION...]
problem() {
	local status=$1 code=$2 path=$3
	shift 3
	same "$path answers $status" "$status" "$(ask "$path" "$@")"
	has "$status $code is a problem document" '^content-type: application/problem\+json' "$WORK/head"
	has "$status $code says so with the request id" \
		"^\{\"type\":\"about:blank\",\"title\":\"[^\"]+\",\"status\":$status,\"code\":\"$code\",\"request_id\":\"$(sed -n 's/^x-request-id: //p' "$WORK/head")\"\}\$" "$WORK/body"
	headers "$status $code"
}

# headers WHAT: the last answer has the security headers, once each
headers() {
	local name
	for name in content-security-policy strict-transport-security x-content-type-options referrer-policy \
		cross-origin-opener-policy cross-origin-resource-policy permissions-policy x-frame-options x-request-id; do
		same "$1 has $name" 1 "$(grep -c "^$name: " "$WORK/head")"
	done
}
head -c 70000 /dev/zero | tr '\0' x >"$WORK/large"
problem 404 unknown /api/v2/me
problem 413 too_large /api/v1/me --data-binary "@$WORK/large"
problem 413 too_large /api/v1/auth/login --data-binary "@$WORK/large" -H 'Transfer-Encoding: chunked'
problem 503 outcome_unknown /api/v1/die
has 'and says when to come back' '^retry-after: 1$' "$WORK/head"
problem 405 wrong_method /api/v1/me -X TRACE
same "a worker's own error is passed on" 500 "$(ask /api/v1/fail)"
has 'as it is' '^pid=' "$WORK/body"
headers 'an error of a worker'
ask /nothing/../assets/x >/dev/null
has 'elsewhere an error is a page' '^content-type: text/html' "$WORK/head"
headers 'an error page'
ask / >/dev/null; headers 'the start page'
ask /assets/a-0123.js >/dev/null; headers 'an asset'
ask /api/v1/me >/dev/null; headers 'an answer of a worker'
ask / -H 'Host: parlance.example' >/dev/null
has 'HSTS is for a year, except on localhost' '^strict-transport-security: max-age=31536000; includeSubDomains$' "$WORK/head"
hasnt 'the version is not told' '^server: nginx/' "$WORK/head"
end_process "$SUPERVISOR" parlance-superv
problem 503 unavailable /api/v1/auth/login
raw=$(printf 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n' |
	timeout 10 openssl s_client -quiet -connect "localhost:$PORT" -CAfile "$TLS/ca.crt" 2>/dev/null || true)
fact 'two lengths are refused as a problem document' grep -q '"status":400,"code":"malformed"' <<<"$raw"

# --- who may ask what ---
same 'this machine may ask for health' 200 "$(ask /readyz)"
address=$(ip -4 -o addr show scope global 2>/dev/null | awk '{ sub("/.*", "", $4); print $4; exit }')
if [ -n "$address" ]; then
	for path in /livez /readyz /metrics; do
		same "others may not ask for $path" 404 \
			"$(curl --silent --noproxy '*' --insecure --output /dev/null --write-out '%{http_code}' "https://$address:$PORT$path")"
	done
fi
same 'plain HTTP is sent to HTTPS' "301 https://localhost:$PORT/x" \
	"$(curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code} %{redirect_url}' "http://localhost:$PORT/x")"
fact 'TLS 1.1 is refused' not openssl s_client -connect "localhost:$PORT" -tls1_1 -cipher 'ALL:@SECLEVEL=0' </dev/null
fact 'HTTP/2 is spoken' test "$(curl --silent --noproxy '*' --cacert "$TLS/ca.crt" --output /dev/null --write-out '%{http_version}' "https://localhost:$PORT/")" = 2

# --- logs ---
fact 'the log has a line for each request, as JSON' test "$(grep -c '^{"time":.*"status":[0-9]*.*}$' "$LOG/parlance-access.log")" = "$(wc -l <"$LOG/parlance-access.log")"
hasnt 'without query strings' 'a%20b|a b' "$LOG/parlance-access.log"

# --- limits ---
nginx_stop
site "$WORK" limits-on
# burst PATH NUMBER: the statuses of so many requests at once, with their counts
burst() {
	seq "$2" | xargs -P 8 -I{} curl --silent --noproxy '*' --max-time 10 --cacert "$TLS/ca.crt" --output /dev/null \
		--write-out '%{http_code}\n' "https://localhost:$PORT$1" | sort | uniq -c | awk '{ printf "%s%s", s, $2; s = " " }'
}
same 'too many tries without an account are refused' '200 429' "$(burst /api/v1/try/turns 60)"
problem 429 too_many /api/v1/try/turns
has 'and says when to come back' '^retry-after: 1$' "$WORK/head"
same 'others are not' 200 "$(ask /api/v1/me)"
finish
