/* Files that are whole or absent: a write goes to a temporary name in the same folder, is synced, renamed,
 * and the folder synced, so that a crash leaves the old or the new file and never half of one. */
#include "common/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
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

enum status file_append(int fd, const char *path, struct sv data)
{
	while (data.n) {
		ssize_t n = write(fd, data.p, data.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
		data = sv_from_to(data, (size_t)n, data.n);
	}
	return ST_OK;
}

static enum status sync_fd(int fd, const char *path)
{
	if (fsync(fd) != 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	return ST_OK;
}

/* Of the folder that `path` lies in. */
static enum status folder_sync(const char *path)
{
	char folder[4096];
	enum status st;
	char *slash;
	int fd;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail(ST_UNAVAILABLE, "%s: %s", folder, strerror(errno));
	st = sync_fd(fd, folder);
	close(fd);
	return st;
}

enum status file_write(struct arena *a, const char *path, struct sv data)
{
	char *scratch = arena_print(a, "%s.%llx.tmp", path, (unsigned long long)id_new());
	int fd = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum status st;

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "%s: %s", scratch, strerror(errno));
	st = file_append(fd, path, data);
	if (st == ST_OK)
		st = sync_fd(fd, path);
	close(fd);
	if (st == ST_OK && rename(scratch, path) != 0)
		st = fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (st != ST_OK) {
		unlink(scratch);
		return st;
	}
	(void)!folder_sync(path);
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

enum status file_create(const char *path, int *ret_fd)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	*ret_fd = fd;
	return ST_OK;
}

void file_close(int fd)
{
	close(fd);
}

enum status file_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status st;

	if (fd < 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	st = sync_fd(fd, path);
	close(fd);
	return st;
}

enum status file_move(const char *from, const char *to)
{
	if (rename(from, to) != 0)
		return fail(ST_UNAVAILABLE, "%s: %s", to, strerror(errno));
	return ST_OK;
}

void file_remove(const char *path)
{
	unlink(path);
}

enum status disk_free(const char *path, int64_t *ret)
{
	struct statvfs v;

	if (statvfs(path, &v) != 0)
		return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
	*ret = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
	return ST_OK;
}

void folder_each(const char *path, void (*each)(void *arg, const char *name), void *arg)
{
	DIR *d = opendir(path);
	const struct dirent *e;

	while (d && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			each(arg, e->d_name);
	if (d)
		closedir(d);
}

enum status file_open(const char *path, int *ret_fd, int64_t *ret_bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		int e = errno;

		if (fd >= 0)
			close(fd);
		return fail(e == ENOENT ? ST_NOT_FOUND : ST_UNAVAILABLE, "%s: %s", path, strerror(e));
	}
	*ret_fd = fd;
	*ret_bytes = (int64_t)st.st_size;
	return ST_OK;
}

enum status file_read_at(struct arena *a, const char *path, int64_t offset, size_t n, struct sv *ret)
{
	char *bytes = arena_alloc(a, n);
	size_t have = 0;
	int64_t all;
	int fd;

	TRY(file_open(path, &fd, &all));
	while (have < n) {
		ssize_t got = pread(fd, bytes + have, n - have, (off_t)(offset + (int64_t)have));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int e = errno;

			close(fd);
			return fail(ST_UNAVAILABLE, "%s: %s", path, strerror(e));
		}
		if (got == 0)
			break;
		have += (size_t)got;
	}
	close(fd);
	*ret = sv_of(bytes, have);
	return ST_OK;
}
