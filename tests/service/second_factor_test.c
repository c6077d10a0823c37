/* The second factor: a code to another known address; the link is spent only when the code is right. */
#include "tests/support/guesser.h"
#include "tests/support/outbox.h"

#include "common/clock.h"

#include "server/rule/code.h"
#include "server/rule/second_factor.h"
#include "server/service/budget.h"
#include "server/service/code.h"
#include "server/service/consent.h"

static struct guesser begin(struct world *w, const char *mode)
{
	struct guesser g = { .w = w, .browser = crypt_token(&w->u.arena) };

	make_account(w, .number = "A-1", .balance = 60000);
	guesser_setting(w, "second_factor", mode);
	guesser_link(&g, "A-1"); /* by e-mail; the other address is a telephone */
	return g;
}

struct typing {
	struct guesser *g;
	struct sv code;
	bool again;
	struct verified ret;
};

static enum status run_code(struct tx *tx, void *arg)
{
	struct typing *t = arg;
	struct code_typed q = { .token = t->g->token, .browser = t->g->browser, .code = t->code };

	return t->again ? service_code_again(&t->g->w->u, tx, &q, &t->ret)
			: service_code_verify(&t->g->w->u, tx, &q, &t->ret);
}

static struct verified type(struct guesser *g, struct sv code)
{
	struct typing t = { .g = g, .code = code };

	CHECK_OK(world_write(g->w, run_code, &t));
	return t.ret;
}

static struct verified again(struct guesser *g)
{
	struct typing t = { .g = g, .again = true };

	CHECK_OK(world_write(g->w, run_code, &t));
	return t.ret;
}

static struct sv other(struct guesser *g, struct sv code)
{
	char *p = arena_print(&g->w->u.arena, SV_FMT, SV_ARG(code));

	p[0] = p[0] == '9' ? '0' : (char)(p[0] + 1);
	return sv_from(p);
}

static void right_digits_and_the_code_open_and_neither_alone(void **state)
{
	struct guesser g = begin(*state, "always");
	struct code_look look;
	struct verified first;
	struct unit *u;
	struct sv code;

	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	CHECK(g.ret.cookie.n == 0);
	CHECK_INT(LINK_PENDING, guesser_state(&g));
	CHECK_INT(0, guesser_tries(&g));
	code = outbox_code(g.w);
	CHECK_INT(1, outbox_count(g.w, ".sms.txt"));
	u = world_look(g.w);
	CHECK_OK(service_code_look(u, u->snap, g.token, g.browser, &look));
	CHECK(look.open);
	CHECK_SV("+12…43", look.to);
	CHECK_INT(VERDICT_WRONG, type(&g, other(&g, code)).verdict);
	CHECK_INT(VERDICT_OPENED, type(&g, code).verdict);
	CHECK_INT(LINK_CONSUMED, guesser_state(&g));
	first = type(&g, code); /* the reply was lost, and the same was sent again */
	CHECK_INT(VERDICT_OPENED, first.verdict);
	CHECK_INT(TOKEN_LEN, first.cookie.n);
	CHECK(sv_eq(first.cookie, type(&g, code).cookie));
	clock_move(60000);
	CHECK_INT(VERDICT_DEAD, type(&g, code).verdict);
	CHECK_EVENTS(g.w, "setting.changed,link.sent,portal.code_sent,notice.sent,portal.session_started");
}

static void another_browser_is_not_between_the_steps(void **state)
{
	struct guesser g = begin(*state, "always"), thief = g;
	struct sv code;

	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	code = outbox_code(g.w);
	thief.browser = crypt_token(&g.w->u.arena);
	CHECK_INT(VERDICT_DEAD, type(&thief, code).verdict);
	CHECK_INT(VERDICT_DEAD, again(&thief).verdict);
	CHECK_INT(VERDICT_OPENED, type(&g, code).verdict);
}

static void a_code_does_not_open_another_link(void **state)
{
	struct guesser g = begin(*state, "always"), second = g;
	struct sv code;

	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	code = outbox_code(g.w);
	guesser_link(&second, "A-1"); /* revokes the first */
	CHECK_INT(VERDICT_DEAD, type(&second, code).verdict);
	CHECK_INT(VERDICT_DEAD, type(&g, code).verdict);
}

static void five_wrong_codes_ask_for_another_and_three_an_hour_are_all(void **state)
{
	struct guesser g = begin(*state, "always");

	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	for (int sent = 1; sent <= 3; sent++) {
		struct sv wrong = other(&g, outbox_code(g.w));

		for (int i = 0; i < 4; i++)
			CHECK_INT(VERDICT_WRONG, type(&g, wrong).verdict);
		CHECK_INT(VERDICT_CODES, type(&g, wrong).verdict);
		CHECK_INT(VERDICT_CODES, type(&g, wrong).verdict);
		clock_move(1000);
		CHECK_INT(sent < 3 ? VERDICT_CODE : VERDICT_CODES, again(&g).verdict);
	}
	CHECK_INT(3, guesser_events(g.w, "portal.code_locked"));
	CHECK_INT(VERDICT_CODES, guesser_answer(&g, "1234"));
	clock_move(3600000);
	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	CHECK_INT(VERDICT_OPENED, type(&g, outbox_code(g.w)).verdict);
}

static enum status run_lift(struct tx *tx, void *arg)
{
	struct guesser *g = arg;
	struct budget_state state;

	return service_budget_lift(&g->w->u, tx, &(struct budget_lift){ SV("A-1"), SV("called, 4111 1111 1111 1111") },
				   &state);
}

/* Right digits, and so many codes that are answered wrongly to their end, an hour apart. */
static void wear(struct guesser *g, int codes)
{
	for (int i = 0; i < codes; i++) {
		struct sv wrong;

		clock_move(3600000);
		CHECK_INT(VERDICT_CODE, guesser_answer(g, "1234"));
		wrong = other(g, outbox_code(g->w));
		for (int k = 0; k < 5; k++)
			(void)type(g, wrong);
	}
}

static void twenty_wrong_codes_in_thirty_days_need_a_person_even_for_the_right_one(void **state)
{
	struct guesser g = begin(*state, "always");
	struct budget_state b;
	char digits[8] = "";
	struct sv code = sv_from_to(sv_of(digits, sizeof(digits)), 0, 6);

	wear(&g, 3);
	clock_move(3600000);
	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	memcpy(digits, outbox_code(g.w).p, 6);
	for (int i = 16; i < 20; i++)
		CHECK_INT(VERDICT_WRONG, type(&g, other(&g, code)).verdict);
	CHECK_INT(0, guesser_events(g.w, "portal.contact_paused"));
	CHECK_INT(VERDICT_PERSON, type(&g, other(&g, code)).verdict);
	CHECK_INT(1, guesser_events(g.w, "portal.contact_paused"));
	CHECK_INT(VERDICT_PERSON, type(&g, code).verdict);
	CHECK_INT(VERDICT_PERSON, again(&g).verdict);
	clock_move(3600000);
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	guesser_link(&g, "A-1"); /* nor does another link help */
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	CHECK_OK(service_budget_show(world_look(g.w), g.w->u.snap, &(struct budget_query){ SV("A-1") }, &b));
	CHECK(b.contact_paused);
	CHECK_SV("a person", b.needs);
	CHECK_OK(world_write(g.w, run_lift, &g));
	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	CHECK_INT(VERDICT_OPENED, type(&g, outbox_code(g.w)).verdict);
}

static void wrong_codes_count_for_thirty_days_and_no_longer(void **state)
{
	struct guesser g = begin(*state, "always");
	size_t did;

	wear(&g, 4);
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	clock_move(CODE_WRONG_MS - 4 * INT64_C(3600000));
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	clock_move(3600000); /* the first code's hour is over */
	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	CHECK_OK(service_code_drop(world_look(g.w), &did));
	CHECK_INT(4 + 5, did); /* codes of days ago, and the wrong answers that count no more */
}

static void the_step_ends_and_the_first_one_is_to_be_done_again(void **state)
{
	struct guesser g = begin(*state, "always");
	struct sv code;

	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
	code = outbox_code(g.w);
	clock_move(10 * 60000);
	CHECK_INT(VERDICT_CODES, type(&g, code).verdict); /* too late for the code, not for another */
	clock_move(SECOND_FACTOR_STEP_MS - 10 * 60000);
	CHECK_INT(VERDICT_DEAD, again(&g).verdict);
}

static void without_another_address_it_takes_a_person(void **state)
{
	struct guesser g = { .w = *state, .browser = crypt_token(&((struct world *)*state)->u.arena) };

	make_account(g.w, .number = "A-1", .phone = "");
	guesser_setting(g.w, "second_factor", "always");
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
	CHECK_INT(LINK_PENDING, guesser_state(&g));
	CHECK_EVENTS(g.w, "setting.changed,link.sent");
}

static enum status run_stop_sms(struct tx *tx, void *arg)
{
	struct guesser *g = arg;
	struct consent_new q = { SV("A-1"), CONSENT_SMS, SV_NONE, CONSENT_WITHDRAWN, SV("on the phone") };
	struct consent_page page;

	return service_consent_set(&g->w->u, tx, &q, &page);
}

static void the_links_own_number_is_no_other_address_after_its_channel_was_stopped(void **state)
{
	struct guesser g = { .w = *state, .browser = crypt_token(&((struct world *)*state)->u.arena),
			     .channel = CHANNEL_SMS };

	make_account(g.w, .number = "A-1", .contact = "C-1", .email = "", .phone = "+12025550143",
		     .whatsapp = "+12025550143");
	guesser_setting(g.w, "second_factor", "always");
	guesser_link(&g, "A-1");
	CHECK_OK(world_write(g.w, run_stop_sms, &g));
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234")); /* and not a code to the same telephone */
}

static enum status run_move_phone(struct tx *tx, void *arg)
{
	static const struct query move = { "test.phone", "UPDATE contact SET phone = '+12025550199'" };

	(void)arg;
	return tx_run_once(tx, &move, NO_ARGS, NULL);
}

static void no_code_goes_to_where_the_link_went_after_an_import_moved_its_channel(void **state)
{
	struct guesser g = { .w = *state, .browser = crypt_token(&((struct world *)*state)->u.arena),
			     .channel = CHANNEL_SMS };

	make_account(g.w, .number = "A-1", .contact = "C-1", .email = "", .phone = "+12025550143",
		     .whatsapp = "+12025550143");
	guesser_setting(g.w, "second_factor", "always");
	guesser_link(&g, "A-1");
	CHECK_OK(world_write(g.w, run_move_phone, NULL));
	CHECK_INT(VERDICT_PERSON, guesser_answer(&g, "1234"));
}

static void above_asks_from_a_balance_on_of_any_account(void **state)
{
	struct guesser g = { .w = *state, .browser = crypt_token(&((struct world *)*state)->u.arena) };

	make_account(g.w, .number = "A-1", .contact = "C-1", .balance = 100);
	make_account(g.w, .number = "A-2", .contact = "C-1", .balance = 60001);
	guesser_setting(g.w, "second_factor", "above");
	guesser_setting(g.w, "second_factor.above", "60001");
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_OPENED, guesser_answer(&g, "1234"));
	guesser_setting(g.w, "second_factor.above", "60000");
	guesser_link(&g, "A-1");
	CHECK_INT(VERDICT_CODE, guesser_answer(&g, "1234"));
}

static void the_same_number_on_another_channel_is_no_other_address(void **state)
{
	struct addresses a = { SV("a@example.org"), SV("+12025550143"), SV("+12025550143") };
	struct sv to;

	(void)state;
	CHECK_INT(CHANNEL_SMS, second_factor_to(&a, CHANNEL_EMAIL, &to));
	CHECK_INT(CHANNEL_EMAIL, second_factor_to(&a, CHANNEL_SMS, &to));
	CHECK_SV("a@example.org", to);
	a.email = SV_NONE;
	CHECK_INT(channel__none, second_factor_to(&a, CHANNEL_SMS, &to));
	a.whatsapp = SV("+12025550199");
	CHECK_INT(CHANNEL_WHATSAPP, second_factor_to(&a, CHANNEL_SMS, &to));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(right_digits_and_the_code_open_and_neither_alone),
		WORLD_TEST(another_browser_is_not_between_the_steps),
		WORLD_TEST(a_code_does_not_open_another_link),
		WORLD_TEST(five_wrong_codes_ask_for_another_and_three_an_hour_are_all),
		WORLD_TEST(twenty_wrong_codes_in_thirty_days_need_a_person_even_for_the_right_one),
		WORLD_TEST(wrong_codes_count_for_thirty_days_and_no_longer),
		WORLD_TEST(the_step_ends_and_the_first_one_is_to_be_done_again),
		WORLD_TEST(without_another_address_it_takes_a_person),
		WORLD_TEST(the_links_own_number_is_no_other_address_after_its_channel_was_stopped),
		WORLD_TEST(no_code_goes_to_where_the_link_went_after_an_import_moved_its_channel),
		WORLD_TEST(above_asks_from_a_balance_on_of_any_account),
		cmocka_unit_test(the_same_number_on_another_channel_is_no_other_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
