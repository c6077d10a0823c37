/* Somebody read an account's details: it is told to the audit log, and no screen asks anything because of it. Each asking would
 * be told as well, and two consoles at one account would ask because of each other for ever. */
#include "tests/tui/fake.h"

#include "common/zone.h"

#include "tui/screens/feed.h"

static void somebody_reads(struct fake *f)
{
	fake_event(f, "account.viewed", "A-104233", "Contact 05", (struct event_body){ .name = SV("account.show") });
	fake_serve(f);
	for (int i = 0; i < 3; i++) { /* past every screen's pause between two askings */
		fake_time(f, 1100);
		fake_serve(f);
	}
}

/* Questions but the poll of the feed, which every event ends. */
static size_t questions(const struct fake *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->asks[i].method != M_feed_read || !((const struct feed_query *)f->asks[i].in)->wait;
	return n;
}

static void no_screen_asks_anything_because_somebody_looked(void **state)
{
	static const char *const ways[] = {
		"",                       /* the dashboard */
		":A-104233 Enter",        /* that account */
		"3 Enter",                /* a dispute of the queue */
		":operators Enter",       /* lists of what the server and its people are about */
		":settings Enter", "7", "2", "5",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct fake *f = fake_live(120, 40);
		size_t before;

		if (ways[i][0])
			fake_keys(f, ways[i]);
		fake_serve(f);
		fake_time(f, 2000);
		fake_serve(f);
		before = questions(f);
		somebody_reads(f);
		if (questions(f) != before)
			fail_msg("%s: %s was asked", ways[i], method_table[f->asks[f->n - 1].method].name);
		CHECK_HIDES(f, "HELD");
		fake_free(f);
	}
}

static void what_happens_at_the_account_still_makes_its_screen_ask(void **state)
{
	struct fake *f = fake_live(120, 40);
	size_t before;

	(void)state;
	fake_keys(f, ":A-104233 Enter");
	fake_serve(f);
	before = fake_asked(f, M_account_show);
	somebody_reads(f);
	CHECK_INT(before, fake_asked(f, M_account_show));
	fake_promise(f, "A-104233", "Contact 05", 4200);
	fake_serve(f);
	fake_time(f, 1100);
	CHECK_INT(before + 1, fake_asked(f, M_account_show));
	fake_free(f);
}

static void the_account_s_own_log_leaves_looks_out(void **state)
{
	struct fake *f = fake_live(120, 40);
	const struct feed_query *q = NULL;

	(void)state;
	fake_keys(f, ":A-104233 Enter");
	for (size_t i = 0; i < f->n; i++)
		if (f->asks[i].method == M_feed_read && ((const struct feed_query *)f->asks[i].in)->account.n)
			q = f->asks[i].in;
	CHECK(q);
	CHECK_SV("-act:account.viewed -act:command.held -act:command.done", q->filter);
	fake_free(f);
}

static void a_look_is_no_activity_and_rings_no_bell(void **state)
{
	struct fake *f = fake_live(100, 30);
	size_t bells;

	(void)state;
	fake_time(f, 1100);
	bells = fake_asked(f, M_notification_count);
	f->c.beep = false;
	somebody_reads(f);
	CHECK(!f->c.beep);
	CHECK_INT(bells, fake_asked(f, M_notification_count));
	CHECK_HIDES(f, "details read");
	CHECK_HIDES(f, "SYST");
	fake_free(f);
}

static void the_audit_log_says_who_looked_and_brings_it_in_by_itself(void **state)
{
	struct fake *f = fake_live(120, 40);
	size_t before;

	(void)state;
	fake_keys(f, "8");
	fake_serve(f);
	before = fake_asked(f, M_event_list);
	somebody_reads(f);
	CHECK_INT(before + 1, fake_asked(f, M_event_list));
	fake_free(f);
}

static void a_look_is_said_with_its_method(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 200);
	struct event_body body = { .name = SV("message.show") };
	struct event_row e = { .kind = SV("account.viewed"), .body = &body };

	(void)state;
	event_text(&b, &e, 0, zone_utc());
	CHECK_SV("details read: message.show", buf_sv(&b));
	CHECK(event_is_look(&e));
	e.kind = SV("link.sent");
	CHECK(!event_is_look(&e));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_screen_asks_anything_because_somebody_looked),
		cmocka_unit_test(what_happens_at_the_account_still_makes_its_screen_ask),
		cmocka_unit_test(the_account_s_own_log_leaves_looks_out),
		cmocka_unit_test(a_look_is_no_activity_and_rings_no_bell),
		cmocka_unit_test(the_audit_log_says_who_looked_and_brings_it_in_by_itself),
		cmocka_unit_test(a_look_is_said_with_its_method),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
