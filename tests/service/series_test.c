/* The course of the figures: stretches sum to what kpi.show says and each is what the events say of it, in zones whose hours
 * are not ours; and figures as of a past instant are those that were asked for then. */
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/service/event.h"
#include "server/service/kpi.h"
#include "server/service/link.h"
#include "server/service/series.h"
#include "server/store/setting.h"

struct telling {
	enum event_id kind;
	struct event_body body;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	struct telling *t = arg;

	return tx_tell(tx, t->kind, 0, 1, SV("debtor"), &t->body);
}

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

enum { EVENTS = 400 };
static const enum event_id kinds[] = { E_portal_promise_created, E_portal_dispute_filed, E_portal_opt_out, E_link_sent,
				       E_portal_session_started };

struct told {
	enum event_id kind;
	int64_t at, sent_at;
};

/* Some ten days of things that happened, and a list of them kept apart. */
static void happen(struct world *w, struct told told[EVENTS])
{
	uint32_t seed = 11;
	int64_t sent_at = 0;

	for (int i = 0; i < EVENTS; i++) {
		struct telling t = { .kind = kinds[dice(&seed) % COUNT(kinds)] };

		clock_move(dice(&seed) % 4200000);
		if (t.kind == E_link_sent)
			sent_at = clock_now();
		if (t.kind == E_portal_session_started && !sent_at)
			t.kind = E_portal_opt_out;
		t.body = (struct event_body){ .amount = 100, .currency = { "EUR" },
					      .sent_at = t.kind == E_portal_session_started ? sent_at : 0 };
		told[i] = (struct told){ t.kind, clock_now(), t.body.sent_at };
		CHECK_OK(world_write(w, run_tell, &t));
	}
}

static int64_t count(const struct told told[EVENTS], enum event_id kind, int64_t from, int64_t to)
{
	int64_t n = 0;

	for (int i = 0; i < EVENTS; i++)
		n += told[i].kind == kind && told[i].at >= from && told[i].at < to;
	return n;
}

static enum status run_zone(struct tx *tx, void *arg)
{
	return store_setting_put(tx, SV("organisation.time_zone"), sv_from(arg));
}

static void check_points(const struct told told[EVENTS], const struct kpi_series *s)
{
	for (size_t i = 0; i < s->items.n; i++) {
		const struct kpi_point *p = &s->items.at[i];
		int64_t verified = 0;

		CHECK_INT(i ? s->items.at[i - 1].to : s->from, p->from);
		CHECK_INT(count(told, E_link_sent, p->from, p->to), p->links_sent);
		CHECK_INT(count(told, E_portal_promise_created, p->from, p->to), p->promises);
		CHECK_INT(count(told, E_portal_dispute_filed, p->from, p->to), p->disputes);
		CHECK_INT(count(told, E_portal_opt_out, p->from, p->to), p->opt_outs);
		CHECK_INT(count(told, E_portal_session_started, p->from, p->to), p->sessions);
		for (int k = 0; k < EVENTS; k++) /* whole UTC hours: roll-ups know them without a link's row */
			verified += told[k].kind == E_portal_session_started && told[k].sent_at >= p->from &&
				    told[k].sent_at < p->to;
		if (p->from % 3600000 == 0 && p->to % 3600000 == 0)
			CHECK_INT(verified, p->links_verified);
	}
	CHECK_INT(s->to, s->items.at[s->items.n - 1].to);
}

static void check_sums(const struct kpi_series *s, const struct kpi_page *k)
{
	struct kpi_point sum = { 0 };

	for (size_t i = 0; i < s->items.n; i++) {
		sum.links_sent += s->items.at[i].links_sent;
		sum.links_verified += s->items.at[i].links_verified;
		sum.promises += s->items.at[i].promises;
		sum.disputes += s->items.at[i].disputes;
		sum.opt_outs += s->items.at[i].opt_outs;
	}
	CHECK_INT(k->from, s->from);
	CHECK_INT(k->to, s->to);
	CHECK_INT(k->links_sent, sum.links_sent);
	CHECK_INT(k->links_verified, sum.links_verified);
	CHECK_INT(k->promises, sum.promises);
	CHECK_INT(k->disputes, sum.disputes);
	CHECK_INT(k->opt_outs, sum.opt_outs);
	CHECK_INT(k->seq, s->seq);
}

static void stretches_sum_to_the_figures_and_each_is_what_happened_in_it(void **state)
{
	static const char *const periods[] = { "", "today", "7d", "30d", "90d", "2026-03-12..2026-03-16", "365d",
					       "2026-03-11..2026-03-11", "2026-03-01..2026-04-01" };
	static const char *zones[] = { "UTC", "America/New_York", "Europe/Berlin" };
	struct world *w = *state;
	struct told *told = NEW_N(&w->u.arena, struct told, EVENTS);

	happen(w, told);
	for (size_t z = 0; z < COUNT(zones); z++)
		for (size_t i = 0; i < COUNT(periods); i++) {
			struct period_query q = { .period = sv_from(periods[i]) };
			struct kpi_page k = { .past = false };
			struct kpi_series s;

			CHECK_OK(world_write(w, run_zone, arena_print(&w->u.arena, "%s", zones[z])));
			CHECK_OK(service_kpi_series(world_look(w), w->u.snap, &q, &s));
			CHECK_OK(service_kpi_show(&w->u, w->u.snap, &q, &k));
			check_points(told, &s);
			check_sums(&s, &k);
			CHECK_SV(zones[z], s.time_zone);
		}
}

static void a_period_that_is_none_is_refused_by_name(void **state)
{
	struct world *w = *state;
	struct kpi_series s;

	CHECK_FAULT(ST_INVALID, "period", "FROM..TO",
		    service_kpi_series(world_look(w), w->u.snap, &(struct period_query){ .period = SV("soon") }, &s));
	CHECK_FAULT(ST_INVALID, "at", "not come yet",
		    service_kpi_series(world_look(w), w->u.snap, &(struct period_query){ .at = clock_now() + 1 }, &s));
}

enum { MOMENTS = 7, PERIODS = 4 };
static const char *const past_periods[PERIODS] = { "today", "7d", "2026-03-09..2026-03-10", "2026-03-11..2026-03-20" };

struct moment { /* what was said then */
	int64_t at;
	struct kpi_page kpi[PERIODS];
	struct kpi_series series[PERIODS];
	struct token_page tokens[PERIODS + 1]; /* the last: of ever */
};

static void ask(struct world *w, int64_t at, struct moment *ret)
{
	world_look(w);
	*ret = (struct moment){ .at = at ? at : clock_now() };
	for (int i = 0; i < PERIODS; i++) {
		struct period_query q = { .period = sv_from(past_periods[i]), .at = at };

		CHECK_OK(service_kpi_show(&w->u, w->u.snap, &q, &ret->kpi[i]));
		CHECK_OK(service_kpi_series(&w->u, w->u.snap, &q, &ret->series[i]));
		CHECK_OK(service_token_overview(&w->u, w->u.snap, &q, &ret->tokens[i]));
	}
	CHECK_OK(service_token_overview(&w->u, w->u.snap, &(struct period_query){ .at = at }, &ret->tokens[PERIODS]));
}

static void same_figures(const struct kpi_figures *a, const struct kpi_figures *b)
{
	CHECK_INT(a->links_sent, b->links_sent);
	CHECK_INT(a->links_verified, b->links_verified);
	CHECK_INT(a->conversion_rate, b->conversion_rate);
	CHECK_INT(a->promises, b->promises);
	CHECK_INT(a->disputes, b->disputes);
	CHECK_INT(a->opt_outs, b->opt_outs);
}

static void same_page(const struct kpi_page *a, const struct kpi_page *b)
{
	CHECK_INT(a->from, b->from);
	CHECK_INT(a->to, b->to);
	CHECK_INT(a->links_sent, b->links_sent);
	CHECK_INT(a->links_verified, b->links_verified);
	CHECK_INT(a->conversion_rate, b->conversion_rate);
	CHECK_INT(a->promises, b->promises);
	CHECK_INT(a->promised.n, b->promised.n);
	for (size_t i = 0; i < a->promised.n; i++)
		CHECK_MONEY(a->promised.at[i].amount, b->promised.at[i].amount);
	CHECK_INT(a->disputes, b->disputes);
	CHECK_INT(a->opt_outs, b->opt_outs);
	CHECK_INT(a->as_of, b->as_of);
	CHECK_INT(a->seq, b->seq);
	same_figures(a->previous, b->previous);
	CHECK(!a->past && b->past);
	CHECK_INT(-1, b->active_sessions);
}

static void same_tokens(const struct token_page *a, const struct token_page *b)
{
	CHECK_INT(a->items.n, b->items.n);
	for (size_t i = 0; i < a->items.n; i++) {
		const struct token_row *x = &a->items.at[i], *y = &b->items.at[i];

		CHECK_INT(x->channel, y->channel);
		CHECK_INT(x->source, y->source);
		CHECK_INT(x->pending, y->pending);
		CHECK_INT(x->consumed, y->consumed);
		CHECK_INT(x->expired, y->expired);
		CHECK_INT(x->locked, y->locked);
		CHECK_INT(x->revoked, y->revoked);
	}
}

static void same(const struct moment *then, const struct moment *past)
{
	for (int i = 0; i < PERIODS; i++) {
		const struct kpi_series *a = &then->series[i], *b = &past->series[i];

		same_page(&then->kpi[i], &past->kpi[i]);
		CHECK_INT(a->items.n, b->items.n);
		for (size_t k = 0; k < a->items.n; k++)
			CHECK(memcmp(&a->items.at[k], &b->items.at[k], sizeof(a->items.at[k])) == 0);
		CHECK_INT(a->seq, b->seq);
		same_tokens(&then->tokens[i], &past->tokens[i]);
	}
	same_tokens(&then->tokens[PERIODS], &past->tokens[PERIODS]);
}

static const char *form(struct visit *v, const char *rest)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT "&%s", SV_ARG(visit_field(v, "form_token")),
			   SV_ARG(visit_field(v, "form_id")), rest);
}

/* One visit with a promise: links replaced, locked, run out, verified late, on different days. */
static void live(struct visit *v, int step)
{
	struct arena *a = &v->w->u.arena;

	switch (step) {
	case 0:
		visit_link(v, "A-1"); /* replaces the first: revoked */
		break;
	case 1:
		for (int i = 0; i < 5; i++)
			visit_answer(v, "9999"); /* locked */
		break;
	case 2:
		visit_link(v, "A-2");
		break;
	case 3:
		visit_answer(v, "4321"); /* verified a day after it was sent */
		visit_get(v, v->promise);
		visit_post(v, arena_print(a, "%s", v->promise), form(v, "amount=10.00&promised_date=2026-03-20"));
		break;
	case 4:
		visit_link(v, "A-1");
		break;
	default:
		break; /* time goes by: the last link runs out */
	}
}

static void figures_of_a_past_instant_are_those_that_were_told_then(void **state)
{
	struct visit v = visit_with_link(*state);
	struct world *w = *state;
	struct moment *then = NEW_N(&w->u.arena, struct moment, MOMENTS), past;

	for (int i = 0; i < MOMENTS; i++) {
		clock_move(DAY_MS / 2 + 1234567);
		live(&v, i);
		clock_move(7);
		ask(w, 0, &then[i]);
		clock_move(1);
	}
	clock_move(DAY_MS);
	CHECK(then[3].kpi[1].promises == 1 && then[2].kpi[1].promises == 0);
	CHECK(then[2].tokens[PERIODS].items.at[0].locked == 1 && then[0].tokens[PERIODS].items.at[0].locked == 0);
	CHECK(then[6].tokens[PERIODS].items.at[0].consumed == 1 && then[2].tokens[PERIODS].items.at[0].consumed == 0);
	for (int i = 0; i < MOMENTS; i++) {
		ask(w, then[i].at, &past);
		same(&then[i], &past);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(stretches_sum_to_the_figures_and_each_is_what_happened_in_it),
		WORLD_TEST(a_period_that_is_none_is_refused_by_name),
		WORLD_TEST(figures_of_a_past_instant_are_those_that_were_told_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
