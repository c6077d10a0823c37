/* Marks of notifications: the newest that fits decides, each operator's own, taken back one by one, told in the log. */
#include "tests/service/message_world.h"

#include "server/service/event.h"
#include "server/service/feed.h"
#include "server/service/notification.h"

enum { NOTES = 5 };

struct telling {
	enum event_id kind;
	int64_t account, contact;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	const struct telling *t = arg;
	struct event_body b = { .amount = 100, .currency = { "EUR" } };

	return tx_tell(tx, t->kind, t->account, t->contact, SV("debtor"), &b);
}

static void tell(struct world *w, enum event_id kind)
{
	CHECK_OK(world_write(w, run_tell, &(struct telling){ .kind = kind }));
}

/* Events 1 to NOTES: each a notification. */
static void five(struct world *w)
{
	for (int i = 0; i < NOTES; i++)
		tell(w, E_portal_breaker_tripped);
}

struct marking {
	struct world *w;
	char what; /* d, s, a, u */
	int64_t seq, until;
	struct notification_bell bell;
};

static enum status run_mark(struct tx *tx, void *arg)
{
	struct marking *m = arg;
	struct unit *u = &m->w->u;

	switch (m->what) {
	case 'd':
		return service_notification_done(u, tx, m->seq, &m->bell);
	case 's':
		return service_notification_snooze(u, tx, m->seq, m->until, &m->bell);
	case 'a':
		return service_notification_done_all(u, tx, m->seq, &m->bell);
	default:
		return service_notification_undo(u, tx, m->seq, &m->bell);
	}
}

static enum status try_mark(struct world *w, char what, int64_t seq, int64_t until)
{
	struct marking m = { .w = w, .what = what, .seq = seq, .until = until };
	struct notification_bell bell;

	TRY(world_write(w, run_mark, &m));
	CHECK_OK(service_notification_bell(world_look(w), w->u.snap, &bell));
	CHECK_INT(bell.unread, m.bell.unread); /* the command answers what the bell says then */
	CHECK_INT(bell.newest, m.bell.newest);
	return ST_OK;
}

/* "d.s..": newest first, d done, s put off, . unread; and the bell says as many as there are dots. */
static void check_marks(struct world *w, const char *want)
{
	struct buf b = buf_new(&w->u.arena, 100);
	struct notification_page page;
	struct notification_bell bell;
	int64_t unread = 0;

	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ .limit = 0 }, &page));
	for (size_t i = 0; i < page.items.n; i++) {
		const struct notification_row *n = &page.items.at[i];
		char mark = n->done ? 'd' : n->until > clock_now() ? 's' : '.';

		buf_char(&b, mark);
		unread += mark == '.';
	}
	CHECK_SV(want, buf_sv(&b));
	CHECK_OK(service_notification_bell(&w->u, w->u.snap, &bell));
	CHECK_INT(unread, bell.unread);
	CHECK_INT(page.items.n ? page.items.at[0].seq : 0, bell.newest);
}

static void what_was_done_is_unread_no_more(void **state)
{
	struct world *w = *state;

	check_marks(w, "");
	five(w);
	check_marks(w, ".....");
	CHECK_OK(try_mark(w, 'd', 4, 0));
	check_marks(w, ".d...");
	CHECK_OK(try_mark(w, 'd', 4, 0)); /* again: nothing is written or told */
	CHECK_EVENTS(w, "portal.breaker_tripped,portal.breaker_tripped,portal.breaker_tripped,portal.breaker_tripped,"
			"portal.breaker_tripped,notification.marked");
}

static void what_is_put_off_comes_back_at_its_time(void **state)
{
	struct world *w = *state;
	int64_t until = clock_now() + 3600000;

	five(w);
	CHECK_OK(try_mark(w, 's', 2, until));
	check_marks(w, "...s.");
	clock_hold(until - 1);
	check_marks(w, "...s.");
	clock_hold(until);
	check_marks(w, ".....");
}

static void done_all_reaches_up_to_its_number_and_not_what_comes_later(void **state)
{
	struct world *w = *state;

	five(w);
	CHECK_OK(try_mark(w, 'a', 3, 0));
	check_marks(w, "..ddd");
	tell(w, E_portal_breaker_reset); /* event 7: 6 is the mark's */
	check_marks(w, "...ddd");
	CHECK_OK(try_mark(w, 's', 2, clock_now() + 1000)); /* said later, so it holds */
	check_marks(w, "...dsd");
	clock_move(1000);
	check_marks(w, "...d.d");
	CHECK_OK(try_mark(w, 'a', 7, 0));
	check_marks(w, "dddddd");
}

static void undo_brings_back_what_was_said_before(void **state)
{
	struct world *w = *state;

	five(w);
	CHECK_OK(try_mark(w, 's', 5, clock_now() + 1000));
	CHECK_OK(try_mark(w, 'd', 1, 0));
	CHECK_OK(try_mark(w, 'a', 5, 0));
	check_marks(w, "ddddd");
	CHECK_OK(try_mark(w, 'u', 5, 0));
	check_marks(w, "s...d");
	CHECK_OK(try_mark(w, 'u', 5, 0));
	check_marks(w, "....d");
	CHECK_FAULT(ST_NOT_FOUND, "seq", "said nothing", try_mark(w, 'u', 5, 0));
	CHECK_OK(try_mark(w, 'u', 1, 0));
	check_marks(w, ".....");
}

static void marks_are_each_operators_own(void **state)
{
	struct world *w = *state;

	five(w);
	CHECK_OK(try_mark(w, 'a', 5, 0));
	w->u.operator = 2;
	check_marks(w, ".....");
	CHECK_FAULT(ST_NOT_FOUND, "seq", "said nothing", try_mark(w, 'u', 5, 0));
	CHECK_OK(try_mark(w, 'd', 3, 0));
	check_marks(w, "..d..");
	w->u.operator = 1;
	check_marks(w, "ddddd");
}

static void numbers_that_are_none_and_times_that_are_wrong_are_refused_by_name(void **state)
{
	struct world *w = *state;

	five(w);
	tell(w, E_setting_changed); /* an event that is no notification */
	CHECK_FAULT(ST_NOT_FOUND, "seq", "no such", try_mark(w, 'd', 6, 0));
	CHECK_FAULT(ST_NOT_FOUND, "seq", "no such", try_mark(w, 's', 99, clock_now() + 1));
	CHECK_FAULT(ST_NOT_FOUND, "seq", "no such", try_mark(w, 'a', 6, 0));
	CHECK_FAULT(ST_INVALID, "until", "has passed", try_mark(w, 's', 1, clock_now()));
	CHECK_FAULT(ST_INVALID, "until", "31 days", try_mark(w, 's', 1, clock_now() + 31 * DAY_MS + 1));
	CHECK_OK(try_mark(w, 's', 1, clock_now() + 31 * DAY_MS));
}

static void the_log_says_who_marked_what_and_how(void **state)
{
	struct world *w = *state;
	struct feed_page page;

	five(w);
	CHECK_OK(try_mark(w, 's', 2, clock_now() + 1000));
	CHECK_OK(try_mark(w, 'u', 2, 0));
	CHECK_OK(service_feed_read(world_look(w), w->u.snap, &(struct feed_query){ .after = NOTES }, &page));
	CHECK_INT(2, page.items.n);
	for (size_t i = 0; i < 2; i++) {
		CHECK_SV("notification.marked", page.items.at[i].kind);
		CHECK_SV("ana", page.items.at[i].actor);
		CHECK_SV("2", page.items.at[i].body->value);
		CHECK_SV(i ? "undone" : "snoozed", page.items.at[i].body->reason);
	}
	CHECK_INT(clock_now() + 1000, page.items.at[0].body->until);
}

/* product.md 4, and what the desk must know besides. */
static void kinds_have_their_exact_words(void **state)
{
	static const struct {
		enum event_id kind;
		const char *title;
	} cases[] = {
		{ E_portal_promise_created, "Portal promise: A-1" },  { E_portal_dispute_filed, "Portal dispute: A-1" },
		{ E_portal_callback_requested, "Callback request: A-1" }, { E_portal_opt_out, "Portal opt-out: Maria Sample" },
		{ E_link_locked, "Link locked: A-1" },		      { E_portal_message_sent, "Message waiting: A-1" },
	};
	struct world *w = *state;
	struct notification_page page;
	struct account_core c;

	make_account(w);
	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_OK(world_write(w, run_tell, &(struct telling){ cases[i].kind, c.id, c.contact }));
	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ .limit = 0 }, &page));
	CHECK_INT(COUNT(cases), page.items.n);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct notification_row *n = &page.items.at[COUNT(cases) - 1 - i];

		CHECK_SV(cases[i].title, n->title);
		CHECK_SV(event_table[cases[i].kind].name, n->kind);
		CHECK_SV("A-1", n->account);
		CHECK(!n->done && !n->until);
	}
}

static size_t raised(struct world *w)
{
	struct notification_page page;

	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ .limit = 0 }, &page));
	return page.items.n;
}

static void a_thread_rings_once_until_the_team_has_read_it(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "When is it due?");
	CHECK_OK(world_write(w, run_start, &k));
	CHECK_INT(1, raised(w));
	clock_move(1000);
	reply_form(w, &k, "Are you there?");
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_INT(1, raised(w));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_read, &d));
	clock_move(1000);
	reply_form(w, &k, "Hello?");
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_INT(2, raised(w));
}

static void a_name_in_the_words_is_masked_for_whom_details_are_masked(void **state)
{
	struct world *w = *state;
	struct notification_page page;
	struct account_core c;

	make_account(w);
	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	CHECK_OK(world_write(w, run_tell, &(struct telling){ E_portal_opt_out, c.id, c.contact }));
	w->u.roles = ROLE_VIEWER;
	CHECK_OK(service_notification_list(world_look(w), w->u.snap, &(struct notification_query){ .limit = 0 }, &page));
	CHECK_SV("Portal opt-out: M***", page.items.at[0].title);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(what_was_done_is_unread_no_more),
		WORLD_TEST(what_is_put_off_comes_back_at_its_time),
		WORLD_TEST(done_all_reaches_up_to_its_number_and_not_what_comes_later),
		WORLD_TEST(undo_brings_back_what_was_said_before),
		WORLD_TEST(marks_are_each_operators_own),
		WORLD_TEST(numbers_that_are_none_and_times_that_are_wrong_are_refused_by_name),
		WORLD_TEST(the_log_says_who_marked_what_and_how),
		WORLD_TEST(kinds_have_their_exact_words),
		WORLD_TEST(a_thread_rings_once_until_the_team_has_read_it),
		WORLD_TEST(a_name_in_the_words_is_masked_for_whom_details_are_masked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
