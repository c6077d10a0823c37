/* The one file that calls SQLite: a connection with its prepared statements. store.c is its only user; a
 * second driver would offer these same functions (architecture 2.8). A connection belongs to one thread.
 *
 * Every connection has fold(text), which is utf8_fold: SQLite's own lower() knows ASCII alone. No index may use it, or no
 * other program could write the file. */
#ifndef QUITS_SERVER_STORE_SQLITE_H
#define QUITS_SERVER_STORE_SQLITE_H

#include "server/store/store.h"

enum access { ACCESS_READ, ACCESS_WRITE };

struct stmt;

MUST_USE enum status db_open(const char *path, enum access access, size_t slots, struct db **ret);
void db_close(struct db *db);
/* The statement of a slot, prepared on first use. */
MUST_USE enum status db_stmt(struct db *db, size_t slot, const struct query *q, struct stmt **ret);
/* Resets, binds $1..$n; INTERNAL if the statement has another number of parameters. */
MUST_USE enum status db_start(struct db *db, struct stmt *st, const struct value *v, size_t n);
MUST_USE enum status db_step(struct db *db, struct stmt *st, bool *ret_row); /* resets at end, failure */
void db_reset(struct stmt *st);
/* A statement of no slot, for one run: db_forget() it. */
MUST_USE enum status db_stmt_once(struct db *db, const struct query *q, struct stmt **ret);
void db_forget(struct stmt *st);
/* Prepares, runs to its end, forgets. */
MUST_USE enum status db_run_once(struct db *db, const struct query *q, const struct value *v, size_t n);
/* From now on statements that together step more than so often (some ten million a second), or for three seconds, end with
 * LIMIT; 0: no statement does. */
void db_patience(struct db *db, int64_t steps);
void db_triggers(struct db *db, bool on); /* of statements prepared from now on */
int64_t db_changes(const struct db *db);
/* What does not fit into the page cache while an index is made lies in files beside the database that nobody else sees, not in memory. */
MUST_USE enum status db_sort_on_disk(struct db *db, bool on);
MUST_USE enum status db_exec(struct db *db, const char *sql); /* migrations and pragmas */
/* Statements without parameters or rows, prepared once: BEGIN, COMMIT, SAVEPOINT... */
enum db_verb { DB_BEGIN_READ, DB_BEGIN_WRITE, DB_COMMIT, DB_ROLLBACK, DB_SAVE, DB_BACK, DB_RELEASE, DB_VERBS };
MUST_USE enum status db_verb(struct db *db, enum db_verb verb);
bool db_inside(const struct db *db); /* a transaction is open */
MUST_USE enum status db_checkpoint(struct db *db, bool truncate);
MUST_USE enum status db_backup(struct db *db, const char *to);

int64_t stmt_int(const struct stmt *st, int column);
bool stmt_null(const struct stmt *st, int column);
struct sv stmt_bytes(const struct stmt *st, int column); /* borrowed until the next step */
/* Which field of `rec` each column is; cached in the statement for the record it was last asked for. */
const struct field *const *stmt_fields(struct stmt *st, const struct record *rec, int *ret_columns);

#endif
