/* The linear console against the fake server: what is typed and what is said, as transcripts under
 * tests/golden/linear. UPDATE=1 writes them anew; the diff is the review. */
#include "tests/tui/fake.h"
#include "tests/tui/linear_fixtures.h"
#include "tui/linear.h"

struct scene {
	struct fake *f;
	struct linear l;
	struct buf said; /* the transcript */
};

static void take_out(struct scene *s)
{
	buf_add(&s->said, buf_sv(&s->l.out));
	s->l.out.n = 0;
}

/* Until all is answered and said. */
static void settle(struct scene *s)
{
	for (int i = 0; i < 20; i++) {
		if (s->f->c.ui.live)
			serve(s->f);
		console_time(&s->f->c, s->f->mono, s->f->wall);
		linear_turn(&s->l);
		if (linear_idle(&s->l, false))
			break;
		fake_time(s->f, 300);
	}
	take_out(s);
}

static void type(struct scene *s, const char *line)
{
	buf_print(&s->said, "> %s\n", line);
	console_time(&s->f->c, s->f->mono, s->f->wall);
	linear_line(&s->l, sv_from(line));
	settle(s);
}

static void pass(struct scene *s, int64_t ms)
{
	fake_time(s->f, ms);
	settle(s);
}

static int setup(void **state)
{
	struct scene *s = mem_new(sizeof(*s));

	s->f = fake_new(100, 25);
	s->said = buf_new(&s->f->arena, 1024 * 1024);
	linear_start(&s->l, &s->f->c);
	fake_morning(s->f);
	fake_turn(s->f, ARRIVED_UP);
	serve(s->f);
	settle(s);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	linear_end(&s->l);
	fake_free(s->f);
	mem_free(s);
	return 0;
}

static const char *said(struct scene *s)
{
	return sv_z(&s->f->arena, buf_sv(&s->said));
}

static bool says(struct scene *s, const char *part)
{
	return strstr(said(s), part) != NULL;
}

#define CHECK_SAYS(s, part)                                                                                            \
	do {                                                                                                           \
		if (!says(s, part))                                                                                    \
			fail_msg("%s:%d: not said: %s\n%s", __FILE__, __LINE__, part, said(s));                        \
	} while (0)

static void as_golden(struct scene *s, const char *name)
{
	const char *path = arena_print(&s->f->arena, "%s/tests/golden/linear/%s.txt", QUITS_SOURCE, name);
	const char *update = getenv("UPDATE");
	struct sv old;

	if (update && strcmp(update, "1") == 0) {
		FILE *out = fopen(path, "w");

		CHECK(out);
		fputs(said(s), out);
		CHECK(fclose(out) == 0);
		return;
	}
	if (file_read(&s->f->arena, path, 1024 * 1024, &old) != ST_OK)
		fail_msg("no golden: %s (UPDATE=1 makes it)", path);
	if (!sv_eq(old, buf_sv(&s->said)))
		fail_msg("differs from %s; now it is\n%s", path, said(s));
}

static void looking_around_reads_as_it_did(void **state)
{
	struct scene *s = *state;

	type(s, "dashboard");
	type(s, "needs");
	type(s, "1");
	type(s, "accounts");
	type(s, "2");
	type(s, "back");
	type(s, "links");
	type(s, "feed");
	type(s, "why");
	type(s, "nonsense");
	type(s, "40");
	type(s, "acct 40");
	as_golden(s, "looking");
}

/* The hold of the newest command is over: the server has done it. */
static void hold_over(struct scene *s)
{
	pass(s, 5000);
	fake_event(s->f, "command.done", "A-102977", "Contact 06", (struct event_body){ .command = s->f->link });
	settle(s);
}

static void working_the_queues_reads_as_it_did(void **state)
{
	struct scene *s = *state;

	type(s, "queue disputes");
	type(s, "take");
	type(s, "open 1");
	type(s, "take");
	hold_over(s);
	type(s, "resolve");
	type(s, "perhaps");
	type(s, "rejected");
	type(s, "");
	type(s, "We have the contract with your signature.");
	type(s, "");
	type(s, "undo");
	type(s, "queue messages");
	type(s, "1");
	type(s, "reply Every month, please.");
	hold_over(s);
	as_golden(s, "queues");
	CHECK_INT(3, fake_asked(s->f, M_command_hold)); /* two of them done, one taken back */
	CHECK_INT(1, fake_asked(s->f, M_held_stop));
	CHECK_SV("{\"thread\":\"4\",\"text\":\"Every month, please.\"}",
		 ((const struct command_new *)fake_last(s->f, M_command_hold)->in)->params);
}

static void a_draft_that_is_back_is_read_again_before_it_is_sent(void **state)
{
	struct scene *s = *state;

	type(s, "queue disputes");
	type(s, "resolve 1");
	type(s, "rejected");
	type(s, "We have the contract.");
	type(s, ".");
	type(s, "undo");
	CHECK_SAYS(s, "your draft is kept");
	type(s, "resolve 1");
	CHECK_INT(1, fake_asked(s->f, M_command_hold));
	CHECK_SAYS(s, "Empty keeps: rejected");
	type(s, "");
	CHECK_SAYS(s, "Empty keeps: We have the contract.");
	type(s, "We have it with your signature.");
	type(s, ".");
	CHECK_INT(2, fake_asked(s->f, M_command_hold));
	CHECK_SV("{\"dispute\":\"7\",\"outcome\":\"rejected\",\"reply\":\"We have it with your signature.\"}",
		 ((const struct command_new *)fake_last(s->f, M_command_hold)->in)->params);
}

static void a_message_that_waits_is_said_once_and_whether_it_is_unread(void **state)
{
	struct scene *s = *state;
	struct reply *r = fake_reply(M_message_list, ST_OK, "");

	threads(s->f, r);
	((struct thread_page *)r->out)->items.at[0].unread = true;
	linear_line(&s->l, SV("queue messages"));
	fake_deliver(s->f, fake_last(s->f, M_message_list), r);
	settle(s);
	CHECK_SAYS(s, "waits unread, 2h 00m");
}

static void of_no_links_there_is_no_conversion(void **state)
{
	struct scene *s = *state;

	s->f->links_sent = 0;
	type(s, "dashboard");
	type(s, "again");
	CHECK_SAYS(s, "Conversion: none, no link was sent.");
}

static void saved_views_are_read_out_as_what_they_are(void **state)
{
	struct scene *s = *state;
	struct reply *r = fake_reply(M_view_list, ST_OK, "");
	struct saved_view_page *p = r->out;

	linear_line(&s->l, SV("views"));
	linear_turn(&s->l);
	fake_deliver(s->f, fake_last(s->f, M_view_list), fake_reply(M_view_list, ST_OK, ""));
	settle(s);
	CHECK_SAYS(s, "No views are kept.");
	FILL(struct saved_view_row, p->items,
	     { .list = SV_CONST("account.list"), .name = SV_CONST("big"), .filter = SV_CONST("bal:1k.."), .own = true, .user = SV_CONST("ana") },
	     { .list = SV_CONST("link.list"), .name = SV_CONST("old"), .filter = SV_CONST("is:open"), .shared = true, .user = SV_CONST("raj") });
	linear_line(&s->l, SV("views"));
	linear_turn(&s->l);
	fake_deliver(s->f, fake_last(s->f, M_view_list), r);
	settle(s);
	CHECK_SAYS(s, "big: account bal:1k..\n");
	CHECK_SAYS(s, "old: link is:open, of raj\n");
	CHECK(!strstr(said(s), "answered"));
}

static void sending_and_taking_back_reads_as_it_did(void **state)
{
	struct scene *s = *state;

	type(s, "accounts");
	type(s, "send");
	type(s, "send 1 email");
	type(s, "undo");
	type(s, "send A-118820");
	type(s, "quit");
	type(s, "no");
	pass(s, 6000);
	as_golden(s, "sending");
	CHECK_INT(2, fake_asked(s->f, M_link_send));
	CHECK_INT(1, fake_asked(s->f, M_link_cancel));
	CHECK(!s->f->c.quit);
}

static void what_can_not_be_taken_back_wants_its_word(void **state)
{
	struct scene *s = *state;

	type(s, "links");
	type(s, "revoke 1");
	type(s, "revoke");
	CHECK_INT(0, fake_asked(s->f, M_link_revoke));
	CHECK_SAYS(s, "Cancelled: nothing was done");
	type(s, "revoke 1");
	type(s, "REVOKE");
	CHECK_INT(1, fake_asked(s->f, M_link_revoke));
	as_golden(s, "revoking");
}

static void the_word_that_confirms_is_in_capitals_in_every_language(void **state)
{
	struct scene *s = *state;
	const struct link_ref in = { 812 };
	const struct ui_deed at = { &in, "A-104233" };
	const struct ui_deeds what = { .method = M_link_revoke, .tier = TIER_SURE, .title = "Enlace", .effect = "Añadir ya", .key = 'R',
				       .done = "hecho", .said = true, .at = &at, .n = 1 };

	console_do(&s->f->c, &what);
	settle(s);
	CHECK_SAYS(s, "Type AÑADIR to do it");
	type(s, "AÑADIR");
	CHECK_INT(1, fake_asked(s->f, M_link_revoke));
}

static void marked_rows_are_sent_to_after_a_word(void **state)
{
	struct scene *s = *state;

	type(s, "accounts");
	type(s, "mark 1-2 3");
	CHECK_SAYS(s, "3 marked.");
	type(s, "send");
	CHECK_SAYS(s, "Type SEND to do it");
	type(s, "SEND");
	CHECK_INT(3, fake_asked(s->f, M_link_send));
	type(s, "mark none");
	CHECK_SAYS(s, "0 marked.");
}

static void the_line_breaking_is_said_once(void **state)
{
	struct scene *s = *state;
	const char *first;

	fake_down(s->f);
	settle(s);
	pass(s, 1000);
	pass(s, 20000);
	first = strstr(said(s), "Offline.");
	CHECK(first && !strstr(first + 1, "Offline."));
	type(s, "send A-104233");
	CHECK_SAYS(s, "offline. Nothing was sent");
	fake_up(s->f);
	settle(s);
	CHECK_SAYS(s, "back after");
}

static void events_are_said_only_on_feed_on(void **state)
{
	struct scene *s = *state;

	fake_promise(s->f, "A-121008", "Contact 09", 4200);
	settle(s);
	CHECK(!says(s, "A-121008"));
	type(s, "feed on");
	fake_promise(s->f, "A-121009", "Contact 10", 4300);
	settle(s);
	CHECK_SAYS(s, "PROM A-121009 Contact 10: $43.00");
	CHECK(!says(s, "A-121008"));
	type(s, "feed off");
	fake_promise(s->f, "A-121010", "Contact 11", 4400);
	settle(s);
	CHECK(!says(s, "A-121010"));
}

static void a_number_means_the_row_that_was_read_out_with_it(void **state)
{
	struct scene *s = *state;
	struct list_model *m;

	type(s, "accounts");
	m = console_top(&s->f->c)->model;
	snprintf(s->l.ids[0], sizeof(s->l.ids[0]), "A-118820"); /* it stood first when it was read out */
	type(s, "1");
	CHECK_SAYS(s, "Account A-118820");
	type(s, "back");
	snprintf(s->l.ids[0], sizeof(s->l.ids[0]), "A-000000");
	type(s, "1");
	CHECK_SAYS(s, "Row 1 is no longer in the list");
	CHECK(m->kind);
}

static void a_number_behind_a_figure_opens_its_rows(void **state)
{
	struct scene *s = *state;
	const struct link_query *q;

	type(s, "analytics");
	CHECK_SAYS(s, "Portal 803 [1] 535 [2] 66.6% [3]");
	CHECK_SAYS(s, "SMS 612 [10] 116 [11]");
	type(s, "11");
	CHECK_SAYS(s, "links: ");
	q = fake_last(s->f, M_link_list)->in;
	CHECK(sv_starts(q->filter, SV("ch:sms is:answered since:")));
	type(s, "back");
	type(s, "finds");
	CHECK_SAYS(s, "301 [1] of 512 [2] visits that are over left nothing done");
	type(s, "400");
	CHECK_SAYS(s, "There is no row 400 here");
}

static void nothing_said_moves_a_cursor(void **state)
{
	struct scene *s = *state;

	s->f->hostile = true;
	type(s, "accounts");
	type(s, "queue disputes");
	type(s, "1");
	type(s, "acct \x1b[2J\x07\xff");
	CHECK_SAYS(s, "I never had a card there.");
	for (const char *p = said(s); *p; p++)
		if ((unsigned char)*p < ' ' && *p != '\n' && *p != '\x1b' && *p != '\x07')
			fail_msg("a control character %d is said", *p);
	s->said.n = 0;
	type(s, "again");
	for (const char *p = said(s); *p; p++)
		CHECK((unsigned char)*p >= ' ' || *p == '\n');
}

static void a_debtors_line_does_not_look_like_one_of_ours(void **state)
{
	struct scene *s = *state;

	type(s, "queue disputes");
	type(s, "1");
	CHECK_SAYS(s, "\n    Taken. Type REVOKE to do it.");
	CHECK(!says(s, "\nTaken. Type REVOKE"));
}

static void quitting_with_nothing_held_asks_nothing(void **state)
{
	struct scene *s = *state;

	type(s, "quit");
	CHECK(s->f->c.quit);
}

static void every_command_that_works_stands_in_the_help(void **state)
{
	static const char *const there[] = { "leave [ROW]", "views", "view NAME", "watch [ROW|NUMBER]", "held", "replay [", "export FILE", "verify" };
	struct scene *s = *state;

	type(s, "help");
	for (size_t i = 0; i < COUNT(there); i++)
		CHECK_SAYS(s, arena_print(&s->f->arena, "\n%s", there[i]));
}

static int times(struct scene *s, const char *part)
{
	int n = 0;

	for (const char *at = said(s); (at = strstr(at, part)); at += strlen(part))
		n++;
	return n;
}

static void a_view_is_read_out_also_where_its_list_stands_already(void **state)
{
	struct scene *s = *state;

	type(s, "accounts");
	type(s, "view late30");
	CHECK_INT(1, times(s, "accounts: 5 (dpd>30"));
	type(s, "view late30");
	CHECK_INT(2, times(s, "accounts: 5 (dpd>30"));
	type(s, "view nowhere");
	CHECK_SAYS(s, "there is no view \"nowhere\"\n");
	CHECK_INT(2, times(s, "accounts: 5 (dpd>30"));
}

static void what_happens_to_a_watched_account_is_said(void **state)
{
	struct scene *s = *state;

	type(s, "accounts");
	type(s, "watch 3");
	CHECK_SAYS(s, "A-118820 is watched: what happens to it is read out");
	pass(s, 1000);
	fake_promise(s->f, "A-118820", "Contact 07", 4200);
	fake_promise(s->f, "A-121008", "Contact 09", 4300);
	settle(s);
	CHECK_SAYS(s, "\nA-118820: $42.00 for ");
	CHECK(!says(s, "$43.00"));
	type(s, "watch 3");
	CHECK_SAYS(s, "A-118820 is watched no more");
}

static void the_past_stands_still_and_is_read_out(void **state)
{
	struct scene *s = *state;

	type(s, "replay 14:08");
	CHECK_SAYS(s, "As it stood at 14:08:00; back returns to the present.");
	CHECK_SAYS(s, "What had happened by then, the newest last:");
	CHECK(!says(s, "Active sessions now")); /* of the past nobody knows */
	CHECK(console_idle(&s->f->c, false));
	type(s, "replay 25:00");
	CHECK_SAYS(s, "replay: a time that was");
}

static void a_row_is_given_back_and_the_log_is_checked_by_one_word(void **state)
{
	struct scene *s = *state;

	type(s, "queue disputes");
	type(s, "leave 2");
	CHECK_INT(1, fake_asked(s->f, M_dispute_leave));
	type(s, "verify");
	CHECK_INT(1, fake_asked(s->f, M_audit_verify));
	type(s, "audit");
	type(s, "verify");
	CHECK_INT(2, fake_asked(s->f, M_audit_verify)); /* and not twice at once */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(looking_around_reads_as_it_did),
		TEST(working_the_queues_reads_as_it_did),
		TEST(a_message_that_waits_is_said_once_and_whether_it_is_unread),
		TEST(of_no_links_there_is_no_conversion),
		TEST(saved_views_are_read_out_as_what_they_are),
		TEST(a_draft_that_is_back_is_read_again_before_it_is_sent),
		TEST(sending_and_taking_back_reads_as_it_did),
		TEST(what_can_not_be_taken_back_wants_its_word),
		TEST(the_word_that_confirms_is_in_capitals_in_every_language),
		TEST(marked_rows_are_sent_to_after_a_word),
		TEST(the_line_breaking_is_said_once),
		TEST(events_are_said_only_on_feed_on),
		TEST(a_number_means_the_row_that_was_read_out_with_it),
		TEST(a_number_behind_a_figure_opens_its_rows),
		TEST(nothing_said_moves_a_cursor),
		TEST(a_debtors_line_does_not_look_like_one_of_ours),
		TEST(quitting_with_nothing_held_asks_nothing),
		TEST(every_command_that_works_stands_in_the_help),
		TEST(a_view_is_read_out_also_where_its_list_stands_already),
		TEST(what_happens_to_a_watched_account_is_said),
		TEST(the_past_stands_still_and_is_read_out),
		TEST(a_row_is_given_back_and_the_log_is_checked_by_one_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
