# shellcheck shell=bash
# The configuration file of a private instance. Set before: ORIGIN, SQL_FILES, DATA_FILES and
# what database_paths sets.

config_text() {
	cat <<-END
		; Written at every start by the scripts.
		[server]
		public_origin = $ORIGIN
		registration = ${REGISTRATION:-invite}
		secret_file = $SECRETS/server.secret
		[database]
		socket = $DATABASE_SOCKET
		name = parlance
		user = parlance_app
		password_file = $SECRETS/app.password
		migrate_user = parlance_migrate
		migrate_password_file = $SECRETS/migrate.password
		report_user = parlance_report
		report_password_file = $SECRETS/report.password
		[paths]
		sql = $SQL_FILES
		data = $DATA_FILES
	END
}
