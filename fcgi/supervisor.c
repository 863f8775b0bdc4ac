/*
 * parlance-supervisor: keeps N workers on one unix socket where no service manager does it.
 * The socket is bound once and inherited by every worker as descriptor 0, so requests wait in
 * its queue while a worker is replaced.
 *
 * SIGTERM, SIGINT  stop all workers, wait for them, remove the socket
 * SIGHUP           replace the workers one after another, each new one before its old one
 */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <errno.h>
#include <getopt.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define say(...) ((void)dprintf(STDERR_FILENO, "parlance-supervisor: " __VA_ARGS__))
enum { WORKERS_max = 256 };
enum { /* milliseconds */
	WAIT_probation = 300,  /* a new worker that lives so long has read its configuration */
	WAIT_young = 1000,     /* a worker that dies younger than this ... */
	WAIT_again = 500,      /* ... is started again after this, another one at once */
	WAIT_tick = 100,       /* between looks at workers being replaced or stopped */
	WAIT_stop = 35000      /* from SIGTERM to SIGKILL; more than the longest request */
};

struct slot {
	pid_t pid;        /* 0: none; start one at start_at */
	pid_t old;        /* the worker that pid replaces, 0: none */
	int64_t born;     /* ms, when pid was started */
	int64_t start_at; /* ms */
	bool stale;       /* pid is to be replaced */
	bool asked;       /* old was asked to stop */
};

static struct slot slots[WORKERS_max], *slots_end;
static const char *path, *user;
static uid_t uid = (uid_t)-1;
static gid_t user_gid = (gid_t)-1, socket_gid = (gid_t)-1;
static mode_t mode = 0660;
static int backlog = 512, listener = -1;
static char **program;

static void __attribute__((noreturn))
die(const char *what)
{
	say("%s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail: the clock exists, the address is ours */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Bind the socket. A file that nobody listens on is left over from a crash and is replaced. */
static void
listener_open(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int probe = socket(AF_UNIX, SOCK_STREAM, 0);

	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (probe < 0 || listener < 0)
		die("socket");
	errno = ENAMETOOLONG;
	if ((size_t)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path) >=
	    sizeof(address.sun_path))
		die(path);
	if (connect(probe, (struct sockaddr *)&address, sizeof(address)) == 0) {
		errno = EADDRINUSE;
		die(path);
	}
	(void)close(probe);
	if ((unlink(path) != 0 && errno != ENOENT) ||
	    bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    chown(path, uid, socket_gid) != 0 || chmod(path, mode) != 0 ||
	    listen(listener, backlog) != 0)
		die(path);
}

/* In the child: become the user, hold the socket as descriptor 0, run the program. */
static void __attribute__((noreturn))
worker_run(pid_t parent)
{
	sigset_t none;

	if (user && (initgroups(user, user_gid) != 0 || setgid(user_gid) != 0 || setuid(uid) != 0))
		die(user);
	/* Workers do not outlive a killed supervisor (asked for after setuid, which forgets it). */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent)
		die("parent");
	if ((listener != 0 && (dup2(listener, 0) < 0 || close(listener) != 0)) || dup2(2, 1) < 0)
		die("dup2");
	if (unsetenv("LISTEN_FDS") == 0 && sigemptyset(&none) == 0 &&
	    sigprocmask(SIG_SETMASK, &none, NULL) == 0)
		(void)execv(program[0], program);
	die(program[0]);
}

static void
slot_start(struct slot *slot)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0)
		worker_run(parent);
	slot->born = now_ms();
	if (pid < 0) {
		say("fork: %s\n", strerror(errno));
		slot->start_at = slot->born + WAIT_again;
		return;
	}
	slot->pid = pid;
	say("worker %ld started\n", (long)pid);
}

/* The replacement ended while the old worker was still serving: keep the old one. */
static void
roll_give_up(struct slot *slot)
{
	say("the new worker ended at once: worker %ld stays, nothing more is replaced\n", (long)slot->old);
	slot->pid = slot->old;
	slot->old = 0;
	for (slot = slots; slot < slots_end; slot++)
		slot->stale = false;
}

static void
worker_ended(pid_t pid, int status)
{
	int64_t now = now_ms();
	struct slot *slot = slots;

	say("worker %ld ended (%s %d)\n", (long)pid, WIFSIGNALED(status) ? "signal" : "exit",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	while (slot < slots_end && slot->pid != pid && slot->old != pid)
		slot++;
	if (slot == slots_end)
		return;
	if (slot->old == pid)
		slot->old = 0;
	else if (slot->old != 0 && !slot->asked)
		roll_give_up(slot);
	else
		*slot = (struct slot){ .old = slot->old, .asked = slot->asked,
			.start_at = now - slot->born < WAIT_young ? now + WAIT_again : now };
}

/* Move the replacement of workers on, one slot at a time. Returns whether one is under way. */
static bool
roll(int64_t now)
{
	struct slot *slot = slots;

	while (slot < slots_end && slot->old == 0)
		slot++;
	if (slot == slots_end)
		for (slot = slots; slot < slots_end && !slot->stale;)
			slot++;
	if (slot == slots_end)
		return false;
	if (slot->old == 0) {
		slot->old = slot->pid;
		slot->stale = slot->asked = false;
		slot_start(slot);
		if (slot->pid == slot->old)
			roll_give_up(slot);
	} else if (!slot->asked && now - slot->born >= WAIT_probation) {
		slot->asked = kill(slot->old, SIGTERM) == 0;
	}
	return true;
}

/* Start what is due. Returns ms until the next thing may be due. */
static int64_t
work(void)
{
	int64_t now = now_ms(), wait = roll(now) ? WAIT_tick : 60000;

	for (struct slot *slot = slots; slot < slots_end; slot++) {
		if (slot->pid == 0 && slot->start_at <= now)
			slot_start(slot);
		if (slot->pid == 0 && slot->start_at - now < wait)
			wait = slot->start_at - now;
	}
	return wait;
}

static void
workers_signal(int number)
{
	for (struct slot *slot = slots; slot < slots_end; slot++) {
		(void)(slot->pid != 0 && kill(slot->pid, number));
		(void)(slot->old != 0 && kill(slot->old, number));
	}
}

/* The next signal within wait milliseconds, -1 if none came. */
static int
signal_next(const sigset_t *signals, int64_t wait)
{
	return sigtimedwait(signals, NULL,
	    &(struct timespec){ .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000 });
}

static void
run(const sigset_t *signals)
{
	int64_t end;
	int status, number = 0;
	pid_t pid;

	while (number != SIGTERM && number != SIGINT) {
		number = signal_next(signals, work());
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			worker_ended(pid, status);
		for (struct slot *slot = slots; number == SIGHUP && slot < slots_end; slot++)
			slot->stale = true;
	}
	workers_signal(SIGTERM);
	end = now_ms() + WAIT_stop;
	while (waitpid(-1, &status, WNOHANG) >= 0) {
		number = signal_next(signals, WAIT_tick);
		if (number == SIGTERM || number == SIGINT || now_ms() > end)
			workers_signal(SIGKILL);
	}
	(void)unlink(path);
	say("stopped\n");
}

static void __attribute__((noreturn))
usage(void)
{
	(void)fputs("usage: parlance-supervisor --listen PATH [--mode 0660] [--backlog 512] [--workers 1]\n"
	    "           [--user USER] [--group GROUP] -- PROGRAM [ARGUMENT...]\n", stderr);
	exit(2);
}

static long
number_read(const char *text, int base, long least, long most)
{
	char *end;
	long value = strtol(text, &end, base);

	if (*text == '\0' || *end != '\0' || value < least || value > most)
		usage();
	return value;
}

int
main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "listen", 1, NULL, 'l' }, { "mode", 1, NULL, 'm' }, { "backlog", 1, NULL, 'b' },
		{ "workers", 1, NULL, 'w' }, { "user", 1, NULL, 'u' }, { "group", 1, NULL, 'g' }, { 0 } };
	const struct passwd *account = NULL;
	const struct group *group = NULL;
	const char *group_name = NULL;
	sigset_t signals;

	slots_end = slots + 1;
	for (int o; (o = getopt_long(argc, argv, "+", known, NULL)) != -1;) {
		switch (o) {
		case 'l': path = optarg; break;
		case 'm': mode = (mode_t)number_read(optarg, 8, 0, 0777); break;
		case 'b': backlog = (int)number_read(optarg, 10, 1, 65535); break;
		case 'w': slots_end = slots + number_read(optarg, 10, 1, WORKERS_max); break;
		case 'u': user = optarg; break;
		case 'g': group_name = optarg; break;
		default: usage();
		}
	}
	program = argv + optind;
	if (path == NULL || *program == NULL)
		usage();
	errno = ENOENT;
	if ((user && !(account = getpwnam(user))) || (group_name && !(group = getgrnam(group_name))))
		die("user or group");
	uid = account ? account->pw_uid : uid;
	user_gid = account ? account->pw_gid : user_gid;
	socket_gid = group ? group->gr_gid : user_gid;
	if (sigfillset(&signals) != 0 || sigprocmask(SIG_BLOCK, &signals, NULL) != 0)
		die("signals");
	listener_open();
	run(&signals);
	return 0;
}
