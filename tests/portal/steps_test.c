/* What an operator sees of a visit while it lasts: which page, which visit, whether something was done; and who hesitates. */
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/api/api.h"
#include "server/portal/portal.h"
#include "server/service/need.h"

enum { MINUTE = 60000 };

static void every_page_that_counts_as_activity_has_a_word(void **state)
{
	size_t with = 0;

	(void)state;
	for (size_t i = 0; i < portal_rooms.n; i++) {
		const struct route *r = &portal_rooms.routes[i];

		if (!(r->guards & SIGNED_IN) || r->guards & QUIET)
			continue;
		if (!portal_step(r))
			fail_msg("%s has no word in steps.def", r->path);
		with++;
	}
	CHECK(with > 50);
	CHECK(portal_step(&(struct route){ .path = "/help/how" }) == NULL);
	CHECK(portal_step(&(struct route){ .path = "/homely" }) == NULL);
}

static struct session_page listed(struct world *w, bool all)
{
	struct session_page page;

	CHECK_OK(api_session_list(world_look(w), w->u.snap, &(struct session_query){ .all = all }, &page));
	return page;
}

static void check_row(struct world *w, const char *step, int64_t visit, bool acted)
{
	struct session_page page = listed(w, false);

	CHECK_INT(1, page.items.n);
	CHECK_SV(step, page.items.at[0].step);
	CHECK_INT(visit, page.items.at[0].visit);
	CHECK_INT(acted, page.items.at[0].acted);
	CHECK_INT(clock_now(), page.items.at[0].active_at);
}

static const char *promise_form(struct visit *v)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT "&amount=10.00&promised_date=2026-03-20",
			   SV_ARG(visit_field(v, "form_token")), SV_ARG(visit_field(v, "form_id")));
}

static void the_step_is_the_page_that_was_shown_last(void **state)
{
	struct visit v = visit_with_link(*state);
	struct world *w = *state;
	struct sv events;

	visit_answer(&v, "4321");
	check_row(w, "", 1, false); /* nothing was shown yet */
	visit_get(&v, "/home");
	check_row(w, "home", 1, false);
	clock_move(MINUTE);
	visit_get(&v, arena_print(&w->u.arena, "/account/%lld", (long long)v.account));
	check_row(w, "account", 1, false);
	events = sv_copy(&w->u.arena, world_events(w));
	clock_move(MINUTE);
	visit_get(&v, v.promise);
	check_row(w, "promise", 1, false);
	CHECK(sv_eq(events, world_events(w))); /* to know it costs no event */
	visit_get(&v, "/help/how"); /* has no word: the step stays */
	check_row(w, "promise", 1, false);
	visit_get(&v, v.promise);
	visit_post(&v, arena_print(&w->u.arena, "%s", v.promise), promise_form(&v));
	CHECK_INT(303, v.status);
	check_row(w, "promise", 1, true);
	visit_get(&v, "/opt-out");
	check_row(w, "opt_out", 1, true);
}

static void an_ended_visit_has_no_step_and_the_next_begins_without_one(void **state)
{
	struct visit v = visit_with_link(*state);
	struct world *w = *state;
	struct session_page page;

	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	visit_post(&v, "/sign-out", arena_print(&w->u.arena, "form_token=" SV_FMT, SV_ARG(visit_field(&v, "form_token"))));
	page = listed(w, true);
	CHECK_INT(1, page.items.n);
	CHECK(page.items.at[0].ended_at > 0);
	CHECK_SV("", page.items.at[0].step);
	CHECK_INT(1, page.items.at[0].visit);
	clock_move(MINUTE);
	visit_link(&v, "A-2");
	visit_answer(&v, "4321");
	check_row(w, "", 2, false);
}

static void a_step_does_not_outlive_the_program_but_the_visit_does(void **state)
{
	struct visit v = visit_with_link(*state);
	struct world *w = *state;

	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	world_restart(w);
	check_row(w, "", 1, false);
	visit_get(&v, "/activity");
	check_row(w, "activity", 1, false);
}

static struct need_row hesitant(struct world *w)
{
	struct kpi_needs n;

	CHECK_OK(service_kpi_needs(world_look(w), w->u.snap, &n));
	return n.items.at[NEED_SESSION - 1];
}

static void who_is_idle_for_over_twenty_minutes_and_did_nothing_needs_a_person(void **state)
{
	struct visit v = visit_with_link(*state);
	struct world *w = *state;
	int64_t at;

	visit_answer(&v, "4321");
	clock_move(MINUTE);
	visit_get(&v, v.promise);
	at = clock_now();
	clock_hold(at + 20 * MINUTE);
	CHECK_INT(0, hesitant(w).count);
	clock_move(1);
	CHECK_INT(1, hesitant(w).count);
	CHECK_INT(at, hesitant(w).since);
	CHECK_SV("A-1", hesitant(w).account);
	clock_hold(at + 30 * MINUTE); /* its time is over, swept or not */
	CHECK_INT(0, hesitant(w).count);
}

static void who_did_something_may_be_idle(void **state)
{
	struct visit v = visit_with_link(*state);
	struct world *w = *state;

	visit_answer(&v, "4321");
	visit_get(&v, v.promise);
	visit_post(&v, arena_print(&w->u.arena, "%s", v.promise), promise_form(&v));
	CHECK_INT(303, v.status);
	clock_move(25 * MINUTE);
	CHECK_INT(0, hesitant(w).count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(every_page_that_counts_as_activity_has_a_word),
		WORLD_TEST(the_step_is_the_page_that_was_shown_last),
		WORLD_TEST(an_ended_visit_has_no_step_and_the_next_begins_without_one),
		WORLD_TEST(a_step_does_not_outlive_the_program_but_the_visit_does),
		WORLD_TEST(who_is_idle_for_over_twenty_minutes_and_did_nothing_needs_a_person),
		WORLD_TEST(who_did_something_may_be_idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
