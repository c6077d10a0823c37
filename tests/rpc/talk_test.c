/* Callbacks and messages as operators work them, over the line: who may do what, what is masked, what is done once. */
#include "tests/support/world.h"
#include "tests/support/nng_leak.h"

#include <unistd.h>

#include "protocol/client.h"

#include "server/api/api.h"
#include "server/rpc/server.h"
#include "server/service/callback.h"
#include "server/service/message.h"
#include "server/store/account.h"
#include "server/store/operator.h"

struct line {
	struct world *w;
	struct rpc *rpc;
	struct client *client;
	struct arena arena;
	const char *roles;
};

static enum status run_enrol(struct tx *tx, void *arg)
{
	const struct line *l = arg;
	struct operator_row o = { .operator = 11, .user = SV("ana"), .uid = (int64_t)getuid(),
				  .roles = sv_from(l->roles) };

	return store_operator_add(tx, &o);
}

static void line_open(struct line *l)
{
	struct rpc_config c = { .shared = &l->w->shared, .handlers = api_table };

	CHECK_OK(world_write(l->w, run_enrol, l));
	rpc_defaults(&c);
	c.url = arena_print(&l->arena, "inproc://talk-test-%d", (int)getpid());
	c.workers = 1;
	c.calls = 4;
	CHECK_OK(rpc_start(&c, &l->rpc));
	CHECK_OK(client_open(c.url, &l->client));
}

static void line_close(struct line *l)
{
	client_close(l->client);
	rpc_stop(l->rpc);
	arena_free(&l->arena);
}

static enum status call(struct line *l, enum method_id m, const void *in, void *out)
{
	return client_call(l->client, m, in, out, &l->arena, NULL);
}

static enum status run_ask(struct tx *tx, void *arg)
{
	struct line *l = arg;
	struct view_callback_form form = { .frame = NULL };
	struct view_thread_form words = { .frame = NULL };
	struct callback_ask q = { .session = 7, .account = SV("A-1"), .window = SV("2026-03-11T09:00:00Z"),
				  .number = SV("other"), .other_number = SV("+44 20 7946 0123"), .topic = SV("payment") };
	struct message_ask m = { .session = 7, .topic = SV("hardship"), .text = SV("I lost my job") };
	struct account_core c;
	struct sv reference;

	TRY(store_account_core(tx_look(tx), SV("A-1"), &c, tx->arena));
	q.contact = m.contact = c.contact;
	TRY(service_callback_form(&l->w->u, tx_look(tx), &q, &form));
	TRY(service_thread_form(&l->w->u, tx_look(tx), &m, &words));
	q.form_id = form.form_id;
	m.form_id = words.form_id;
	TRY(service_callback_ask(&l->w->u, tx, &q, &reference));
	return service_thread_start(&l->w->u, tx, &m, &reference);
}

static struct line with_roles(struct world *w, const char *roles)
{
	struct line l = { .w = w, .roles = roles };

	make_account(w, .name = "Maria Sample");
	CHECK_OK(world_write(w, run_ask, &l));
	line_open(&l);
	return l;
}

static void an_operator_takes_a_call_and_answers_a_message(void **state)
{
	struct line l = with_roles(*state, "operator");
	struct callback_page calls = { .more = false };
	struct thread_page threads = { .more = false };
	struct thread_detail detail = { .thread = NULL };
	struct callback_row call_row;
	struct thread_row row;

	CHECK_OK(call(&l, M_callback_list, &(struct callback_query){ .limit = 0 }, &calls));
	CHECK_INT(1, calls.items.n);
	CHECK_SV("+442079460123", calls.items.at[0].number);
	CHECK_OK(call(&l, M_callback_take, &(struct callback_ref){ calls.items.at[0].callback }, &call_row));
	CHECK_SV("ana", call_row.taken_by);
	CHECK_OK(call(&l, M_callback_done, &(struct callback_end){ .callback = call_row.callback, .note = SV("pays on Friday\nin cash") },
		      &call_row));
	CHECK_SV("pays on Friday\nin cash", call_row.note);
	CHECK_OK(call(&l, M_message_list, &(struct thread_query){ .unread = true }, &threads));
	CHECK_INT(1, threads.items.n);
	row = threads.items.at[0];
	CHECK_OK(call(&l, M_message_show, &(struct thread_ref){ row.thread }, &detail));
	CHECK_SV("I lost my job", detail.messages.at[0].text);
	CHECK_OK(call(&l, M_message_note, &(struct message_new){ row.thread, SV("be kind") }, &row));
	CHECK_OK(call(&l, M_message_reply, &(struct message_new){ row.thread, SV("We are sorry.\nLet us talk.") }, &row));
	CHECK_INT(THREAD_ANSWERED, row.state);
	CHECK_OK(call(&l, M_message_list, &(struct thread_query){ .unread = true }, &threads));
	CHECK_INT(0, threads.items.n);
	CHECK_OK(call(&l, M_message_close, &(struct thread_ref){ row.thread }, &row));
	CHECK_EVENTS(l.w, "portal.callback_requested,portal.message_sent,account.viewed,callback.taken,callback.done,account.viewed,"
			  "message.noted,message.replied,message.closed");
	line_close(&l);
}

static void a_viewer_sees_lists_without_names_numbers_and_words_and_changes_nothing(void **state)
{
	struct line l = with_roles(*state, "viewer");
	struct callback_page calls = { .more = false };
	struct thread_page threads = { .more = false };
	struct thread_detail detail = { .thread = NULL };
	struct callback_row row;
	struct thread_row thread;

	CHECK_OK(call(&l, M_callback_list, &(struct callback_query){ .limit = 0 }, &calls));
	CHECK_SV("+***23", calls.items.at[0].number);
	CHECK_SV("M***", calls.items.at[0].contact_name);
	CHECK_OK(call(&l, M_message_list, &(struct thread_query){ .limit = 0 }, &threads));
	CHECK_OK(call(&l, M_message_show, &(struct thread_ref){ threads.items.at[0].thread }, &detail));
	CHECK_SV("I***", detail.messages.at[0].text);
	CHECK_STATUS(ST_FORBIDDEN, call(&l, M_callback_take, &(struct callback_ref){ calls.items.at[0].callback }, &row));
	CHECK_STATUS(ST_FORBIDDEN, call(&l, M_callback_cancel, &(struct callback_end){ .callback = calls.items.at[0].callback }, &row));
	CHECK_STATUS(ST_FORBIDDEN,
		     call(&l, M_message_reply, &(struct message_new){ threads.items.at[0].thread, SV("Hello") }, &thread));
	CHECK_STATUS(ST_FORBIDDEN, call(&l, M_message_read, &(struct thread_ref){ threads.items.at[0].thread }, &thread));
	CHECK_EVENTS(l.w, "portal.callback_requested,portal.message_sent");
	line_close(&l);
}

static void a_reply_sent_again_with_its_id_is_written_once(void **state)
{
	struct line l = with_roles(*state, "operator");
	struct thread_page threads = { .more = false };
	unsigned char id[FRAME_ID];
	struct call_options how = { .id = id };
	struct message_new q = { .text = SV("Hello") };
	struct thread_row row;

	client_make_id(id);
	CHECK_OK(call(&l, M_message_list, &(struct thread_query){ .limit = 0 }, &threads));
	q.thread = threads.items.at[0].thread;
	CHECK_OK(client_call(l.client, M_message_reply, &q, &row, &l.arena, &how));
	CHECK_OK(client_call(l.client, M_message_reply, &q, &row, &l.arena, &how));
	CHECK_INT(2, row.messages);
	CHECK_STATUS(ST_NOT_FOUND, call(&l, M_message_reply, &(struct message_new){ 4711, SV("Hello") }, &row));
	CHECK_STATUS(ST_NOT_FOUND, call(&l, M_message_show, &(struct thread_ref){ 4711 }, &(struct thread_detail){ .thread = NULL }));
	line_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_operator_takes_a_call_and_answers_a_message),
		WORLD_TEST(a_viewer_sees_lists_without_names_numbers_and_words_and_changes_nothing),
		WORLD_TEST(a_reply_sent_again_with_its_id_is_written_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
