/*
 * The bound for PUT /reviews: the statements that one review runs, by the text
 * the server knows them by, in a bare loop: one transaction per review, from
 * as many processes as there are connections.  Nothing is parsed, scheduled,
 * checked or answered; parameters stay bound and results are fetched unread.
 *
 * usage: bare_review CONFIG PROCESSES SECONDS
 * Prints transactions per second of all processes together.  Writes to the
 * cards and logs of all learners who are signed in: for a scratch database.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mysql.h>
#include <sodium.h>

#include "arena.h"
#include "clock.h"
#include "config.h"
#include "record.h"
#include "sql.h"

enum { PARAMETERS_MAX = 64, CARDS_MAX = 100000 };

/* What one review is about, and what its parameters point to; the rest is the same for every review. */
struct review {
	uint64_t user_key, card_key;
	unsigned char review_id[16], token_hash[32];
	char language[11];
	MYSQL_TIME now, tomorrow, idle_since, today;
	int64_t one;
	double real;
	signed char no;
	unsigned long token_length, uuid_length, language_length;
};

struct card {
	uint64_t user_key, card_key;
	char language[11];
	unsigned char token_hash[32];
};

struct loop {
	MYSQL *mysql;
	struct review review;
	struct card *cards;
	size_t n_cards;
	MYSQL_STMT *session, *lock, *add, *change, *day;
};

static void __attribute__((noreturn))
die(MYSQL *mysql, const char *what)
{
	fprintf(stderr, "bare_review: %s: %s\n", what, mysql == NULL ? "out of memory" : mysql_error(mysql));
	exit(1);
}

static MYSQL_TIME
time_of(int64_t instant, enum enum_mysql_timestamp_type type)
{
	int64_t day = instant / MS_PER_DAY, ms = instant % MS_PER_DAY;
	struct civil civil = civil_of_day(day);
	MYSQL_TIME time = { .year = (unsigned)civil.year, .month = (unsigned)civil.month, .day = (unsigned)civil.day,
		.time_type = type };

	if (type == MYSQL_TIMESTAMP_DATE)
		return time;
	time.hour = (unsigned)(ms / 3600000);
	time.minute = (unsigned)(ms / 60000 % 60);
	time.second = (unsigned)(ms / 1000 % 60);
	time.second_part = (unsigned long)(ms % 1000) * 1000;
	return time;
}

/* Parameters that decide which rows a statement finds. */
static bool
parameter_key(struct review *review, const char *name, MYSQL_BIND *bind)
{
	const struct {
		const char *name;
		enum enum_field_types type;
		void *at;
		unsigned long *length;
	} keys[] = {
		{ "user_key", MYSQL_TYPE_LONGLONG, &review->user_key, NULL },
		{ "card_key", MYSQL_TYPE_LONGLONG, &review->card_key, NULL },
		{ "review_id", MYSQL_TYPE_BLOB, review->review_id, &review->uuid_length },
		{ "token_hash", MYSQL_TYPE_BLOB, review->token_hash, &review->token_length },
		{ "language", MYSQL_TYPE_STRING, review->language, &review->language_length },
		{ "idle_since", MYSQL_TYPE_DATETIME, &review->idle_since, NULL },
		{ "day_end", MYSQL_TYPE_DATETIME, &review->tomorrow, NULL },
		{ "due_before", MYSQL_TYPE_DATETIME, &review->tomorrow, NULL },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i].name, name) == 0) {
			bind->buffer_type = keys[i].type;
			bind->buffer = keys[i].at;
			bind->length = keys[i].length;
			bind->is_unsigned = keys[i].type == MYSQL_TYPE_LONGLONG;
			return true;
		}
	return false;
}

/* Everything else: any value of its type. */
static void
parameter_any(struct review *review, const struct field *field, MYSQL_BIND *bind)
{
	static char text[] = "x";

	switch (field->type) {
	case FIELD_bool:
		*bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_TINY, .buffer = &review->no };
		break;
	case FIELD_int:
		*bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &review->one };
		break;
	case FIELD_real:
		*bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_DOUBLE, .buffer = &review->real };
		break;
	case FIELD_instant:
		*bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_DATETIME, .buffer = &review->now };
		break;
	case FIELD_day:
		*bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_DATE, .buffer = &review->today };
		break;
	case FIELD_enum: /* the second one: a card in learning, an answer that is no seed */
		bind->buffer_type = MYSQL_TYPE_STRING;
		bind->buffer = (void *)(uintptr_t)field->names[2];
		bind->buffer_length = strlen(field->names[2]);
		break;
	case FIELD_text:
		*bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = 1 };
		break;
	default: /* keys of what a review need not have */
		bind->buffer_type = MYSQL_TYPE_NULL;
	}
}

static MYSQL_STMT *
statement_make(struct loop *loop, const struct query *query)
{
	MYSQL_STMT *statement = mysql_stmt_init(loop->mysql);
	MYSQL_BIND binds[PARAMETERS_MAX];

	if (statement == NULL || query->n_parameters > PARAMETERS_MAX ||
	    mysql_stmt_prepare(statement, query->sql, query->length) != 0)
		die(loop->mysql, query->name);
	memset(binds, 0, sizeof(binds));
	for (size_t i = 0; i < query->n_parameters; i++)
		if (!parameter_key(&loop->review, query->parameters[i], &binds[i]))
			parameter_any(&loop->review, record_find(query->in, query->parameters[i]), &binds[i]);
	if (mysql_stmt_bind_param(statement, binds))
		die(loop->mysql, query->name);
	return statement;
}

/* Run ${statement}; ${rows} tells whether it must find some. */
static void
statement_run(struct loop *loop, MYSQL_STMT *statement, bool rows)
{
	if (mysql_stmt_execute(statement) != 0 || (mysql_stmt_field_count(statement) > 0 &&
	    mysql_stmt_store_result(statement) != 0))
		die(loop->mysql, mysql_stmt_error(statement));
	if (rows && mysql_stmt_num_rows(statement) == 0)
		die(loop->mysql, "no rows were found");
	while (rows && mysql_stmt_fetch(statement) == 0)
		continue;
	if (rows && mysql_stmt_free_result(statement))
		die(loop->mysql, mysql_stmt_error(statement));
}

static void
command_run(MYSQL *mysql, const char *command)
{
	if (mysql_real_query(mysql, command, strlen(command)) != 0)
		die(mysql, command);
}

static MYSQL *
connection_make(const struct config *config)
{
	MYSQL *mysql = mysql_init(NULL);

	if (mysql == NULL || mysql_real_connect(mysql, NULL, config->database_user, config->database_password,
	    config->database_name, 0, config->database_socket, 0) == NULL)
		die(mysql, "connect");
	command_run(mysql, "SET SESSION innodb_snapshot_isolation=ON");
	command_run(mysql, "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin");
	return mysql;
}

/* The cards of the signed-in learners that process ${number} of ${processes} reviews: no two share a learner. */
static void
cards_find(struct loop *loop, int number, int processes)
{
	char select[500];
	MYSQL_RES *result;

	snprintf(select, sizeof(select), "SELECT c.user_key, c.id, c.language, s.token_hash FROM review_cards c "
	    "JOIN (SELECT user_key, MIN(token_hash) AS token_hash FROM login_sessions GROUP BY user_key) s "
	    "ON s.user_key = c.user_key WHERE c.user_key %% %d = %d ORDER BY RAND() LIMIT %d", processes, number, CARDS_MAX);
	command_run(loop->mysql, select);
	if ((result = mysql_store_result(loop->mysql)) == NULL ||
	    (loop->cards = calloc(CARDS_MAX, sizeof(*loop->cards))) == NULL)
		die(loop->mysql, "cards");
	for (MYSQL_ROW row; (row = mysql_fetch_row(result)) != NULL; loop->n_cards++) {
		struct card *card = &loop->cards[loop->n_cards];

		card->user_key = strtoull(row[0], NULL, 10);
		card->card_key = strtoull(row[1], NULL, 10);
		snprintf(card->language, sizeof(card->language), "%s", row[2]);
		memcpy(card->token_hash, row[3], sizeof(card->token_hash));
	}
	mysql_free_result(result);
	if (loop->n_cards == 0)
		die(loop->mysql, "there are not enough learners with cards");
}

static void
review_next(struct loop *loop, long number)
{
	const struct card *card = &loop->cards[(size_t)number % loop->n_cards];
	struct review *review = &loop->review;
	int64_t now = clock_now();

	review->user_key = card->user_key;
	review->card_key = card->card_key;
	memcpy(review->token_hash, card->token_hash, sizeof(review->token_hash));
	memcpy(review->language, card->language, sizeof(review->language));
	review->language_length = strlen(card->language);
	randombytes_buf(review->review_id, sizeof(review->review_id));
	review->now = time_of(now, MYSQL_TIMESTAMP_DATETIME);
	review->today = time_of(now, MYSQL_TIMESTAMP_DATE);
	review->tomorrow = time_of(now + MS_PER_DAY, MYSQL_TIMESTAMP_DATETIME);
	review->idle_since = time_of(now - MS_PER_DAY, MYSQL_TIMESTAMP_DATETIME);
	review->one = 1 + number % 4;
	review->real = 1 + (double)(number % 97) / 10;
}

/* Session, card lock, log row, card, what is left of the day: what one review runs. */
static long
reviews_run(const struct config *config, int number, int processes, int64_t until)
{
	struct loop loop = { .mysql = connection_make(config),
		.review = { .uuid_length = 16, .token_length = 32 } };
	long done = 0;

	cards_find(&loop, number, processes);
	loop.session = statement_make(&loop, &query_session_find);
	loop.lock = statement_make(&loop, &query_review_lock);
	loop.add = statement_make(&loop, &query_review_add);
	loop.change = statement_make(&loop, &query_review_card_change);
	loop.day = statement_make(&loop, &query_review_day);
	for (; clock_microseconds() < until; done++) {
		review_next(&loop, done);
		statement_run(&loop, loop.session, true);
		command_run(loop.mysql, "START TRANSACTION");
		statement_run(&loop, loop.lock, true);
		statement_run(&loop, loop.add, false);
		statement_run(&loop, loop.change, false);
		statement_run(&loop, loop.day, true);
		command_run(loop.mysql, "COMMIT");
	}
	mysql_close(loop.mysql);
	free(loop.cards);
	return done;
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct config config;
	int processes = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 8, status, failed = 0;
	int64_t seconds = argc > 3 ? strtol(argv[3], NULL, 10) : 5, until;
	long total = 0, one;
	int pipes[2];

	if (argc < 2 || processes < 1 || seconds < 1 || sodium_init() < 0 || config_read(arena, argv[1], &config) != NULL ||
	    pipe(pipes) != 0)
		return 2;
	until = clock_microseconds() + seconds * 1000000;
	for (int i = 0; i < processes; i++)
		if (fork() == 0) {
			one = reviews_run(&config, i, processes, until);
			_exit(write(pipes[1], &one, sizeof(one)) != sizeof(one));
		}
	close(pipes[1]);
	while (read(pipes[0], &one, sizeof(one)) == sizeof(one))
		total += one;
	while (wait(&status) > 0)
		failed |= status;
	printf("%ld\n", total / seconds);
	arena_free(arena);
	return failed != 0;
}
