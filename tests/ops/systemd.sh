#!/usr/bin/env bash
# The units: without remarks of systemd, and closed in as far as they can be.
# shellcheck source=tests/ops/common.bash
. "$(dirname "$0")/common.bash"

# systemd-analyze wants the programs and the configuration to exist.
UNITS=$WORK/units
mkdir -p "$UNITS"
for template in "$TOP"/systemd/*.in; do
	sed -e "s|@bindir@|$BUILD|g" -e "s|@sbindir@|$BUILD|g" -e "s|@config@|$TOP/etc/parlance.conf.example|g" \
		"$template" >"$UNITS/$(basename "${template%.in}")"
done
mkdir -p "$UNITS/parlance-.service.d"
mv "$UNITS/sandbox.conf" "$UNITS/parlance-.service.d/"
rm "$UNITS/sysusers.conf"
for pool in worker auth; do cp "$UNITS/parlance-$pool@.service" "$UNITS/parlance-$pool@1.service"; done

daemon_user_make
cd "$UNITS"
for unit in parlance*[^@].service parlance*.socket parlance*.timer parlance.target; do
	same "systemd has no remark on $unit" '' "$(systemd-analyze verify --man=no "./$unit" 2>&1 | grep -i parlance || true)"
done
for unit in parlance*[^@].service; do
	fact "exposure of $unit is at most 1.0" systemd-analyze security --offline=true --threshold=10 "./$unit"
	say "# $(systemd-analyze security --offline=true "./$unit" 2>/dev/null | tail -n 1)"
done

# A worker takes the socket of a service manager as it is handed over (descriptor 3).
"$TOP/script/scratch-db" start "$WORK/database" >/dev/null
trap '"$TOP/script/scratch-db" stop "$WORK/database"; kill "$ACTIVATE"; nginx_stop' EXIT
"$BUILD/parlance" --config "$WORK/database/parlance.conf" migrate >/dev/null
systemd-socket-activate --listen="$WORK/app.sock" "$BUILD/parlance-worker" --config "$WORK/database/parlance.conf" 2>"$WORK/activate.log" &
ACTIVATE=$!
until_true 20 test -S "$WORK/app.sock"
chmod 666 "$WORK/app.sock" # as SocketMode and SocketGroup of the unit let nginx in
free_port
site "$WORK" limits-off
same 'a worker serves the socket of a service manager' 200 "$(ask /readyz)"
same 'for more than one request' 200 "$(ask /livez)"
same 'as the process that was activated' parlance-worker "$(cat "/proc/$ACTIVATE/comm")"
finish
