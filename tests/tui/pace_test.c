/* Pacing by round trips: a clock of our own, a line with a delay, and no terminal. */
#include "tests/support/check.h"
#include "tui/term/pace.h"

/* A console on a line of some delay: answers come back `trip` after their question. */
struct desk {
	struct pace p;
	int64_t now;
	int trip; /* ms; -1: the terminal never answers */
	int64_t due[8];
	size_t n;
	int in_flight_most; /* frames of data without an answer, at the worst moment */
	int data, keys;
};

static struct desk at_desk(int trip)
{
	struct desk d = { .now = 1000, .trip = trip };

	pace_start(&d.p, d.now);
	return d;
}

static void paint(struct desk *d, bool key, size_t n)
{
	bool ask = pace_asks(&d->p, key, n);

	pace_painted(&d->p, key, n, ask, d->now);
	if (ask && d->trip >= 0) {
		CHECK(d->n < COUNT(d->due));
		d->due[d->n++] = d->now + d->trip;
	}
	*(key ? &d->keys : &d->data) += 1;
	if (!key && (int)d->n > d->in_flight_most)
		d->in_flight_most = (int)d->n;
}

/* Time goes on to `until`, a millisecond at a time; something happens every `every` ms. */
static void live(struct desk *d, int64_t until, int every)
{
	for (; d->now < until; d->now++) {
		while (d->n && d->due[0] <= d->now) {
			pace_answer(&d->p, d->now);
			memmove(d->due, d->due + 1, sizeof(d->due) - sizeof(d->due[0]));
			d->n--;
		}
		pace_tick(&d->p, d->now);
		if (every && d->now % every == 0)
			pace_want(&d->p, d->now);
		if (d->p.wanted && pace_due(&d->p, false, true, d->now) <= d->now)
			paint(d, false, 400);
	}
}

static void a_quick_terminal_is_fast_and_gets_ten_frames_a_second(void **state)
{
	struct desk d = at_desk(3);

	(void)state;
	paint(&d, true, 6000);
	live(&d, 1100, 0);
	d.data = 0;
	live(&d, 11100, 20);
	CHECK_INT(PACE_FAST, pace_class(&d.p));
	CHECK_INT(3, pace_seen(&d.p).rtt);
	CHECK(d.data >= 98 && d.data <= 101 + PACE_BURST);
	CHECK_INT(1, d.in_flight_most);
	CHECK(d.p.skipped >= 390 && d.p.skipped <= 403);
}

static void the_first_event_on_a_quick_terminal_is_painted_at_once(void **state)
{
	struct desk d = at_desk(3);

	(void)state;
	paint(&d, true, 6000);
	live(&d, 3000, 0);
	CHECK_INT(3000, pace_due(&d.p, false, true, 3000));
	paint(&d, false, 200);
	live(&d, 3010, 0);
	CHECK_INT(3010, pace_due(&d.p, false, true, 3010)); /* and so are its figures */
	paint(&d, false, 200);
	live(&d, 3020, 0);
	paint(&d, false, 200);
	live(&d, 3030, 0);
	CHECK_INT(3100, pace_due(&d.p, false, true, 3030)); /* but no flood */
}

static void a_slow_line_gets_two_frames_a_second_and_never_two_at_once(void **state)
{
	static const int trips[] = { 210, 300, 333, 480 };

	(void)state;
	for (size_t i = 0; i < COUNT(trips); i++) {
		struct desk d = at_desk(trips[i]);

		paint(&d, true, 900);
		live(&d, 2000, 0);
		CHECK_INT(PACE_SLOW, pace_class(&d.p));
		d.data = d.in_flight_most = 0;
		live(&d, 22000, 20);
		CHECK(d.data <= 41);
		CHECK(d.data >= 26);
		CHECK_INT(1, d.in_flight_most);
	}
}

static void a_line_slower_than_the_gap_waits_for_its_answer(void **state)
{
	struct desk d = at_desk(1400);

	(void)state;
	paint(&d, true, 900);
	live(&d, 4000, 0);
	d.data = d.in_flight_most = 0;
	live(&d, 44000, 50);
	CHECK_INT(1, d.in_flight_most);
	CHECK(d.data >= 17 && d.data <= 20); /* every 2,100 ms */
}

static void a_key_overtakes_what_is_in_flight(void **state)
{
	struct desk d = at_desk(400);

	(void)state;
	paint(&d, true, 900);
	live(&d, 2000, 0);
	paint(&d, false, 400);
	CHECK(pace_due(&d.p, false, true, d.now) > d.now);
	CHECK_INT(d.now, pace_due(&d.p, true, true, d.now));
	paint(&d, true, 90);
	CHECK_INT(1, d.p.n_asked); /* a small one is not asked about */
	CHECK_INT(d.now, pace_due(&d.p, true, true, d.now));
	paint(&d, true, 4000); /* a large one is */
	CHECK_INT(2, d.p.n_asked);
	CHECK(pace_due(&d.p, true, true, d.now) >
	      d.now); /* and a third waits, the newest of all later */
	live(&d, d.now + 401, 0);
	CHECK_INT(0, d.p.n_asked);
	CHECK_INT(d.now, pace_due(&d.p, true, true, d.now));
}

static void a_key_waits_two_round_trips_at_most_when_answers_are_lost(void **state)
{
	struct desk d = at_desk(400);

	(void)state;
	paint(&d, true, 900);
	live(&d, 2000, 0);
	d.trip = -1;
	paint(&d, true, 4000);
	paint(&d, true, 4000);
	CHECK_INT(d.now + 800, pace_due(&d.p, true, true, d.now));
}

static void keys_are_never_held_back_on_a_fast_line(void **state)
{
	struct desk d = at_desk(5);

	(void)state;
	paint(&d, true, 900);
	live(&d, 2000, 0);
	for (int i = 0; i < 5; i++) {
		CHECK_INT(d.now, pace_due(&d.p, true, true, d.now));
		paint(&d, true, 6000);
	}
}

static void a_terminal_that_never_answers_is_deaf_after_two_seconds(void **state)
{
	struct desk d = at_desk(-1);

	(void)state;
	paint(&d, true, 900);
	CHECK_INT(PACE_UNKNOWN, pace_class(&d.p));
	live(&d, 2999, 50);
	CHECK_INT(1, d.data); /* the first data was shown without an answer, the second waits */
	CHECK_INT(PACE_UNKNOWN, pace_class(&d.p));
	live(&d, 3300, 50); /* pacing is off: only room counts, at ten frames a second */
	CHECK_INT(PACE_DEAF, pace_class(&d.p));
	d.data = 0;
	live(&d, 5300, 10);
	CHECK(d.data >= 19 && d.data <= 21);
	CHECK(!pace_asks(&d.p, false, 400));
	CHECK(pace_due(&d.p, false, false, d.now) > d.now); /* no room */
	CHECK_INT(0, pace_deadline(&d.p));
}

static void the_first_data_waits_a_quarter_of_a_second_at_most(void **state)
{
	struct desk d = at_desk(-1);

	(void)state;
	paint(&d, true, 900);
	CHECK_INT(1250, pace_due(&d.p, false, true, 1001));
}

static void a_deaf_terminal_that_answers_after_all_is_paced(void **state)
{
	struct desk d = at_desk(3000);

	(void)state;
	paint(&d, true, 900);
	live(&d, 3500, 0);
	CHECK_INT(PACE_DEAF, pace_class(&d.p));
	live(&d, 4100, 0);
	CHECK_INT(PACE_UNKNOWN, pace_class(&d.p));
	d.trip = 700;
	live(&d, 8000, 100);
	CHECK_INT(PACE_SLOW, pace_class(&d.p));
}

static void an_answer_that_is_late_makes_the_line_slow_before_it_comes(void **state)
{
	struct desk d = at_desk(5);

	(void)state;
	paint(&d, true, 900);
	live(&d, 2000, 0);
	CHECK_INT(PACE_FAST, pace_class(&d.p));
	d.trip = 1500;
	paint(&d, false, 400);
	CHECK_INT(d.now + PACE_LATE_MS, pace_deadline(&d.p));
	live(&d, 2499, 0);
	CHECK_INT(PACE_FAST, pace_class(&d.p));
	live(&d, 2502, 0);
	CHECK_INT(PACE_SLOW, pace_class(&d.p));
	d.trip = 5;
	live(&d, 20000, 100); /* the cloud has passed */
	CHECK_INT(PACE_FAST, pace_class(&d.p));
}

static void an_answer_that_is_lost_does_not_stop_the_screen(void **state)
{
	struct desk d = at_desk(5);

	(void)state;
	paint(&d, true, 900);
	live(&d, 2000, 0);
	d.trip = -1; /* somebody has swapped the terminal behind us */
	paint(&d, false, 400);
	d.trip = 5;
	d.data = 0;
	live(&d, 6900, 100);
	CHECK_INT(0, d.data);
	live(&d, 10000, 100);
	CHECK(d.data >= 20);
	CHECK_INT(PACE_FAST, pace_class(&d.p));
}

static void what_was_seen_is_counted(void **state)
{
	struct desk d = at_desk(5);
	struct pace_seen s;

	(void)state;
	paint(&d, true, 5000);
	live(&d, 2000, 0);
	paint(&d, false, 300);
	pace_want(&d.p, d.now);
	pace_want(&d.p, d.now);
	pace_want(&d.p, d.now); /* three things in one frame: two are never rendered alone */
	live(&d, 3000, 0);
	s = pace_seen(&d.p);
	CHECK_INT(3, s.frames);
	CHECK_INT(5700, s.bytes);
	CHECK_INT(2, s.skipped);
	assert_string_equal("fast", pace_class_name(s.class));
}

/* A line that carries `rate` bytes a second, and is `trip` ms there and back. */
static void carry(struct desk *d, int rate, int trip, size_t n, bool key)
{
	bool knock = pace_knocks(&d->p, key), ask;
	int64_t at = d->now;

	if (knock)
		pace_knocked(&d->p, d->now);
	ask = pace_asks(&d->p, key, n);
	pace_painted(&d->p, key, n, ask, d->now);
	if (knock) {
		d->now = at + trip;
		pace_answer(&d->p, d->now);
	}
	d->now = at + trip + (int64_t)n * 1000 / rate;
	if (ask)
		pace_answer(&d->p, d->now);
	d->now += 2000;
}

static void the_rate_of_a_line_is_measured_apart_from_its_length(void **state)
{
	static const int rates[] = { 960, 9600, 3000 };

	(void)state;
	for (size_t i = 0; i < COUNT(rates); i++) {
		struct desk d = at_desk(-1);

		carry(&d, rates[i], 300, 2500, true);
		for (int k = 0; k < 20; k++)
			carry(&d, rates[i], 300, pace_limit(&d.p), false);
		CHECK_INT(PACE_SLOW, pace_class(&d.p));
		CHECK(pace_seen(&d.p).rtt >= 280 && pace_seen(&d.p).rtt <= 330);
		CHECK(d.p.rate >= rates[i] * 9 / 10 && d.p.rate <= rates[i] * 11 / 10);
		CHECK(pace_limit(&d.p) <= (size_t)(rates[i] / 9));
	}
}

static void a_few_quick_bytes_do_not_make_a_slow_line_wide(void **state)
{
	struct desk d = at_desk(-1);

	(void)state;
	carry(&d, 9600, 300, 2500, true);
	for (int k = 0; k < 20; k++)
		carry(&d, 1000000, 300, 120, false);
	CHECK(pace_limit(&d.p) < 1200);
}

static void on_a_quick_line_a_frame_may_have_any_size(void **state)
{
	struct desk d = at_desk(-1);

	(void)state;
	carry(&d, 10000000, 20, 2500, true);
	carry(&d, 10000000, 20, 500, false);
	CHECK(pace_limit(&d.p) == SIZE_MAX);
}

static void a_key_does_not_wait_for_the_measure_of_the_way(void **state)
{
	struct desk d = at_desk(-1);

	(void)state;
	carry(&d, 9600, 300, 2500, true);
	while (!pace_knocks(&d.p, false))
		carry(&d, 9600, 300, 400, false);
	pace_knocked(&d.p, d.now);
	pace_painted(&d.p, false, 900, pace_asks(&d.p, false, 900), d.now);
	CHECK_INT(2, d.p.n_asked);
	CHECK_INT(d.now, pace_due(&d.p, true, true, d.now));
}

static void an_event_waits_a_moment_for_its_figures(void **state)
{
	struct desk d = at_desk(3);

	(void)state;
	paint(&d, true, 6000);
	live(&d, 3000, 0);
	pace_want(&d.p, 3000);
	CHECK_INT(3000 + PACE_SETTLE_MS, pace_due(&d.p, false, true, 3000));
	pace_want(&d.p, 3020); /* but not for what comes behind it */
	CHECK_INT(3000 + PACE_SETTLE_MS, pace_due(&d.p, false, true, 3020));
	CHECK_INT(3020, pace_due(&d.p, true, true, 3020));
}

static void who_types_on_a_narrow_line_has_it_for_himself_but_for_a_row_now_and_then(void **state)
{
	struct desk d = at_desk(-1);
	int64_t told;

	(void)state;
	carry(&d, 960, 300, 2500, true);
	for (int k = 0; k < 5; k++)
		carry(&d, 960, 300, pace_limit(&d.p), false);
	pace_painted(&d.p, false, 80, false, d.now);
	told = d.now;
	d.now += 600;
	pace_painted(&d.p, true, 50, false, d.now);
	CHECK_INT(d.now + PACE_HUSH_MS, pace_due(&d.p, false, true, d.now));
	CHECK_INT(d.now, pace_due(&d.p, true, true, d.now));
	d.now = told + 2500;
	pace_painted(&d.p, true, 50, false, d.now);
	CHECK_INT(told + PACE_STARVE_MS, pace_due(&d.p, false, true, d.now));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quick_terminal_is_fast_and_gets_ten_frames_a_second),
		cmocka_unit_test(the_first_event_on_a_quick_terminal_is_painted_at_once),
		cmocka_unit_test(a_slow_line_gets_two_frames_a_second_and_never_two_at_once),
		cmocka_unit_test(a_line_slower_than_the_gap_waits_for_its_answer),
		cmocka_unit_test(a_key_overtakes_what_is_in_flight),
		cmocka_unit_test(a_key_waits_two_round_trips_at_most_when_answers_are_lost),
		cmocka_unit_test(keys_are_never_held_back_on_a_fast_line),
		cmocka_unit_test(a_terminal_that_never_answers_is_deaf_after_two_seconds),
		cmocka_unit_test(the_first_data_waits_a_quarter_of_a_second_at_most),
		cmocka_unit_test(a_deaf_terminal_that_answers_after_all_is_paced),
		cmocka_unit_test(an_answer_that_is_late_makes_the_line_slow_before_it_comes),
		cmocka_unit_test(an_answer_that_is_lost_does_not_stop_the_screen),
		cmocka_unit_test(what_was_seen_is_counted),
		cmocka_unit_test(the_rate_of_a_line_is_measured_apart_from_its_length),
		cmocka_unit_test(a_few_quick_bytes_do_not_make_a_slow_line_wide),
		cmocka_unit_test(on_a_quick_line_a_frame_may_have_any_size),
		cmocka_unit_test(a_key_does_not_wait_for_the_measure_of_the_way),
		cmocka_unit_test(an_event_waits_a_moment_for_its_figures),
		cmocka_unit_test(who_types_on_a_narrow_line_has_it_for_himself_but_for_a_row_now_and_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
