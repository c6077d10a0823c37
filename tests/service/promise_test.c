/* Promises: limits, once per form, what they tell, whose accounts. */
#include "tests/support/world.h"

#include "common/clock.h"
#include "common/date.h"
#include "common/zone.h"

#include "server/service/promise.h"
#include "server/service/home.h"
#include "server/store/account.h"

struct making {
	struct world *w;
	struct promise_ask q;
	struct sv reference;
};

static enum status run_make(struct tx *tx, void *arg)
{
	struct making *m = arg;

	return service_promise_make(&m->w->u, tx, &m->q, &m->reference);
}

static struct making promise(struct world *w, const char *amount, const char *day)
{
	struct account_core c;
	struct making m = { .w = w };
	struct view_promise_form form = { .number = SV_NONE };

	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	CHECK_OK(service_promise_form(&w->u, w->u.snap, c.contact, 7, c.id, zone_utc(), &form));
	m.q = (struct promise_ask){ .contact = c.contact,
				    .session = 7,
				    .account = c.id,
				    .amount = sv_from(amount),
				    .promised_date = sv_from(day),
				    .form_id = form.form_id,
				    .zone = zone_utc() };
	return m;
}

static void a_promise_stands_in_the_log_with_its_amount_and_day(void **state)
{
	struct world *w = *state;
	struct view_home home = { .name = SV_NONE };
	struct making m;

	make_account(w, .balance = 10000);
	m = promise(w, "40.50", "2026-03-20");
	CHECK_OK(world_write(w, run_make, &m));
	CHECK_EVENTS(w, "portal.promise_created");
	CHECK_OK(service_home(world_look(w), w->u.snap, &(struct home_ask){ m.q.contact, 0, zone_utc() }, &home));
	CHECK_INT(1, home.promises.n);
	CHECK_MONEY(4050, home.promises.at[0].amount);
	CHECK_INT(time_day_utc(WORLD_NOW) + 10, home.promises.at[0].day);
	CHECK_SV("You promised to pay", home.accounts.at[0].status);
}

static void the_same_form_sent_twice_promises_once(void **state)
{
	struct world *w = *state;
	struct making m;
	struct sv first;

	make_account(w, .balance = 10000);
	m = promise(w, "40", "2026-03-20");
	CHECK_OK(world_write(w, run_make, &m));
	first = m.reference;
	CHECK_OK(world_write(w, run_make, &m));
	CHECK(sv_eq(first, m.reference));
	CHECK_EVENTS(w, "portal.promise_created");
}

static void more_than_the_balance_is_refused_and_nothing_is_told(void **state)
{
	struct world *w = *state;
	struct making m;

	make_account(w, .balance = 10000);
	m = promise(w, "100.01", "2026-03-20");
	CHECK_FAULT(ST_INVALID, "amount", "more than the balance", world_write(w, run_make, &m));
	m = promise(w, "0", "2026-03-20");
	CHECK_FAULT(ST_INVALID, "amount", "above zero", world_write(w, run_make, &m));
	m = promise(w, "ten", "2026-03-20");
	CHECK_STATUS(ST_INVALID, world_write(w, run_make, &m));
	CHECK_EVENTS(w, "");
}

static void what_is_promised_already_is_not_promised_again(void **state)
{
	struct world *w = *state;
	struct making m;

	make_account(w, .balance = 10000);
	m = promise(w, "60", "2026-03-20");
	CHECK_OK(world_write(w, run_make, &m));
	m = promise(w, "41", "2026-03-21");
	CHECK_FAULT(ST_INVALID, "amount", "60.00 EUR is promised already. The largest amount possible is 40.00 EUR",
		    world_write(w, run_make, &m));
	m = promise(w, "40", "2026-03-21");
	CHECK_OK(world_write(w, run_make, &m));
	m = promise(w, "1", "2026-03-21");
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_make, &m));
}

static void a_day_in_the_past_or_too_far_away_is_refused(void **state)
{
	struct world *w = *state;
	struct making m;

	make_account(w);
	m = promise(w, "10", "2026-03-09");
	CHECK_FAULT(ST_INVALID, "promised_date", "has passed", world_write(w, run_make, &m));
	m = promise(w, "10", "2026-05-10");
	CHECK_FAULT(ST_INVALID, "promised_date", "latest day possible is 2026-05-09", world_write(w, run_make, &m));
	m = promise(w, "10", "2026-05-09");
	CHECK_OK(world_write(w, run_make, &m));
	m = promise(w, "10", "2026-02-30");
	CHECK_FAULT(ST_INVALID, "promised_date", "not a date", world_write(w, run_make, &m));
}

static void today_is_the_debtors_day(void **state)
{
	struct world *w = *state;
	struct making m;

	make_account(w);
	clock_hold(WORLD_NOW + 11 * 3600000); /* 23:00 UTC on the 10th is the 11th in Auckland */
	m = promise(w, "10", "2026-03-10");
	CHECK_OK(zone_get(SV("Pacific/Auckland"), &m.q.zone));
	CHECK_FAULT(ST_INVALID, "promised_date", "has passed", world_write(w, run_make, &m));
	m.q.promised_date = SV("2026-03-11");
	CHECK_OK(world_write(w, run_make, &m));
}

static void an_account_of_somebody_else_does_not_exist(void **state)
{
	struct world *w = *state;
	struct view_promise_form v = { .number = SV_NONE };
	struct making m;
	int64_t other;

	make_account(w);
	other = make_account(w, .number = "B-1");
	m = promise(w, "10", "2026-03-20");
	m.q.account = other;
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_make, &m));
	CHECK_STATUS(ST_NOT_FOUND, service_promise_form(world_look(w), w->u.snap, m.q.contact, 7,
							other, zone_utc(), &v));
	CHECK_EVENTS(w, "");
}

static void a_receipt_is_shown_to_its_own_contact_only(void **state)
{
	struct world *w = *state;
	struct view_receipt v = { .reference = SV_NONE };
	struct making m;

	make_account(w);
	m = promise(w, "10", "2026-03-20");
	CHECK_OK(world_write(w, run_make, &m));
	CHECK_OK(service_promise_page(world_look(w), w->u.snap, m.q.contact, m.reference, zone_utc(), &v));
	CHECK_MONEY(1000, v.amount);
	CHECK_STATUS(ST_NOT_FOUND, service_promise_page(world_look(w), w->u.snap, m.q.contact + 1, m.reference,
							zone_utc(), &v));
}

static void a_form_of_another_visit_or_none_makes_no_promise(void **state)
{
	struct world *w = *state;
	struct making m;

	make_account(w);
	m = promise(w, "10", "2026-03-20");
	m.q.session = 8;
	CHECK_FAULT(ST_INVALID, "form_id", "too old", world_write(w, run_make, &m));
	m.q.session = 7;
	m.q.form_id = crypt_token(&w->u.arena);
	CHECK_FAULT(ST_INVALID, "form_id", "too old", world_write(w, run_make, &m));
	m.q.form_id = SV("short");
	CHECK_FAULT(ST_INVALID, "form_id", "too old", world_write(w, run_make, &m));
	CHECK_EVENTS(w, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_promise_stands_in_the_log_with_its_amount_and_day),
		WORLD_TEST(the_same_form_sent_twice_promises_once),
		WORLD_TEST(more_than_the_balance_is_refused_and_nothing_is_told),
		WORLD_TEST(what_is_promised_already_is_not_promised_again),
		WORLD_TEST(a_day_in_the_past_or_too_far_away_is_refused),
		WORLD_TEST(today_is_the_debtors_day),
		WORLD_TEST(an_account_of_somebody_else_does_not_exist),
		WORLD_TEST(a_form_of_another_visit_or_none_makes_no_promise),
		WORLD_TEST(a_receipt_is_shown_to_its_own_contact_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
