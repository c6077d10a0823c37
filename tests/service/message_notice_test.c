/* How a debtor is told of answers: once, without a word of them, when he wants to hear, and only of what he can open. */
#include "tests/service/message_world.h"

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
		WORLD_TEST(the_first_unread_answer_is_told_by_a_notice_that_says_nothing_of_it),
		WORLD_TEST(answers_that_wait_for_the_contact_times_are_told_of_once_and_not_at_all_if_they_were_read),
		WORLD_TEST(while_messages_are_off_nobody_is_told_of_an_answer_that_he_can_not_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
