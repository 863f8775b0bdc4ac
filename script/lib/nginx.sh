# shellcheck shell=bash
# The nginx of a private instance, from the templates of nginx/. Set before: DATA, RUN, LOG, TLS,
# PORT, WEB (the built pages), SITE (directory of the site's files), LIMITS (limits-on or limits-off).

# nginx_fill TEMPLATE: the template with its @words@ filled in, on standard output.
nginx_fill() {
	local user='' files connections
	if is_root; then user='user www-data;'; fi
	files=$(ulimit -Hn)
	if [ "$files" = unlimited ] || [ "$files" -gt 16384 ]; then files=16384; fi
	connections=$((files / 2))
	sed -e "s|@user@|$user|" -e "s|@files@|$files|" -e "s|@connections@|$connections|" \
		-e "s|@port@|$PORT|g" -e "s|@rundir@|$RUN|g" -e "s|@logdir@|$LOG|g" -e "s|@tlsdir@|$TLS|g" \
		-e "s|@webdir@|$WEB|g" -e "s|@sitedir@|$SITE|g" -e "s|@limits@|$LIMITS|g" \
		-e "s|@temp@|$DATA/nginx|g" -e "s|@site@|$DATA/nginx/parlance.conf|g" "$1" |
		if [ -e /proc/net/if_inet6 ]; then cat; else sed '/# ipv6$/d'; fi
}

nginx_make() {
	install -d -m 711 "$DATA/nginx"
	nginx_fill "$TOP/nginx/parlance.conf.in" >"$DATA/nginx/parlance.conf"
	nginx_fill "$TOP/nginx/private.conf.in" >"$DATA/nginx/nginx.conf"
	nginx_run -t 2>"$DATA/nginx/test.log" || {
		cat "$DATA/nginx/test.log" >&2
		die 'nginx does not take its configuration' "the lines above are about $DATA/nginx"
	}
}

nginx_run() { nginx -p "$DATA/nginx/" -c "$DATA/nginx/nginx.conf" -e "$LOG/nginx-error.log" "$@"; }

nginx_start() {
	setsid nginx -p "$DATA/nginx/" -c "$DATA/nginx/nginx.conf" -e "$LOG/nginx-error.log" -g 'daemon off;' \
		</dev/null >/dev/null 2>&1 9>&- &
}

nginx_stop() {
	local pid
	pid=$(pid_of "$RUN/nginx.pid")
	end_process "$pid" nginx QUIT
	nginx_end_workers "$pid"
	rm -f "$RUN/nginx.pid"
}

# nginx_end_workers PID: a master that was killed leaves its workers, which hold the port; they are in its process
# group. Only an nginx is ended: a number in an old file may be somebody else's by now.
nginx_end_workers() {
	local worker
	{ cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v group="${1:-none}" '$2 == "(nginx)" && $5 == group { print $1 }' |
		while read -r worker; do kill -s KILL "$worker" 2>/dev/null || true; done
}

# port_free PORT: whether nobody listens there on this machine.
port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
