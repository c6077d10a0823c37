/* Opening a link, page by page: the stronger questions, the second step, the words for every way it can end; and what
 * someone sees who does not hold the link. */
#include "tests/support/guesser.h"
#include "tests/support/outbox.h"
#include "tests/support/visit.h"

#include "common/clock.h"

static const char *path_of(struct visit *v)
{
	return arena_print(&v->w->u.arena, "/l/" SV_FMT, SV_ARG(v->token));
}

/* Posts the form of the page that was got last. */
static void post(struct visit *v, const char *path, const char *fields)
{
	visit_post(v, path,
		   arena_print(&v->w->u.arena, "form_token=" SV_FMT "&%s", SV_ARG(visit_field(v, "form_token")), fields));
}

static void answer(struct visit *v, const char *fields)
{
	visit_get(v, path_of(v));
	post(v, path_of(v), fields);
}

static void each_question_has_a_form_and_its_faults_stand_beside_their_fields(void **state)
{
	struct visit v = { .w = *state };

	guesser_account(v.w, "c1", "A-1");
	visit_link(&v, "A-1");
	guesser_setting(v.w, "identity.mode", "last6");
	visit_get(&v, path_of(&v));
	visit_golden(&v, "landing-six");
	guesser_setting(v.w, "identity.mode", "full_reference");
	answer(&v, "reference=12");
	visit_golden(&v, "landing-reference-malformed");
	guesser_setting(v.w, "identity.mode", "last4_birth_year");
	answer(&v, "digits=1234&year=74");
	CHECK(visit_says(&v, "value=\"74\""));
	CHECK(visit_says(&v, "<a href=\"#year\">Please enter the year in which you were born"));
	visit_golden(&v, "landing-year-malformed");
	answer(&v, "digits=1234&year=1973");
	CHECK(visit_says(&v, "This is not what we have on file. Tries left: 4."));
	CHECK(!visit_says(&v, "value=\"1973\""));
	answer(&v, "digits=1234&year=1974");
	CHECK_SV("/welcome", v.location);
}

/* What is said about the question, and by the page that asks it. */
struct saying {
	const char *mode, *page, *asks, *lock, *wrong;
};

static void message_help_and_lock_page_say_what_the_landing_page_asks_for_in_every_mode(void **state)
{
	static const struct saying modes[] = {
		{ "last4", "The last four digits of your document or reference number",
		  "We ask for the last four digits of your document or reference number, so", "What we ask for is the end of",
		  "digits=0000" },
		{ "last6", "The last six digits of your document or reference number",
		  "We ask for the last six digits of your document or reference number, so", "What we ask for is the end of",
		  "digits=000000" },
		{ "full_reference", "Your reference number", "We ask for your whole reference number,",
		  "What we ask for is the whole reference number on letters from us", "reference=R+45679" },
		{ "last4_birth_year", "The year in which you were born",
		  "We ask for the last four digits of your document or reference number and for the year in which you were born",
		  "letters from us, and the year in which you were born", "digits=0000&year=1973" },
	};
	struct visit v = { .w = *state };
	struct sv mail;

	for (size_t i = 0; i < COUNT(modes); i++) {
		const char *number = arena_print(&v.w->u.arena, "A-%zu", i);

		guesser_account(v.w, arena_print(&v.w->u.arena, "c%zu", i), number);
		guesser_setting(v.w, "identity.mode", modes[i].mode);
		visit_send(&v, number);
		clock_move(3600000); /* the newest message, and room for the network's wrong answers */
		outbox_hand_over(v.w);
		mail = outbox_text(v.w, ".eml");
		CHECK(sv_find_sv(mail, sv_from(modes[i].asks)) < mail.n);
		CHECK(sv_find_sv(mail, SV("Sometimes we also ask for")) < mail.n);
		mail = sv_from_to(mail, sv_find_sv(mail, SV("/l/")) + 3, mail.n);
		v.token = sv_copy(&v.w->u.arena, sv_from_to(mail, 0, TOKEN_LEN));
		visit_get(&v, path_of(&v));
		CHECK(visit_says(&v, modes[i].page));
		for (int k = 0; k < 5; k++)
			answer(&v, modes[i].wrong);
		CHECK(visit_says(&v, "This link is locked") && visit_says(&v, modes[i].lock));
		visit_get(&v, "/help/safety");
		CHECK(visit_says(&v, modes[i].asks));
	}
}

static void a_paused_contact_is_asked_for_a_second_fact_or_sent_to_a_person(void **state)
{
	struct visit v = { .w = *state }, without = { .w = *state };

	guesser_account(v.w, "c1", "A-1");
	for (int i = 0; i < 2; i++) {
		visit_link(&v, "A-1");
		for (int k = 0; k < 5; k++)
			answer(&v, "digits=0000");
	}
	visit_link(&v, "A-1");
	visit_get(&v, path_of(&v));
	visit_golden(&v, "landing-second-fact");
	post(&v, path_of(&v), "digits=1234"); /* a page from before the pause has no such field */
	CHECK(visit_says(&v, "Please enter the year"));
	clock_move(3600000); /* the network has room again */
	answer(&v, "digits=1234&year=1974");
	CHECK_SV("/welcome", v.location);
	visit_get(&v, "/home");
	CHECK(visit_says(&v, "10 wrong tries to open your page came in the 30 days before this visit."));

	clock_move(INT64_C(2) * 86400000); /* and the network's day is over, too */
	make_account(without.w, .number = "B-1");
	for (int i = 0; i < 2; i++) {
		visit_link(&without, "B-1");
		for (int k = 0; k < 5; k++)
			answer(&without, "digits=0000");
	}
	visit_link(&without, "B-1");
	visit_get(&without, path_of(&without));
	CHECK_INT(200, without.status);
	visit_golden(&without, "person");
}

static void a_network_that_tried_too_often_is_told_when_to_come_back(void **state)
{
	struct visit v = { .w = *state };

	for (int i = 0; i < 3; i++) {
		const char *number = arena_print(&v.w->u.arena, "A-%d", i);

		make_account(v.w, .number = number);
		visit_link(&v, number);
		for (int k = 0; k < 5; k++)
			answer(&v, "digits=0000");
	}
	make_account(v.w, .number = "A-9");
	visit_link(&v, "A-9");
	answer(&v, "digits=1234");
	CHECK_INT(429, v.status);
	CHECK_INT(3600, v.retry_after);
	visit_golden(&v, "later");
}

static void a_code_is_asked_on_a_page_of_its_own(void **state)
{
	struct visit v = visit_with_link(*state), other = v;
	const char *code_path = arena_print(&v.w->u.arena, "/l/" SV_FMT "/code", SV_ARG(v.token));
	struct sv code;

	guesser_setting(v.w, "second_factor", "always");
	visit_get(&v, code_path);
	CHECK_SV(path_of(&v), v.location); /* the first step first */
	answer(&v, "digits=4321");
	CHECK_INT(303, v.status);
	CHECK_SV(code_path, v.location);
	CHECK(v.session.n == 0 && v.pre.n == TOKEN_LEN);
	visit_get(&v, code_path);
	visit_golden(&v, "code");
	visit_get(&other, code_path);
	CHECK_SV(path_of(&v), other.location); /* another browser */
	post(&v, code_path, "code=12");
	CHECK(visit_says(&v, "value=\"12\""));
	visit_golden(&v, "code-malformed");
	code = outbox_code(v.w);
	post(&v, code_path, sv_is(code, "000000") ? "code=000001" : "code=000000");
	visit_golden(&v, "code-wrong");
	post(&v, arena_print(&v.w->u.arena, "%s/again", code_path), "");
	CHECK_SV(code_path, v.location);
	visit_get(&v, code_path);
	clock_move(1000);
	code = outbox_code(v.w);
	post(&v, code_path, arena_print(&v.w->u.arena, "code=" SV_FMT, SV_ARG(code)));
	CHECK_SV("/home", v.location);
	CHECK(v.session.n == TOKEN_LEN && v.pre.n == 0);
	visit_get(&v, "/home");
	CHECK_INT(200, v.status);
}

/* What a browser that comes by sees of a link, and what an answer from a page that it was served before gets it. */
static struct sv seen(struct world *w, struct sv token, const struct visit *holder)
{
	struct visit v = { .w = w, .token = token };
	struct sv got;

	if (holder) { /* its nonce is from when the link lived */
		v.pre = holder->pre;
		v.page = holder->page;
		post(&v, path_of(&v), "digits=1234");
	} else {
		visit_get(&v, path_of(&v));
	}
	got = sv_print(&w->u.arena, "%d " SV_FMT, v.status, SV_ARG(visit_tidy(&v))); /* but for tokens */
	return got;
}

static void locked_used_expired_revoked_and_unknown_links_look_the_same(void **state)
{
	struct world *w = *state;
	struct visit locked = { .w = w }, used = { .w = w }, expired = { .w = w }, revoked = { .w = w };
	struct visit *all[] = { &locked, &used, &expired, &revoked };
	struct sv unknown = seen(w, SV("0000000000000000000000000000000000000000000"), NULL);

	for (size_t i = 0; i < COUNT(all); i++) {
		const char *number = arena_print(&w->u.arena, "A-%d", (int)i);

		make_account(w, .number = number);
		visit_link(all[i], number);
		visit_get(all[i], path_of(all[i])); /* the page they keep */
	}
	for (int i = 0; i < 5; i++) {
		struct visit guess = { .w = w, .token = locked.token };

		answer(&guess, "digits=0000");
	}
	{
		struct visit open = { .w = w, .token = used.token }, again = { .w = w };

		answer(&open, "digits=1234");
		CHECK_SV("/home", open.location);
		visit_link(&again, "A-3"); /* replaces the one that is to be revoked */
	}
	clock_move(INT64_C(72) * 3600000);
	for (size_t i = 0; i < COUNT(all); i++) {
		CHECK(sv_eq(unknown, seen(w, all[i]->token, NULL)));
		CHECK(sv_eq(unknown, seen(w, all[i]->token, all[i])));
	}
}

static void a_wrong_answer_says_nothing_of_which_part_was_wrong(void **state)
{
	struct visit a = { .w = *state }, b = { .w = *state };

	guesser_account(a.w, "c1", "A-1");
	guesser_account(a.w, "c2", "A-2");
	guesser_setting(a.w, "identity.mode", "last4_birth_year");
	visit_link(&a, "A-1");
	visit_link(&b, "A-2");
	answer(&a, "digits=1234&year=1980");
	answer(&b, "digits=0000&year=1974");
	b.token = a.token; /* the same path in both pages once what is random is taken out */
	visit_golden(&a, "landing-year-wrong");
	visit_golden(&b, "landing-year-wrong");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(each_question_has_a_form_and_its_faults_stand_beside_their_fields),
		WORLD_TEST(message_help_and_lock_page_say_what_the_landing_page_asks_for_in_every_mode),
		WORLD_TEST(a_paused_contact_is_asked_for_a_second_fact_or_sent_to_a_person),
		WORLD_TEST(a_network_that_tried_too_often_is_told_when_to_come_back),
		WORLD_TEST(a_code_is_asked_on_a_page_of_its_own),
		WORLD_TEST(locked_used_expired_revoked_and_unknown_links_look_the_same),
		WORLD_TEST(a_wrong_answer_says_nothing_of_which_part_was_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
