/* code: see code.h. */
#include "server/store/code.h"

#include <string.h>

enum { ADD, NEWEST, TRIED, END, REPLACE, SINCE, DROP, WRONG, WRONG_SINCE, WRONG_LIFT,
       WRONG_DROP };
static const struct query sql[] = {
	[ADD] = { "code.add", "INSERT INTO code (contact, id, purpose, channel, address, hash, link, owner, "
			      "made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" },
	[NEWEST] = { "code.newest",
		     "SELECT contact, id, link, tries, made_at, expires_at, ended_at, channel, address, hash, "
		     "owner FROM code WHERE contact = $1 AND purpose = $2 "
		     "AND (CAST($3 AS TEXT) IS NULL OR address = $3) "
		     "AND (CAST($4 AS BLOB) IS NULL OR owner = $4) ORDER BY id DESC LIMIT 1" },
	[TRIED] = { "code.try", "UPDATE code SET tries = tries + 1 WHERE contact = $1 AND id = $2 "
				"AND tries < $3 RETURNING tries" },
	[END] = { "code.end", "UPDATE code SET ended_at = $3 WHERE contact = $1 AND id = $2 "
			      "AND ended_at IS NULL" },
	[REPLACE] = { "code.replace", "UPDATE code SET ended_at = $3 WHERE contact = $1 AND purpose = $2 "
				      "AND address = $4 AND ended_at IS NULL" },
	[SINCE] = { "code.since", "SELECT count(*) FROM code WHERE contact = $1 AND purpose = $2 "
				  "AND (CAST($3 AS TEXT) IS NULL OR address = $3) AND made_at > $4" },
	[DROP] = { "code.drop", "DELETE FROM code WHERE (contact, id) IN (SELECT contact, id FROM code "
				"WHERE made_at <= $1 ORDER BY made_at LIMIT $2)" },
	[WRONG] = { "code_wrong.add", "INSERT INTO code_wrong (contact, id, at) VALUES ($1, $2, $3)" },
	[WRONG_SINCE] = { "code_wrong.since", "SELECT count(*) FROM code_wrong WHERE contact = $1 AND at > $2" },
	[WRONG_LIFT] = { "code_wrong.lift", "DELETE FROM code_wrong WHERE contact = $1" },
	[WRONG_DROP] = { "code_wrong.drop", "DELETE FROM code_wrong WHERE (contact, id) IN (SELECT contact, id "
					    "FROM code_wrong WHERE at <= $1 ORDER BY at LIMIT $2)" },
};
struct query_set code_queries = QUERY_SET(sql);

static struct sv word(enum code_purpose p)
{
	return p == CODE_SECOND_FACTOR ? SV("second_factor") : SV("verify_address");
}

enum status store_code_add(struct tx *tx, const struct code_core *c)
{
	return tx_run(tx, &code_queries, ADD,
		      ARGS(V(c->contact), V(c->id), V(word(c->purpose)), V_WORD(channel, c->channel),
			   V(c->address), V_HASH(&c->hash), V_OPT(c->link),
			   c->has_owner ? V_HASH(&c->owner) : V_NULL, V(c->made_at), V(c->expires_at)),
		      NULL);
}

enum status store_code_newest(struct snap *s, int64_t contact, enum code_purpose purpose,
			      struct sv address, const struct hash *owner, struct code_core *ret,
			      bool *ret_found, struct arena *a)
{
	struct rows r;

	memset(ret, 0, sizeof(*ret));
	TRY(rows_open(s, &code_queries, NEWEST, &r,
		      ARGS(V(contact), V(word(purpose)), V_OPT(address), owner ? V_HASH(owner) : V_NULL)));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct code_core){
		.contact = rows_int(&r, 0),
		.id = rows_int(&r, 1),
		.link = rows_int(&r, 2),
		.tries = rows_int(&r, 3),
		.made_at = rows_int(&r, 4),
		.expires_at = rows_int(&r, 5),
		.ended_at = rows_int(&r, 6),
		.purpose = purpose,
		.channel = (enum channel)rows_choice(&r, 7, &channel_choice),
		.address = rows_text(&r, 8, a),
		.hash = rows_hash(&r, 9),
		.owner = rows_hash(&r, 10),
		.has_owner = !rows_null(&r, 10),
	};
	rows_close(&r);
	return ST_OK;
}

enum status store_code_try(struct tx *tx, int64_t contact, int64_t id, int64_t most, int64_t *ret_tries)
{
	return snap_int(tx_look(tx), &code_queries, TRIED, ARGS(V(contact), V(id), V(most)), ret_tries);
}

enum status store_code_end(struct tx *tx, int64_t contact, int64_t id)
{
	return tx_run(tx, &code_queries, END, ARGS(V(contact), V(id), V(tx->now)), NULL);
}

enum status store_code_replace(struct tx *tx, int64_t contact, enum code_purpose purpose, struct sv address)
{
	return tx_run(tx, &code_queries, REPLACE,
		      ARGS(V(contact), V(word(purpose)), V(tx->now), V(address)), NULL);
}

enum status store_code_since(struct snap *s, int64_t contact, enum code_purpose purpose, struct sv address,
			     int64_t since, int64_t *ret_n)
{
	return snap_int(s, &code_queries, SINCE,
			ARGS(V(contact), V(word(purpose)), V_OPT(address), V(since)), ret_n);
}

enum status store_code_drop(struct tx *tx, int64_t before, size_t most, int64_t *ret_dropped)
{
	return tx_run(tx, &code_queries, DROP, ARGS(V(before), V((int64_t)most)), ret_dropped);
}

enum status store_code_wrong_add(struct tx *tx, int64_t contact, int64_t id)
{
	return tx_run(tx, &code_queries, WRONG, ARGS(V(contact), V(id), V(tx->now)), NULL);
}

enum status store_code_wrong_since(struct snap *s, int64_t contact, int64_t since, int64_t *ret_n)
{
	return snap_int(s, &code_queries, WRONG_SINCE, ARGS(V(contact), V(since)), ret_n);
}

enum status store_code_wrong_lift(struct tx *tx, int64_t contact, int64_t *ret_n)
{
	return tx_run(tx, &code_queries, WRONG_LIFT, ARGS(V(contact)), ret_n);
}

enum status store_code_wrong_drop(struct tx *tx, int64_t before, size_t most, int64_t *ret_dropped)
{
	return tx_run(tx, &code_queries, WRONG_DROP, ARGS(V(before), V((int64_t)most)), ret_dropped);
}
