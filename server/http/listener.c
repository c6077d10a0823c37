/* The loop of http-server.md 3: our thread waits on three descriptors (the daemon's epoll, the
 * inbox's bell, a timer), then always runs the daemon, then lets the snapshot go. libmicrohttpd's
 * own polling thread is never used: with one it stalls when a multiple of 128 clients is ready at
 * once. Started and joined by server.c. */
#include "server/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/locale.h"
#include "common/log.h"

enum { SWEEP_MS = 250, QUIET_MS = 250, LAST_MS = 20, LAST_TURNS = 1000, MEMORY = 16 * 1024, SPARE = 64 };

struct snap *listener_snap(struct listener *l)
{
	struct writer *w = l->http->config.shared->writer;

	/* Only while begun is still what settled was: between a COMMIT and `settled` another
	 * listener may already show the new state. */
	bool same = writer_begun(w) == l->seen;

	if (same && snap_begun(&l->snap))
		return &l->snap;
	/* What is remembered and what is read now must be one moment, so it begins first and the writer is asked after. */
	if (same && snap_remembers(&l->snap) && snap_begin(&l->snap) == ST_OK && writer_begun(w) == l->seen)
		return &l->snap;
	snap_end(&l->snap);
	l->seen = writer_settled(w); /* before the moment begins */
	l->origin_known = false;
	return &l->snap;
}

enum status listener_socket(const char *address, int *port, int *ret)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} sa = { .any = { .sa_family = AF_UNSPEC } };
	socklen_t n = sizeof(sa);
	int fd, on = 1;

	if (inet_pton(AF_INET, address, &sa.v4.sin_addr) == 1) {
		sa.v4.sin_family = AF_INET;
		sa.v4.sin_port = htons((uint16_t)*port);
		n = sizeof(sa.v4);
	} else if (inet_pton(AF_INET6, address, &sa.v6.sin6_addr) == 1) {
		sa.v6.sin6_family = AF_INET6;
		sa.v6.sin6_port = htons((uint16_t)*port);
	} else {
		return fail_field(ST_INVALID, "address", "%s is not a numeric network address",
		                  address);
	}
	fd = socket(sa.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail(ST_UNAVAILABLE, "no socket for the portal: %s", strerror(errno));
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) != 0 ||
	    bind(fd, &sa.any, n) != 0 || listen(fd, SOMAXCONN) != 0 ||
	    getsockname(fd, &sa.any, &n) != 0) {
		(void)fail(ST_UNAVAILABLE, "the portal cannot listen on %s port %d: %s", address,
		           *port, strerror(errno));
		close(fd);
		return ST_UNAVAILABLE;
	}
	*port = ntohs(sa.any.sa_family == AF_INET ? sa.v4.sin_port : sa.v6.sin6_port);
	*ret = fd;
	return ST_OK;
}

/* Addresses are decoded by route.c, strictly; the library's own way is generous. */
static size_t unescape_nothing(void *cls, struct MHD_Connection *c, char *s)
{
	(void)cls;
	(void)c;
	return strlen(s);
}

static struct MHD_Daemon *daemon_start(struct listener *l)
{
	return MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handler_request, l,
	    MHD_OPTION_LISTEN_SOCKET, l->socket, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
	    MHD_OPTION_CONNECTION_LIMIT, l->http->config.limits.connections + SPARE,
	    MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_CONNECTION_TIMEOUT, 0u,
	    MHD_OPTION_NOTIFY_CONNECTION, connection_notify, l, MHD_OPTION_NOTIFY_COMPLETED,
	    handler_completed, l, MHD_OPTION_URI_LOG_CALLBACK, handler_begin, l,
	    MHD_OPTION_UNESCAPE_CALLBACK, unescape_nothing, NULL, MHD_OPTION_END);
}

static int wait_ms(struct listener *l)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int most = l->going_down ? LAST_MS : -1;

	if (atomic_load_explicit(&l->http->stopping, memory_order_relaxed) && !l->going_down)
		return 0; /* those who wait are accepted first */
	if (MHD_get_timeout(l->mhd, &ms) != MHD_YES)
		return most;
	return most >= 0 && ms > (MHD_UNSIGNED_LONG_LONG)most ? most : (int)ms;
}

/* Who was let in by the kernel and is not accepted yet: he may have sent his request already, and closing the socket would
 * answer it with a reset. The library accepts ten a turn. */
static bool somebody_waits(const struct listener *l)
{
	struct pollfd door = { l->socket, POLLIN, 0 };

	return poll(&door, 1, 0) == 1 && door.revents & POLLIN;
}

/* New work is not taken any more; what is under way gets its answer, and each answer says close. */
static void go_down(struct listener *l)
{
	int listening;

	l->going_down = true;
	l->stop_at = l->now + l->http->config.limits.stop;
	l->busy_at = l->now;
	listening = MHD_quiesce_daemon(l->mhd);
	if (listening != MHD_INVALID_SOCKET)
		close(listening);
	park_release(l, true);
	LIST_EACH (at, next, &l->parked) {
		struct door *d = list_of(at, struct door, by_due);

		if (d->due > l->stop_at)
			d->due = l->stop_at;
	}
}

/* Stopping a daemon with a suspended connection aborts: their deadlines end before stop_at
 * passes. */
static bool may_end(const struct listener *l)
{
	if (!node_alone(&l->parked) || !node_alone(&l->held))
		return false;
	if (l->now > l->stop_at)
		return true;
	return l->n_conns == 0 || (l->inflight == 0 && l->now - l->busy_at >= QUIET_MS);
}

static void tick(struct listener *l)
{
	uint64_t n;
	unsigned cut;

	if (read(l->timer, &n, sizeof(n)) < 0)
		return;
	cut = deadlines_sweep(&l->deadlines, l->now);
	if (cut)
		atomic_fetch_add(&l->http->cut, cut);
	park_overdue(l);
	park_release(l, false);
}

static void *listener_run(void *arg)
{
	struct listener *l = arg;

	for (;;) {
		struct epoll_event events[3];
		int n = epoll_wait(l->epoll, events, COUNT(events), wait_ms(l));

		l->now = clock_mono_ms();
		l->wall = clock_now();
		for (int i = 0; i < n; i++) {
			if (events[i].data.fd == l->inbox->wake)
				park_drain(l);
			else if (events[i].data.fd == l->timer)
				tick(l);
		}
		MHD_run(
		    l->mhd); /* always, even when only the bell rang: it moves the resumed ones */
		snap_rest(
		    &l->snap); /* none outlives a turn: checkpoints must not wait for sleepers */
		if (atomic_load_explicit(&l->http->stopping, memory_order_relaxed)) {
			if (!l->going_down && somebody_waits(l) && l->last_turns++ < LAST_TURNS)
				continue;
			if (!l->going_down)
				go_down(l);
			else if (may_end(l))
				break;
		}
	}
	MHD_stop_daemon(l->mhd);
	locale_thread_end(); /* the patterns that this thread's pages learned */
	return NULL;
}

static bool watch(struct listener *l, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	return epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

static bool timer_start(struct listener *l)
{
	struct itimerspec every = { .it_interval.tv_nsec = SWEEP_MS * 1000000,
		                    .it_value.tv_nsec = SWEEP_MS * 1000000 };

	l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	return l->timer >= 0 && timerfd_settime(l->timer, 0, &every, NULL) == 0;
}

static enum status listener_open(struct listener *l)
{
	const union MHD_DaemonInfo *info;

	l->inbox = inbox_new();
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!l->inbox || l->epoll < 0 || !timer_start(l))
		return fail(ST_UNAVAILABLE, "no descriptors for the portal: %s", strerror(errno));
	l->mhd = daemon_start(l);
	info = l->mhd ? MHD_get_daemon_info(l->mhd, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info || !watch(l, info->epoll_fd) || !watch(l, l->inbox->wake) || !watch(l, l->timer))
		return fail(ST_UNAVAILABLE, "the portal's listener did not start: %s",
		            strerror(errno));
	return ST_OK;
}

static void listener_free(struct listener *l)
{
	handler_free_pools(l);
	if (l->inbox)
		inbox_put(l->inbox);
	if (l->epoll >= 0)
		close(l->epoll);
	if (l->timer >= 0)
		close(l->timer);
	mem_free(l);
}

enum status listener_start(struct http *h, int socket, struct listener **ret)
{
	const struct http_limits *limits = &h->config.limits;
	struct listener *l = mem_new(sizeof(*l));
	enum status st;

	l->http = h;
	l->socket = socket;
	l->epoll = l->timer = -1;
	l->now = clock_mono_ms();
	l->wall = clock_now();
	l->layout_known = strncmp(MHD_get_version(), "0.9.7", 5) == 0;
	node_init(&l->parked);
	node_init(&l->held);
	node_init(&l->pool);
	deadlines_init(&l->deadlines, (const int64_t[DUE__COUNT]){ [DUE_HEAD] = limits->head,
	                                                           [DUE_BODY] = limits->body,
	                                                           [DUE_REQUEST] = limits->request,
	                                                           [DUE_IDLE] = limits->idle,
	                                                           [DUE_PACE] = limits->pace,
	                                                           [DUE_FILE] = limits->upload });
	st = snap_open(h->config.shared->store, &l->snap);
	if (st == ST_OK) {
		st = listener_open(l);
		if (st == ST_OK)
			st = thread_start("http", THREAD_HTTP, listener_run, l, &l->thread);
		if (st != ST_OK)
			snap_close(&l->snap);
	}
	if (st != ST_OK) {
		if (l->mhd)
			MHD_stop_daemon(l->mhd); /* closes the socket too */
		else
			close(socket);
		listener_free(l);
		return st;
	}
	*ret = l;
	return ST_OK;
}

void listener_ring(struct listener *l)
{
	inbox_ring(l->inbox);
}

void listener_join(struct listener *l)
{
	thread_join(l->thread);
	snap_close(&l->snap);
	listener_free(l);
}
