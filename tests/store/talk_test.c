/* What the tables of calls and conversations keep by themselves: one waiting call an account, references once, counts of
 * what is unread that agree with the messages whatever was written and read. */
#include "tests/support/world.h"

#include "common/clock.h"

#include "server/store/account.h"
#include "server/store/callback.h"
#include "server/store/message.h"

struct doing {
	int64_t contact, account, next;
	struct callback_core call;
	struct callback_change change;
	struct thread_core thread;
	struct message_core message;
	enum message_sender reader;
	int64_t until;
};

static struct doing doing(struct world *w)
{
	struct doing d = { .account = make_account(w), .next = 100 };
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	d.contact = c.contact;
	d.call = (struct callback_core){ .id = 1, .contact = c.contact, .account = d.account, .reference = SV("CB-1"),
					 .topic = TOPIC_OTHER, .from = WORLD_NOW, .to = WORLD_NOW + 1,
					 .zone = SV("UTC"), .number = SV("+442079460123"), .team = 1, .session = 7 };
	d.thread = (struct thread_core){ .id = 10, .contact = c.contact, .reference = SV("MS-1"), .topic = TOPIC_OTHER,
					 .team = 1 };
	d.message = (struct message_core){ .contact = c.contact, .thread = 10, .text = SV("Hello") };
	return d;
}

static enum status run_call(struct tx *tx, void *arg)
{
	return store_callback_add(tx, &((struct doing *)arg)->call);
}

static enum status run_change(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return store_callback_change(tx, &d->call, &d->change);
}

static enum status run_thread(struct tx *tx, void *arg)
{
	return store_thread_add(tx, &((struct doing *)arg)->thread);
}

static enum status run_message(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	d->message.id = d->next++;
	d->message.operator = d->message.sender == SENDER_TEAM;
	return store_message_add(tx, &d->message);
}

static enum status run_read(struct tx *tx, void *arg)
{
	struct doing *d = arg;

	return store_message_read(tx, &d->thread, d->reader, d->until);
}

static void an_account_has_one_call_that_waits_and_any_number_that_do_not(void **state)
{
	struct world *w = *state;
	struct doing d = doing(w);
	struct callback_core rows[4];
	size_t n;

	CHECK_OK(world_write(w, run_call, &d));
	d.call.id = 2;
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_call, &d)); /* the reference is taken */
	d.call.reference = SV("CB-2");
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_call, &d)); /* one waits */
	d.call.id = 1;
	d.change = (struct callback_change){ .state = CALLBACK_TAKEN, .operator = 1 };
	CHECK_OK(world_write(w, run_change, &d));
	d.call.id = 2;
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_call, &d)); /* also a taken one */
	d.call.id = 1;
	d.change = (struct callback_change){ .state = CALLBACK_DONE, .note = SV("spoke") };
	CHECK_OK(world_write(w, run_change, &d));
	d.call.id = 2;
	CHECK_OK(world_write(w, run_call, &d));
	CHECK_OK(store_callback_waiting(world_look(w)->snap, d.contact, rows, 4, &n, &w->u.arena));
	CHECK_INT(1, n);
	CHECK_INT(2, rows[0].id);
}

static void a_change_of_state_says_when_and_why_or_is_refused(void **state)
{
	struct world *w = *state;
	struct doing d = doing(w);

	CHECK_OK(world_write(w, run_call, &d));
	d.change = (struct callback_change){ .state = CALLBACK_MISSED };
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_change, &d)); /* missed without why */
	d.change = (struct callback_change){ .state = CALLBACK_DONE, .miss = MISS_NO_ANSWER };
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_change, &d)); /* why without missed */
	d.change = (struct callback_change){ .state = CALLBACK_MISSED, .miss = MISS_NOT_CALLED };
	CHECK_OK(world_write(w, run_change, &d));
}

static enum status run_unread(struct tx *tx, void *arg)
{
	const int64_t *want = arg;
	int64_t n;

	TRY(tx_run_once(tx, &(struct query){ "test.unread", "UPDATE contact SET unread = unread WHERE id = $1 AND unread = $2" },
			ARGS(V(want[0]), V(want[1])), &n));
	return n == 1 ? ST_OK : fail(ST_CONFLICT, "the contact's count is another");
}

static void check_counts(struct world *w, const struct doing *d)
{
	struct unit *u = world_look(w);
	struct message_core rows[100];
	int64_t unread = 0, unread_team = 0;
	struct thread_core t;
	int64_t want[2];
	size_t n;

	CHECK_OK(store_thread_by_id(u->snap, 10, &t, &u->arena));
	CHECK_OK(store_message_list(u->snap, d->contact, 10, rows, 100, &n, &u->arena));
	for (size_t i = 0; i < n; i++) {
		CHECK(i == 0 || rows[i - 1].at <= rows[i].at);
		unread += rows[i].sender == SENDER_TEAM && !rows[i].read_at;
		unread_team += rows[i].sender == SENDER_DEBTOR && !rows[i].read_at;
	}
	CHECK_INT(unread, t.unread);
	CHECK_INT(unread_team, t.unread_team);
	CHECK_INT(n, t.messages);
	want[0] = d->contact;
	want[1] = unread;
	CHECK_OK(world_write(w, run_unread, want));
}

/* Written and read in an order that nobody would think of. */
static void what_is_unread_is_counted_as_the_messages_say(void **state)
{
	struct world *w = *state;
	struct doing d = doing(w);
	unsigned dice = 1;

	CHECK_OK(world_write(w, run_thread, &d));
	for (int i = 0; i < 80; i++) {
		dice = dice * 1103515245 + 12345;
		clock_move(1000);
		d.message.sender = dice >> 16 & 1 ? SENDER_TEAM : SENDER_DEBTOR;
		d.reader = dice >> 17 & 1 ? SENDER_TEAM : SENDER_DEBTOR;
		d.until = clock_now() - (int64_t)(dice >> 18 & 3) * 1000;
		CHECK_OK(world_write(w, dice >> 20 & 1 ? run_message : run_read, &d));
		check_counts(w, &d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_account_has_one_call_that_waits_and_any_number_that_do_not),
		WORLD_TEST(a_change_of_state_says_when_and_why_or_is_refused),
		WORLD_TEST(what_is_unread_is_counted_as_the_messages_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
