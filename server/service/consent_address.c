/* consent: of an address, said by whoever reads it; see consent.h. Other contacts with the address are not looked for:
 * their hand-offs ask (service_consent_allows), and so does the sender right before it sends. */
#include "server/service/consent.h"

#include "common/id.h"

#include "server/rule/transition.h"
#include "server/service/event.h"
#include "server/store/consent.h"
#include "server/store/link.h"

enum { A_BATCH = 64 };

static enum status take_back(struct tx *tx, int64_t link, struct sv reason)
{
	struct event_body b = { .link = link, .reason = reason };
	struct link_core l;
	bool moved;

	TRY(store_link_core(tx_look(tx), link, &l, tx->arena));
	TRY(store_link_move(tx, link, TO(LINK_PENDING), LINK_REVOKED, &moved));
	b.channel = l.channel;
	b.source = l.source;
	return moved ? tx_tell(tx, E_link_revoked, l.account, l.contact, SV("system"), &b) : ST_OK;
}

static enum status take_back_links(struct tx *tx, const struct hash *address, bool parked)
{
	struct sv reason = parked ? SV("not_me") : SV("no_consent");
	int64_t ids[A_BATCH], last = 0;
	size_t n;

	do {
		TRY(store_link_at_address(tx_look(tx), address, parked, last, ids, COUNT(ids), &n));
		for (size_t i = 0; i < n; i++) {
			last = ids[i];
			TRY(take_back(tx, ids[i], reason));
		}
	} while (n == COUNT(ids));
	return ST_OK;
}

static enum status say_of_contact(struct tx *tx, const struct consent_change *q, enum channel channel, bool *ret_changed)
{
	static const enum consent_scope phone[] = { CONSENT_SMS, CONSENT_WHATSAPP }, mail[] = { CONSENT_EMAIL };
	bool is_mail = channel == CHANNEL_EMAIL;
	struct consent_change c = *q;

	*ret_changed = false;
	for (size_t i = 0; i < (is_mail ? COUNT(mail) : COUNT(phone)); i++) {
		bool changed;

		c.scope = is_mail ? mail[i] : phone[i];
		TRY(service_consent_change(tx, &c, &changed));
		*ret_changed |= changed;
	}
	return ST_OK;
}

enum status service_consent_refuse(struct tx *tx, const struct consent_change *q, enum channel channel,
				   bool *ret_changed)
{
	struct address_stop before, now = { .id = id_new(), .state = q->state, .door = q->door };
	bool found;

	TRY(say_of_contact(tx, q, channel, ret_changed)); /* first: it compares what was allowed */
	TRY(store_address_stop_of(tx_look(tx), q->address, &before, &found));
	TRY(store_address_stop(tx, q->address, &now));
	*ret_changed |= !found || (before.state != now.state && before.state != CONSENT_PARKED);
	return take_back_links(tx, q->address, q->state == CONSENT_PARKED);
}
