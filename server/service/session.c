/* session: starting, judging, ending, flushing; see session.h. */
#include "server/service/session.h"

#include "common/crypt.h"
#include "common/id.h"

#include "server/rule/hours.h"
#include "server/rule/link.h"
#include "server/runtime/activity.h"
#include "server/runtime/writer.h"
#include "server/service/event.h"
#include "server/service/list.h"
#include "server/store/account.h"
#include "server/store/link.h"
#include "server/store/remember.h"
#include "server/store/session.h"
#include "server/store/setting.h"

enum { BATCH = 256, LIST_DEFAULT = 100, LIVE_OF_CONTACT = 64 };

enum status service_session_start(struct unit *u, struct tx *tx, const struct link_core *l,
				  const struct org *org, int64_t tries, struct sv cookie)
{
	struct hash h = crypt_hash(tx->keys, KEY_COOKIE, cookie);
	struct session_core s = { .id = id_new(),
				  .contact = l->contact,
				  .account = l->account,
				  .link = l->id,
				  .started_at = tx->now,
				  .tries = tries,
				  .expires_at = tx->now + org->session_hours * 3600000 };
	struct event_body b = { .link = l->id, .session = s.id, .channel = l->channel,
				.source = l->source, .sent_at = l->sent_at ? l->sent_at : tx->now };

	TRY(store_session_visits(tx_look(tx), l->contact, &b.visit));
	b.visit++;
	TRY(activity_claim(u->shared->activity, s.id, tx->now, &s.slot));
	if (store_session_add(tx, &s, &h) != ST_OK) {
		activity_drop(u->shared->activity, s.slot, s.id);
		return fault_last()->status;
	}
	return tx_tell(tx, E_portal_session_started, l->account, l->contact, SV("debtor"), &b);
}

static int64_t last_activity(const struct unit *u, const struct session_core *s)
{
	int64_t at = activity_last(u->shared->activity, s->slot);

	return at > s->active_at ? at : s->active_at;
}

/* The row of a visit that has not been ended; whether its time is over is the caller's to judge. */
static enum status session_row_of(struct unit *u, struct snap *snap, const struct hash *cookie,
				  const struct session_core **ret)
{
	struct sv key = sv_of(cookie->b, sizeof(cookie->b));
	const struct session_core *known = remember_get(snap, REMEMBER_SESSION, key);
	struct arena *a = remember_arena(snap);
	struct session_core *s;
	bool found;

	if (known) {
		*ret = known;
		return ST_OK;
	}
	a = a ? a : &u->arena;
	s = NEW(a, struct session_core);
	TRY(store_session_by_cookie(snap, cookie, s, &found, a));
	if (!found || s->ended_at)
		return fail(ST_UNAUTHENTICATED, "the visit has ended");
	if (a != &u->arena)
		remember_put(snap, REMEMBER_SESSION, key, s);
	*ret = s;
	return ST_OK;
}

enum status service_session_of(struct unit *u, struct snap *snap, struct sv cookie, bool human,
			       struct visit *ret)
{
	const struct session_core *s = NULL;
	const struct org *org;
	struct hash h;

	if (!crypt_token_looks_right(cookie))
		return fail(ST_UNAUTHENTICATED, "no visit");
	h = crypt_hash(u->shared->keys, KEY_COOKIE, cookie);
	TRY(session_row_of(u, snap, &h, &s));
	TRY(store_org_seen(snap, &u->arena, &org));
	if (session_verdict(u->now, last_activity(u, s), s->expires_at, org->session_idle_minutes))
		return fail(ST_UNAUTHENTICATED, "the visit has ended");
	if (human)
		activity_touch(u->shared->activity, s->slot, u->now);
	*ret = (struct visit){ .session = s->id,
			       .contact = s->contact,
			       .account = s->account,
			       .slot = s->slot,
			       .contact_name = s->contact_name,
			       .language = s->language,
			       .country = s->country,
			       .time_zone = s->time_zone,
			       .zone = hours_home(s->time_zone, s->country, org->time_zone),
			       .unread = s->unread,
			       .tries = s->tries,
			       .cookie = h };
	return ST_OK;
}

static enum status end_one(struct unit *u, struct tx *tx, const struct session_core *s,
			   enum session_end how, struct sv actor)
{
	struct event_body b = { .session = s->id, .link = s->link,
				.reason = sv_from(choice_text(&session_end_choice, (int)how)) };
	bool ended;

	TRY(store_session_end(tx, s->id, how, tx->now, &ended));
	if (!ended)
		return ST_OK;
	activity_drop(u->shared->activity, s->slot, s->id);
	return tx_tell(tx, E_portal_session_ended, s->account, s->contact, actor, &b);
}

/* The live session with this number, found by its place in the list of live ones. */
static enum status live_one(struct tx *tx, int64_t session, struct session_core *ret)
{
	size_t n;

	TRY(store_session_live(tx_look(tx), session - 1, ret, 1, &n));
	if (n == 0 || ret->id != session)
		return fail_field(ST_NOT_FOUND, "session", "there is no such visit, or it has ended");
	return ST_OK;
}

enum status service_session_lives(struct tx *tx, int64_t session)
{
	struct session_core s;

	return live_one(tx, session, &s) == ST_OK ? ST_OK
						  : fail(ST_UNAUTHENTICATED, "the visit has ended");
}

static enum status enrich(struct unit *u, struct snap *s, struct session_row *r)
{
	struct session_more more;
	int64_t at;

	TRY(store_session_more(s, r->session, &more));
	r->visit = more.visit;
	r->acted = more.acted;
	if (r->ended_at)
		return ST_OK;
	r->step = sv_from(activity_step_of(u->shared->activity, more.slot, r->session));
	at = activity_last(u->shared->activity, more.slot);
	r->active_at = at > r->active_at ? at : r->active_at;
	return ST_OK;
}

enum status service_session_end(struct unit *u, struct tx *tx, int64_t session, enum session_end how,
				struct session_row *ret)
{
	struct session_core s;
	struct session_row row;

	if (live_one(tx, session, &s) != ST_OK) {
		TRY(store_session_row(tx_look(tx), session, &row, tx->arena));
		return fail_field(ST_CONFLICT, "session", "it has ended already");
	}
	TRY(end_one(u, tx, &s, how, u->actor));
	if (!ret)
		return ST_OK;
	TRY(store_session_row(tx_look(tx), session, ret, tx->arena));
	return enrich(u, tx_look(tx), ret);
}

enum status service_session_enrich(struct unit *u, struct snap *s, struct session_row_list *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		TRY(enrich(u, s, &rows->at[i]));
	return ST_OK;
}

enum status service_session_list(struct unit *u, struct snap *s, const struct session_query *q,
				 struct session_page *ret)
{
	if (service_list_asked(&session_query_record, q))
		TRY(service_list_read(u, s, &session_list_sql, &session_query_record, q, &session_page_record, ret));
	else
		TRY(store_session_list(s, q->all, q->limit ? (size_t)q->limit : LIST_DEFAULT, &ret->items, &u->arena));
	return service_session_enrich(u, s, &ret->items);
}

/* Whether one of them is to be counted, and stands in front of those before. */
static enum status hesitates(struct unit *u, struct snap *s, const struct session_core *c, int64_t at,
			     struct need_row *ret)
{
	struct account_core account;
	struct session_more more;

	TRY(store_session_more(s, c->id, &more));
	if (more.acted)
		return ST_OK;
	if (!ret->count++ || at < ret->since) {
		TRY(store_account_core_by_id(s, c->account, &account, &u->arena));
		ret->since = at;
		ret->account = account.number;
	}
	return ST_OK;
}

enum status service_session_hesitant(struct unit *u, struct snap *s, int64_t idle, struct need_row *ret)
{
	struct session_core batch[BATCH];
	int64_t after = 0;
	struct org org;
	size_t n;

	TRY(store_org(s, &u->arena, &org));
	do {
		TRY(store_session_live(s, after, batch, COUNT(batch), &n));
		for (size_t i = 0; i < n; i++) {
			int64_t at = last_activity(u, &batch[i]);

			after = batch[i].id;
			if (u->now - at > idle &&
			    !session_verdict(u->now, at, batch[i].expires_at, org.session_idle_minutes))
				TRY(hesitates(u, s, &batch[i], at, ret));
		}
	} while (n == COUNT(batch));
	return ST_OK;
}

/* Active Sessions' rule (product.md 4): human activity in the last org.active_minutes, and not over. */
static bool is_active(const struct unit *u, const struct org *org, const struct session_core *c)
{
	int64_t at = last_activity(u, c);

	return u->now < at + org->active_minutes * 60000 &&
	       !session_verdict(u->now, at, c->expires_at, org->session_idle_minutes);
}

enum status service_session_present(struct unit *u, struct snap *s, int64_t contact, bool *ret)
{
	struct session_core live[LIVE_OF_CONTACT];
	struct org org;
	size_t n;

	*ret = false;
	TRY(store_org(s, &u->arena, &org));
	TRY(store_session_live_of(s, contact, live, COUNT(live), &n));
	for (size_t i = 0; i < n; i++)
		*ret |= is_active(u, &org, &live[i]);
	return ST_OK;
}

enum status service_session_active(struct unit *u, struct snap *s, int64_t *ret)
{
	struct session_core batch[BATCH];
	int64_t after = 0, count = 0;
	struct org org;
	size_t n;

	TRY(store_org(s, &u->arena, &org));
	do {
		TRY(store_session_live(s, after, batch, COUNT(batch), &n));
		for (size_t i = 0; i < n; i++) {
			count += is_active(u, &org, &batch[i]);
			after = batch[i].id;
		}
	} while (n == COUNT(batch));
	*ret = count;
	return ST_OK;
}

struct flush {
	int64_t sessions[BATCH + 64], times[BATCH + 64];
	size_t n;
};

static enum status run_flush(struct tx *tx, void *arg)
{
	struct flush *f = arg;

	for (size_t i = 0; i < f->n; i++)
		TRY(store_session_active(tx, f->sessions[i], f->times[i]));
	return ST_OK;
}

enum status service_session_flush(struct unit *u, size_t *ret_did)
{
	struct flush *f = NEW(&u->arena, struct flush);

	*ret_did = 0;
	do {
		f->n = activity_take_dirty(u->shared->activity, f->sessions, f->times,
					   COUNT(f->sessions));
		if (f->n && writer_do_slow(u->shared->writer, "session.flush", &u->arena, run_flush, f) != ST_OK) {
			activity_dirty_all(u->shared->activity); /* what was taken must be written yet */
			return fault_last()->status;
		}
		*ret_did += f->n;
	} while (f->n >= BATCH);
	return ST_OK;
}

struct sweep {
	struct unit *u;
	size_t did;
};

static enum status run_sweep(struct tx *tx, void *arg)
{
	struct sweep *w = arg;
	struct session_core batch[BATCH];
	int64_t after = 0;
	struct org org;
	size_t n;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	do {
		TRY(store_session_live(tx_look(tx), after, batch, COUNT(batch), &n));
		for (size_t i = 0; i < n; i++) {
			enum session_end how = session_verdict(tx->now, last_activity(w->u, &batch[i]),
							       batch[i].expires_at,
							       org.session_idle_minutes);

			after = batch[i].id;
			if (!how)
				continue;
			TRY(end_one(w->u, tx, &batch[i], how, SV("system")));
			w->did++;
		}
	} while (n == COUNT(batch) && w->did < BATCH);
	return ST_OK;
}

enum status service_session_sweep(struct unit *u, size_t *ret_did)
{
	struct sweep w = { u, 0 };
	enum status st = writer_do_slow(u->shared->writer, "session.sweep", &u->arena, run_sweep, &w);

	*ret_did = w.did;
	return st;
}

struct ending {
	struct unit *u;
	const struct session_core *s;
};

static enum status run_end(struct tx *tx, void *arg)
{
	struct ending *e = arg;

	return end_one(e->u, tx, e->s, END_REVOKED, SV("system"));
}

enum status service_session_restore(struct unit *u, struct snap *s)
{
	struct session_core batch[BATCH];
	struct ending end;
	int64_t after = 0;
	size_t n;

	do {
		TRY(store_session_live(s, after, batch, COUNT(batch), &n));
		for (size_t i = 0; i < n; i++) {
			after = batch[i].id;
			if (activity_restore(u->shared->activity, batch[i].slot, batch[i].id,
					     batch[i].active_at) == ST_OK)
				continue;
			end = (struct ending){ u, &batch[i] }; /* two in one slot: a failed commit; its debtor asks anew */
			TRY(writer_do(u->shared->writer, "session.restore", &u->arena, run_end, &end));
		}
	} while (n == COUNT(batch));
	return ST_OK;
}
