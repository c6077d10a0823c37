/* Notices: queued with what they tell of, handed over once in the contact's language, wiped once they have left. */
#include "tests/support/world.h"

#include <dirent.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/date.h"
#include "common/file.h"
#include "common/phrase.h"

#include "server/engine/engine.h"
#include "server/runtime/writer.h"
#include "server/service/feed.h"
#include "server/service/notice.h"
#include "server/service/operator.h"
#include "server/service/receipt.h"
#include "server/store/account.h"
#include "server/store/preference.h"

enum { HOUR = 3600000 };

struct adding {
	struct notice_new n;
	struct receipt_new r;
	struct setting_put s;
	struct sv reference;
	struct world *w;
};

static enum status run_notice(struct tx *tx, void *arg)
{
	return service_notice_add(tx, &((struct adding *)arg)->n);
}

static enum status run_receipt(struct tx *tx, void *arg)
{
	struct adding *a = arg;

	return service_receipt_add(tx, &a->r, &a->reference);
}

static enum status run_setting(struct tx *tx, void *arg)
{
	struct adding *a = arg;
	struct setting_row row;

	return service_setting_put(&a->w->u, tx, &a->s, &row);
}

static void set(struct world *w, const char *name, const char *value)
{
	struct adding a = { .w = w, .s = { .name = sv_from(name), .value = sv_from(value) } };

	CHECK_OK(world_write(w, run_setting, &a));
}

static int64_t contact_of(struct world *w, const char *account)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(account), &c, &w->u.arena));
	return c.contact;
}

static void hand_over(struct world *w)
{
	struct turn t = { .now = clock_now() };

	CHECK_OK(engine_outreach.turn(world_look(w), &t));
}

static const char *outbox(struct world *w)
{
	return arena_print(&w->u.arena, "%s/outbox", w->dir);
}

/* How many messages there are, and the newest one's text. */
static int messages(struct world *w, struct sv *ret)
{
	char newest[256] = "";
	DIR *d = opendir(outbox(w));
	int n = 0;

	for (const struct dirent *e; (e = readdir(d)) != NULL;) {
		if (e->d_name[0] == '.')
			continue;
		n++;
		if (strcmp(e->d_name, newest) > 0)
			snprintf(newest, sizeof(newest), "%s", e->d_name);
	}
	closedir(d);
	if (n && ret)
		CHECK_OK(file_read(&w->u.arena, arena_print(&w->u.arena, "%s/%s", outbox(w), newest), 65536, ret));
	return n;
}

static bool says(struct sv text, const char *part)
{
	return sv_find_sv(text, sv_from(part)) < text.n;
}

static struct adding a_notice(struct world *w, enum channel channel)
{
	return (struct adding){ .n = { .contact = contact_of(w, "A-1"), .channel = channel,
				       .kind = NOTICE_REPLY, .subject = SV("An answer"),
				       .text = SV("First paragraph.\nSecond paragraph.") } };
}

static bool file_says(struct world *w, const char *name, const char *part)
{
	struct sv bytes;

	CHECK_OK(file_read(&w->u.arena, arena_print(&w->u.arena, "%s/%s", w->dir, name), 64 << 20, &bytes));
	return says(bytes, part);
}

static void a_notice_leaves_once_with_its_paragraphs(void **state)
{
	struct world *w = *state;
	struct adding a;
	struct sv text;

	make_account(w, .number = "A-1", .name = "Maria Sample");
	a = a_notice(w, CHANNEL_EMAIL);
	CHECK_OK(world_write(w, run_notice, &a));
	hand_over(w);
	hand_over(w);
	CHECK_INT(1, messages(w, &text));
	CHECK(says(text, "Subject: An answer\r\n"));
	CHECK(says(text, "Hello Maria Sample,\r\n\r\nFirst paragraph.\r\n\r\nSecond paragraph.\r\n"));
	CHECK(!says(text, "/l/"));
	CHECK_EVENTS(w, "notice.sent");
}

static void a_notice_waits_as_long_as_it_was_told_to(void **state)
{
	struct world *w = *state;
	struct adding a;
	struct turn t = { .now = clock_now() };

	make_account(w, .number = "A-1");
	a = a_notice(w, CHANNEL_SMS);
	a.n.after = 5000;
	CHECK_OK(world_write(w, run_notice, &a));
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(0, messages(w, NULL));
	CHECK_INT(WORLD_NOW + 5000, t.wake_at);
	clock_move(5000);
	hand_over(w);
	CHECK_INT(1, messages(w, NULL));
}

static void what_a_notice_said_is_wiped_once_it_has_left(void **state)
{
	struct world *w = *state;
	struct adding a;

	make_account(w, .number = "A-1");
	a = a_notice(w, CHANNEL_EMAIL);
	a.n.address = SV("other@example.org");
	a.n.text = SV("zebra crossing");
	CHECK_OK(world_write(w, run_notice, &a));
	CHECK(file_says(w, "quits.db-wal", "zebra crossing"));
	hand_over(w);
	world_restart(w); /* what was written is in the database file now */
	CHECK(!file_says(w, "quits.db", "zebra crossing"));
	CHECK(!file_says(w, "quits.db", "other@example.org"));
	CHECK_INT(1, messages(w, NULL));
}

static void a_receipt_sends_its_reference_and_no_word_of_a_debt(void **state)
{
	struct world *w = *state;
	struct adding a = { .r = { .kind = RECEIPT_PREFERENCES } };
	struct sv text;

	make_account(w, .number = "A-1", .creditor = "Northwind", .balance = 123450);
	a.r.contact = contact_of(w, "A-1");
	CHECK_OK(world_write(w, run_receipt, &a));
	hand_over(w);
	CHECK_INT(1, messages(w, &text));
	CHECK(says(text, arena_print(&w->u.arena, "Subject: Your reference " SV_FMT "\r\n", SV_ARG(a.reference))));
	CHECK(!says(text, "Northwind") && !says(text, "1234") && !says(text, "1,234") && !says(text, "debt"));
}

static void a_quiet_receipt_and_a_switched_off_message_send_nothing(void **state)
{
	struct world *w = *state;
	struct adding a = { .r = { .kind = RECEIPT_PREFERENCES, .quiet = true } };

	make_account(w, .number = "A-1");
	a.r.contact = contact_of(w, "A-1");
	CHECK_OK(world_write(w, run_receipt, &a));
	set(w, "receipt.message", "off");
	a.r.quiet = false;
	CHECK_OK(world_write(w, run_receipt, &a));
	hand_over(w);
	CHECK_INT(0, messages(w, NULL));
}

static void a_contact_without_any_address_still_gets_a_receipt(void **state)
{
	struct world *w = *state;
	struct adding a = { .r = { .kind = RECEIPT_PREFERENCES } };

	make_account(w, .number = "A-1", .email = "", .phone = "");
	a.r.contact = contact_of(w, "A-1");
	CHECK_OK(world_write(w, run_receipt, &a));
	CHECK(a.reference.n > 0);
	a.n = a_notice(w, 0).n;
	CHECK_FAULT(ST_INVALID, "channel", "no address", world_write(w, run_notice, &a));
}

static void a_notice_that_the_channel_refuses_is_tried_again_and_given_up_after_a_day(void **state)
{
	struct world *w = *state;
	struct adding a;

	make_account(w, .number = "A-1");
	a = a_notice(w, CHANNEL_EMAIL);
	CHECK_OK(world_write(w, run_notice, &a));
	CHECK_INT(0, rename(outbox(w), arena_print(&w->u.arena, "%s/away", w->dir)));
	hand_over(w);
	hand_over(w); /* not yet due again */
	CHECK_EVENTS(w, "notice.failed");
	clock_move(2000);
	hand_over(w);
	CHECK_EVENTS(w, "notice.failed,notice.failed");
	clock_move(INT64_C(24) * 3600000);
	hand_over(w);
	CHECK_INT(0, rename(arena_print(&w->u.arena, "%s/away", w->dir), outbox(w)));
	clock_move(INT64_C(24) * 3600000);
	hand_over(w);
	CHECK_INT(0, messages(w, NULL));
	CHECK_EVENTS(w, "notice.failed,notice.failed,notice.failed");
}

static void a_notice_that_can_not_be_written_fails_alone(void **state)
{
	struct world *w = *state;
	char *endless = arena_alloc(&w->u.arena, 70000);
	struct adding first, bad, last;

	make_account(w, .number = "A-1", .name = "Maria Sample");
	first = bad = last = a_notice(w, CHANNEL_EMAIL);
	memset(endless, 'x', 70000);
	bad.n.text = sv_of(endless, 70000);
	last.n.text = SV("The last of them.");
	CHECK_OK(world_write(w, run_notice, &first));
	CHECK_OK(world_write(w, run_notice, &bad));
	CHECK_OK(world_write(w, run_notice, &last));
	hand_over(w);
	clock_move(61000); /* no lease runs out on what was sent */
	hand_over(w);
	CHECK_INT(2, messages(w, NULL));
	CHECK_EVENTS(w, "notice.sent,notice.failed,notice.sent,notice.failed");
}

static void a_code_greets_nobody_by_name(void **state)
{
	struct world *w = *state;
	struct adding a;
	struct sv text;

	make_account(w, .number = "A-1", .name = "Maria Sample");
	a = a_notice(w, CHANNEL_EMAIL);
	a.n.kind = NOTICE_CODE;
	a.n.address = SV("unproven@example.org");
	CHECK_OK(world_write(w, run_notice, &a));
	hand_over(w);
	CHECK_INT(1, messages(w, &text));
	CHECK(says(text, "<unproven@example.org>"));
	CHECK(!says(text, "Maria"));
}

static enum status run_friday(struct tx *tx, void *arg)
{
	return store_windows_put(tx, *(int64_t *)arg, &(struct window_row){ 4, 18 * 60, 20 * 60 }, 1);
}

static void only_on_fridays(struct world *w)
{
	int64_t contact = contact_of(w, "A-1");

	CHECK_OK(world_write(w, run_friday, &contact));
}

static void an_answer_waits_for_the_contacts_own_times_in_his_own_zone(void **state)
{
	struct world *w = *state;
	struct turn t = { .now = clock_now() };
	int64_t friday = WORLD_NOW + 3 * DAY_MS + 10 * HOUR; /* 18:00 in New York */
	struct adding a;

	make_account(w, .number = "A-1", .country = "US", .zone = "America/New_York");
	only_on_fridays(w);
	a = a_notice(w, 0);
	CHECK_OK(world_write(w, run_notice, &a));
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(0, messages(w, NULL));
	CHECK_INT(friday, t.wake_at);
	clock_hold(friday - 1);
	hand_over(w);
	CHECK_INT(0, messages(w, NULL));
	clock_move(1);
	hand_over(w);
	CHECK_INT(1, messages(w, NULL));
	a = a_notice(w, 0);
	CHECK_OK(world_write(w, run_notice, &a)); /* inside them it leaves at once */
	hand_over(w);
	CHECK_INT(2, messages(w, NULL));
}

static void what_he_does_himself_is_answered_at_once_and_a_changed_address_told_at_once(void **state)
{
	static const enum notice_kind at_once[] = { NOTICE_CODE, NOTICE_RECEIPT, NOTICE_ADDRESS };
	struct world *w = *state;

	make_account(w, .number = "A-1");
	only_on_fridays(w);
	for (size_t i = 0; i < COUNT(at_once); i++) {
		struct adding a = a_notice(w, CHANNEL_EMAIL);

		a.n.kind = at_once[i];
		CHECK_OK(world_write(w, run_notice, &a));
		hand_over(w);
		CHECK_INT((int64_t)i + 1, messages(w, NULL));
	}
}

static void times_that_were_chosen_since_hold_what_was_queued_before(void **state)
{
	struct world *w = *state;
	struct turn t = { .now = clock_now() };
	struct adding a;

	make_account(w, .number = "A-1");
	a = a_notice(w, 0);
	CHECK_OK(world_write(w, run_notice, &a));
	only_on_fridays(w);
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(0, messages(w, NULL));
	CHECK_INT(WORLD_NOW + 3 * DAY_MS + 6 * HOUR, t.wake_at);
}

static void one_that_waited_for_days_is_not_given_up_at_its_first_failure_nor_tried_outside_the_times(void **state)
{
	struct world *w = *state;
	struct turn t = { .now = 0 };
	int64_t friday = WORLD_NOW + 3 * DAY_MS + 6 * HOUR;
	struct adding a;

	make_account(w, .number = "A-1");
	only_on_fridays(w);
	a = a_notice(w, 0);
	CHECK_OK(world_write(w, run_notice, &a));
	CHECK_INT(0, rename(outbox(w), arena_print(&w->u.arena, "%s/away", w->dir)));
	clock_hold(friday + 2 * HOUR - 1000); /* the last second of them */
	hand_over(w);
	CHECK_EVENTS(w, "notice.failed");
	CHECK_INT(0, rename(arena_print(&w->u.arena, "%s/away", w->dir), outbox(w)));
	clock_move(10000);
	CHECK_OK(engine_outreach.turn(world_look(w), &t));
	CHECK_INT(friday + 7 * DAY_MS, t.wake_at);
	CHECK_INT(0, messages(w, NULL));
	clock_hold(friday + 7 * DAY_MS);
	hand_over(w);
	CHECK_INT(1, messages(w, NULL));
	CHECK_EVENTS(w, "notice.failed,notice.sent");
}

static struct event_row last_event(struct world *w)
{
	struct feed_page page;

	CHECK_OK(service_feed_read(world_look(w), w->u.snap, &(struct feed_query){ .last = 1 }, &page));
	return page.items.at[page.items.n - 1];
}

static void what_left_is_told_of_the_account_where_the_contact_has_but_one(void **state)
{
	struct world *w = *state;
	struct adding a;

	make_account(w, .number = "A-1", .contact = "C-1");
	a = a_notice(w, CHANNEL_EMAIL);
	CHECK_OK(world_write(w, run_notice, &a));
	hand_over(w);
	CHECK_SV("notice.sent", last_event(w).kind);
	CHECK_SV("A-1", last_event(w).account);
	make_account(w, .number = "A-2", .contact = "C-1");
	CHECK_OK(world_write(w, run_notice, &a));
	hand_over(w);
	CHECK_SV("", last_event(w).account); /* of which of them it was nobody can say */
	CHECK_EVENTS(w, "notice.sent,notice.sent");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_notice_leaves_once_with_its_paragraphs),
		WORLD_TEST(what_left_is_told_of_the_account_where_the_contact_has_but_one),
		WORLD_TEST(a_notice_waits_as_long_as_it_was_told_to),
		WORLD_TEST(what_a_notice_said_is_wiped_once_it_has_left),
		WORLD_TEST(a_receipt_sends_its_reference_and_no_word_of_a_debt),
		WORLD_TEST(a_quiet_receipt_and_a_switched_off_message_send_nothing),
		WORLD_TEST(a_contact_without_any_address_still_gets_a_receipt),
		WORLD_TEST(a_notice_that_the_channel_refuses_is_tried_again_and_given_up_after_a_day),
		WORLD_TEST(a_notice_that_can_not_be_written_fails_alone),
		WORLD_TEST(a_code_greets_nobody_by_name),
		WORLD_TEST(an_answer_waits_for_the_contacts_own_times_in_his_own_zone),
		WORLD_TEST(what_he_does_himself_is_answered_at_once_and_a_changed_address_told_at_once),
		WORLD_TEST(times_that_were_chosen_since_hold_what_was_queued_before),
		WORLD_TEST(one_that_waited_for_days_is_not_given_up_at_its_first_failure_nor_tried_outside_the_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
