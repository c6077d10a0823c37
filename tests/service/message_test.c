/* Conversations: whose they are, once per form, what is unread for whom, limits, what is masked, what never shows. */
#include "tests/support/outbox.h"
#include "tests/support/world.h"

#include "common/clock.h"
#include "common/date.h"

#include "server/runtime/writer.h"
#include "server/service/message.h"
#include "server/service/session.h"
#include "server/store/account.h"
#include "server/store/message.h"
#include "server/store/preference.h"
#include "server/store/setting.h"
#include "server/store/team.h"

enum { HOUR = 3600000 };

struct writing {
	struct world *w;
	struct message_ask q;
	struct sv reference;
};

static enum status run_start(struct tx *tx, void *arg)
{
	struct writing *k = arg;

	return service_thread_start(&k->w->u, tx, &k->q, &k->reference);
}

static enum status run_reply(struct tx *tx, void *arg)
{
	struct writing *k = arg;

	k->q.reference = k->reference;
	struct sv reference;

	return service_thread_reply(&k->w->u, tx, &k->q, &reference);
}

static int64_t contact_of(struct world *w, const char *account)
{
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(account), &c, &w->u.arena));
	return c.contact;
}

static struct writing message(struct world *w, const char *text)
{
	struct writing k = { .w = w };
	struct view_thread_form v = { .frame = NULL };

	k.q = (struct message_ask){ .contact = contact_of(w, "A-1"), .session = 7, .topic = SV("payment"),
				    .account = SV("A-1"), .text = sv_from(text) };
	CHECK_OK(service_thread_form(world_look(w), w->u.snap, &k.q, &v));
	k.q.form_id = v.form_id;
	return k;
}

static struct view_thread shown(struct world *w, const struct writing *k)
{
	struct view_thread v = { .frame = NULL };

	CHECK_OK(service_thread_show(world_look(w), w->u.snap, k->q.contact, 7, k->reference, &v));
	return v;
}

static void reply_form(struct world *w, struct writing *k, const char *text)
{
	k->q.text = sv_from(text);
	k->q.form_id = shown(w, k).form_id;
}

static enum status run_setting(struct tx *tx, void *arg)
{
	const char *const *s = arg;

	return store_setting_put(tx, sv_from(s[0]), sv_from(s[1]));
}

static void set(struct world *w, const char *name, const char *value)
{
	const char *pair[] = { name, value };

	CHECK_OK(world_write(w, run_setting, pair));
}

static enum status run_teams(struct tx *tx, void *arg)
{
	(void)arg;
	TRY(store_team_add(tx, 2, SV("Money")));
	return store_team_add(tx, 3, SV("Idle"));
}

static void a_message_begins_a_conversation_of_its_topics_team(void **state)
{
	struct world *w = *state;
	struct thread_page page = { .more = false };
	struct view_threads list = { .frame = NULL };
	struct writing k;

	make_account(w);
	CHECK_OK(world_write(w, run_teams, NULL));
	set(w, "routing.topic.payment", "Money");
	k = message(w, "When is it due?\nThanks");
	CHECK_OK(world_write(w, run_start, &k));
	CHECK_EVENTS(w, "portal.message_sent");
	CHECK_OK(service_thread_list(world_look(w), w->u.snap, k.q.contact, &list));
	CHECK_INT(1, list.threads.n);
	CHECK_SV("Waiting for our answer", list.threads.at[0].status);
	CHECK_SV("When is it due?\nThanks", shown(w, &k).talk.at[0].text);
	CHECK_OK(service_message_list(world_look(w), w->u.snap, &(struct thread_query){ .team = SV("Money") }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_INT(1, page.items.at[0].unread);
}

static void forms_sent_twice_write_once(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct sv first;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	first = k.reference;
	CHECK_OK(world_write(w, run_start, &k));
	CHECK(sv_eq(first, k.reference));
	reply_form(w, &k, "And another thing");
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_INT(2, shown(w, &k).talk.n);
	CHECK_EVENTS(w, "portal.message_sent,portal.message_sent");
}

static void a_conversation_of_somebody_else_does_not_exist(void **state)
{
	struct world *w = *state;
	struct view_thread v = { .frame = NULL };
	struct writing k;

	make_account(w);
	make_account(w, .number = "B-1");
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	reply_form(w, &k, "Me too");
	k.q.contact = contact_of(w, "B-1");
	CHECK_STATUS(ST_NOT_FOUND, service_thread_show(world_look(w), w->u.snap, k.q.contact, 7, k.reference, &v));
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_reply, &k));
	k = message(w, "Hello");
	k.q.account = SV("B-1");
	CHECK_FAULT(ST_INVALID, "account", "one of your accounts", world_write(w, run_start, &k));
	CHECK_EVENTS(w, "portal.message_sent");
}

struct desk {
	struct world *w;
	struct message_new q;
	struct message_assign assign;
	struct thread_row row;
};

static enum status run_enrol(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_run_once(tx,
			   &(struct query){ "test.operator", "INSERT INTO operator (id, uid, name, roles, added_at) VALUES "
							     "(1, 1, 'ana', 'operator', 0)" },
			   NO_ARGS, NULL);
}

static enum status run_answer(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_reply(&d->w->u, tx, &d->q, &d->row);
}

static enum status run_read(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_read(&d->w->u, tx, d->q.thread, &d->row);
}

static enum status run_close(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_close(&d->w->u, tx, d->q.thread, &d->row);
}

static enum status run_note(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_note(&d->w->u, tx, &d->q, &d->row);
}

static enum status run_assign(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	d->assign.thread = d->q.thread;
	return service_message_assign(&d->w->u, tx, &d->assign, &d->row);
}

static int64_t thread_of(struct world *w, const struct writing *k)
{
	struct thread_core t;

	CHECK_OK(store_thread_by_reference(world_look(w)->snap, k->q.contact, k->reference, &t, &w->u.arena));
	return t.id;
}

static struct desk desk_of(struct world *w, const struct writing *k)
{
	struct desk d = { .w = w, .q = { .thread = thread_of(w, k), .text = SV("You have until Friday.") } };

	CHECK_OK(world_write(w, run_enrol, NULL));
	return d;
}

static int64_t unread(struct world *w, int64_t contact)
{
	struct view_threads list = { .frame = NULL };
	int64_t n = 0;

	CHECK_OK(service_thread_list(world_look(w), w->u.snap, contact, &list));
	for (size_t i = 0; i < list.threads.n; i++)
		n += list.threads.at[i].unread;
	return n;
}

/* A write that nobody waits for is done when one behind it is. */
static enum status run_nothing(struct tx *tx, void *arg)
{
	(void)tx;
	(void)arg;
	return ST_OK;
}

static void see_page(struct world *w, const struct writing *k, int64_t newest)
{
	service_thread_seen(world_look(w), k->q.contact, k->reference, newest);
	CHECK_OK(writer_do_slow(w->shared.writer, "test", &w->u.arena, run_nothing, NULL));
}

static void see(struct world *w, const struct writing *k)
{
	see_page(w, k, shown(w, k).newest);
}

static void what_the_team_writes_is_unread_until_the_debtor_opens_it(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "When is it due?");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_INT(THREAD_ANSWERED, d.row.state);
	CHECK_INT(0, d.row.unread); /* who answers has read */
	clock_move(1);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_INT(2, unread(w, k.q.contact));
	CHECK(shown(w, &k).talk.at[1].fresh);
	CHECK(shown(w, &k).talk.at[2].fresh); /* looking alone changes nothing */
	see(w, &k);
	CHECK_INT(0, unread(w, k.q.contact));
	CHECK(!shown(w, &k).talk.at[1].fresh);
	see(w, &k);
	CHECK_INT(0, unread(w, k.q.contact));
	reply_form(w, &k, "Thank you");
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_OK(world_write(w, run_read, &d));
	CHECK_INT(0, d.row.unread);
	CHECK_INT(THREAD_OPEN, d.row.state);
	CHECK_EVENTS(w, "portal.message_sent,message.replied,message.replied,portal.message_sent");
}

static void an_answer_that_came_behind_the_page_stays_unread(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;
	int64_t newest;

	make_account(w);
	k = message(w, "When is it due?");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_answer, &d));
	newest = shown(w, &k).newest;
	CHECK_OK(world_write(w, run_answer, &d)); /* in the same millisecond, before it is noted that the page was seen */
	see_page(w, &k, newest);
	CHECK_INT(1, unread(w, k.q.contact));
	CHECK(!shown(w, &k).talk.at[1].fresh);
	CHECK(shown(w, &k).talk.at[2].fresh);
	see(w, &k);
	CHECK_INT(0, unread(w, k.q.contact));
}

static void a_closed_conversation_takes_no_reply_until_the_team_writes_again(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_close, &d));
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_close, &d));
	CHECK(!shown(w, &k).open);
	reply_form(w, &k, "One more thing");
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_reply, &k));
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_EVENTS(w, "portal.message_sent,message.closed,message.replied,portal.message_sent");
}

static void a_note_is_for_operators_alone(void **state)
{
	struct world *w = *state;
	struct thread_detail t = { .thread = NULL };
	struct view_thread v;
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	d.q.text = SV("He sounded tired");
	CHECK_OK(world_write(w, run_note, &d));
	CHECK_OK(service_message_show(world_look(w), w->u.snap, d.q.thread, &t));
	CHECK_INT(1, t.notes.n);
	CHECK_SV("He sounded tired", t.notes.at[0].text);
	CHECK_SV("ana", t.notes.at[0].by);
	CHECK_INT(1, t.messages.n);
	v = shown(w, &k);
	CHECK_INT(1, v.talk.n);
	CHECK_SV("Waiting for our answer", v.status);
	CHECK_INT(0, unread(w, k.q.contact));
}

static void a_conversation_can_be_given_to_another_team(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_read, &d));
	CHECK_SV("Collections", d.row.team);
	d.assign.team = SV("Money");
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_assign, &d));
	CHECK_OK(world_write(w, run_teams, NULL));
	CHECK_OK(world_write(w, run_assign, &d));
	CHECK_SV("Money", d.row.team);
	d.assign.team = SV_NONE; /* back to the default team */
	CHECK_OK(world_write(w, run_assign, &d));
	CHECK_SV("Collections", d.row.team);
	CHECK_EVENTS(w, "portal.message_sent,message.assigned,message.assigned");
}

static void card_numbers_are_masked_before_they_are_kept(void **state)
{
	struct world *w = *state;
	struct writing k;

	make_account(w);
	k = message(w, "Take it from 4111 1111 1111 1111 please");
	CHECK_OK(world_write(w, run_start, &k));
	CHECK_SV("Take it from **** **** **** 1111 please", shown(w, &k).talk.at[0].text);
	reply_form(w, &k, "or 5500000000000004");
	CHECK_OK(world_write(w, run_reply, &k));
	CHECK_SV("or ************0004", shown(w, &k).talk.at[1].text);
}

static void card_numbers_are_masked_in_what_operators_answer_and_note(void **state)
{
	struct world *w = *state;
	struct thread_detail t = { .thread = NULL };
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	d.q.text = SV("We can not use 4111 1111 1111 1111.");
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_note, &d));
	CHECK_SV("We can not use **** **** **** 1111.", shown(w, &k).talk.at[1].text);
	CHECK_OK(service_message_show(world_look(w), w->u.snap, d.q.thread, &t));
	CHECK_SV("We can not use **** **** **** 1111.", t.notes.at[0].text);
}

static void a_text_has_one_to_four_thousand_characters(void **state)
{
	struct world *w = *state;
	struct buf b = buf_new(&((struct world *)*state)->u.arena, 20000);
	struct writing k;

	make_account(w);
	k = message(w, "  \n ");
	CHECK_FAULT(ST_INVALID, "text", "write your message", world_write(w, run_start, &k));
	for (int i = 0; i < MESSAGE_MOST; i++)
		buf_z(&b, "\u0645"); /* two bytes, one character */
	k.q.text = buf_sv(&b);
	CHECK_OK(world_write(w, run_start, &k));
	buf_z(&b, "x");
	k = message(w, "");
	k.q.text = buf_sv(&b);
	CHECK_FAULT(ST_INVALID, "text", "4001 characters", world_write(w, run_start, &k));
	CHECK_EVENTS(w, "portal.message_sent");
}

static void twenty_messages_an_hour_are_enough(void **state)
{
	struct world *w = *state;
	struct writing k;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	for (int i = 1; i < MESSAGES_AN_HOUR; i++) {
		reply_form(w, &k, "Again");
		CHECK_OK(world_write(w, run_reply, &k));
	}
	reply_form(w, &k, "Again");
	CHECK_FAULT(ST_LIMIT, "text", "last hour", world_write(w, run_reply, &k));
	clock_move(3600000 - 1);
	CHECK_STATUS(ST_LIMIT, world_write(w, run_reply, &k));
	clock_move(1);
	CHECK_OK(world_write(w, run_reply, &k));
}

static void open_conversations_hold_200_kb_and_closed_ones_count_for_nothing(void **state)
{
	struct world *w = *state;
	char text[MESSAGE_MOST + 1];
	struct writing k;
	struct desk d;
	int64_t kept = 0;

	make_account(w);
	memset(text, 'x', MESSAGE_MOST);
	text[MESSAGE_MOST] = '\0';
	k = message(w, text);
	CHECK_OK(world_write(w, run_start, &k));
	for (kept = MESSAGE_MOST; kept + MESSAGE_MOST <= MESSAGES_OPEN_KB * 1024; kept += MESSAGE_MOST) {
		clock_move(600000);
		reply_form(w, &k, text);
		CHECK_OK(world_write(w, run_reply, &k));
	}
	clock_move(600000);
	reply_form(w, &k, text);
	CHECK_FAULT(ST_LIMIT, "text", "close one of them", world_write(w, run_reply, &k));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_close, &d));
	k = message(w, text);
	CHECK_OK(world_write(w, run_start, &k));
}

static void while_the_section_is_off_the_debtor_does_nothing_and_an_operator_finishes_but_begins_nothing(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	reply_form(w, &k, "More");
	set(w, "section.messages", "off");
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_reply, &k));
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_start, &k));
	CHECK_OK(world_write(w, run_answer, &d)); /* what was asked before is answered */
	CHECK_OK(world_write(w, run_note, &d));
	CHECK_OK(world_write(w, run_close, &d));
	CHECK_STATUS(ST_NOT_FOUND, world_write(w, run_answer, &d)); /* a closed one is not begun anew */
	CHECK_EVENTS(w, "portal.message_sent,message.replied,message.noted,message.closed");
}

static enum status run_count(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_run_once(tx,
			   &(struct query){ "test.notices", "UPDATE notice SET failures = failures WHERE kind = "
							    "'message_waiting'" },
			   NO_ARGS, arg);
}

static void the_first_unread_answer_is_told_by_a_notice_that_says_nothing_of_it(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;
	int64_t notices;

	make_account(w, .email = "maria@example.org");
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_count, &notices));
	CHECK_INT(1, notices);
	outbox_hand_over(w);
	see(w, &k);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_count, &notices));
	CHECK_INT(2, notices);
}

static enum status run_friday(struct tx *tx, void *arg)
{
	return store_windows_put(tx, *(int64_t *)arg, &(struct window_row){ 4, 18 * 60, 20 * 60 }, 1);
}

static void answers_that_wait_for_the_contact_times_are_told_of_once_and_not_at_all_if_they_were_read(void **state)
{
	struct world *w = *state;
	struct writing k, other;
	struct desk d, e;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_friday, &k.q.contact));
	CHECK_OK(world_write(w, run_start, &k));
	other = message(w, "Hello again");
	CHECK_OK(world_write(w, run_start, &other));
	outbox_hand_over(w);
	CHECK_INT(2, outbox_count(w, "")); /* the receipts of what he wrote just now */
	d = desk_of(w, &k);
	e = d;
	e.q.thread = thread_of(w, &other);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_answer, &e)); /* in another conversation */
	outbox_hand_over(w);
	CHECK_INT(2, outbox_count(w, ""));
	clock_hold(WORLD_NOW + 3 * DAY_MS + 6 * HOUR); /* Friday, 18:00 */
	outbox_hand_over(w);
	CHECK_INT(3, outbox_count(w, ""));
	see(w, &k);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_answer, &e));
	see(w, &k);
	see(w, &other);
	outbox_hand_over(w); /* inside his times, and he has read them */
	CHECK_INT(3, outbox_count(w, ""));
	CHECK(sv_ends(world_events(w), SV("message.replied,message.replied,notice.cancelled")));
}

static void while_messages_are_off_nobody_is_told_of_an_answer_that_he_can_not_open(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;
	int64_t notices;

	make_account(w);
	k = message(w, "Hello");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of(w, &k);
	outbox_hand_over(w); /* the receipt */
	set(w, "section.messages", "off");
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_count, &notices));
	CHECK_INT(0, notices);
	set(w, "section.messages", "on");
	see(w, &k);
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_OK(world_write(w, run_count, &notices));
	CHECK_INT(1, notices);
	set(w, "section.messages", "off"); /* before it has left */
	outbox_hand_over(w);
	CHECK_INT(1, outbox_count(w, ""));
	CHECK(sv_ends(world_events(w), SV("message.replied,notice.cancelled")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_message_begins_a_conversation_of_its_topics_team),
		WORLD_TEST(forms_sent_twice_write_once),
		WORLD_TEST(a_conversation_of_somebody_else_does_not_exist),
		WORLD_TEST(what_the_team_writes_is_unread_until_the_debtor_opens_it),
		WORLD_TEST(an_answer_that_came_behind_the_page_stays_unread),
		WORLD_TEST(a_closed_conversation_takes_no_reply_until_the_team_writes_again),
		WORLD_TEST(a_note_is_for_operators_alone),
		WORLD_TEST(a_conversation_can_be_given_to_another_team),
		WORLD_TEST(card_numbers_are_masked_before_they_are_kept),
		WORLD_TEST(card_numbers_are_masked_in_what_operators_answer_and_note),
		WORLD_TEST(a_text_has_one_to_four_thousand_characters),
		WORLD_TEST(twenty_messages_an_hour_are_enough),
		WORLD_TEST(open_conversations_hold_200_kb_and_closed_ones_count_for_nothing),
		WORLD_TEST(while_the_section_is_off_the_debtor_does_nothing_and_an_operator_finishes_but_begins_nothing),
		WORLD_TEST(the_first_unread_answer_is_told_by_a_notice_that_says_nothing_of_it),
		WORLD_TEST(answers_that_wait_for_the_contact_times_are_told_of_once_and_not_at_all_if_they_were_read),
		WORLD_TEST(while_messages_are_off_nobody_is_told_of_an_answer_that_he_can_not_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
