/* Starting and stopping the door: limits, descriptors, sockets, listeners. Called by app.c on
 * THREAD_MAIN. */
#include "server/http/server.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/crypt.h"
#include "common/log.h"
#include "common/thread.h"

#include "server/http/listener.h"
#include "server/http/upload.h"

enum { DESCRIPTORS_ELSEWHERE = 128, LISTENERS_MAX = 64 };

static void limits_fill(struct http_limits *l)
{
	const struct http_limits usual = { .head = 10000,
		                           .body = 20000,
		                           .request = 30000,
		                           .idle = 30000,
		                           .upload = 600000,
		                           .pace = 10000,
		                           .pace_bytes = 81920,
		                           .disk = 256 * 1024 * 1024,
		                           .uploads = 64,
		                           .uploads_each = 3,
		                           .write = 5000,
		                           .grace = 1000,
		                           .stop = 4000,
		                           .connections = 4096,
		                           .per_address = 256 };

	l->head = l->head ? l->head : usual.head;
	l->body = l->body ? l->body : usual.body;
	l->request = l->request ? l->request : usual.request;
	l->idle = l->idle ? l->idle : usual.idle;
	l->upload = l->upload ? l->upload : usual.upload;
	l->pace = l->pace ? l->pace : usual.pace;
	l->pace_bytes = l->pace_bytes ? l->pace_bytes : usual.pace_bytes;
	l->disk = l->disk ? l->disk : usual.disk;
	l->uploads = l->uploads ? l->uploads : usual.uploads;
	l->uploads_each = l->uploads_each ? l->uploads_each : usual.uploads_each;
	l->write = l->write ? l->write : usual.write;
	l->grace = l->grace ? l->grace : usual.grace;
	l->stop = l->stop ? l->stop : usual.stop;
	l->connections = l->connections ? l->connections : usual.connections;
	l->per_address = l->per_address ? l->per_address : usual.per_address;
	if (l->per_address > UINT16_MAX / 2)
		l->per_address = UINT16_MAX / 2; /* the counters are 16 bits wide */
}

/* A connection that cannot be accepted for want of a descriptor would spin the loop: better not to
 * start. */
static enum status check_descriptors(unsigned connections)
{
	struct rlimit limit;
	rlim_t want = (rlim_t)connections + DESCRIPTORS_ELSEWHERE;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return fail(ST_UNAVAILABLE, "the limit of open files cannot be read");
	if (limit.rlim_cur < want && limit.rlim_max >= want) {
		limit.rlim_cur = want;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
		(void)getrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= want)
		return ST_OK;
	return fail(ST_UNAVAILABLE,
	            "%u connections need %" PRIu64 " open files, but only %" PRIu64
	            " are allowed: raise LimitNOFILE or lower the number of connections",
	            connections, (uint64_t)want, (uint64_t)limit.rlim_max);
}

/* The first socket may choose the port; the others join it (SO_REUSEPORT). */
static enum status start_listeners(struct http *h)
{
	h->port = h->config.port;
	h->listeners = mem_new(sizeof(*h->listeners) * h->config.listeners);
	while (h->n < h->config.listeners) {
		int socket;

		TRY(listener_socket(h->config.address, &h->port, &socket));
		TRY(listener_start(h, socket, &h->listeners[h->n]));
		h->n++;
	}
	return ST_OK;
}

static unsigned cores(void)
{
	int n = thread_cores(); /* a process held to one core has one listener */

	return n < 1 ? 1 : n > LISTENERS_MAX ? LISTENERS_MAX : (unsigned)n;
}

enum status http_start(const struct http_config *config, struct http **ret)
{
	struct http *h = mem_new(sizeof(*h));
	enum status st;

	h->config = *config;
	limits_fill(&h->config.limits);
	if (h->config.listeners == 0)
		h->config.listeners = cores();
	if (h->config.listeners > LISTENERS_MAX)
		h->config.listeners = LISTENERS_MAX;
	crypt_random(&h->seed, sizeof(h->seed));
	st = check_descriptors(h->config.limits.connections);
	if (st == ST_OK)
		st = proxies_read(config->proxy, &h->proxies);
	if (st == ST_OK) {
		upload_sweep(config->shared->dir);
		st = keep_start(h);
	}
	if (st == ST_OK)
		st = start_listeners(h);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		http_stop(h);
		return fault_carry(&f);
	}
	say(L_INFO, "http.start", "address=%s port=%d listeners=%u connections=%u", config->address,
	    h->port, h->n, h->config.limits.connections);
	*ret = h;
	return ST_OK;
}

void http_stop(struct http *h)
{
	atomic_store(&h->stopping, true);
	for (unsigned i = 0; i < h->n; i++)
		listener_ring(h->listeners[i]);
	for (unsigned i = 0; i < h->n; i++)
		listener_join(h->listeners[i]);
	keep_stop(h);
	mem_free(h->listeners);
	mem_free(h);
}

int http_port(const struct http *h)
{
	return h->port;
}

void http_figures(const struct http *h, struct http_figures *ret)
{
	*ret = (struct http_figures){ .connections = atomic_load(&h->connections),
		                      .requests = atomic_load(&h->requests),
		                      .parked = atomic_load(&h->parked),
		                      .cut = atomic_load(&h->cut),
		                      .turned_away = atomic_load(&h->turned_away),
		                      .malformed = atomic_load(&h->malformed) };
}
