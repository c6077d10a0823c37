/* The life of promises, run by the clock against the ledger: when the day of one is over, when its days of grace are, and
 * when an import, a payment or the end of a dispute changes what is known of its account. All promises of an account are
 * judged in one transaction with their events and the account's state, so a crash leaves them judged or not, and never
 * twice. */
#include "common/clock.h"
#include "common/log.h"

#include "server/rule/hours.h"
#include "server/rule/transition.h"
#include "server/runtime/writer.h"
#include "server/service/dispute_hold.h"
#include "server/service/event.h"
#include "server/service/promise_inside.h"

enum { BATCH = 32, OPEN_MOST = 64, MONEY_MOST = 1000, AGAIN_MS = 600000 };

const struct zone *promise_zone(const struct account_core *c, const struct org *org)
{
	return hours_home(c->time_zone, c->country, org->time_zone);
}

size_t promise_place(const struct promise_standing *st, int64_t id)
{
	size_t i = 0;

	while (i < st->n && st->open[i].id != id)
		i++;
	return i;
}

static enum status terms_of(struct snap *s, const struct account_core *c, const struct zone *zone, int64_t grace_days,
			    int64_t now, struct promise_terms *ret)
{
	int64_t released;

	*ret = (struct promise_terms){ .today = zone_day(zone, now), .grace_days = grace_days, .balance = c->balance };
	TRY(service_dispute_held(s, c->id, &ret->held));
	TRY(service_hold_released(s, c->id, &released));
	ret->released = released ? zone_day(zone, released) : 0;
	return ST_OK;
}

enum status promise_stand(struct snap *s, const struct account_core *c, const struct zone *zone, int64_t grace_days,
			  int64_t now, struct arena *a, struct promise_standing *ret)
{
	struct promise_core *cores = NEW_N(a, struct promise_core, OPEN_MOST);
	struct promise_terms t;
	int64_t since = INT64_MAX;
	size_t money = 0;

	TRY(terms_of(s, c, zone, grace_days, now, &t));
	TRY(store_promise_open_list(s, c->contact, c->id, cores, OPEN_MOST, &ret->n, a));
	ret->cores = NEW_N(a, struct promise_core, ret->n + 1);
	ret->open = NEW_N(a, struct promise_open, ret->n + 1);
	ret->entries = NEW_N(a, struct promise_entry, MONEY_MOST);
	for (size_t i = 0; i < ret->n; i++) {
		const struct promise_core *p = &cores[i];

		since = p->first < since ? p->first : since;
		ret->open[i] = (struct promise_open){ .id = p->id, .amount = p->amount, .made_at = p->first_made_at,
						      .made_day = zone_day(zone, p->first_made_at),
						      .day = p->promised_date, .state = p->state };
	}
	if (ret->n)
		TRY(store_promise_money(s, c->id, since, zone, ret->entries, MONEY_MOST, &money));
	ret->money = NEW_N(a, struct promise_money, money + 1);
	for (size_t i = 0; i < money; i++)
		ret->money[i] = (struct promise_money){ .told_at = ret->entries[i].told_at,
							.day = ret->entries[i].day,
							.amount = ret->entries[i].amount, .row = i };
	ret->takes = NEW_N(a, struct promise_take, ret->n + money + 1);
	promise_judge(ret->open, ret->n, ret->money, money, &t, ret->takes, &ret->n_takes);
	for (size_t i = 0; i < ret->n; i++) /* judging may have put them in another order */
		for (size_t j = 0; j < ret->n; j++)
			if (cores[j].id == ret->open[i].id)
				ret->cores[i] = cores[j];
	return ST_OK;
}

enum status promise_end(struct tx *tx, struct promise_standing *st, size_t i, enum promise_state state)
{
	struct promise_core *p = &st->cores[i];

	TRY(transition_allows(&promise_transitions, (int)p->state, (int)state));
	p->state = state;
	p->paid = state == PROMISE_CANCELLED ? 0 : st->open[i].paid;
	p->wake_at = 0;
	p->ended_at = tx->now;
	TRY(store_promise_put(tx, p));
	for (size_t t = 0; t < st->n_takes && state != PROMISE_CANCELLED; t++)
		if (st->takes[t].promise == i)
			TRY(store_promise_took(tx, p->account, p->id,
					       &st->entries[st->money[st->takes[t].money].row],
					       st->takes[t].amount));
	return ST_OK;
}

enum status promise_follow(struct tx *tx, const struct account_core *c, const struct promise_standing *st)
{
	enum account_state state = account_state__none;

	for (size_t i = 0; i < st->n; i++) {
		if (promise_ended(st->cores[i].state))
			continue;
		if (st->cores[i].state == PROMISE_VERIFYING && !st->open[i].put_off) /* else nothing is missing now */
			state = ACCOUNT_OVERDUE;
		else if (state != ACCOUNT_OVERDUE)
			state = ACCOUNT_PROMISED;
	}
	return store_account_promised(tx, c->contact, c->id, state);
}

void promise_body(const struct promise_core *p, struct event_body *ret)
{
	*ret = (struct event_body){ .promise = p->id, .amount = p->amount, .currency = p->currency,
				    .promised_date = p->promised_date };
}

static enum event_id told_as(enum promise_state state)
{
	return state == PROMISE_KEPT	      ? E_promise_kept
	       : state == PROMISE_PARTLY_KEPT ? E_promise_partly_kept
	       : state == PROMISE_BROKEN      ? E_promise_broken
					      : E_promise_due;
}

static enum status judge_one(struct tx *tx, struct promise_standing *st, size_t i, const struct zone *zone)
{
	struct promise_core *p = &st->cores[i];
	enum promise_state was = p->state, next = st->open[i].next;
	struct event_body b;

	if (promise_ended(next)) {
		TRY(promise_end(tx, st, i, next));
	} else {
		p->state = next;
		p->paid = st->open[i].paid;
		p->wake_at = zone_day_start(zone, st->open[i].look_day + 1);
		TRY(store_promise_put(tx, p));
	}
	if (next == was)
		return ST_OK;
	promise_body(p, &b);
	if (next == PROMISE_PARTLY_KEPT)
		b.amount = p->paid;
	return tx_tell(tx, told_as(next), p->account, p->contact, SV("system"), &b);
}

static enum status run_judge(struct tx *tx, void *arg)
{
	const struct promise_due *due = arg;
	struct promise_standing st = { .n = 0 };
	const struct zone *zone;
	struct account_core c;
	struct org org;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(store_account_core_by_id(tx_look(tx), due->account, &c, tx->arena));
	zone = promise_zone(&c, &org);
	TRY(promise_stand(tx_look(tx), &c, zone, org.promise_grace, tx->now, tx->arena, &st));
	for (size_t i = 0; i < st.n; i++)
		TRY(judge_one(tx, &st, i, zone));
	return promise_follow(tx, &c, &st);
}

static enum status run_put_by(struct tx *tx, void *arg)
{
	const struct promise_due *due = arg;

	return store_promise_wake(tx, due->contact, due->account, tx->now + AGAIN_MS);
}

static bool among(const struct promise_due *due, size_t n, int64_t account)
{
	for (size_t i = 0; i < n; i++)
		if (due[i].account == account)
			return true;
	return false;
}

/* An account that can not be judged is put by for a while: left in its place, it would stand before all others each
 * time. Where not even that can be written, nothing can. */
static enum status judge_account(struct unit *u, struct promise_due *due)
{
	if (writer_do_slow(u->shared->writer, "promise.judge", &u->arena, run_judge, due) == ST_OK)
		return ST_OK;
	say_fault(L_WARN, "promise.judge");
	return writer_do_slow(u->shared->writer, "promise.put_by", &u->arena, run_put_by, due);
}

enum status service_promise_judge(struct unit *u, size_t *ret_did)
{
	struct promise_due due[BATCH];
	size_t n;

	*ret_did = 0;
	TRY(store_promise_due(u->snap, u->now, due, BATCH, &n));
	snap_end(u->snap); /* what is written next is judged as it is then */
	for (size_t i = 0; i < n; i++) {
		if (among(due, i, due[i].account))
			continue;
		TRY(judge_account(u, &due[i]));
		++*ret_did;
	}
	return ST_OK;
}

enum status service_promise_next(struct unit *u, int64_t *ret_at)
{
	return store_promise_next(u->snap, ret_at);
}
