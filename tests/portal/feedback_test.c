/* The optional question how it was. */
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/service/feedback.h"

static const char *token_form(struct visit *v)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT, SV_ARG(visit_field(v, "form_token")));
}

/* Does something, and stands on its receipt. */
static struct visit done(void **state)
{
	struct visit v = visit_with_link(*state);
	struct arena *a = &v.w->u.arena;

	visit_answer(&v, "4321");
	visit_get(&v, v.promise);
	CHECK(!visit_says(&v, "/feedback")); /* not before */
	visit_post(&v, v.promise,
		   arena_print(a, "%s&form_id=" SV_FMT "&amount=10&promised_date=2026-03-20", token_form(&v),
			       SV_ARG(visit_field(&v, "form_id"))));
	visit_get(&v, sv_z(a, v.location));
	CHECK_INT(200, v.status);
	return v;
}

static void give(struct visit *v, struct sv id, const char *rest)
{
	struct arena *a = &v->w->u.arena;

	visit_post(v, "/feedback", arena_print(a, "form_id=%s&%s", sv_z(a, id), rest));
}

static struct feedback_figures figures(struct visit *v)
{
	struct feedback_figures f;

	CHECK_OK(service_feedback_show(world_look(v->w), v->w->u.snap, SV("7d"), &f));
	return f;
}

static void a_receipt_asks_once_and_the_answer_counts(void **state)
{
	struct visit v = done(state);
	struct feedback_figures f;
	struct feedback_page page;
	struct sv id;

	visit_golden(&v, "feedback-receipt");
	id = visit_field(&v, "form_id");
	give(&v, id, "answer=4&line=Quick+%3Cb%3Eand%3C%2Fb%3E+clear");
	CHECK_SV("/thanks", v.location);
	visit_get(&v, "/thanks");
	CHECK(visit_says(&v, "Back to your overview"));
	visit_golden(&v, "feedback-thanks");
	give(&v, id, "answer=1"); /* sent twice: the first stays */
	CHECK_SV("/thanks", v.location);
	f = figures(&v);
	CHECK_INT(1, f.count);
	CHECK_SV("4.00", f.mean);
	CHECK_INT(1, f.scores.at[3].count);
	CHECK_INT(0, f.scores.at[0].count);
	CHECK_OK(service_feedback_list(world_look(v.w), v.w->u.snap, &(struct feedback_query){ .limit = 10 }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_SV("Quick <b>and</b> clear", page.items.at[0].words);
	CHECK_INT(RECEIPT_PROMISE, page.items.at[0].about);
	CHECK_SV("A-1", page.items.at[0].account);
	CHECK(sv_ends(world_events(v.w), SV("portal.feedback")));
}

static void a_card_number_in_the_line_is_masked_before_it_is_kept(void **state)
{
	struct visit v = done(state);
	struct feedback_page page;

	give(&v, visit_field(&v, "form_id"), "answer=4&line=Mine+is+4111+1111+1111+1111");
	CHECK_SV("/thanks", v.location);
	CHECK_OK(service_feedback_list(world_look(v.w), v.w->u.snap, &(struct feedback_query){ .limit = 10 }, &page));
	CHECK_SV("Mine is **** **** **** 1111", page.items.at[0].words);
}

static void an_answered_receipt_asks_no_more(void **state)
{
	struct visit v = done(state);
	struct sv reference;
	size_t at = sv_find_sv(v.page, SV("PR-"));

	reference = sv_from_to(v.page, at, at + 14);
	give(&v, visit_field(&v, "form_id"), "answer=5");
	visit_get(&v, arena_print(&v.w->u.arena, "/promise/" SV_FMT, SV_ARG(reference)));
	CHECK_INT(200, v.status);
	CHECK(!visit_says(&v, "/feedback"));
}

static void a_later_visit_is_not_asked_about_an_earlier_one(void **state)
{
	struct visit v = done(state), later = { .w = v.w };
	size_t at = sv_find_sv(v.page, SV("PR-"));
	struct sv reference = sv_from_to(v.page, at, at + 14);

	visit_link(&later, "A-1");
	visit_answer(&later, "4321");
	visit_get(&later, arena_print(&v.w->u.arena, "/promise/" SV_FMT, SV_ARG(reference)));
	CHECK_INT(200, later.status);
	CHECK(!visit_says(&later, "/feedback"));
}

static void without_an_answer_it_is_asked_again_and_the_line_is_not_lost(void **state)
{
	struct visit v = done(state);
	struct sv id = visit_field(&v, "form_id");

	give(&v, id, "line=Too+slow");
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "Please choose one of the five answers.") && visit_says(&v, "value=\"Too slow\""));
	visit_golden(&v, "feedback-again");
	give(&v, id, "answer=6");
	CHECK(visit_says(&v, "Please choose one of the five answers."));
	CHECK_INT(0, figures(&v).count);
	CHECK_SV("-", figures(&v).mean);
}

static void who_has_signed_out_is_asked_for_a_quarter_of_an_hour(void **state)
{
	struct visit v = visit_with_link(*state);
	struct sv id;

	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	visit_post(&v, "/sign-out", token_form(&v));
	CHECK_SV("/bye", v.location);
	visit_get(&v, "/bye");
	visit_golden(&v, "feedback-bye");
	id = visit_field(&v, "form_id");
	clock_move(15 * 60000);
	visit_get(&v, "/bye");
	CHECK(!visit_says(&v, "/feedback"));
	give(&v, id, "answer=5");
	CHECK_INT(409, v.status);
	CHECK_INT(0, figures(&v).count);
}

static void signing_out_is_answered_without_a_session(void **state)
{
	struct visit v = visit_with_link(*state);
	struct sv id;

	visit_answer(&v, "4321");
	visit_get(&v, "/home");
	visit_post(&v, "/sign-out", token_form(&v));
	visit_get(&v, "/bye");
	CHECK(v.session.n == 0);
	id = visit_field(&v, "form_id");
	give(&v, id, "answer=2");
	CHECK_SV("/thanks", v.location);
	CHECK(v.bye.n == 0);
	give(&v, id, "answer=2");
	CHECK_INT(1, figures(&v).count);
	CHECK_SV("2.00", figures(&v).mean);
	visit_get(&v, "/bye");
	CHECK(!visit_says(&v, "/feedback"));
	visit_get(&v, "/thanks");
	CHECK(!visit_says(&v, "/home"));
}

static void nobody_makes_up_a_form(void **state)
{
	struct visit v = done(state);
	struct sv id = sv_copy(&v.w->u.arena, visit_field(&v, "form_id"));

	((char *)(uintptr_t)id.p)[5] ^= 1;
	give(&v, id, "answer=5");
	CHECK_INT(409, v.status);
	give(&v, SV_NONE, "answer=5");
	CHECK_INT(409, v.status);
	CHECK_INT(0, figures(&v).count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_receipt_asks_once_and_the_answer_counts),
		WORLD_TEST(a_card_number_in_the_line_is_masked_before_it_is_kept),
		WORLD_TEST(an_answered_receipt_asks_no_more),
		WORLD_TEST(a_later_visit_is_not_asked_about_an_earlier_one),
		WORLD_TEST(without_an_answer_it_is_asked_again_and_the_line_is_not_lost),
		WORLD_TEST(who_has_signed_out_is_asked_for_a_quarter_of_an_hour),
		WORLD_TEST(signing_out_is_answered_without_a_session),
		WORLD_TEST(nobody_makes_up_a_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
