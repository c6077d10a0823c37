/* What others in the room see and hear: dots instead of what is personal, a bell that is not a nuisance, and what y takes along. */
#include "tests/tui/fake.h"

static struct fake *at_accounts(void)
{
	struct fake *f = fake_live(176, 50);

	fake_keys(f, "2");
	fake_serve(f);
	fake_keys(f, "i"); /* the peek has addresses */
	CHECK_SHOWS(f, "Contact Zwei");
	CHECK_SHOWS(f, "c05@example.org");
	return f;
}

static void M_turns_names_phones_and_addresses_into_dots_until_pressed_again(void **state)
{
	struct fake *f = at_accounts();

	(void)state;
	fake_keys(f, "M");
	CHECK_HIDES(f, "Contact");
	CHECK_HIDES(f, "Cont\xc3\xa1" "ct");
	CHECK_HIDES(f, "example.org");
	CHECK_HIDES(f, "+1555");
	CHECK_HIDES(f, "契約者");
	CHECK_SHOWS(f, "A-104233");
	CHECK_SHOWS(f, "$3,200.40");
	CHECK_SHOWS(f, "·······");
	fake_keys(f, "M");
	CHECK_SHOWS(f, "Contact Zwei");
	fake_free(f);
}

static void the_blur_covers_the_account_its_title_and_the_peek(void **state)
{
	struct fake *f = at_accounts();

	(void)state;
	fake_keys(f, "M");
	CHECK_HIDES(f, "Contact 05");
	CHECK_HIDES(f, "c05@");
	fake_keys(f, "Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "A-104233");
	CHECK_HIDES(f, "Contact 05");
	CHECK_HIDES(f, "c05@");
	CHECK_HIDES(f, "+1555");
	fake_keys(f, "M");
	CHECK_SHOWS(f, "Contact 05");
	CHECK_SHOWS(f, "c05@example.org");
	fake_free(f);
}

static void the_blur_covers_the_feed_also_what_comes_while_it_is_on(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	CHECK_SHOWS(f, "Contact 05");
	fake_keys(f, "M");
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f);
	CHECK_SHOWS(f, "A-121008");
	CHECK_HIDES(f, "Contact");
	fake_free(f);
}

static void the_blur_needs_no_server(void **state)
{
	struct fake *f = at_accounts();
	size_t asked;

	(void)state;
	fake_down(f);
	asked = f->n;
	fake_keys(f, "M");
	CHECK_HIDES(f, "Contact Zwei");
	CHECK_INT(asked, f->n);
	fake_free(f);
}

static void a_copied_line_is_the_one_under_the_cursor_as_it_is_drawn(void **state)
{
	struct fake *f = at_accounts();

	(void)state;
	fake_keys(f, "j y");
	CHECK(strstr(f->c.copy, "77120") == f->c.copy);
	CHECK(strstr(f->c.copy, "Contact Zwei"));
	f->c.copy[0] = '\0';
	fake_keys(f, "M y");
	CHECK(strstr(f->c.copy, "77120") == f->c.copy);
	CHECK(!strstr(f->c.copy, "Contact"));
	fake_free(f);
}

static bool rang(struct fake *f)
{
	bool rang = f->c.beep;

	f->c.beep = false;
	return rang;
}

static void promise(struct fake *f)
{
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_serve(f);
}

static void the_bell_rings_at_most_once_in_ten_seconds(void **state)
{
	struct fake *f = fake_live(100, 30);

	(void)state;
	CHECK(!rang(f)); /* what was there before is no news */
	promise(f);
	CHECK(rang(f));
	fake_time(f, 9000);
	promise(f);
	CHECK(!rang(f));
	fake_time(f, 1000);
	promise(f);
	CHECK(rang(f));
	fake_free(f);
}

static void visits_and_links_do_not_ring(void **state)
{
	struct fake *f = fake_live(100, 30);

	(void)state;
	fake_event(f, "portal.session_started", "A-1", "Contact 09", (struct event_body){ .visit = 1 });
	fake_event(f, "link.sent", "A-1", "Contact 09", (struct event_body){ .visit = 0 });
	fake_event(f, "notification.marked", "", "", (struct event_body){ .visit = 0 });
	fake_serve(f);
	CHECK(!rang(f));
	fake_free(f);
}

static void B_is_silence_for_half_an_hour_or_until_B(void **state)
{
	struct fake *f = fake_live(100, 30);

	(void)state;
	fake_keys(f, "B");
	promise(f);
	CHECK(!rang(f));
	fake_keys(f, "B");
	promise(f);
	CHECK(rang(f));
	fake_time(f, 20000);
	fake_keys(f, "B");
	for (int i = 0; i < 30; i++) {
		promise(f);
		CHECK(!rang(f));
		fake_time(f, 60000);
		fake_serve(f);
		fake_keys(f, "k");
	}
	promise(f);
	CHECK(rang(f));
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(M_turns_names_phones_and_addresses_into_dots_until_pressed_again),
		cmocka_unit_test(the_blur_covers_the_account_its_title_and_the_peek),
		cmocka_unit_test(the_blur_covers_the_feed_also_what_comes_while_it_is_on),
		cmocka_unit_test(the_blur_needs_no_server),
		cmocka_unit_test(a_copied_line_is_the_one_under_the_cursor_as_it_is_drawn),
		cmocka_unit_test(the_bell_rings_at_most_once_in_ten_seconds),
		cmocka_unit_test(visits_and_links_do_not_ring),
		cmocka_unit_test(B_is_silence_for_half_an_hour_or_until_B),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
