/* Runs the migrations that a database has not seen. DDL is written with four words (@ID@ @INT@ @BYTES@
 * @STRICT@) that become SQLite's here and would become PostgreSQL's in its driver. */
#include "server/store/migrate.h"

#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/file.h"
#include "common/log.h"

#include "server/store/sqlite.h"

static const struct query sql[] = {
	{ "migration.seen", "SELECT name, sum FROM migration WHERE number = $1" },
	{ "migration.newest", "SELECT CAST(coalesce(max(number), 0) AS BIGINT) FROM migration" },
	{ "migration.add", "INSERT INTO migration (number, name, sum, at) VALUES ($1, $2, $3, $4)" },
	{ "migration.bytes", "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p, pragma_freelist_count f, "
			     "pragma_page_size s" },
};
enum { SEEN, NEWEST, ADD, BYTES };

static const struct {
	const char *word, *means;
} words[] = { { "@ID@", "INTEGER" }, { "@INT@", "INTEGER" }, { "@BYTES@", "BLOB" }, { "@STRICT@", "STRICT" } };

static const char *translate(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, text.n * 2 + 64);

	while (text.n) {
		size_t at = sv_find(text, '@'), w = 0;

		buf_add(&b, sv_from_to(text, 0, at));
		text = sv_from_to(text, at, text.n);
		if (!text.n)
			break;
		while (w < COUNT(words) && !sv_starts(text, sv_from(words[w].word)))
			w++;
		if (w == COUNT(words)) {
			buf_char(&b, '@');
			text = sv_from_to(text, 1, text.n);
		} else {
			buf_z(&b, words[w].means);
			text = sv_from_to(text, strlen(words[w].word), text.n);
		}
	}
	buf_char(&b, '\0');
	return b.p;
}

/* FNV-1a: a guard against mistakes, not against people. */
static int64_t sum_of(struct sv text)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < text.n; i++)
		h = (h ^ (unsigned char)text.p[i]) * UINT64_C(1099511628211);
	return (int64_t)(h >> 1);
}

struct one {
	int64_t number, sum;
	const char *name;
	struct sv text;
};

static enum status apply(struct db *db, struct arena *a, const struct one *m)
{
	struct stmt *st;
	enum status result;
	bool row;

	TRY(db_verb(db, DB_BEGIN_WRITE));
	result = db_exec(db, translate(a, m->text));
	if (result == ST_OK)
		result = db_stmt(db, ADD, &sql[ADD], &st);
	if (result == ST_OK)
		result = db_start(db, st, ARGS(V(m->number), V(sv_from(m->name)), V(m->sum),
					       V(clock_now())));
	if (result == ST_OK)
		result = db_step(db, st, &row);
	if (result == ST_OK)
		return db_verb(db, DB_COMMIT);
	{
		struct fault f = *fault_last();

		(void)!db_verb(db, DB_ROLLBACK);
		return fail(f.status, "migration %s: %s", m->name, f.text);
	}
}

static enum status seen(struct db *db, const struct one *m, bool *ret)
{
	struct stmt *st;
	bool row;

	TRY(db_stmt(db, SEEN, &sql[SEEN], &st));
	TRY(db_start(db, st, ARGS(V(m->number))));
	TRY(db_step(db, st, &row));
	if (row && stmt_int(st, 1) != m->sum)
		return fail(ST_CONFLICT, "migration %s is not the one this database has seen", m->name);
	if (row)
		db_reset(st);
	*ret = row;
	return ST_OK;
}

static enum status ask(struct db *db, unsigned q, int64_t *ret)
{
	struct stmt *st;
	bool row;

	TRY(db_stmt(db, q, &sql[q], &st));
	TRY(db_start(db, st, NULL, 0));
	TRY(db_step(db, st, &row));
	*ret = row ? stmt_int(st, 0) : 0;
	if (row)
		db_reset(st);
	return ST_OK;
}

bool migrate_indexes(struct sv text)
{
	return sv_find_sv(text, SV("CREATE INDEX")) < text.n || sv_find_sv(text, SV("CREATE UNIQUE INDEX")) < text.n;
}

enum status migrate_room(const char *name, int64_t used, int64_t room)
{
	if (used < MIGRATE_SMALL || used <= room / 2)
		return ST_OK;
	return fail(ST_UNAVAILABLE, "migration %s makes indexes and may need %lld MB of disk while it does, twice what the database "
		    "holds; %lld MB are free: make room and start again, nothing is changed", name,
		    (long long)(used >> 20) * 2, (long long)(room >> 20));
}

/* A database that has been filled: what is done is told before and behind, since it may take minutes, and indexes are not begun
 * where the disk may end first. */
static enum status apply_filled(struct db *db, struct arena *a, const struct one *m, const char *path, int64_t last)
{
	const char *folder = sv_z(a, sv_from_to(sv_from(path), 0, (size_t)(strrchr(path, '/') ? strrchr(path, '/') - path : 0)));
	int64_t used, room, began = clock_mono_ms();

	TRY(ask(db, BYTES, &used));
	TRY(disk_free(folder[0] ? folder : ".", &room));
	say(L_INFO, "migration.begins", "name=%s number=%lld of=%lld database_mb=%lld free_mb=%lld", m->name, (long long)m->number,
	    (long long)last, (long long)(used >> 20), (long long)(room >> 20));
	if (migrate_indexes(m->text))
		TRY(migrate_room(m->name, used, room));
	TRY(apply(db, a, m));
	TRY(db_checkpoint(db, false));
	say(L_INFO, "migration.done", "name=%s ms=%lld", m->name, (long long)(clock_mono_ms() - began));
	return ST_OK;
}

static int64_t last_of(const struct embedded *files)
{
	int64_t n = 0, last = 0;

	for (; files->path; files++)
		if (sv_int(sv_from_to(sv_from(strrchr(files->path, '/') + 1), 0, 4), &n) && n > last)
			last = n;
	return last;
}

static enum status run_all(struct db *db, struct arena *a, const struct embedded *files, const char *path)
{
	int64_t newest = 0, known = 0, last = last_of(files);

	TRY(ask(db, NEWEST, &newest)); /* 0: it is made now */
	for (; files->path; files++) {
		const char *name = strrchr(files->path, '/') + 1;
		struct one m = { .name = name,
				 .text = sv_of(files->at, (size_t)(files->end - files->at)) };
		bool done = false;

		if (!sv_ends(sv_from(name), SV(".sql")) ||
		    !sv_int(sv_from_to(sv_from(name), 0, 4), &m.number))
			return fail(ST_INTERNAL, "%s is not NNNN_name.sql", files->path);
		m.sum = sum_of(m.text);
		known = m.number > known ? m.number : known;
		TRY(seen(db, &m, &done));
		if (!done && newest)
			TRY(apply_filled(db, a, &m, path, last));
		else if (!done)
			TRY(apply(db, a, &m));
	}
	TRY(ask(db, NEWEST, &newest));
	if (newest > known)
		return fail(ST_CONFLICT, "this database has seen migration %d, this program knows %d: it is older",
			    (int)newest, (int)known);
	return ST_OK;
}

enum status migrate(const char *path, const struct embedded *files)
{
	struct arena a = ARENA_INIT;
	struct db *db;
	enum status st;

	TRY(db_open(path, ACCESS_WRITE, COUNT(sql), &db));
	st = db_exec(db, "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY,"
			 "name TEXT NOT NULL, sum INTEGER NOT NULL, at INTEGER NOT NULL) STRICT");
	if (st == ST_OK)
		st = db_sort_on_disk(db, true);
	if (st == ST_OK)
		st = run_all(db, &a, files, path);
	db_close(db);
	arena_free(&a);
	return st;
}
