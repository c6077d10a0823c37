/* Preferences and contact details as a debtor changes them. */
#include "tests/support/outbox.h"
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/service/consent.h"
#include "server/service/preference.h"
#include "server/store/account.h"
#include "server/store/consent.h"
#include "server/store/notice.h"
#include "server/store/preference.h"

#define ADDRESS "email=maria%40example.org&phone=%2B12025550143"

static struct visit inside(void **state)
{
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	CHECK_SV("/home", v.location);
	return v;
}

/* The page's hidden fields, and what is filled in. */
static const char *form(struct visit *v, const char *rest)
{
	static const char *const hidden[] = { "form_id", "channel_shown", "language_shown", "paper_shown", "times_shown" };
	struct arena *a = &v->w->u.arena;
	struct buf b = buf_new(a, 4096);

	buf_print(&b, "form_token=" SV_FMT, SV_ARG(visit_field(v, "form_token")));
	for (size_t i = 0; i < COUNT(hidden); i++)
		if (visit_says(v, arena_print(a, "name=\"%s\"", hidden[i])))
			buf_print(&b, "&%s=" SV_FMT, hidden[i], SV_ARG(visit_field(v, hidden[i])));
	buf_print(&b, "&%s", rest);
	return sv_z(a, buf_sv(&b));
}

static void post(struct visit *v, const char *page, const char *path, const char *rest)
{
	visit_get(v, page);
	visit_post(v, path, form(v, rest));
}

static int64_t contact(struct visit *v)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(v->w)->snap, SV("A-1"), &c, &v->w->u.arena));
	return c.contact;
}

static struct preference now(struct visit *v)
{
	struct preference p;
	int64_t id = contact(v);

	CHECK_OK(store_preference(world_look(v->w)->snap, id, &p, &v->w->u.arena));
	return p;
}

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

static void a_new_phone_number_waits_for_its_code_and_the_old_one_is_used_until_then(void **state)
{
	struct visit v = inside(state);
	struct arena *a = &v.w->u.arena;

	visit_get(&v, "/preferences/details");
	visit_golden(&v, "details");
	visit_post(&v, "/preferences/details", form(&v, "email=maria%40example.org&phone=%2B44+20+7946+0958"));
	CHECK_SV("/preferences/code/sms", v.location);
	CHECK_SV("+12025550143", now(&v).phone); /* in use until then */
	visit_get(&v, "/preferences/code/sms");
	visit_golden(&v, "address-code");
	visit_post(&v, "/preferences/code/sms", form(&v, "code=12"));
	CHECK(visit_says(&v, "Please enter the six digits"));
	visit_get(&v, "/preferences");
	CHECK(visit_says(&v, "Waiting for the code:") && visit_says(&v, "+442079460958"));
	post(&v, "/preferences/code/sms", "/preferences/code/sms",
	     arena_print(a, "code=" SV_FMT, SV_ARG(outbox_code(v.w))));
	CHECK(sv_starts(v.location, SV("/receipt/RC-")));
	CHECK_SV("+442079460958", now(&v).phone);
	CHECK(now(&v).verified_at[CHANNEL_SMS] > 0);
	CHECK(!now(&v).waiting[CHANNEL_SMS].n);
	visit_get(&v, "/preferences");
	CHECK(visit_says(&v, "Confirmed"));
	CHECK(sv_ends(world_events(v.w), SV(",portal.address_changed")));
}

static enum status run_notices(struct tx *tx, void *arg)
{
	struct notice *rows = arg;
	size_t n;

	TRY(store_notice_claim(tx, tx->now + 60000, rows, 8, &n));
	rows[n].contact = 0;
	return ST_OK;
}

static void the_old_address_is_told_of_the_change(void **state)
{
	struct visit v = inside(state);
	struct arena *a = &v.w->u.arena;
	struct notice *rows = NEW_N(a, struct notice, 10);
	bool old = false;

	visit_get(&v, "/preferences/details");
	visit_post(&v, "/preferences/details", form(&v, "email=new%40example.org&phone=%2B12025550143"));
	CHECK_SV("/preferences/code/email", v.location);
	post(&v, "/preferences/code/email", "/preferences/code/email",
	     arena_print(a, "code=" SV_FMT, SV_ARG(outbox_code(v.w))));
	CHECK_SV("new@example.org", now(&v).email);
	CHECK_OK(world_write(v.w, run_notices, rows));
	for (size_t i = 0; rows[i].contact; i++)
		old |= sv_is(rows[i].address, "maria@example.org") && rows[i].kind == NOTICE_ADDRESS &&
		       rows[i].channel == CHANNEL_EMAIL;
	CHECK(old);
}

static void a_first_number_on_a_channel_is_told_to_every_other_known_address(void **state)
{
	struct visit v = inside(state);
	struct arena *a = &v.w->u.arena;
	struct notice *rows = NEW_N(a, struct notice, 10);
	int mails = 0, texts = 0, others = 0;

	visit_get(&v, "/preferences/details");
	visit_post(&v, "/preferences/details",
		   form(&v, "email=maria%40example.org&phone=%2B12025550143&whatsapp=%2B442079460958"));
	CHECK_SV("/preferences/code/whatsapp", v.location);
	post(&v, "/preferences/code/whatsapp", "/preferences/code/whatsapp",
	     arena_print(a, "code=" SV_FMT, SV_ARG(outbox_code(v.w))));
	CHECK_SV("+442079460958", now(&v).whatsapp);
	CHECK_OK(world_write(v.w, run_notices, rows));
	for (size_t i = 0; rows[i].contact; i++) {
		bool told = rows[i].kind == NOTICE_ADDRESS && sv_starts(rows[i].text, SV("A phone number was added"));

		mails += told && sv_is(rows[i].address, "maria@example.org");
		texts += told && sv_is(rows[i].address, "+12025550143");
		others += told && sv_is(rows[i].address, "+442079460958");
	}
	CHECK_INT(1, mails);
	CHECK_INT(1, texts);
	CHECK_INT(0, others);
}

static void a_new_postal_address_is_told_to_every_known_address(void **state)
{
	struct visit v = inside(state);
	struct notice *rows = NEW_N(&v.w->u.arena, struct notice, 10);
	int mails = 0, texts = 0;

	post(&v, "/preferences/details", "/preferences/details", ADDRESS "&street=9+New+Road&city=Leeds");
	CHECK(sv_starts(v.location, SV("/receipt/")));
	CHECK_OK(world_write(v.w, run_notices, rows));
	for (size_t i = 0; rows[i].contact; i++) {
		bool told = rows[i].kind == NOTICE_ADDRESS && sv_starts(rows[i].text, SV("Your postal address was changed"));

		mails += told && sv_is(rows[i].address, "maria@example.org") && rows[i].channel == CHANNEL_EMAIL;
		texts += told && sv_is(rows[i].address, "+12025550143") && rows[i].channel == CHANNEL_SMS;
	}
	CHECK_INT(1, mails);
	CHECK_INT(1, texts);
}

static void five_wrong_codes_and_the_old_address_stays(void **state)
{
	struct visit v = inside(state);

	visit_get(&v, "/preferences/details");
	visit_post(&v, "/preferences/details", form(&v, "email=maria%40example.org&phone=%2B442079460958"));
	for (int i = 0; i < 5; i++) {
		struct sv right = outbox_code(v.w);

		post(&v, "/preferences/code/sms", "/preferences/code/sms",
		     sv_is(right, "111111") ? "code=222222" : "code=111111");
	}
	CHECK(visit_says(&v, "This code works no more."));
	post(&v, "/preferences/code/sms", "/preferences/code/sms",
	     arena_print(&v.w->u.arena, "code=" SV_FMT, SV_ARG(outbox_code(v.w))));
	CHECK(visit_says(&v, "This code works no more."));
	CHECK_SV("+12025550143", now(&v).phone);
}

static void another_code_can_be_had_three_times_an_hour_and_the_change_be_dropped(void **state)
{
	struct visit v = inside(state);

	visit_get(&v, "/preferences/details");
	visit_post(&v, "/preferences/details", form(&v, "email=maria%40example.org&phone=%2B442079460958"));
	post(&v, "/preferences/code/sms", "/preferences/code/sms/again", "");
	CHECK_SV("/preferences/code/sms", v.location);
	post(&v, "/preferences/code/sms", "/preferences/code/sms/again", "");
	CHECK_INT(303, v.status);
	post(&v, "/preferences/code/sms", "/preferences/code/sms/again", "");
	CHECK(visit_says(&v, "several codes in the last hour"));
	post(&v, "/preferences/code/sms", "/preferences/code/sms/drop", "");
	CHECK_SV("/preferences", v.location);
	visit_get(&v, "/preferences/code/sms"); /* by the back button */
	CHECK_SV("/preferences", v.location);
	CHECK_SV("+12025550143", now(&v).phone);
}

static void the_same_form_sent_twice_sends_one_code(void **state)
{
	struct visit v = inside(state);

	for (int i = 0; i < 2; i++) {
		post(&v, "/preferences/details", "/preferences/details",
		     "email=maria%40example.org&phone=%2B442079460958");
		CHECK_SV("/preferences/code/sms", v.location);
	}
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.code_sent");
}

static void a_new_postal_address_counts_at_once(void **state)
{
	struct visit v = inside(state);

	post(&v, "/preferences/details", "/preferences/details",
	     "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds&postcode=LS1");
	CHECK(sv_starts(v.location, SV("/receipt/RC-")));
	CHECK_SV("9 New Road", now(&v).street);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.address_changed");
	visit_get(&v, sv_z(&v.w->u.arena, v.location));
	CHECK(visit_says(&v, "Your new postal address is in use from now on."));
	post(&v, "/preferences/details", "/preferences/details",
	     "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road&city=Leeds&postcode=LS1");
	CHECK_SV("/preferences", v.location);
}

static void a_card_number_in_a_postal_address_is_masked(void **state)
{
	struct visit v = inside(state);

	post(&v, "/preferences/details", "/preferences/details",
	     "email=maria%40example.org&phone=%2B12025550143&street=4111+1111+1111+1111&city=Leeds");
	CHECK_SV("**** **** **** 1111", now(&v).street);
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

static void details_that_can_not_be_are_shown_again_with_what_is_wrong(void **state)
{
	struct visit v = inside(state);
	static const struct {
		const char *form, *says;
	} bad[] = {
		{ "email=&phone=%2B12025550143", "not left empty" },
		{ "email=maria&phone=%2B12025550143", "complete e-mail address" },
		{ "email=maria%40example.org&phone=020+7946+0958", "with its country code" },
		{ "email=maria%40example.org&phone=%2B12025550143&city=Leeds", "Please enter the street" },
		{ "email=maria%40example.org&phone=%2B12025550143&street=9+New+Road", "Please enter the city." },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		post(&v, "/preferences/details", "/preferences/details", bad[i].form);
		CHECK_INT(200, v.status);
		CHECK(visit_says(&v, bad[i].says));
	}
	CHECK(visit_says(&v, "value=\"9 New Road\""));
	visit_golden(&v, "details-wrong");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static const char *arabic(struct arena *a, int letters)
{
	struct buf b = buf_new(a, 4096);

	for (int i = 0; i < letters; i++)
		buf_z(&b, "%D9%85"); /* one letter, two bytes */
	return sv_z(a, buf_sv(&b));
}

static void a_street_has_as_many_letters_in_arabic_as_in_english(void **state)
{
	struct visit v = inside(state);
	struct arena *a = &v.w->u.arena;

	post(&v, "/preferences/details", "/preferences/details",
	     arena_print(a, "%s&city=%s&postcode=%s&street=%s", ADDRESS, arabic(a, 100), arabic(a, 20), arabic(a, 201)));
	CHECK(visit_says(&v, "Please use at most 200 characters."));
	post(&v, "/preferences/details", "/preferences/details",
	     arena_print(a, "%s&city=%s&postcode=%s&street=%s", ADDRESS, arabic(a, 100), arabic(a, 20), arabic(a, 200)));
	CHECK(sv_starts(v.location, SV("/receipt/")));
	CHECK_INT(400, now(&v).street.n);
}

static void details_with_a_broken_number_are_sent_again_and_then_kept(void **state)
{
	struct visit v = inside(state);
	struct arena *a = &v.w->u.arena;

	visit_get(&v, "/preferences/details");
	visit_post(&v, "/preferences/details",
		   arena_print(a, "form_token=" SV_FMT "&form_id=stale&%s", SV_ARG(visit_field(&v, "form_token")),
			       ADDRESS "&street=9+New+Road&city=Leeds"));
	CHECK(visit_says(&v, "This form is too old. Please check it and send it again."));
	CHECK(visit_says(&v, "value=\"9 New Road\""));
	visit_post(&v, "/preferences/details", form(&v, ADDRESS "&street=9+New+Road&city=Leeds"));
	CHECK(sv_starts(v.location, SV("/receipt/")));
	CHECK_SV("9 New Road", now(&v).street);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(wishes_are_kept_with_one_receipt_and_one_event),
		WORLD_TEST(the_same_again_is_no_change),
		WORLD_TEST(a_form_sent_twice_ends_at_the_receipt_of_the_first),
		WORLD_TEST(a_form_sent_again_after_another_does_not_undo_the_other),
		WORLD_TEST(what_is_wrong_stands_beside_it_and_nothing_typed_is_lost),
		WORLD_TEST(a_new_phone_number_waits_for_its_code_and_the_old_one_is_used_until_then),
		WORLD_TEST(the_old_address_is_told_of_the_change),
		WORLD_TEST(a_first_number_on_a_channel_is_told_to_every_other_known_address),
		WORLD_TEST(a_new_postal_address_is_told_to_every_known_address),
		WORLD_TEST(five_wrong_codes_and_the_old_address_stays),
		WORLD_TEST(another_code_can_be_had_three_times_an_hour_and_the_change_be_dropped),
		WORLD_TEST(the_same_form_sent_twice_sends_one_code),
		WORLD_TEST(a_new_postal_address_counts_at_once),
		WORLD_TEST(a_card_number_in_a_postal_address_is_masked),
		WORLD_TEST(letters_stop_electronic_messages_until_they_are_given_up),
		WORLD_TEST(a_form_from_before_the_letters_were_chosen_does_not_take_them_back),
		WORLD_TEST(a_form_without_the_box_for_letters_does_not_take_them_back),
		WORLD_TEST(a_form_from_before_the_times_were_chosen_does_not_take_them_back),
		WORLD_TEST(a_form_that_does_not_say_what_it_showed_changes_nothing),
		WORLD_TEST(giving_letters_up_neither_revives_a_stop_that_was_lifted_nor_dates_it_anew),
		WORLD_TEST(details_that_can_not_be_are_shown_again_with_what_is_wrong),
		WORLD_TEST(a_street_has_as_many_letters_in_arabic_as_in_english),
		WORLD_TEST(details_with_a_broken_number_are_sent_again_and_then_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
