/* SQLite behind sqlite.h. Settings of every connection: WAL, synchronous=FULL (nothing else survives a
 * power cut, security.md 0.3), foreign keys, no trusted schema (the writer's is: FTS5 of SQLite 3.40 does not call itself
 * harmless, and triggers keep its tables; nothing in our schema is anybody else's), a busy time-out (BEGIN IMMEDIATE may meet a
 * reader that recovers the log), and for readers query_only. Parameters are $1..$N: SQLite takes those for
 * names and numbers them by first appearance, so each statement keeps a map from N to SQLite's index. */
#include "server/store/sqlite.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/utf8.h"

enum { PARAMS_MAX = 256, BUSY_MS = 2000, BACKUP_WAITS = 1000, PATIENCE_EACH = 1000, PATIENCE_MS = 3000, FOLD_QUICK = 256 };

struct stmt {
	sqlite3_stmt *s;
	const struct query *q;
	int slot[PARAMS_MAX + 1];
	size_t params;
	const struct record *mapped; /* the record `fields` was worked out for */
	const struct field **fields;
	int columns;
};

struct db {
	sqlite3 *c;
	struct stmt *stmts; /* [slots] */
	size_t slots;
	sqlite3_stmt *verbs[DB_VERBS];
	struct arena folds;   /* of fold(), for one call */
	int64_t steps, deadline; /* of db_patience(): left, and when it ends in any case */
};

static const char *const verb_sql[DB_VERBS] = {
	[DB_BEGIN_READ] = "BEGIN",    [DB_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[DB_COMMIT] = "COMMIT",	      [DB_ROLLBACK] = "ROLLBACK",
	[DB_SAVE] = "SAVEPOINT one",  [DB_BACK] = "ROLLBACK TO one",
	[DB_RELEASE] = "RELEASE one",
};

static enum status trouble(const struct db *db, const char *what)
{
	int code = sqlite3_extended_errcode(db->c);

	switch (code & 0xff) {
	case SQLITE_INTERRUPT:
		return fail(ST_LIMIT, "%s: it took too long", what);
	case SQLITE_CONSTRAINT:
		return fail(ST_CONFLICT, "%s: %s", what, sqlite3_errmsg(db->c));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return fail(ST_UNAVAILABLE, "%s: storage: %s", what, sqlite3_errmsg(db->c));
	default:
		return fail(ST_INTERNAL, "%s: %s (%d)", what, sqlite3_errmsg(db->c), code);
	}
}

enum status db_exec(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->c, sql, NULL, NULL, NULL) != SQLITE_OK)
		return trouble(db, "exec");
	return ST_OK;
}

/* fold(text): what utf8_fold makes of it. Most texts are plain and short and need no arena. */
static void fold(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct db *db = sqlite3_user_data(c);
	struct sv text = { (const char *)sqlite3_value_text(v[0]), 0 };
	char quick[FOLD_QUICK];
	size_t i = 0;

	(void)n;
	if (!text.p) {
		sqlite3_result_null(c);
		return;
	}
	text.n = (size_t)sqlite3_value_bytes(v[0]);
	for (; i < text.n && i < sizeof(quick) && (unsigned char)text.p[i] < 0x80; i++)
		quick[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] | 32 : text.p[i]);
	if (i == text.n) {
		sqlite3_result_text(c, quick, (int)i, SQLITE_TRANSIENT);
		return;
	}
	text = utf8_fold(&db->folds, text);
	sqlite3_result_text(c, text.p, (int)text.n, SQLITE_TRANSIENT);
	arena_reset(&db->folds);
}

static enum status settle_in(struct db *db, enum access access)
{
	sqlite3_busy_timeout(db->c, BUSY_MS);
	sqlite3_extended_result_codes(db->c, 1);
	if (sqlite3_create_function_v2(db->c, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, db, fold,
				       NULL, NULL, NULL) != SQLITE_OK)
		return trouble(db, "fold");
	TRY(db_exec(db, "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-2048;"));
	if (access == ACCESS_READ)
		return db_exec(db, "PRAGMA trusted_schema=OFF; PRAGMA query_only=ON;");
	return db_exec(db, "PRAGMA trusted_schema=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
			   "PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;"
			   "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8192;");
}

/* Of the database, where db_sort_on_disk() sorts: what lies in it is as private as what is sorted. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return sqlite3_mprintf("%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
}

enum status db_sort_on_disk(struct db *db, bool on)
{
	return db_exec(db, on ? "PRAGMA temp_store=FILE" : "PRAGMA temp_store=MEMORY");
}

enum status db_open(const char *path, enum access access, size_t slots, struct db **ret)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE |
		    (access == ACCESS_WRITE ? SQLITE_OPEN_CREATE : 0);
	static atomic_flag configured = ATOMIC_FLAG_INIT;
	struct db *db = mem_new(sizeof(*db));
	enum status st;

	if (!atomic_flag_test_and_set(&configured)) {
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a global lock per allocation, for figures nobody reads */
		sqlite3_initialize();
		sqlite3_temp_directory = folder_of(path);
	}
	db->slots = slots;
	db->stmts = mem_new(slots * sizeof(*db->stmts));
	if (sqlite3_open_v2(path, &db->c, flags, NULL) != SQLITE_OK) {
		st = db->c ? trouble(db, path) : fail(ST_INTERNAL, "%s: no memory", path);
		db_close(db);
		return st;
	}
	st = settle_in(db, access);
	for (int v = 0; v < DB_VERBS && st == ST_OK; v++)
		if (sqlite3_prepare_v3(db->c, verb_sql[v], -1, SQLITE_PREPARE_PERSISTENT,
				       &db->verbs[v], NULL) != SQLITE_OK)
			st = trouble(db, verb_sql[v]);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		db_close(db);
		return fault_carry(&f);
	}
	*ret = db;
	return ST_OK;
}

void db_close(struct db *db)
{
	for (size_t i = 0; i < db->slots; i++) {
		sqlite3_finalize(db->stmts[i].s);
		mem_free(db->stmts[i].fields);
	}
	for (int v = 0; v < DB_VERBS; v++)
		sqlite3_finalize(db->verbs[v]);
	sqlite3_close_v2(db->c);
	arena_free(&db->folds);
	mem_free(db->stmts);
	mem_free(db);
}

static enum status map_params(struct stmt *st)
{
	st->params = (size_t)sqlite3_bind_parameter_count(st->s);
	for (int i = 1; i <= (int)st->params; i++) {
		const char *name = sqlite3_bind_parameter_name(st->s, i);
		int64_t n = 0;

		if (!name || name[0] != '$' || !sv_int(sv_from(name + 1), &n) || n < 1 ||
		    n > (int64_t)st->params || n > PARAMS_MAX || st->slot[n])
			return fail(ST_INTERNAL, "%s: '%s' is not one of $1..$%zu", st->q->name,
				    name ? name : "?", st->params);
		st->slot[n] = i;
	}
	return ST_OK;
}

enum status db_stmt(struct db *db, size_t slot, const struct query *q, struct stmt **ret)
{
	struct stmt *st = &db->stmts[slot];

	if (!st->s) {
		if (sqlite3_prepare_v3(db->c, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &st->s, NULL) !=
		    SQLITE_OK)
			return trouble(db, q->name);
		st->q = q;
		TRY(map_params(st));
	}
	*ret = st;
	return ST_OK;
}

enum status db_stmt_once(struct db *db, const struct query *q, struct stmt **ret)
{
	struct stmt *st = mem_new(sizeof(*st));
	enum status failed;

	st->q = q;
	if (sqlite3_prepare_v2(db->c, q->sql, -1, &st->s, NULL) != SQLITE_OK)
		failed = trouble(db, q->name);
	else
		failed = map_params(st);
	if (failed != ST_OK) {
		struct fault f = *fault_last();

		db_forget(st);
		return fault_carry(&f);
	}
	*ret = st;
	return ST_OK;
}

void db_forget(struct stmt *st)
{
	sqlite3_finalize(st->s);
	mem_free(st->fields);
	mem_free(st);
}

static int bind(struct stmt *st, int at, const struct value *v)
{
	switch (v->type) {
	case VALUE_INT:
		return sqlite3_bind_int64(st->s, at, v->i);
	case VALUE_TEXT:
		return sqlite3_bind_text64(st->s, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC,
					   SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(st->s, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC);
	case VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(st->s, at);
}

enum status db_start(struct db *db, struct stmt *st, const struct value *v, size_t n)
{
	if (n != st->params)
		return fail(ST_INTERNAL, "%s: %zu values for %zu parameters", st->q->name, n,
			    st->params);
	sqlite3_reset(st->s);
	for (size_t i = 0; i < n; i++)
		if (bind(st, st->slot[i + 1], &v[i]) != SQLITE_OK)
			return trouble(db, st->q->name);
	return ST_OK;
}

enum status db_step(struct db *db, struct stmt *st, bool *ret_row)
{
	int code = sqlite3_step(st->s);

	if (code == SQLITE_ROW) {
		*ret_row = true;
		return ST_OK;
	}
	if (code == SQLITE_DONE) {
		sqlite3_reset(st->s);
		*ret_row = false;
		return ST_OK;
	}
	{
		enum status failed = trouble(db, st->q->name);

		sqlite3_reset(st->s);
		return failed;
	}
}

void db_reset(struct stmt *st)
{
	sqlite3_reset(st->s);
}

enum status db_run_once(struct db *db, const struct query *q, const struct value *v, size_t n)
{
	struct stmt once = { .q = q };
	enum status st = ST_OK;
	bool row = true;

	if (sqlite3_prepare_v2(db->c, q->sql, -1, &once.s, NULL) != SQLITE_OK)
		return trouble(db, q->name);
	st = map_params(&once);
	if (st == ST_OK)
		st = db_start(db, &once, v, n);
	while (st == ST_OK && row)
		st = db_step(db, &once, &row);
	sqlite3_finalize(once.s);
	return st;
}

static int out_of_patience(void *arg)
{
	struct db *db = arg;

	db->steps -= PATIENCE_EACH;
	return db->steps <= 0 || clock_mono_ms() >= db->deadline;
}

void db_patience(struct db *db, int64_t steps)
{
	db->steps = steps;
	db->deadline = clock_mono_ms() + PATIENCE_MS;
	sqlite3_progress_handler(db->c, steps ? PATIENCE_EACH : 0, steps ? out_of_patience : NULL, db);
}

void db_triggers(struct db *db, bool on)
{
	sqlite3_db_config(db->c, SQLITE_DBCONFIG_ENABLE_TRIGGER, (int)on, NULL);
}

int64_t db_changes(const struct db *db)
{
	return sqlite3_changes64(db->c);
}

enum status db_verb(struct db *db, enum db_verb verb)
{
	int code = sqlite3_step(db->verbs[verb]);
	enum status st = code == SQLITE_DONE ? ST_OK : trouble(db, verb_sql[verb]);

	sqlite3_reset(db->verbs[verb]);
	return st;
}

bool db_inside(const struct db *db)
{
	return !sqlite3_get_autocommit(db->c);
}

enum status db_checkpoint(struct db *db, bool truncate)
{
	int code = sqlite3_wal_checkpoint_v2(
		db->c, NULL, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, NULL,
		NULL);

	if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
		return trouble(db, "checkpoint");
	return ST_OK; /* busy: a reader still needs the log; the next turn gets further */
}

enum status db_backup(struct db *db, const char *to)
{
	struct db copy = { 0 };
	sqlite3_backup *b;
	enum status st = ST_OK;
	int code;

	if (sqlite3_open_v2(to, &copy.c, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
	    SQLITE_OK)
		st = trouble(&copy, to);
	b = st == ST_OK ? sqlite3_backup_init(copy.c, "main", db->c, "main") : NULL;
	if (b) {
		for (int waits = 0;; waits++) {
			code = sqlite3_backup_step(b, 1024);
			if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
				break;
			if (code != SQLITE_OK && waits == BACKUP_WAITS)
				break;
			if (code != SQLITE_OK)
				sqlite3_sleep(10);
		}
		sqlite3_backup_finish(b);
		if (code != SQLITE_DONE)
			st = trouble(&copy, to);
	} else if (st == ST_OK) {
		st = trouble(&copy, to);
	}
	sqlite3_close_v2(copy.c);
	return st;
}

int64_t stmt_int(const struct stmt *st, int column)
{
	return sqlite3_column_int64(st->s, column);
}

bool stmt_null(const struct stmt *st, int column)
{
	return sqlite3_column_type(st->s, column) == SQLITE_NULL;
}

struct sv stmt_bytes(const struct stmt *st, int column)
{
	const void *p = sqlite3_column_blob(st->s, column); /* TEXT comes as its UTF-8 bytes */

	return (struct sv){ p, p ? (size_t)sqlite3_column_bytes(st->s, column) : 0 };
}

const struct field *const *stmt_fields(struct stmt *st, const struct record *rec, int *ret_columns)
{
	if (st->mapped != rec) {
		st->columns = sqlite3_column_count(st->s);
		st->fields = mem_grow(st->fields, (size_t)st->columns * sizeof(*st->fields));
		for (int i = 0; i < st->columns; i++)
			st->fields[i] = record_field(rec, sv_from(sqlite3_column_name(st->s, i)));
		st->mapped = rec;
	}
	*ret_columns = st->columns;
	return st->fields;
}
