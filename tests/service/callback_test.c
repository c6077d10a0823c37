/* Callbacks: what is offered and taken, once per form and account, whose they are, what the clock and operators do. */
#include "tests/support/world.h"

#include "common/clock.h"
#include "common/phrase.h"
#include "common/zone.h"

#include "server/service/callback.h"
#include "server/service/feed.h"
#include "server/service/finds.h"
#include "server/service/interaction.h"
#include "server/service/operator.h"
#include "server/service/receipt.h"
#include "server/store/account.h"
#include "server/store/setting.h"
#include "server/store/team.h"

struct asking {
	struct world *w;
	struct callback_ask q;
	struct sv reference;
};

static enum status run_ask(struct tx *tx, void *arg)
{
	struct asking *k = arg;

	return service_callback_ask(&k->w->u, tx, &k->q, &k->reference);
}

static int64_t contact_of(struct world *w, const char *account)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(account), &c, &w->u.arena));
	return c.contact;
}

static struct view_callback_form form_of(struct world *w, int64_t contact)
{
	struct view_callback_form v = { .frame = NULL };

	CHECK_OK(service_callback_form(world_look(w), w->u.snap,
				       &(struct callback_ask){ .contact = contact, .session = 7 }, &v));
	return v;
}

/* WORLD_NOW is Tuesday 10 March 2026, 12:00 in London. */
static struct asking ask(struct world *w, const char *account, const char *window)
{
	struct asking k = { .w = w };

	k.q = (struct callback_ask){ .contact = contact_of(w, account), .session = 7, .account = sv_from(account),
				     .window = sv_from(window), .number = SV("other"),
				     .other_number = SV("+44 20 7946 0123"), .topic = SV("payment") };
	k.q.form_id = form_of(w, k.q.contact).form_id;
	return k;
}
#define TOMORROW "2026-03-11T09:00:00Z"

static enum status run_setting(struct tx *tx, void *arg)
{
	const char *const *s = arg;

	return store_setting_put(tx, sv_from(s[0]), sv_from(s[1]));
}

static void set(struct world *w, const char *name, const char *value)
{
	const char *pair[] = { name, value };

	CHECK_OK(world_write(w, run_setting, pair));
}

static void the_form_offers_windows_of_both_sides_hours_by_day(void **state)
{
	struct world *w = *state;
	struct view_callback_form v;

	make_account(w);
	v = form_of(w, contact_of(w, "A-1"));
	CHECK_SV("Europe/London", v.zone);
	CHECK_SV("A-1", v.account);
	CHECK_INT(11, v.days.n); /* today, and ten working days of the fortnight */
	CHECK_INT(1, v.days.at[0].windows.n); /* two hours on it is 14:00: 15:00 is left */
	CHECK_SV("2026-03-10T15:00:00.000Z", v.days.at[0].windows.at[0].value);
	CHECK_INT(4, v.days.at[1].windows.n);
	CHECK_INT(talk_topic__end - 1, v.topics.n);
}

static void a_contact_without_a_zone_gets_times_that_suit_all_of_his_country(void **state)
{
	struct world *w = *state;
	struct view_callback_form v;

	make_account(w, .zone = "", .country = "US");
	set(w, "organisation.time_zone", "America/New_York");
	set(w, "callback.to", "21:00");
	v = form_of(w, contact_of(w, "A-1"));
	CHECK_SV("America/New_York", v.zone);
	CHECK(v.days.n > 0);
	for (size_t i = 0; i < v.days.n; i++)
		for (size_t k = 0; k < v.days.at[i].windows.n; k++) { /* 8:00 in Honolulu is 14:00 in New York */
			int64_t from;

			CHECK(time_parse(v.days.at[i].windows.at[k].value, &from));
			CHECK((from - 18 * 3600000) % DAY_MS < 7 * 3600000);
		}
}

static void a_request_stands_in_the_log_with_its_topic_and_tells_a_person(void **state)
{
	struct world *w = *state;
	struct view_callback v = { .frame = NULL };
	struct notification_page notes;
	struct asking k;

	make_account(w);
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	CHECK_EVENTS(w, "portal.callback_requested");
	CHECK_OK(service_callback_show(world_look(w), w->u.snap, k.q.contact, k.reference, &v));
	CHECK_SV("Requested", v.status);
	CHECK_SV("23", v.ending);
	CHECK(v.waits && !v.missed);
	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ .limit = 10 }, &notes));
	CHECK_INT(1, notes.items.n);
	CHECK_SV("Callback request: A-1", notes.items.at[0].title);
}

static void the_same_form_sent_twice_asks_once(void **state)
{
	struct world *w = *state;
	struct asking k;
	struct sv first;

	make_account(w);
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	first = k.reference;
	CHECK_OK(world_write(w, run_ask, &k));
	CHECK(sv_eq(first, k.reference));
	CHECK_EVENTS(w, "portal.callback_requested");
}

static void an_account_has_one_call_at_a_time_and_the_fault_says_which(void **state)
{
	struct world *w = *state;
	struct asking k, again;

	make_account(w);
	make_account(w, .number = "A-2", .contact = "C-A-1");
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	again = ask(w, "A-1", "2026-03-12T09:00:00Z");
	CHECK_FAULT(ST_CONFLICT, "account", sv_z(&w->u.arena, k.reference), world_write(w, run_ask, &again));
	again = ask(w, "A-2", "2026-03-12T09:00:00Z");
	CHECK_OK(world_write(w, run_ask, &again));
	CHECK(form_of(w, k.q.contact).full);
	CHECK_INT(2, form_of(w, k.q.contact).waiting.n);
}

static void what_is_wrong_is_named_and_nothing_is_told(void **state)
{
	struct world *w = *state;
	struct asking k;

	make_account(w);
	make_account(w, .number = "B-1");
	k = ask(w, "A-1", "2026-03-11T20:00:00Z");
	CHECK_FAULT(ST_INVALID, "window", "we call between", world_write(w, run_ask, &k));
	k = ask(w, "A-1", "soon");
	CHECK_FAULT(ST_INVALID, "window", "choose a day", world_write(w, run_ask, &k));
	k = ask(w, "A-1", TOMORROW);
	k.q.account = SV("B-1");
	CHECK_FAULT(ST_INVALID, "account", "one of your accounts", world_write(w, run_ask, &k));
	k.q.account = SV("A-1");
	k.q.other_number = SV("12345");
	CHECK_FAULT(ST_INVALID, "other_number", "country code", world_write(w, run_ask, &k));
	k.q.number = SV("whatsapp"); /* none on file: then the other one counts */
	CHECK_FAULT(ST_INVALID, "number", "choose a phone number", world_write(w, run_ask, &k));
	k.q.number = SV("other");
	k.q.other_number = SV("+44 20 7946 0123");
	k.q.topic = SV("weather");
	CHECK_FAULT(ST_INVALID, "topic", "what it is about", world_write(w, run_ask, &k));
	k.q.topic = SV("other");
	k.q.session = 8;
	CHECK_FAULT(ST_INVALID, "form_id", "too old", world_write(w, run_ask, &k));
	CHECK_EVENTS(w, "");
}

static void the_number_on_file_is_used_and_only_its_end_is_shown(void **state)
{
	struct world *w = *state;
	struct callback_page page = { .more = false };
	struct view_callback_form v;
	struct asking k;

	make_account(w, .phone = "+34600111222");
	v = form_of(w, contact_of(w, "A-1"));
	CHECK_INT(2, v.numbers.n);
	CHECK(sv_find_sv(v.numbers.at[0].label, SV("600")) == v.numbers.at[0].label.n);
	k = ask(w, "A-1", TOMORROW);
	k.q.number = SV("phone");
	k.q.other_number = SV_NONE;
	CHECK_OK(world_write(w, run_ask, &k));
	CHECK_OK(service_callback_list(world_look(w), w->u.snap, &(struct callback_query){ .team = SV_NONE }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_SV("+34600111222", page.items.at[0].number);
	CHECK(page.items.at[0].on_file);
}

static void a_section_that_is_off_takes_no_request(void **state)
{
	struct world *w = *state;
	struct asking k;

	make_account(w);
	k = ask(w, "A-1", TOMORROW);
	set(w, "section.callbacks", "off");
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_ask, &k));
	CHECK_EVENTS(w, "");
}

struct ending {
	struct world *w;
	int64_t contact;
	struct sv reference;
	struct callback_end q;
	enum callback_state how;
	struct callback_row row;
};

static enum status run_call_off(struct tx *tx, void *arg)
{
	struct ending *e = arg;

	e->w->u.actor = SV("debtor");
	return service_callback_call_off(&e->w->u, tx, e->contact, 7, e->reference);
}

static void a_debtor_calls_off_his_own_and_nobody_elses(void **state)
{
	struct world *w = *state;
	struct view_callback v = { .frame = NULL };
	struct ending e = { .w = w };
	struct asking k;

	make_account(w);
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	e.contact = k.q.contact + 1;
	e.reference = k.reference;
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_call_off, &e));
	CHECK_STATUS(ST_NOT_FOUND, service_callback_show(world_look(w), w->u.snap, e.contact, k.reference, &v));
	e.contact = k.q.contact;
	CHECK_OK(world_write(w, run_call_off, &e));
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_call_off, &e));
	CHECK_OK(service_callback_show(world_look(w), w->u.snap, e.contact, k.reference, &v));
	CHECK_SV("Cancelled", v.status);
	CHECK_EVENTS(w, "portal.callback_requested,callback.cancelled");
	k = ask(w, "A-1", TOMORROW); /* and may ask again */
	CHECK_OK(world_write(w, run_ask, &k));
}

static void time_marks_what_nobody_called_as_missed_and_says_so_to_the_debtor(void **state)
{
	struct world *w = *state;
	struct view_interaction_list told;
	struct view_callback v = { .frame = NULL };
	struct asking k;
	size_t did;

	make_account(w);
	k = ask(w, "A-1", "2026-03-10T15:00:00Z");
	CHECK_OK(world_write(w, run_ask, &k));
	clock_hold(WORLD_NOW + 5 * 3600000 - 1); /* 17:00 less a millisecond */
	CHECK_OK(service_callback_sweep(world_look(w), &did));
	CHECK_INT(0, did);
	clock_move(1);
	CHECK_OK(service_callback_show(world_look(w), w->u.snap, k.q.contact, k.reference, &v));
	CHECK_SV("Missed", v.status); /* before the clock has come by */
	CHECK_OK(service_callback_sweep(world_look(w), &did));
	CHECK_INT(1, did);
	CHECK_OK(service_callback_sweep(world_look(w), &did));
	CHECK_INT(0, did);
	CHECK_OK(service_callback_show(world_look(w), w->u.snap, k.q.contact, k.reference, &v));
	CHECK(v.missed && sv_starts(v.words, SV("We did not call you")));
	CHECK_OK(service_interactions(world_look(w), w->u.snap, k.q.contact, 0, 10, &told));
	CHECK_SV("A call did not take place", told.at[0].summary); /* no contact of ours */
	CHECK_EVENTS(w, "portal.callback_requested,callback.missed");
}

static void one_whose_time_is_over_is_in_nobodys_way_before_the_clock_comes_by(void **state)
{
	struct world *w = *state;
	struct asking k;

	make_account(w);
	k = ask(w, "A-1", "2026-03-10T15:00:00Z");
	CHECK_OK(world_write(w, run_ask, &k));
	clock_hold(WORLD_NOW + 6 * 3600000);
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	CHECK_EVENTS(w, "portal.callback_requested,callback.missed,portal.callback_requested");
}

static enum status run_enrol(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_run_once(tx,
			   &(struct query){ "test.operator", "INSERT INTO operator (id, uid, name, roles, added_at) VALUES "
							     "(1, 1, 'ana', 'operator', 0), (2, 2, 'ben', 'operator', 0)" },
			   NO_ARGS, NULL);
}

static enum status run_take(struct tx *tx, void *arg)
{
	struct ending *e = arg;

	return service_callback_take(&e->w->u, tx, e->q.callback, &e->row);
}

static enum status run_end(struct tx *tx, void *arg)
{
	struct ending *e = arg;

	return service_callback_end(&e->w->u, tx, &e->q, e->how, &e->row);
}

static struct ending listed(struct world *w)
{
	struct callback_page page = { .more = false };
	struct ending e = { .w = w };

	CHECK_OK(service_callback_list(world_look(w), w->u.snap, &(struct callback_query){ .team = SV_NONE }, &page));
	CHECK_INT(1, page.items.n);
	e.q.callback = page.items.at[0].callback;
	return e;
}

static void an_operator_takes_a_call_and_another_is_told_who_has_it(void **state)
{
	struct world *w = *state;
	struct asking k;
	struct ending e;

	make_account(w);
	CHECK_OK(world_write(w, run_enrol, NULL));
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	e = listed(w);
	CHECK_OK(world_write(w, run_take, &e));
	CHECK_SV("ana", e.row.taken_by);
	CHECK_OK(world_write(w, run_take, &e)); /* again by the same: as it is */
	w->u.operator = 2;
	w->u.actor = SV("ben");
	CHECK_FAULT(ST_CONFLICT, "callback", "ana", world_write(w, run_take, &e));
	e.how = CALLBACK_DONE;
	e.q.note = SV("called his wife's number");
	CHECK_OK(world_write(w, run_end, &e));
	CHECK_INT(CALLBACK_DONE, e.row.state);
	CHECK_SV("called his wife's number", e.row.note);
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_end, &e));
	CHECK_EVENTS(w, "portal.callback_requested,callback.taken,callback.done");
}

static enum status run_leave(struct tx *tx, void *arg)
{
	struct ending *e = arg;

	return service_callback_leave(&e->w->u, tx, e->q.callback, &e->row);
}

static void call_as(struct world *w, int64_t operator_, const char *name, unsigned roles)
{
	w->u.operator = operator_;
	w->u.actor = sv_from(name);
	w->u.roles = roles;
}

static void a_call_that_was_left_waits_for_anybody_again(void **state)
{
	struct world *w = *state;
	struct view_callback v = { .frame = NULL };
	struct finds_page finds = { .disputes = NULL };
	struct asking k;
	struct ending e;

	make_account(w);
	CHECK_OK(world_write(w, run_enrol, NULL));
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	e = listed(w);
	CHECK_FAULT(ST_CONFLICT, "callback", "nobody has taken it", world_write(w, run_leave, &e));
	clock_hold(WORLD_NOW + 60000);
	CHECK_OK(world_write(w, run_take, &e));
	call_as(w, 2, "ben", ROLE_OPERATOR);
	CHECK_FAULT(ST_FORBIDDEN, "callback", "ana has it", world_write(w, run_leave, &e));
	call_as(w, 1, "ana", ROLE_OPERATOR);
	CHECK_OK(world_write(w, run_leave, &e));
	CHECK_INT(CALLBACK_OPEN, e.row.state);
	CHECK_SV("", e.row.taken_by);
	CHECK_INT(0, e.row.taken_at);
	CHECK_OK(service_callback_show(world_look(w), w->u.snap, k.q.contact, k.reference, &v));
	CHECK_SV("We have your request and will call you in this time.", v.words);
	call_as(w, 2, "ben", ROLE_OPERATOR);
	clock_hold(WORLD_NOW + 120000);
	CHECK_OK(world_write(w, run_take, &e));
	CHECK_SV("ben", e.row.taken_by);
	CHECK_INT(WORLD_NOW + 120000, e.row.taken_at);
	CHECK_OK(service_finds_show(world_look(w), w->u.snap, &(struct period_query){ .period = SV("today") }, &finds));
	CHECK_INT(1, finds.callbacks->acted);
	CHECK_INT(60000, finds.callbacks->median); /* the first time that somebody took it */
	e.how = CALLBACK_DONE;
	CHECK_OK(world_write(w, run_end, &e));
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_leave, &e));
	CHECK_EVENTS(w, "portal.callback_requested,callback.taken,callback.left,callback.taken,callback.done");
}

static void card_numbers_are_masked_in_what_is_noted_of_a_call(void **state)
{
	struct world *w = *state;
	struct asking k;
	struct ending e;

	make_account(w);
	CHECK_OK(world_write(w, run_enrol, NULL));
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	e = listed(w);
	CHECK_OK(world_write(w, run_take, &e));
	e.how = CALLBACK_DONE;
	e.q.note = SV("read out 5500000000000004");
	CHECK_OK(world_write(w, run_end, &e));
	CHECK_SV("read out ************0004", e.row.note);
}

static void a_call_that_nobody_answered_reads_otherwise_than_one_never_made(void **state)
{
	struct world *w = *state;
	struct view_interaction_list told;
	struct view_callback v = { .frame = NULL };
	struct asking k;
	struct ending e;

	make_account(w);
	CHECK_OK(world_write(w, run_enrol, NULL));
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	e = listed(w);
	e.how = CALLBACK_MISSED;
	CHECK_OK(world_write(w, run_end, &e));
	CHECK_INT(MISS_NO_ANSWER, e.row.miss);
	CHECK_OK(service_callback_show(world_look(w), w->u.snap, k.q.contact, k.reference, &v));
	CHECK(sv_starts(v.words, SV("We called you and did not reach you")));
	CHECK_OK(service_interactions(world_look(w), w->u.snap, k.q.contact, 0, 10, &told));
	CHECK_SV("We tried to call you", told.at[0].summary);
}

static enum status run_teams(struct tx *tx, void *arg)
{
	(void)arg;
	TRY(store_team_add(tx, 2, SV("Money")));
	return store_team_add(tx, 3, SV("Idle"));
}

static void operators_list_calls_by_team_day_state_and_account(void **state)
{
	struct world *w = *state;
	struct callback_page page = { .more = false };
	struct asking k;
	static const struct {
		struct callback_query q;
		size_t n;
	} lists[] = {
		{ { .team = SV_CONST("Money") }, 1 },	    { { .team = SV_CONST("Collections") }, 1 },
		{ { .team = SV_CONST("Idle") }, 0 },	    { { .day = 2461111 }, 1 },
		{ { .day = 2461112 }, 1 },		    { { .day = 2461113 }, 0 },
		{ { .account = SV_CONST("A-2") }, 1 },	    { { .state = CALLBACK_TAKEN }, 0 },
		{ { .state = CALLBACK_OPEN, .limit = 1 }, 1 }, { { .limit = 10 }, 2 },
	};

	CHECK_OK(world_write(w, run_teams, NULL));
	set(w, "routing.topic.payment", "Money");
	make_account(w);
	make_account(w, .number = "A-2", .contact = "C-A-1");
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	k = ask(w, "A-2", "2026-03-12T09:00:00Z");
	k.q.topic = SV("complaint");
	CHECK_OK(world_write(w, run_ask, &k));
	for (size_t i = 0; i < COUNT(lists); i++) {
		CHECK_OK(service_callback_list(world_look(w), w->u.snap, &lists[i].q, &page));
		if (page.items.n != lists[i].n)
			fail_msg("list %zu: want %zu, got %zu", i, lists[i].n, page.items.n);
		CHECK(page.more == (lists[i].q.limit == 1));
	}
	CHECK_STATUS(ST_NOT_FOUND, service_callback_list(world_look(w), w->u.snap,
							 &(struct callback_query){ .account = SV("Z") }, &page));
	CHECK_STATUS(ST_NOT_FOUND, service_callback_list(world_look(w), w->u.snap,
							 &(struct callback_query){ .team = SV("Nobody") }, &page));
}

static void a_calendar_gets_the_window_and_not_a_word_of_what_it_is_about(void **state)
{
	struct world *w = *state;
	struct render how = { SV("en-GB"), NULL, NULL };
	struct buf b = buf_new(&w->u.arena, 4096);
	struct asking k;
	struct sv uid;

	make_account(w);
	set(w, "portal.base_url", "https://pay.example.com:8443");
	k = ask(w, "A-1", TOMORROW);
	CHECK_OK(world_write(w, run_ask, &k));
	CHECK_OK(service_callback_calendar(world_look(w), w->u.snap, k.q.contact, k.reference, &how, &b));
	CHECK(sv_find_sv(buf_sv(&b), SV("DTSTART:20260311T090000Z")) < b.n);
	CHECK(sv_find_sv(buf_sv(&b), SV("SUMMARY:Phone call\r\n")) < b.n);
	uid = sv_print(&w->u.arena, "UID:" SV_FMT "@pay.example.com\r\n", SV_ARG(k.reference)); /* no other portal's */
	CHECK(sv_find_sv(buf_sv(&b), uid) < b.n);
	CHECK(sv_find_sv(buf_sv(&b), SV("Northwind")) == b.n && sv_find_sv(buf_sv(&b), SV("A-1")) == b.n);
	CHECK_STATUS(ST_NOT_FOUND, service_callback_calendar(world_look(w), w->u.snap, k.q.contact + 1, k.reference, &how,
							     &b));
}

static void settings_of_hours_are_read_strictly(void **state)
{
	struct world *w = *state;
	static const char *const bad[][2] = { { "callback.from", "9" },	      { "callback.to", "17:01" },
					      { "callback.days", "workdays" }, { "callback.closed", "Christmas" } };

	for (size_t i = 0; i < COUNT(bad); i++) {
		set(w, bad[i][0], bad[i][1]);
		CHECK_STATUS(ST_INVALID, service_setting_check(world_look(w), w->u.snap));
		set(w, bad[i][0], "");
	}
	CHECK_OK(service_setting_check(world_look(w), w->u.snap));
	set(w, "callback.closed", "2026-03-11");
	make_account(w);
	for (size_t i = 0; i < form_of(w, contact_of(w, "A-1")).days.n; i++)
		CHECK(!sv_starts(form_of(w, contact_of(w, "A-1")).days.at[i].windows.at[0].value, SV("2026-03-11")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_form_offers_windows_of_both_sides_hours_by_day),
		WORLD_TEST(a_contact_without_a_zone_gets_times_that_suit_all_of_his_country),
		WORLD_TEST(a_request_stands_in_the_log_with_its_topic_and_tells_a_person),
		WORLD_TEST(the_same_form_sent_twice_asks_once),
		WORLD_TEST(an_account_has_one_call_at_a_time_and_the_fault_says_which),
		WORLD_TEST(what_is_wrong_is_named_and_nothing_is_told),
		WORLD_TEST(the_number_on_file_is_used_and_only_its_end_is_shown),
		WORLD_TEST(a_section_that_is_off_takes_no_request),
		WORLD_TEST(a_debtor_calls_off_his_own_and_nobody_elses),
		WORLD_TEST(time_marks_what_nobody_called_as_missed_and_says_so_to_the_debtor),
		WORLD_TEST(one_whose_time_is_over_is_in_nobodys_way_before_the_clock_comes_by),
		WORLD_TEST(an_operator_takes_a_call_and_another_is_told_who_has_it),
		WORLD_TEST(a_call_that_was_left_waits_for_anybody_again),
		WORLD_TEST(card_numbers_are_masked_in_what_is_noted_of_a_call),
		WORLD_TEST(a_call_that_nobody_answered_reads_otherwise_than_one_never_made),
		WORLD_TEST(operators_list_calls_by_team_day_state_and_account),
		WORLD_TEST(a_calendar_gets_the_window_and_not_a_word_of_what_it_is_about),
		WORLD_TEST(settings_of_hours_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
