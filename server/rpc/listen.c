/* listen: see listen.h. Called by rpc_start and then by the waker alone. */
#include "server/rpc/listen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/thread.h"

#include "protocol/frame.h"

enum { KNOCK_MS = 300, EVERY_MS = 5000, PATIENCE = 3 };

static enum status nng_trouble(int e, const char *what)
{
	return fail(ST_UNAVAILABLE, "%s: %s", what, nng_strerror(e));
}

static enum status open_named(struct listening *l, struct arena *a, nng_listener *ret)
{
	char *own = arena_print(a, "%s.%u", l->path, ++l->number);
	char *url = arena_print(a, "ipc://%s", own);
	int e;

	if (unlink(own) != 0 && errno != ENOENT)
		return fail(ST_UNAVAILABLE, "%s: %s", own, strerror(errno));
	e = nng_listener_create(ret, l->socket, url);
	if (e == 0)
		e = nng_listener_start(*ret, 0);
	if (e != 0)
		return nng_trouble(e, url);
	if (chmod(own, 0660) != 0 || (l->group >= 0 && chown(own, (uid_t)-1, (gid_t)l->group) != 0) ||
	    rename(own, l->path) != 0) {
		(void)fail(ST_UNAVAILABLE, "%s: %s", own, strerror(errno));
		nng_listener_close(*ret);
		return ST_UNAVAILABLE;
	}
	return ST_OK;
}

enum status listen_start(struct listening *l)
{
	struct arena a = ARENA_INIT;
	enum status st;
	int e;

	if (!l->path) {
		e = nng_listen(l->socket, l->url, &l->now, 0);
		return e == 0 ? ST_OK : nng_trouble(e, l->url);
	}
	st = open_named(l, &a, &l->now);
	arena_free(&a);
	return st;
}

static nng_stat *child_named(nng_stat *of, const char *name)
{
	for (nng_stat *s = nng_stat_child(of); s; s = nng_stat_next(s))
		if (strcmp(nng_stat_name(s), name) == 0)
			return s;
	return NULL;
}

static uint64_t value_of(nng_stat *of, const char *name)
{
	nng_stat *s = child_named(of, name);

	return s ? nng_stat_value(s) : 0;
}

/* Errors of this listener and of its pipes: a pipe's end counts as one now and then, a listener's always. */
static uint64_t errors_of(nng_listener l)
{
	nng_stat *all = NULL;
	uint64_t n = 0;

	if (nng_stats_get(&all) != 0)
		return 0;
	for (nng_stat *s = nng_stat_child(all); s; s = nng_stat_next(s))
		if (strcmp(nng_stat_name(s), "listener") == 0 &&
		    value_of(s, "id") == (uint64_t)nng_listener_id(l))
			n = value_of(s, "other");
	nng_stats_free(all);
	return n;
}

static bool all_of(ssize_t (*act)(int, void *, size_t), int fd, void *p, size_t n)
{
	for (char *at = p; n;) {
		ssize_t done = act(fd, at, n);

		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

static ssize_t take(int fd, void *p, size_t n)
{
	return recv(fd, p, n, 0);
}

static ssize_t give(int fd, void *p, size_t n)
{
	return send(fd, p, n, MSG_NOSIGNAL);
}

/* A whole call over SP on a Unix socket: greeting, then 0x01, length, request id, message. Any answer will do. */
static bool answers(const char *path)
{
	unsigned char greeting[8] = { 0, 'S', 'P', 0, 0, 0x30, 0, 0 }, theirs[8], head[9];
	unsigned char request[4] = { 0x80, 0, 0, 1 };
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct timeval wait = { 0, KNOCK_MS * 1000 };
	struct arena a = ARENA_INIT;
	struct buf call = buf_new(&a, 1024);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good;

	frame_pack_call(&call, &(struct call){ .id = SV("are you there???"), .method = SV("system.hello"),
					       .params = SV("\x80") });
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	memset(head, 0, sizeof(head));
	head[0] = 1;
	head[8] = (unsigned char)(sizeof(request) + call.n); /* far below 256 */
	good = fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
	       all_of(give, fd, greeting, sizeof(greeting)) && all_of(take, fd, theirs, sizeof(theirs)) &&
	       all_of(give, fd, head, sizeof(head)) && all_of(give, fd, request, sizeof(request)) &&
	       all_of(give, fd, call.p, call.n) && all_of(take, fd, head, sizeof(head));
	if (fd >= 0)
		close(fd);
	arena_free(&a);
	return good;
}

static bool is_dead(struct listening *l)
{
	uint64_t errors = errors_of(l->now);
	int64_t now = clock_mono_ms();

	if (errors <= l->excused && now < l->knock_at && l->unanswered == 0)
		return false;
	l->knock_at = now + EVERY_MS;
	if (answers(l->path)) {
		l->excused = errors + 1; /* the knock's own end may count as one */
		l->unanswered = 0;
		return false;
	}
	return ++l->unanswered == PATIENCE; /* every worker may be busy for a moment */
}

static void *close_listener(void *arg)
{
	nng_listener *dead = arg;

	nng_listener_close(*dead);
	mem_free(dead);
	return NULL;
}

/* On a thread of its own that nobody waits for: closing may take nng long. */
static void bury(nng_listener l)
{
	nng_listener *dead = mem_new(sizeof(*dead));
	struct thread *t;

	*dead = l;
	if (thread_start("rpc-bury", THREAD_ANY, close_listener, dead, &t) != ST_OK)
		mem_free(dead);
}

enum status listen_look(struct listening *l, bool *ret_replaced)
{
	struct arena a = ARENA_INIT;
	nng_listener next;
	enum status st;

	*ret_replaced = false;
	if (!l->path || !is_dead(l))
		return ST_OK;
	st = open_named(l, &a, &next);
	arena_free(&a);
	TRY(st);
	bury(l->now);
	l->now = next;
	l->excused = 0;
	l->unanswered = 0;
	*ret_replaced = true;
	return ST_OK;
}

void listen_end(struct listening *l)
{
	if (l->path)
		unlink(l->path);
}
