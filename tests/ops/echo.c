/*
 * A FastCGI worker for the tests of nginx and of the supervisor: it answers with its process id
 * and the parameters it was sent. Its first argument is an exit code: it ends with it at once.
 *
 * /api/v1/die      ends without an answer
 * /api/v1/fail     answers 500 itself, which nginx must pass on as it is
 * /api/v1/work     takes 50 ms
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <fcgiapp.h>

static volatile sig_atomic_t ending;

static void
end(int number)
{
	(void)number;
	ending = 1;
}

/*
 * Wait for a connection with SIGTERM let through; false when it is time to end. The socket does
 * not block, because another worker may have taken the connection meanwhile.
 */
static bool
wait_for_request(int set)
{
	struct epoll_event event;
	sigset_t none;

	(void)sigemptyset(&none);
	return !ending && (epoll_pwait(set, &event, 1, -1, &none) > 0 || !ending);
}

static void
answer(FCGX_Request *request)
{
	const char *path = FCGX_GetParam("DOCUMENT_URI", request->envp);

	if (path && strcmp(path, "/api/v1/die") == 0)
		_exit(9);
	if (path && strcmp(path, "/api/v1/work") == 0)
		(void)poll(NULL, 0, 50);
	(void)FCGX_FPrintF(request->out,
	    "Status: %s\r\nContent-Type: text/plain\r\nX-Request-Id: mine\r\n\r\n",
	    path && strcmp(path, "/api/v1/fail") == 0 ? "500 Internal Server Error" : "200 OK");
	(void)FCGX_FPrintF(request->out, "pid=%d\n", (int)getpid());
	for (char **p = request->envp; *p; p++)
		(void)FCGX_FPrintF(request->out, "%s\n", *p);
}

int
main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = end };
	struct epoll_event event = { .events = EPOLLIN };
	int set = epoll_create1(EPOLL_CLOEXEC);
	FCGX_Request request;
	sigset_t term;

	if (argc > 1)
		return (int)strtol(argv[1], NULL, 10);
	if (sigemptyset(&term) != 0 || sigaddset(&term, SIGTERM) != 0 ||
	    sigprocmask(SIG_BLOCK, &term, NULL) != 0 || sigaction(SIGTERM, &action, NULL) != 0 ||
	    fcntl(0, F_SETFL, O_NONBLOCK) != 0 || set < 0 ||
	    epoll_ctl(set, EPOLL_CTL_ADD, 0, &event) != 0 || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&request, 0, 0) != 0)
		return 1;
	while (wait_for_request(set)) {
		if (FCGX_Accept_r(&request) < 0)
			continue;
		answer(&request);
		FCGX_Finish_r(&request);
	}
	return 0;
}
