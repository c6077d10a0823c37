/* Every page as a debtor gets it, through route, guards, page and template, compared with its golden file. What is
 * random (tokens, references, hashes of static files) is replaced by its kind first. */
#include "tests/support/visit.h"

#include "common/clock.h"

static void before_identity_no_page_says_anything_of_a_debt(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *path = arena_print(&v.w->u.arena, "/l/" SV_FMT, SV_ARG(v.token));

	visit_get(&v, "/");
	CHECK_INT(200, v.status);
	visit_golden(&v, "front");
	visit_get(&v, path);
	CHECK_INT(200, v.status);
	visit_golden(&v, "landing");
	CHECK(v.session.n == 0);
	visit_answer(&v, "12");
	visit_golden(&v, "landing-malformed");
	visit_answer(&v, "0000");
	visit_golden(&v, "landing-wrong");
	visit_get(&v, "/l/0000000000000000000000000000000000000000000");
	visit_golden(&v, "dead");
	visit_get(&v, "/nowhere");
	CHECK_INT(404, v.status);
	visit_golden(&v, "not-found");
}

static void inside_the_pages_show_the_contacts_own_accounts(void **state)
{
	struct visit v = visit_with_link(*state);
	struct arena *a = &v.w->u.arena;

	visit_answer(&v, "4321");
	CHECK_INT(303, v.status);
	CHECK_SV("/home", v.location);
	CHECK(v.session.n == TOKEN_LEN && v.pre.n == 0);
	visit_get(&v, "/home");
	visit_golden(&v, "home");
	visit_get(&v, v.promise);
	visit_golden(&v, "promise");
	visit_post(&v, v.promise,
	     arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&amount=99999&promised_date=2026-03-20",
			 SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id"))));
	CHECK_INT(200, v.status);
	visit_golden(&v, "promise-too-much");
	visit_post(&v, v.promise,
	     arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&amount=1,000.50&promised_date=2026-03-20",
			 SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id"))));
	CHECK_INT(303, v.status);
	visit_get(&v, sv_z(a, v.location));
	visit_golden(&v, "receipt");
	visit_get(&v, "/home");
	visit_golden(&v, "home-promised");
	visit_post(&v, "/sign-out", arena_print(a, "form_token=" SV_FMT, SV_ARG(visit_field(&v, "form_token"))));
	CHECK_SV("/bye", v.location);
	visit_get(&v, "/bye");
	visit_golden(&v, "bye");
}

static void an_idle_visit_leads_back_to_the_front(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	CHECK_INT(200, v.status);
	clock_move(30 * 60000 - 1);
	visit_get(&v, "/home");
	CHECK_INT(200, v.status);
	clock_move(30 * 60000);
	visit_get(&v, "/home");
	CHECK_INT(303, v.status);
}

static void a_visit_ends_after_a_day_however_busy(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	for (int i = 0; i < 24 * 4; i++) {
		visit_get(&v, "/home");
		CHECK_INT(200, v.status);
		clock_move(15 * 60000);
	}
	visit_get(&v, "/home");
	CHECK_INT(303, v.status);
}

static void a_form_of_one_visit_is_no_form_of_another(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit other = { .w = v.w };
	struct sv token;

	visit_answer(&v, "4321");
	visit_get(&v, v.promise);
	token = visit_field(&v, "form_token");
	other.session = v.session;
	visit_post(&other, v.promise, "form_token=AAAA&amount=1&promised_date=2026-03-20");
	CHECK_INT(403, other.status);
	visit_post(&other, "/sign-out", arena_print(&v.w->u.arena, "form_token=" SV_FMT "x", SV_ARG(token)));
	CHECK_INT(403, other.status);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static void the_fifth_wrong_answer_says_locked_and_later_visits_do_not(void **state)
{
	struct visit v = visit_with_link(*state);
	struct sv unknown;

	for (int i = 0; i < 4; i++)
		visit_answer(&v, "0000");
	CHECK(sv_find_sv(v.page, SV("Tries left: 1")) < v.page.n);
	visit_answer(&v, "0000");
	visit_golden(&v, "locked");
	visit_get(&v, "/l/0000000000000000000000000000000000000000000");
	unknown = visit_tidy(&v);
	visit_get(&v, arena_print(&v.w->u.arena, "/l/" SV_FMT, SV_ARG(v.token)));
	CHECK(sv_eq(unknown, visit_tidy(&v)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(before_identity_no_page_says_anything_of_a_debt),
		WORLD_TEST(inside_the_pages_show_the_contacts_own_accounts),
		WORLD_TEST(an_idle_visit_leads_back_to_the_front),
		WORLD_TEST(a_visit_ends_after_a_day_however_busy),
		WORLD_TEST(a_form_of_one_visit_is_no_form_of_another),
		WORLD_TEST(the_fifth_wrong_answer_says_locked_and_later_visits_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
