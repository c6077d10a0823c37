/* Figures: roll-ups equal a recount from the events, for whole days and for odd spans, across hours. */
#include "tests/support/world.h"

#include <stdlib.h>

#include "common/clock.h"

#include "server/service/event.h"
#include "server/service/kpi.h"

struct telling {
	enum event_id kind;
	struct event_body body;
	int64_t account;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	struct telling *t = arg;

	return tx_tell(tx, t->kind, t->account, 1, SV("debtor"), &t->body);
}

static void tell(struct world *w, enum event_id kind, struct event_body body)
{
	struct telling t = { kind, body, 0 };

	CHECK_OK(world_write(w, run_tell, &t));
}

static struct currency code(const char *text)
{
	struct currency c;

	CHECK(currency_from(sv_from(text), &c));
	return c;
}

static uint32_t step(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void check_equal(struct world *w, int64_t from, int64_t to)
{
	struct kpi_figures fast, slow;
	struct unit *u = world_look(w);

	CHECK_OK(service_kpi_figures(u, u->snap, from, to, &fast));
	CHECK_OK(service_kpi_recount(u, u->snap, from, to, &slow));
	CHECK_INT(slow.links_sent, fast.links_sent);
	CHECK_INT(slow.promises, fast.promises);
	CHECK_INT(slow.disputes, fast.disputes);
	CHECK_INT(slow.promised.n, fast.promised.n);
	for (size_t i = 0; i < slow.promised.n; i++) {
		CHECK(currency_eq(slow.promised.at[i].currency, fast.promised.at[i].currency));
		CHECK_INT(slow.promised.at[i].count, fast.promised.at[i].count);
		CHECK_MONEY(slow.promised.at[i].amount, fast.promised.at[i].amount);
	}
}

static void figures_equal_a_recount_from_the_events_on_any_span(void **state)
{
	static const char *const codes[] = { "EUR", "USD", "BRL" };
	struct world *w = *state;
	uint32_t seed = 42;

	for (int i = 0; i < 300; i++) {
		struct event_body b = { .amount = 1 + step(&seed) % 100000,
					.currency = code(codes[step(&seed) % 3]) };

		clock_move(step(&seed) % 1200000); /* up to 20 minutes: some 50 hours in all */
		tell(w, step(&seed) % 3		? E_portal_promise_created
			: step(&seed) % 2	? E_link_sent
						: E_portal_dispute_filed,
		     b);
	}
	for (int i = 0; i < 200; i++) {
		int64_t from = WORLD_NOW + (int64_t)(step(&seed) % 180000000);
		int64_t to = from + (int64_t)(step(&seed) % 90000000);

		check_equal(w, from, to);
	}
	check_equal(w, WORLD_NOW, clock_now() + 1);
	check_equal(w, WORLD_NOW, WORLD_NOW);
}

static void a_promise_moves_the_figures_of_today_at_once(void **state)
{
	struct world *w = *state;
	struct event_body b = { .amount = 2500, .currency = code("EUR") };
	struct kpi_page page = { .period = SV_NONE };

	tell(w, E_portal_promise_created, b);
	CHECK_OK(service_kpi_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("today") }, &page));
	CHECK_INT(1, page.promises);
	CHECK_MONEY(2500, page.promised.at[0].amount);
	CHECK_INT(0, page.previous->promises);
	clock_move(86400000);
	CHECK_OK(service_kpi_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("today") }, &page));
	CHECK_INT(0, page.promises);
	CHECK_INT(1, page.previous->promises);
}

static void the_previous_period_ends_at_the_same_clock_time(void **state)
{
	struct world *w = *state;
	struct event_body b = { .amount = 100, .currency = code("EUR") };
	struct kpi_page page = { .period = SV_NONE };

	clock_move(1); /* a millisecond after noon: tomorrow at noon it lies behind the end */
	tell(w, E_portal_promise_created, b);
	clock_hold(WORLD_NOW + 86400000);
	CHECK_OK(service_kpi_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("today") }, &page));
	CHECK_INT(0, page.previous->promises);
	clock_move(1);
	CHECK_OK(service_kpi_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("today") }, &page));
	CHECK_INT(1, page.previous->promises);
}

static void a_period_that_is_none_is_refused_by_name(void **state)
{
	static const char *const bad[] = { "yesterday", "0d", "-1d", "2026-01-02..2026-01-01", "9999d",
					   "2026-02-30..2026-03-01", "d", ".." };
	struct world *w = *state;
	struct kpi_page page = { .period = SV_NONE };

	for (size_t i = 0; i < COUNT(bad); i++) {
		CHECK_STATUS(ST_INVALID, service_kpi_show(world_look(w), w->u.snap,
							  &(struct period_query){ .period = sv_from(bad[i]) }, &page));
		CHECK(strcmp(fault_last()->field, "period") == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(figures_equal_a_recount_from_the_events_on_any_span),
		WORLD_TEST(a_promise_moves_the_figures_of_today_at_once),
		WORLD_TEST(the_previous_period_ends_at_the_same_clock_time),
		WORLD_TEST(a_period_that_is_none_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
