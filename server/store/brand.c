/* brand: see brand.h. */
#include "server/store/brand.h"

enum { UPLOADS_DROP, PIECES_DROP, BEGIN, UPLOAD, TOOK, PIECE_ADD, PIECE, DROP, PUT, DATA };
static const struct query sql[] = {
	[UPLOADS_DROP] = { "logo_upload.drop", "DELETE FROM logo_upload" },
	[PIECES_DROP] = { "logo_piece.drop", "DELETE FROM logo_piece" },
	[BEGIN] = { "logo_upload.add", "INSERT INTO logo_upload (id, actor, file, made_at) VALUES ($1, $2, $3, $4)" },
	[UPLOAD] = { "logo_upload.one", "SELECT id, bytes, actor, file FROM logo_upload WHERE id = $1" },
	[TOOK] = { "logo_upload.took", "UPDATE logo_upload SET bytes = bytes + $2 WHERE id = $1" },
	[PIECE_ADD] = { "logo_piece.add", "INSERT INTO logo_piece (upload, position, data) VALUES ($1, $2, $3)" },
	[PIECE] = { "logo_piece.one", "SELECT data FROM logo_piece WHERE upload = $1 AND position = $2" },
	[DROP] = { "logo.drop", "DELETE FROM logo" },
	[PUT] = { "logo.put", "INSERT INTO logo (file, width, height, data, put_at) VALUES ($1, $2, $3, $4, $5)" },
	[DATA] = { "logo.data", "SELECT data FROM logo WHERE file = $1" },
};
struct query_set brand_queries = QUERY_SET(sql);

static enum status drop_uploads(struct tx *tx)
{
	TRY(tx_run(tx, &brand_queries, PIECES_DROP, NO_ARGS, NULL));
	return tx_run(tx, &brand_queries, UPLOADS_DROP, NO_ARGS, NULL);
}

enum status store_logo_begin(struct tx *tx, const struct logo_upload *l)
{
	TRY(drop_uploads(tx));
	return tx_run(tx, &brand_queries, BEGIN, ARGS(V(l->id), V(l->actor), V(l->file), V(tx->now)), NULL);
}

enum status store_logo_upload(struct snap *s, int64_t id, struct logo_upload *ret, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &brand_queries, UPLOAD, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail_field(ST_NOT_FOUND, "upload", "there is no such upload, or another was begun after it");
	*ret = (struct logo_upload){ .id = rows_int(&r, 0), .bytes = rows_int(&r, 1),
				     .actor = rows_text(&r, 2, a), .file = rows_text(&r, 3, a) };
	rows_close(&r);
	return ST_OK;
}

enum status store_logo_piece_add(struct tx *tx, int64_t upload, int64_t at, struct sv data)
{
	TRY(tx_run(tx, &brand_queries, PIECE_ADD, ARGS(V(upload), V(at), V_BLOB(data)), NULL));
	return tx_run(tx, &brand_queries, TOOK, ARGS(V(upload), V((int64_t)data.n)), NULL);
}

static enum status one_blob(struct snap *s, unsigned q, const struct value *v, size_t n, struct sv *ret,
			    struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &brand_queries, q, &r, v, n));
	TRY(rows_next(&r, &row));
	*ret = row ? rows_text(&r, 0, a) : SV_NONE;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_logo_piece(struct snap *s, int64_t upload, int64_t at, struct sv *ret, struct arena *a)
{
	return one_blob(s, PIECE, ARGS(V(upload), V(at)), ret, a);
}

enum status store_logo_put(struct tx *tx, const struct logo_file *l)
{
	TRY(store_logo_drop(tx));
	return tx_run(tx, &brand_queries, PUT,
		      ARGS(V(l->file), V(l->width), V(l->height), V_BLOB(l->data), V(tx->now)), NULL);
}

enum status store_logo_drop(struct tx *tx)
{
	TRY(drop_uploads(tx));
	return tx_run(tx, &brand_queries, DROP, NO_ARGS, NULL);
}

enum status store_logo_data(struct snap *s, struct sv file, struct sv *ret, struct arena *a)
{
	struct sv data;

	TRY(one_blob(s, DATA, ARGS(V(file)), &data, a));
	if (data.n == 0)
		return fail(ST_NOT_FOUND, "there is no such logo");
	*ret = data;
	return ST_OK;
}
