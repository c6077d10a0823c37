/* The fixture; see world.h. */
#include "tests/support/world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/catalogue.h"
#include "common/clock.h"
#include "common/embedded.h"
#include "common/id.h"
#include "common/latch.h"
#include "common/locale.h"
#include "common/thread.h"

#include "server/api/api.h"
#include "server/document/helper.h"
#include "server/engine/channel.h"
#include "server/feed/feed.h"
#include "server/portal/portal.h"
#include "server/runtime/activity.h"
#include "server/runtime/presence.h"
#include "server/runtime/revealed.h"
#include "server/runtime/sending.h"
#include "server/runtime/writer.h"
#include "server/service/session.h"
#include "server/store/event.h"

static void open_core(struct world *w)
{
	char path[128];
	struct store_config c = { .path = path, .keys = w->keys, .schema = schema_sql_files };
	int64_t head;

	snprintf(path, sizeof(path), "%s/quits.db", w->dir);
	CHECK_OK(store_open(&c, &w->shared.store));
	CHECK_OK(snap_open(w->shared.store, &w->snap));
	CHECK_OK(store_event_head(&w->snap, &head));
	snap_end(&w->snap);
	w->shared.feed = feed_new(head);
	w->shared.activity = activity_new(256);
	w->shared.nudge = latch_new(0);
	w->shared.doors = &api_doors;
	w->shared.sending = sending_new();
	w->shared.presence = presence_new(64);
	w->shared.revealed = revealed_new(64);
	w->shared.figures = &w->figures;
	w->shared.keys = w->keys;
	w->shared.dir = w->dir;
	w->shared.listen = "127.0.0.1:8080";
	CHECK_OK(writer_start(w->shared.store, w->shared.feed, w->shared.nudge, &w->shared.writer));
	w->u.shared = &w->shared;
	w->u.snap = &w->snap;
	w->u.actor = SV("ana");
	w->u.operator = 1;
	w->u.roles = ROLE_OPERATOR | ROLE_SUPERVISOR | ROLE_ADMIN;
	w->u.now = clock_now();
	CHECK_OK(service_session_restore(&w->u, &w->snap));
	snap_end(&w->snap);
}

static void close_core(struct world *w)
{
	writer_stop(w->shared.writer);
	snap_close(&w->snap);
	store_close(w->shared.store);
	feed_free(w->shared.feed);
	latch_free(w->shared.nudge);
	sending_free(w->shared.sending);
	presence_free(w->shared.presence);
	revealed_free(w->shared.revealed);
	activity_free(w->shared.activity);
	arena_reset(&w->u.arena);
}

int world_setup(void **state)
{
	struct world *w = mem_new(sizeof(*w));
	struct arena a = ARENA_INIT;
	char sub[128];

	CHECK_OK(crypt_start());
	clock_hold(WORLD_NOW);
	snprintf(w->dir, sizeof(w->dir), "/tmp/quits-world-XXXXXX");
	CHECK(mkdtemp(w->dir));
	snprintf(sub, sizeof(sub), "%s/outbox", w->dir);
	CHECK_INT(0, mkdir(sub, 0700));
	snprintf(sub, sizeof(sub), "%s/documents", w->dir);
	CHECK_INT(0, mkdir(sub, 0700));
	snprintf(sub, sizeof(sub), "%s/scratch", w->dir);
	CHECK_INT(0, mkdir(sub, 0700));
	snprintf(sub, sizeof(sub), "%s/attachments", w->dir);
	CHECK_INT(0, mkdir(sub, 0700));
	CHECK_OK(keys_read(keys_make(&a), &w->keys));
	arena_free(&a);
	CHECK_OK(catalogue_start(locale_files, false));
	CHECK_OK(portal_start());
	CHECK_OK(message_start());
	open_core(w);
	*state = w;
	return 0;
}

static void remove_folder(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		char inner[512];

		if (e->d_name[0] == '.')
			continue;
		snprintf(inner, sizeof(inner), "%s/%s", path, e->d_name);
		if (e->d_type == DT_DIR)
			remove_folder(inner);
		else
			unlink(inner);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

void world_pdf(struct world *w)
{
	struct pdf_config c = { .program = QUITS_PROGRAM, .deadline_ms = 60000, .start_ms = 60000 };

	CHECK_OK(pdf_maker_start(&c, &w->shared.pdf));
}

int world_teardown(void **state)
{
	struct world *w = *state;

	pdf_maker_stop(w->shared.pdf);
	close_core(w);
	arena_free(&w->u.arena);
	keys_free(w->keys);
	remove_folder(w->dir);
	message_end();
	portal_end();
	catalogue_end();
	locale_thread_end();
	mem_free(w);
	clock_release();
	return 0;
}

void world_restart(struct world *w)
{
	close_core(w);
	open_core(w);
}

struct unit *world_look(struct world *w)
{
	snap_end(&w->snap);
	w->u.now = clock_now();
	return &w->u;
}

enum status world_write(struct world *w, enum status (*run)(struct tx *tx, void *arg), void *arg)
{
	world_look(w);
	return writer_do(w->shared.writer, "test", &w->u.arena, run, arg);
}

struct sv world_events(struct world *w)
{
	struct unit *u = world_look(w);
	struct event_filter f = { .limit = 1000 };
	struct buf b = buf_new(&u->arena, 65536);
	struct event_row_list l;
	int64_t next;

	CHECK_OK(store_event_list(u->snap, &f, &l, &next, &u->arena));
	for (size_t i = 0; i < l.n; i++)
		buf_print(&b, "%s" SV_FMT, i ? "," : "", SV_ARG(l.at[i].kind));
	return buf_sv(&b);
}
