/* Codes to an address: ten minutes, five tries, a few an hour, counted before they are compared. */
#include "tests/support/outbox.h"

#include "common/clock.h"
#include "common/file.h"

#include "server/rule/code.h"
#include "server/service/code.h"
#include "server/store/account.h"

#define ADDRESS "+12025550177"

struct work {
	struct world *w;
	enum code_purpose purpose;
	int64_t contact;
	struct sv address;
	struct code_sent sent;
	struct sv typed;
	struct code_checked checked;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct work *k = arg;

	return service_code_send(&k->w->u, tx,
				 &(struct code_new){ .purpose = k->purpose, .contact = k->contact, .channel = CHANNEL_SMS,
						     .address = k->address },
				 &k->sent);
}

static enum status run_check(struct tx *tx, void *arg)
{
	struct work *k = arg;

	return service_code_check(&k->w->u, tx,
				  &(struct code_answer){ .purpose = k->purpose, .contact = k->contact,
							 .address = k->address, .typed = k->typed },
				  &k->checked);
}

static struct work begin(struct world *w)
{
	struct work k = { .w = w, .purpose = CODE_VERIFY_ADDRESS, .address = SV(ADDRESS) };
	struct account_core c;

	make_account(w, .number = "A-1");
	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	k.contact = c.contact;
	CHECK_OK(world_write(w, run_send, &k));
	return k;
}

static struct code_checked check(struct work *k, struct sv typed)
{
	k->typed = typed;
	CHECK_OK(world_write(k->w, run_check, k));
	return k->checked;
}

/* Another code than the right one. */
static struct sv other(struct work *k, struct sv code)
{
	char *p = arena_print(&k->w->u.arena, SV_FMT, SV_ARG(code));

	p[5] = p[5] == '9' ? '0' : (char)(p[5] + 1);
	return sv_from(p);
}

static void the_code_of_the_message_is_right_once(void **state)
{
	struct work k = begin(*state);
	struct sv code = outbox_code(k.w);

	CHECK_INT(CODE_RIGHT, check(&k, code).verdict);
	CHECK_INT(CODE_DEAD, check(&k, code).verdict);
	CHECK_EVENTS(k.w, "portal.code_sent,notice.sent");
}

static void five_wrong_answers_end_a_code(void **state)
{
	struct work k = begin(*state);
	struct sv code = outbox_code(k.w), wrong = other(&k, code);

	for (int left = 4; left > 0; left--) {
		CHECK_INT(CODE_WRONG, check(&k, wrong).verdict);
		CHECK_INT(left, k.checked.tries_left);
	}
	CHECK_INT(CODE_DEAD, check(&k, wrong).verdict);
	CHECK_INT(CODE_DEAD, check(&k, code).verdict);
	CHECK_EVENTS(k.w, "portal.code_sent,notice.sent,portal.code_locked");
}

static void what_is_not_six_digits_is_no_answer(void **state)
{
	static const char *const bad[] = { "", "12345", "1234567", "12345a", "１２３４５６" };
	struct work k = begin(*state);
	struct sv code = outbox_code(k.w);

	for (int i = 0; i < 20; i++) {
		k.typed = sv_from(bad[i % (int)COUNT(bad)]);
		CHECK_FAULT(ST_INVALID, "code", "six digits", world_write(k.w, run_check, &k));
	}
	CHECK_INT(CODE_RIGHT, check(&k, sv_print(&k.w->u.arena, " " SV_FMT " - ", SV_ARG(code))).verdict);
}

static void a_code_works_until_its_last_millisecond_and_not_after(void **state)
{
	struct work k = begin(*state);
	struct sv code = outbox_code(k.w);

	clock_move(CODE_LIVES_MS - 1);
	CHECK_INT(CODE_WRONG, check(&k, other(&k, code)).verdict);
	clock_move(1);
	CHECK_INT(CODE_DEAD, check(&k, code).verdict);
}

static void a_newer_code_to_the_address_replaces_the_older(void **state)
{
	struct work k = begin(*state);
	struct sv first = outbox_code(k.w), second;

	clock_move(1000);
	CHECK_OK(world_write(k.w, run_send, &k));
	second = outbox_code(k.w);
	if (!sv_eq(first, second))
		CHECK_INT(CODE_WRONG, check(&k, first).verdict);
	CHECK_INT(CODE_RIGHT, check(&k, second).verdict);
}

static void a_code_is_good_for_its_own_address_and_purpose_only(void **state)
{
	struct work k = begin(*state);
	struct sv code = outbox_code(k.w);

	k.address = SV("+12025550178");
	CHECK_INT(CODE_DEAD, check(&k, code).verdict);
	k.address = SV(ADDRESS);
	k.purpose = CODE_SECOND_FACTOR;
	CHECK_INT(CODE_DEAD, check(&k, code).verdict);
	k.purpose = CODE_VERIFY_ADDRESS;
	CHECK_INT(CODE_RIGHT, check(&k, code).verdict);
}

static void an_address_gets_three_codes_an_hour_and_a_contact_six(void **state)
{
	struct work k = begin(*state);

	CHECK_OK(world_write(k.w, run_send, &k));
	CHECK_OK(world_write(k.w, run_send, &k));
	CHECK_FAULT(ST_LIMIT, "", "several codes", world_write(k.w, run_send, &k));
	k.address = SV("+12025550178");
	for (int i = 0; i < 3; i++)
		CHECK_OK(world_write(k.w, run_send, &k));
	k.address = SV("+12025550179");
	CHECK_FAULT(ST_LIMIT, "", "several codes", world_write(k.w, run_send, &k));
	clock_move(CODE_HOUR_MS);
	CHECK_OK(world_write(k.w, run_send, &k));
	outbox_hand_over(k.w);
	CHECK_INT(7, outbox_count(k.w, "-x"));
}

static void tries_count_also_across_a_restart_and_no_table_keeps_the_message(void **state)
{
	struct work k = begin(*state);
	char code[8] = "";
	struct sv bytes;

	memcpy(code, outbox_code(k.w).p, 6);
	CHECK_INT(4, check(&k, other(&k, sv_from(code))).tries_left);
	world_restart(k.w);
	CHECK_INT(3, check(&k, other(&k, sv_from(code))).tries_left);
	CHECK_OK(file_read(&k.w->u.arena, arena_print(&k.w->u.arena, "%s/quits.db", k.w->dir), 64 << 20, &bytes));
	CHECK(sv_find_sv(bytes, SV("portal.code_sent")) < bytes.n); /* what was written stands in this file */
	CHECK_INT(bytes.n, sv_find_sv(bytes, SV("It works for ten minutes")));
	CHECK_INT(CODE_RIGHT, check(&k, sv_from(code)).verdict);
}

static void yesterdays_codes_are_dropped(void **state)
{
	struct work k = begin(*state);
	size_t did;

	CHECK_OK(service_code_drop(world_look(k.w), &did));
	CHECK_INT(0, did);
	clock_move(INT64_C(86400000));
	CHECK_OK(service_code_drop(world_look(k.w), &did));
	CHECK_INT(1, did);
}

static void an_address_on_a_page_is_masked(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	CHECK_SV("m…@example.org", service_code_masked(&a, SV("maria@example.org")));
	CHECK_SV("…@example.org", service_code_masked(&a, SV("m@example.org")));
	CHECK_SV("+12…77", service_code_masked(&a, SV(ADDRESS)));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_code_of_the_message_is_right_once),
		WORLD_TEST(five_wrong_answers_end_a_code),
		WORLD_TEST(what_is_not_six_digits_is_no_answer),
		WORLD_TEST(a_code_works_until_its_last_millisecond_and_not_after),
		WORLD_TEST(a_newer_code_to_the_address_replaces_the_older),
		WORLD_TEST(a_code_is_good_for_its_own_address_and_purpose_only),
		WORLD_TEST(an_address_gets_three_codes_an_hour_and_a_contact_six),
		WORLD_TEST(tries_count_also_across_a_restart_and_no_table_keeps_the_message),
		WORLD_TEST(yesterdays_codes_are_dropped),
		cmocka_unit_test(an_address_on_a_page_is_masked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
