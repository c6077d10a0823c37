/* Sends a file as an import; see import.h. Called by run.c. Thread: main. */
#include "protocol/ctl/import.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/record_check.h"
#include "common/record_text.h"
#include "common/utf8.h"

#include "protocol/ctl/output.h"
#include "protocol/ctl/sure.h"

enum { ASK_MS = 100 };

struct import {
	struct sure sure;
	int tell;
};

static void pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

static void progress(const struct import *im, const char *what, int64_t n)
{
	char line[80];

	if (im->tell >= 0) {
		snprintf(line, sizeof(line), "\r%s: %lld KiB\033[K", what, (long long)(n / 1024));
		(void)!write(im->tell, line, strlen(line));
	}
}

static void progress_end(const struct import *im)
{
	if (im->tell >= 0)
		(void)!write(im->tell, "\r\033[K", 4);
}

/* As much of the file as a piece may be; *ret_n is 0 at its end. */
static enum status read_piece(int fd, char *bytes, size_t *ret_n)
{
	size_t n = 0;

	while (n < IMPORT_PIECE) {
		ssize_t got = read(fd, bytes + n, IMPORT_PIECE - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_field(ST_INVALID, "file", "cannot be read: %s",
			                  strerror(errno));
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*ret_n = n;
	return ST_OK;
}

static enum status send_pieces(struct import *im, int fd, int64_t import)
{
	struct arena bytes = ARENA_INIT, a = ARENA_INIT;
	struct book_chunk in = { .import = import };
	char *piece = arena_alloc(&bytes, IMPORT_PIECE);
	enum status st;

	for (;;) {
		struct book_report report;
		size_t n = 0;

		st = read_piece(fd, piece, &n);
		if (st != ST_OK || n == 0)
			break;
		in.data = sv_of(piece, n);
		st = sure_call(&im->sure, M_book_chunk, &in, &a, &report);
		if (st != ST_OK)
			break;
		in.offset += (int64_t)n;
		progress(im, "sent", in.offset);
		arena_reset(&a);
	}
	arena_free(&a);
	arena_free(&bytes);
	return st;
}

static bool is_over(const struct book_report *r)
{
	return r->state == IMPORT_DONE || r->state == IMPORT_DRY || r->state == IMPORT_FAILED;
}

static enum status wait_for_it(struct import *im, int64_t import, struct arena *a,
                               struct book_report *ret)
{
	struct book_ref ref = { import };

	TRY(sure_call(&im->sure, M_book_finish, &ref, a, ret));
	while (!is_over(ret)) {
		progress(im, choice_text(&import_state_choice, ret->state), ret->bytes);
		pause_ms(ASK_MS);
		arena_reset(a);
		TRY(sure_call(&im->sure, M_book_show, &ref, a, ret));
	}
	return ST_OK;
}

/* The name without its folders, which is all that the server is told. */
static struct sv base_name(struct sv path)
{
	size_t at = path.n;

	while (at && path.p[at - 1] != '/')
		at--;
	return sv_from_to(path, at, path.n);
}

static enum status open_file(const char *path, int *ret)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		*ret = dup(STDIN_FILENO);
	else
		*ret = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (*ret < 0)
		return fail_field(errno == ENOENT ? ST_NOT_FOUND : ST_INVALID, "file",
		                  "cannot be opened: %s", strerror(errno));
	if (fstat(*ret, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(*ret);
		return fail_field(ST_INVALID, "file", "is a folder");
	}
	return ST_OK;
}

static enum status read_map(struct arena *a, struct sv path, struct sv *ret)
{
	if (!path.n)
		return ST_OK;
	if (file_read(a, sv_z(a, path), IMPORT_MAP_MAX, ret) != ST_OK) {
		struct fault f = *fault_last();

		return fail_field(f.status, "map", "%s", f.text);
	}
	if (!utf8_valid(*ret))
		return fail_field(ST_INVALID, "map", "is not UTF-8");
	*ret = utf8_clean(a, *ret, ret->n, true);
	return ST_OK;
}

/* The words, with the files in place of their names. */
static enum status prepare(const struct sv *words, size_t n, struct arena *a, struct book_new *in,
                           int *ret_fd)
{
	struct sv path;

	TRY(record_from_words(&book_new_record, in, a, words, n));
	if (!in->file.n)
		return fail_field(ST_INVALID, "file",
		                  "is missing: file=PATH, or file=- for standard input");
	path = in->file;
	for (size_t i = 0; i < n; i++) /* as typed: a file's name may be any bytes */
		if (sv_starts(words[i], SV("file=")))
			path = sv_from_to(words[i], 5, words[i].n);
	in->file = sv_is(path, "-") ? SV("stdin") : utf8_clean(a, base_name(path), 255, false);
	TRY(read_map(a, in->map, &in->map));
	TRY(record_check(&book_new_record, in));
	return open_file(sv_z(a, path), ret_fd);
}

enum status import_run(struct client *c, const struct sv *words, size_t n,
                       const struct call_options *how, int tell, struct arena *a,
                       struct book_report *ret)
{
	struct import im = { .tell = tell };
	struct arena keep = ARENA_INIT;
	struct book_new in = { 0 };
	enum status st;
	int fd = -1;

	sure_begin(&im.sure, c, how);
	st = prepare(words, n, &keep, &in, &fd);
	if (st == ST_OK) {
		st = sure_call(&im.sure, M_book_import, &in, a, ret);
		if (st == ST_OK)
			st = send_pieces(&im, fd, ret->import);
		if (st == ST_OK) {
			int64_t import = ret->import;

			arena_reset(a);
			st = wait_for_it(&im, import, a, ret);
		}
		progress_end(&im);
		close(fd);
	}
	arena_free(&keep);
	return st;
}
