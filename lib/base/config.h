#ifndef PARLANCE_CONFIG_H
#define PARLANCE_CONFIG_H

/*
 * The configuration: /etc/parlance/parlance.conf (ini), overridden by the
 * environment (PARLANCE_SECTION_KEY).  Every key, its default, unit and range
 * stand in the table of config.c; secrets are named by the file that holds
 * them.
 */

#include <stddef.h>
#include <stdint.h>

struct arena;
struct config;

enum registration { REGISTRATION_open = 1, REGISTRATION_invite, REGISTRATION_closed };

struct config {
	const char *public_origin; /* https://host[:port], compared with Origin */
	int64_t registration; /* enum registration */
	int64_t password_min; /* characters */
	const char *secret; /* 32 random bytes as the file holds them, for HMAC */
	const char *database_socket;
	const char *database_name;
	const char *database_user;
	const char *database_password; /* read from database.password_file */
	const char *migrate_user;
	const char *migrate_password;
	const char *report_user;
	const char *report_password;
	const char *sql_directory;
	const char *data_directory;
	int64_t argon2_memory; /* KiB */
	int64_t argon2_passes;
	int64_t throttling; /* 0: off, for tests */
};

/*
 * Read ${path} (NULL: only defaults and environment) into ${config}, memory of
 * ${arena}.  Return NULL, or a sentence naming the key, its value and the
 * allowed range.
 */
const char *config_read(struct arena *arena, const char *path, struct config *config);

/* One key as it was set; of a secret only the file that holds it. */
struct config_setting {
	const char *key; /* section.name */
	const char *value; /* as it was written */
	const char *source; /* default, file or environment */
	const char *meaning;
};

/* Read ${path} as config_read() does and list all keys in ${*settings}; return their number. */
size_t config_list(struct arena *arena, const char *path, struct config_setting **settings);

#endif
