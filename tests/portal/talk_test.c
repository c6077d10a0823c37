/* Callbacks and messages as a debtor gets them, through route, guards, page and template. */
#include "tests/support/visit.h"

#include "common/clock.h"

#include "server/runtime/writer.h"
#include "server/service/callback.h"
#include "server/service/message.h"
#include "server/store/message.h"

static const char *both(struct visit *v, const char *rest)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT "&form_id=" SV_FMT "&%s", SV_ARG(visit_field(v, "form_token")),
			   SV_ARG(visit_field(v, "form_id")), rest);
}

static const char *token(struct visit *v)
{
	return arena_print(&v->w->u.arena, "form_token=" SV_FMT, SV_ARG(visit_field(v, "form_token")));
}

static const char *to(struct visit *v, const char *behind)
{
	return arena_print(&v->w->u.arena, SV_FMT "%s", SV_ARG(v->location), behind);
}

#define GOOD "account=A-1&window=2026-03-11T09:00:00.000Z&number=other&other_number=%2B44+20+7946+0123&topic=payment"

static void a_call_is_asked_for_shown_and_called_off(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *page;

	visit_answer(&v, "4321");
	visit_get(&v, "/callback");
	CHECK_INT(200, v.status);
	visit_golden(&v, "callback-form");
	visit_post(&v, "/callback", both(&v, "account=A-1&window=2026-03-11T20:00:00.000Z&number=other&other_number=12&topic=other"));
	CHECK_INT(200, v.status);
	visit_golden(&v, "callback-form-refused");
	visit_post(&v, "/callback", both(&v, "account=A-1&window=2026-03-11T09:00:00.000Z&number=other&other_number=12&topic=other"));
	CHECK(visit_says(&v, "begin with a plus sign"));
	CHECK(visit_says(&v, "value=\"12\"")); /* nothing typed is lost */
	visit_post(&v, "/callback", both(&v, GOOD));
	CHECK_INT(303, v.status);
	page = to(&v, "");
	visit_get(&v, page);
	visit_golden(&v, "callback");
	visit_get(&v, arena_print(&v.w->u.arena, "%s/calendar", page));
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "BEGIN:VEVENT") && !visit_says(&v, "Northwind"));
	visit_get(&v, "/callback");
	visit_golden(&v, "callback-form-waiting");
	visit_post(&v, "/callback", both(&v, GOOD));
	CHECK_INT(200, v.status);
	CHECK(visit_says(&v, "arranged already"));
	visit_get(&v, arena_print(&v.w->u.arena, "%s/cancel", page));
	visit_golden(&v, "callback-cancel");
	visit_post(&v, arena_print(&v.w->u.arena, "%s/cancel", page), token(&v));
	CHECK_INT(303, v.status);
	visit_get(&v, page);
	visit_golden(&v, "callback-cancelled");
	visit_get(&v, "/activity");
	visit_golden(&v, "activity-talk");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.callback_requested,callback.cancelled");
}

static void a_missed_call_is_told_in_plain_words(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *page;

	visit_answer(&v, "4321");
	visit_get(&v, "/callback");
	visit_post(&v, "/callback", both(&v, "account=A-1&window=2026-03-10T15:00:00.000Z&number=other&other_number=%2B442079460123&topic=payment"));
	CHECK_INT(303, v.status);
	page = to(&v, "");
	for (int i = 0; i < 20; i++) { /* a visit that stays awake until the window is over */
		clock_move(15 * 60000);
		visit_get(&v, "/home");
	}
	visit_get(&v, page);
	CHECK_INT(200, v.status);
	visit_golden(&v, "callback-missed");
	visit_get(&v, arena_print(&v.w->u.arena, "%s/cancel", page));
	CHECK_INT(303, v.status); /* nothing to call off */
}

static void a_conversation_is_begun_read_answered_and_closed(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *page;

	visit_answer(&v, "4321");
	visit_get(&v, "/messages");
	visit_golden(&v, "messages-none");
	visit_get(&v, "/messages/new?account=A-2");
	visit_golden(&v, "message-form");
	visit_post(&v, "/messages/new", both(&v, "topic=&account=A-2&text=Hello"));
	CHECK_INT(200, v.status);
	visit_golden(&v, "message-form-refused");
	visit_post(&v, "/messages/new", both(&v, "topic=payment&account=A-2&text=Card+4111111111111111%0AThanks+%3Cb%3E"));
	CHECK_INT(303, v.status);
	page = arena_print(&v.w->u.arena, SV_FMT, (int)sv_find(v.location, '#'), v.location.p);
	visit_get(&v, page);
	CHECK(visit_says(&v, "It is done. Reference: MS-"));
	CHECK(visit_says(&v, "How was this for you?"));
	page = arena_print(&v.w->u.arena, SV_FMT, (int)sv_find(sv_from(page), '?'), page);
	visit_get(&v, page);
	CHECK(!visit_says(&v, "It is done. Reference: MS-"));
	CHECK(visit_says(&v, "************1111\nThanks &lt;b&gt;"));
	visit_golden(&v, "thread");
	visit_post(&v, page, both(&v, "text="));
	CHECK(visit_says(&v, "Please write your message."));
	visit_post(&v, page, both(&v, "text=Are+you+there%3F"));
	CHECK_INT(303, v.status);
	visit_get(&v, arena_print(&v.w->u.arena, SV_FMT, (int)sv_find(v.location, '#'), v.location.p));
	CHECK(visit_says(&v, "It is done. Reference: RC-"));
	visit_post(&v, arena_print(&v.w->u.arena, "%s/close", page), token(&v));
	CHECK_INT(303, v.status);
	visit_get(&v, arena_print(&v.w->u.arena, SV_FMT, (int)sv_find(v.location, '#'), v.location.p));
	CHECK(visit_says(&v, "It is done. Reference: RC-"));
	visit_get(&v, "/activity");
	CHECK(visit_says(&v, "You closed a conversation"));
	visit_get(&v, page);
	visit_golden(&v, "thread-closed");
	visit_get(&v, "/messages");
	visit_golden(&v, "messages");
	CHECK_EVENTS(v.w, "link.sent,portal.session_started,portal.message_sent,portal.message_sent,message.closed");
}

static enum status run_enrol(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_run_once(tx,
			   &(struct query){ "test.operator", "INSERT INTO operator (id, uid, name, roles, added_at) VALUES "
							     "(1, 1, 'ana', 'operator', 0)" },
			   NO_ARGS, NULL);
}

struct answering {
	struct world *w;
	struct message_new q;
	struct thread_row row;
};

static enum status run_answer(struct tx *tx, void *arg)
{
	struct answering *k = arg;

	return service_message_reply(&k->w->u, tx, &k->q, &k->row);
}

static enum status run_nothing(struct tx *tx, void *arg)
{
	(void)tx;
	(void)arg;
	return ST_OK;
}

static void every_page_says_what_is_unread_until_it_was_opened(void **state)
{
	struct visit v = visit_with_link(*state);
	struct answering k = { .w = v.w, .q = { .text = SV("Yes, we are.") } };
	struct thread_page list = { .more = false };
	const char *page;

	visit_answer(&v, "4321");
	visit_get(&v, "/messages/new");
	visit_post(&v, "/messages/new", both(&v, "topic=other&text=Are+you+there%3F"));
	page = arena_print(&v.w->u.arena, SV_FMT, (int)sv_find(v.location, '#'), v.location.p);
	CHECK_OK(world_write(v.w, run_enrol, NULL));
	CHECK_OK(service_message_list(world_look(v.w), v.w->u.snap, &(struct thread_query){ .team = SV_NONE }, &list));
	k.q.thread = list.items.at[0].thread;
	CHECK_OK(world_write(v.w, run_answer, &k));
	visit_get(&v, "/home");
	CHECK(visit_says(&v, "<span class=\"count\">1<span class=\"visually-hidden\"> unread</span></span>"));
	visit_get(&v, page);
	visit_golden(&v, "thread-answered");
	CHECK(!visit_says(&v, "ana"));
	CHECK_OK(writer_do_slow(v.w->shared.writer, "test", &v.w->u.arena, run_nothing, NULL));
	visit_get(&v, "/home");
	CHECK(!visit_says(&v, "class=\"count\""));
}

static void files_come_with_a_message_and_leave_with_it(void **state)
{
	struct visit v = visit_with_link(*state);
	struct visit_file files[] = { { "note.txt", "It was paid in March.\n" }, { "bad.exe", "MZ\x01\x02\x03" } };
	const char *page;
	struct sv path;
	size_t at;

	visit_answer(&v, "4321");
	visit_get(&v, "/messages/new");
	visit_upload(&v, "/messages/new", both(&v, "topic=documents&text=See+the+files"), files, 2);
	CHECK(visit_says(&v, "id=\"files-error\""));
	CHECK(visit_says(&v, ">See the files</textarea>")); /* nothing typed is lost */
	visit_upload(&v, "/messages/new", both(&v, "topic=documents&text=See+the+file"), files, 1);
	CHECK_INT(303, v.status);
	page = arena_print(&v.w->u.arena, SV_FMT, (int)sv_find(v.location, '#'), v.location.p);
	visit_get(&v, page);
	CHECK(visit_says(&v, ">note.txt</a> <span class=\"meta\">1 kB</span>"));
	at = sv_find_sv(v.page, SV("/attachment/"));
	CHECK(at < v.page.n);
	path = sv_from_to(v.page, at, v.page.n);
	path = sv_cut(&path, '"');
	visit_get(&v, sv_z(&v.w->u.arena, path));
	CHECK_SV("It was paid in March.\n", v.page);
}

static enum status run_off(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_run_once(tx,
			   &(struct query){ "test.off", "INSERT INTO setting (name, value, put_at) VALUES "
							"('section.callbacks', 'off', 0), ('section.messages', 'off', 0)" },
			   NO_ARGS, NULL);
}

static void sections_that_are_off_are_unknown(void **state)
{
	static const char *const gets[] = { "/callback", "/callback/CB-AAAAA-AAAAA", "/messages", "/messages/new",
					    "/messages/MS-AAAAA-AAAAA" };
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	visit_get(&v, "/callback");
	visit_post(&v, "/callback", both(&v, GOOD));
	visit_get(&v, "/activity");
	CHECK(visit_says(&v, "href=\"/callback/CB-"));
	CHECK(visit_says(&v, "href=\"/messages\"") && visit_says(&v, "href=\"/callback\""));
	visit_get(&v, "/messages/MS-AAAAA-AAAAA");
	CHECK_INT(404, v.status); /* also where it is on: there is no such conversation */
	CHECK_OK(world_write(v.w, run_off, NULL));
	for (size_t i = 0; i < COUNT(gets); i++) {
		visit_get(&v, gets[i]);
		CHECK_INT(404, v.status);
	}
	visit_get(&v, "/activity");
	CHECK(visit_says(&v, "href=\"/receipt/CB-") && !visit_says(&v, "href=\"/callback/"));
	CHECK(!visit_says(&v, "href=\"/messages\"") && !visit_says(&v, "href=\"/callback\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_call_is_asked_for_shown_and_called_off),
		WORLD_TEST(a_missed_call_is_told_in_plain_words),
		WORLD_TEST(a_conversation_is_begun_read_answered_and_closed),
		WORLD_TEST(every_page_says_what_is_unread_until_it_was_opened),
		WORLD_TEST(files_come_with_a_message_and_leave_with_it),
		WORLD_TEST(sections_that_are_off_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
