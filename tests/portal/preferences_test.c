/* Preferences and contact details as a debtor changes them. */
#include "tests/portal/preferences_visit.h"

static void wishes_are_kept_with_one_receipt_and_one_event(void **state)
{
	struct visit v = inside(state);
	struct sv times;
	int64_t id = contact(&v), at;

	visit_get(&v, "/preferences");
	visit_golden(&v, "preferences");
	visit_post(&v, "/preferences",
		   form(&v, "channel=sms&language=de&from_2=09%3A00&to_2=12%3A30&from_5=18%3A00&to_5=20%3A00"));
	CHECK_INT(303, v.status);
	CHECK(sv_starts(v.location, SV("/receipt/RC-")));
	CHECK_SV("de", v.lang);
	CHECK_INT(CHANNEL_SMS, now(&v).channel);
	CHECK_SV("de", now(&v).language);
	CHECK_OK(service_preference_times(world_look(v.w)->snap, &v.w->u.arena, id, &times));
	CHECK_SV("Tue 09:00-12:30, Fri 18:00-20:00", times);
	/* 2026-03-10 is a Tuesday: after its span comes Friday's */
	CHECK_OK(service_preference_window(world_look(v.w)->snap, id, zone_utc(), WORLD_NOW + 3600000, &at));
	CHECK_INT(WORLD_NOW + 3 * DAY_MS + 6 * 3600000, at);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.preferences_updated");
	visit_get(&v, sv_z(&v.w->u.arena, v.location));
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "/feedback"));
	visit_get(&v, "/preferences?lang=en");
	CHECK(visit_says(&v, "value=\"sms\" checked"));
	CHECK(visit_says(&v, "name=\"to_2\" type=\"time\" value=\"12:30\""));
	visit_golden(&v, "preferences-kept");
}

static void the_same_again_is_no_change(void **state)
{
	struct visit v = inside(state);

	post(&v, "/preferences", "/preferences", "channel=email&from_1=09%3A00&to_1=10%3A00");
	CHECK(sv_starts(v.location, SV("/receipt/")));
	post(&v, "/preferences", "/preferences", "channel=email&language=en&from_1=09%3A00&to_1=10%3A00");
	CHECK_SV("/preferences", v.location);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.preferences_updated");
}

static void a_form_sent_twice_ends_at_the_receipt_of_the_first(void **state)
{
	struct visit v = inside(state);
	const char *wishes, *details;
	struct sv receipt;

	visit_get(&v, "/preferences");
	wishes = form(&v, "channel=email");
	visit_get(&v, "/preferences/details");
	details = form(&v, "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds");
	visit_post(&v, "/preferences", wishes);
	receipt = v.location;
	visit_post(&v, "/preferences", wishes);
	CHECK(receipt.n && sv_eq(receipt, v.location));
	visit_post(&v, "/preferences/details", details);
	receipt = v.location;
	visit_post(&v, "/preferences/details", details);
	CHECK(sv_starts(receipt, SV("/receipt/")) && sv_eq(receipt, v.location));
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.preferences_updated,portal.address_changed");
}

static void a_form_sent_again_after_another_does_not_undo_the_other(void **state)
{
	struct visit v = inside(state);
	const char *first, *second;
	struct sv receipt;

	visit_get(&v, "/preferences/details");
	first = form(&v, "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds");
	visit_get(&v, "/preferences/details");
	second = form(&v, "email=new%40example.org&phone=%2B12025550143&street=7+Old+Road&city=York");
	visit_post(&v, "/preferences/details", first);
	receipt = v.location;
	visit_post(&v, "/preferences/details", second);
	CHECK_SV("/preferences/code/email", v.location);
	visit_post(&v, "/preferences/details", first);
	CHECK(sv_eq(receipt, v.location));
	CHECK_SV("7 Old Road", now(&v).street);
	CHECK_SV("York", now(&v).city);
	visit_post(&v, "/preferences/details", second);
	CHECK_SV("/preferences/code/email", v.location); /* its code is still waited for */
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.address_changed,portal.code_sent,"
			  "portal.address_changed");
}

static void what_is_wrong_stands_beside_it_and_nothing_typed_is_lost(void **state)
{
	struct visit v = inside(state);
	static const struct {
		const char *form, *says;
	} bad[] = {
		{ "channel=whatsapp", "We may not write to you in this way." }, /* none is on file */
		{ "channel=pigeon", "We may not write to you in this way." },
		{ "paper=on", "We have no postal address of you yet." },
		{ "language=xx", "Please choose one of the languages." },
		{ "from_3=09%3A00", "Please enter the time at which it ends" },
		{ "to_3=09%3A00", "Please enter the time at which it begins" },
		{ "from_3=10%3A00&to_3=10%3A00", "The end is later than the beginning" },
		{ "from_3=nine&to_3=10%3A00", "Please enter the time at which it begins" },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		post(&v, "/preferences", "/preferences", bad[i].form);
		CHECK_INT(200, v.status);
		CHECK(visit_says(&v, bad[i].says));
	}
	CHECK(visit_says(&v, "value=\"nine\""));
	visit_golden(&v, "preferences-wrong");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static enum status run_no_texts(struct tx *tx, void *arg)
{
	struct consent_change no = { .contact = *(int64_t *)arg, .scope = CONSENT_SMS, .state = CONSENT_WITHDRAWN,
				     .why = CONSENT_ASKED, .door = CONSENT_IN_PORTAL, .actor = SV("debtor") };
	bool changed;

	return service_consent_change(tx, &no, &changed);
}

static bool allowed(struct visit *v, enum channel channel)
{
	int64_t id = contact(v);
	struct preference p = now(v);
	bool may;

	CHECK_OK(service_consent_allows(world_look(v->w)->snap, &v->w->u.arena, id, channel,
					preference_address(&p, channel), &may));
	return may;
}

static void letters_stop_electronic_messages_until_they_are_given_up(void **state)
{
	struct visit v = inside(state);
	int64_t id = contact(&v);

	CHECK_OK(world_write(v.w, run_no_texts, &id));
	visit_get(&v, "/preferences");
	CHECK(!visit_says(&v, "name=\"paper\"")); /* no postal address yet */
	CHECK(!visit_says(&v, "value=\"sms\""));   /* he wants none there */
	post(&v, "/preferences/details", "/preferences/details",
	     "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds");
	post(&v, "/preferences", "/preferences", "channel=email&paper=on");
	CHECK(sv_starts(v.location, SV("/receipt/")));
	CHECK(!allowed(&v, CHANNEL_EMAIL) && !allowed(&v, CHANNEL_SMS));
	CHECK(sv_ends(world_events(v.w), SV("portal.paper,portal.opt_out,portal.preferences_updated")));
	post(&v, "/preferences/details", "/preferences/details",
	     "email=other%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds");
	CHECK(visit_says(&v, "You have stopped messages of this kind"));
	visit_get(&v, "/preferences");
	visit_golden(&v, "preferences-letters");
	CHECK(visit_says(&v, "name=\"paper\" value=\"on\" checked"));
	post(&v, "/preferences", "/preferences", "channel=");
	CHECK(sv_starts(v.location, SV("/receipt/")));
	CHECK(allowed(&v, CHANNEL_EMAIL));
	CHECK_INT(CHANNEL_EMAIL, now(&v).channel); /* the wish was not on the page, and comes back */
	CHECK(!allowed(&v, CHANNEL_SMS)); /* stopped by itself before, and so it stays */
	CHECK(sv_ends(world_events(v.w), SV("portal.opt_in,portal.preferences_updated")));
}

static void a_form_from_before_the_letters_were_chosen_does_not_take_them_back(void **state)
{
	struct visit v = inside(state);
	const char *stale, *faulty;

	post(&v, "/preferences/details", "/preferences/details", ADDRESS "&street=9+New+Road&city=Leeds");
	visit_get(&v, "/preferences");
	stale = form(&v, "channel=&language=de");
	visit_get(&v, "/preferences");
	faulty = form(&v, "channel=&language=de&from_3=09%3A00");
	post(&v, "/preferences", "/preferences", "channel=&paper=on"); /* another tab */
	CHECK(!allowed(&v, CHANNEL_EMAIL));
	visit_post(&v, "/preferences", stale);
	CHECK(sv_starts(v.location, SV("/receipt/"))); /* what it was sent for is done */
	CHECK_SV("de", now(&v).language);
	CHECK(!allowed(&v, CHANNEL_EMAIL));
	visit_post(&v, "/preferences", faulty); /* shown again, it is no newer */
	CHECK_INT(200, v.status);
	visit_post(&v, "/preferences", form(&v, "channel=&language=en&from_3=09%3A00&to_3=10%3A00"));
	CHECK(sv_starts(v.location, SV("/receipt/")));
	CHECK(!allowed(&v, CHANNEL_EMAIL));
	CHECK(sv_find_sv(world_events(v.w), SV("portal.opt_in")) == world_events(v.w).n);
}

static void a_form_without_the_box_for_letters_does_not_take_them_back(void **state)
{
	struct visit v = inside(state);
	const char *stale;

	visit_get(&v, "/preferences");
	CHECK(!visit_says(&v, "name=\"paper\""));
	stale = form(&v, "channel=&language=de");
	post(&v, "/preferences/details", "/preferences/details", ADDRESS "&street=9+New+Road&city=Leeds");
	post(&v, "/preferences", "/preferences", "channel=&paper=on");
	visit_post(&v, "/preferences", stale);
	CHECK_SV("de", now(&v).language);
	CHECK(!allowed(&v, CHANNEL_EMAIL));
}

static void a_form_from_before_the_times_were_chosen_does_not_take_them_back(void **state)
{
	struct visit v = inside(state);
	struct sv times;
	int64_t id = contact(&v);
	const char *stale, *other;

	visit_get(&v, "/preferences");
	stale = form(&v, "channel=sms&language=en");
	visit_get(&v, "/preferences");
	other = form(&v, "channel=sms&language=en&from_5=18%3A00&to_5=20%3A00");
	post(&v, "/preferences", "/preferences", "channel=email&from_2=09%3A00&to_2=12%3A30"); /* another tab */
	visit_post(&v, "/preferences", stale);
	CHECK_INT(CHANNEL_SMS, now(&v).channel);
	CHECK_OK(service_preference_times(world_look(v.w)->snap, &v.w->u.arena, id, &times));
	CHECK_SV("Tue 09:00-12:30", times);
	visit_post(&v, "/preferences", other); /* this one says something of them, and what it says is the last word */
	CHECK_OK(service_preference_times(world_look(v.w)->snap, &v.w->u.arena, id, &times));
	CHECK_SV("Fri 18:00-20:00", times);
}

static void a_form_that_does_not_say_what_it_showed_changes_nothing(void **state)
{
	struct visit v = inside(state);
	struct arena *a = &v.w->u.arena;

	post(&v, "/preferences/details", "/preferences/details", ADDRESS "&street=9+New+Road&city=Leeds");
	post(&v, "/preferences", "/preferences", "channel=&paper=on");
	visit_get(&v, "/preferences");
	visit_post(&v, "/preferences", arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&language=de",
						   SV_ARG(visit_field(&v, "form_token")), SV_ARG(visit_field(&v, "form_id"))));
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "This form is too old."));
	CHECK(visit_says(&v, "name=\"paper\" value=\"on\" checked")); /* as it is, not as it came */
	CHECK(!allowed(&v, CHANNEL_EMAIL));
	visit_post(&v, "/preferences", form(&v, "channel=&language=de&paper=on"));
	CHECK(sv_starts(v.location, SV("/receipt/")));
}

struct said {
	int64_t contact;
	enum consent_scope scope;
	enum consent_state state;
};

static enum status run_say(struct tx *tx, void *arg)
{
	const struct said *s = arg;
	struct consent_change q = { .contact = s->contact, .scope = s->scope, .state = s->state, .why = CONSENT_ASKED,
				    .door = CONSENT_IN_PORTAL, .actor = SV("debtor") };
	bool changed;

	return service_consent_change(tx, &q, &changed);
}

static void giving_letters_up_neither_revives_a_stop_that_was_lifted_nor_dates_it_anew(void **state)
{
	struct visit v = inside(state);
	int64_t id = contact(&v), said_at = clock_now();
	struct consent rows[8];
	size_t n;

	CHECK_OK(world_write(v.w, run_say, &(struct said){ id, CONSENT_EMAIL, CONSENT_WITHDRAWN }));
	CHECK_OK(world_write(v.w, run_say, &(struct said){ id, CONSENT_ALL, CONSENT_ALLOWED }));
	CHECK_OK(world_write(v.w, run_say, &(struct said){ id, CONSENT_SMS, CONSENT_WITHDRAWN }));
	clock_move(60000);
	post(&v, "/preferences/details", "/preferences/details",
	     "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds");
	post(&v, "/preferences", "/preferences", "channel=email&paper=on");
	CHECK(!allowed(&v, CHANNEL_EMAIL));
	clock_move(60000);
	post(&v, "/preferences", "/preferences", "channel=");
	CHECK(allowed(&v, CHANNEL_EMAIL));
	CHECK(!allowed(&v, CHANNEL_SMS));
	CHECK_OK(store_consent_list(world_look(v.w)->snap, id, rows, COUNT(rows), &n, &v.w->u.arena));
	CHECK_INT(4, n);
	for (size_t i = 0; i < n; i++)
		CHECK_INT(rows[i].scope == CONSENT_ELECTRONIC ? said_at + 120000 : said_at, rows[i].at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(wishes_are_kept_with_one_receipt_and_one_event),
		WORLD_TEST(the_same_again_is_no_change),
		WORLD_TEST(a_form_sent_twice_ends_at_the_receipt_of_the_first),
		WORLD_TEST(a_form_sent_again_after_another_does_not_undo_the_other),
		WORLD_TEST(what_is_wrong_stands_beside_it_and_nothing_typed_is_lost),
		WORLD_TEST(letters_stop_electronic_messages_until_they_are_given_up),
		WORLD_TEST(a_form_from_before_the_letters_were_chosen_does_not_take_them_back),
		WORLD_TEST(a_form_without_the_box_for_letters_does_not_take_them_back),
		WORLD_TEST(a_form_from_before_the_times_were_chosen_does_not_take_them_back),
		WORLD_TEST(a_form_that_does_not_say_what_it_showed_changes_nothing),
		WORLD_TEST(giving_letters_up_neither_revives_a_stop_that_was_lifted_nor_dates_it_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
