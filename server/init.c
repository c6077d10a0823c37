/* quitsd init and quitsd check: making a data directory, and trying everything that can be wrong without
 * serving anyone. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/catalogue.h"
#include "common/clock.h"
#include "common/crypt.h"
#include "common/embedded.h"
#include "common/file.h"
#include "common/thread.h"

#include "server/app.h"
#include "server/document/confine.h"
#include "server/document/helper.h"
#include "server/engine/channel.h"
#include "server/feed/feed.h"
#include "server/portal/portal.h"
#include "server/runtime/unit.h"
#include "server/runtime/writer.h"
#include "server/service/approval.h"
#include "server/service/budget.h"
#include "server/service/operator.h"
#include "server/store/store.h"

static enum status gid_of(const char *group, gid_t *ret)
{
	struct group *g = getgrnam(group);

	if (!g)
		return fail_field(ST_INVALID, "group", "there is no group %s on this host", group);
	*ret = g->gr_gid;
	return ST_OK;
}

/* 0710 with the group, whose members may pass to the socket and list nothing; 0700 without. */
static enum status make_folders(struct arena *a, const char *dir, const char *group)
{
	gid_t gid = (gid_t)-1;

	if (group)
		TRY(gid_of(group, &gid));
	TRY(folder_make(dir, group ? 0710 : 0700));
	if (group && chown(dir, (uid_t)-1, gid) != 0)
		return fail(ST_FORBIDDEN, "%s: its group could not be set: %s", dir, strerror(errno));
	if (group)
		TRY(folder_make(dir, 0710)); /* chown may clear bits */
	TRY(folder_make(arena_print(a, "%s/outbox", dir), 0700));
	TRY(folder_make(arena_print(a, "%s/attachments", dir), 0700));
	TRY(folder_make(arena_print(a, "%s/documents", dir), 0700));
	return folder_make(arena_print(a, "%s/scratch", dir), 0700);
}

struct first {
	struct unit *u;
	int64_t uid;
	struct sv name;
};

static enum status run_first(struct tx *tx, void *arg)
{
	struct first *f = arg;

	return service_operator_first(f->u, tx, f->uid, f->name);
}

static enum status first_operator(struct arena *a, struct store *store, const struct keys *keys)
{
	struct feed *feed = feed_new(0);
	struct shared shared = { .store = store, .feed = feed, .keys = keys };
	struct unit u = { .shared = &shared, .now = clock_now() };
	struct passwd *me = getpwuid(getuid());
	struct first f = { .u = &u, .uid = (int64_t)getuid() };
	enum status st;

	f.name = me ? sv_from(me->pw_name) : sv_print(a, "uid%d", (int)getuid());
	u.actor = f.name;
	st = writer_start(store, feed, NULL, &shared.writer);
	if (st == ST_OK) {
		st = writer_do(shared.writer, "init", a, run_first, &f);
		writer_stop(shared.writer);
	}
	feed_free(feed);
	arena_free(&u.arena);
	return st;
}

/* True also when there is no such folder yet. */
static bool is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	bool empty = true;

	while (d && (e = readdir(d)) != NULL)
		empty &= strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	if (d)
		closedir(d);
	return empty;
}

static enum status init_in(struct arena *a, const char *dir, const char *group)
{
	char *key = arena_print(a, "%s/key", dir), *path = arena_print(a, "%s/quits.db", dir);
	struct store_config c = { .path = path, .schema = schema_sql_files };
	struct store *store;
	struct keys *keys;
	struct sv text;
	enum status st;

	if (access(key, F_OK) == 0 || access(path, F_OK) == 0)
		return fail(ST_CONFLICT, "%s is a data directory already", dir);
	if (!is_empty(dir))
		return fail(ST_CONFLICT, "%s holds other files: a data directory begins empty", dir);
	TRY(make_folders(a, dir, group));
	text = keys_make(a);
	TRY(file_write(a, key, text));
	TRY(keys_read(text, &keys));
	c.keys = keys;
	st = store_open(&c, &store);
	if (st == ST_OK) {
		st = first_operator(a, store, keys);
		store_close(store);
	}
	keys_free(keys);
	return st;
}

enum status app_init(const char *dir, const char *group)
{
	struct arena a = ARENA_INIT;
	enum status st;

	umask(0077);
	st = init_in(&a, dir, group);
	arena_free(&a);
	return st;
}

static enum status check_identity(struct arena *a, struct snap *s, struct buf *out)
{
	struct sv gaps;

	TRY(service_identity_gaps(a, s, &gaps));
	if (gaps.n)
		buf_print(out, SV_FMT "\n", SV_ARG(gaps));
	return ST_OK;
}

/* The live database is copied page by page, also while a quitsd serves it; the copy is migrated. */
static enum status check_store(struct arena *a, const char *dir, const struct keys *keys, struct buf *rules)
{
	char *live = arena_print(a, "%s/quits.db", dir);
	char *copy = arena_print(a, "%s/scratch/check-%d.db", dir, (int)getpid());
	struct store_config c = { .path = copy, .keys = keys, .schema = schema_sql_files };
	struct unit u = { .now = clock_now() };
	struct store *store;
	struct snap snap;
	enum status st;

	TRY(store_copy(live, copy));
	st = store_open(&c, &store);
	if (st == ST_OK) {
		st = snap_open(store, &snap);
		if (st == ST_OK) {
			struct shared shared = { .keys = keys };

			u.shared = &shared;
			st = service_setting_check(&u, &snap);
			if (st == ST_OK)
				st = service_approval_rules(&u.arena, &snap, rules);
			if (st == ST_OK)
				st = check_identity(&u.arena, &snap, rules);
			snap_close(&snap);
		}
		store_close(store);
	}
	unlink(copy);
	unlink(arena_print(a, "%s-wal", copy));
	unlink(arena_print(a, "%s-shm", copy));
	arena_free(&u.arena);
	return st;
}

/* Fonts are there, Cairo writes as we know it, and the process that draws is shut in. */
static enum status check_documents(struct arena *a)
{
	struct pdf_block b = { .kind = PDF_PARAGRAPH, .text = SV("0123456789") };
	struct pdf_doc d = { .language = SV("en"), .title = SV("Quits"), .blocks = { &b, 1 } };
	struct buf out = buf_new(a, PDF_BYTES_MAX);
	struct pdf_maker *m;
	enum status st;
	unsigned held;

	TRY(pdf_maker_start(&(struct pdf_config){ .program = NULL }, &m));
	st = pdf_make(m, &d, &out);
	held = pdf_maker_confined(m);
	pdf_maker_stop(m);
	if (st == ST_OK)
		printf("documents: good, drawn by a process without %s\n",
		       held == (CONFINED_FILES | CONFINED_CALLS) ? "network, programs or files but fonts"
		       : held == CONFINED_CALLS ? "network and programs (this kernel has no Landlock to keep files from it)"
						: "limits of its own but memory: this kernel has no seccomp");
	return st;
}

static enum status check_in(struct arena *a, const char *dir)
{
	struct buf rules = buf_new(a, 4096);
	struct keys *keys;
	struct sv text;
	enum status st;

	TRY(catalogue_start(locale_files, false));
	TRY(portal_start());
	printf("templates: pages good\n");
	TRY(message_start());
	printf("templates: messages good\n");
	TRY(check_documents(a));
	TRY(file_read(a, arena_print(a, "%s/key", dir), 4096, &text));
	TRY(keys_read(text, &keys));
	printf("key file: good\n");
	st = check_store(a, dir, keys, &rules);
	keys_free(keys);
	if (st == ST_OK)
		printf("migrations on a copy, statements, settings: good\n" SV_FMT, SV_ARG(buf_sv(&rules)));
	return st;
}

enum status app_check(const char *dir)
{
	struct arena a = ARENA_INIT;
	enum status st;

	umask(0077);
	st = check_in(&a, dir);
	message_end();
	portal_end();
	arena_free(&a);
	return st;
}
