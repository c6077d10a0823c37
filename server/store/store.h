/* The database: one file, one writer, many readers.
 *
 * Who gets a `struct tx` may write, who gets a `struct snap` may only look. A store is opened once by
 * app.c; each reading thread opens a struct snap of its own (a connection with its statements; never
 * shared). The one struct tx belongs to the writer (runtime/writer.c). Statements live beside the
 * functions that use them, in sets that are listed in store.c, and are prepared at start by the writer's
 * connection, by readers on first use; parameters are $1..$N bound through a slot map.
 *
 * SQLite, WAL, synchronous=FULL, STRICT tables, foreign keys on; readers query_only, trusted_schema off. */
#ifndef QUITS_SERVER_STORE_STORE_H
#define QUITS_SERVER_STORE_STORE_H

#include "common/arena.h"
#include "common/crypt.h"
#include "common/record.h"

#include "server/store/value.h"

struct store;
struct org;
struct db; /* one connection */

/* A look: one moment of the database. Lazily begun by the first statement, ended by snap_end. */
struct snap {
	struct db *db;
	struct store *store;
	bool keeps; /* a reader's: what was read may be remembered (store/remember.h); never the writer's */
	struct org *org; /* remembered (store/setting.h), until snap_end */
	struct memory *memory;
	struct arena kept;
};

/* A write: inside the writer's transaction and a savepoint of its own. */
struct tx {
	struct snap look;       /* tx_look(): the same moment, for shared readers */
	int64_t now;            /* the clock when the write began, ms UTC */
	const struct keys *keys;
	struct arena *arena;    /* lives until the write's waiter has its answer */
	bool due;               /* set by a write that queued something to be handed over */
};

struct query {
	const char *name; /* "promise.insert": for faults and the log */
	const char *sql;
};

struct query_set {
	const struct query *at;
	size_t n;
	size_t base; /* set by store.c before any thread runs: this set's first slot in a connection */
};
#define QUERY_SET(a) { (a), COUNT(a), 0 }

struct store_config {
	const char *path;             /* DIR/quits.db */
	const struct keys *keys;
	const struct embedded *schema; /* the migrations */
};

/* Opens, migrates (each numbered file once, in one transaction each), prepares every statement. */
MUST_USE enum status store_open(const struct store_config *config, struct store **ret);
void store_close(struct store *s); /* checkpoints; every snap and the tx must be closed */
const struct keys *store_keys(const struct store *s);
struct tx *store_tx(struct store *s); /* THREAD_WRITER: the one */

MUST_USE enum status snap_open(struct store *s, struct snap *ret);
void snap_end(struct snap *s);   /* lets go of the moment; the next look begins a new one */
/* Lets go of the moment as well, but what was read of it stays remembered: only for a reader that, before it looks
 * again, makes sure that nothing was committed meanwhile (http/listener.c). */
void snap_rest(struct snap *s);
MUST_USE enum status snap_begin(struct snap *s); /* at once, not with the first statement */
bool snap_begun(const struct snap *s);
bool snap_remembers(const struct snap *s); /* something */
void snap_close(struct snap *s);
/* From now on statements that together step more than so often (some ten million a second), or for three seconds, end with
 * LIMIT; 0: no statement does. */
void snap_patience(struct snap *s, int64_t steps);
static inline struct snap *tx_look(struct tx *tx)
{
	return &tx->look;
}

/* THREAD_WRITER. The group and its savepoints. */
MUST_USE enum status store_group_begin(struct tx *tx);
MUST_USE enum status store_group_commit(struct tx *tx);
void store_group_rollback(struct tx *tx);
MUST_USE enum status store_one_begin(struct tx *tx);
MUST_USE enum status store_one_end(struct tx *tx, bool keep); /* RELEASE, after ROLLBACK TO unless keep */
bool store_inside(struct tx *tx); /* false: SQLite rolled the whole group back by itself */
MUST_USE enum status store_checkpoint(struct tx *tx);         /* outside a group */
/* A statement that is in no set, prepared for this one run: for tests and for import's set-based work that runs
 * once in a while and need not stay prepared. */
MUST_USE enum status tx_run_once(struct tx *tx, const struct query *q, const struct value *v, size_t n,
				 int64_t *ret_changes);
/* Whether statements that are prepared from now on fire triggers; they do unless somebody says no for a while. */
void store_triggers(struct tx *tx, bool on);
MUST_USE enum status store_sort_on_disk(struct tx *tx, bool on); /* indexes that are made, not in memory: see sqlite.h */
/* For maintenance and import: SQL of ours without parameters. DDL inside a group leaves and comes back with it. */
MUST_USE enum status store_exec(struct tx *tx, const char *sql);

/* Rows, one after the other. Columns by number from 0. Texts are copied into `a`. */
struct rows {
	struct db *db;
	void *stmt;
	const struct query *q;
	bool once;
};
MUST_USE enum status rows_open(struct snap *s, const struct query_set *set, unsigned q, struct rows *ret,
			       const struct value *v, size_t n);
/* Of a statement that is in no set, prepared for this one run (store/list.c); the query outlives the rows. */
MUST_USE enum status rows_open_once(struct snap *s, const struct query *q, struct rows *ret, const struct value *v,
				    size_t n);
MUST_USE enum status rows_next(struct rows *r, bool *ret); /* closes itself at the end and on failure */
void rows_close(struct rows *r);                          /* to stop before the end */
int64_t rows_int(const struct rows *r, int column);       /* NULL reads as 0 */
bool rows_null(const struct rows *r, int column);
struct sv rows_text(const struct rows *r, int column, struct arena *a); /* TEXT and BLOB; NULL: empty */
struct hash rows_hash(const struct rows *r, int column);  /* a 32-byte BLOB; zeros otherwise */
int rows_choice(const struct rows *r, int column, const struct choice *c);
/* The row into a record by column name: columns without a field and fields without a column are left
 * alone. The mapping is worked out once per statement and record. */
void rows_record(const struct rows *r, const struct record *rec, void *out, struct arena *a);

/* One row or none into a record: NOT_FOUND with `what` in its text. */
MUST_USE enum status snap_one(struct snap *s, const struct query_set *set, unsigned q,
			      const struct value *v, size_t n, const struct record *rec, void *out,
			      struct arena *a, const char *what);
/* All rows (at most max; one more is read to set *ret_more, which may be NULL) into a RECORD_list. */
MUST_USE enum status snap_list(struct snap *s, const struct query_set *set, unsigned q,
			       const struct value *v, size_t n, const struct record *rec,
			       struct list *out, struct arena *a, size_t max, bool *ret_more);
/* The first column of the first row; 0 if there is none. */
MUST_USE enum status snap_int(struct snap *s, const struct query_set *set, unsigned q,
			      const struct value *v, size_t n, int64_t *ret);
/* A change; *ret_changes (may be NULL) is the number of rows. CONFLICT on a uniqueness or check
 * constraint, UNAVAILABLE on a full disk or I/O error. */
MUST_USE enum status tx_run(struct tx *tx, const struct query_set *set, unsigned q,
			    const struct value *v, size_t n, int64_t *ret_changes);

/* A copy of a database that another process may be using; `to` must not exist. */
MUST_USE enum status store_copy(const char *from, const char *to);
/* Seconds-long page-by-page copy of the live database into a new file (sqlite3_backup). */
MUST_USE enum status store_backup(struct store *s, const char *to);

#endif
