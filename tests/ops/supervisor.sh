#!/usr/bin/env bash
# The supervisor: it keeps workers on one socket, replaces them without a lost request, ends them all.
# shellcheck source=tests/ops/common.bash
. "$(dirname "$0")/common.bash"

daemon_user_make
free_port
site "$WORK" limits-off
trap 'nginx_stop; end_process "${SUPERVISOR-}" parlance-superv' EXIT

pids() { pgrep -P "$SUPERVISOR" | sort | tr '\n' ' '; }
count_is() { [ "$(pids | wc -w)" = "$1" ]; }
all_other() { count_is 3 && [ -z "$(comm -12 <(pids | tr ' ' '\n' | sort) <(echo "$1" | tr ' ' '\n' | grep . | sort))" ]; }
ended() { ! kill -0 "$1" 2>/dev/null; }

supervise app 3 "$ECHO"
fact 'it starts as many workers as it is told' until_true 10 count_is 3
same 'they answer' 200 "$(ask /api/v1/x)"
same 'the socket is closed to others' 660 "$(stat -c %a "$WORK/app.sock")"
if is_root; then
	same 'the socket belongs to the web server' www-data "$(stat -c %G "$WORK/app.sock")"
	same 'workers run without privileges' "$(id -u "$(daemon_user)")" "$(stat -c %u "/proc/$(pids | cut -d' ' -f1)")"
fi

one=$(pids | cut -d' ' -f1)
kill -9 "$one"
fact 'a killed worker ends' until_true 10 ended "$one"
fact 'and is replaced' until_true 10 count_is 3

# Replacing all of them under load: four clients ask one after another, and all must be answered.
before=$(pids)
: >"$WORK/answers"
client() { while [ ! -e "$WORK/enough" ]; do curl --silent --noproxy '*' --cacert "$TLS/ca.crt" --output /dev/null \
	--write-out '%{http_code}\n' --data '{}' "https://localhost:$PORT/api/v1/work" >>"$WORK/answers.$1"; done; }
clients=()
for i in 1 2 3 4; do client $i & clients+=($!); done
until_true 10 test -s "$WORK/answers.1"
kill -HUP "$SUPERVISOR"
fact 'SIGHUP replaces all workers' until_true 30 all_other "$before"
between=$(pids)
kill -HUP "$SUPERVISOR"
fact 'a second time too' until_true 30 all_other "$between"
: >"$WORK/enough"
wait "${clients[@]}"
cat "$WORK"/answers.* >"$WORK/answers"
same "no request of $(wc -l <"$WORK/answers") failed meanwhile" 200 "$(sort -u "$WORK/answers" | tr -d '\n')"

fact 'a second supervisor does not take the socket' not "$BUILD/parlance-supervisor" --listen "$WORK/app.sock" -- "$ECHO"
kill "$SUPERVISOR"
fact 'SIGTERM ends it' until_true 20 ended "$SUPERVISOR"
fact 'and the socket is gone' not test -e "$WORK/app.sock"
same 'it ends well' 0 "$(wait "$SUPERVISOR" && echo 0)"

# A program that cannot start: tried again, but not in a tight loop; and it never replaces a good worker.
printf '#!/bin/sh\nif [ -e %s/broken ]; then exit 3; fi\nexec %s\n' "$WORK" "$ECHO" >"$WORK/program"
chmod 755 "$WORK/program"
supervise app 3 "$WORK/program"
until_true 10 count_is 3
before=$(pids)
: >"$WORK/broken"
kill -HUP "$SUPERVISOR"
fact 'a replacement that ends at once is noticed' until_true 10 grep -q 'nothing more is replaced' "$WORK/app.log"
same 'and the old workers stay' "$before" "$(pids)"
same 'and answer' 200 "$(ask /api/v1/x)"
kill "$SUPERVISOR"
until_true 20 ended "$SUPERVISOR"
supervise app 1 "$WORK/program"
fact 'a worker that cannot start is tried again' until_true 10 grep -c -m 3 started "$WORK/app.log"
sleep 1.2 # the time in which a tight loop would have started hundreds
fact 'but at most twice a second' test "$(grep -c started "$WORK/app.log")" -le 6
rm "$WORK/broken"
fact 'until it can' until_true 10 grep -q . <(until_true 10 count_is 1 && pids)

worker=$(pids | cut -d' ' -f1)
kill -9 "$SUPERVISOR"
wait "$SUPERVISOR" 2>/dev/null || true
fact 'workers do not outlive a killed supervisor' until_true 10 ended "$worker"
supervise app 1 "$ECHO"
same 'the socket it left is replaced' 200 "$(ask /api/v1/x)"
fact 'a path without room in a socket address is refused' not "$BUILD/parlance-supervisor" \
	--listen "$WORK/$(printf '%0100d' 0)" -- "$ECHO"
finish
