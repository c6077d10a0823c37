/* Two-person rules through the operators' dispatch, with the uid of each caller: what waits, who gives it, what
 * is refused, and that a rule nobody can meet sleeps. Imports: approval_import_test.c. */
#include "tests/service/approval_calls.h"

#include "common/clock.h"

#include "server/rule/approval.h"
#include "server/service/approval.h"
#include "server/store/totp.h"

static enum status run_roles(struct tx *tx, void *arg)
{
	const struct person *p = arg;

	return store_operator_roles(tx, p->uid, sv_from(p->roles));
}

static void set_roles(struct world *w, int64_t uid, const char *roles)
{
	struct person p = { uid, "", roles };

	CHECK_OK(world_write(w, run_roles, &p));
}

static const struct operator_new daemon_viewer = { .user = SV_CONST("daemon"), .roles = SV_CONST("viewer") };

static int64_t ask_for_daemon(struct world *w, int64_t uid)
{
	struct operator_row row;

	CHECK_FAULT(ST_CONFLICT, "", "another admin", call(w, uid, M_operator_add, &daemon_viewer, &row));
	return told();
}

static size_t listed(struct world *w, int64_t uid, enum approval_state state, struct approval_page *page)
{
	struct approval_query q = { .state = state };

	CHECK_OK(call(w, uid, M_approval_list, &q, page));
	return page->items.n;
}

static size_t operators(struct world *w)
{
	struct operator_row_list l;

	CHECK_OK(store_operator_list(world_look(w)->snap, &l, &w->u.arena));
	return l.n;
}

static void two_admins(struct world *w)
{
	enrol(w, ANA, "ana", "admin");
	enrol(w, BEN, "ben", "admin");
	enrol(w, OTTO, "otto", "operator,supervisor");
}

static void a_card_number_in_an_askers_reason_is_masked(void **state)
{
	struct world *w = *state;
	struct approval_page page;

	two_admins(w);
	reason = "as 4111 1111 1111 1111 asked";
	(void)ask_for_daemon(w, ANA);
	reason = "month end";
	CHECK_INT(1, listed(w, BEN, APPROVAL_WAITING, &page));
	CHECK_SV("as **** **** **** 1111 asked", page.items.at[0].reason);
}

static void alone_nobody_waits(void **state)
{
	struct world *w = *state;
	struct operator_row row;

	enrol(w, ANA, "ana", "operator,supervisor,admin");
	enrol(w, OTTO, "otto", "operator");
	CHECK_OK(call(w, ANA, M_operator_add, &daemon_viewer, &row));
	CHECK_EVENTS(w, "operator.added");
}

static void a_rule_that_is_off_keeps_nothing_waiting(void **state)
{
	struct setting_put off = { .name = SV("two_person.people"), .value = SV("off") };
	struct world *w = *state;
	struct setting_row set;
	struct operator_row row;

	enrol(w, ANA, "ana", "admin");
	CHECK_OK(call(w, ANA, M_setting_put, &off, &set));
	enrol(w, BEN, "ben", "admin");
	CHECK_OK(call(w, ANA, M_operator_add, &daemon_viewer, &row));
	CHECK_EVENTS(w, "setting.changed,operator.added");
}

static void a_command_waits_and_is_done_in_its_askers_name_when_another_gives_it(void **state)
{
	struct world *w = *state;
	struct approval_page page;
	struct approval_row row;
	struct event_row last;
	struct feed_query q = { .last = 1 };
	struct feed_page feed;
	int64_t id;

	two_admins(w);
	id = ask_for_daemon(w, ANA);
	CHECK_INT(3, operators(w));
	CHECK_EVENTS(w, "approval.asked");
	CHECK_INT(1, listed(w, BEN, APPROVAL_WAITING, &page));
	CHECK_INT(id, page.items.at[0].approval);
	CHECK_SV("operator.add", page.items.at[0].method);
	CHECK_SV("{\"user\":\"daemon\",\"roles\":\"viewer\"}", page.items.at[0].params);
	CHECK_SV("month end", page.items.at[0].reason);
	CHECK_SV("ana", page.items.at[0].asker);
	CHECK_INT(WORLD_NOW + APPROVAL_MS, page.items.at[0].expires_at);
	CHECK_OK(end(w, BEN, M_approval_give, id, &row));
	CHECK_INT(APPROVAL_GIVEN, row.state);
	CHECK_SV("ben", row.giver);
	CHECK(sv_find_sv(row.done, SV("\"user\":\"daemon\"")) < row.done.n);
	CHECK_INT(4, operators(w));
	CHECK_EVENTS(w, "approval.asked,approval.given,operator.added");
	CHECK_OK(call(w, ANA, M_feed_read, &q, &feed));
	CHECK_SV("ana", feed.items.at[0].actor);
	q.last = 2;
	CHECK_OK(call(w, ANA, M_feed_read, &q, &feed));
	last = feed.items.at[0];
	CHECK_SV("ben", last.actor);
	CHECK_SV("ana", last.body->name);
	CHECK_INT(ANA, last.body->operator);
	CHECK_SV("operator.add", last.body->reason);
	CHECK_INT(0, listed(w, BEN, APPROVAL_WAITING, &page));
}

static void a_repeat_with_its_id_waits_once_and_is_answered_once_given(void **state)
{
	struct operator_new other = { .user = SV("bin"), .roles = SV("viewer") };
	struct world *w = *state;
	struct approval_page page;
	struct operator_row row;
	struct approval_row a;
	int64_t id;

	two_admins(w);
	CHECK_STATUS(ST_CONFLICT, call_with(w, ANA, 7, M_operator_add, &daemon_viewer, &row));
	id = told();
	CHECK_STATUS(ST_CONFLICT, call_with(w, ANA, 7, M_operator_add, &daemon_viewer, &row));
	CHECK_INT(id, told());
	CHECK_INT(1, listed(w, ANA, approval_state__none, &page));
	CHECK_FAULT(ST_CONFLICT, "", "another call", call_with(w, ANA, 7, M_operator_add, &other, &row));
	CHECK_OK(end(w, BEN, M_approval_give, id, &a));
	CHECK_OK(call_with(w, ANA, 7, M_operator_add, &daemon_viewer, &row));
	CHECK_SV("daemon", row.user);
	CHECK_EVENTS(w, "approval.asked,approval.given,operator.added");
}

static void nobody_gives_their_own_nor_without_the_permission_nor_twice(void **state)
{
	struct world *w = *state;
	struct approval_page page;
	struct approval_row row;
	int64_t id;

	two_admins(w);
	id = ask_for_daemon(w, ANA);
	CHECK_FAULT(ST_FORBIDDEN, "", "own command", end(w, ANA, M_approval_give, id, &row));
	CHECK_FAULT(ST_FORBIDDEN, "", "own command", end(w, ANA, M_approval_refuse, id, &row));
	CHECK_FAULT(ST_FORBIDDEN, "", "operator.add", end(w, OTTO, M_approval_give, id, &row));
	CHECK_FAULT(ST_FORBIDDEN, "", "operator.add", end(w, OTTO, M_approval_refuse, id, &row));
	CHECK_FAULT(ST_NOT_FOUND, "", "no approval", end(w, BEN, M_approval_give, id + 1, &row));
	CHECK_EVENTS(w, "approval.asked");
	CHECK_OK(end(w, BEN, M_approval_give, id, &row));
	CHECK_FAULT(ST_CONFLICT, "", "given already", end(w, BEN, M_approval_give, id, &row));
	CHECK_FAULT(ST_CONFLICT, "", "given already", end(w, BEN, M_approval_refuse, id, &row));
	CHECK_INT(4, operators(w));
	enrol(w, CLEO, "cleo", "viewer");
	CHECK_INT(0, listed(w, CLEO, approval_state__none, &page)); /* not theirs to see */
	CHECK_INT(1, listed(w, OTTO, approval_state__none, &page)); /* a supervisor audits */
}

static void what_was_refused_is_never_done(void **state)
{
	struct world *w = *state;
	struct operator_row op;
	struct approval_row row;

	two_admins(w);
	CHECK_STATUS(ST_CONFLICT, call_with(w, ANA, 9, M_operator_add, &daemon_viewer, &op));
	CHECK_OK(end(w, BEN, M_approval_refuse, told(), &row));
	CHECK_INT(APPROVAL_REFUSED, row.state);
	CHECK_FAULT(ST_CONFLICT, "", "refused already", end(w, BEN, M_approval_give, row.approval, &row));
	CHECK_FAULT(ST_CONFLICT, "", "refused by ben", call_with(w, ANA, 9, M_operator_add, &daemon_viewer, &op));
	CHECK_INT(3, operators(w));
	CHECK_EVENTS(w, "approval.asked,approval.refused");
}

static void what_nobody_gives_in_a_day_expires(void **state)
{
	struct world *w = *state;
	struct approval_page page;
	struct operator_row op;
	struct approval_row row;
	size_t did = 0;
	int64_t id;

	two_admins(w);
	CHECK_STATUS(ST_CONFLICT, call_with(w, ANA, 9, M_operator_add, &daemon_viewer, &op));
	id = told();
	clock_move(APPROVAL_MS - 1);
	CHECK_OK(service_approval_expire(world_look(w), &did));
	CHECK_INT(0, did);
	clock_move(1);
	CHECK_INT(1, listed(w, BEN, APPROVAL_EXPIRED, &page)); /* before maintenance has been there */
	CHECK_FAULT(ST_CONFLICT, "", "expired already", end(w, BEN, M_approval_give, id, &row));
	CHECK_OK(service_approval_expire(world_look(w), &did));
	CHECK_INT(1, did);
	CHECK_OK(service_approval_expire(world_look(w), &did));
	CHECK_INT(0, did);
	CHECK_FAULT(ST_CONFLICT, "", "in time", call_with(w, ANA, 9, M_operator_add, &daemon_viewer, &op));
	CHECK_EVENTS(w, "approval.asked,approval.expired");
	CHECK_INT(3, operators(w));
}

static void an_asker_who_may_no_more_is_not_served(void **state)
{
	struct world *w = *state;
	struct approval_page page;
	struct approval_row row;
	int64_t id;

	two_admins(w);
	id = ask_for_daemon(w, ANA);
	set_roles(w, ANA, "operator");
	CHECK_FAULT(ST_CONFLICT, "", "any more", end(w, BEN, M_approval_give, id, &row));
	CHECK_INT(1, listed(w, BEN, APPROVAL_WAITING, &page));
	CHECK_EVENTS(w, "approval.asked");
	set_roles(w, ANA, "admin");
	CHECK_OK(end(w, BEN, M_approval_give, id, &row));
}

static enum status run_enrol_as_root(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = BEN, .user = SV("root"), .uid = 0, .roles = SV("admin"),
				  .added_at = tx->now };

	(void)arg;
	return store_operator_add(tx, &o);
}

static void nobody_asks_for_or_gives_their_own_roles(void **state)
{
	struct operator_new root = { .user = SV("root"), .roles = SV("admin,supervisor") };
	struct world *w = *state;
	struct operator_row row;
	struct approval_page page;
	struct approval_row a;

	enrol(w, ANA, "ana", "admin");
	CHECK_OK(world_write(w, run_enrol_as_root, NULL)); /* operator BEN, whom getpwnam knows */
	CHECK_FAULT(ST_FORBIDDEN, "", "own roles", call(w, 0, M_operator_add, &root, &row));
	CHECK_INT(0, listed(w, ANA, approval_state__none, &page));
	CHECK_STATUS(ST_CONFLICT, call(w, ANA, M_operator_add, &root, &row));
	CHECK_FAULT(ST_FORBIDDEN, "", "own roles", end(w, 0, M_approval_give, told(), &a));
	CHECK_EVENTS(w, "approval.asked");
}

static enum status run_factor(struct tx *tx, void *arg)
{
	(void)arg;
	return store_totp_put(tx, OTTO, SV("sealed"));
}

static void a_second_factor_is_taken_away_by_two(void **state)
{
	struct world *w = *state;
	struct operator_ref otto = { SV("otto") };
	struct operator_row row;
	struct approval_row given;
	struct totp_core t;
	bool found;

	two_admins(w);
	CHECK_FAULT(ST_NOT_FOUND, "", "otto", call(w, ANA, M_operator_totp_drop, &otto, &row)); /* he has none */
	CHECK_OK(world_write(w, run_factor, NULL));
	CHECK_FAULT(ST_CONFLICT, "", "another admin", call(w, ANA, M_operator_totp_drop, &otto, &row));
	CHECK_OK(end(w, BEN, M_approval_give, told(), &given));
	CHECK_OK(store_totp_of(world_look(w)->snap, OTTO, &t, &found, &w->u.arena));
	CHECK(!found);
}

static void what_could_not_be_done_now_is_not_kept(void **state)
{
	struct operator_new wrong = { .user = SV("daemon"), .roles = SV("emperor") };
	struct world *w = *state;
	struct approval_page page;
	struct operator_row row;

	two_admins(w);
	CHECK_FAULT(ST_INVALID, "", "roles", call(w, ANA, M_operator_add, &wrong, &row));
	wrong.user = SV("no such user here");
	wrong.roles = SV("viewer");
	CHECK_FAULT(ST_INVALID, "", "no Unix user", call(w, ANA, M_operator_add, &wrong, &row));
	CHECK_INT(0, listed(w, ANA, approval_state__none, &page));
	CHECK_EVENTS(w, "");
}

static void turning_a_rule_off_waits_and_turning_it_on_does_not(void **state)
{
	struct setting_put put = { .name = SV("two_person.import"), .value = SV("off") };
	struct world *w = *state;
	struct setting_row row;
	struct approval_row a;

	two_admins(w);
	CHECK_STATUS(ST_CONFLICT, call(w, ANA, M_setting_put, &put, &row));
	CHECK_OK(end(w, BEN, M_approval_give, told(), &a));
	put.value = SV("on");
	CHECK_OK(call(w, ANA, M_setting_put, &put, &row));
	put = (struct setting_put){ .name = SV("link.tries"), .value = SV("4") };
	CHECK_OK(call(w, ANA, M_setting_put, &put, &row));
	put = (struct setting_put){ .name = SV("two_person.people"), .value = SV("maybe") };
	CHECK_FAULT(ST_INVALID, "", "on or off", call(w, ANA, M_setting_put, &put, &row));
	CHECK_EVENTS(w, "approval.asked,approval.given,setting.changed,setting.changed,setting.changed");
}

static void more_than_a_hundred_of_ones_own_do_not_wait(void **state)
{
	struct world *w = *state;
	struct operator_row row;

	two_admins(w);
	for (int i = 0; i < 100; i++)
		ask_for_daemon(w, ANA);
	CHECK_FAULT(ST_LIMIT, "", "100", call(w, ANA, M_operator_add, &daemon_viewer, &row));
	ask_for_daemon(w, BEN);
}

static struct sv rules(struct world *w)
{
	struct unit *u = world_look(w);
	struct buf b = buf_new(&u->arena, 4096);

	CHECK_OK(service_approval_rules(&u->arena, u->snap, &b));
	return buf_sv(&b);
}

static void the_check_names_the_rules_that_sleep_and_why(void **state)
{
	struct setting_put off = { .name = SV("two_person.people"), .value = SV("off") };
	struct world *w = *state;
	struct setting_row set;

	enrol(w, ANA, "ana", "supervisor,admin");
	CHECK_SV("two-person rule import: asleep until a second supervisor is enrolled\n"
		 "two-person rule people: asleep until a second admin is enrolled\n", rules(w));
	CHECK_OK(call(w, ANA, M_setting_put, &off, &set));
	enrol(w, BEN, "ben", "supervisor,admin");
	CHECK_SV("two-person rule import: awake, 2 can be asked (role supervisor)\n"
		 "two-person rule people: asleep, because two_person.people is off\n", rules(w));
}

static void what_waits_still_waits_after_a_restart(void **state)
{
	struct world *w = *state;
	struct approval_row row;
	int64_t id;

	two_admins(w);
	id = ask_for_daemon(w, ANA);
	world_restart(w);
	CHECK_OK(end(w, BEN, M_approval_give, id, &row));
	CHECK_INT(4, operators(w));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_card_number_in_an_askers_reason_is_masked),
		WORLD_TEST(alone_nobody_waits),
		WORLD_TEST(a_rule_that_is_off_keeps_nothing_waiting),
		WORLD_TEST(a_command_waits_and_is_done_in_its_askers_name_when_another_gives_it),
		WORLD_TEST(a_repeat_with_its_id_waits_once_and_is_answered_once_given),
		WORLD_TEST(nobody_gives_their_own_nor_without_the_permission_nor_twice),
		WORLD_TEST(what_was_refused_is_never_done),
		WORLD_TEST(what_nobody_gives_in_a_day_expires),
		WORLD_TEST(an_asker_who_may_no_more_is_not_served),
		WORLD_TEST(nobody_asks_for_or_gives_their_own_roles),
		WORLD_TEST(a_second_factor_is_taken_away_by_two),
		WORLD_TEST(what_could_not_be_done_now_is_not_kept),
		WORLD_TEST(turning_a_rule_off_waits_and_turning_it_on_does_not),
		WORLD_TEST(more_than_a_hundred_of_ones_own_do_not_wait),
		WORLD_TEST(the_check_names_the_rules_that_sleep_and_why),
		WORLD_TEST(what_waits_still_waits_after_a_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
