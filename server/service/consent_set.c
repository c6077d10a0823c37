/* consent: what operators see and record of it; see consent.h. */
#include "server/rule/pan.h"
#include "server/service/consent.h"

#include "common/crypt.h"

#include "server/rule/consent.h"
#include "server/service/event.h"
#include "server/store/account.h"
#include "server/store/consent.h"

enum { LISTED = 64 };

static enum status rows_of(struct snap *s, const struct keys *k, struct arena *a, int64_t contact,
			   struct consent_row_list *ret)
{
	static const enum channel channels[] = { CHANNEL_EMAIL, CHANNEL_SMS, CHANNEL_WHATSAPP };
	struct consent *rows = NEW_N(a, struct consent, LISTED);
	struct contact_core c;
	size_t n;

	TRY(store_contact_core(s, contact, &c, a));
	TRY(store_consent_list(s, contact, rows, LISTED, &n, a));
	ret->at = NEW_N(a, struct consent_row, n);
	ret->n = n;
	for (size_t i = 0; i < n; i++) {
		struct consent_row *r = &ret->at[i];

		*r = (struct consent_row){ .scope = rows[i].scope, .every = rows[i].every, .state = rows[i].state,
					   .why = rows[i].why, .door = rows[i].door, .actor = rows[i].actor,
					   .note = rows[i].note, .at = rows[i].at };
		for (size_t j = 0; j < COUNT(channels) && !r->every; j++) {
			struct sv on_file = contact_address(&c, channels[j]);
			struct hash h = service_address_hash(k, a, on_file);

			if (on_file.n && crypt_equal(hash_sv(&h), hash_sv(&rows[i].address)))
				r->address = on_file;
		}
	}
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
