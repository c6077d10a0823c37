/* attachment: statements; see attachment.h. */
#include "server/store/attachment.h"

enum { FILES_MOST = 200 };
enum { ADD, BY_ID, SAME, OF_OWNER, SUMS, SEEN, SEE };
static const struct query sql[] = {
	[ADD] = { "attachment.add", "INSERT INTO attachment (contact, id, kind, owner, name, type, bytes, sha256, "
				    "at, session) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" },
	[BY_ID] = { "attachment.by_id", "SELECT id, contact, owner, bytes, kind, type, name, sha256 "
					"FROM attachment WHERE id = $1" },
	[SAME] = { "attachment.same",
		   "SELECT count(*) FROM attachment WHERE kind = $1 AND owner = $2 AND sha256 = $3" },
	[OF_OWNER] = { "attachment.of_owner", "SELECT id AS attachment, name, type, bytes, at FROM attachment "
					      "WHERE kind = $1 AND owner = $2 ORDER BY id LIMIT $3" },
	[SUMS] = { "attachment.sums", "SELECT count(*), CAST(coalesce(sum(bytes), 0) AS BIGINT) "
				      "FROM attachment WHERE contact = $1 AND session IS NOT NULL" },
	[SEEN] = { "attachment.seen",
		   "SELECT at FROM attachment_seen WHERE attachment = $1 AND operator = $2" },
	[SEE] = { "attachment.see", "INSERT INTO attachment_seen (attachment, operator, at) VALUES ($1, $2, $3) "
				    "ON CONFLICT (attachment, operator) DO UPDATE SET at = $3" },
};
struct query_set attachment_queries = QUERY_SET(sql);

enum status store_attachment_add(struct tx *tx, const struct attachment_new *n)
{
	return tx_run(tx, &attachment_queries, ADD,
		      ARGS(V(n->contact), V(n->id), V_WORD(attachment_owner, n->kind), V(n->owner),
			   V(n->name), V_WORD(file_type, n->type), V(n->bytes), V_BLOB(n->sha256),
			   V(tx->now), V_OPT(n->session)),
		      NULL);
}

enum status store_attachment_by_id(struct snap *s, int64_t id, struct attachment_core *ret,
				   bool *ret_found, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &attachment_queries, BY_ID, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	*ret_found = row;
	if (!row)
		return ST_OK;
	*ret = (struct attachment_core){
		.id = rows_int(&r, 0),
		.contact = rows_int(&r, 1),
		.owner = rows_int(&r, 2),
		.bytes = rows_int(&r, 3),
		.kind = (enum attachment_owner)rows_choice(&r, 4, &attachment_owner_choice),
		.type = (enum file_type)rows_choice(&r, 5, &file_type_choice),
		.name = rows_text(&r, 6, a),
		.sha256 = rows_text(&r, 7, a),
	};
	rows_close(&r);
	return ST_OK;
}

enum status store_attachment_same(struct snap *s, enum attachment_owner kind, int64_t owner,
				  struct sv sha256, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &attachment_queries, SAME,
		     ARGS(V_WORD(attachment_owner, kind), V(owner), V_BLOB(sha256)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_attachment_of_owner(struct snap *s, enum attachment_owner kind, int64_t owner,
				      struct attachment_row_list *ret, struct arena *a)
{
	return snap_list(s, &attachment_queries, OF_OWNER,
			 ARGS(V_WORD(attachment_owner, kind), V(owner), V((int64_t)FILES_MOST)),
			 &attachment_row_record, (struct list *)ret, a, FILES_MOST, NULL);
}

enum status store_attachment_sums(struct snap *s, int64_t contact, int64_t *ret_count, int64_t *ret_bytes)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &attachment_queries, SUMS, &r, ARGS(V(contact))));
	TRY(rows_next(&r, &row));
	*ret_count = row ? rows_int(&r, 0) : 0;
	*ret_bytes = row ? rows_int(&r, 1) : 0;
	if (row)
		rows_close(&r);
	return ST_OK;
}

enum status store_attachment_seen(struct snap *s, int64_t attachment, int64_t operator_, int64_t *ret)
{
	return snap_int(s, &attachment_queries, SEEN, ARGS(V(attachment), V(operator_)), ret);
}

enum status store_attachment_see(struct tx *tx, int64_t attachment, int64_t operator_)
{
	return tx_run(tx, &attachment_queries, SEE, ARGS(V(attachment), V(operator_), V(tx->now)), NULL);
}
