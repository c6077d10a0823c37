/* See warden.h. What runs in the warden is everything above warden_folder(); it owns nothing but its pipes and its child. */
#include "tui/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"

enum { LASTED_MS = 30000, TERM_MS = 10000, CANNOT_RUN = 127 };

static void use(int fd, int as)
{
	int null = fd < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : -1;

	dup2(fd < 0 ? null : fd, as);
}

/* The child's last steps: never returns. */
static void become(char *const *argv, int in, int out, int err, pid_t parent)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	if (parent) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent) /* it was gone before we asked */
			_exit(CANNOT_RUN);
	}
	use(in, STDIN_FILENO);
	use(out, STDOUT_FILENO);
	use(err, STDERR_FILENO);
	execvp(argv[0], argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(CANNOT_RUN);
}

static pid_t start(char *const *argv, int out)
{
	pid_t self = getpid(), pid = fork();

	if (pid == 0)
		become(argv, -1, out, out, self);
	return pid;
}

static bool ended_well(pid_t pid)
{
	int how;

	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

/* Asks first. The pid is of a child that nobody has waited for yet, so it is nobody else's. */
static void end_child(pid_t pid)
{
	int64_t until = clock_mono_ms() + TERM_MS, left;
	sigset_t child;
	struct timespec wait;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	kill(pid, SIGTERM);
	kill(pid, SIGCONT); /* if it was stopped */
	while (waitpid(pid, NULL, WNOHANG) == 0) {
		left = until - clock_mono_ms();
		if (left <= 0) {
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
			return;
		}
		wait = (struct timespec){ left / 1000, left % 1000 * 1000000 };
		sigtimedwait(&child, NULL, &wait);
	}
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	(void)remove(path);
	return 0;
}

static void remove_folder(const char *path)
{
	if (path[0])
		nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* Passes on what the program prints while somebody listens, until the console is gone; true: until the program is, if
 * `ends` says that this is to be told. */
static bool watch(int life, int from, int to, bool ends)
{
	struct pollfd ready[2] = { { life, POLLIN, 0 }, { from, POLLIN, 0 } };
	char bytes[4096];

	while (!(ready[0].revents & (POLLHUP | POLLERR | POLLIN))) {
		ssize_t n = 0;

		if (poll(ready, 2, -1) < 0) { /* which leaves what was ready the time before */
			if (errno != EINTR)
				return false;
			ready[0].revents = ready[1].revents = 0;
		}
		if (!(ready[1].revents & (POLLIN | POLLHUP)))
			continue;
		n = read(from, bytes, sizeof(bytes));
		if (n > 0 && to >= 0 && write(to, bytes, (size_t)n) != n) {
			close(to);
			to = -1;
		} else if (n <= 0) {
			ready[1].fd = -1; /* it has ended */
			if (to >= 0)
				close(to);
			to = -1;
			if (ends)
				return true;
		}
	}
	return false;
}

/* False: the console is gone. */
static bool console_stays(int life, int ms)
{
	struct pollfd ready = { life, POLLIN, 0 };

	return poll(&ready, 1, ms) == 0;
}

/* The program ended though the console is there: it is started again, later each time it did not last. */
static pid_t again(int life, char *const *then, pid_t pid)
{
	static const int waits[] = { 1000, 2000, 5000, 10000 };
	size_t tries = 0;

	for (;;) {
		int64_t began;
		int out[2];

		if (pid > 0)
			end_child(pid);
		if (!console_stays(life, waits[tries]))
			return 0;
		tries += tries + 1 < COUNT(waits);
		began = clock_mono_ms();
		pid = 0;
		if (pipe2(out, O_CLOEXEC) != 0)
			continue;
		pid = start(then, out[1]);
		close(out[1]);
		if (!watch(life, out[0], -1, true)) {
			close(out[0]);
			return pid;
		}
		close(out[0]);
		if (clock_mono_ms() - began > LASTED_MS)
			tries = 0;
	}
}

static void be_warden(const struct warden *w, int life, int said, bool terminal, char *const *first, char *const *then,
		      char *const *later)
{
	sigset_t child;
	int out[2];
	pid_t pid;

	if (!terminal)
		setsid();
	prctl(PR_SET_NAME, "quits warden");
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN); /* ends with the console, and only then */
	signal(SIGHUP, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_SETMASK, &child, NULL);
	use(-1, STDIN_FILENO);
	use(-1, STDOUT_FILENO);
	use(-1, STDERR_FILENO);
	if (pipe2(out, O_CLOEXEC) == 0 && (!first || ended_well(start(first, said)))) {
		pid = start(then, out[1]);
		close(out[1]);
		if (watch(life, out[0], said, later != NULL))
			pid = again(life, later, pid);
		if (pid > 0)
			end_child(pid);
	} else {
		close(said);
		(void)watch(life, -1, -1, false);
	}
	remove_folder(w->folder);
	_exit(0);
}

enum status warden_folder(struct warden *w, const char *name)
{
	const char *tmp = getenv("TMPDIR");
	int n = snprintf(w->folder, sizeof(w->folder), "%s/%s-XXXXXX", tmp && *tmp ? tmp : "/tmp", name);

	if (n < 0 || (size_t)n >= sizeof(w->folder) || !mkdtemp(w->folder)) {
		w->folder[0] = '\0';
		return fail(ST_UNAVAILABLE, "no scratch folder in %s: %s", tmp && *tmp ? tmp : "/tmp", strerror(errno));
	}
	return ST_OK;
}

enum status warden_start(struct warden *w, bool terminal, char *const *first, char *const *then, char *const *later)
{
	int life[2], said[2];

	if (pipe2(life, O_CLOEXEC) != 0)
		return fail(ST_UNAVAILABLE, "no pipe: %s", strerror(errno));
	if (pipe2(said, O_CLOEXEC) != 0) {
		close(life[0]);
		close(life[1]);
		return fail(ST_UNAVAILABLE, "no pipe: %s", strerror(errno));
	}
	fflush(NULL); /* nothing of ours is to be written twice */
	w->pid = fork();
	if (w->pid == 0) {
		close(life[1]);
		close(said[0]);
		be_warden(w, life[0], said[1], terminal, first, then, later);
	}
	close(life[0]);
	close(said[1]);
	w->life = life[1];
	w->said = said[0];
	if (w->pid > 0)
		return ST_OK;
	w->pid = 0;
	return fail(ST_UNAVAILABLE, "no process: %s", strerror(errno));
}

ssize_t warden_hear(struct warden *w, char *to, size_t n, int ms)
{
	struct pollfd ready = { w->said, POLLIN, 0 };
	ssize_t got;

	if (poll(&ready, 1, ms) <= 0)
		return -1;
	got = read(w->said, to, n);
	return got < 0 && (errno == EINTR || errno == EAGAIN) ? -1 : got < 0 ? 0 : got;
}

void warden_quiet(struct warden *w)
{
	if (w->said >= 0)
		close(w->said);
	w->said = -1;
}

void warden_end(struct warden *w)
{
	warden_quiet(w);
	if (w->life >= 0)
		close(w->life);
	w->life = -1;
	if (w->pid > 0)
		ended_well(w->pid);
	else
		remove_folder(w->folder);
	w->pid = 0;
	w->folder[0] = '\0';
}

enum status program_run(char *const *argv, int out, bool terminal_in)
{
	pid_t self = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(argv, terminal_in ? STDIN_FILENO : -1, out, STDERR_FILENO, self);
	if (pid < 0)
		return fail(ST_UNAVAILABLE, "no process: %s", strerror(errno));
	return ended_well(pid) ? ST_OK : fail(ST_UNAVAILABLE, "%s did not end well", argv[0]);
}
