/* consent: what operators see and record of it; see consent.h. */
#include "server/rule/pan.h"
#include "server/service/consent.h"

#include "common/crypt.h"

#include "server/rule/consent.h"
#include "server/service/event.h"
#include "server/store/account.h"
#include "server/store/consent.h"

enum { LISTED = 64 };

static const enum channel channels[] = { CHANNEL_EMAIL, CHANNEL_SMS, CHANNEL_WHATSAPP };

/* What the readers of the contact's addresses said, unless his own word about them is newer. */
static enum status add_stops(struct snap *s, const struct keys *k, struct arena *a, const struct contact_core *c,
			     const struct consent *rows, size_t n, struct consent_row_list *ret)
{
	for (size_t j = 0; j < COUNT(channels); j++) {
		struct sv on_file = contact_address(c, channels[j]);
		struct hash h = service_address_hash(k, a, on_file);
		struct address_stop stop;
		bool found = false;

		if (on_file.n)
			TRY(store_address_stop_of(s, &h, &stop, &found));
		for (size_t i = 0; i < n && found; i++)
			found = rows[i].every || rows[i].scope != consent_scope_of(channels[j]) ||
				rows[i].id < stop.id || !crypt_equal(hash_sv(&h), hash_sv(&rows[i].address));
		if (found)
			ret->at[ret->n++] = (struct consent_row){
				.scope = consent_scope_of(channels[j]), .address = on_file, .state = stop.state,
				.why = stop.state == CONSENT_PARKED ? CONSENT_NOT_ME : CONSENT_ASKED,
				.door = stop.door, .actor = SV("debtor"), .at = stop.at };
	}
	return ST_OK;
}

static struct sv address_of(const struct keys *k, struct arena *a, const struct contact_core *c, const struct consent *row)
{
	for (size_t j = 0; j < COUNT(channels) && !row->every; j++) {
		struct sv on_file = contact_address(c, channels[j]);
		struct hash h = service_address_hash(k, a, on_file);

		if (on_file.n && crypt_equal(hash_sv(&h), hash_sv(&row->address)))
			return on_file;
	}
	return SV_NONE;
}

static enum status rows_of(struct snap *s, const struct keys *k, struct arena *a, int64_t contact,
			   struct consent_row_list *ret)
{
	struct consent *rows = NEW_N(a, struct consent, LISTED);
	struct contact_core c;
	size_t n;

	TRY(store_contact_core(s, contact, &c, a));
	TRY(store_consent_list(s, contact, rows, LISTED, &n, a));
	ret->at = NEW_N(a, struct consent_row, n + COUNT(channels));
	ret->n = 0;
	TRY(add_stops(s, k, a, &c, rows, n, ret));
	for (size_t i = 0; i < n; i++)
		ret->at[ret->n++] = (struct consent_row){
			.scope = rows[i].scope, .address = address_of(k, a, &c, &rows[i]), .every = rows[i].every,
			.state = rows[i].state, .why = rows[i].why, .door = rows[i].door, .actor = rows[i].actor,
			.note = rows[i].note, .at = rows[i].at };
	return ST_OK;
}

enum status service_consent_list(struct unit *u, struct snap *s, int64_t contact, struct consent_row_list *ret)
{
	return rows_of(s, u->shared->keys, &u->arena, contact, ret);
}

enum status service_consent_set(struct unit *u, struct tx *tx, const struct consent_new *q,
				struct consent_page *ret)
{
	struct sv reason = pan_mask(tx->arena, q->reason);
	struct consent_change change = { .scope = q->scope, .state = q->state, .why = CONSENT_ASKED,
					 .door = CONSENT_BY_OPERATOR, .actor = u->actor, .note = reason };
	struct event_body b = { .reason = reason,
				.name = sv_from(choice_text(&consent_scope_choice, (int)q->scope)),
				.value = sv_from(choice_text(&consent_state_choice, (int)q->state)) };
	struct account_core c;
	struct hash h;
	bool changed;

	if (q->state == CONSENT_PARKED && !q->address.n)
		return fail_field(ST_INVALID, "address", "only one address can be parked");
	if (q->address.n && (q->scope == CONSENT_ELECTRONIC || q->scope == CONSENT_ALL))
		return fail_field(ST_INVALID, "scope", "an address has a channel: sms, whatsapp or email");
	if (q->address.n && !consent_address(tx->arena, q->address).n)
		return fail_field(ST_INVALID, "address", "is neither an e-mail address nor a phone number");
	TRY(store_account_core(tx_look(tx), q->account, &c, tx->arena));
	change.contact = c.contact;
	if (q->address.n) {
		h = service_address_hash(tx->keys, tx->arena, q->address);
		change.address = &h;
	}
	TRY(service_consent_change(tx, &change, &changed));
	if (q->scope == CONSENT_ELECTRONIC && q->state == CONSENT_ALLOWED)
		TRY(store_contact_paper(tx, c.contact, false, NULL));
	if (changed)
		TRY(tx_tell(tx, E_consent_set, c.id, c.contact, u->actor, &b));
	return rows_of(tx_look(tx), tx->keys, &u->arena, c.contact, &ret->items);
}
