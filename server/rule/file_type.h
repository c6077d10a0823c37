/* What a file is: by its content, never by its name or by what its sender calls it. Fed piece by piece while the
 * file comes, so that nothing needs to be read again. Pure; any thread.
 *
 * PDF begins with its header at byte 0 and ends with its mark; PNG is whole from signature to IEND; JPEG begins with
 * SOI and a marker; text is UTF-8 without NUL or control characters. What two programs could take for two things (a
 * picture with a PDF's header in its first KiB, anything with a ZIP's directory at its end) is none of these. */
#ifndef QUITS_SERVER_RULE_FILE_TYPE_H
#define QUITS_SERVER_RULE_FILE_TYPE_H

#include "protocol/schema.h"

enum { FILE_EDGE = 1024, FILE_NAME_MAX = 100 };

/* A file on its way from a door to a service: complete, in a scratch folder. Whoever takes it moves it away; what
 * is still there after the write is removed by the door. */
struct scratch_file {
	struct sv name; /* cleaned */
	enum file_type type;
	int64_t bytes;
	unsigned char sha256[32];
	struct sv path;
};

struct file_look {
	unsigned char head[FILE_EDGE], tail[FILE_EDGE];
	size_t n_head, n_tail;
	int64_t bytes;
	bool text;       /* nothing so far that text may not have */
	unsigned need;   /* bytes that the character under way still wants */
	uint32_t code, least;
};

void file_look_begin(struct file_look *l);
void file_look_add(struct file_look *l, struct sv piece);
enum file_type file_look_end(const struct file_look *l); /* file_type__none: nothing that is taken */

struct sv file_mime(enum file_type type);
/* The last part of the name, cleaned, without a leading dot, at most FILE_NAME_MAX bytes, with an ending of its
 * type: text called "a.html" becomes "a.html.txt". file_type__none gives it none. */
struct sv file_name_clean(struct arena *a, struct sv raw, enum file_type type);

#endif
