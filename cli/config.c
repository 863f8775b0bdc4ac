#include "config.h"

#include "arena.h"
#include "buffer.h"
#include "command.h"
#include "db.h"
#include "report.h"

enum { CONFIG_json };

const struct command_option config_options[] = {
	[CONFIG_json] = { "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

enum command_exit
command_config(struct command_context *context, const char *const *options, const char *const *arguments)
{
	static const char *names[] = { "key", "value", "source", "meaning" };
	static bool numeric[sizeof(names) / sizeof(*names)];
	struct buffer out = { .arena = context->arena };
	struct db_table table = { .columns = names, .numeric = numeric, .n_columns = sizeof(names) / sizeof(*names) };
	struct config_setting *settings;

	(void)arguments; /* takes none */
	table.n_rows = config_list(context->arena, context->config_path, &settings);
	table.rows = arena_array(context->arena, table.n_rows, sizeof(*table.rows));
	for (size_t i = 0; i < table.n_rows; i++) {
		const char *const cells[] = { settings[i].key, settings[i].value, settings[i].source, settings[i].meaning };

		table.rows[i] = arena_memdup(context->arena, cells, sizeof(cells));
	}
	if (options[CONFIG_json] != NULL) {
		report_json(&out, &table);
	} else {
		buffer_text(&out, arena_printf(context->arena, "file: %s\n",
		    context->config_path == NULL ? "none" : context->config_path));
		command_table(&out, &table);
	}
	return command_print(buffer_string(&out), EXIT_ok);
}
