/* Contact details through the portal: new addresses wait for their code, the known ones are told, and what is wrong is said. */
#include "tests/portal/preferences_visit.h"

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
		WORLD_TEST(a_new_phone_number_waits_for_its_code_and_the_old_one_is_used_until_then),
		WORLD_TEST(the_old_address_is_told_of_the_change),
		WORLD_TEST(a_first_number_on_a_channel_is_told_to_every_other_known_address),
		WORLD_TEST(a_new_postal_address_is_told_to_every_known_address),
		WORLD_TEST(five_wrong_codes_and_the_old_address_stays),
		WORLD_TEST(another_code_can_be_had_three_times_an_hour_and_the_change_be_dropped),
		WORLD_TEST(the_same_form_sent_twice_sends_one_code),
		WORLD_TEST(a_new_postal_address_counts_at_once),
		WORLD_TEST(a_card_number_in_a_postal_address_is_masked),
		WORLD_TEST(details_that_can_not_be_are_shown_again_with_what_is_wrong),
		WORLD_TEST(a_street_has_as_many_letters_in_arabic_as_in_english),
		WORLD_TEST(details_with_a_broken_number_are_sent_again_and_then_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
