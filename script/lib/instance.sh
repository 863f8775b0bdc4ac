# shellcheck shell=bash
# One running Parlance: its places, its processes, keeping them up, ending them in order.
# Set before: what options_read of script/server sets.

INSTANCE_format=1 # of the data directory; raised when an older script could not use it

# instance_paths: where everything is
instance_paths() {
	local given=$DATA
	if [ -z "$DATA" ]; then if is_root; then DATA=/var/lib/parlance; else DATA=$TOP/var; fi; fi
	mkdir -p "$DATA" 2>/dev/null || die "$DATA cannot be made" "choose another directory with --data-dir"
	DATA=$(cd "$DATA" && pwd)
	LOG=$DATA/log TLS=$DATA/tls PROGRAM=$DATA/program CONFIG=$DATA/parlance.conf
	if is_root && [ -z "$given" ]; then RUN=/run/parlance; else RUN=$DATA/run; fi
	# A socket's path has room for 107 bytes.
	if [ ${#RUN} -gt 80 ]; then RUN=$(short_directory "$DATA/run-directory"); fi
	mkdir -p "$LOG" "$RUN"
	READY=$RUN/ready
	LIMITS=limits-$LIMITS
	AUTH_WORKERS=$(($(nproc) / 2))
	[ $AUTH_WORKERS -ge 1 ] || AUTH_WORKERS=1
	CONNECTIONS=$((WORKERS + AUTH_WORKERS + 30))
	SITE=$PROGRAM/usr/share/parlance/nginx
	WEB=$PROGRAM/usr/share/parlance/web
	SQL_FILES=$PROGRAM/usr/share/parlance/sql
	DATA_FILES=$PROGRAM/usr/share/parlance/data
	ORIGIN=https://localhost:$PORT
	database_paths
}

# instance_check: end with a message if it cannot work
instance_check() {
	local format
	format=$(cat "$DATA/format" 2>/dev/null || echo 0)
	[ "$format" -le $INSTANCE_format ] ||
		die "the data in $DATA are from a newer Parlance" "update this checkout, or use other data: --data-dir DIR"
	instance_free || die "Parlance is running already with $DATA" \
		"stop it with: script/server stop" "or start another one: --data-dir DIR --port N"
	instance_leftovers
	port_free "$PORT" || die "port $PORT is taken" "choose another one: script/server --port N"
	is_root || [ "$PORT" -ge 1024 ] || die "only root can use port $PORT" "choose one from 1024: --port 8443"
	daemon_user_make
	if is_root; then chmod go+rx "$DATA" "$RUN" "$LOG"; fi
	reachable "$DATA"
	reachable "$RUN"
}

instance_free() { flock --nonblock "$DATA/lock" true; }

# instance_leftovers: end what an instance that was killed has left running
instance_leftovers() {
	local pool
	nginx_stop
	for pool in app auth; do end_process "$(pid_of "$RUN/$pool.pid")" parlance-superv; done
	database_stop
}

instance_stop() {
	local pid
	pid=$(pid_of "$RUN/server.pid")
	if instance_free || [ -z "$pid" ]; then
		instance_leftovers
		say "Parlance was not running with $DATA"
		return 0
	fi
	kill "$pid" 2>/dev/null || true
	until_true 120 instance_free || die "Parlance does not stop" "look at $LOG"
	say 'Parlance has stopped'
}

# instance_end: stop everything, in the order in which nothing is lost. Signals are ignored meanwhile.
instance_end() {
	local status=$?
	trap '' INT TERM HUP
	trap - EXIT
	rm -f "$READY"
	say 'Stopping'
	instance_leftovers
	rm -f "$RUN/server.pid" "$RUN/app.pid" "$RUN/auth.pid"
	exit $status
}

parlance() { "$PROGRAM/usr/bin/parlance" --config "$CONFIG" "$@"; }

# changed COMMAND...: run a command of parlance for which 3, nothing to do, is well too
changed() { parlance "$@" || [ $? = 3 ] || die "parlance $* failed" "the lines above say why"; }

# worker_check: end with a message if a worker would not serve, tried as the account of the workers
worker_check() {
	local as=()
	if is_root; then as=(setpriv --reuid="$(daemon_user)" --regid="$(daemon_user)" --init-groups); fi
	"${as[@]}" "$PROGRAM/usr/sbin/parlance-worker" --config "$CONFIG" --check ||
		die 'the workers cannot serve' 'the lines above say why'
}

# supervisor_start POOL WORKERS BACKLOG
supervisor_start() {
	local user=()
	if is_root; then user=(--user "$(daemon_user)" --group www-data); fi
	env "${WORKER_ENV[@]}" setsid "$PROGRAM/usr/sbin/parlance-supervisor" --listen "$RUN/$1.sock" --workers "$2" \
		--backlog "$3" "${user[@]}" -- "$PROGRAM/usr/sbin/parlance-worker" --config "$CONFIG" --pool "$1" \
		</dev/null >>"$LOG/$1.log" 2>&1 9>&- &
	echo $! >"$RUN/$1.pid"
}

# start NAME: start one of the processes and note its number
start() {
	case $1 in
	database) database_start ;;
	app) supervisor_start app "$WORKERS" 512 ;;
	auth) supervisor_start auth "$AUTH_WORKERS" 64 ;; # short: who cannot be served soon is told so
	nginx) nginx_start ;;
	esac
	PROCESS[$!]=$1
	STARTED[$1]=$SECONDS
}

instance_ready() {
	[ "$(curl --silent --noproxy "*" --resolve "localhost:$PORT:127.0.0.1" --max-time 5 --cacert "$TLS/ca.crt" --output /dev/null --write-out '%{http_code}' \
		"https://localhost:$PORT/readyz")" = 200 ]
}

# logs_rotate: keep one old file of each log that has grown
logs_rotate() {
	find "$LOG" -name '*.log' -size +20M -exec mv {} {}.old \;
}

# instance_run: start everything, keep it up until a signal comes
instance_run() {
	declare -gA PROCESS=() STARTED=() # name of each process by its number; second of each start by name
	exec 9>"$DATA/lock"
	flock --nonblock 9 || die "Parlance is running already with $DATA"
	echo $$ >"$RUN/server.pid"
	echo $INSTANCE_format >"$DATA/format"
	trap 'exit 0' INT TERM HUP
	trap instance_end EXIT
	logs_rotate
	say 'Starting the database'
	database_make
	start database
	database_accounts
	config_text >"$CONFIG"
	changed migrate
	changed content load
	database_grant_reports
	worker_check
	certificate_make
	nginx_make
	start app
	start auth
	start nginx
	until_true 60 instance_ready || {
		tail -n 20 "$LOG/app.log" "$LOG/nginx-error.log" >&2
		die 'Parlance does not get ready' "the lines above are from $LOG"
	}
	instance_greet
	: >"$READY"
	instance_watch
}

# demo_learner: make the learner "demo", unless there is one
demo_learner() {
	secret "$SECRETS/demo.password" 8
	parlance user list | grep -qw demo ||
		parlance user add --display-name 'Demo learner' --password-stdin demo <"$SECRETS/demo.password" >/dev/null
	say "Demo learner: demo, password $(cat "$SECRETS/demo.password")"
}

# instance_greet: how to reach it
instance_greet() {
	local link
	say "Parlance is running at $ORIGIN ($WORKERS workers)"
	certificate_advice
	link=$(changed setup-link) # nothing when there is an admin
	if [ -n "$link" ]; then say "Make the first admin (this link works once): $link"; fi
	if [ "$DEMO" = yes ]; then demo_learner; fi
	say "Command line: PARLANCE_CONFIG=$CONFIG script/parlance --help"
	say "Logs: $LOG"
	say "Stop: Ctrl-C, or script/server stop --data-dir $DATA"
}

# instance_watch: start again what ends, unless it keeps ending at once
instance_watch() {
	local pid name young=0
	while wait -n -p pid || [ -n "${pid-}" ]; do
		name=${PROCESS[$pid]-}
		unset "PROCESS[$pid]"
		[ -n "$name" ] || continue
		if [ $((SECONDS - STARTED[$name])) -gt 3 ]; then young=0; fi
		young=$((young + 1))
		[ $young -le 10 ] || die "$name keeps ending" "look at $LOG and $DATABASE/error.log"
		say "$name ended: starting it again"
		if [ "$name" = nginx ]; then
			nginx_end_workers "$pid"
			until_true 10 port_free "$PORT" || true
		fi
		start "$name"
	done
}
