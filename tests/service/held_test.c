/* Commands that wait out a hold, through the operators' dispatch: what can be held, what ends a hold and how, and that a
 * written reply is neither lost nor sent twice. The clock stands until a test moves it; the engine turns by hand. */
#include "tests/service/approval_calls.h"
#include "tests/service/message_world.h"

#include "server/engine/engine.h"
#include "server/service/held.h"
#include "server/store/notification.h"

enum { HOLD_MS = 5000 };

static struct writing asked_by_a_debtor(struct world *w)
{
	struct writing k;

	make_account(w, .number = "A-1", .name = "Ana Vidal");
	k = message(w, "When is it due?");
	CHECK_OK(world_write(w, run_start, &k));
	enrol(w, ANA, "ana", "operator");
	enrol(w, BEN, "ben", "supervisor");
	return k;
}

static int64_t the_thread(struct world *w)
{
	struct thread_query q = { .limit = 1 };
	struct thread_page page;

	CHECK_OK(call(w, ANA, M_message_list, &q, &page));
	return page.items.at[0].thread;
}

static struct command_new reply(struct world *w, const char *text)
{
	int64_t thread = the_thread(w);

	return (struct command_new){ .method = SV("message.reply"),
				     .params = sv_print(&w->u.arena, "{\"thread\":\"%lld\",\"text\":\"%s\"}", (long long)thread,
							text) };
}

static int64_t hold_as(struct world *w, int64_t uid, const char *text)
{
	struct command_new in = reply(w, text);
	struct command_row row;

	CHECK_OK(call(w, uid, M_command_hold, &in, &row));
	CHECK_INT(COMMAND_HELD, row.state);
	return row.command;
}

static int64_t hold(struct world *w, const char *text)
{
	return hold_as(w, ANA, text);
}

static struct command_row shown_to(struct world *w, int64_t uid, int64_t id)
{
	struct command_ref ref = { id };
	struct command_row row;

	CHECK_OK(call(w, uid, M_command_show, &ref, &row));
	return row;
}

static int64_t turn(struct world *w)
{
	struct turn t = { .now = 0 };

	do {
		t.did = 0;
		CHECK_OK(engine_held.turn(world_look(w), &t));
	} while (t.did);
	return t.wake_at;
}

static void later(int64_t ms)
{
	clock_hold(clock_now() + ms);
}

static size_t answers(struct world *w)
{
	struct thread_ref ref = { the_thread(w) };
	struct thread_detail d;
	size_t n = 0;

	CHECK_OK(call(w, ANA, M_message_show, &ref, &d));
	for (size_t i = 0; i < d.messages.n; i++)
		n += d.messages.at[i].sender == SENDER_TEAM;
	return n;
}

static size_t held(struct world *w, const char *filter, struct held_page *page)
{
	struct list_query q = { .filter = sv_from(filter) };

	CHECK_OK(call(w, BEN, M_held_list, &q, page));
	return page->items.n;
}

static void a_held_reply_is_written_when_its_hold_ends_and_not_before(void **state)
{
	struct world *w = *state;
	struct command_row row;
	int64_t id, wake;

	(void)asked_by_a_debtor(w);
	id = hold(w, "On Friday.");
	wake = turn(w);
	CHECK_INT(clock_now() + HOLD_MS, wake);
	later(HOLD_MS - 1);
	(void)turn(w);
	CHECK_INT(0, answers(w));
	later(1);
	(void)turn(w);
	CHECK_INT(1, answers(w));
	row = shown_to(w, ANA, id);
	CHECK_INT(COMMAND_DONE, row.state);
	CHECK_SV("A-1", row.account);
	CHECK_SV("ana", row.actor);
	CHECK_INT(0, row.params.n); /* it stands in the conversation now, and nowhere else */
	CHECK_EVENTS(w, "portal.message_sent,command.held,account.viewed,message.replied,command.done");
	(void)turn(w);
	CHECK_INT(1, answers(w));
}

static void a_hold_outlives_the_server(void **state)
{
	struct world *w = *state;

	(void)asked_by_a_debtor(w);
	(void)hold(w, "On Friday.");
	world_restart(w);
	later(HOLD_MS);
	(void)turn(w);
	CHECK_INT(1, answers(w));
	world_restart(w);
	(void)turn(w);
	CHECK_INT(1, answers(w));
}

static void what_was_taken_back_is_never_done(void **state)
{
	struct world *w = *state;
	struct held_page page;
	struct held_ref ref;
	struct held_row row;

	(void)asked_by_a_debtor(w);
	ref.held = hold(w, "On Friday.");
	CHECK_INT(1, held(w, "", &page));
	CHECK_INT(ref.held, page.items.at[0].held);
	CHECK_SV("message.reply", page.items.at[0].method);
	CHECK_SV("Ana Vidal", page.items.at[0].contact_name);
	CHECK_OK(call(w, ANA, M_held_stop, &ref, &row));
	CHECK_INT(0, held(w, "", &page));
	later(HOLD_MS);
	(void)turn(w);
	CHECK_INT(0, answers(w));
	CHECK_INT(COMMAND_CANCELLED, shown_to(w, ANA, ref.held).state);
	CHECK_EVENTS(w, "portal.message_sent,command.held,command.cancelled,account.viewed");
	CHECK_FAULT(ST_CONFLICT, "", "held: it is cancelled already", call(w, ANA, M_held_stop, &ref, &row));
}

static void a_supervisor_stops_anothers_and_a_viewer_nobodys(void **state)
{
	struct world *w = *state;
	struct held_ref ref;
	struct held_row row;

	(void)asked_by_a_debtor(w);
	enrol(w, CLEO, "cleo", "viewer");
	enrol(w, OTTO, "otto", "agent");
	ref.held = hold(w, "On Friday.");
	CHECK_FAULT(ST_FORBIDDEN, "", "held.stop", call(w, CLEO, M_held_stop, &ref, &row));
	CHECK_FAULT(ST_FORBIDDEN, "", "held: you may not call message.reply", call(w, OTTO, M_held_stop, &ref, &row));
	CHECK_OK(call(w, BEN, M_held_stop, &ref, &row));
	CHECK_SV("ana", row.actor);
}

static void what_can_not_be_done_is_refused_when_it_is_held(void **state)
{
	struct world *w = *state;
	struct command_new in;
	struct command_row row;
	struct held_page page;

	(void)asked_by_a_debtor(w);
	in = reply(w, "On Friday.");
	in.params = SV("{\"thread\":\"77\",\"text\":\"On Friday.\"}");
	CHECK_FAULT(ST_NOT_FOUND, "", "thread: ", call(w, ANA, M_command_hold, &in, &row));
	in.params = SV("{\"thread\":\"77\"}");
	CHECK_FAULT(ST_INVALID, "", "text: ", call(w, ANA, M_command_hold, &in, &row));
	in.params = SV("{\"thread\":");
	CHECK_FAULT(ST_INVALID, "", "", call(w, ANA, M_command_hold, &in, &row));
	CHECK_INT(0, held(w, "", &page));
	CHECK_EVENTS(w, "portal.message_sent");
}

static void what_was_written_is_kept_with_its_card_numbers_masked_and_in_no_remembered_answer(void **state)
{
	struct world *w = *state;
	struct command_new in;
	struct command_row row;

	(void)asked_by_a_debtor(w);
	in = reply(w, "Card 4111 1111 1111 1111, on Friday.");
	CHECK_OK(call(w, ANA, M_command_hold, &in, &row));
	CHECK_INT(0, row.params.n);
	row = shown_to(w, ANA, row.command);
	CHECK(sv_find_sv(row.params, SV("on Friday")) < row.params.n);
	CHECK(sv_find_sv(row.params, SV("4111 1111 1111")) == row.params.n);
}

static void what_waited_out_its_hold_while_the_server_was_down_for_long_is_not_done(void **state)
{
	struct world *w = *state;
	int64_t soon, late;

	(void)asked_by_a_debtor(w);
	soon = hold(w, "On Friday.");
	later(HOLD_MS + HELD_LATE_MS);
	(void)turn(w);
	CHECK_INT(COMMAND_DONE, shown_to(w, ANA, soon).state);
	late = hold(w, "On Monday.");
	later(HOLD_MS + HELD_LATE_MS + 1);
	(void)turn(w);
	CHECK_INT(COMMAND_FAILED, shown_to(w, ANA, late).state);
	CHECK(sv_find_sv(shown_to(w, ANA, late).params, SV("On Monday.")) < shown_to(w, ANA, late).params.n);
	CHECK_INT(1, answers(w));
}

static void only_commands_of_the_desk_can_be_held(void **state)
{
	static const char *const others[] = { "operator.add", "link.send", "command.hold", "held.stop", "message.list", "no.such",
					      "setting.put" };
	struct world *w = *state;
	struct command_row row;

	(void)asked_by_a_debtor(w);
	for (size_t i = 0; i < COUNT(others); i++) {
		struct command_new in = { .method = sv_from(others[i]), .params = SV("{}") };

		CHECK_FAULT(ST_INVALID, "", "method: ", call(w, ANA, M_command_hold, &in, &row));
	}
}

static void a_command_that_became_impossible_fails_and_rings(void **state)
{
	struct world *w = *state;
	struct command_new in;
	struct command_row row;
	struct notification_query q = { .limit = 1 };
	struct notification_page bell;
	struct thread_ref ref;
	struct thread_row taken;

	(void)asked_by_a_debtor(w);
	ref.thread = the_thread(w);
	in = (struct command_new){ .method = SV("message.take"),
				   .params = sv_print(&w->u.arena, "{\"thread\":\"%lld\"}", (long long)ref.thread) };
	CHECK_OK(call(w, ANA, M_command_hold, &in, &row));
	CHECK_OK(call(w, BEN, M_message_take, &ref, &taken));
	later(HOLD_MS);
	(void)turn(w);
	row = shown_to(w, ANA, row.command);
	CHECK_INT(COMMAND_FAILED, row.state);
	CHECK(sv_find_sv(row.reason, SV("ben")) < row.reason.n);
	CHECK_OK(call(w, BEN, M_notification_list, &q, &bell));
	CHECK_SV("Could not be done: A-1", bell.items.at[0].title);
	CHECK_INT(row.command, bell.items.at[0].command);
	q.filter = SV("acct:A-1");
	CHECK_OK(call(w, BEN, M_notification_list, &q, &bell));
	CHECK_INT(row.command, bell.items.at[0].command); /* narrowed down as well */
	CHECK_EVENTS(w, "portal.message_sent,command.held,message.taken,command.failed");
}

static enum status run_roles(struct tx *tx, void *arg)
{
	return store_operator_roles(tx, ANA, sv_from(arg));
}

static void who_lost_the_role_meanwhile_does_nothing_any_more_and_keeps_what_he_wrote(void **state)
{
	struct world *w = *state;
	char viewer[] = "viewer", operator[] = "operator";
	struct command_row row;
	int64_t id;

	(void)asked_by_a_debtor(w);
	id = hold(w, "On Friday.");
	CHECK_OK(world_write(w, run_roles, viewer));
	later(HOLD_MS);
	(void)turn(w);
	CHECK_EVENTS(w, "portal.message_sent,command.held,command.failed");
	row = shown_to(w, BEN, id);
	CHECK_INT(COMMAND_FAILED, row.state);
	CHECK_INT(0, row.params.n); /* another's words are not for everybody */
	CHECK_OK(world_write(w, run_roles, operator));
	row = shown_to(w, ANA, id);
	CHECK(sv_find_sv(row.params, SV("On Friday.")) < row.params.n);
	CHECK_INT(0, (int64_t)answers(w));
}

static void the_same_call_again_holds_it_once(void **state)
{
	struct world *w = *state;
	struct command_new in;
	struct command_row first, again;
	struct held_page page;

	(void)asked_by_a_debtor(w);
	in = reply(w, "On Friday.");
	CHECK_OK(call_with(w, ANA, 9, M_command_hold, &in, &first));
	CHECK_OK(call_with(w, ANA, 9, M_command_hold, &in, &again));
	CHECK_INT(first.command, again.command);
	CHECK_INT(1, held(w, "", &page));
}

static void nobody_holds_more_than_four_hundred(void **state)
{
	struct world *w = *state;
	struct command_new in;
	struct command_row row;

	(void)asked_by_a_debtor(w);
	for (int i = 0; i < 400; i++)
		(void)hold(w, "On Friday.");
	in = reply(w, "On Friday.");
	CHECK_FAULT(ST_LIMIT, "", "method: 400", call(w, ANA, M_command_hold, &in, &row));
	(void)hold_as(w, BEN, "On Friday."); /* another's are his own */
}

static void the_list_holds_links_and_commands_and_speaks_the_language_of_lists(void **state)
{
	struct world *w = *state;
	struct link_new link = { .account = SV("A-1"), .channel = CHANNEL_EMAIL, .source = SOURCE_MANUAL, .hold = 9000 };
	struct link_sent sent;
	struct held_page page;
	struct held_ref ref;
	struct held_row row;

	(void)asked_by_a_debtor(w);
	CHECK_OK(call(w, BEN, M_link_send, &link, &sent));
	(void)hold(w, "On Friday.");
	CHECK_INT(2, held(w, "", &page));
	CHECK_SV("message.reply", page.items.at[0].method); /* the next to go first */
	CHECK_SV("link.send", page.items.at[1].method);
	CHECK_INT(CHANNEL_EMAIL, page.items.at[1].channel);
	CHECK_INT(1, held(w, "ch:email", &page));
	CHECK_INT(sent.link, page.items.at[0].held);
	CHECK_INT(1, held(w, "by:ana", &page));
	CHECK_INT(1, held(w, "is:mine", &page)); /* of ben, who asks */
	CHECK_INT(0, held(w, "acct:B-1", &page));
	CHECK_INT(2, held(w, "vidal sort:-due", &page));
	CHECK_SV("link.send", page.items.at[0].method);
	ref.held = sent.link;
	CHECK_OK(call(w, ANA, M_held_stop, &ref, &row));
	CHECK_INT(1, held(w, "", &page));
}

static void what_ended_is_forgotten_after_a_week_and_what_is_held_never(void **state)
{
	struct world *w = *state;
	struct command_ref ref;
	struct command_row row;
	int64_t done;

	(void)asked_by_a_debtor(w);
	done = hold(w, "On Friday.");
	later(HOLD_MS);
	(void)turn(w);
	ref.command = hold(w, "On Monday."); /* and the engine stands still: it is held for as long as what ended is done */
	later(INT64_C(7) * 86400000 + 1);
	{
		struct turn t = { .now = clock_now() };

		CHECK_OK(engine_maintenance.turn(world_look(w), &t));
	}
	CHECK_OK(call(w, ANA, M_command_show, &ref, &row));
	CHECK_INT(COMMAND_HELD, row.state);
	ref.command = done;
	CHECK_FAULT(ST_NOT_FOUND, "", "no such command", call(w, ANA, M_command_show, &ref, &row));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_held_reply_is_written_when_its_hold_ends_and_not_before),
		WORLD_TEST(a_hold_outlives_the_server),
		WORLD_TEST(what_was_taken_back_is_never_done),
		WORLD_TEST(a_supervisor_stops_anothers_and_a_viewer_nobodys),
		WORLD_TEST(what_can_not_be_done_is_refused_when_it_is_held),
		WORLD_TEST(what_was_written_is_kept_with_its_card_numbers_masked_and_in_no_remembered_answer),
		WORLD_TEST(what_waited_out_its_hold_while_the_server_was_down_for_long_is_not_done),
		WORLD_TEST(only_commands_of_the_desk_can_be_held),
		WORLD_TEST(a_command_that_became_impossible_fails_and_rings),
		WORLD_TEST(who_lost_the_role_meanwhile_does_nothing_any_more_and_keeps_what_he_wrote),
		WORLD_TEST(the_same_call_again_holds_it_once),
		WORLD_TEST(nobody_holds_more_than_four_hundred),
		WORLD_TEST(the_list_holds_links_and_commands_and_speaks_the_language_of_lists),
		WORLD_TEST(what_ended_is_forgotten_after_a_week_and_what_is_held_never),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
