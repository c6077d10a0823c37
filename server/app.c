/* app: starting and stopping, in the order that architecture 2.4 gives. */
#include "server/app.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/catalogue.h"
#include "common/clock.h"
#include "common/crypt.h"
#include "common/embedded.h"
#include "common/file.h"
#include "common/latch.h"
#include "common/log.h"
#include "common/thread.h"

#include "server/api/api.h"
#include "server/document/helper.h"
#include "server/engine/channel.h"
#include "server/engine/engine.h"
#include "server/feed/feed.h"
#include "server/http/server.h"
#include "server/portal/portal.h"
#include "server/rpc/server.h"
#include "server/runtime/activity.h"
#include "server/runtime/pool.h"
#include "server/runtime/presence.h"
#include "server/runtime/revealed.h"
#include "server/runtime/sending.h"
#include "server/runtime/writer.h"
#include "server/service/attachment.h"
#include "server/service/book.h"
#include "server/service/session.h"
#include "server/store/event.h"
#include "server/store/store.h"

static const struct engine_ops *const engines[] = { &engine_outreach, &engine_maintenance,
						    &engine_activity, &engine_book, &engine_promise, &engine_held };

enum { PROXY_CONNECTIONS = 4096 };

struct app {
	struct arena arena; /* paths and the like: the program's lifetime */
	struct shared shared;
	struct figures figures;
	struct keys *keys;
	int lock;
	struct http *http;
	struct rpc *rpc;
	struct engine *engines[COUNT(engines)];
	char address[80];
	bool catalogues;
};

static enum status open_store(struct app *a, const char *dir)
{
	struct store_config c = { .path = arena_print(&a->arena, "%s/quits.db", dir),
				  .schema = schema_sql_files };
	struct sv key;

	TRY(file_read(&a->arena, arena_print(&a->arena, "%s/key", dir), 4096, &key));
	TRY(keys_read(key, &a->keys));
	c.keys = a->keys;
	TRY(store_open(&c, &a->shared.store));
	a->shared.keys = a->keys;
	return ST_OK;
}

/* What a crash left: sessions take their slots back, half-done imports end, files without a row go, the clock does
 * not go back. */
static enum status recover(struct app *a)
{
	struct unit u = { .shared = &a->shared, .actor = SV("system"), .now = clock_now() };
	struct event_filter newest = { .newest = true, .limit = 1 };
	struct event_row_list last = { NULL, 0 };
	struct snap snap;
	int64_t next;
	enum status st;

	TRY(snap_open(a->shared.store, &snap));
	u.snap = &snap;
	st = service_session_restore(&u, &snap);
	if (st == ST_OK)
		st = store_event_list(&snap, &newest, &last, &next, &u.arena);
	if (st == ST_OK && last.n)
		clock_at_least(last.at[0].at);
	if (st == ST_OK)
		st = service_attachment_sweep(&u, &snap);
	snap_close(&snap);
	if (st == ST_OK)
		st = writer_do(a->shared.writer, "book.recover", &u.arena, service_book_recover, &u);
	arena_free(&u.arena);
	return st;
}

static enum status start_core(struct app *a)
{
	struct snap snap;
	int64_t head = 0;
	enum status st;

	TRY(snap_open(a->shared.store, &snap));
	st = store_event_head(&snap, &head);
	snap_close(&snap);
	TRY(st);
	a->shared.feed = feed_new(head);
	a->shared.activity = activity_new(ACTIVITY_SLOTS);
	a->shared.nudge = latch_new(0);
	a->shared.doors = &api_doors;
	a->shared.sending = sending_new();
	a->shared.presence = presence_new(PRESENCE_PLACES);
	a->shared.revealed = revealed_new(REVEALED_PLACES);
	a->shared.figures = &a->figures;
	a->shared.started = clock_now();
	TRY(writer_start(a->shared.store, a->shared.feed, a->shared.nudge, &a->shared.writer));
	return recover(a);
}

/* "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:80" -> address and port. */
static enum status parse_listen(struct arena *a, struct sv listen, const char **ret_address, int *ret_port)
{
	size_t colon = listen.n;
	struct sv host;
	int64_t port;

	while (colon > 0 && listen.p[colon - 1] != ':')
		colon--;
	if (colon < 2 || !sv_int(sv_from_to(listen, colon, listen.n), &port) || port < 0 || port > 65535)
		return fail_field(ST_INVALID, "listen", "is HOST:PORT, e.g. 127.0.0.1:8080");
	host = sv_from_to(listen, 0, colon - 1);
	if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = sv_from_to(host, 1, host.n - 1);
	*ret_address = sv_z(a, host);
	*ret_port = (int)port;
	return ST_OK;
}

static enum status start_http(struct app *a, const struct app_config *config)
{
	struct http_config http = { .rooms = &portal_rooms, .shared = &a->shared,
				    .listeners = (unsigned)config->listeners, .proxy = config->proxy };

	TRY(parse_listen(&a->arena, config->listen, &http.address, &http.port));
	/* On loopback every connection comes from one address: the reverse proxy's. */
	if (strncmp(http.address, "127.", 4) == 0 || strcmp(http.address, "::1") == 0)
		http.limits.per_address = PROXY_CONNECTIONS;
	if (http.limits.per_address && (!config->proxy || !config->proxy[0]))
		say(L_WARN, "http.no_proxy", "note=\"behind a reverse proxy all visitors count as one address: tell "
		    "its address with --proxy\"");
	snprintf(a->address, sizeof(a->address), SV_FMT, SV_ARG(config->listen));
	a->shared.listen = a->address;
	TRY(http_start(&http, &a->http));
	if (http.port == 0)
		snprintf(a->address, sizeof(a->address), strchr(http.address, ':') ? "[%s]:%d" : "%s:%d",
			 http.address, http_port(a->http));
	return ST_OK;
}

static enum status start_rpc(struct app *a, const struct app_config *config)
{
	struct rpc_config rpc = { .shared = &a->shared, .handlers = api_table };
	struct stat st;

	rpc_defaults(&rpc);
	if (config->workers)
		rpc.workers = config->workers;
	rpc.url = config->url;
	if (!rpc.url) {
		rpc.path = arena_print(&a->arena, "%s/rpc.sock", a->shared.dir);
		rpc.url = arena_print(&a->arena, "ipc://%s", rpc.path);
		if (stat(a->shared.dir, &st) == 0)
			rpc.group = (int64_t)st.st_gid;
	}
	return rpc_start(&rpc, &a->rpc);
}

static enum status start_all(struct app *a, const struct app_config *config)
{
	TRY(catalogue_start(locale_files, config->pseudo));
	a->catalogues = true;
	TRY(portal_start());
	TRY(message_start());
	TRY(file_lock(arena_print(&a->arena, "%s/lock", config->dir), &a->lock));
	TRY(folder_make(arena_print(&a->arena, "%s/attachments", config->dir), 0700)); /* older ones have none */
	TRY(folder_make(arena_print(&a->arena, "%s/documents", config->dir), 0700)); /* older ones have none */
	TRY(pdf_maker_start(&(struct pdf_config){ .program = NULL }, &a->shared.pdf)); /* before any thread */
	TRY(open_store(a, config->dir));
	TRY(start_core(a));
	TRY(pool_start(a->shared.store, 0, &a->shared.pool));
	TRY(start_http(a, config)); /* before the engines: links they hand over name its address */
	for (size_t i = 0; i < COUNT(engines); i++)
		TRY(engine_start(engines[i], &a->shared, &a->engines[i]));
	return start_rpc(a, config);
}

enum status app_start(const struct app_config *config, struct app **ret)
{
	struct app *a = mem_new(sizeof(*a));

	a->lock = -1;
	a->shared.dir = arena_print(&a->arena, "%s", config->dir);
	if (start_all(a, config) != ST_OK) {
		struct fault f = *fault_last();

		app_stop(a);
		return fault_carry(&f);
	}
	*ret = a;
	return ST_OK;
}

const char *app_address(const struct app *a)
{
	return a->address;
}

void app_stop(struct app *a)
{
	for (size_t i = 0; i < COUNT(engines); i++)
		if (a->engines[i])
			engine_tell_to_stop(a->engines[i]);
	if (a->http)
		http_stop(a->http);
	if (a->shared.feed)
		feed_close(a->shared.feed);
	for (size_t i = 0; i < COUNT(engines); i++)
		if (a->engines[i])
			engine_join(a->engines[i]);
	if (a->rpc)
		rpc_stop(a->rpc);
	pool_stop(a->shared.pool);
	pdf_maker_stop(a->shared.pdf);
	if (a->shared.writer)
		writer_stop(a->shared.writer);
	if (a->shared.store)
		store_close(a->shared.store);
	if (a->shared.feed)
		feed_free(a->shared.feed);
	if (a->shared.nudge)
		latch_free(a->shared.nudge);
	sending_free(a->shared.sending);
	presence_free(a->shared.presence);
	revealed_free(a->shared.revealed);
	activity_free(a->shared.activity);
	keys_free(a->keys);
	if (a->lock >= 0)
		file_unlock(a->lock);
	message_end();
	portal_end();
	if (a->catalogues)
		catalogue_end();
	arena_free(&a->arena);
	mem_free(a);
}
