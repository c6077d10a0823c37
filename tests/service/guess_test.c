/* The guessing budget (security.md 3): who may still try, what is counted, what pauses and what ends a pause. */
#include "tests/support/guesser.h"

#include <stdatomic.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/date.h"
#include "common/latch.h"

#include "server/engine/engine.h"
#include "server/runtime/writer.h"
#include "server/service/budget.h"
#include "server/service/feed.h"
#include "server/service/link.h"
#include "server/service/session.h"
#include "server/store/session.h"

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)
struct race {
	struct write write;
	struct arena arena;
	struct world *w;
	struct sv token;
	char digits[8];
	struct verified ret;
	struct unit u;
	_Atomic int *left;
	struct latch *over;
};

static enum status run_race(struct tx *tx, void *arg)
{
	struct race *r = arg;
	struct link_answer q = { .token = r->token, .typed = { .digits = sv_from(r->digits) } };

	return service_link_verify(&r->u, tx, &q, &r->ret);
}

static void raced(struct write *wr)
{
	struct race *r = wr->arg;

	if (atomic_fetch_sub(r->left, 1) == 1)
		latch_raise(r->over, 1);
}

/* All posted at once; how many ended with each verdict. */
static void race(struct guesser *g, const char *const *digits, size_t n, int verdicts[VERDICT_CODES + 1])
{
	struct race *all = mem_new(sizeof(*all) * n);
	struct latch *over = latch_new(0);
	_Atomic int left = (int)n;

	for (size_t i = 0; i < n; i++) {
		struct race *r = &all[i];

		r->w = g->w;
		r->token = g->token;
		r->left = &left;
		r->over = over;
		r->u = (struct unit){ .shared = &g->w->shared, .actor = SV("debtor"), .now = clock_now() };
		snprintf(r->digits, sizeof(r->digits), "%s", digits[i]);
		r->write = (struct write){ .name = "race", .run = run_race, .arg = r, .arena = &r->arena,
					   .done = raced };
		CHECK(writer_post(g->w->shared.writer, &r->write));
	}
	latch_wait(over, 0, clock_mono_ms() + 60000);
	CHECK_INT(0, atomic_load(&left));
	for (size_t i = 0; i < n; i++) {
		CHECK_INT(ST_OK, all[i].write.st);
		verdicts[all[i].ret.verdict]++;
		arena_free(&all[i].arena);
		arena_free(&all[i].u.arena);
	}
	latch_free(over);
	mem_free(all);
}

static void of_two_hundred_answers_at_once_five_are_judged(void **state)
{
	struct guesser g = { .w = *state };
	int verdicts[VERDICT_CODES + 1] = { 0 };
	const char *digits[200];

	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	for (int i = 0; i < 200; i++)
		digits[i] = arena_print(&g.w->u.arena, "%04d", i);
	race(&g, digits, COUNT(digits), verdicts);
	CHECK_INT(4, verdicts[VERDICT_WRONG]);
	CHECK_INT(1, verdicts[VERDICT_LOCKED]);
	CHECK_INT(195, verdicts[VERDICT_DEAD]);
	CHECK_INT(5, guesser_tries(&g));
	CHECK_INT(1, guesser_events(g.w, "link.locked"));
}

static void of_right_answers_at_once_one_opens_a_session(void **state)
{
	static const char *const digits[] = { "1234", "5678", "1234", "5678" };
	struct guesser g = { .w = *state };
	int verdicts[VERDICT_CODES + 1] = { 0 };

	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	race(&g, digits, COUNT(digits), verdicts);
	CHECK_INT(1, verdicts[VERDICT_OPENED]);
	CHECK_INT(3, verdicts[VERDICT_DEAD]);
	CHECK_EVENTS(g.w, "link.sent,portal.session_started");
}

static void answers_are_held_longer_the_more_were_wrong(void **state)
{
	static const int64_t delays[] = { 0, 0, 1000, 2000, 4000 };
	struct guesser g = { .w = *state };

	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	for (size_t i = 0; i < 5; i++) {
		guesser_answer(&g, "0000");
		CHECK_INT(delays[i], g.ret.delay);
	}
	guesser_link(&g, "A-1");
	guesser_wrong(&g, 4);
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	CHECK_INT(4000, g.ret.delay); /* a right answer waits as long: its time tells nothing */
}

static void ten_wrong_answers_in_thirty_days_pause_a_contact_over_all_links(void **state)
{
	struct guesser g = { .w = *state };

	make_account(g.w, .number = "A-1", .contact = "C-1");
	make_account(g.w, .number = "A-2", .contact = "C-1");
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_LOCKED, guesser_wrong(&g, 5));
	clock_move(DAY);
	guesser_link(&g, "A-2");
	CHECK_INT(VERDICT_WRONG, guesser_wrong(&g, 4));
	CHECK_INT(0, guesser_events(g.w, "portal.contact_paused"));
	CHECK_INT(VERDICT_LOCKED, guesser_wrong(&g, 1));
	CHECK_INT(1, guesser_events(g.w, "portal.contact_paused"));
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234")); /* neither birth nor postcode is on file */
	CHECK_INT(0, guesser_tries(&g));
	clock_move(29 * DAY - 1);
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	clock_move(1); /* the first five are thirty days old */
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void twenty_in_half_a_year_pause_it_too(void **state)
{
	struct guesser g = { .w = *state };

	make_account(g.w, .number = "A-1");
	for (int i = 0; i < 4; i++) {
		guesser_link(&g, "A-1");
		guesser_wrong(&g, 5);
		clock_move(31 * DAY);
	}
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	CHECK_INT(1, guesser_events(g.w, "portal.contact_paused"));
	clock_move(180 * DAY - 4 * 31 * DAY);
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void a_paused_contact_gets_in_by_a_second_fact(void **state)
{
	struct guesser g = { .w = *state };

	guesser_account(g.w, "c1", "A-1");
	for (int i = 0; i < 2; i++) {
		guesser_link(&g, "A-1");
		guesser_wrong(&g, 5);
	}
	guesser_link(&g, "A-1");
	CHECK_INT(0, guesser_answer(&g, "1234")); /* the year is asked for now */
	CHECK_FAULT(ST_INVALID, "year", "born", fault_last()->status);
	CHECK_INT(0, guesser_tries(&g));
	g.year = "1975";
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "1234"));
	g.year = "1974";
	CHECK_INT(VERDICT_WRONG, guesser_answer(&g, "0000"));
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void the_second_facts_budget_ends_as_well(void **state)
{
	struct guesser g = { .w = *state };

	guesser_account(g.w, "c1", "A-1");
	for (int i = 0; i < 4; i++) {
		guesser_link(&g, "A-1");
		g.year = i < 2 ? NULL : "1980";
		CHECK_INT(VERDICT_LOCKED, guesser_wrong(&g, 5));
	}
	CHECK_INT(2, guesser_events(g.w, "portal.contact_paused"));
	guesser_link(&g, "A-1");
	g.year = "1974";
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
}

static void success_does_not_reset_and_the_debtor_is_told(void **state)
{
	struct guesser g = { .w = *state };
	struct visit v;
	struct unit *u;

	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	guesser_wrong(&g, 3);
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	u = world_look(g.w);
	CHECK_OK(service_session_of(u, u->snap, g.ret.cookie, true, &v));
	CHECK_INT(3, v.tries);
	guesser_link(&g, "A-1");
	guesser_wrong(&g, 5);
	guesser_link(&g, "A-1");
	guesser_wrong(&g, 1);
	CHECK_INT(0, guesser_events(g.w, "portal.contact_paused"));
	guesser_wrong(&g, 1); /* the tenth */
	CHECK_INT(1, guesser_events(g.w, "portal.contact_paused"));
}

struct lifting {
	struct world *w;
	struct budget_lift q;
	struct budget_state ret;
};

static enum status run_lift(struct tx *tx, void *arg)
{
	struct lifting *l = arg;

	return service_budget_lift(&l->w->u, tx, &l->q, &l->ret);
}

static void a_person_lifts_a_pause(void **state)
{
	struct guesser g = { .w = *state };
	struct lifting l = { .w = g.w, .q = { SV("A-1"), SV("called, knew the last invoice") } };
	struct budget_state b;

	make_account(g.w, .number = "A-1");
	CHECK_FAULT(ST_CONFLICT, "account", "not paused", world_write(g.w, run_lift, &l));
	for (int i = 0; i < 2; i++) {
		guesser_link(&g, "A-1");
		guesser_wrong(&g, 5);
	}
	CHECK_OK(service_budget_show(world_look(g.w), g.w->u.snap, &(struct budget_query){ SV("A-1") }, &b));
	CHECK(b.contact_paused);
	CHECK_INT(10, b.month);
	CHECK_INT(1, b.paused);
	CHECK_SV("a person", b.needs);
	CHECK_OK(world_write(g.w, run_lift, &l));
	CHECK(!l.ret.contact_paused);
	CHECK_INT(0, l.ret.paused);
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	CHECK_INT(1, guesser_events(g.w, "portal.contact_lifted"));
}

static void fifteen_wrong_answers_an_hour_close_an_address_even_to_the_right_one(void **state)
{
	struct guesser g = { .w = *state };

	guesser_wrong_from(&g, "203.0.113.9", 15, 0);
	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_LATER, guesser_answer(&g, "1234"));
	CHECK_INT(3600, g.ret.wait);
	CHECK_INT(0, g.ret.delay);
	CHECK_INT(0, guesser_tries(&g));
	g.token = SV("0000000000000000000000000000000000000000000"); /* and to a link that is none */
	CHECK_INT(VERDICT_LATER, guesser_answer(&g, "1234"));
	guesser_link(&g, "A-1");
	clock_move(HOUR - 1);
	CHECK_INT(VERDICT_LATER, guesser_answer(&g, "1234"));
	CHECK_INT(900, g.ret.wait); /* rounded: it tells neither which budget nor when others tried */
	clock_move(1);
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void another_address_is_not_touched(void **state)
{
	struct guesser g = { .w = *state };

	guesser_wrong_from(&g, "203.0.113.9", 15, 0);
	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	g.address = "203.0.113.10";
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void forty_a_day_close_an_address_and_a_56_is_one(void **state)
{
	struct guesser g = { .w = *state };

	for (int hour = 0; hour < 4; hour++) {
		guesser_wrong_from(&g, arena_print(&g.w->u.arena, "2001:db8:1:ff%02x::%d", hour, hour), 10, 10 * hour);
		clock_move(2 * HOUR);
	}
	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	g.address = "2001:db8:1:ffff::9"; /* the same /56 */
	CHECK_INT(VERDICT_LATER, guesser_answer(&g, "1234"));
	g.address = "2001:db8:1:fe00::9"; /* another, of the same /48 */
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void two_hundred_a_day_close_a_network(void **state)
{
	struct guesser g = { .w = *state };

	guesser_history(g.w, 0, 5000, 0, false); /* a large organisation: the breaker is far away */
	for (int64_t ago = 1; ago <= 14; ago++)
		guesser_history(g.w, ago, 2000, 100, false);
	for (int i = 0; i < 20; i++)
		guesser_wrong_from(&g, arena_print(&g.w->u.arena, "198.51.100.%d", i), 10, 2 * i);
	CHECK_INT(0, guesser_events(g.w, "portal.breaker_tripped"));
	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	g.address = "198.51.100.200";
	CHECK_INT(VERDICT_LATER, guesser_answer(&g, "1234"));
	g.address = "198.51.101.200";
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
}

static void right_answers_still_pass_where_a_visit_began_today(void **state)
{
	struct guesser g = { .w = *state, .address = "203.0.113.9" };

	make_account(g.w, .number = "A-0");
	guesser_link(&g, "A-0");
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	guesser_wrong_from(&g, "203.0.113.9", 15, 0);
	make_account(g.w, .number = "A-1");
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_LATER, guesser_wrong(&g, 1)); /* judged, and counted */
	CHECK_INT(1, guesser_tries(&g));
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	clock_move(13 * HOUR); /* another day: the visit of yesterday vouches for nothing */
	guesser_wrong_from(&g, "203.0.113.9", 15, 10);
	make_account(g.w, .number = "A-2");
	guesser_link(&g, "A-2");
	CHECK_INT(VERDICT_LATER, guesser_answer(&g, "1234"));
	CHECK_INT(0, guesser_tries(&g));
}

static void what_no_window_needs_is_forgotten(void **state)
{
	struct guesser g = { .w = *state };
	size_t did;

	guesser_wrong_from(&g, "203.0.113.9", 3, 0);
	CHECK_OK(service_budget_sweep(world_look(g.w), &did));
	CHECK_INT(0, did);
	clock_move(2 * DAY);
	CHECK_OK(service_budget_sweep(world_look(g.w), &did));
	CHECK_INT(3, did); /* their addresses */
	clock_move(178 * DAY);
	CHECK_OK(service_budget_sweep(world_look(g.w), &did));
	CHECK_INT(4, did); /* themselves, and the day's figures */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(of_two_hundred_answers_at_once_five_are_judged),
		WORLD_TEST(of_right_answers_at_once_one_opens_a_session),
		WORLD_TEST(answers_are_held_longer_the_more_were_wrong),
		WORLD_TEST(ten_wrong_answers_in_thirty_days_pause_a_contact_over_all_links),
		WORLD_TEST(twenty_in_half_a_year_pause_it_too),
		WORLD_TEST(a_paused_contact_gets_in_by_a_second_fact),
		WORLD_TEST(the_second_facts_budget_ends_as_well),
		WORLD_TEST(success_does_not_reset_and_the_debtor_is_told),
		WORLD_TEST(a_person_lifts_a_pause),
		WORLD_TEST(fifteen_wrong_answers_an_hour_close_an_address_even_to_the_right_one),
		WORLD_TEST(another_address_is_not_touched),
		WORLD_TEST(forty_a_day_close_an_address_and_a_56_is_one),
		WORLD_TEST(two_hundred_a_day_close_a_network),
		WORLD_TEST(right_answers_still_pass_where_a_visit_began_today),
		WORLD_TEST(what_no_window_needs_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
