/* What the tests of promises share: promising as a debtor does, money on an account, the engine's turn. */
#ifndef QUITS_TESTS_SERVICE_PROMISE_FIXTURE_H
#define QUITS_TESTS_SERVICE_PROMISE_FIXTURE_H

#include "tests/support/world.h"

#include "common/clock.h"
#include "common/date.h"
#include "common/id.h"
#include "common/zone.h"

#include "server/engine/engine.h"
#include "server/service/promise.h"
#include "server/store/account.h"
#include "server/store/promise.h"

#define UNUSED __attribute__((unused))

struct making {
	struct world *w;
	struct promise_ask q;
	struct sv reference;
};

static UNUSED enum status run_make(struct tx *tx, void *arg)
{
	struct making *m = arg;

	return service_promise_make(&m->w->u, tx, &m->q, &m->reference);
}

static UNUSED const struct zone *zone_of(const char *name)
{
	const struct zone *z;

	CHECK_OK(zone_get(sv_from(name), &z));
	return z;
}

static UNUSED struct account_core account_of(struct world *w, const char *number)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(number), &c, &w->u.arena));
	return c;
}

/* A promise of A-1's contact, today being the day in `zone`, which is what its session says. The reference. */
static UNUSED struct sv promised_in(struct world *w, const struct zone *zone, const char *amount, const char *day)
{
	struct account_core c = account_of(w, "A-1");
	struct view_promise_form form = { .number = SV_NONE };
	struct making m = { .w = w };

	m.q = (struct promise_ask){ .contact = c.contact, .session = 7, .account = c.id, .amount = sv_from(amount),
				    .promised_date = sv_from(day), .zone = zone };
	CHECK_OK(service_promise_form(&w->u, w->u.snap, c.contact, 7, c.id, m.q.zone, &form));
	m.q.form_id = form.form_id;
	CHECK_OK(world_write(w, run_make, &m));
	return m.reference;
}

static UNUSED struct sv promised(struct world *w, const char *amount, const char *day)
{
	return promised_in(w, zone_of(sv_z(&w->u.arena, account_of(w, "A-1").time_zone)), amount, day);
}

static UNUSED struct promise_detail shown(struct world *w, struct sv reference)
{
	struct promise_detail d;

	CHECK_OK(service_promise_show(world_look(w), w->u.snap, reference, &d));
	return d;
}

struct paying {
	int64_t account, amount, day;
	bool book;    /* told by the creditor's book as a payment of an invoice, with its day (0: none) */
	bool lowered; /* told by the book as a lower balance, no more */
};

static const struct query pay_sql[] = {
	{ "test.import", "INSERT INTO import (id, file, actor, dry_run, state, made_at, touched_at, ended_at, step) VALUES "
			 "($1, 'pay.csv', 'ana', 0, 'done', $2, $2, $2, 'end')" },
	{ "test.paid", "INSERT INTO paid (account, id, invoice, day, amount, import) VALUES ($1, $2, 'I-1', $3, $4, $5)" },
	{ "test.ledger", "INSERT INTO ledger (account, id, at, kind, amount) VALUES ($1, $2, $3, $4, $5)" },
	{ "test.balance", "UPDATE account SET balance = balance - $2 WHERE id = $1" },
	{ "test.invoice", "INSERT INTO invoice (account, number, amount, open, state) VALUES ($1, 'I-1', 10000, 10000, 'open') "
			  "ON CONFLICT (account, number) DO NOTHING" },
	{ "test.wake", "UPDATE promise SET wake_at = $2 WHERE account = $1 AND wake_at IS NOT NULL" },
};

static UNUSED enum status run_pay(struct tx *tx, void *arg)
{
	const struct paying *p = arg;
	int64_t import = id_new();

	if (p->book) {
		TRY(tx_run_once(tx, &pay_sql[0], ARGS(V(import), V(tx->now)), NULL));
		TRY(tx_run_once(tx, &pay_sql[1], ARGS(V(p->account), V(id_new()), V_OPT(p->day), V(p->amount), V(import)), NULL));
		TRY(tx_run_once(tx, &pay_sql[4], ARGS(V(p->account)), NULL));
	}
	TRY(tx_run_once(tx, &pay_sql[2], ARGS(V(p->account), V(id_new()), V(tx->now),
					      V(p->book || p->lowered ? SV("adjustment") : SV("payment")), V(-p->amount)), NULL));
	TRY(tx_run_once(tx, &pay_sql[3], ARGS(V(p->account), V(p->amount)), NULL));
	return tx_run_once(tx, &pay_sql[5], ARGS(V(p->account), V(tx->now)), NULL);
}

static UNUSED void pay(struct world *w, int64_t account, int64_t amount)
{
	struct paying p = { .account = account, .amount = amount };

	CHECK_OK(world_write(w, run_pay, &p));
}

/* Turns until nothing is left to do, as the engine's loop does; when it would wake next. */
static UNUSED int64_t judge(struct world *w)
{
	struct turn t = { .now = clock_now(), .did = 1 };

	for (int i = 0; t.did; i++) {
		CHECK(i < 100);
		t = (struct turn){ .now = clock_now() };
		CHECK_OK(engine_promise.turn(world_look(w), &t));
	}
	return t.wake_at;
}

/* Statements of the test's own, such as a trigger that stops a write half way. */
static UNUSED enum status run_exec(struct tx *tx, void *arg)
{
	return store_exec(tx, arg);
}

static UNUSED int64_t at(const char *iso)
{
	int64_t ms;

	CHECK(time_parse(sv_from(iso), &ms));
	return ms;
}

#endif
