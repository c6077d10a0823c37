/* Nobody there: what the console does after a quarter of an hour without a key, and after half a day. */
#include "tests/tui/fake.h"

enum { MINUTE = 60000 };

static struct fake *with_names(void)
{
	struct fake *f = fake_live(100, 30);

	fake_keys(f, "2");
	fake_serve(f);
	CHECK_SHOWS(f, "Contact Zwei");
	return f;
}

/* As time passes with a server that answers. */
static void wait_minutes(struct fake *f, int minutes)
{
	for (int i = 0; i < minutes; i++) {
		fake_time(f, MINUTE);
		if (f->c.ui.live)
			fake_serve(f);
	}
}

static void a_quarter_of_an_hour_without_a_key_covers_the_screen(void **state)
{
	struct fake *f = with_names();

	(void)state;
	wait_minutes(f, 14);
	CHECK_SHOWS(f, "Contact Zwei");
	wait_minutes(f, 1);
	CHECK(f->c.covered && f->c.repaint);
	CHECK_SHOWS(f, "Test Agency");
	CHECK_SHOWS(f, "Any key opens it");
	CHECK_HIDES(f, "Contact");
	CHECK_HIDES(f, "A-104233");
	fake_free(f);
}

static void a_key_puts_it_off(void **state)
{
	struct fake *f = with_names();

	(void)state;
	wait_minutes(f, 14);
	fake_keys(f, "j");
	wait_minutes(f, 14);
	CHECK(!f->c.covered);
	wait_minutes(f, 1);
	CHECK(f->c.covered);
	fake_free(f);
}

static void an_answer_of_the_terminal_is_no_key(void **state)
{
	struct fake *f = with_names();

	(void)state;
	wait_minutes(f, 10);
	console_time(&f->c, f->mono, f->wall);
	console_key(&f->c, KEY_ANSWER);
	wait_minutes(f, 5);
	CHECK(f->c.covered);
	console_key(&f->c, KEY_ANSWER);
	CHECK(f->c.covered);
	fake_free(f);
}

static void covered_nothing_is_asked_and_nothing_dialled(void **state)
{
	struct fake *f = with_names();
	size_t asked;

	(void)state;
	fake_keys(f, ": cover Enter");
	CHECK(f->c.covered);
	CHECK_INT(1, f->hangs);
	asked = f->n;
	for (int i = 0; i < 50; i++)
		fake_time(f, 30 * MINUTE);
	CHECK_INT(asked, f->n);
	CHECK_INT(0, f->dials);
	CHECK(console_deadline(&f->c) > f->mono + 30 * MINUTE);
	fake_free(f);
}

static void what_comes_late_does_not_show(void **state)
{
	struct fake *f = with_names();

	(void)state;
	fake_keys(f, ": cover Enter");
	fake_turn(f, ARRIVED_UP); /* of the connection that was hung up */
	fake_serve(f);
	CHECK(!f->c.ui.live);
	CHECK_HIDES(f, "Contact");
	fake_free(f);
}

static void any_key_opens_it_does_nothing_else_and_reads_on(void **state)
{
	struct fake *f = with_names();

	(void)state;
	fake_keys(f, ": cover Enter");
	for (size_t i = 0; i < f->n; i++) /* what was under way ended with the line */
		f->asks[i].open = false;
	fake_promise(f, "A-121008", "Contact 09", 4200);
	fake_keys(f, "s");
	CHECK(!f->c.covered);
	CHECK_INT(1, f->dials);
	CHECK_INT(0, fake_asked(f, M_link_send));
	fake_up(f);
	CHECK(f->c.ui.live);
	CHECK_SHOWS(f, "Contact Zwei");
	CHECK_SHOWS(f, "1 event missed, 1 loaded");
	fake_free(f);
}

static void a_paste_opens_it_and_is_thrown_away(void **state)
{
	struct fake *f = with_names();

	(void)state;
	fake_keys(f, ": cover Enter");
	console_paste(&f->c, SV("text"), 0);
	CHECK(!f->c.covered);
	fake_free(f);
}

static void it_waits_while_something_is_held(void **state)
{
	struct fake *f = with_names();

	(void)state;
	fake_keys(f, "s");
	fake_serve(f);
	fake_keys(f, ": cover Enter");
	CHECK(!f->c.covered);
	CHECK_SHOWS(f, "cover waits");
	fake_free(f);
}

static void after_twelve_hours_the_connection_is_made_anew(void **state)
{
	struct fake *f = fake_live(100, 30);

	(void)state;
	for (int i = 0; i < 72; i++) {
		CHECK_INT(0, f->hangs);
		fake_time(f, 10 * MINUTE);
		fake_serve(f);
		fake_keys(f, "k");
		f->n = f->n > FAKE_ASKS - 50 ? 0 : f->n; /* what was answered is forgotten */
	}
	CHECK(!f->c.covered);
	CHECK_INT(1, f->hangs);
	CHECK_INT(1, f->dials);
	fake_up(f);
	CHECK(f->c.ui.live);
	CHECK_HIDES(f, "back after");
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quarter_of_an_hour_without_a_key_covers_the_screen),
		cmocka_unit_test(a_key_puts_it_off),
		cmocka_unit_test(an_answer_of_the_terminal_is_no_key),
		cmocka_unit_test(covered_nothing_is_asked_and_nothing_dialled),
		cmocka_unit_test(what_comes_late_does_not_show),
		cmocka_unit_test(any_key_opens_it_does_nothing_else_and_reads_on),
		cmocka_unit_test(a_paste_opens_it_and_is_thrown_away),
		cmocka_unit_test(it_waits_while_something_is_held),
		cmocka_unit_test(after_twelve_hours_the_connection_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
