/* answered: kept seven days (security.md 6.4), then dropped by maintenance. */
#include "server/store/answered.h"

enum { FIND, ADD, DROP };
static const struct query sql[] = {
	[FIND] = { "answered.find",
		   "SELECT asked, answer FROM answered WHERE principal = $1 AND id = $2" },
	[ADD] = { "answered.add", "INSERT INTO answered (principal, id, asked, at, answer) "
				  "VALUES ($1, $2, $3, $4, $5)" },
	[DROP] = { "answered.drop", "DELETE FROM answered WHERE (principal, id) IN (SELECT principal, "
				    "id FROM answered WHERE at < $1 ORDER BY at LIMIT $2)" },
};
struct query_set answered_queries = QUERY_SET(sql);

struct hash store_answered_asked(const struct keys *k, struct sv method, struct sv params)
{
	return crypt_hash_parts(k, KEY_FORM, (const struct sv[]){ method, params }, 2);
}

enum status store_answered_find(struct snap *s, int64_t principal, struct sv id,
				const struct hash *asked, struct sv *ret_answer, struct arena *a)
{
	struct hash was;
	struct rows r;
	bool row;

	TRY(rows_open(s, &answered_queries, FIND, &r, ARGS(V(principal), V_BLOB(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "not answered before");
	was = rows_hash(&r, 0);
	*ret_answer = rows_text(&r, 1, a);
	rows_close(&r);
	if (!crypt_equal(hash_sv(&was), hash_sv(asked)))
		return fail(ST_CONFLICT, "this id was used for another call");
	return ST_OK;
}

enum status store_answered_add(struct tx *tx, int64_t principal, struct sv id,
			       const struct hash *asked, struct sv answer)
{
	return tx_run(tx, &answered_queries, ADD,
		      ARGS(V(principal), V_BLOB(id), V_HASH(asked), V(tx->now), V_BLOB(answer)), NULL);
}

enum status store_answered_drop(struct tx *tx, int64_t before, int64_t most,
				      int64_t *ret_dropped)
{
	return tx_run(tx, &answered_queries, DROP, ARGS(V(before), V(most)), ret_dropped);
}
