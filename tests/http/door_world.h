/* A door over the fake portal, store and writer, on a free port of the loopback. */
#ifndef QUITS_TESTS_HTTP_DOOR_WORLD_H
#define QUITS_TESTS_HTTP_DOOR_WORLD_H

#include "tests/support/check.h"

#include "common/log.h"

#include "server/http/server.h"

#include "tests/http/client.h"
#include "tests/http/fakes.h"
#include "tests/http/portal_fake.h"

struct world {
	struct writer writer;
	struct latch *gate;
	struct shared shared;
	struct http *http;
	const char *proxy;
	int port;
	char buf[CLIENT_BUF];
};

static struct keys *keys;

static inline void start(struct world *w, struct http_limits limits, unsigned listeners)
{
	struct http_config config = { .address = "127.0.0.1",
		                      .listeners = listeners,
		                      .proxy = w->proxy,
		                      .rooms = &fake_rooms,
		                      .shared = &w->shared,
		                      .limits = limits };

	if (limits.connections == 0)
		config.limits.connections = 600;
	CHECK_OK(http_start(&config, &w->http));
	w->port = http_port(w->http);
	CHECK(w->port > 0);
}

static inline void open_with(struct world *w, struct http_limits limits, unsigned listeners,
                             bool gated)
{
	w->gate = gated ? latch_new(0) : NULL;
	w->proxy = NULL;
	fake_writer_start(&w->writer, w->gate);
	w->shared =
	    (struct shared){ .writer = &w->writer, .keys = keys, .dir = ".", .listen = "x" };
	for (size_t i = 0; i < IDS; i++)
		atomic_store(&fake_done[i], 0);
	start(w, limits, listeners);
}

static inline void open_world(struct world *w)
{
	open_with(w, (struct http_limits){ .head = 0 }, 2, false);
}

static inline void close_world(struct world *w)
{
	if (w->http)
		http_stop(w->http);
	if (w->gate)
		latch_open(w->gate);
	fake_writer_stop(&w->writer);
	if (w->gate)
		latch_free(w->gate);
}

/* Sends, reads one answer, closes. */
static inline struct sv ask(struct world *w, const char *text)
{
	int fd = client_connect(w->port);
	struct sv got;

	CHECK(client_send(fd, sv_from(text)));
	got = client_answer(fd, w->buf, strncmp(text, "HEAD", 4) == 0);
	close(fd);
	return got;
}

#endif
