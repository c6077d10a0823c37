/* The operators' door: real client, real server, inproc. Parking, waking, limits, roles, ids. */
#include "tests/support/world.h"
#include "tests/support/nng_leak.h"

#include <unistd.h>

#include "common/clock.h"
#include "common/queue.h"

#include "protocol/client.h"

#include "server/api/api.h"
#include "server/engine/engine.h"
#include "server/rpc/server.h"
#include "server/service/event.h"
#include "server/store/operator.h"

struct door {
	struct world *w;
	struct rpc *rpc;
	struct client *client;
	const char *url;
	struct arena arena;
};

struct enrolling {
	const char *roles;
};

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = 11, .user = SV("ana"), .uid = (int64_t)getuid(),
				  .roles = sv_from(((struct enrolling *)arg)->roles) };

	return store_operator_add(tx, &o);
}

static struct door open_door(struct world *w, const char *roles, size_t park_most)
{
	static int n;
	struct door d = { .w = w };
	struct rpc_config c = { .shared = &w->shared, .handlers = api_table };
	struct enrolling e = { roles };

	if (roles)
		CHECK_OK(world_write(w, run_enrol, &e));
	rpc_defaults(&c);
	c.url = arena_print(&w->u.arena, "inproc://rpc-test-%d-%d", (int)getpid(), ++n);
	c.workers = 2;
	c.park_most = park_most;
	c.calls = 8;
	CHECK_OK(rpc_start(&c, &d.rpc));
	d.url = c.url;
	CHECK_OK(client_open(c.url, &d.client));
	return d;
}

static void close_door(struct door *d)
{
	client_close(d->client);
	rpc_stop(d->rpc);
	arena_free(&d->arena);
}

static enum status call(struct door *d, enum method_id m, const void *in, void *out)
{
	return client_call(d->client, m, in, out, &d->arena, NULL);
}

static void an_enrolled_user_is_greeted_with_their_roles(void **state)
{
	struct door d = open_door(*state, "operator,admin", 4);
	struct nothing none = {};
	struct hello h;

	CHECK_OK(call(&d, M_system_hello, &none, &h));
	CHECK_SV("ana", h.user);
	CHECK_SV("operator,admin", h.roles);
	close_door(&d);
}

static void an_unknown_user_is_refused_and_told_how_to_be_enrolled(void **state)
{
	struct door d = open_door(*state, NULL, 4);
	struct nothing none = {};
	struct hello h;

	CHECK_STATUS(ST_UNAUTHENTICATED, call(&d, M_system_hello, &none, &h));
	CHECK(strstr(fault_last()->text, "operator.add"));
	close_door(&d);
}

static void a_role_may_only_what_the_table_says(void **state)
{
	struct door d = open_door(*state, "viewer", 4);
	struct setting_put put = { .name = SV("link.tries"), .value = SV("3") };
	struct link_new send = { .account = SV("A-1"), .channel = CHANNEL_EMAIL };
	struct account_ref ref = { .account = SV("A-1") };
	struct account_detail detail;
	struct account_page found;
	struct setting_row row;
	struct link_sent sent;

	make_account(d.w, .number = "A-1", .name = "Maria Sample", .email = "maria@example.org");
	CHECK_STATUS(ST_FORBIDDEN, call(&d, M_setting_put, &put, &row));
	CHECK(strstr(fault_last()->text, "admin"));
	CHECK_STATUS(ST_FORBIDDEN, call(&d, M_link_send, &send, &sent));
	CHECK_OK(call(&d, M_account_show, &ref, &detail));
	CHECK_SV("M***", detail.contact_name);
	CHECK_SV("m***@example.org", detail.email);
	CHECK_OK(call(&d, M_account_find, &(struct account_query){ .text = SV("a-1") }, &found));
	CHECK_INT(1, found.items.n);
	CHECK_OK(call(&d, M_account_find, &(struct account_query){ .text = SV("maria") }, &found));
	CHECK_INT(0, found.items.n); /* or a search would spell out what is masked */
	CHECK_EVENTS(d.w, "");
	close_door(&d);
}

static void who_may_send_may_ask_beforehand_and_is_shown_no_more_than_his_role_allows(void **state)
{
	struct door d = open_door(*state, "agent", 4);
	struct link_preflight_query q = { .account = SV("A-1"), .channel = CHANNEL_WHATSAPP };
	struct link_preflight p;

	make_account(d.w, .number = "A-1", .name = "Maria Sample");
	CHECK_OK(call(&d, M_link_preflight, &q, &p));
	CHECK(!p.may);
	CHECK_SV("channel: the contact has no address for whatsapp", p.reason);
	CHECK_SV("M***", p.contact_name);
	close_door(&d);
}

static void who_may_not_send_may_not_ask_either(void **state)
{
	struct door d = open_door(*state, "viewer,auditor", 4);
	struct link_preflight p;

	make_account(d.w, .number = "A-1");
	CHECK_STATUS(ST_FORBIDDEN, call(&d, M_link_preflight, &(struct link_preflight_query){ .account = SV("A-1") }, &p));
	close_door(&d);
}

static void a_command_repeated_with_its_id_is_done_once(void **state)
{
	struct door d = open_door(*state, "admin", 4);
	struct setting_put put = { .name = SV("link.tries"), .value = SV("3") };
	unsigned char id[FRAME_ID] = "an id of 16 byte";
	struct call_options how = { .id = id };
	struct setting_row row;

	CHECK_OK(client_call(d.client, M_setting_put, &put, &row, &d.arena, &how));
	CHECK_OK(client_call(d.client, M_setting_put, &put, &row, &d.arena, &how));
	CHECK_SV("3", row.value);
	CHECK_EVENTS(d.w, "setting.changed");
	put.value = SV("4");
	CHECK_STATUS(ST_CONFLICT, client_call(d.client, M_setting_put, &put, &row, &d.arena, &how));
	CHECK_EVENTS(d.w, "setting.changed");
	close_door(&d);
}

static enum status run_tell(struct tx *tx, void *arg)
{
	(void)arg;
	return tx_tell(tx, E_setting_changed, 0, 0, SV("ana"), NULL);
}

struct got { /* answers of parked calls, handed over by nng's threads */
	struct qlink link;
	struct reply *reply;
};

static void hand_over(void *arg, struct reply *r)
{
	struct got *g = mem_new(sizeof(*g));

	g->reply = r;
	if (!queue_push(arg, &g->link)) {
		reply_free(r);
		mem_free(g);
	}
}

static size_t events_in(struct queue *q)
{
	struct got *g = (struct got *)queue_take_until(q, clock_mono_ms() + 20000);
	struct feed_page *page;
	size_t n;

	CHECK(g);
	CHECK_INT(ST_OK, g->reply->status);
	page = g->reply->out;
	n = page->items.n;
	reply_free(g->reply);
	mem_free(g);
	return n;
}

static void forget(struct queue *q) /* an answer that says the line was cut */
{
	struct got *g = (struct got *)queue_take_until(q, clock_mono_ms() + 20000);

	CHECK(g);
	CHECK(g->reply->status != ST_OK);
	reply_free(g->reply);
	mem_free(g);
}

static void a_parked_reader_is_answered_when_something_happens(void **state)
{
	struct door d = open_door(*state, "admin", 64);
	struct feed_query q = { .wait = 30000 };
	struct queue *answers = queue_new(100);
	struct nothing none = {};
	struct health h = { .parked = 0 };

	for (int i = 0; i < 50; i++)
		client_start(d.client, M_feed_read, &q, NULL, hand_over, answers);
	while (h.parked < 50) /* an ordinary call is served meanwhile */
		CHECK_OK(call(&d, M_health_show, &none, &h));
	CHECK_OK(world_write(d.w, run_tell, NULL));
	for (int i = 0; i < 50; i++)
		CHECK_INT(1, events_in(answers));
	close_door(&d);
	queue_free(answers);
}

static void a_reader_beyond_the_limit_is_answered_empty_at_once(void **state)
{
	struct door d = open_door(*state, "admin", 3);
	struct feed_query q = { .wait = 30000 };
	struct queue *answers = queue_new(100);

	for (int i = 0; i < 5; i++)
		client_start(d.client, M_feed_read, &q, NULL, hand_over, answers);
	CHECK_INT(0, events_in(answers));
	CHECK_INT(0, events_in(answers));
	CHECK_OK(world_write(d.w, run_tell, NULL));
	for (int i = 0; i < 3; i++)
		CHECK_INT(1, events_in(answers));
	close_door(&d);
	queue_free(answers);
}

static void a_wait_that_ends_answers_empty(void **state)
{
	struct door d = open_door(*state, "admin", 4);
	struct feed_query q = { .wait = 50 };
	struct feed_page page;

	CHECK_OK(call(&d, M_feed_read, &q, &page));
	CHECK_INT(0, page.items.n);
	close_door(&d);
}

static void parked_readers_get_an_answer_when_the_server_stops(void **state)
{
	struct door d = open_door(*state, "admin", 16);
	struct feed_query q = { .wait = 30000 };
	struct queue *answers = queue_new(100);
	struct nothing none = {};
	struct health h = { .parked = 0 };

	for (int i = 0; i < 10; i++)
		client_start(d.client, M_feed_read, &q, NULL, hand_over, answers);
	while (h.parked < 10)
		CHECK_OK(call(&d, M_health_show, &none, &h));
	rpc_stop(d.rpc);
	for (int i = 0; i < 10; i++)
		CHECK_INT(0, events_in(answers));
	client_close(d.client);
	arena_free(&d.arena);
	queue_free(answers);
}

static void readers_that_die_leave_their_places_to_others(void **state)
{
	struct door d = open_door(*state, "admin", 16);
	struct nothing none = {};
	struct health h = { .parked = 0 };

	for (int round = 0; round < 6; round++) { /* six times as many as there are places */
		struct queue *lost = queue_new(100);
		struct feed_query q = { .wait = 30000 };
		struct client *dies;

		CHECK_OK(client_open(d.url, &dies));
		for (int i = 0; i < 16; i++)
			client_start(dies, M_feed_read, &q, NULL, hand_over, lost);
		do
			CHECK_OK(call(&d, M_health_show, &none, &h));
		while (h.parked < 16);
		client_close(dies);
		for (int i = 0; i < 16; i++)
			forget(lost);
		do
			CHECK_OK(call(&d, M_health_show, &none, &h));
		while (h.parked > 0);
		queue_free(lost);
	}
	close_door(&d);
}

static void feed_filters_name_the_kind_that_does_not_exist(void **state)
{
	struct door d = open_door(*state, "admin", 4);
	struct feed_query q = { .kinds = SV("setting.changed,portal.nonsense") };
	struct feed_page page;

	CHECK_FAULT(ST_INVALID, "kinds", "portal.nonsense", call(&d, M_feed_read, &q, &page));
	CHECK_OK(world_write(d.w, run_tell, NULL));
	q.kinds = SV("setting.changed");
	CHECK_OK(call(&d, M_feed_read, &q, &page));
	CHECK_INT(1, page.items.n);
	CHECK_INT(1, page.next);
	q.kinds = SV("link.sent");
	CHECK_OK(call(&d, M_feed_read, &q, &page));
	CHECK_INT(0, page.items.n);
	CHECK_INT(1, page.next);
	close_door(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_enrolled_user_is_greeted_with_their_roles),
		WORLD_TEST(an_unknown_user_is_refused_and_told_how_to_be_enrolled),
		WORLD_TEST(a_role_may_only_what_the_table_says),
		WORLD_TEST(who_may_send_may_ask_beforehand_and_is_shown_no_more_than_his_role_allows),
		WORLD_TEST(who_may_not_send_may_not_ask_either),
		WORLD_TEST(a_command_repeated_with_its_id_is_done_once),
		WORLD_TEST(a_parked_reader_is_answered_when_something_happens),
		WORLD_TEST(a_reader_beyond_the_limit_is_answered_empty_at_once),
		WORLD_TEST(a_wait_that_ends_answers_empty),
		WORLD_TEST(parked_readers_get_an_answer_when_the_server_stops),
		WORLD_TEST(readers_that_die_leave_their_places_to_others),
		WORLD_TEST(feed_filters_name_the_kind_that_does_not_exist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
