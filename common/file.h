/* Files: read whole, write atomically (temporary name, fsync, rename, fsync of the folder), locks. */
#ifndef QUITS_COMMON_FILE_H
#define QUITS_COMMON_FILE_H

#include <stdint.h>

#include "common/text.h"

MUST_USE enum status file_read(struct arena *a, const char *path, size_t max, struct sv *ret);
/* Mode 0600. EXISTS is not an error: the file is replaced. */
MUST_USE enum status file_write(struct arena *a, const char *path, struct sv data);
MUST_USE enum status folder_make(const char *path, unsigned mode); /* fine if it is there with that mode */
MUST_USE enum status file_lock(const char *path, int *ret_fd); /* CONFLICT if someone holds it */
void file_unlock(int fd);

#endif
