/* notice: see notice.h. A crash between the two transactions of a hand-off leaves a lease that runs out, and the notice
 * is handed over again: rather twice than never. */
#include "server/service/notice.h"

#include "common/catalogue.h"
#include "common/id.h"

#include "server/rule/hours.h"
#include "server/rule/link.h"
#include "server/runtime/writer.h"
#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/service/link.h"
#include "server/service/preference.h"
#include "server/service/right.h"
#include "server/service/section.h"
#include "server/service/list.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/message.h"
#include "server/store/notice.h"
#include "server/store/setting.h"

enum { LEASE_MS = 60000, MOST = 64, GIVE_UP_MS = 24 * 3600000, HOUR = 3600000 };

static const enum channel in_order[] = { CHANNEL_EMAIL, CHANNEL_SMS, CHANNEL_WHATSAPP };

static enum status usable(struct snap *s, struct arena *a, const struct contact_core *c, enum channel channel, bool *ret)
{
	struct sv address = contact_address(c, channel);

	*ret = false;
	return address.n ? service_consent_allows(s, a, c->id, channel, address, ret) : ST_OK;
}

/* The preferred channel, or the first that can be used. */
static enum status choose(struct snap *s, struct arena *a, const struct contact_core *c, enum channel *ret)
{
	bool may;

	TRY(service_preference_channel(s, a, c->id, ret));
	TRY(usable(s, a, c, *ret, &may));
	if (may)
		return ST_OK;
	*ret = channel__none;
	for (size_t i = 0; i < COUNT(in_order) && !*ret; i++) {
		TRY(usable(s, a, c, in_order[i], &may));
		if (may)
			*ret = in_order[i];
	}
	return ST_OK;
}

/* Where what it tells of can be opened. */
static enum section section_of(enum notice_kind kind)
{
	switch (kind) {
	case NOTICE_WAITING:
		return SECTION_MESSAGES;
	case NOTICE_REPLY:
		return SECTION_DISPUTES;
	case NOTICE_RECEIPT:
	case NOTICE_CODE:
	case NOTICE_CALLBACK:
	case NOTICE_ADDRESS:
	case notice_kind__none:
	case notice_kind__end:
		break;
	}
	return SECTION_NONE;
}

/* The first moment from `at` on at which it may leave; see notice.h. */
static enum status welcome_at(struct snap *s, const struct contact_core *c, enum notice_kind kind, const struct org *org,
			      int64_t at, int64_t *ret)
{
	*ret = at;
	if (kind != NOTICE_WAITING && kind != NOTICE_REPLY)
		return ST_OK;
	return service_preference_window(s, c->id, hours_home(c->time_zone, c->country, org->time_zone), at, ret);
}

enum status service_notice_channel(struct snap *s, struct arena *a, int64_t contact, enum notice_kind kind,
				   enum channel *ret)
{
	struct contact_core c;
	struct org org;

	*ret = channel__none;
	TRY(store_org(s, a, &org));
	if (!section_on(&org, section_of(kind)))
		return ST_OK;
	TRY(store_contact_core(s, contact, &c, a));
	return choose(s, a, &c, ret);
}

enum status service_notice_queued(struct snap *s, int64_t contact, enum notice_kind kind, bool *ret)
{
	return store_notice_queued_of(s, contact, kind, ret);
}

enum status service_notice_add(struct tx *tx, const struct notice_new *q)
{
	struct contact_core c;
	struct notice n = { .contact = q->contact, .id = id_new(), .channel = q->channel, .address = q->address,
			    .kind = q->kind, .subject = q->subject, .text = q->text };
	struct org org;
	bool may;

	TRY(store_contact_core(tx_look(tx), q->contact, &c, tx->arena));
	if (!n.channel)
		TRY(choose(tx_look(tx), tx->arena, &c, &n.channel));
	if (!n.channel || (!n.address.n && !contact_address(&c, n.channel).n))
		return fail_field(ST_INVALID, "channel", "the contact has no address for a message");
	TRY(service_consent_allows(tx_look(tx), tx->arena, c.id, n.channel,
				   n.address.n ? n.address : contact_address(&c, n.channel), &may));
	if (!may)
		return fail_field(ST_CONFLICT, "address", N_("Messages to this address were stopped."));
	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(welcome_at(tx_look(tx), &c, n.kind, &org, tx->now + q->after, &n.due_at));
	return store_notice_add(tx, &n);
}

/* A notice is a contact's. Where there is but one account it is told of that one, so that it leads somewhere. */
static enum status tell(struct tx *tx, enum event_id kind, int64_t contact, enum notice_kind about,
			enum channel channel, struct sv reason)
{
	struct event_body b = { .channel = channel, .reason = reason,
				.name = sv_from(choice_text(&notice_kind_choice, (int)about)) };
	struct account_card_row accounts[2];
	size_t n;

	TRY(store_account_of_contact(tx_look(tx), contact, tx->arena, accounts, COUNT(accounts), &n));
	return tx_tell(tx, kind, n == 1 ? accounts[0].id : 0, contact, SV("system"), &b);
}

enum status service_notice_take_back(struct tx *tx, const struct notice *n, struct sv reason)
{
	bool moved;

	TRY(store_notice_end(tx, n->contact, n->id, NOTICE_CANCELLED, &moved));
	return moved ? tell(tx, E_notice_cancelled, n->contact, n->kind, n->channel, reason) : ST_OK;
}

struct begin {
	struct unit *u;
	size_t most;
	struct notice_out_list *list;
};

/* *ret: it leaves now. His times may be others since it was queued, what it tells of read, or its section off. */
static enum status still_due(struct tx *tx, const struct notice *n, const struct contact_core *c, const struct org *org,
			     bool *ret)
{
	int64_t at, unread = 1;

	*ret = false;
	if (!section_on(org, section_of(n->kind)))
		return service_notice_take_back(tx, n, SV("section_off"));
	if (n->kind == NOTICE_WAITING)
		TRY(store_message_unread(tx_look(tx), n->contact, &unread));
	if (!unread)
		return service_notice_take_back(tx, n, SV("read"));
	TRY(welcome_at(tx_look(tx), c, n->kind, org, tx->now, &at));
	*ret = at <= tx->now;
	return *ret ? ST_OK : store_notice_wait(tx, n->contact, n->id, at);
}

static enum status address_it(struct tx *tx, const struct notice *n, const struct org *org,
			      struct sv base, struct notice_out_list *list)
{
	struct notice_out *o = &list->at[list->n];
	struct contact_core c;
	struct unsubscribe to = { .contact = n->contact, .channel = n->channel };
	bool due, may;

	TRY(store_contact_core(tx_look(tx), n->contact, &c, tx->arena));
	TRY(still_due(tx, n, &c, org, &due));
	if (!due)
		return ST_OK;
	*o = (struct notice_out){ .contact = n->contact, .id = n->id, .made_at = n->made_at,
				  .failures = n->failures, .kind = n->kind, .subject = n->subject,
				  .text = n->text, .expires_at = tx->now + org->link_hours * HOUR };
	addressee_of(tx->arena, &c, org, n->channel, SV_NONE, &o->who);
	if (n->address.n)
		o->who.to = n->address;
	to.unproven = n->kind == NOTICE_CODE; /* whose address it is has yet to be proven */
	if (to.unproven)
		o->who.name = SV_NONE;
	if (!o->who.to.n)
		return service_notice_take_back(tx, n, SV("no_address"));
	TRY(service_consent_allows(tx_look(tx), tx->arena, n->contact, n->channel, o->who.to, &may));
	if (!may)
		return service_notice_take_back(tx, n, SV("no_consent"));
	list->n++;
	if (n->channel != CHANNEL_EMAIL)
		return ST_OK;
	to.address = service_address_hash(tx->keys, tx->arena, o->who.to);
	return service_right_offer(tx, tx->arena, base, &to, &o->who.stop_url);
}

static enum status run_begin(struct tx *tx, void *arg)
{
	struct begin *b = arg;
	size_t most = b->most < MOST ? b->most : MOST, n;
	struct notice *due = NEW_N(tx->arena, struct notice, most);
	struct org org;
	struct sv base;

	b->list->n = 0;
	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(service_base_url(b->u, tx_look(tx), &base));
	TRY(store_notice_claim(tx, tx->now + LEASE_MS, due, most, &n));
	b->list->at = NEW_N(tx->arena, struct notice_out, n);
	for (size_t i = 0; i < n; i++)
		TRY(address_it(tx, &due[i], &org, base, b->list));
	return ST_OK;
}

enum status service_notice_begin(struct unit *u, size_t most, struct notice_out_list *ret)
{
	struct begin b = { u, most, ret };

	ret->n = 0;
	return writer_do(u->shared->writer, "notice.begin", &u->arena, run_begin, &b);
}

/* It has not left: when it is tried again; 0: it is given up, a day after it might have left for the first time. */
static enum status again_at(struct tx *tx, const struct notice_out *o, int64_t *ret)
{
	struct contact_core c;
	struct org org;
	int64_t first;

	*ret = 0;
	TRY(store_contact_core(tx_look(tx), o->contact, &c, tx->arena));
	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(welcome_at(tx_look(tx), &c, o->kind, &org, o->made_at, &first));
	if (tx->now - first > GIVE_UP_MS)
		return ST_OK;
	return welcome_at(tx_look(tx), &c, o->kind, &org, link_retry_at(tx->now, o->failures), ret);
}

static enum status end_one(struct tx *tx, const struct notice_out *o)
{
	struct notice n = { .contact = o->contact, .id = o->id, .channel = o->who.channel, .kind = o->kind };
	bool moved = false, may = true;
	int64_t again = 0;

	if (!o->sent)
		TRY(service_consent_allows(tx_look(tx), tx->arena, o->contact, o->who.channel, o->who.to, &may));
	if (!may)
		return service_notice_take_back(tx, &n, SV("no_consent"));
	if (!o->sent)
		TRY(again_at(tx, o, &again));
	if (again) {
		TRY(store_notice_failed(tx, o->contact, o->id, again, &moved));
		if (!moved) /* taken back meanwhile */
			return ST_OK;
		return tell(tx, E_notice_failed, o->contact, o->kind, o->who.channel, o->reason);
	}
	TRY(store_notice_end(tx, o->contact, o->id, o->sent ? NOTICE_SENT : NOTICE_FAILED, &moved));
	if (!moved)
		return ST_OK;
	return tell(tx, o->sent ? E_notice_sent : E_notice_failed, o->contact, o->kind, o->who.channel,
		    o->sent ? SV_NONE : SV("given_up"));
}

static enum status run_end(struct tx *tx, void *arg)
{
	const struct notice_out_list *list = arg;

	for (size_t i = 0; i < list->n; i++)
		TRY(end_one(tx, &list->at[i]));
	return ST_OK;
}

enum status service_notice_end(struct unit *u, const struct notice_out_list *list)
{
	struct notice_out_list l = *list;

	return writer_do(u->shared->writer, "notice.end", &u->arena, run_end, &l);
}

enum status service_notice_stands(struct unit *u, const struct notice_out *o, bool *ret)
{
	snap_end(u->snap);
	TRY(store_notice_waits(u->snap, o->contact, o->id, ret));
	if (*ret) /* the address may have been stopped by another's reader */
		TRY(service_consent_allows(u->snap, &u->arena, o->contact, o->who.channel, o->who.to, ret));
	snap_end(u->snap);
	return ST_OK;
}

enum status service_notice_next_due(struct unit *u, int64_t *ret_at)
{
	return store_notice_next_due(u->snap, ret_at);
}

enum status service_notice_list(struct unit *u, struct snap *s, const struct list_query *q, struct notice_page *ret)
{
	return service_list_read(u, s, &notice_list_sql, &list_query_record, q, &notice_page_record, ret);
}
