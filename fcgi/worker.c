/*
 * parlance-worker: one process, one thread, one database connection.
 *
 * The listening socket comes from systemd (LISTEN_FDS) or as descriptor 0 and
 * is shared by all workers of a pool.  SIGTERM is blocked except while waiting
 * for a connection, so a request is never cut off.
 */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include <fcgiapp.h>
#include <jansson.h>
#include <sodium.h>

#include "arena.h"
#include "clock.h"
#include "config.h"
#include "course_cache.h"
#include "db.h"
#include "log.h"
#include "migrate.h"
#include "openapi.h"
#include "request.h"
#include "version.h"

enum {
	REQUESTS_MAX = 100000, /* then the worker ends and is replaced: leaks of libraries stay small */
	RECHECK_MS = 5000,
	BODY_READ_MAX = 1024 * 1024, /* nginx refuses earlier; each route has its own limit */
};

struct worker {
	struct app app;
	struct arena *start; /* what lives as long as the process */
	struct arena *arena; /* of one request */
	int listener;
	const char *unfit; /* why nothing may be served, NULL when all is well */
	int64_t checked_at;
	long served;
};

static volatile sig_atomic_t stopping;

static void
stop(int signal_number)
{
	(void)signal_number;
	stopping = 1;
}

/* Return the descriptor of the listening socket: from systemd, else 0. */
static int
listener_find(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

	if (pid != NULL && count != NULL && strtol(pid, NULL, 10) == (long)getpid() && strtol(count, NULL, 10) >= 1)
		return 3;
	return 0;
}

static const char *
parameter(char **environment, const char *name)
{
	const char *value = FCGX_GetParam(name, environment);

	return value == NULL ? "" : value;
}

/* Read the whole body into ${arena}; false when it is shorter than announced or too long to look at. */
static bool
body_read(FCGX_Request *fcgi, struct arena *arena, struct http_request *http)
{
	long announced = strtol(parameter(fcgi->envp, "CONTENT_LENGTH"), NULL, 10);
	char *body;
	int got;

	http->body = "";
	if (announced <= 0)
		return true;
	http->body_length = (size_t)announced;
	if (announced > BODY_READ_MAX)
		return true; /* refused by its length alone */
	body = arena_alloc(arena, (size_t)announced + 1);
	got = FCGX_GetStr(body, (int)announced, fcgi->in);
	http->body = body;
	return got == (int)announced && FCGX_GetError(fcgi->in) == 0;
}

static void
request_take(FCGX_Request *fcgi, struct http_request *http)
{
	char **env = fcgi->envp;

	http->method = parameter(env, "REQUEST_METHOD");
	http->path = parameter(env, "DOCUMENT_URI");
	http->query = parameter(env, "QUERY_STRING");
	http->content_type = parameter(env, "CONTENT_TYPE");
	http->cookie = parameter(env, "HTTP_COOKIE");
	http->origin = parameter(env, "HTTP_ORIGIN");
	http->fetch_site = parameter(env, "HTTP_SEC_FETCH_SITE");
	http->if_match = parameter(env, "HTTP_IF_MATCH");
	http->if_none_match = parameter(env, "HTTP_IF_NONE_MATCH");
	http->idempotency_key = parameter(env, "HTTP_IDEMPOTENCY_KEY");
	http->address = parameter(env, "REMOTE_ADDR");
	http->user_agent = parameter(env, "HTTP_USER_AGENT");
	http->request_id = parameter(env, "REQUEST_ID");
	http->now = clock_now();
}

static const char *
header(struct arena *arena, const char *name, const char *value)
{
	return value == NULL ? "" : arena_printf(arena, "%s: %s\r\n", name, value);
}

/* 43 characters of a token for 30 days, or a cookie that ends at once. */
static const char *
cookie_header(struct arena *arena, const char *token)
{
	if (token == NULL)
		return "";
	return arena_printf(arena, "Set-Cookie: __Host-parlance=%s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%d\r\n",
	    token, token[0] == '\0' ? 0 : SESSION_DAYS * 86400);
}

static void
answer_send(FCGX_Request *fcgi, struct arena *arena, const struct http_answer *answer)
{
	const char *head = arena_printf(arena, "Status: %d \r\n%s%s%s%s%s%s%s%s%sContent-Length: %zu\r\n\r\n", answer->status,
	    header(arena, "Content-Type", answer->content_type), header(arena, "ETag", answer->etag),
	    header(arena, "Location", answer->location), header(arena, "Cache-Control", answer->cache_control),
	    header(arena, "Allow", answer->allow), cookie_header(arena, answer->cookie),
	    answer->retry_after > 0 ? arena_printf(arena, "Retry-After: %d\r\n", answer->retry_after) : "",
	    answer->replayed ? "Idempotent-Replay: true\r\n" : "",
	    answer->status == 401 ? "WWW-Authenticate: Cookie realm=\"parlance\"\r\n" : "", answer->body_length);
	size_t head_length = strlen(head);
	char *all = arena_alloc(arena, head_length + answer->body_length + 1);

	memcpy(all, head, head_length);
	if (answer->body_length > 0)
		memcpy(all + head_length, answer->body, answer->body_length);
	if (FCGX_PutStr(all, (int)(head_length + answer->body_length), fcgi->out) < 0)
		log_notice("the web server went away before the answer was sent");
}

/* Look again whether the server and the schema are fit to serve, at most every RECHECK_MS while they are not. */
static void
worker_check(struct worker *worker, int64_t now)
{
	struct arena *arena;

	if (worker->unfit == NULL || now - worker->checked_at < RECHECK_MS)
		return;
	worker->checked_at = now;
	arena = arena_new();
	if (db_lost(worker->app.db) && db_reconnect(worker->app.db) != FAULT_ok)
		worker->unfit = "the database cannot be reached";
	else if (db_check_server(worker->app.db, arena) != NULL)
		worker->unfit = "a setting of the database server is wrong";
	else if (migrate_check(worker->app.db, arena, PARLANCE_VERSION) != NULL)
		worker->unfit = "the schema does not fit this release";
	else
		worker->unfit = NULL;
	arena_free(arena);
}

static void
worker_serve(struct worker *worker, FCGX_Request *fcgi)
{
	struct http_request http = { 0 };
	struct http_answer answer = { 0 };

	request_take(fcgi, &http);
	worker_check(worker, http.now);
	if (!body_read(fcgi, worker->arena, &http))
		route_refuse(worker->arena, &http, FAULT_malformed, &answer);
	else if (worker->unfit != NULL && strcmp(http.path, "/livez") != 0)
		route_refuse(worker->arena, &http, FAULT_unavailable, &answer);
	else
		route_dispatch(&worker->app, worker->arena, &http, &answer);
	answer_send(fcgi, worker->arena, &answer);
	FCGX_Finish_r(fcgi);
	arena_reset(worker->arena);
	worker->served++;
}

/* Wait for connections with SIGTERM unblocked, serve them with it blocked, until told to stop. */
static int
worker_run(struct worker *worker)
{
	struct epoll_event event = { .events = EPOLLIN };
	sigset_t blocked, waiting;
	FCGX_Request fcgi;
	int poll = epoll_create1(EPOLL_CLOEXEC);

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, worker->listener, &event) != 0 ||
	    sigprocmask(SIG_BLOCK, &blocked, &waiting) != 0 ||
	    fcntl(worker->listener, F_SETFL, fcntl(worker->listener, F_GETFL) | O_NONBLOCK) != 0 || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&fcgi, worker->listener, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
		log_error("cannot listen: %s", strerror(errno));
		return EX_OSERR;
	}
	while (!stopping && worker->served < REQUESTS_MAX) {
		int ready = epoll_pwait(poll, &event, 1, -1, &waiting);

		if (ready < 0 && errno != EINTR)
			return EX_OSERR;
		if (ready == 1 && FCGX_Accept_r(&fcgi) == 0)
			worker_serve(worker, &fcgi);
	}
	FCGX_Free(&fcgi, 1);
	return EX_OK;
}

static void
usage(FILE *out)
{
	fputs("usage: parlance-worker [--config FILE] [--pool app|auth] [--check]\n"
	      "  --check  look at the configuration, the database and every statement, then end\n",
	    out);
}

/* Open everything; 0, or an exit status after saying what is wrong. */
static int
worker_open(struct worker *worker, const char *config_path, struct config *config)
{
	const char *error = config_read(worker->start, config_path, config);
	struct db_setup setup = { config->database_socket, config->database_name, config->database_user,
		config->database_password, 10, 5 };

	if (error == NULL && (config->secret == NULL || strlen(config->secret) < 32))
		error = "server.secret_file must name a readable file of at least 32 characters";
	if (error == NULL)
		worker->app.db = db_open(worker->start, &setup, &error);
	if (error == NULL)
		error = db_check_server(worker->app.db, worker->start);
	if (error == NULL)
		error = migrate_check(worker->app.db, worker->start, PARLANCE_VERSION);
	if (error == NULL)
		error = db_check_queries(worker->app.db, worker->start);
	if (error == NULL) {
		worker->app.config = config;
		worker->app.courses = course_cache_new(config->data_directory);
		worker->app.openapi = openapi_make(worker->start);
		return EX_OK;
	}
	fprintf(stderr, "parlance-worker: %s\n", error);
	return EX_CONFIG;
}

static int
options_read(int argc, char **argv, struct worker *worker, const char **config_path, bool *check)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' },
		{ "pool", required_argument, NULL, 'p' }, { "check", no_argument, NULL, 'k' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };

	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
		switch (option) {
		case 'c':
			*config_path = optarg;
			break;
		case 'p':
			worker->app.pool = strcmp(optarg, "auth") == 0 ? POOL_auth : POOL_app;
			break;
		case 'k':
			*check = true;
			break;
		default:
			usage(option == 'h' ? stdout : stderr);
			return option == 'h' ? EX_OK : EX_USAGE;
		}
	return -1;
}

int
main(int argc, char **argv)
{
	struct worker worker = { .start = arena_new(), .arena = arena_new() };
	struct sigaction action = { .sa_handler = stop };
	const char *config_path = getenv("PARLANCE_CONFIG");
	struct config config;
	bool check = false;
	int status;

	if ((status = options_read(argc, argv, &worker, &config_path, &check)) >= 0)
		return status;
	if (sodium_init() < 0 || sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0 ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return EX_OSERR;
	json_object_seed(randombytes_random());
	worker.listener = listener_find();
	if ((status = worker_open(&worker, config_path, &config)) == EX_OK && !check)
		status = worker_run(&worker);
	course_cache_free(worker.app.courses);
	db_close(worker.app.db);
	arena_free(worker.arena);
	arena_free(worker.start);
	return status;
}
