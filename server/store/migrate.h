/* Numbered migrations: server/store/schema/NNNN_name.sql, each run once in a transaction of its own, in order of
 * number. A landed file is never edited: its content's hash is kept and compared at every start. */
#ifndef QUITS_SERVER_STORE_MIGRATE_H
#define QUITS_SERVER_STORE_MIGRATE_H

#include "common/embedded.h"

/* Opens `path` by itself, makes it if it is not there, and closes it again. What is done to a database that was there is logged. */
MUST_USE enum status migrate(const char *path, const struct embedded *files);

/* Whether a migration of this text makes indexes, unique ones alone too. */
bool migrate_indexes(struct sv text);

/* Whether there is room for the indexes of migration `name`, in bytes, on the one file system that holds the database, its log and
 * its sort files. What a database of `used` bytes is asked for is twice that:
 * - once for the log, which until its transaction ends holds every page that is freed (they are wiped) and every one that is made;
 * - once for what lies beside it: while an index is made the rows that are sorted for it, which a merge in steps writes a second
 *   time (one index at a time; it is less than half of a database that holds its table too), and afterwards, when these are gone, what the
 *   database itself grows by while the log is copied into it, which is not more than the log.
 * A database of less than MIGRATE_SMALL is not asked for it. */
enum { MIGRATE_SMALL = 64 << 20 };
MUST_USE enum status migrate_room(const char *name, int64_t used, int64_t room);

#endif
