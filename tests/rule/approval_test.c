/* Two-person rules: awake or asleep, who may give. */
#include "tests/support/check.h"

#include "server/rule/approval.h"
#include "server/rule/setting.h"

static void a_rule_sleeps_until_there_are_two_people(void **state)
{
	(void)state;
	for (int64_t n = 0; n < 5; n++) {
		CHECK_INT(n >= 2, approval_awake(true, n));
		CHECK(!approval_awake(false, n));
	}
}

static void the_people_of_a_rule_hold_its_permission_and_others_do_not(void **state)
{
	(void)state;
	CHECK(roles_may(ROLE_SUPERVISOR, approval_permission(RULE_IMPORT)));
	CHECK(!roles_may(ROLE_ADMIN | ROLE_OPERATOR, approval_permission(RULE_IMPORT)));
	CHECK(roles_may(ROLE_ADMIN, approval_permission(RULE_PEOPLE)));
	CHECK(!roles_may(ROLE_SUPERVISOR, approval_permission(RULE_PEOPLE)));
	for (int r = 1; r < approval_rule__end; r++) { /* the word that people are told is such a role */
		unsigned roles = 0;

		CHECK(roles_parse(sv_from(approval_who((enum approval_rule)r)), &roles));
		CHECK(roles_may(roles, approval_permission((enum approval_rule)r)));
		CHECK(sv_starts(sv_from(approval_setting((enum approval_rule)r)), SV("two_person.")));
	}
}

static void only_the_commands_of_the_schema_wait(void **state)
{
	const char *when = "";

	(void)state;
	for (int m = 0; m < M__COUNT; m++) {
		enum approval_rule want = m == M_book_finish ? RULE_IMPORT
					  : m == M_operator_add || m == M_operator_totp_drop || m == M_setting_put ? RULE_PEOPLE
										     : approval_rule__none;

		CHECK_INT(want, method_second((enum method_id)m, NULL));
		if (want)
			CHECK(method_table[m].command);
	}
	CHECK_INT(RULE_IMPORT, method_second(M_book_finish, &when));
	CHECK(strstr(when, "dry run"));
}

static void what_waits_expires_at_its_very_millisecond(void **state)
{
	(void)state;
	CHECK_INT(APPROVAL_WAITING, approval_now(APPROVAL_WAITING, 1000, 999));
	CHECK_INT(APPROVAL_EXPIRED, approval_now(APPROVAL_WAITING, 1000, 1000));
	CHECK_INT(APPROVAL_GIVEN, approval_now(APPROVAL_GIVEN, 1000, 5000));
	CHECK_INT(APPROVAL_REFUSED, approval_now(APPROVAL_REFUSED, 1000, 5000));
}

static void a_giver_is_another_person_with_the_permission_while_it_waits(void **state)
{
	struct approval_giving g = { .method = &method_table[M_book_finish], .asker = 1, .giver = 2,
				     .giver_roles = ROLE_SUPERVISOR, .state = APPROVAL_WAITING };

	(void)state;
	CHECK_OK(approval_check(&g));
	g.giver_roles = ROLE_ADMIN;
	CHECK_FAULT(ST_FORBIDDEN, "approval", "book.finish", approval_check(&g));
	g.giver_roles = ROLE_SUPERVISOR;
	g.giver = 1;
	CHECK_FAULT(ST_FORBIDDEN, "approval", "their own command", approval_check(&g));
	g.giver = 2;
	for (int st = APPROVAL_GIVEN; st < approval_state__end; st++) {
		g.state = (enum approval_state)st;
		CHECK_FAULT(ST_CONFLICT, "approval", choice_text(&approval_state_choice, st),
			    approval_check(&g));
	}
}

static void a_switch_is_on_or_off(void **state)
{
	(void)state;
	CHECK_OK(setting_check_on_off(SV("on"), 3));
	CHECK_OK(setting_check_on_off(SV("off"), 3));
	CHECK_STATUS(ST_INVALID, setting_check_on_off(SV("yes"), 3));
	CHECK_STATUS(ST_INVALID, setting_check_on_off(SV("ON"), 3));
	CHECK_STATUS(ST_INVALID, setting_check_on_off(SV(""), 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_sleeps_until_there_are_two_people),
		cmocka_unit_test(the_people_of_a_rule_hold_its_permission_and_others_do_not),
		cmocka_unit_test(only_the_commands_of_the_schema_wait),
		cmocka_unit_test(what_waits_expires_at_its_very_millisecond),
		cmocka_unit_test(a_giver_is_another_person_with_the_permission_while_it_waits),
		cmocka_unit_test(a_switch_is_on_or_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
