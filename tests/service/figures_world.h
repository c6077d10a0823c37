/* A made-up month kept twice: as rows of the store, and as plain arrays that a test counts by itself. */
#ifndef QUITS_TESTS_SERVICE_FIGURES_WORLD_H
#define QUITS_TESTS_SERVICE_FIGURES_WORLD_H

#include "tests/support/world.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/date.h"

enum { LINKS = 500, VISITS_MOST = LINKS, RECEIPTS_MOST = 2 * LINKS, PROMISES_MOST = 2 * LINKS, NOTICES = 150, DISPUTES = 60,
       CALLBACKS = 60 };

struct fact_link {
	int64_t id, contact, sent_at, touched_at, verified_at; /* 0: never */
	enum channel channel;
};
struct fact_visit {
	int64_t id, contact, link, started_at, ended_at;
};
struct fact_receipt {
	int64_t contact, session, at;
};
struct fact_promise {
	int64_t id, contact, session, made_at, amount, first; /* first: id of the chain's first, its own where it is that */
	enum promise_state state;
	const char *currency;
};
struct fact_notice {
	int64_t id, contact, ended_at;
	enum channel channel;
	enum notice_kind kind;
	enum notice_state state;
};
struct fact_dispute {
	int64_t id, filed_at, taken_at, noted_at, ended_at;
	enum dispute_reason reason;
};
struct fact_callback {
	int64_t id, made_at, taken_at, ended_at;
	enum callback_state state;
	enum callback_miss miss;
};
struct facts {
	uint64_t seed;
	int64_t next; /* id */
	struct fact_link links[LINKS];
	struct fact_visit visits[VISITS_MOST];
	struct fact_receipt receipts[RECEIPTS_MOST];
	struct fact_promise promises[PROMISES_MOST];
	struct fact_notice notices[NOTICES];
	struct fact_dispute disputes[DISPUTES];
	struct fact_callback callbacks[CALLBACKS];
	size_t n_visits, n_receipts, n_promises;
};

static inline int64_t roll(struct facts *f, int64_t below)
{
	uint64_t z = f->seed += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (int64_t)((z ^ z >> 31) >> 1) % below;
}

static inline bool chance(struct facts *f, int per_cent)
{
	return roll(f, 100) < per_cent;
}

static inline int64_t later(struct facts *f, int64_t at, int64_t most) /* 0 if that would lie ahead */
{
	int64_t then = at + roll(f, most);

	return then <= clock_now() ? then : 0;
}

static inline void fact_promise(struct facts *f, const struct fact_visit *v, int64_t at)
{
	static const enum promise_state ends[] = { PROMISE_ACTIVE, PROMISE_KEPT,      PROMISE_KEPT,       PROMISE_PARTLY_KEPT,
						   PROMISE_BROKEN, PROMISE_CANCELLED, PROMISE_RESCHEDULED };
	struct fact_promise *p = &f->promises[f->n_promises++];

	*p = (struct fact_promise){ .id = f->next++, .contact = v->contact, .session = v->id, .made_at = at,
				    .amount = 1 + roll(f, 9999), .state = ends[roll(f, COUNT(ends))],
				    .currency = chance(f, 50) ? "EUR" : "USD" };
	p->first = p->id;
	if (p->state != PROMISE_RESCHEDULED)
		return;
	f->promises[f->n_promises] = *p;
	f->promises[f->n_promises].id = f->next++;
	f->promises[f->n_promises].amount = 5;
	for (size_t i = 0; i < f->n_visits; i++) /* moved in another visit, if he had one before */
		if (f->visits[i].contact == v->contact && f->visits[i].id != v->id)
			f->promises[f->n_promises].session = f->visits[i].id;
	f->promises[f->n_promises++].state = ends[roll(f, COUNT(ends) - 1)];
}

static inline void fact_visit(struct facts *f, const struct fact_link *l)
{
	struct fact_visit *v = &f->visits[f->n_visits++];

	*v = (struct fact_visit){ .id = f->next++, .contact = l->contact, .link = l->id, .started_at = l->verified_at };
	v->ended_at = chance(f, 85) ? later(f, v->started_at, 3600000) : 0;
	for (int i = 0; i < 2 && chance(f, 50); i++) {
		int64_t at = later(f, v->started_at, 1800000);

		if (!at)
			continue;
		f->receipts[f->n_receipts++] = (struct fact_receipt){ v->contact, v->id, at };
		if (i == 0 && chance(f, 60))
			fact_promise(f, v, at);
	}
}

static inline void facts_make(struct facts *f)
{
	static const enum callback_state how[] = { CALLBACK_OPEN, CALLBACK_TAKEN, CALLBACK_DONE, CALLBACK_MISSED, CALLBACK_CANCELLED };
	int64_t month = 40 * DAY_MS, begin = clock_now() - month;

	f->next = 1000;
	for (int i = 0; i < LINKS; i++) {
		struct fact_link *l = &f->links[i];

		*l = (struct fact_link){ .id = f->next++, .contact = 1 + roll(f, 60),
					 .channel = (enum channel)(1 + roll(f, channel__end - 1)) };
		l->sent_at = chance(f, 95) ? begin + roll(f, month) : 0;
		if (l->sent_at && chance(f, 50))
			l->verified_at = later(f, l->sent_at, 12 * DAY_MS);
		if (l->verified_at)
			fact_visit(f, l);
		if (l->sent_at && chance(f, 50))
			l->touched_at = l->verified_at ? l->verified_at : l->sent_at;
	}
	for (int i = 0; i < NOTICES; i++)
		f->notices[i] = (struct fact_notice){ .id = f->next++, .contact = 1 + roll(f, 60), .ended_at = begin + roll(f, month),
						      .channel = (enum channel)(1 + roll(f, channel__end - 1)),
						      .kind = (enum notice_kind)(1 + roll(f, notice_kind__end - 1)),
						      .state = chance(f, 80) ? NOTICE_SENT : NOTICE_FAILED };
	for (int i = 0; i < NOTICES; i += 3) { /* in the middle of a visit, after which its contact may do something yet */
		const struct fact_visit *v = &f->visits[roll(f, (int64_t)f->n_visits)];

		f->notices[i].contact = v->contact;
		f->notices[i].ended_at = v->started_at + 60000;
	}
	for (int i = 0; i < DISPUTES; i++) {
		struct fact_dispute *d = &f->disputes[i];

		*d = (struct fact_dispute){ .id = f->next++, .filed_at = begin + roll(f, month),
					    .reason = (enum dispute_reason)(1 + roll(f, 4)) };
		d->taken_at = chance(f, 60) ? later(f, d->filed_at, 3 * DAY_MS) : 0;
		d->noted_at = chance(f, 30) ? later(f, d->filed_at, 3 * DAY_MS) : 0;
		d->ended_at = chance(f, 40) ? later(f, d->taken_at ? d->taken_at : d->filed_at, 5 * DAY_MS) : 0;
	}
	for (int i = 0; i < CALLBACKS; i++) {
		struct fact_callback *c = &f->callbacks[i];

		*c = (struct fact_callback){ .id = f->next++, .made_at = begin + roll(f, month),
					     .state = how[roll(f, COUNT(how))] };
		if (c->state != CALLBACK_OPEN) {
			c->ended_at = c->state == CALLBACK_TAKEN ? 0 : c->made_at + 1 + roll(f, DAY_MS);
			c->taken_at = c->state == CALLBACK_CANCELLED ? 0 : c->made_at + roll(f, 3600000);
		}
		if (c->state == CALLBACK_MISSED) {
			c->miss = chance(f, 50) ? MISS_NO_ANSWER : MISS_NOT_CALLED;
			c->taken_at = c->miss == MISS_NOT_CALLED ? 0 : c->taken_at;
		}
	}
}

static inline enum status fact_run(struct tx *tx, const char *sql, const struct value *v, size_t n)
{
	return tx_run_once(tx, &(struct query){ "test.fact", sql }, v, n, NULL);
}

static inline enum status run_visits(struct tx *tx, const struct facts *f)
{
	for (size_t i = 0; i < LINKS; i++) {
		const struct fact_link *l = &f->links[i];

		TRY(fact_run(tx,
			     "INSERT INTO link (id, account, contact, channel, source, purpose, state, actor, made_at, sent_at, "
			     "expires_at, touched_at, verified_at) VALUES ($1, 1, $2, $3, 'manual', 'reply', $4, 'ana', 1, $5, 1, $6, $7)",
			     ARGS(V(l->id), V(l->contact), V_WORD(channel, l->channel),
				  V(l->verified_at ? SV("consumed") : l->sent_at ? SV("expired") : SV("held")), V_OPT(l->sent_at),
				  V_OPT(l->touched_at), V_OPT(l->verified_at))));
	}
	for (size_t i = 0; i < f->n_visits; i++) {
		const struct fact_visit *v = &f->visits[i];

		TRY(fact_run(tx,
			     "INSERT INTO session (id, contact, account, link, cookie, slot, started_at, active_at, expires_at, "
			     "ended_at, ended_by) VALUES ($1, $2, 1, $3, $4, 1, $5, $5, $5, $6, $7)",
			     ARGS(V(v->id), V(v->contact), V(v->link), V_BLOB(sv_print(tx->arena, "%lld", (long long)v->id)),
				  V(v->started_at), V_OPT(v->ended_at), V_OPT(v->ended_at ? SV("idle") : SV_NONE))));
	}
	for (size_t i = 0; i < f->n_receipts; i++) {
		const struct fact_receipt *r = &f->receipts[i];

		TRY(fact_run(tx, "INSERT INTO receipt (contact, id, reference, kind, session, at) VALUES ($1, $2, $3, 'message', $4, $5)",
			     ARGS(V(r->contact), V((int64_t)i + 1), V(sv_print(tx->arena, "RC-%zu", i)), V(r->session), V(r->at))));
	}
	return ST_OK;
}

static inline enum status run_things(struct tx *tx, const struct facts *f)
{
	for (size_t i = 0; i < f->n_promises; i++) {
		const struct fact_promise *p = &f->promises[i];
		struct sv first = p->first == p->id ? SV_NONE : sv_print(tx->arena, "PR-%lld", (long long)p->first);

		TRY(fact_run(tx,
			     "INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, "
			     "session, chain, replaces) VALUES ($1, $2, 1, $3, $4, $5, 2461000, $6, $7, $8, $9, $9)",
			     ARGS(V(p->contact), V(p->id), V(sv_print(tx->arena, "PR-%lld", (long long)p->id)), V(p->amount),
				  V(sv_from(p->currency)), V_WORD(promise_state, p->state), V(p->made_at), V(p->session),
				  V_OPT(first))));
	}
	for (size_t i = 0; i < NOTICES; i++) {
		const struct fact_notice *n = &f->notices[i];

		TRY(fact_run(tx,
			     "INSERT INTO notice (contact, id, channel, kind, state, made_at, ended_at) VALUES ($1, $2, $3, $4, $5, 1, $6)",
			     ARGS(V(n->contact), V(n->id), V_WORD(channel, n->channel), V_WORD(notice_kind, n->kind),
				  V_WORD(notice_state, n->state), V(n->ended_at))));
	}
	return ST_OK;
}

static inline enum status run_dispute_facts(struct tx *tx, const struct facts *f)
{
	for (size_t i = 0; i < DISPUTES; i++) {
		const struct fact_dispute *d = &f->disputes[i];
		struct sv state = d->ended_at ? SV("resolved") : d->taken_at ? SV("investigating") : SV("open");
		const char *step = "INSERT INTO dispute_step (dispute, id, at, kind) VALUES ($1, $2, $3, $4)";

		TRY(fact_run(tx,
			     "INSERT INTO dispute (contact, id, account, reference, reason, part, amount, currency, state, team, was, "
			     "session, filed_at, changed_at, ended_at) VALUES (1, $1, $1, $2, $3, 'whole', 1, 'EUR', $4, 1, 'new', 1, $5, "
			     "$5, $6)",
			     ARGS(V(d->id), V(sv_print(tx->arena, "DI-%zu", i)), V_WORD(dispute_reason, d->reason), V(state),
				  V(d->filed_at), V_OPT(d->ended_at))));
		TRY(fact_run(tx, step, ARGS(V(d->id), V(1), V(d->filed_at), V(SV("filed")))));
		TRY(fact_run(tx, step, ARGS(V(d->id), V(2), V(d->filed_at), V(SV("evidence")))));
		if (d->taken_at)
			TRY(fact_run(tx, step, ARGS(V(d->id), V(3), V(d->taken_at), V(SV("investigating")))));
		if (d->ended_at)
			TRY(fact_run(tx, step, ARGS(V(d->id), V(4), V(d->ended_at), V(SV("resolved")))));
		if (d->noted_at)
			TRY(fact_run(tx, "INSERT INTO dispute_note (dispute, id, at, operator, note) VALUES ($1, 1, $2, 1, 'x')",
				     ARGS(V(d->id), V(d->noted_at))));
	}
	return ST_OK;
}

static inline enum status run_facts(struct tx *tx, void *arg)
{
	const struct facts *f = arg;

	TRY(run_visits(tx, f));
	TRY(run_things(tx, f));
	TRY(run_dispute_facts(tx, f));
	for (size_t i = 0; i < CALLBACKS; i++) {
		const struct fact_callback *c = &f->callbacks[i];

		TRY(fact_run(tx,
			     "INSERT INTO callback (contact, id, account, reference, topic, state, window_from, window_to, zone, number, "
			     "on_file, team, made_at, session, taken_at, ended_at, miss) VALUES (1, $1, $1, $2, 'other', $3, 1, 2, 'UTC', "
			     "'+44', 0, 1, $4, 1, $5, $6, $7)",
			     ARGS(V(c->id), V(sv_print(tx->arena, "CB-%zu", i)), V_WORD(callback_state, c->state), V(c->made_at),
				  V_OPT(c->taken_at), V_OPT(c->ended_at), V_WORD(callback_miss, c->miss))));
	}
	return ST_OK;
}

static inline struct facts *facts_of(struct world *w, uint32_t seed)
{
	struct facts *f = NEW(&w->u.arena, struct facts);
	int moved = 0;

	f->seed = seed;
	facts_make(f);
	CHECK_OK(world_write(w, run_facts, f));
	for (size_t i = 0; i < f->n_promises; i++)
		moved += f->promises[i].first != f->promises[i].id;
	CHECK(f->n_visits > 100 && f->n_promises > 50 && moved > 5);
	return f;
}

/* What a test of figures counts again and again. */
static inline bool within(int64_t at, int64_t from, int64_t to)
{
	return at && at >= from && at < to;
}

static inline const struct fact_visit *visit_of(const struct facts *f, int64_t link)
{
	for (size_t i = 0; i < f->n_visits; i++)
		if (f->visits[i].link == link)
			return &f->visits[i];
	return NULL;
}

static inline bool acted_in(const struct facts *f, const struct fact_visit *v)
{
	for (size_t i = 0; v && i < f->n_receipts; i++)
		if (f->receipts[i].session == v->id)
			return true;
	return false;
}

/* "41.7": half up, in floating point, unlike the server; "-" of nothing. */
static inline struct sv per_cent(struct world *w, int64_t part, int64_t whole)
{
	return whole ? sv_print(&w->u.arena, "%.1f", (double)(int64_t)(1000.0 * (double)part / (double)whole + 0.5) / 10.0) : SV("-");
}

#endif
