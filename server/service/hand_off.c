/* Handing links over: claim, token, message, outcome. The first transaction puts the token's hash in the
 * table before any message exists; the second tells that the channel took it. A crash between them leaves a
 * lease that runs out, and the link is handed over again with another token, so a message that may have gone
 * out holds a dead link and the one that counts is the newest. */
#include "server/service/link.h"

#include "common/catalogue.h"

#include "server/rule/link.h"
#include "server/rule/transition.h"
#include "server/runtime/writer.h"
#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/service/identity.h"
#include "server/service/right.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/link.h"
#include "server/store/setting.h"

enum { LEASE_MS = 60000, MOST = 64, SWEEP = 200 };

struct begin {
	struct unit *u;
	size_t most;
	struct hand_off_list *list;
};

static enum status revoke_older(struct tx *tx, const struct link_core *l)
{
	int64_t older[16];
	size_t n;

	TRY(store_link_pending_of(tx_look(tx), l->account, l->channel, l->id, older, COUNT(older), &n));
	for (size_t i = 0; i < n; i++) {
		struct event_body b = { .link = older[i], .channel = l->channel,
					.reason = SV("replaced") };
		bool moved;

		TRY(store_link_move(tx, older[i], TO(LINK_PENDING), LINK_REVOKED, &moved));
		if (moved)
			TRY(tx_tell(tx, E_link_revoked, l->account, l->contact, SV("system"), &b));
	}
	return ST_OK;
}

/* Consent is asked again here, in the transaction that reserves the hand-off. */
static enum status may_leave(struct tx *tx, const struct link_core *l, struct sv to, bool *ret)
{
	struct event_body b = { .link = l->id, .channel = l->channel, .source = l->source,
				.reason = SV("no_consent") };
	bool moved;

	TRY(service_consent_allows(tx_look(tx), tx->arena, l->contact, l->channel, to, ret));
	if (*ret)
		return ST_OK;
	TRY(store_link_move(tx, l->id, TO(LINK_HELD) | TO(LINK_PENDING), LINK_REVOKED, &moved));
	return moved ? tx_tell(tx, E_link_revoked, l->account, l->contact, SV("system"), &b) : ST_OK;
}

static enum status give_token(struct unit *u, struct tx *tx, int64_t id, const struct org *org,
			      struct sv base, struct hand_off_list *list)
{
	struct hand_off *ret = &list->at[list->n];
	struct contact_core c;
	struct link_core l;
	struct hash h, to;
	bool may;

	TRY(store_link_core(tx_look(tx), id, &l, tx->arena));
	TRY(store_contact_core(tx_look(tx), l.contact, &c, tx->arena));
	*ret = (struct hand_off){
		.link = l.id,
		.account = l.account,
		.contact = l.contact,
		.failures = l.failures,
		.token = crypt_token(&u->arena),
		.asks = identity_asks(org),
		.expires_at = tx->now + org->link_hours * 3600000,
	};
	addressee_of(&u->arena, &c, org, l.channel, l.language, &ret->who);
	TRY(may_leave(tx, &l, ret->who.to, &may));
	if (!may)
		return ST_OK;
	list->n++;
	ret->url = sv_print(&u->arena, SV_FMT "/l/" SV_FMT, SV_ARG(base), SV_ARG(ret->token));
	h = crypt_hash(tx->keys, KEY_TOKEN, ret->token);
	to = service_address_hash(tx->keys, tx->arena, ret->who.to);
	if (l.channel == CHANNEL_EMAIL)
		TRY(service_right_offer(tx, &u->arena, base,
					&(struct unsubscribe){ .contact = l.contact, .account = l.account,
							       .channel = l.channel, .address = to },
					&ret->who.stop_url));
	return store_link_token(tx, id, &h, ret->expires_at, catalogue_code(ret->who.language), &to);
}

static enum status run_begin(struct tx *tx, void *arg)
{
	struct begin *b = arg;
	size_t most = b->most < MOST ? b->most : MOST, n;
	int64_t ids[MOST];
	struct org org;
	struct sv base;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	b->list->n = 0;
	if (!sv_is(org.portal_on, "on")) /* what is due waits until it is open again */
		return ST_OK;
	TRY(store_link_claim(tx, tx->now, tx->now + LEASE_MS, most, ids, &n));
	if (n == 0)
		return ST_OK;
	TRY(service_base_url(b->u, tx_look(tx), &base));
	b->list->at = NEW_N(&b->u->arena, struct hand_off, n);
	for (size_t i = 0; i < n; i++)
		TRY(give_token(b->u, tx, ids[i], &org, base, b->list));
	return ST_OK;
}

enum status service_link_begin(struct unit *u, size_t most, struct hand_off_list *ret)
{
	struct begin b = { u, most, ret };

	ret->n = 0;
	return writer_do(u->shared->writer, "link.begin", &u->arena, run_begin, &b);
}

struct end {
	const struct hand_off_list *list;
};

enum status service_link_tell_sent(struct tx *tx, const struct link_core *l)
{
	struct event_body b = { .link = l->id, .channel = l->channel, .source = l->source,
				.purpose = l->purpose, .until = l->expires_at };

	TRY(store_link_sent(tx, l->id));
	return tx_tell(tx, E_link_sent, l->account, l->contact, l->actor, &b);
}

static enum status end_one(struct tx *tx, const struct hand_off *h)
{
	struct event_body b = { .link = h->link, .channel = h->who.channel };
	struct link_core l;

	TRY(store_link_core(tx_look(tx), h->link, &l, tx->arena));
	b.source = l.source;
	b.purpose = l.purpose;
	if (h->sent) {
		TRY(revoke_older(tx, &l)); /* not before: a refused hand-off leaves the older link working */
		return l.sent_at ? ST_OK : service_link_tell_sent(tx, &l);
	}
	if (l.state != LINK_PENDING) /* revoked while the channel refused it: nothing to try again */
		return ST_OK;
	TRY(store_link_failed(tx, h->link, link_retry_at(tx->now, l.failures)));
	b.reason = h->reason;
	return tx_tell(tx, E_link_failed, h->account, h->contact, SV("system"), &b);
}

static enum status run_end(struct tx *tx, void *arg)
{
	struct end *e = arg;

	for (size_t i = 0; i < e->list->n; i++)
		TRY(end_one(tx, &e->list->at[i]));
	return ST_OK;
}

enum status service_link_end(struct unit *u, const struct hand_off_list *list)
{
	struct end e = { list };

	return writer_do(u->shared->writer, "link.end", &u->arena, run_end, &e);
}

enum status service_link_stands(struct unit *u, const struct hand_off *h, bool *ret)
{
	struct link_core l;

	snap_end(u->snap);
	TRY(store_link_core(u->snap, h->link, &l, &u->arena));
	snap_end(u->snap);
	*ret = l.state == LINK_PENDING;
	return ST_OK;
}

enum status service_link_next_due(struct unit *u, int64_t *ret_at)
{
	struct org org;

	*ret_at = 0;
	TRY(store_org(u->snap, &u->arena, &org));
	if (!sv_is(org.portal_on, "on")) /* nothing leaves; setting.put rings when it is open again */
		return ST_OK;
	return store_link_next_due(u->snap, ret_at);
}

static enum status run_expire(struct tx *tx, void *arg)
{
	size_t *did = arg;
	int64_t ids[SWEEP];
	size_t n;

	*did = 0;
	TRY(store_link_overdue(tx_look(tx), tx->now, ids, COUNT(ids), &n));
	for (size_t i = 0; i < n; i++) {
		struct link_core l;
		struct event_body b;
		bool moved;

		TRY(store_link_core(tx_look(tx), ids[i], &l, tx->arena));
		TRY(store_link_move(tx, ids[i], TO(LINK_PENDING), LINK_EXPIRED, &moved));
		b = (struct event_body){ .link = l.id, .channel = l.channel, .source = l.source };
		if (moved)
			TRY(tx_tell(tx, E_link_expired, l.account, l.contact, SV("system"), &b));
	}
	*did = n;
	return ST_OK;
}

enum status service_link_expire(struct unit *u, size_t *ret_did)
{
	return writer_do_slow(u->shared->writer, "link.expire", &u->arena, run_expire, ret_did);
}
