#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ini.h>

#include "arena.h"

#ifndef PARLANCE_PKGDATADIR
#define PARLANCE_PKGDATADIR "/usr/share/parlance"
#endif

enum key_type { KEY_text, KEY_number, KEY_choice, KEY_file };

/* clang-format off */
static const char *const registration_names[] = { "", "open", "invite", "closed", NULL };
static const char *const switch_names[] = { "off", "on", NULL };

/* Every key there is. A file's content stands in for it; a missing file is an error only for who needs it. */
static const struct key {
	const char *section, *name;
	enum key_type type;
	size_t offset;
	const char *initial;
	int64_t min, max;
	const char *const *names;
	const char *meaning;
} keys[] = {
#define AT(member) offsetof(struct config, member)
	{ "server", "public_origin", KEY_text, AT(public_origin), "https://localhost:8443", 0, 0, NULL, "where browsers find the site" },
	{ "server", "registration", KEY_choice, AT(registration), "invite", 0, 0, registration_names, "who may register" },
	{ "server", "secret_file", KEY_file, AT(secret), "/etc/parlance/secret", 0, 0, NULL, "32 random bytes or more" },
	{ "server", "throttling", KEY_choice, AT(throttling), "on", 0, 0, switch_names, "slow down wrong logins" },
	{ "password", "min_length", KEY_number, AT(password_min), "12", 8, 64, NULL, "characters" },
	{ "password", "argon2_memory", KEY_number, AT(argon2_memory), "19456", 8192, 65536, NULL, "KiB a hash uses" },
	{ "password", "argon2_passes", KEY_number, AT(argon2_passes), "2", 1, 10, NULL, "passes of a hash" },
	{ "database", "socket", KEY_text, AT(database_socket), "/run/mysqld/mysqld.sock", 0, 0, NULL, "unix socket of MariaDB" },
	{ "database", "name", KEY_text, AT(database_name), "parlance", 0, 0, NULL, "database" },
	{ "database", "user", KEY_text, AT(database_user), "parlance_app", 0, 0, NULL, "account of the workers" },
	{ "database", "password_file", KEY_file, AT(database_password), "", 0, 0, NULL, "empty: unix_socket authentication" },
	{ "database", "migrate_user", KEY_text, AT(migrate_user), "parlance_migrate", 0, 0, NULL, "account of migrate" },
	{ "database", "migrate_password_file", KEY_file, AT(migrate_password), "", 0, 0, NULL, "empty: unix_socket authentication" },
	{ "database", "report_user", KEY_text, AT(report_user), "parlance_report", 0, 0, NULL, "account of report" },
	{ "database", "report_password_file", KEY_file, AT(report_password), "", 0, 0, NULL, "empty: unix_socket authentication" },
	{ "paths", "sql", KEY_text, AT(sql_directory), PARLANCE_PKGDATADIR "/sql", 0, 0, NULL, "migrations, views, reports" },
	{ "paths", "data", KEY_text, AT(data_directory), PARLANCE_PKGDATADIR "/data", 0, 0, NULL, "scenarios and language packs" },
#undef AT
};
/* clang-format on */

enum { KEY_COUNT = sizeof(keys) / sizeof(*keys) };

struct reader {
	struct arena *arena;
	struct config *config;
	const char *error; /* the first one */
	struct config_setting settings[KEY_COUNT]; /* where each value came from */
};

/* Return the first line of the file at ${path}, NULL when it cannot be read. */
static const char *
file_line(struct arena *arena, const char *path)
{
	char bytes[4096];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (file < 0)
		return NULL;
	length = read(file, bytes, sizeof(bytes));
	if (close(file) != 0 || length < 0)
		return NULL;
	return arena_strndup(arena, bytes, strcspn(arena_strndup(arena, bytes, (size_t)length), "\r\n"));
}

static const char *
choice_set(struct arena *arena, const struct key *key, const char *value, int64_t *number)
{
	const char *list = "";

	for (int i = 0; key->names[i] != NULL; i++) {
		if (key->names[i][0] != '\0' && strcmp(key->names[i], value) == 0) {
			*number = i;
			return NULL;
		}
		list = arena_printf(arena, "%s %s", list, key->names[i]);
	}
	return arena_printf(arena, "%s.%s is \"%s\"; it may be one of:%s", key->section, key->name, value, list);
}

static const char *
number_set(struct arena *arena, const struct key *key, const char *value, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(value, &end, 10);
	if (errno == 0 && end != value && *end == '\0' && *number >= key->min && *number <= key->max)
		return NULL;
	return arena_printf(arena, "%s.%s is \"%s\"; it may be a whole number from %lld to %lld (%s)", key->section,
	    key->name, value, (long long)key->min, (long long)key->max, key->meaning);
}

/* Set the member of ${key} from ${value}; NULL, or what is wrong with it. */
static const char *
key_set(struct arena *arena, struct config *config, const struct key *key, const char *value)
{
	char *member = (char *)config + key->offset;
	const char *text = arena_strdup(arena, value);

	switch (key->type) {
	case KEY_choice:
		return choice_set(arena, key, value, (int64_t *)(void *)member);
	case KEY_number:
		return number_set(arena, key, value, (int64_t *)(void *)member);
	case KEY_file:
		text = value[0] == '\0' ? NULL : file_line(arena, value);
		break;
	case KEY_text:
		break;
	}
	memcpy(member, &text, sizeof(text));
	return NULL;
}

/* Take ${value} for key ${i} from ${source}. */
static void
setting_take(struct reader *reader, size_t i, const char *value, const char *source)
{
	struct config_setting *setting = &reader->settings[i];

	setting->key = arena_printf(reader->arena, "%s.%s", keys[i].section, keys[i].name);
	setting->value = arena_strdup(reader->arena, value);
	setting->source = source;
	setting->meaning = keys[i].meaning;
	if (reader->error == NULL)
		reader->error = key_set(reader->arena, reader->config, &keys[i], value);
}

static int
ini_value(void *context, const char *section, const char *name, const char *value)
{
	struct reader *reader = context;

	for (size_t i = 0; i < KEY_COUNT; i++)
		if (strcmp(keys[i].section, section) == 0 && strcmp(keys[i].name, name) == 0) {
			setting_take(reader, i, value, "file");
			return 1;
		}
	if (reader->error == NULL)
		reader->error = arena_printf(reader->arena, "there is no key %s.%s", section, name);
	return 1;
}

/* Take PARLANCE_SECTION_KEY from the environment where it is set. */
static void
environment_read(struct reader *reader)
{
	for (size_t i = 0; i < KEY_COUNT; i++) {
		char *name = arena_printf(reader->arena, "PARLANCE_%s_%s", keys[i].section, keys[i].name);
		const char *value;

		for (char *c = name; *c != '\0'; c++)
			*c = (char)toupper((unsigned char)*c);
		if ((value = getenv(name)) != NULL)
			setting_take(reader, i, value, "environment");
	}
}

/* Read everything into ${reader}; NULL, or what is wrong. */
static const char *
reader_run(struct reader *reader, const char *path)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		setting_take(reader, i, keys[i].initial, "default");
	if (path != NULL) {
		int line = ini_parse(path, ini_value, reader);

		if (line < 0)
			return arena_printf(reader->arena, "%s cannot be read: %s", path, strerror(errno));
		if (line > 0)
			return arena_printf(reader->arena, "%s, line %d cannot be understood", path, line);
		if (reader->error != NULL)
			return arena_printf(reader->arena, "%s: %s", path, reader->error);
	}
	environment_read(reader);
	return reader->error;
}

const char *
config_read(struct arena *arena, const char *path, struct config *config)
{
	struct reader reader = { .arena = arena, .config = config };

	memset(config, 0, sizeof(*config));
	return reader_run(&reader, path);
}

size_t
config_list(struct arena *arena, const char *path, struct config_setting **settings)
{
	struct config unused = { 0 };
	struct reader reader = { .arena = arena, .config = &unused };

	(void)reader_run(&reader, path); /* what is wrong was said by config_read() */
	*settings = arena_memdup(arena, reader.settings, sizeof(reader.settings));
	return KEY_COUNT;
}
