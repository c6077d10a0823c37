/* The store around its connections: which statement sets there are, opening, groups and savepoints, rows.
 * Drivers stay dumb; what every statement needs (arguments counted, rows mapped to records, faults named)
 * happens here. */
#include "server/store/store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/thread.h"

#include "server/store/migrate.h"
#include "server/store/remember.h"
#include "server/store/sets.h"
#include "server/store/sqlite.h"

struct store {
	const struct keys *keys;
	char *path;
	size_t slots; /* statements of all sets: each connection has room for so many */
	struct tx tx;
};

/* Numbers the sets. Once, before any thread runs. */
static size_t sets_number(void)
{
	size_t base = 0;

	for (size_t i = 0; i < COUNT(store_sets); i++) {
		store_sets[i]->base = base;
		base += store_sets[i]->n;
	}
	return base;
}

static enum status prepare_all(struct db *db)
{
	for (size_t i = 0; i < COUNT(store_sets); i++)
		for (size_t q = 0; q < store_sets[i]->n; q++) {
			struct stmt *st;

			if (!store_sets[i]->at[q].sql)
				return fail(ST_INTERNAL, "statement %zu of set %zu is missing", q, i);
			TRY(db_stmt(db, store_sets[i]->base + q, &store_sets[i]->at[q], &st));
		}
	return ST_OK;
}

enum status store_open(const struct store_config *config, struct store **ret)
{
	struct store *s = mem_new(sizeof(*s));
	struct db *db = NULL;
	enum status st = migrate(config->path, config->schema);

	s->slots = sets_number();
	if (st == ST_OK)
		st = db_open(config->path, ACCESS_WRITE, s->slots, &db);
	if (st == ST_OK)
		st = prepare_all(db);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		if (db)
			db_close(db);
		mem_free(s);
		return fault_carry(&f);
	}
	s->keys = config->keys;
	s->path = mem_new(strlen(config->path) + 1);
	memcpy(s->path, config->path, strlen(config->path) + 1);
	s->tx = (struct tx){ .look = { .db = db, .store = s }, .keys = config->keys, .now = clock_now() };
	*ret = s;
	return ST_OK;
}

void store_close(struct store *s)
{
	(void)!db_checkpoint(s->tx.look.db, true);
	db_close(s->tx.look.db);
	mem_free(s->path);
	mem_free(s);
}

const struct keys *store_keys(const struct store *s)
{
	return s->keys;
}

struct tx *store_tx(struct store *s)
{
	return &s->tx;
}

enum status store_copy(const char *from, const char *to)
{
	struct db *db;
	enum status st;

	TRY(db_open(from, ACCESS_READ, 0, &db));
	st = db_backup(db, to);
	db_close(db);
	return st;
}

enum status store_backup(struct store *s, const char *to)
{
	struct snap snap;
	enum status st;

	TRY(snap_open(s, &snap));
	st = db_backup(snap.db, to);
	snap_close(&snap);
	return st;
}

enum status snap_open(struct store *s, struct snap *ret)
{
	struct db *db;

	TRY(db_open(s->path, ACCESS_READ, s->slots, &db));
	*ret = (struct snap){ .db = db, .store = s, .keeps = true };
	return ST_OK;
}

void snap_end(struct snap *s)
{
	if (db_inside(s->db))
		(void)!db_verb(s->db, DB_COMMIT);
	if (snap_remembers(s))
		remember_nothing(s);
}

void snap_rest(struct snap *s)
{
	if (db_inside(s->db))
		(void)!db_verb(s->db, DB_COMMIT);
	if (s->kept.used > REMEMBER_BYTES)
		remember_nothing(s);
}

bool snap_remembers(const struct snap *s)
{
	return s->kept.used > 0;
}

enum status snap_begin(struct snap *s)
{
	return remember_look(s);
}

bool snap_begun(const struct snap *s)
{
	return db_inside(s->db);
}

void snap_close(struct snap *s)
{
	snap_end(s);
	db_close(s->db);
	s->db = NULL;
	arena_free(&s->kept);
}

void snap_patience(struct snap *s, int64_t steps)
{
	db_patience(s->db, steps);
}

enum status store_group_begin(struct tx *tx)
{
	must_be_on(THREAD_WRITER);
	return db_verb(tx->look.db, DB_BEGIN_WRITE);
}

enum status store_group_commit(struct tx *tx)
{
	must_be_on(THREAD_WRITER);
	return db_verb(tx->look.db, DB_COMMIT);
}

void store_group_rollback(struct tx *tx)
{
	if (db_inside(tx->look.db))
		(void)!db_verb(tx->look.db, DB_ROLLBACK);
}

enum status store_one_begin(struct tx *tx)
{
	tx->now = clock_now();
	return db_verb(tx->look.db, DB_SAVE);
}

enum status store_one_end(struct tx *tx, bool keep)
{
	if (!keep)
		TRY(db_verb(tx->look.db, DB_BACK));
	return db_verb(tx->look.db, DB_RELEASE);
}

bool store_inside(struct tx *tx)
{
	return db_inside(tx->look.db);
}

enum status store_checkpoint(struct tx *tx)
{
	must_be_on(THREAD_WRITER);
	return db_checkpoint(tx->look.db, false);
}

void store_triggers(struct tx *tx, bool on)
{
	must_be_on(THREAD_WRITER);
	db_triggers(tx->look.db, on);
}

enum status store_sort_on_disk(struct tx *tx, bool on)
{
	must_be_on(THREAD_WRITER);
	return db_sort_on_disk(tx->look.db, on);
}

enum status store_exec(struct tx *tx, const char *sql)
{
	must_be_on(THREAD_WRITER);
	return db_exec(tx->look.db, sql);
}

enum status rows_open(struct snap *s, const struct query_set *set, unsigned q, struct rows *ret,
		      const struct value *v, size_t n)
{
	struct stmt *st;

	if (!db_inside(s->db))
		TRY(db_verb(s->db, DB_BEGIN_READ));
	TRY(db_stmt(s->db, set->base + q, &set->at[q], &st));
	TRY(db_start(s->db, st, v, n));
	*ret = (struct rows){ s->db, st, &set->at[q], false };
	return ST_OK;
}

enum status rows_open_once(struct snap *s, const struct query *q, struct rows *ret, const struct value *v, size_t n)
{
	struct stmt *st;
	enum status failed;

	if (!db_inside(s->db))
		TRY(db_verb(s->db, DB_BEGIN_READ));
	TRY(db_stmt_once(s->db, q, &st));
	failed = db_start(s->db, st, v, n);
	if (failed != ST_OK) {
		db_forget(st);
		return failed;
	}
	*ret = (struct rows){ s->db, st, q, true };
	return ST_OK;
}

enum status rows_next(struct rows *r, bool *ret)
{
	enum status st = db_step(r->db, r->stmt, ret);

	if (r->once && (st != ST_OK || !*ret))
		db_forget(r->stmt);
	return st;
}

void rows_close(struct rows *r)
{
	if (r->once)
		db_forget(r->stmt);
	else
		db_reset(r->stmt);
}

int64_t rows_int(const struct rows *r, int column)
{
	return stmt_int(r->stmt, column);
}

bool rows_null(const struct rows *r, int column)
{
	return stmt_null(r->stmt, column);
}

struct sv rows_text(const struct rows *r, int column, struct arena *a)
{
	return sv_copy(a, stmt_bytes(r->stmt, column));
}

struct hash rows_hash(const struct rows *r, int column)
{
	struct sv s = stmt_bytes(r->stmt, column);
	struct hash h = { { 0 } };

	if (s.n == HASH_LEN)
		memcpy(h.b, s.p, HASH_LEN);
	return h;
}

int rows_choice(const struct rows *r, int column, const struct choice *c)
{
	int value = 0;

	(void)choice_value(c, stmt_bytes(r->stmt, column), &value);
	return value;
}

static void read_column(const struct rows *r, int column, const struct field *f, void *p,
			struct arena *a)
{
	switch (f->kind) {
	case K_BOOL:
		*(bool *)p = rows_int(r, column) != 0;
		return;
	case K_INT:
	case K_MONEY:
	case K_RATE:
	case K_TIME:
	case K_DAY:
	case K_ID:
		*(int64_t *)p = rows_int(r, column);
		return;
	case K_CURRENCY: {
		struct sv code = stmt_bytes(r->stmt, column);
		struct currency *c = p;

		memset(c, 0, sizeof(*c));
		if (code.n == 3)
			memcpy(c->code, code.p, 3);
		return;
	}
	case K_TEXT:
	case K_BYTES:
		*(struct sv *)p = rows_text(r, column, a);
		return;
	case K_CHOICE:
		*(int *)p = rows_choice(r, column, f->of);
		return;
	case K_RECORD:
	case K_LIST:
		return; /* no column holds one */
	}
}

void rows_record(const struct rows *r, const struct record *rec, void *out, struct arena *a)
{
	int columns;
	const struct field *const *fields = stmt_fields(r->stmt, rec, &columns);

	for (int i = 0; i < columns; i++)
		if (fields[i])
			read_column(r, i, fields[i], field_in(fields[i], out), a);
}

enum status snap_one(struct snap *s, const struct query_set *set, unsigned q, const struct value *v,
		     size_t n, const struct record *rec, void *out, struct arena *a, const char *what)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, set, q, &r, v, n));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "no such %s", what);
	memset(out, 0, rec->size);
	rows_record(&r, rec, out, a);
	rows_close(&r);
	return ST_OK;
}

enum status snap_list(struct snap *s, const struct query_set *set, unsigned q, const struct value *v,
		      size_t n, const struct record *rec, struct list *out, struct arena *a,
		      size_t max, bool *ret_more)
{
	struct rows r;
	size_t have = 0, cap = max < 16 ? max : 16;
	char *at = cap ? arena_alloc(a, cap * rec->size) : NULL;
	bool row, more = false;

	TRY(rows_open(s, set, q, &r, v, n));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (have == max) {
			more = true;
			rows_close(&r);
			break;
		}
		if (have == cap) {
			size_t grown = cap * 2 < max ? cap * 2 : max;
			char *bigger = arena_alloc(a, grown * rec->size);

			memcpy(bigger, at, cap * rec->size);
			at = bigger;
			cap = grown;
		}
		rows_record(&r, rec, at + have * rec->size, a);
		have++;
	}
	*out = (struct list){ at, have };
	if (ret_more)
		*ret_more = more;
	return ST_OK;
}

enum status snap_int(struct snap *s, const struct query_set *set, unsigned q, const struct value *v,
		     size_t n, int64_t *ret)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, set, q, &r, v, n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_int(&r, 0) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status tx_run(struct tx *tx, const struct query_set *set, unsigned q, const struct value *v,
		   size_t n, int64_t *ret_changes)
{
	struct db *db = tx->look.db;
	struct stmt *st;
	bool row;

	must_be_on(THREAD_WRITER);
	TRY(db_stmt(db, set->base + q, &set->at[q], &st));
	TRY(db_start(db, st, v, n));
	do
		TRY(db_step(db, st, &row));
	while (row); /* RETURNING rows nobody asked for */
	if (ret_changes)
		*ret_changes = db_changes(db);
	return ST_OK;
}

enum status tx_run_once(struct tx *tx, const struct query *q, const struct value *v, size_t n,
			int64_t *ret_changes)
{
	must_be_on(THREAD_WRITER);
	TRY(db_run_once(tx->look.db, q, v, n));
	if (ret_changes)
		*ret_changes = db_changes(tx->look.db);
	return ST_OK;
}
