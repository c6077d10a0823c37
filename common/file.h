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

/* For bytes that come piece by piece: made anew with mode 0600, written, synced before anybody relies on them. */
MUST_USE enum status file_create(const char *path, int *ret_fd);
MUST_USE enum status file_append(int fd, const char *path, struct sv data); /* path: for the fault */
void file_close(int fd);
MUST_USE enum status file_sync(const char *path); /* of a folder: its names */
/* Within one file system. The name is not lasting before the folder of `to` is synced. */
MUST_USE enum status file_move(const char *from, const char *to);
void file_remove(const char *path); /* fine if there is none */
MUST_USE enum status file_open(const char *path, int *ret_fd, int64_t *ret_bytes); /* to read */
/* At most n bytes from `offset` on; empty at the end. */
MUST_USE enum status file_read_at(struct arena *a, const char *path, int64_t offset, size_t n,
				  struct sv *ret);
/* Bytes that are free for us where `path` is. */
MUST_USE enum status disk_free(const char *path, int64_t *ret);
/* Names in a folder, without those that begin with a dot; none if it is not there. */
void folder_each(const char *path, void (*each)(void *arg, const char *name), void *arg);

#endif
