/* Numbered migrations: server/store/schema/NNNN_name.sql, each run once in a transaction of its own, in order of
 * number. A landed file is never edited: its content's hash is kept and compared at every start. */
#ifndef QUITS_SERVER_STORE_MIGRATE_H
#define QUITS_SERVER_STORE_MIGRATE_H

#include "common/embedded.h"

/* Opens `path` by itself, makes it if it is not there, and closes it again. */
MUST_USE enum status migrate(const char *path, const struct embedded *files);

#endif
