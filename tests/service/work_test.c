/* Who works on which account: who is told, who is not, and when it ends. */
#include "tests/support/world.h"

#include "common/clock.h"

#include "server/runtime/presence.h"
#include "server/service/account.h"
#include "server/service/work.h"
#include "server/store/operator.h"

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row ana = { .operator = 1, .user = SV("ana"), .uid = 4711, .roles = SV("operator") };
	struct operator_row ben = { .operator = 2, .user = SV("ben"), .uid = 4712, .roles = SV("operator") };

	(void)arg;
	TRY(store_operator_add(tx, &ana));
	return store_operator_add(tx, &ben);
}

static void call_as(struct world *w, int64_t operator_, unsigned roles)
{
	w->u.operator = operator_;
	w->u.actor = operator_ == 1 ? SV("ana") : SV("ben");
	w->u.roles = roles;
}

static struct world *two_operators(void **state)
{
	struct world *w = *state;

	CHECK_OK(world_write(w, run_enrol, NULL));
	make_account(w);
	make_account(w, .number = "A-2");
	call_as(w, 1, ROLE_OPERATOR);
	return w;
}

static struct account_detail opened(struct world *w, bool work)
{
	struct account_detail d = { .seq = 0 };
	struct account_ref q = { .account = SV("A-1"), .work = work };

	CHECK_OK(service_account_open(world_look(w), w->u.snap, &q, &d));
	return d;
}

static void who_opens_an_account_to_work_on_it_is_shown_to_the_others(void **state)
{
	struct world *w = two_operators(state);
	struct account_detail d = opened(w, true);

	CHECK_SV("", d.worker); /* it is not news to him */
	CHECK_INT(0, d.worker_until);
	call_as(w, 2, ROLE_OPERATOR);
	d = opened(w, true);
	CHECK_SV("ana", d.worker);
	CHECK_INT(WORLD_NOW + PRESENCE_MS, d.worker_until);
	call_as(w, 1, ROLE_OPERATOR);
	CHECK_SV("", opened(w, true).worker); /* ben did not take it over */
}

static void a_look_alone_keeps_nobody_away(void **state)
{
	struct world *w = two_operators(state);

	(void)opened(w, false);
	call_as(w, 2, ROLE_VIEWER | ROLE_AUDITOR | ROLE_AGENT);
	(void)opened(w, true); /* who does not act on accounts does not work on one */
	call_as(w, 1, ROLE_OPERATOR);
	CHECK_SV("", opened(w, false).worker);
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_SV("", opened(w, true).worker);
	call_as(w, 1, ROLE_VIEWER);
	CHECK_SV("ben", opened(w, false).worker); /* a viewer is told all the same */
}

static void after_fifteen_minutes_an_account_is_free(void **state)
{
	struct world *w = two_operators(state);

	(void)opened(w, true);
	call_as(w, 2, ROLE_OPERATOR);
	clock_hold(WORLD_NOW + PRESENCE_MS - 1);
	CHECK_SV("ana", opened(w, true).worker);
	clock_hold(WORLD_NOW + PRESENCE_MS);
	CHECK_SV("", opened(w, true).worker);
	call_as(w, 1, ROLE_OPERATOR);
	CHECK_SV("ben", opened(w, true).worker);
}

static void releasing_ends_ones_own_lease_and_nobody_elses(void **state)
{
	struct world *w = two_operators(state);
	struct account_work r = { .worker_until = 0 };

	(void)opened(w, true);
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_OK(service_account_release(world_look(w), w->u.snap, SV("A-1"), &r));
	CHECK_SV("ana", r.worker);
	call_as(w, 1, ROLE_OPERATOR);
	CHECK_OK(service_account_release(world_look(w), w->u.snap, SV("A-1"), &r));
	CHECK_SV("", r.worker);
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_SV("", opened(w, false).worker);
	CHECK_FAULT(ST_NOT_FOUND, "account", "A-9", service_account_release(world_look(w), w->u.snap, SV("A-9"), &r));
}

static void lists_say_who_works_on_each_account(void **state)
{
	struct world *w = two_operators(state);
	struct account_page page = { .more = false };

	(void)opened(w, true);
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_OK(service_account_list(world_look(w), w->u.snap, &(struct list_query){ .filter = SV("sort:acct") }, &page));
	CHECK_INT(2, page.items.n);
	CHECK_SV("ana", page.items.at[0].worker);
	CHECK_SV("", page.items.at[1].worker);
	CHECK_OK(service_account_find(world_look(w), w->u.snap, &(struct account_query){ .text = SV("a-1") }, &page));
	CHECK_SV("ana", page.items.at[0].worker);
	call_as(w, 1, ROLE_OPERATOR);
	CHECK_OK(service_account_find(world_look(w), w->u.snap, &(struct account_query){ .text = SV("a-1") }, &page));
	CHECK_SV("", page.items.at[0].worker);
}

static void work_is_nothing_that_is_remembered(void **state)
{
	struct world *w = two_operators(state);

	(void)opened(w, true);
	CHECK_EVENTS(w, "");
	world_restart(w);
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_SV("", opened(w, false).worker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(who_opens_an_account_to_work_on_it_is_shown_to_the_others),
		WORLD_TEST(a_look_alone_keeps_nobody_away),
		WORLD_TEST(after_fifteen_minutes_an_account_is_free),
		WORLD_TEST(releasing_ends_ones_own_lease_and_nobody_elses),
		WORLD_TEST(lists_say_who_works_on_each_account),
		WORLD_TEST(work_is_nothing_that_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
