/* preference: see preference.h. */
#include "server/store/preference.h"

enum { ONE, WAITING, CHANNEL, WINDOWS, WINDOWS_DROP, WINDOW_ADD, WAIT, FORGET, OFFER, ANSWERED, IS_FOR };
static const struct query sql[] = {
	[ONE] = { "preference.one",
		  "SELECT preferred_channel, language, email, phone, whatsapp, street, city, postcode, "
		  "email_verified_at, phone_verified_at, whatsapp_verified_at FROM contact WHERE id = $1" },
	[WAITING] = { "contact_new.list", "SELECT channel, address FROM contact_new WHERE contact = $1" },
	[CHANNEL] = { "preference.channel",
		      "UPDATE contact SET preferred_channel = $2, changed_at = $3 WHERE id = $1" },
	[WINDOWS] = { "window.list", "SELECT weekday, from_minute, to_minute FROM contact_window WHERE contact = $1 "
				     "ORDER BY weekday" },
	[WINDOWS_DROP] = { "window.drop", "DELETE FROM contact_window WHERE contact = $1" },
	[WINDOW_ADD] = { "window.add", "INSERT INTO contact_window (contact, weekday, from_minute, to_minute) "
				       "VALUES ($1, $2, $3, $4)" },
	[WAIT] = { "contact_new.put",
		   "INSERT INTO contact_new (contact, channel, address, asked_at) VALUES ($1, $2, $3, $4) "
		   "ON CONFLICT (contact, channel) DO UPDATE SET address = $3, asked_at = $4" },
	[FORGET] = { "contact_new.drop", "DELETE FROM contact_new WHERE contact = $1 AND channel = $2" },
	[OFFER] = { "welcome.offer", "UPDATE contact SET welcomed_at = $2, welcome_session = (SELECT max(id) FROM "
				     "session WHERE contact = $1) WHERE id = $1 AND welcomed_at IS NULL" },
	[ANSWERED] = { "welcome.answered",
		       "UPDATE contact SET welcome_session = NULL WHERE id = $1 AND welcome_session = $2" },
	[IS_FOR] = { "welcome.is_for", "SELECT count(*) FROM contact WHERE id = $1 AND welcome_session = $2" },
};
struct query_set preference_queries = QUERY_SET(sql);

static enum status read_waiting(struct snap *s, int64_t contact, struct preference *p, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &preference_queries, WAITING, &r, ARGS(V(contact))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			return ST_OK;
		p->waiting[rows_choice(&r, 0, &channel_choice)] = rows_text(&r, 1, a);
	}
}

enum status store_preference(struct snap *s, int64_t contact, struct preference *ret, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &preference_queries, ONE, &r, ARGS(V(contact))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail(ST_NOT_FOUND, "no such contact");
	*ret = (struct preference){ .channel = (enum channel)rows_choice(&r, 0, &channel_choice),
				    .language = rows_text(&r, 1, a),
				    .email = rows_text(&r, 2, a),
				    .phone = rows_text(&r, 3, a),
				    .whatsapp = rows_text(&r, 4, a),
				    .street = rows_text(&r, 5, a),
				    .city = rows_text(&r, 6, a),
				    .postcode = rows_text(&r, 7, a) };
	ret->verified_at[CHANNEL_EMAIL] = rows_int(&r, 8);
	ret->verified_at[CHANNEL_SMS] = rows_int(&r, 9);
	ret->verified_at[CHANNEL_WHATSAPP] = rows_int(&r, 10);
	rows_close(&r);
	return read_waiting(s, contact, ret, a);
}

struct sv preference_address(const struct preference *p, enum channel channel)
{
	return channel == CHANNEL_EMAIL      ? p->email
	       : channel == CHANNEL_SMS      ? p->phone
	       : channel == CHANNEL_WHATSAPP ? p->whatsapp
					     : SV_NONE;
}

enum status store_preferred_channel(struct tx *tx, int64_t contact, enum channel channel)
{
	return tx_run(tx, &preference_queries, CHANNEL, ARGS(V(contact), V_WORD(channel, channel), V(tx->now)), NULL);
}

enum status store_windows(struct snap *s, int64_t contact, struct window_row rows[WINDOWS_MOST], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &preference_queries, WINDOWS, &r, ARGS(V(contact))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		rows[n++] = (struct window_row){ rows_int(&r, 0), rows_int(&r, 1), rows_int(&r, 2) };
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_windows_put(struct tx *tx, int64_t contact, const struct window_row *rows, size_t n)
{
	TRY(tx_run(tx, &preference_queries, WINDOWS_DROP, ARGS(V(contact)), NULL));
	for (size_t i = 0; i < n; i++)
		TRY(tx_run(tx, &preference_queries, WINDOW_ADD,
			   ARGS(V(contact), V(rows[i].weekday), V(rows[i].from), V(rows[i].to)), NULL));
	return ST_OK;
}

enum status store_address_wait(struct tx *tx, int64_t contact, enum channel channel, struct sv address)
{
	return tx_run(tx, &preference_queries, WAIT,
		      ARGS(V(contact), V_WORD(channel, channel), V(address), V(tx->now)), NULL);
}

enum status store_address_forget(struct tx *tx, int64_t contact, enum channel channel)
{
	return tx_run(tx, &preference_queries, FORGET, ARGS(V(contact), V_WORD(channel, channel)), NULL);
}

enum status store_welcome_offer(struct tx *tx, int64_t contact, bool *ret_offered)
{
	int64_t changes;

	TRY(tx_run(tx, &preference_queries, OFFER, ARGS(V(contact), V(tx->now)), &changes));
	*ret_offered = changes > 0;
	return ST_OK;
}

enum status store_welcome_end(struct tx *tx, int64_t contact, int64_t session)
{
	return tx_run(tx, &preference_queries, ANSWERED, ARGS(V(contact), V(session)), NULL);
}

enum status store_welcome_is_for(struct snap *s, int64_t contact, int64_t session, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &preference_queries, IS_FOR, ARGS(V(contact), V(session)), &n));
	*ret = n > 0;
	return ST_OK;
}
