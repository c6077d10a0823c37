/* Numbered migrations: server/store/schema/NNNN_name.sql, each run once in a transaction of its own, in order of
 * number. A landed file is never edited: its content's hash is kept and compared at every start. */
#ifndef QUITS_SERVER_STORE_MIGRATE_H
#define QUITS_SERVER_STORE_MIGRATE_H

#include "common/embedded.h"

/* Opens `path` by itself, makes it if it is not there, and closes it again. What is done to a database that was there is logged. */
MUST_USE enum status migrate(const char *path, const struct embedded *files);

/* Whether there is room for the indexes of migration `name`, in bytes: the log that is written until its transaction ends holds
 * every page that it frees and every one that it makes, which in a database of `used` bytes are never more than those. A database
 * of less than MIGRATE_SMALL is not asked for it. */
enum { MIGRATE_SMALL = 64 << 20 };
MUST_USE enum status migrate_room(const char *name, int64_t used, int64_t room);

#endif
