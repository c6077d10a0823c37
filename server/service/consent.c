/* consent: see consent.h. */
#include "server/service/consent.h"

#include "common/clock.h"
#include "common/crypt.h"
#include "common/id.h"

#include "server/rule/consent.h"
#include "server/rule/transition.h"
#include "server/runtime/sending.h"
#include "server/service/event.h"
#include "server/service/notice.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/link.h"
#include "server/store/notice.h"

enum { SETTLE_MS = 1000, A_BATCH = 64 };

static const enum channel channels[] = { CHANNEL_SMS, CHANNEL_WHATSAPP, CHANNEL_EMAIL };

struct hash service_address_hash(const struct keys *k, struct arena *a, struct sv address)
{
	const struct sv parts[] = { SV("contact"), consent_address(a, address) };

	return crypt_hash_parts(k, KEY_ADDRESS, parts, COUNT(parts));
}

static enum status state_at(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
			    const struct hash *address, enum consent_state *ret)
{
	struct consent rows[CONSENTS_OF_ADDRESS];
	struct consent_fact facts[CONSENTS_OF_ADDRESS];
	struct address_stop stop;
	bool stopped;
	size_t n;

	TRY(store_consent_for(s, contact, address, rows, &n, a));
	for (size_t i = 0; i < n; i++)
		facts[i] = (struct consent_fact){ rows[i].scope, rows[i].every, rows[i].id, rows[i].state };
	*ret = consent_state_of(facts, n, channel);
	TRY(store_address_stop_of(s, address, &stop, &stopped));
	for (size_t i = 0; stopped && i < n; i++)
		if (rows[i].at < stop.at)
			facts[i].id = 0; /* older, though it was put again since (paper.c) */
	if (stopped && *ret != CONSENT_PARKED && consent_binds(facts, n, channel, stop.state, stop.id))
		*ret = stop.state;
	return ST_OK;
}

static enum status allows(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
			  const struct hash *address, bool *ret)
{
	enum consent_state state;

	TRY(state_at(s, a, contact, channel, address, &state));
	*ret = state == CONSENT_ALLOWED;
	return ST_OK;
}

enum status service_consent_state(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
				  struct sv address, enum consent_state *ret)
{
	struct hash h = service_address_hash(store_keys(s->store), a, address);

	return state_at(s, a, contact, channel, &h, ret);
}

enum status service_consent_allows(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
				   struct sv address, bool *ret)
{
	struct hash h = service_address_hash(store_keys(s->store), a, address);

	return allows(s, a, contact, channel, &h, ret);
}

enum status service_consent_check(struct snap *s, struct arena *a, int64_t contact, enum channel channel,
				  struct sv address, const char *field)
{
	bool may;

	TRY(service_consent_allows(s, a, contact, channel, address, &may));
	if (may)
		return ST_OK;
	return fail_field(ST_CONFLICT, field,
			  "the contact wants no messages there (%s); account.show says since when and why",
			  choice_text(&channel_choice, (int)channel));
}

/* What is queued for the contact and may not leave any more. Each batch ends what it finds, so the next finds less. */
static enum status take_back_links(struct tx *tx, const struct contact_core *c)
{
	int64_t ids[A_BATCH], last = 0;
	size_t n;

	do {
		TRY(store_link_queued(tx_look(tx), c->id, last, ids, COUNT(ids), &n));
		for (size_t i = 0; i < n; i++) {
			struct event_body b = { .link = ids[i], .reason = SV("no_consent") };
			struct link_core l;
			bool may, moved;

			last = ids[i];
			TRY(store_link_core(tx_look(tx), ids[i], &l, tx->arena));
			TRY(service_consent_allows(tx_look(tx), tx->arena, c->id, l.channel,
						   contact_address(c, l.channel), &may));
			if (may)
				continue;
			TRY(store_link_move(tx, l.id, TO(LINK_HELD) | TO(LINK_PENDING), LINK_REVOKED, &moved));
			b.channel = l.channel;
			b.source = l.source;
			if (moved)
				TRY(tx_tell(tx, E_link_revoked, l.account, l.contact, SV("system"), &b));
		}
	} while (n == COUNT(ids));
	return ST_OK;
}

static enum status take_back_notices(struct tx *tx, const struct contact_core *c)
{
	struct notice rows[A_BATCH];
	int64_t last = 0;
	size_t n;

	do {
		TRY(store_notice_queued(tx_look(tx), c->id, last, rows, COUNT(rows), &n, tx->arena));
		for (size_t i = 0; i < n; i++) {
			struct sv to = rows[i].address;
			bool may;

			last = rows[i].id;
			if (!to.n)
				to = contact_address(c, rows[i].channel);
			TRY(service_consent_allows(tx_look(tx), tx->arena, c->id, rows[i].channel, to,
						   &may));
			if (!may)
				TRY(service_notice_take_back(tx, &rows[i], SV("no_consent")));
		}
	} while (n == COUNT(rows));
	return ST_OK;
}

/* Which of the contact's addresses, and of the one that is spoken of, may be written to: a bit each. */
static enum status picture(struct tx *tx, const struct contact_core *c, const struct hash *address, unsigned *ret)
{
	unsigned bits = 0;

	for (size_t i = 0; i < COUNT(channels); i++) {
		struct sv on_file = contact_address(c, channels[i]);
		bool may;

		if (on_file.n) {
			TRY(service_consent_allows(tx_look(tx), tx->arena, c->id, channels[i], on_file, &may));
			bits |= (unsigned)may << i;
		}
		if (address) {
			TRY(allows(tx_look(tx), tx->arena, c->id, channels[i], address, &may));
			bits |= (unsigned)may << (8 + i);
		}
	}
	*ret = bits;
	return ST_OK;
}

/* Is exactly this said already? */
static enum status said(struct tx *tx, const struct consent_change *q, bool *ret)
{
	struct hash none = { { 0 } };
	struct consent rows[CONSENTS_OF_ADDRESS];
	size_t n;

	*ret = false;
	TRY(store_consent_for(tx_look(tx), q->contact, q->address ? q->address : &none, rows, &n, tx->arena));
	for (size_t i = 0; i < n; i++)
		if (rows[i].scope == q->scope && rows[i].every == !q->address)
			*ret = rows[i].state == q->state;
	return ST_OK;
}

enum status service_consent_change(struct tx *tx, const struct consent_change *q, bool *ret_changed)
{
	struct consent row = { .contact = q->contact, .id = id_new(), .scope = q->scope, .every = !q->address,
			       .state = q->state, .why = q->why, .door = q->door, .actor = q->actor,
			       .note = q->note };
	unsigned before, after;
	struct contact_core c;
	bool was;

	if (q->address)
		row.address = *q->address;
	TRY(store_contact_core(tx_look(tx), q->contact, &c, tx->arena));
	TRY(picture(tx, &c, q->address, &before));
	TRY(said(tx, q, &was));
	TRY(store_consent_put(tx, &row));
	TRY(picture(tx, &c, q->address, &after));
	*ret_changed = !was || before != after;
	if (before & ~after || !was) {
		TRY(take_back_links(tx, &c));
		TRY(take_back_notices(tx, &c));
	}
	return ST_OK;
}

void service_consent_settle(struct unit *u, int64_t contact)
{
	if (u->shared->sending)
		sending_wait(u->shared->sending, contact, clock_mono_ms() + SETTLE_MS);
}
