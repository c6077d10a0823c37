/* client.c against a peer made here from nng's rep socket over inproc://. The peer's behaviour is a
 * function per test; it runs in its own thread and every wait in it is an event, never a time. */
#include "tests/support/nng_leak.h"
#include "common/clock.h"

#include "protocol/client.h"

#include "tests/protocol/peer.h"

enum { FOREVER_MS = 20000 };

static void answer_link(struct peer *p, const struct call *call, struct buf *out)
{
	struct link_new in;
	struct link_sent sent = { .link = 7, .channel = CHANNEL_SMS, .state = LINK_HELD };

	(void)p;
	if (wire_unpack(call->params, &link_new_record, &in, out->arena, true) != ST_OK)
		return;
	sent.account = in.account;
	sent.until = in.hold;
	say(call, out, ST_OK, "", &link_sent_record, &sent);
}

static void answer_not_found(struct peer *p, const struct call *call, struct buf *out)
{
	(void)p;
	say(call, out, ST_NOT_FOUND, "account: no account has the number 99", NULL, NULL);
}

static void answer_conflict(struct peer *p, const struct call *call, struct buf *out)
{
	(void)p;
	say(call, out, ST_CONFLICT, "link 5: it is used already", NULL, NULL);
}

static void answer_nothing(struct peer *p, const struct call *call, struct buf *out)
{
	(void)p;
	(void)call;
	(void)out;
}

static void answer_noise(struct peer *p, const struct call *call, struct buf *out)
{
	(void)p;
	(void)call;
	buf_z(out, "\x93\x01\xC1");
}

static void answer_another(struct peer *p, const struct call *call, struct buf *out)
{
	struct call other = *call;

	(void)p;
	other.id = sv_from("0123456789abcdef");
	say(&other, out, ST_OK, "", &link_sent_record, &(struct link_sent){ .link = 1 });
}

static const struct link_new a_link = { .account = SV_CONST("1042"),
	                                .channel = CHANNEL_SMS,
	                                .hold = 5000 };

static void an_answer_comes_back_as_the_methods_record(void **state)
{
	struct peer p = make_peer("answer");
	struct arena a = ARENA_INIT;
	struct link_sent out;
	struct client *c;

	(void)state;
	peer_open(&p, answer_link);
	CHECK_OK(client_open(p.url, &c));
	for (int i = 0; i < 50; i++) {
		CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, NULL));
		CHECK_INT(7, out.link);
		CHECK_SV("1042", out.account);
		CHECK_INT(5000, out.until);
		CHECK_INT(LINK_HELD, out.state);
	}
	CHECK(client_connected(c));
	client_close(c);
	peer_close(&p);
	CHECK_SV("1042", out.account); /* in the caller's arena: outlives the connection */
	arena_free(&a);
}

static void a_failure_carries_the_servers_status_field_and_words(void **state)
{
	struct peer p = make_peer("failure");
	struct arena a = ARENA_INIT;
	struct link_sent out;
	struct link_row row;
	struct client *c;

	(void)state;
	peer_open(&p, answer_not_found);
	CHECK_OK(client_open(p.url, &c));
	CHECK_FAULT(ST_NOT_FOUND, "account", "no account has the number 99",
	            client_call(c, M_link_send, &a_link, &out, &a, NULL));
	p.answer = answer_conflict;
	CHECK_FAULT(ST_CONFLICT, "", "link 5: it is used already",
	            client_call(c, M_link_revoke, &(struct link_ref){ 5 }, &row, &a, NULL));
	client_close(c);
	peer_close(&p);
	arena_free(&a);
}

static void without_a_server_a_call_is_unavailable_within_its_time(void **state)
{
	struct peer p = make_peer("nobody");
	struct arena a = ARENA_INIT;
	struct call_options how = { .timeout_ms = 100 };
	struct link_sent out;
	struct client *c;
	int64_t began;

	(void)state;
	CHECK_OK(client_open(p.url, &c));
	began = clock_mono_ms();
	CHECK_STATUS(ST_UNAVAILABLE, client_call(c, M_link_send, &a_link, &out, &a, &how));
	CHECK(clock_mono_ms() - began >= 90 && clock_mono_ms() - began < FOREVER_MS);
	CHECK(!client_connected(c));
	client_close(c);
	arena_free(&a);
}

static void a_call_that_was_sent_and_not_answered_is_uncertain(void **state)
{
	struct peer p = make_peer("silent");
	struct arena a = ARENA_INIT;
	struct call_options how = { .timeout_ms = 300 };
	struct link_sent out;
	struct client *c;

	(void)state;
	peer_open(&p, answer_nothing);
	CHECK_OK(client_open(p.url, &c));
	CHECK_STATUS(ST_UNCERTAIN, client_call(c, M_link_send, &a_link, &out, &a, &how));
	CHECK_INT(1, p.heard);
	p.answer = answer_link; /* the slot works again */
	CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, NULL));
	client_close(c);
	peer_close(&p);
	arena_free(&a);
}

static void an_answer_that_cannot_be_trusted_is_not_taken(void **state)
{
	struct peer p = make_peer("noise");
	struct arena a = ARENA_INIT;
	struct link_sent out;
	struct link_page page;
	struct client *c;

	(void)state;
	peer_open(&p, answer_noise);
	CHECK_OK(client_open(p.url, &c));
	CHECK_STATUS(ST_UNCERTAIN, client_call(c, M_link_send, &a_link, &out, &a, NULL));
	CHECK_STATUS(ST_INTERNAL,
	             client_call(c, M_link_list, &(struct link_query){ 0 }, &page, &a, NULL));
	p.answer = answer_another;
	CHECK_FAULT(ST_UNCERTAIN, "", "another call",
	            client_call(c, M_link_send, &a_link, &out, &a, NULL));
	client_close(c);
	peer_close(&p);
	arena_free(&a);
}

static void a_given_id_is_sent_and_otherwise_each_call_has_its_own(void **state)
{
	struct peer p = make_peer("ids");
	struct arena a = ARENA_INIT;
	struct call_options how = { .id = (const unsigned char *)"ABCDEFGHIJKLMNOP" };
	struct link_sent out;
	struct client *c;

	(void)state;
	peer_open(&p, answer_link);
	CHECK_OK(client_open(p.url, &c));
	CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, &how));
	CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, NULL));
	CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, NULL));
	assert_memory_equal(p.ids[0], "ABCDEFGHIJKLMNOP", FRAME_ID);
	CHECK(memcmp(p.ids[1], p.ids[2], FRAME_ID) != 0);
	client_close(c);
	peer_close(&p);
	arena_free(&a);
}

static void a_request_over_64_kib_is_refused_before_it_is_sent(void **state)
{
	struct peer p = make_peer("large");
	struct arena a = ARENA_INIT;
	struct book_report out;
	struct client *c;
	struct book_chunk in = { .import = 1 };

	(void)state;
	peer_open(&p, answer_nothing);
	CHECK_OK(client_open(p.url, &c));
	in.data = sv_of(arena_alloc(&a, WIRE_REQUEST_MAX), WIRE_REQUEST_MAX);
	CHECK_STATUS(ST_LIMIT, client_call(c, M_book_chunk, &in, &out, &a, NULL));
	CHECK_INT(0, p.heard);
	client_close(c);
	peer_close(&p);
	arena_free(&a);
}

/* Replies of client_start. */

struct inbox {
	struct latch *came;
	_Atomic int n;
	_Atomic(struct reply *) at[128];
};

static void arrived(void *arg, struct reply *r)
{
	struct inbox *in = arg;
	int i = atomic_fetch_add(&in->n, 1);

	in->at[i] = r;
	latch_raise(in->came, i + 1);
}

static void started_calls_are_answered_through_done(void **state)
{
	struct peer p = make_peer("start");
	struct inbox in = { .came = latch_new(0) };
	struct client *c;

	(void)state;
	peer_open(&p, answer_link);
	CHECK_OK(client_open(p.url, &c));
	for (int i = 0; i < 40; i++)
		client_start(c, M_link_send, &a_link, NULL, arrived, &in);
	for (int i = 0; i < 40; i++)
		CHECK(latch_wait(in.came, i, clock_mono_ms() + FOREVER_MS) > i);
	client_close(c);
	for (int i = 0; i < 40; i++) {
		struct reply *r = in.at[i];
		struct link_sent *sent = r->out;

		CHECK_STATUS(ST_OK, r->status);
		CHECK_INT(M_link_send, r->method);
		CHECK_SV("1042", sent->account);
		reply_free(r);
	}
	latch_free(in.came);
	peer_close(&p);
}

static void more_calls_than_slots_fail_at_once_and_undone(void **state)
{
	struct peer p = make_peer("slots");
	struct inbox in = { .came = latch_new(0) };
	struct client *c;
	int refused = 0;

	(void)state;
	CHECK_OK(client_open(p.url, &c)); /* nobody listens: calls stay under way */
	for (int i = 0; i < 70; i++)
		client_start(c, M_link_send, &a_link, NULL, arrived, &in);
	CHECK_INT(6, in.n);
	client_close(c);
	CHECK_INT(70, in.n);
	for (int i = 0; i < 70; i++) {
		struct reply *r = in.at[i];

		CHECK_STATUS(ST_UNAVAILABLE, r->status);
		refused += sv_find_sv(r->fault, SV("under way already")) < r->fault.n;
		reply_free(r);
	}
	CHECK_INT(6, refused);
	latch_free(in.came);
}

static void closing_ends_a_sent_call_as_uncertain(void **state)
{
	struct peer p = make_peer("closing");
	struct inbox in = { .came = latch_new(0) };
	struct client *c;

	(void)state;
	peer_open(&p, answer_nothing);
	CHECK_OK(client_open(p.url, &c));
	client_start(c, M_link_send, &a_link, NULL, arrived, &in);
	CHECK(latch_wait(p.told, 0, clock_mono_ms() + FOREVER_MS) > 0);
	CHECK_INT(0, in.n);
	client_close(c);
	CHECK_INT(1, in.n);
	CHECK_STATUS(ST_UNCERTAIN, in.at[0]->status);
	reply_free(in.at[0]);
	latch_free(in.came);
	peer_close(&p);
}

/* The connection's comings and goings, and what becomes of calls over them. */

struct watch {
	struct latch *changed;
	_Atomic int ups, downs;
};

static void watched(void *arg, bool up)
{
	struct watch *w = arg;

	if (up)
		w->ups++;
	else
		w->downs++;
	latch_raise(w->changed, w->ups + w->downs);
}

static void a_call_outlives_a_restart_of_the_server(void **state)
{
	struct peer p = make_peer("restart"), q = make_peer("restart");
	struct watch w = { .changed = latch_new(0) };
	struct inbox in = { .came = latch_new(0) };
	struct arena a = ARENA_INIT;
	struct link_sent out;
	struct client *c;

	(void)state;
	peer_open(&p, answer_nothing);
	CHECK_OK(client_open_watched(p.url, watched, &w, &c));
	client_start(c, M_link_send, &a_link, NULL, arrived, &in);
	CHECK(latch_wait(p.told, 0, clock_mono_ms() + FOREVER_MS) > 0);
	peer_close(&p);
	CHECK(latch_wait(w.changed, 1, clock_mono_ms() + FOREVER_MS) > 1);
	CHECK_INT(1, w.downs);
	peer_open(&q, answer_link);
	/* the broken call ends one way or the other, with the same id if it was sent anew */
	CHECK(latch_wait(in.came, 0, clock_mono_ms() + FOREVER_MS) > 0);
	CHECK(in.at[0]->status == ST_OK || in.at[0]->status == ST_UNCERTAIN);
	if (in.at[0]->status == ST_OK)
		assert_memory_equal(p.ids[0], q.ids[0], FRAME_ID);
	reply_free(in.at[0]);
	CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, NULL));
	CHECK(latch_wait(w.changed, 2, clock_mono_ms() + FOREVER_MS) > 2); /* that is told by another thread */
	CHECK_INT(2, w.ups);
	client_close(c);
	peer_close(&q);
	latch_free(in.came);
	latch_free(w.changed);
	arena_free(&a);
}

static void an_url_that_is_none_is_refused_at_once(void **state)
{
	struct client *c;

	(void)state;
	CHECK_STATUS(ST_UNAVAILABLE, client_open("nonsense:/x", &c));
}

static void dialling_now_says_at_once_whether_somebody_listens(void **state)
{
	struct peer p = make_peer("now");
	int64_t began = clock_mono_ms();
	struct arena a = ARENA_INIT;
	struct link_sent out;
	struct client *c;

	(void)state;
	CHECK_STATUS(ST_UNAVAILABLE, client_open_now(p.url, &c));
	CHECK_STATUS(ST_UNAVAILABLE, client_open_now("ipc:///nonexistent/rpc.sock", &c));
	CHECK(clock_mono_ms() - began < 300);
	peer_open(&p, answer_link);
	CHECK_OK(client_open_now(p.url, &c));
	CHECK_OK(client_call(c, M_link_send, &a_link, &out, &a, NULL));
	client_close(c);
	peer_close(&p);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_comes_back_as_the_methods_record),
		cmocka_unit_test(a_failure_carries_the_servers_status_field_and_words),
		cmocka_unit_test(without_a_server_a_call_is_unavailable_within_its_time),
		cmocka_unit_test(a_call_that_was_sent_and_not_answered_is_uncertain),
		cmocka_unit_test(an_answer_that_cannot_be_trusted_is_not_taken),
		cmocka_unit_test(a_given_id_is_sent_and_otherwise_each_call_has_its_own),
		cmocka_unit_test(a_request_over_64_kib_is_refused_before_it_is_sent),
		cmocka_unit_test(started_calls_are_answered_through_done),
		cmocka_unit_test(more_calls_than_slots_fail_at_once_and_undone),
		cmocka_unit_test(closing_ends_a_sent_call_as_uncertain),
		cmocka_unit_test(a_call_outlives_a_restart_of_the_server),
		cmocka_unit_test(an_url_that_is_none_is_refused_at_once),
		cmocka_unit_test(dialling_now_says_at_once_whether_somebody_listens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
