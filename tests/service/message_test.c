/* Conversations: whose they are, once per form, what is unread for whom, limits, what is masked, what never shows. */
#include "tests/service/message_world.h"

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

static enum status run_take(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_take(&d->w->u, tx, d->q.thread, &d->row);
}

static enum status run_leave(struct tx *tx, void *arg)
{
	struct desk *d = arg;

	return service_message_leave(&d->w->u, tx, d->q.thread, &d->row);
}

static void call_as(struct world *w, int64_t operator_, const char *name, unsigned roles)
{
	w->u.operator = operator_;
	w->u.actor = sv_from(name);
	w->u.roles = roles;
}

static struct desk desk_of_one(struct world *w)
{
	struct thread_page page = { .more = false };
	struct desk d = { .w = w, .q = { .text = SV("We are looking.") } };

	CHECK_OK(service_message_list(world_look(w), w->u.snap, &(struct thread_query){ .limit = 0 }, &page));
	CHECK_INT(1, page.items.n);
	d.q.thread = page.items.at[0].thread;
	d.row = page.items.at[0];
	return d;
}

static void a_conversation_has_the_owner_who_took_it_until_it_is_left(void **state)
{
	struct world *w = *state;
	struct writing k;
	struct desk d;

	make_account(w);
	CHECK_OK(world_write(w, run_enrol, NULL));
	k = message(w, "Where is my receipt?");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of_one(w);
	CHECK_FAULT(ST_CONFLICT, "thread", "nobody has taken it", world_write(w, run_leave, &d));
	CHECK_OK(world_write(w, run_answer, &d));
	CHECK_SV("", d.row.taken_by); /* who answers does not take it */
	CHECK_OK(world_write(w, run_take, &d));
	CHECK_SV("ana", d.row.taken_by);
	CHECK_INT(WORLD_NOW, d.row.taken_at);
	CHECK_OK(world_write(w, run_take, &d)); /* again by the same: as it is */
	call_as(w, 2, "ben", ROLE_OPERATOR);
	CHECK_FAULT(ST_CONFLICT, "thread", "ana has taken it", world_write(w, run_take, &d));
	CHECK_FAULT(ST_FORBIDDEN, "thread", "ana has it", world_write(w, run_leave, &d));
	call_as(w, 2, "ben", ROLE_SUPERVISOR);
	CHECK_OK(world_write(w, run_leave, &d));
	CHECK_SV("", d.row.taken_by);
	CHECK_INT(0, d.row.taken_at);
	CHECK_OK(world_write(w, run_close, &d));
	CHECK_FAULT(ST_CONFLICT, "thread", "closed", world_write(w, run_take, &d));
	CHECK_EVENTS(w, "portal.message_sent,message.replied,message.taken,message.left,message.closed");
}

static void conversations_are_listed_by_their_owner(void **state)
{
	struct world *w = *state;
	struct thread_page page = { .more = false };
	static const struct {
		const char *filter;
		size_t n;
	} cases[] = { { "is:mine", 1 }, { "owner:ana", 1 }, { "owner:ben", 0 }, { "-is:mine", 0 }, { "sort:owner", 1 } };
	struct writing k;
	struct desk d;

	make_account(w);
	CHECK_OK(world_write(w, run_enrol, NULL));
	k = message(w, "Where is my receipt?");
	CHECK_OK(world_write(w, run_start, &k));
	d = desk_of_one(w);
	CHECK_OK(world_write(w, run_take, &d));
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_OK(service_message_list(world_look(w), w->u.snap,
					      &(struct thread_query){ .filter = sv_from(cases[i].filter) }, &page));
		if (page.items.n != cases[i].n)
			fail_msg("%s: %zu", cases[i].filter, page.items.n);
	}
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
		WORLD_TEST(a_conversation_has_the_owner_who_took_it_until_it_is_left),
		WORLD_TEST(conversations_are_listed_by_their_owner),
		WORLD_TEST(card_numbers_are_masked_before_they_are_kept),
		WORLD_TEST(card_numbers_are_masked_in_what_operators_answer_and_note),
		WORLD_TEST(a_text_has_one_to_four_thousand_characters),
		WORLD_TEST(twenty_messages_an_hour_are_enough),
		WORLD_TEST(open_conversations_hold_200_kb_and_closed_ones_count_for_nothing),
		WORLD_TEST(while_the_section_is_off_the_debtor_does_nothing_and_an_operator_finishes_but_begins_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
