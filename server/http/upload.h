/* One multipart form on its way in: fields as for any form, files streamed into DIR/scratch as they come. Knows no
 * sockets and no library: receive.c feeds it what libmicrohttpd's post processor has taken apart, tests and the
 * fuzzer feed it by hand. One listener's; THREAD_HTTP.
 *
 * What is wrong is noted once, in `fault`, and the rest is read and thrown away: the form's fields are still
 * gathered, so that the page can show them again beside its words (a browser whose upload is cut off shows nothing).
 * Files that were not handed over are removed by upload_drop(); after a crash by upload_sweep(). */
#ifndef QUITS_SERVER_HTTP_UPLOAD_H
#define QUITS_SERVER_HTTP_UPLOAD_H

#include "common/crypt.h"

#include "server/http/form.h"
#include "server/rule/file_type.h"

enum {
	UPLOAD_FILES = 5,
	UPLOAD_FILE_MB = 10,
	UPLOAD_FILE_MAX = UPLOAD_FILE_MB * 1024 * 1024,
	UPLOAD_READ_MAX = 128 * 1024 * 1024 /* a body larger than that is refused unread */
};
#define UPLOAD_FIELD "files" /* of every form: where its files are */

struct upload {
	struct arena *arena;
	const char *dir;         /* the data directory */
	struct form_pairs pairs; /* in the arena */
	size_t form_bytes;       /* names and values so far */
	size_t parts;
	struct scratch_file files[UPLOAD_FILES];
	size_t n;
	size_t files_left;       /* how many more this visitor may send, and how large together */
	int64_t bytes_left, floor; /* floor: bytes that must stay free on the disk */
	struct fault fault;      /* the first thing that was wrong; status OK: nothing */
	bool too_large;          /* the answer is 413 */
	/* Asked before the first file is written, when all fields before it are there: may this form be sent
	 * at all? A form token that is missing or comes behind the files is no token. */
	enum status (*gate)(void *arg, const struct form_pairs *pairs);
	void *gate_arg;
	bool gated;
	/* The part under way. */
	enum { PART_NONE, PART_FIELD, PART_FILE, PART_SKIPPED } part;
	struct sv part_name, part_file;
	struct buf value;
	int64_t part_bytes;
	int fd; /* of the file under way; -1 */
	struct file_look look;
	struct sha256 sum;
};

/* The arena must outlive the upload. */
void upload_begin(struct upload *u, struct arena *a, const char *dir);
/* Notes a fault of its own if there is none yet: nothing more is written then. */
void upload_fail(struct upload *u, const struct fault *f);
/* A piece of a part. filename NULL: a field. encoded: the part claims a transfer encoding. off: where the piece
 * begins in its part; 0 begins a part anew unless nothing of this one has come yet. */
void upload_piece(struct upload *u, struct sv name, const char *filename, bool encoded, struct sv data,
		  uint64_t off);
void upload_end(struct upload *u); /* the body is whole: ends its last part */
/* Hands the files over: copies in `a`; the receiver removes or moves them. */
void upload_give(struct upload *u, struct arena *a, struct scratch_file **ret, size_t *ret_n);
void upload_drop(struct upload *u); /* removes what was not handed over; may be called twice */

void scratch_drop(const struct scratch_file *files, size_t n); /* removes those still there */
void upload_sweep(const char *dir); /* at start: what a crash left in DIR/scratch */

#endif
