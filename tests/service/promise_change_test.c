/* Moving and cancelling: once per form, by one of two tabs, within the rules, with receipts, events and the rest over. */
#include "tests/service/promise_fixture.h"

#include "server/service/operator.h"
#include "server/service/receipt.h"

struct changing {
	struct world *w;
	struct promise_change_ask q;
	struct sv ret;
};

static enum status run_move(struct tx *tx, void *arg)
{
	struct changing *c = arg;

	return service_promise_move(&c->w->u, tx, &c->q, &c->ret);
}

static enum status run_cancel(struct tx *tx, void *arg)
{
	struct changing *c = arg;

	return service_promise_cancel(&c->w->u, tx, &c->q, &c->ret);
}

static struct changing change(struct world *w, struct sv reference, const char *day)
{
	struct account_core c = account_of(w, "A-1");

	return (struct changing){ .w = w,
				  .q = { .contact = c.contact, .session = 7, .reference = reference,
					 .promised_date = sv_from(day),
					 .zone = zone_of(sv_z(&w->u.arena, c.time_zone)) } };
}

/* The form is opened first, as a browser does. */
static struct changing moving(struct world *w, struct sv reference, const char *day)
{
	struct changing c = change(w, reference, day);
	struct view_promise_move form = { .reference = SV_NONE };

	CHECK_OK(service_promise_move_form(world_look(w), w->u.snap, &c.q, &form));
	c.q.form_id = form.form_id;
	return c;
}

static enum status run_setting(struct tx *tx, void *arg)
{
	struct setting_row row;
	const char **nv = arg;
	struct unit u = { .actor = SV("ana"), .roles = ROLE_ADMIN, .operator = 1 };

	return service_setting_put(&u, tx, &(struct setting_put){ sv_from(nv[0]), sv_from(nv[1]) }, &row);
}

static void put(struct world *w, const char *name, const char *value)
{
	const char *nv[] = { name, value };

	CHECK_OK(world_write(w, run_setting, nv));
}

static void a_move_ends_the_old_promise_and_makes_one_by_the_later_day(void **state)
{
	struct world *w = *state;
	struct promise_detail was, is;
	struct changing c;
	struct sv first;

	make_account(w);
	first = promised(w, "40", "2026-03-20");
	c = moving(w, first, "2026-03-25");
	CHECK_OK(world_write(w, run_move, &c));
	was = shown(w, first);
	is = shown(w, c.ret);
	CHECK_INT(PROMISE_RESCHEDULED, was.state);
	CHECK(sv_eq(was.replaced_by, c.ret) && sv_eq(is.replaces, first));
	CHECK_INT(PROMISE_ACTIVE, is.state);
	CHECK_MONEY(4000, is.amount);
	CHECK_INT(was.promised_date + 5, is.promised_date);
	CHECK_INT(was.promised_date, is.original_date);
	CHECK_INT(1, is.moves);
	CHECK_INT(ACCOUNT_PROMISED, account_of(w, "A-1").state);
	CHECK_EVENTS(w, "portal.promise_created,portal.promise_rescheduled");
}

static void the_same_move_sent_twice_moves_once_and_a_second_tab_is_told(void **state)
{
	struct world *w = *state;
	struct changing one, other;
	struct sv first, second;

	make_account(w);
	first = promised(w, "40", "2026-03-20");
	one = moving(w, first, "2026-03-25");
	other = moving(w, first, "2026-03-26");
	CHECK_OK(world_write(w, run_move, &one));
	second = one.ret;
	CHECK_OK(world_write(w, run_move, &one));
	CHECK(sv_eq(second, one.ret));
	CHECK_FAULT(ST_CONFLICT, "", "moved to another day already", world_write(w, run_move, &other));
	CHECK_FAULT(ST_CONFLICT, "", "moved to another day already", world_write(w, run_cancel, &other));
	CHECK_EVENTS(w, "portal.promise_created,portal.promise_rescheduled");
}

static void a_promise_is_moved_as_often_as_the_setting_says(void **state)
{
	struct world *w = *state;
	struct changing c;

	make_account(w);
	put(w, "promise.most_moves", "2");
	c = moving(w, promised(w, "40", "2026-03-20"), "2026-03-22");
	CHECK_OK(world_write(w, run_move, &c));
	c = moving(w, c.ret, "2026-04-20"); /* not more than 30 days after the first */
	CHECK_FAULT(ST_INVALID, "promised_date", "latest day possible is 2026-04-19", world_write(w, run_move, &c));
	c.q.promised_date = SV("2026-04-19");
	CHECK_OK(world_write(w, run_move, &c));
	c = change(w, c.ret, "2026-04-20");
	CHECK_FAULT(ST_CONFLICT, "", "as often as possible (2)",
		    service_promise_move_form(world_look(w), w->u.snap, &c.q, &(struct view_promise_move){ .left = 0 }));
}

static void what_came_in_stays_with_the_old_promise_and_the_new_one_is_over_the_rest(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct changing c;
	struct sv first = promised(w, "40", "2026-03-20");

	clock_move(86400000);
	pay(w, account, 1500); /* the engine has not run */
	clock_move(3600000);
	c = moving(w, first, "2026-03-25");
	CHECK_OK(world_write(w, run_move, &c));
	CHECK_MONEY(1500, shown(w, first).paid);
	CHECK_MONEY(2500, shown(w, c.ret).amount);
	clock_hold(at("2026-03-29T00:00:00Z"));
	(void)judge(w);
	CHECK_INT(PROMISE_BROKEN, shown(w, c.ret).state); /* the money counted already */
}

static void a_promise_whose_money_is_there_can_not_be_moved_or_cancelled(void **state)
{
	struct world *w = *state;
	int64_t account = make_account(w, .zone = "UTC");
	struct changing c;
	struct sv first = promised(w, "40", "2026-03-20");

	c = moving(w, first, "2026-03-25");
	clock_move(60000);
	pay(w, account, 4000); /* between the form and its post */
	CHECK_FAULT(ST_CONFLICT, "", "kept already", world_write(w, run_move, &c));
	CHECK_FAULT(ST_CONFLICT, "", "kept already", world_write(w, run_cancel, &c));
}

static void cancelling_leaves_a_receipt_frees_the_amount_and_is_done_once(void **state)
{
	struct world *w = *state;
	struct view_done_page receipt = { .title = SV_NONE };
	struct changing c;
	struct sv first, told;

	make_account(w, .balance = 10000);
	first = promised(w, "100", "2026-03-20");
	c = change(w, first, "");
	CHECK_OK(world_write(w, run_cancel, &c));
	told = c.ret;
	CHECK(sv_starts(told, SV("RC-")));
	CHECK_OK(world_write(w, run_cancel, &c));
	CHECK(sv_eq(told, c.ret));
	CHECK_INT(PROMISE_CANCELLED, shown(w, first).state);
	CHECK_OK(service_receipt_show(world_look(w), w->u.snap, c.q.contact, told, &receipt));
	CHECK_SV("You cancelled a promise", receipt.title);
	CHECK_MONEY(10000, receipt.amount);
	CHECK_INT(ACCOUNT_NEW, account_of(w, "A-1").state);
	CHECK_EVENTS(w, "portal.promise_created,portal.promise_cancelled");
	(void)promised(w, "100", "2026-03-21");
}

static void cancelling_follows_the_setting_and_the_debtors_day(void **state)
{
	struct world *w = *state;
	struct changing c;

	make_account(w, .zone = "Pacific/Auckland");
	c = change(w, promised(w, "40", "2026-03-20"), "");
	put(w, "promise.may_cancel", "off");
	CHECK_FAULT(ST_CONFLICT, "", "can not be cancelled here", world_write(w, run_cancel, &c));
	put(w, "promise.may_cancel", "on");
	clock_hold(at("2026-03-19T11:00:00Z")); /* midnight in Auckland: its day has begun */
	CHECK_FAULT(ST_CONFLICT, "", "on its own day", world_write(w, run_cancel, &c));
	clock_hold(at("2026-03-19T10:59:59Z")); /* the held clock may go back where the real one does not */
	CHECK_OK(world_write(w, run_cancel, &c));
}

static void a_promise_of_somebody_else_does_not_exist(void **state)
{
	struct world *w = *state;
	struct view_promise_cancel form = { .reference = SV_NONE };
	struct changing c;

	make_account(w);
	make_account(w, .number = "B-1");
	c = moving(w, promised(w, "40", "2026-03-20"), "2026-03-25");
	c.q.contact = account_of(w, "B-1").contact;
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_move, &c));
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_cancel, &c));
	CHECK_STATUS(ST_NOT_FOUND, service_promise_cancel_form(world_look(w), w->u.snap, &c.q, &form));
	CHECK_EVENTS(w, "portal.promise_created");
}

static void with_the_section_off_nothing_is_moved_or_cancelled(void **state)
{
	struct world *w = *state;
	struct changing c;

	make_account(w);
	c = moving(w, promised(w, "40", "2026-03-20"), "2026-03-25");
	put(w, "section.promises", "off");
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_move, &c));
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_cancel, &c));
}

static void a_day_that_is_none_names_the_field_and_moves_nothing(void **state)
{
	struct world *w = *state;
	struct changing c;
	struct sv first;

	make_account(w);
	first = promised(w, "40", "2026-03-20");
	c = moving(w, first, "2026-02-30");
	CHECK_FAULT(ST_INVALID, "promised_date", "not a date", world_write(w, run_move, &c));
	c.q.promised_date = SV("");
	CHECK_FAULT(ST_INVALID, "promised_date", "choose a date", world_write(w, run_move, &c));
	c.q.session = 8;
	CHECK_FAULT(ST_INVALID, "form_id", "too old", world_write(w, run_move, &c));
	CHECK_INT(PROMISE_ACTIVE, shown(w, first).state);
}

static void a_payment_on_its_way_when_the_promise_was_moved_keeps_the_new_one(void **state)
{
	struct world *w = *state;
	struct paying transfer = { .account = make_account(w, .zone = "UTC"), .amount = 4000, .book = true };
	struct sv first = promised(w, "40", "2026-03-20");
	struct changing c;

	put(w, "promise.most_moves", "2");
	clock_move(86400000);
	transfer.day = time_day_utc(clock_now()); /* the book tells of it two days later */
	clock_move(86400000);
	c = moving(w, first, "2026-03-25");
	CHECK_OK(world_write(w, run_move, &c));
	c = moving(w, c.ret, "2026-03-27"); /* and once more */
	CHECK_OK(world_write(w, run_move, &c));
	clock_move(86400000);
	CHECK_OK(world_write(w, run_pay, &transfer));
	(void)judge(w);
	CHECK_INT(PROMISE_KEPT, shown(w, c.ret).state);
}

static void what_the_old_promise_took_does_not_count_for_the_new_one(void **state)
{
	struct world *w = *state;
	struct paying part = { .account = make_account(w, .zone = "UTC"), .amount = 1500, .book = true };
	struct sv first = promised(w, "40", "2026-03-20");
	struct changing c;

	clock_move(86400000);
	part.day = time_day_utc(clock_now());
	CHECK_OK(world_write(w, run_pay, &part));
	c = moving(w, first, "2026-03-25");
	CHECK_OK(world_write(w, run_move, &c));
	(void)judge(w);
	CHECK_MONEY(2500, shown(w, c.ret).amount);
	CHECK_MONEY(0, shown(w, c.ret).paid);
	part = (struct paying){ .account = part.account, .amount = 1000, .book = true, .day = part.day };
	CHECK_OK(world_write(w, run_pay, &part)); /* another part of the same day, told later */
	(void)judge(w);
	CHECK_MONEY(1000, shown(w, c.ret).paid);
	clock_hold(at("2026-03-29T00:00:00Z"));
	(void)judge(w);
	CHECK_INT(PROMISE_PARTLY_KEPT, shown(w, c.ret).state);
}

static void operators_list_promises_by_state_and_account_page_by_page(void **state)
{
	struct world *w = *state;
	struct promise_query q = { .limit = 2 };
	struct promise_page page;
	struct changing c;
	struct sv first;

	make_account(w);
	make_account(w, .number = "B-1");
	first = promised(w, "10", "2026-03-20");
	c = moving(w, first, "2026-03-25");
	CHECK_OK(world_write(w, run_move, &c));
	(void)promised(w, "20", "2026-03-21");
	CHECK_OK(service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_INT(2, page.items.n);
	CHECK(page.more);
	CHECK_MONEY(2000, page.items.at[0].amount);
	CHECK_SV("Maria Sample", page.items.at[0].contact_name);
	q.before = page.items.at[1].promise;
	CHECK_OK(service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_INT(1, page.items.n);
	CHECK(!page.more && sv_eq(first, page.items.at[0].reference));
	q = (struct promise_query){ .state = PROMISE_ACTIVE };
	CHECK_OK(service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_INT(2, page.items.n);
	q = (struct promise_query){ .account = SV("A-1"), .state = PROMISE_RESCHEDULED };
	CHECK_OK(service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_INT(1, page.items.n);
	q = (struct promise_query){ .account = SV("B-1") };
	CHECK_OK(service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_INT(0, page.items.n);
	q.account = SV("Z-1");
	CHECK_FAULT(ST_NOT_FOUND, "account", "Z-1", service_promise_list(world_look(w), w->u.snap, &q, &page));
	CHECK_FAULT(ST_NOT_FOUND, "reference", "PR-NONE",
		    service_promise_show(world_look(w), w->u.snap, SV("PR-NONE"), &(struct promise_detail){ .moves = 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_move_ends_the_old_promise_and_makes_one_by_the_later_day),
		WORLD_TEST(the_same_move_sent_twice_moves_once_and_a_second_tab_is_told),
		WORLD_TEST(a_promise_is_moved_as_often_as_the_setting_says),
		WORLD_TEST(what_came_in_stays_with_the_old_promise_and_the_new_one_is_over_the_rest),
		WORLD_TEST(a_promise_whose_money_is_there_can_not_be_moved_or_cancelled),
		WORLD_TEST(cancelling_leaves_a_receipt_frees_the_amount_and_is_done_once),
		WORLD_TEST(cancelling_follows_the_setting_and_the_debtors_day),
		WORLD_TEST(a_promise_of_somebody_else_does_not_exist),
		WORLD_TEST(with_the_section_off_nothing_is_moved_or_cancelled),
		WORLD_TEST(a_day_that_is_none_names_the_field_and_moves_nothing),
		WORLD_TEST(a_payment_on_its_way_when_the_promise_was_moved_keeps_the_new_one),
		WORLD_TEST(what_the_old_promise_took_does_not_count_for_the_new_one),
		WORLD_TEST(operators_list_promises_by_state_and_account_page_by_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
