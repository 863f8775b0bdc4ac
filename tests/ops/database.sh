#!/usr/bin/env bash
# The private MariaDB: durable settings, accounts that can do their own work only, data that stay.
# shellcheck source=tests/ops/common.bash
. "$(dirname "$0")/common.bash"

AT=$WORK/database
DATA=$AT RUN=$AT
database_paths
trap '"$TOP/script/scratch-db" stop "$AT" >/dev/null 2>&1' EXIT
fact 'it starts' "$TOP/script/scratch-db" start "$AT"
fact 'not twice' not "$TOP/script/scratch-db" start "$AT"

# as ACCOUNT STATEMENT: run it, print the rows, or the number of the error
as() {
	mariadb --defaults-file=/dev/null --socket="$DATABASE_SOCKET" --user="parlance_$1" --password="$(cat "$SECRETS/$1.password")" \
		--batch --skip-column-names -e "$2" parlance 2>"$WORK/error" || sed -n 's/^ERROR \([0-9]*\).*/\1/p' "$WORK/error"
}

while read -r variable value; do
	same "$variable" "$value" "$(database_sql -e "SELECT @@global.$variable")"
done <<-END
	skip_networking 1
	innodb_flush_log_at_trx_commit 1
	innodb_doublewrite 1
	innodb_snapshot_isolation 1
	innodb_lock_wait_timeout 5
	sync_binlog 1
	log_bin 0
	local_infile 0
	performance_schema 0
	character_set_server utf8mb4
	collation_server utf8mb4_nopad_bin
	time_zone +00:00
	secure_file_priv $AT/database/files/
END
same 'files can be written to an empty directory only' '' "$(ls -A "$AT/database/files")"
same 'no account has an empty password' 0 "$(database_sql -e "SELECT COUNT(*) FROM mysql.user WHERE plugin = 'mysql_native_password' AND authentication_string = '' AND user <> 'mariadb.sys'")"
for name in app migrate report backup; do
	same "the password of $name is closed to others" 600 "$(stat -c %a "$SECRETS/$name.password")"
done

same 'migrate can make tables' '' "$(as migrate 'CREATE TABLE note (id INT PRIMARY KEY, word VARCHAR(9))')"
same 'and views' '' "$(as migrate 'CREATE VIEW report_note AS SELECT id FROM note; CREATE VIEW other_note AS SELECT id FROM note')"
fact 'report views are granted' "$TOP/script/scratch-db" grant "$AT"
same 'app writes' '' "$(as app "INSERT INTO note VALUES (1, 'x')")"
same 'app reads' x "$(as app 'SELECT word FROM note')"
while read -r account error statement; do
	same "$account cannot: $statement" "$error" "$(as "$account" "$statement")"
done <<-END
	app 1142 DROP TABLE note
	app 1142 ALTER TABLE note ADD COLUMN y INT
	app 1142 CREATE TABLE other (id INT)
	app 1142 SELECT * FROM mysql.global_priv
	app 1227 SELECT 1 INTO OUTFILE 'x'
	app 1227 SET GLOBAL local_infile = 1
	migrate 1142 SELECT * FROM mysql.global_priv
	migrate 1044 CREATE DATABASE other
	report 1142 SELECT * FROM note
	report 1142 SELECT * FROM other_note
	report 1142 DELETE FROM report_note
	backup 1142 DELETE FROM note
END
same 'report reads its views' 1 "$(as report 'SELECT COUNT(*) FROM report_note')"
same 'and no statement of its takes for ever' 60 "$(as report 'SELECT ROUND(@@max_statement_time)')"
same 'backup reads everything' 1 "$(as backup 'SELECT COUNT(*) FROM note')"
if is_root; then
	fact 'another account of the machine is not let in' not setpriv --reuid=65534 --regid=65534 --clear-groups \
		mariadb --defaults-file=/dev/null --socket="$DATABASE_SOCKET" --user=root -e 'SELECT 1'
fi

kill -9 "$(pid_of "$DATABASE_PID")"
fact 'it starts again after a crash' until_true 20 "$TOP/script/scratch-db" start "$AT"
same 'with its data' x "$(as app 'SELECT word FROM note')"
fact 'it stops' "$TOP/script/scratch-db" stop "$AT"
echo 99.1 >"$AT/database/made"
"$TOP/script/scratch-db" start "$AT" >"$WORK/out" 2>&1 || true
has 'data of a newer MariaDB are refused' 'written by MariaDB 99.1.*this machine has' "$WORK/out"
has 'with advice' 'install MariaDB 99.1, or start with other data' "$WORK/out"
long=$WORK/$(printf 'a%.0s' {1..90})
"$TOP/script/scratch-db" start "$long" >"$WORK/out" 2>&1
fact 'a long path gets a short socket' test "$(tail -n 1 "$WORK/out" | wc -c)" -le 60
"$TOP/script/scratch-db" stop "$long"
same 'which is gone afterwards' '' "$(xargs ls <"$WORK/out" 2>/dev/null || true)"
finish
