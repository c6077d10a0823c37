/* The organisation's breaker: what trips it, what it asks of everybody, what ends it. */
#include "tests/support/guesser.h"

#include "common/clock.h"

#include "server/engine/engine.h"
#include "server/service/budget.h"
#include "server/service/feed.h"

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

static int64_t most(struct world *w)
{
	struct budget_state b;

	CHECK_OK(service_budget_show(world_look(w), w->u.snap, &(struct budget_query){ SV_NONE }, &b));
	return b.most;
}

static void a_days_budget_is_three_times_the_median_of_days_that_did_not_trip(void **state)
{
	struct world *w = *state;

	CHECK_INT(100, most(w));
	for (int64_t ago = 14; ago > 0; ago--) /* 7 days with 10, 6 with 80, one with a thousand: the median is 45 */
		guesser_history(w, ago, 5000, ago > 7 ? 10 : ago > 1 ? 80 : 1000, false);
	CHECK_INT(135, most(w));
	clock_move(DAY);
	for (int64_t day = 0; day < 10; day++) { /* ten days of an attack teach it nothing */
		guesser_history(w, 0, 5000, 5000, true);
		clock_move(DAY);
	}
	CHECK_INT(135, most(w)); /* a quiet day came in, one with 10 went out of sight */
}

/* A hundred wrong answers from as many networks. */
static void trip(struct guesser *g)
{
	for (int i = 0; i < 20; i++)
		guesser_wrong_from(g, arena_print(&g->w->u.arena, "10.%d.0.1", i), 5, 1000 + i);
}

static void a_hundred_wrong_answers_trip_the_breaker_and_everybody_is_asked_more(void **state)
{
	struct guesser g = { .w = *state };
	struct notification_page n;
	struct budget_state b;

	guesser_account(g.w, "c1", "A-1");
	make_account(g.w, .number = "A-2");
	trip(&g);
	CHECK_INT(1, guesser_events(g.w, "portal.breaker_tripped"));
	CHECK_OK(service_notification_list(world_look(g.w), g.w->u.snap, &(struct notification_query){ .limit = 2 }, &n)); /* the hundredth locked its link, too */
	CHECK_SV("Guessing: everybody is asked for a second fact", n.items.at[1].title);
	CHECK_OK(service_budget_show(world_look(g.w), g.w->u.snap, &(struct budget_query){ SV("A-1") }, &b));
	CHECK(b.tripped);
	CHECK_INT(100, b.wrong);
	CHECK_INT(100, b.most);
	CHECK_SV("a second fact", b.needs);
	g.address = "192.0.2.1";
	guesser_link(&g, "A-1");
	CHECK_INT(0, guesser_answer(&g, "1234"));
	g.year = "1974";
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	guesser_link(&g, "A-2");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	world_restart(g.w); /* it is in the store, not in memory */
	g.token = SV_NONE;
	guesser_link(&g, "A-2");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
}

static void the_breaker_ends_with_the_organisations_day(void **state)
{
	struct guesser g = { .w = *state };
	struct turn t;

	guesser_setting(g.w, "organisation.time_zone", "America/New_York");
	make_account(g.w, .number = "A-1");
	trip(&g); /* at 8:00 in New York */
	g.address = NULL;
	clock_move(16 * HOUR - 1);
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	CHECK_INT(0, guesser_events(g.w, "portal.breaker_reset"));
	clock_move(1);
	t = (struct turn){ .now = clock_now() };
	CHECK_OK(engine_maintenance.turn(world_look(g.w), &t));
	CHECK_INT(1, guesser_events(g.w, "portal.breaker_reset"));
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

struct resetting {
	struct world *w;
	struct budget_reset q;
	struct budget_state ret;
};

static enum status run_reset(struct tx *tx, void *arg)
{
	struct resetting *r = arg;

	return service_budget_reset(&r->w->u, tx, &r->q, &r->ret);
}

static void an_operator_resets_the_breaker_and_the_day_is_counted_anew(void **state)
{
	struct guesser g = { .w = *state };
	struct resetting r = { .w = g.w, .q = { SV("our own test") } };

	make_account(g.w, .number = "A-1");
	CHECK_FAULT(ST_CONFLICT, "", "not tripped", world_write(g.w, run_reset, &r));
	trip(&g);
	CHECK_OK(world_write(g.w, run_reset, &r));
	CHECK(!r.ret.tripped);
	CHECK_INT(0, r.ret.wrong);
	g.address = NULL;
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_WRONG, guesser_wrong(&g, 1));
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	CHECK_INT(1, guesser_events(g.w, "portal.breaker_tripped"));
	CHECK_INT(1, guesser_events(g.w, "portal.breaker_reset"));
}

static void a_large_share_of_wrong_answers_trips_it_as_well(void **state)
{
	struct guesser g = { .w = *state };

	for (int i = 0; i < 79; i++) {
		const char *number = arena_print(&g.w->u.arena, "R-%d", i);

		make_account(g.w, .number = number);
		guesser_link(&g, number);
		CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	}
	guesser_wrong_from(&g, NULL, 20, 0);
	CHECK_INT(0, guesser_events(g.w, "portal.breaker_tripped")); /* 20 of 99 */
	guesser_wrong_from(&g, NULL, 1, 100);
	CHECK_INT(1, guesser_events(g.w, "portal.breaker_tripped")); /* 21 of 100 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_days_budget_is_three_times_the_median_of_days_that_did_not_trip),
		WORLD_TEST(a_hundred_wrong_answers_trip_the_breaker_and_everybody_is_asked_more),
		WORLD_TEST(the_breaker_ends_with_the_organisations_day),
		WORLD_TEST(an_operator_resets_the_breaker_and_the_day_is_counted_anew),
		WORLD_TEST(a_large_share_of_wrong_answers_trips_it_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
