/* What the fake server answers: figures that sum, an account with a bit of everything, lists with names
 * that want to break rows. Part of fake.h. */
#ifndef QUITS_TESTS_TUI_FIXTURES_H
#define QUITS_TESTS_TUI_FIXTURES_H

#define FILL(T, list, ...)                                                                         \
	do {                                                                                       \
		static const T rows_[] = { __VA_ARGS__ };                                          \
		(list).at = arena_copy(&r->arena, rows_, sizeof(rows_));                           \
		(list).n = COUNT(rows_);                                                           \
	} while (0)
#define USD                                                                                        \
	{                                                                                          \
		"USD"                                                                              \
	}
#define DAY_JUN(d) (INT64_C(2461192) + (d)) /* 2026-06-(d) */

static void fixture_hello(struct fake *f, struct reply *r)
{
	struct hello *h = r->out;

	*h = (struct hello){ SV("0.1.0"),
		             SV("Test Agency"),
		             SV("ana"),
		             SV("operator"),
		             SV(FAKE_ZONE),
		             SV("https://portal.example"),
		             (int64_t)f->n_events,
		             f->wall,
		             f->locked };
}

static void fixture_feed(struct fake *f, const struct feed_query *q, struct reply *r)
{
	struct feed_page *p = r->out;
	size_t from = q->last ? (f->n_events > (size_t)q->last ? f->n_events - (size_t)q->last : 0)
	                      : (size_t)q->after;
	size_t n = f->n_events - from, most = q->limit ? (size_t)q->limit : 100;

	p->items.n = n > most ? most : n;
	p->items.at =
	    arena_copy(&r->arena, &f->events[from], p->items.n * sizeof(struct event_row));
	p->next = (int64_t)(from + p->items.n);
	p->head = (int64_t)f->n_events;
}

static void fixture_kpi(struct fake *f, const struct period_query *q, struct reply *r)
{
	struct kpi_page *k = r->out;

	k->past = q->at != 0;
	for (size_t i = 0; i < f->n_events && (!q->at || f->events[i].at <= q->at); i++)
		k->seq = f->events[i].seq;

	k->from = FAKE_NOW - 6 * DAY_MS - (14 * 60 + 22) * INT64_C(60000) - 30000; /* midnight */
	k->to = f->wall;
	k->links_sent = f->links_sent;
	k->links_verified = 535;
	k->conversion_rate = 417;
	k->active_sessions = 23;
	k->promises = f->promises;
	k->disputes = 12;
	k->opt_outs = 5;
	k->as_of = f->wall;
	k->previous = NEW(&r->arena, struct kpi_figures);
	*k->previous = (struct kpi_figures){ .links_sent = 1189,
		                             .links_verified = 520,
		                             .conversion_rate = 438,
		                             .promises = 60,
		                             .disputes = 12,
		                             .opt_outs = 7 };
	FILL(struct money_sum, k->promised, { USD, 4131050, 80 }, { { "EUR" }, 120000, 7 });
}

static void fixture_tokens(struct reply *r)
{
	struct token_page *p = r->out;

	FILL(struct token_row, p->items, { CHANNEL_SMS, SOURCE_STRATEGY, 318, 241, 48, 3, 2 },
	     { CHANNEL_WHATSAPP, SOURCE_AI_AGENT, 136, 142, 23, 0, 0 },
	     { CHANNEL_WHATSAPP, SOURCE_MANUAL, 35, 84, 11, 0, 0 },
	     { CHANNEL_EMAIL, SOURCE_MANUAL, 92, 42, 24, 0, 0 },
	     { CHANNEL_EMAIL, SOURCE_SYSTEM, 41, 26, 16, 0, 0 });
}

static void fixture_sessions(struct fake *f, struct reply *r)
{
	struct session_page *p = r->out;

	p->items.n = 2;
	p->items.at = NEW_N(&r->arena, struct session_row, 2);
	p->items.at[0].active_at = f->wall - 21 * 60000;
	p->items.at[1].active_at = f->wall - 60000;
}

static void fixture_notes(struct fake *f, struct reply *r)
{
	struct notification_page *p = r->out;

	FILL(struct notification_row, p->items,
	     { .seq = 14, .title = SV_CONST("Portal promise: A-118820"), .account = SV_CONST("A-118820"), .contact = 7,
	       .amount = 112000, .currency = USD, .kind = SV_CONST("portal.promise_created") },
	     { .seq = 13, .title = SV_CONST("Portal promise: A-104233"), .account = SV_CONST("A-104233"), .contact = 5,
	       .amount = 25000, .currency = USD, .kind = SV_CONST("portal.promise_created") },
	     { .seq = 10, .title = SV_CONST("Portal dispute: A-102977"), .account = SV_CONST("A-102977"), .contact = 6,
	       .kind = SV_CONST("portal.dispute_filed") });
	p->total = (int64_t)p->items.n;
	for (size_t i = 0; i < p->items.n; i++)
		p->items.at[i].at = f->wall - 20000 - (int64_t)i * 20000;
}

static void fixture_feedback(struct fake *f, struct reply *r)
{
	*(struct feedback_figures *)r->out = (struct feedback_figures){
		.count = 31 + f->answers,
		.mean = SV("4.26"),
		.count_before = 19,
		.mean_before = SV("4.05"),
	};
}

static void fixture_accounts(struct fake *f, const struct list_query *q, struct reply *r)
{
	struct account_page *p = r->out;

	p->total = 0;
	if (sv_starts(q->filter, SV("nothing")))
		return;
	FILL(struct account_row, p->items,
	     { SV_CONST("A-104233"), 5, SV_CONST("Contact 05"), SV_CONST("First Creditor"), 320040,
	       USD, DAY_JUN(1) - 31, 52, ACCOUNT_PROMISED, SV_CONST("c05@example.org"),
	       SV_CONST("+15550100405"), { NULL, 0 } },
	     { SV_CONST("77120"),
	       2,
	       SV_CONST("Contact Zwei"),
	       SV_CONST("Second Creditor"),
	       123456789012,
	       { "EUR" },
	       DAY_JUN(14),
	       8,
	       ACCOUNT_PENDING,
	       SV_CONST("zwei@example.org"),
	       { NULL, 0 },
	       { NULL, 0 } },
	     { SV_CONST("A-118820"),
	       7,
	       SV_CONST("Contact 07"),
	       SV_CONST("First Creditor"),
	       308940,
	       USD,
	       0,
	       0,
	       ACCOUNT_NEW,
	       { NULL, 0 },
	       SV_CONST("+15550100418"),
	       { NULL, 0 } },
	     { SV_CONST("KONTO-2026/0000000123456789-B"),
	       8,
	       SV_CONST("契約者 八 with a name that is too long for any column"),
	       SV_CONST("Creditor With A Long Name And Company"),
	       7500,
	       { "JPY" },
	       DAY_JUN(20),
	       2,
	       ACCOUNT_REVIEW,
	       SV_CONST("very.long.address.for.a.column@mail.example.org"),
	       { NULL, 0 },
	       { NULL, 0 } },
	     { SV_CONST("A-121008"),
	       9,
	       SV_CONST("Cont\xc3\xa1"
	                "ct 09"),
	       SV_CONST("First Creditor"),
	       0,
	       USD,
	       0,
	       0,
	       ACCOUNT_PAID,
	       { NULL, 0 },
	       { NULL, 0 },
	       { NULL, 0 } });
	p->more = false;
	p->total = 5;
	if (f->hostile)
		p->items.at[0].contact_name =
		    SV("evil\x1b[2J\x07\n\xe2\x80\xae"
		       "drow\xf0\x9f\x98\x80 e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 "
		       "\xff name");
}

static void fixture_links(struct fake *f, struct account_detail *d, struct reply *r)
{
	FILL(struct link_row, d->links,
	     { .link = 812,
	       .channel = CHANNEL_WHATSAPP,
	       .source = SOURCE_AI_AGENT,
	       .state = LINK_PENDING,
	       .actor = SV_CONST("agent") },
	     { .link = 640,
	       .channel = CHANNEL_EMAIL,
	       .source = SOURCE_STRATEGY,
	       .state = LINK_CONSUMED,
	       .actor = SV_CONST("system") },
	     { .link = 511,
	       .channel = CHANNEL_SMS,
	       .source = SOURCE_MANUAL,
	       .state = LINK_LOCKED,
	       .tries = 5,
	       .actor = SV_CONST("ana") });
	for (size_t i = 0; i < d->links.n; i++)
		d->links.at[i].sent_at = f->wall - 1200000 - (int64_t)i * 3 * DAY_MS;
	d->links.at[0].expires_at = f->wall + 71 * 3600000 + 40 * 60000;
}

static void fixture_account(struct fake *f, const struct account_ref *q, struct reply *r)
{
	struct account_detail *d = r->out;

	*d = (struct account_detail){ .account = sv_copy(&r->arena, q->account),
		                      .contact_name = SV("Contact 05"),
		                      .creditor = SV("First Creditor"),
		                      .creditor_role = CREDITOR_THIRD,
		                      .balance = 320040,
		                      .original_amount = 400000,
		                      .currency = USD,
		                      .due_date = DAY_JUN(1) - 31,
		                      .days_past_due = 52,
		                      .state = ACCOUNT_PROMISED,
		                      .email = SV("c05@example.org"),
		                      .phone = SV("+15550100405"),
		                      .language = SV("es"),
		                      .country = SV("US"),
		                      .time_zone = SV("America/Denver"),
		                      .identity_ready = !f->no_identity,
		                      .seq = (int64_t)f->n_events };
	d->activity = NEW(&r->arena, struct portal_activity);
	*d->activity = (struct portal_activity){
		true, f->wall - 8 * DAY_MS, f->wall - 240000, true, 4, 6, 4, 1, 1, 2, 1, 1
	};
	FILL(struct promise_row, d->promises,
	     { 2, SV_CONST("PR-7K3F-9QXA"), SV_CONST(""), 25000, USD, DAY_JUN(30), PROMISE_ACTIVE,
	       FAKE_NOW - 40000 },
	     { 1, SV_CONST("PR-2M4D-8RTC"), SV_CONST(""), 9000, USD, DAY_JUN(20), PROMISE_KEPT,
	       FAKE_NOW - 8 * DAY_MS });
	FILL(struct invoice_row, d->invoices,
	     { SV_CONST("INV-4410"), DAY_JUN(1), DAY_JUN(15), 250000, 170040, USD,
	       INVOICE_PART_PAID, DAY_JUN(20) },
	     { SV_CONST("INV-4377"), DAY_JUN(1) - 60, DAY_JUN(1) - 31, 150000, 150000, USD,
	       INVOICE_OPEN, 0 });
	FILL(struct ledger_row, d->ledger,
	     { FAKE_NOW - 30 * DAY_MS, SV_CONST("opening"), 320040, USD, SV_CONST("book") });
	fixture_links(f, d, r);
	d->actions.n = 3;
	d->actions.at = NEW_N(&r->arena, struct event_row, 3);
	for (size_t i = 0, at = f->n_events; i < 3 && at > 0; i++, at -= 2)
		d->actions.at[i] = f->events[at - 1];
}

static struct reply *fixture_send(struct fake *f, const struct link_new *q)
{
	struct reply *r = fake_reply(M_link_send, f->send_status,
	                             f->send_status ? "quiet hours until 08:00" : "");
	struct link_sent *s = r->out;

	if (s)
		*s = (struct link_sent){ .link = ++f->link,
			                 .account = sv_copy(&r->arena, q->account),
			                 .channel = q->channel,
			                 .state = LINK_HELD,
			                 .until = f->wall + q->hold };
	return r;
}

static void fixture_hold(struct fake *f, const struct command_new *q, struct reply *r)
{
	*(struct command_row *)r->out = (struct command_row){ .command = ++f->link, .state = COMMAND_HELD,
							      .method = sv_copy(&r->arena, q->method), .actor = SV("ana"),
							      .made_at = f->wall, .until = f->wall + q->hold };
}

#include "tests/tui/fixtures_lists.h"

static struct reply *fixture(struct fake *f, const struct fake_ask *a)
{
	struct reply *r;

	if (f->locked && a->method != M_system_hello && a->method != M_system_unlock)
		return fake_reply(a->method, ST_UNAUTHENTICATED, "this connection is locked");
	if (a->method == M_link_send)
		return fixture_send(f, a->in);
	r = fake_reply(a->method, f->nobody_home ? ST_NOT_FOUND : ST_OK, "no such thing");
	if (!r->out)
		return r;
	if (fixture_list(f, a->method, a->in, r))
		return r;
	if (a->method == M_command_hold)
		fixture_hold(f, a->in, r);
	else if (a->method == M_system_hello)
		fixture_hello(f, r);
	else if (a->method == M_feed_read)
		fixture_feed(f, a->in, r);
	else if (a->method == M_kpi_show)
		fixture_kpi(f, a->in, r);
	else if (a->method == M_token_overview)
		fixture_tokens(r);
	else if (a->method == M_session_list)
		fixture_sessions(f, r);
	else if (a->method == M_notification_list)
		fixture_notes(f, r);
	else if (a->method == M_feedback_show)
		fixture_feedback(f, r);
	else if (a->method == M_account_list)
		fixture_accounts(f, a->in, r);
	else if (a->method == M_account_show)
		fixture_account(f, a->in, r);
	return r;
}

#endif
