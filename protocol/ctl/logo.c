/* Sends a file as the organisation's logo; see logo.h. Called by run.c. Thread: main. */
#include "protocol/ctl/logo.h"

#include "common/file.h"
#include "common/record_check.h"
#include "common/record_text.h"
#include "common/utf8.h"

#include "protocol/ctl/sure.h"

/* The path as typed: a file's name may be any bytes. */
static struct sv path_of(const struct sv *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_starts(words[i], SV("file=")))
			return sv_from_to(words[i], 5, words[i].n);
	return SV_NONE;
}

static struct sv base_name(struct sv path)
{
	size_t at = path.n;

	while (at && path.p[at - 1] != '/')
		at--;
	return sv_from_to(path, at, path.n);
}

static enum status read_whole(struct arena *a, struct sv path, struct sv *ret)
{
	if (file_read(a, sv_z(a, path), LOGO_MAX, ret) != ST_OK) {
		struct fault f = *fault_last();

		return fail_field(f.status == ST_LIMIT ? ST_LIMIT : ST_INVALID, "file", "%s", f.text);
	}
	return ret->n ? ST_OK : fail_field(ST_INVALID, "file", "is empty");
}

enum status logo_run(struct client *c, const struct sv *words, size_t n, const struct call_options *how,
		     struct arena *a, struct setting_row *ret)
{
	struct brand_logo_new in = { 0 };
	struct brand_logo_chunk piece;
	struct brand_logo_ref ref;
	struct brand_logo logo;
	struct sure sure;
	struct sv bytes;

	TRY(record_from_words(&brand_logo_new_record, &in, a, words, n));
	if (!in.file.n)
		return fail_field(ST_INVALID, "file", "is missing: file=PATH");
	in.file = utf8_clean(a, base_name(path_of(words, n)), 255, false);
	TRY(record_check(&brand_logo_new_record, &in));
	TRY(read_whole(a, path_of(words, n), &bytes));
	sure_begin(&sure, c, how);
	TRY(sure_call(&sure, M_brand_logo_put, &in, a, &logo));
	for (size_t at = 0; at < bytes.n; at += LOGO_PIECE) {
		piece = (struct brand_logo_chunk){ logo.upload, (int64_t)at,
						   sv_from_to(bytes, at, at + LOGO_PIECE) };
		TRY(sure_call(&sure, M_brand_logo_chunk, &piece, a, &logo));
	}
	ref.upload = logo.upload;
	return sure_call(&sure, M_brand_logo_finish, &ref, a, ret);
}
