/* document: statements; see document.h. */
#include "server/store/document.h"

enum { ADD, BY_ID, BY_CODE, SINCE };
#define COLUMNS "contact, id, session, bytes, at, code, sha256 FROM document "
static const struct query sql[] = {
	[ADD] = { "document.add", "INSERT INTO document (contact, id, code, sha256, bytes, session, at) "
				  "VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[BY_ID] = { "document.by_id", "SELECT " COLUMNS "WHERE contact = $1 AND id = $2" },
	[BY_CODE] = { "document.by_code", "SELECT " COLUMNS "WHERE code = $1" },
	[SINCE] = { "document.since", "SELECT count(*) FROM document WHERE contact = $1 AND at > $2" },
};
struct query_set document_queries = QUERY_SET(sql);

enum status store_document_add(struct tx *tx, const struct document *d)
{
	return tx_run(tx, &document_queries, ADD,
		      ARGS(V(d->contact), V(d->id), V_HASH(&d->code), V_HASH(&d->sha256), V(d->bytes), V(d->session),
			   V(tx->now)),
		      NULL);
}

static enum status one(struct snap *s, unsigned q, const struct value *v, size_t n, struct document *ret,
		       bool *ret_found)
{
	struct rows r;

	TRY(rows_open(s, &document_queries, q, &r, v, n));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct document){ .contact = rows_int(&r, 0),
				  .id = rows_int(&r, 1),
				  .session = rows_int(&r, 2),
				  .bytes = rows_int(&r, 3),
				  .at = rows_int(&r, 4),
				  .code = rows_hash(&r, 5),
				  .sha256 = rows_hash(&r, 6) };
	rows_close(&r);
	return ST_OK;
}

enum status store_document_by_id(struct snap *s, int64_t contact, int64_t id, struct document *ret, bool *ret_found)
{
	return one(s, BY_ID, ARGS(V(contact), V(id)), ret, ret_found);
}

enum status store_document_by_code(struct snap *s, const struct hash *code, struct document *ret, bool *ret_found)
{
	return one(s, BY_CODE, ARGS(V_HASH(code)), ret, ret_found);
}

enum status store_document_since(struct snap *s, int64_t contact, int64_t at, int64_t *ret)
{
	return snap_int(s, &document_queries, SINCE, ARGS(V(contact), V(at)), ret);
}
