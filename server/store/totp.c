/* totp: statements; see totp.h. */
#include "server/store/totp.h"

enum { PUT, OF, CONFIRM, USED, DROP, TRY_ADD, NTH, PRUNE };
static const struct query sql[] = {
	[PUT] = { "totp.put", "INSERT INTO operator_totp (operator, secret, made_at, used_step) VALUES ($1, $2, $3, 0) "
			      "ON CONFLICT (operator) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at, "
			      "confirmed_at = NULL, used_step = 0" },
	[OF] = { "totp.of", "SELECT secret, made_at, confirmed_at, used_step FROM operator_totp WHERE operator = $1" },
	[CONFIRM] = { "totp.confirm", "UPDATE operator_totp SET confirmed_at = $2, used_step = $3 WHERE operator = $1" },
	[USED] = { "totp.used", "UPDATE operator_totp SET used_step = $2 WHERE operator = $1" },
	[DROP] = { "totp.drop", "DELETE FROM operator_totp WHERE operator = $1" },
	[TRY_ADD] = { "totp.try_add", "INSERT INTO operator_totp_try (operator, id, at) VALUES ($1, $2, $3)" },
	[NTH] = { "totp.tries", "SELECT at FROM operator_totp_try WHERE operator = $1 ORDER BY id DESC LIMIT 1 OFFSET $2" },
	[PRUNE] = { "totp.prune", "DELETE FROM operator_totp_try WHERE operator = $1 AND at < $2" },
};
struct query_set totp_queries = QUERY_SET(sql);

enum status store_totp_put(struct tx *tx, int64_t operator_, struct sv secret)
{
	return tx_run(tx, &totp_queries, PUT, ARGS(V(operator_), V_BLOB(secret), V(tx->now)), NULL);
}

enum status store_totp_of(struct snap *s, int64_t operator_, struct totp_core *ret, bool *ret_found, struct arena *a)
{
	struct rows r;

	*ret = (struct totp_core){ .made_at = 0 };
	TRY(rows_open(s, &totp_queries, OF, &r, ARGS(V(operator_))));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct totp_core){ .secret = rows_text(&r, 0, a),
				   .made_at = rows_int(&r, 1),
				   .confirmed_at = rows_int(&r, 2),
				   .used_step = rows_int(&r, 3) };
	rows_close(&r);
	return ST_OK;
}

enum status store_totp_confirm(struct tx *tx, int64_t operator_, int64_t step)
{
	return tx_run(tx, &totp_queries, CONFIRM, ARGS(V(operator_), V(tx->now), V(step)), NULL);
}

enum status store_totp_used(struct tx *tx, int64_t operator_, int64_t step)
{
	TRY(tx_run(tx, &totp_queries, USED, ARGS(V(operator_), V(step)), NULL));
	return store_totp_tries_prune(tx, operator_, INT64_MAX);
}

enum status store_totp_drop(struct tx *tx, int64_t operator_)
{
	TRY(tx_run(tx, &totp_queries, DROP, ARGS(V(operator_)), NULL));
	return store_totp_tries_prune(tx, operator_, INT64_MAX);
}

enum status store_totp_try_add(struct tx *tx, int64_t operator_, int64_t id)
{
	return tx_run(tx, &totp_queries, TRY_ADD, ARGS(V(operator_), V(id), V(tx->now)), NULL);
}

static enum status nth_newest(struct snap *s, int64_t operator_, int64_t n, int64_t *ret)
{
	struct rows r;
	bool row;

	*ret = 0;
	TRY(rows_open(s, &totp_queries, NTH, &r, ARGS(V(operator_), V(n - 1))));
	TRY(rows_next(&r, &row));
	if (row) {
		*ret = rows_int(&r, 0);
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_totp_tries(struct snap *s, int64_t operator_, int64_t nth, int64_t *ret_newest, int64_t *ret_nth)
{
	TRY(nth_newest(s, operator_, 1, ret_newest));
	return nth_newest(s, operator_, nth, ret_nth);
}

enum status store_totp_tries_prune(struct tx *tx, int64_t operator_, int64_t before)
{
	return tx_run(tx, &totp_queries, PRUNE, ARGS(V(operator_), V(before)), NULL);
}
