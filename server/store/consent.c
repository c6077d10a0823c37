/* consent: see consent.h. */
#include "server/store/consent.h"

#include <string.h>

enum { PUT, AGAIN, FOR, LIST, PAPER, WANTS_PAPER, UNSUBSCRIBE, BY_TOKEN, DROP, STOP, STOP_OF };
#define COLUMNS "contact, id, scope, address, state, why, door, actor, note, at"
static const struct query sql[] = {
	[PUT] = { "consent.put",
		  "INSERT INTO consent (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
		  "ON CONFLICT (contact, scope, address) DO UPDATE SET id = $2, state = $5, why = $6, door = $7, "
		  "actor = $8, note = $9, at = $10" },
	[AGAIN] = { "consent.again", "UPDATE consent SET id = $4 WHERE contact = $1 AND scope = $2 AND address = $3" },
	[FOR] = { "consent.for", "SELECT " COLUMNS " FROM consent WHERE contact = $1 "
				 "AND (length(address) = 0 OR address = $2) LIMIT 10" },
	[LIST] = { "consent.list", "SELECT " COLUMNS " FROM consent WHERE contact = $1 ORDER BY id DESC LIMIT $2" },
	[PAPER] = { "contact.paper", "UPDATE contact SET paper_at = $2 WHERE id = $1 "
				     "AND (paper_at IS NULL) <> (CAST($2 AS BIGINT) IS NULL)" },
	[WANTS_PAPER] = { "contact.wants_paper", "SELECT count(paper_at) FROM contact WHERE id = $1" },
	[UNSUBSCRIBE] = { "unsubscribe.add", "INSERT INTO unsubscribe (token, contact, account, channel, address, "
					     "made_at, unproven) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[BY_TOKEN] = { "unsubscribe.by_token",
		       "SELECT contact, account, channel, address, link, unproven FROM unsubscribe WHERE token = $1" },
	[DROP] = { "unsubscribe.drop", "DELETE FROM unsubscribe WHERE token IN (SELECT token FROM unsubscribe "
				       "WHERE made_at < $1 ORDER BY made_at LIMIT 500)" },
	[STOP] = { "address.stop",
		   "INSERT INTO address_stop (address, id, state, door, at) VALUES ($1, $2, $3, $4, $5) "
		   "ON CONFLICT (address) DO UPDATE SET id = $2, door = $4, at = $5, "
		   "state = CASE WHEN address_stop.state = 'parked' THEN 'parked' ELSE $3 END" },
	[STOP_OF] = { "address.stop_of", "SELECT id, state, door, at FROM address_stop WHERE address = $1" },
};
struct query_set consent_queries = QUERY_SET(sql);

enum status store_consent_put(struct tx *tx, const struct consent *c)
{
	return tx_run(tx, &consent_queries, PUT,
		      ARGS(V(c->contact), V(c->id), V_WORD(consent_scope, c->scope),
			   V_BLOB(c->every ? SV("") : hash_sv(&c->address)), V_WORD(consent_state, c->state),
			   V_WORD(consent_why, c->why), V_WORD(consent_door, c->door), V(c->actor),
			   V_OPT(c->note), V(tx->now)),
		      NULL);
}

enum status store_consent_again(struct tx *tx, const struct consent *c, int64_t id)
{
	return tx_run(tx, &consent_queries, AGAIN,
		      ARGS(V(c->contact), V_WORD(consent_scope, c->scope),
			   V_BLOB(c->every ? SV("") : hash_sv(&c->address)), V(id)),
		      NULL);
}

static void read_row(const struct rows *r, struct consent *c, struct arena *a)
{
	*c = (struct consent){
		.contact = rows_int(r, 0),
		.id = rows_int(r, 1),
		.scope = (enum consent_scope)rows_choice(r, 2, &consent_scope_choice),
		.every = rows_text(r, 3, a).n == 0,
		.address = rows_hash(r, 3),
		.state = (enum consent_state)rows_choice(r, 4, &consent_state_choice),
		.why = (enum consent_why)rows_choice(r, 5, &consent_why_choice),
		.door = (enum consent_door)rows_choice(r, 6, &consent_door_choice),
		.actor = rows_text(r, 7, a),
		.note = rows_text(r, 8, a),
		.at = rows_int(r, 9),
	};
}

static enum status read_rows(struct snap *s, unsigned q, const struct value *v, size_t n_values,
			     struct consent *out, size_t max, size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &consent_queries, q, &r, v, n_values));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (n < max)
			read_row(&r, &out[n++], a);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_consent_for(struct snap *s, int64_t contact, const struct hash *address,
			      struct consent ret[CONSENTS_OF_ADDRESS], size_t *ret_n, struct arena *a)
{
	return read_rows(s, FOR, ARGS(V(contact), V_HASH(address)), ret, CONSENTS_OF_ADDRESS, ret_n, a);
}

enum status store_consent_list(struct snap *s, int64_t contact, struct consent *out, size_t max, size_t *ret_n,
			       struct arena *a)
{
	return read_rows(s, LIST, ARGS(V(contact), V((int64_t)max)), out, max, ret_n, a);
}

enum status store_address_stop(struct tx *tx, const struct hash *address, const struct address_stop *q)
{
	return tx_run(tx, &consent_queries, STOP,
		      ARGS(V_HASH(address), V(q->id), V_WORD(consent_state, q->state), V_WORD(consent_door, q->door),
			   V(tx->now)),
		      NULL);
}

enum status store_address_stop_of(struct snap *s, const struct hash *address, struct address_stop *ret, bool *ret_found)
{
	struct rows r;

	*ret = (struct address_stop){ .id = 0 };
	TRY(rows_open(s, &consent_queries, STOP_OF, &r, ARGS(V_HASH(address))));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct address_stop){ .id = rows_int(&r, 0),
				      .state = (enum consent_state)rows_choice(&r, 1, &consent_state_choice),
				      .door = (enum consent_door)rows_choice(&r, 2, &consent_door_choice),
				      .at = rows_int(&r, 3) };
	rows_close(&r);
	return ST_OK;
}

enum status store_contact_paper(struct tx *tx, int64_t contact, bool paper, bool *ret_changed)
{
	int64_t n;

	TRY(tx_run(tx, &consent_queries, PAPER, ARGS(V(contact), V_OPT(paper ? tx->now : 0)), &n));
	if (ret_changed)
		*ret_changed = n == 1;
	return ST_OK;
}

enum status store_contact_wants_paper(struct snap *s, int64_t contact, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &consent_queries, WANTS_PAPER, ARGS(V(contact)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_unsubscribe_add(struct tx *tx, const struct hash *token, const struct unsubscribe *u)
{
	return tx_run(tx, &consent_queries, UNSUBSCRIBE,
		      ARGS(V_HASH(token), V(u->contact), V_OPT(u->account), V_WORD(channel, u->channel),
			   V_HASH(&u->address), V(tx->now), V((int64_t)u->unproven)),
		      NULL);
}

enum status store_unsubscribe_by_token(struct snap *s, const struct hash *token, struct unsubscribe *ret,
				       bool *ret_found)
{
	struct rows r;
	bool row;

	memset(ret, 0, sizeof(*ret));
	TRY(rows_open(s, &consent_queries, BY_TOKEN, &r, ARGS(V_HASH(token))));
	TRY(rows_next(&r, &row));
	if (row) {
		ret->contact = rows_int(&r, 0);
		ret->account = rows_int(&r, 1);
		ret->channel = (enum channel)rows_choice(&r, 2, &channel_choice);
		ret->address = rows_hash(&r, 3);
		ret->link = rows_int(&r, 4);
		ret->unproven = rows_int(&r, 5) != 0;
		rows_close(&r);
	}
	*ret_found = row;
	return ST_OK;
}

enum status store_unsubscribe_drop(struct tx *tx, int64_t at, size_t *ret_n)
{
	int64_t n;

	TRY(tx_run(tx, &consent_queries, DROP, ARGS(V(at)), &n));
	*ret_n = (size_t)n;
	return ST_OK;
}
