/* Saves a file that a debtor sent; see fetch.h. Called by run.c. Thread: main. */
#include "protocol/ctl/fetch.h"

#include "common/crypt.h"
#include "common/file.h"
#include "common/record_text.h"

static enum status read_words(struct arena *a, const struct sv *words, size_t n, int64_t *ret_id,
                              const char **ret_path)
{
	struct attachment_query q = { 0 };

	*ret_path = NULL;
	for (size_t i = 0; i < n; i++) {
		if (sv_starts(words[i], SV("file=")))
			*ret_path = sv_z(a, sv_from_to(words[i], 5, words[i].n));
		else
			TRY(record_from_words(&attachment_query_record, &q, a, &words[i], 1));
	}
	if (!*ret_path || !**ret_path)
		return fail_field(ST_INVALID, "file", "is missing: file=PATH");
	if (!q.attachment || q.offset)
		return fail_field(ST_INVALID, "attachment", "is missing: attachment=ID file=PATH");
	*ret_id = q.attachment;
	return ST_OK;
}

static enum status save(struct client *c, const struct call_options *how, struct attachment_query *q,
                        int fd, const char *path, struct arena *a, struct attachment_piece *ret)
{
	struct arena pieces = ARENA_INIT;
	unsigned char sum[32];
	struct sha256 hash;
	enum status st;

	sha256_begin(&hash);
	do {
		arena_reset(&pieces);
		st = client_call(c, M_attachment_read, q, ret, &pieces, how);
		if (st == ST_OK)
			st = file_append(fd, path, ret->data);
		if (st != ST_OK)
			break;
		sha256_add(&hash, ret->data);
		q->offset += (int64_t)ret->data.n;
	} while (ret->data.n);
	sha256_end(&hash, sum);
	if (st == ST_OK && !sv_eq(ret->sha256, sv_of(sum, sizeof(sum))))
		st = fail(ST_UNAVAILABLE, "the file came damaged");
	ret->data = SV_NONE;
	ret->name = sv_copy(a, ret->name);
	ret->sha256 = sv_copy(a, ret->sha256);
	arena_free(&pieces);
	return st;
}

enum status fetch_run(struct client *c, const struct sv *words, size_t n,
                      const struct call_options *how, struct arena *a, struct attachment_piece *ret)
{
	struct attachment_query q = { 0 };
	const char *path;
	enum status st;
	int fd;

	TRY(read_words(a, words, n, &q.attachment, &path));
	if (file_create(path, &fd) != ST_OK)
		return fail_field(ST_INVALID, "file", "%s",
		                  arena_print(a, "%s", fault_last()->text));
	st = save(c, how, &q, fd, path, a, ret);
	file_close(fd);
	if (st == ST_OK)
		st = file_sync(path);
	if (st != ST_OK) {
		struct fault f = *fault_last();

		file_remove(path);
		return fault_carry(&f);
	}
	return ST_OK;
}
