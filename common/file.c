/* Files that are whole or absent: a write goes to a temporary name in the same folder, is synced, renamed,
 * and the folder synced, so that a crash leaves the old or the new file and never half of one. */
#include "common/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/id.h"

enum status file_read(struct arena *a, const char *path, size_t max, struct sv *ret)
{
	struct buf b = buf_new(a, max);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(errno == ENOENT ? ST_NOT_FOUND : ST_FORBIDDEN, "%s: %s", path,
			    strerror(errno));
	for (;;) {
		char piece[8192];
		ssize_t n = read(fd, piece, sizeof(piece));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int e = errno;

			close(fd);
			return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(e));
		}
		if (n == 0)
			break;
		buf_add(&b, sv_of(piece, (size_t)n));
	}
	close(fd);
	TRY(buf_end(&b, path));
	*ret = buf_sv(&b);
	return ST_OK;
}

static enum status write_all(int fd, const char *path, struct sv data)
{
	while (data.n) {
		ssize_t n = write(fd, data.p, data.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
		data = sv_from_to(data, (size_t)n, data.n);
	}
	if (fsync(fd) != 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	return ST_OK;
}

static void folder_sync(const char *path)
{
	char folder[4096];
	char *slash;
	int fd;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

enum status file_write(struct arena *a, const char *path, struct sv data)
{
	char *scratch = arena_print(a, "%s.%llx.tmp", path, (unsigned long long)id_new());
	int fd = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum status st;

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "%s: %s", scratch, strerror(errno));
	st = write_all(fd, path, data);
	close(fd);
	if (st == ST_OK && rename(scratch, path) != 0)
		st = fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (st != ST_OK) {
		unlink(scratch);
		return st;
	}
	folder_sync(path);
	return ST_OK;
}

enum status folder_make(const char *path, unsigned mode)
{
	if (mkdir(path, mode) == 0 || errno == EEXIST) {
		if (chmod(path, mode) == 0)
			return ST_OK;
	}
	return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
}

enum status file_lock(const char *path, int *ret_fd)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int e = errno;

		close(fd);
		if (e == EWOULDBLOCK)
			return fail(ST_CONFLICT, "%s is locked: another quitsd serves this directory",
				    path);
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(e));
	}
	*ret_fd = fd;
	return ST_OK;
}

void file_unlock(int fd)
{
	close(fd); /* the lock goes with the descriptor */
}
