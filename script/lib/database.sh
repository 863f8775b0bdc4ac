# shellcheck shell=bash
# A private MariaDB: unix socket only, durable settings, one account for each task.
# Set before: DATA (its directory), RUN (directory of the socket), CONNECTIONS, BUFFER_POOL.

database_paths() {
	DATABASE=$DATA/database
	# A directory that only MariaDB's account can enter: beside passwords, another lock.
	DATABASE_SOCKET=$RUN/database/database.sock
	DATABASE_PID=$RUN/database/database.pid
	SECRETS=$DATA/secrets
}

database_settings() {
	cat <<-END
		# Written at every start by the scripts; your own settings go into $DATABASE/conf.d/*.cnf
		[mariadbd]
		datadir=$DATABASE/data
		tmpdir=$DATABASE/tmp
		socket=$DATABASE_SOCKET
		pid-file=$DATABASE_PID
		log-error=$DATABASE/error.log
		skip-networking
		skip-name-resolve
		skip-log-bin
		sync_binlog=1
		innodb_flush_log_at_trx_commit=1
		innodb_doublewrite=ON
		innodb_snapshot_isolation=ON
		innodb_lock_wait_timeout=5
		innodb_buffer_pool_size=${BUFFER_POOL:-64M}
		innodb_log_file_size=${LOG_SIZE:-48M}
		local_infile=0
		secure_file_priv=$DATABASE/files
		character-set-server=utf8mb4
		collation-server=utf8mb4_nopad_bin
		default_time_zone=+00:00
		sql_mode=STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY
		performance_schema=OFF
		query_cache_type=0
		key_buffer_size=1M
		aria_pagecache_buffer_size=1M
		max_connections=${CONNECTIONS:-100}
		max_prepared_stmt_count=65536
		max_allowed_packet=16M
		!includedir $DATABASE/conf.d/
	END
}

# database_make: directories, settings and, the first time, the system tables.
database_make() {
	local user
	user=$(daemon_user)
	directory 750 "$RUN/database"
	directory 711 "$DATABASE"
	directory 700 "$DATABASE/tmp"
	directory 700 "$DATABASE/files"
	directory 755 "$DATABASE/conf.d"
	database_settings >"$DATABASE/my.cnf"
	if [ ! -f "$DATABASE/made" ]; then
		rm -rf "$DATABASE/data"
		directory 700 "$DATABASE/data"
		# The administrator of the database is who runs this script, known by the socket: no password.
		mariadb-install-db --defaults-file="$DATABASE/my.cnf" --user="$user" --skip-test-db --skip-name-resolve --force \
			--auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
			>"$DATABASE/install.log" 2>&1 || database_failed "$DATABASE/install.log"
		database_program >"$DATABASE/made"
	fi
	database_not_newer
}

# database_program: the version of the installed server, as 10.11
database_program() { mariadbd --version | sed 's/.*Ver \([0-9]*\.[0-9]*\).*/\1/'; }

# database_not_newer: end with a message when a newer server wrote the data.
database_not_newer() {
	local made here
	made=$(cat "$DATABASE/made")
	here=$(database_program)
	[ "$(printf '%s\n%s\n' "$made" "$here" | sort -V | tail -n 1)" = "$here" ] ||
		die "the data in $DATABASE were written by MariaDB $made, and this machine has $here" \
			"install MariaDB $made, or start with other data: --data-dir DIR"
}

# database_failed LOG: say why the server did not start.
database_failed() {
	tail -n 20 "$1" >&2 || true
	if grep -qs -e 'No space left' -e 'Disk full' "$1"; then
		die "MariaDB has no disk space at $DATABASE" "free some space and start again"
	fi
	die "MariaDB did not start" "the lines above are from $1"
}

database_sql() { mariadb --defaults-file=/dev/null --socket="$DATABASE_SOCKET" --user="$(id -un)" --batch --skip-column-names "$@"; }
database_answers() { database_sql -e 'DO 1' 2>/dev/null; }
database_answers_or_gone() { database_answers || gone "$1" mariadbd; }

# database_start: start it and wait until it answers.
database_start() {
	local pid made
	if [ -s "$DATABASE/error.log" ]; then mv "$DATABASE/error.log" "$DATABASE/error.log.old"; fi
	: >"$DATABASE/error.log"
	if is_root; then chown "$(daemon_user):" "$DATABASE/error.log"; fi
	setsid mariadbd --defaults-file="$DATABASE/my.cnf" --user="$(daemon_user)" </dev/null >/dev/null 2>&1 9>&- &
	pid=$!
	until_true 10 alive "$pid" mariadbd || database_failed "$DATABASE/error.log"
	until_true 120 database_answers_or_gone "$pid" || true
	database_answers || database_failed "$DATABASE/error.log"
	made=$(cat "$DATABASE/made")
	if [ "$made" != "$(database_program)" ]; then
		mariadb-upgrade --defaults-file=/dev/null --socket="$DATABASE_SOCKET" --user="$(id -un)" \
			>"$DATABASE/upgrade.log" 2>&1 || database_failed "$DATABASE/upgrade.log"
		database_program >"$DATABASE/made"
	fi
}

database_stop() {
	local pid
	pid=$(pid_of "$DATABASE_PID")
	# Whoever writes that file is not asked to stop another server.
	if tr '\0' ' ' 2>/dev/null <"/proc/${pid:-0}/cmdline" | grep -qF -- "--defaults-file=$DATABASE/my.cnf "; then
		end_process "$pid" mariadbd
	fi
	rm -f "$DATABASE_SOCKET" "$DATABASE_PID"
}

# database_accounts: the database and its four accounts, with the passwords of the secret files.
database_accounts() {
	local name fill=()
	install -d -m 700 "$SECRETS"
	if is_root; then chmod 711 "$SECRETS"; fi # the workers' account has files of its own in there
	secret "$SECRETS/server.secret"
	for name in app migrate report backup; do
		secret "$SECRETS/$name.password"
		fill+=(-e "s/@$name@/$(cat "$SECRETS/$name.password")/")
	done
	if is_root; then chown "$(daemon_user):" "$SECRETS/app.password" "$SECRETS/server.secret"; fi
	# Without the comments: one of them tells the reader what an @ means.
	sed -e '/^--/d' "${fill[@]}" "$TOP/etc/accounts.sql" | database_sql
}

# database_grant_reports: let the report account read each report view there is (after migrate).
database_grant_reports() {
	database_sql <"$TOP/etc/report-grants.sql" | database_sql
}
