/* The server's end of the helper; see helper.h. The one helper stands in a queue while it is free: who takes it out has
 * it to himself, so there is no lock here. */
#include "server/document/helper.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/queue.h"

#include "protocol/wire.h"

#include "server/document/frame.h"

enum { DEADLINE_MS = 2000, ROWS_MOST = 2500, START_MS = 3000, ENVIRONMENT = 16 };

struct helper {
	struct qlink link; /* first */
	pid_t pid;         /* 0: none runs */
	int socket;
	bool ready;        /* it has said so */
	unsigned confined; /* and what it gave up */
};

struct pdf_maker {
	struct pdf_config config;
	struct queue *free;
	struct helper helper;
};

/* What the helper may know of our environment: where fonts are, and what sanitizers were told. */
static void choose_environment(char **ret)
{
	static const char *const kept[] = { "FONTCONFIG_", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS=",
					    "LSAN_OPTIONS=", "PATH=" };
	size_t n = 0;

	for (char **at = environ; *at && n + 1 < ENVIRONMENT; at++)
		for (size_t i = 0; i < COUNT(kept); i++)
			if (strncmp(*at, kept[i], strlen(kept[i])) == 0) {
				ret[n++] = *at;
				break;
			}
	ret[n] = NULL;
}

/* Its descriptor 0 is the socket, 1 and 2 are ours (the log), and there is no other. */
static int spawn(const char *program, int socket, pid_t *ret)
{
	char name[] = "quitsd", verb[] = "pdf-helper", *words[] = { name, verb, NULL }, *environment[ENVIRONMENT];
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, usual;
	int e;

	choose_environment(environment);
	sigemptyset(&none);
	sigfillset(&usual);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, socket, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &usual);
	e = posix_spawn(ret, program, &files, &how, words, environment);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return e;
}

static enum status start(struct pdf_maker *m)
{
	const char *program = m->config.program ? m->config.program : "/proc/self/exe";
	struct helper *h = &m->helper;
	int pair[2], e;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return fail(ST_UNAVAILABLE, "no socket for the process that draws documents: %s", strerror(errno));
	e = spawn(program, pair[1], &h->pid);
	close(pair[1]);
	if (e != 0) {
		close(pair[0]);
		h->pid = 0;
		return fail(ST_UNAVAILABLE, "the process that draws documents does not start: %s", strerror(e));
	}
	h->socket = pair[0];
	h->ready = false;
	return ST_OK;
}

static void end(struct helper *h)
{
	if (h->pid == 0)
		return;
	close(h->socket);
	kill(h->pid, SIGKILL);
	while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
		;
	h->pid = 0;
}

/* Another in its place, ready for the next document before that comes. */
static void replace(struct pdf_maker *m)
{
	struct fault f = *fault_last();

	say_fault(L_ERROR, "pdf.lost");
	end(&m->helper);
	if (start(m) != ST_OK)
		say_fault(L_ERROR, "pdf.start");
	(void)fault_carry(&f);
}

/* A helper that lives: one that died while nobody looked is replaced. */
static enum status revive(struct pdf_maker *m)
{
	struct helper *h = &m->helper;
	int how = 0;

	if (h->pid && waitpid(h->pid, &how, WNOHANG) == h->pid) {
		say(L_WARN, "pdf.died", "signal=%d code=%d", WIFSIGNALED(how) ? WTERMSIG(how) : 0,
		    WIFEXITED(how) ? WEXITSTATUS(how) : 0);
		close(h->socket);
		h->pid = 0;
	}
	return h->pid ? ST_OK : start(m);
}

static enum status wait_ready(struct pdf_maker *m, struct arena *a)
{
	struct buf words = buf_new(a, 1000);
	unsigned word;

	if (m->helper.ready)
		return ST_OK;
	TRY(frame_receive(m->helper.socket, &word, &words, clock_mono_ms() + m->config.start_ms));
	m->helper.ready = true;
	m->helper.confined = word;
	return ST_OK;
}

static enum status converse(struct pdf_maker *m, struct arena *a, struct sv request, int64_t rows, struct buf *out)
{
	int64_t due;
	unsigned word = ST__COUNT;

	TRY(revive(m));
	TRY(wait_ready(m, a));
	due = clock_mono_ms() + m->config.deadline_ms + rows;
	TRY(frame_send(m->helper.socket, 0, request, due));
	TRY(frame_receive(m->helper.socket, &word, out, due));
	if (word >= ST__COUNT)
		return fail(ST_UNAVAILABLE, "the process that draws documents says %u", word);
	if (word == ST_OK)
		return ST_OK;
	return fail((enum status)word, SV_FMT, SV_ARG(sv_from_to(buf_sv(out), 0, 300)));
}

/* One that is gone in the middle may have been ended by anyone, so the document is tried once more; one that takes too
 * long is at this very document. */
static enum status draw(struct pdf_maker *m, struct arena *a, struct sv request, int64_t rows, struct buf *out)
{
	size_t before = out->n;
	enum status st = ST_UNAVAILABLE;

	for (int tries = 0; tries < 2 && st == ST_UNAVAILABLE; tries++) {
		out->n = before; /* half a document is none */
		st = converse(m, a, request, rows, out);
		if (st == ST_UNAVAILABLE || st == ST_UNCERTAIN)
			replace(m);
	}
	if (st != ST_OK)
		out->n = before;
	return st == ST_UNCERTAIN ? fail(ST_UNAVAILABLE, "the process that draws documents took too long") : st;
}

/* A large document may take longer, but not for ever. */
static int64_t rows_of(const struct pdf_doc *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->blocks.n; i++)
		n += d->blocks.at[i].rows.n;
	return n > ROWS_MOST ? ROWS_MOST : (int64_t)n;
}

enum status pdf_make(struct pdf_maker *m, const struct pdf_doc *d, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct buf request = buf_new(&a, FRAME_REQUEST_MAX);
	struct helper *h;
	enum status st;

	wire_pack(&request, &pdf_doc_record, d);
	st = buf_end(&request, "the document");
	if (st != ST_OK) {
		arena_free(&a);
		return st;
	}
	h = (struct helper *)(void *)queue_take_until(m->free, clock_mono_ms() + m->config.deadline_ms);
	if (!h) {
		arena_free(&a);
		return fail(ST_UNAVAILABLE, "too many documents at once");
	}
	st = draw(m, &a, buf_sv(&request), rows_of(d), out);
	(void)queue_push(m->free, &h->link); /* one element, and room for one */
	arena_free(&a);
	return st;
}

unsigned pdf_maker_confined(const struct pdf_maker *m)
{
	return m->helper.confined;
}

pid_t pdf_maker_pid(struct pdf_maker *m)
{
	struct qlink *l = queue_take(m->free);
	pid_t pid = m->helper.pid;

	(void)queue_push(m->free, l);
	return pid;
}

enum status pdf_maker_start(const struct pdf_config *config, struct pdf_maker **ret)
{
	struct pdf_maker *m = mem_new(sizeof(*m));
	enum status st;

	m->config = *config;
	m->config.deadline_ms = config->deadline_ms ? config->deadline_ms : DEADLINE_MS;
	m->config.start_ms = config->start_ms ? config->start_ms : START_MS;
	m->free = queue_new(1);
	st = start(m);
	if (st != ST_OK) {
		queue_free(m->free);
		mem_free(m);
		return st;
	}
	(void)queue_push(m->free, &m->helper.link);
	*ret = m;
	return ST_OK;
}

void pdf_maker_stop(struct pdf_maker *m)
{
	if (!m)
		return;
	end(&m->helper);
	(void)queue_take_now(m->free);
	queue_free(m->free);
	mem_free(m);
}
