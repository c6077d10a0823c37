/* Pages and posts that take work: parked while the pool has them, refused when it is full, written only when the work
 * was good; nobody else waits. Real store, writer and pool. */
#include "tests/support/world.h"

#include <stdatomic.h>

#include "common/clock.h"
#include "common/latch.h"
#include "common/log.h"

#include "server/http/server.h"
#include "server/runtime/pool.h"
#include "server/store/setting.h"

#include "tests/http/client.h"
#include "tests/http/portal_fake.h"

enum { CLIENTS = 32, ROUNDS = 10 };

static struct latch *gate;        /* work waits for it */
static _Atomic int working, wrote;

static enum status work_echo(struct post *p)
{
	struct sv *text = NEW(&p->unit.arena, struct sv);
	struct org org;

	TRY(store_org(p->unit.snap, &p->unit.arena, &org));
	*text = sv_print(&p->unit.arena, SV_FMT " " SV_FMT, SV_ARG(org.organisation), SV_ARG(p->vars[0]));
	p->result = text;
	return ST_OK;
}

static enum status work_gate(struct post *p)
{
	atomic_fetch_add(&working, 1);
	latch_wait(gate, 0, clock_mono_ms() + 30000);
	return work_echo(p);
}

static enum status after_echo(struct web *w, struct post *p)
{
	const struct sv *text = p->result;

	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	say_text(w, 200, *text);
	return ST_OK;
}

static enum status work_form(struct post *p)
{
	const struct fake_form *form = p->form;

	p->result = NEW(&p->unit.arena, struct sv);
	return form->id % 2 ? fail(ST_CONFLICT, "odd ones are refused") : ST_OK;
}

static enum status write_form(struct post *p, struct tx *tx)
{
	(void)tx;
	atomic_fetch_add(&wrote, p->result ? 1 : 1000);
	return ST_OK;
}

static enum status after_form(struct web *w, struct post *p)
{
	if (p->st != ST_OK)
		return fault_carry(&p->fault);
	web_redirect(w, SV("/"));
	return ST_OK;
}

static const struct route routes[] = {
	{ .verb = VERB_GET, .path = "/", .page = page_front },
	{ .verb = VERB_GET, .path = "/echo/:text", .work = work_echo, .after = after_echo },
	{ .verb = VERB_GET, .path = "/gate/:text", .work = work_gate, .after = after_echo },
	{ .verb = VERB_GET, .path = "/home", .guards = SIGNED_IN, .work = work_echo, .after = after_echo },
	{ .verb = VERB_POST, .path = "/form", .form = &fake_record, .work = work_form, .write = write_form,
	  .after = after_form },
};

static const struct http_rooms rooms = { .routes = routes, .n = COUNT(routes), .visitor = fake_visitor,
					 .error = fake_error, .origin = fake_origin_of };

struct door {
	struct http *http;
	char buf[CLIENT_BUF];
};

static void open_door(struct world *w, struct door *d, unsigned workers)
{
	const struct http_config config = { .address = "127.0.0.1", .listeners = 2, .rooms = &rooms,
					    .shared = &w->shared, .limits = { .connections = 300 } };

	gate = latch_new(0);
	atomic_store(&working, 0);
	atomic_store(&wrote, 0);
	CHECK_OK(pool_start(w->shared.store, workers, &w->shared.pool));
	CHECK_OK(http_start(&config, &d->http));
}

static void close_door(struct world *w, struct door *d)
{
	http_stop(d->http);
	pool_stop(w->shared.pool);
	latch_free(gate);
}

static void ask_get(int fd, const char *path)
{
	char text[200];

	snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", path);
	CHECK(client_send(fd, sv_from(text)));
}

static void everyone_gets_his_own_answer(void **state)
{
	struct world *w = *state;
	int clients[CLIENTS];
	struct door d;

	open_door(w, &d, 3);
	for (int i = 0; i < CLIENTS; i++)
		clients[i] = client_connect(http_port(d.http));
	for (int round = 0; round < ROUNDS; round++) {
		char path[40];

		for (int i = 0; i < CLIENTS; i++) {
			snprintf(path, sizeof(path), "/echo/%d-%d", round, i);
			ask_get(clients[i], path);
		}
		for (int i = 0; i < CLIENTS; i++) {
			struct sv got = client_answer(clients[i], d.buf, false);
			char want[60];

			snprintf(want, sizeof(want), "\r\n\r\nQuits %d-%d", round, i);
			CHECK_INT(200, client_status(got));
			CHECK(sv_ends(got, sv_from(want)));
		}
	}
	for (int i = 0; i < CLIENTS; i++)
		close(clients[i]);
	close_door(w, &d);
}

static void work_is_guarded_as_pages_are(void **state)
{
	struct world *w = *state;
	struct door d;
	int fd;

	open_door(w, &d, 1);
	fd = client_connect(http_port(d.http));
	ask_get(fd, "/home");
	CHECK_INT(303, client_status(client_answer(fd, d.buf, false)));
	close(fd);
	close_door(w, &d);
}

static void what_the_work_refuses_is_not_written(void **state)
{
	struct world *w = *state;
	struct door d;
	int fd;

	open_door(w, &d, 2);
	fd = client_connect(http_port(d.http));
	for (int i = 0; i < 6; i++) {
		char text[300];

		snprintf(text, sizeof(text),
			 "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
			 "Content-Length: 4\r\n\r\nid=%d", i + 2);
		CHECK(client_send(fd, sv_from(text)));
		CHECK_INT(i % 2 ? 409 : 303, client_status(client_answer(fd, d.buf, false)));
	}
	CHECK_INT(3, wrote);
	close(fd);
	close_door(w, &d);
}

/* One worker, held at the gate, and a full queue behind it: everybody else is told to come again, pages without work
 * are answered, and those who wait get theirs in the end. */
static void a_full_pool_says_come_again_and_holds_up_no_page(void **state)
{
	struct world *w = *state;
	int first, waiting[POOL_WAITING], late, page;
	int64_t until = clock_mono_ms() + 10000;
	struct door d;
	struct sv got;

	open_door(w, &d, 1);
	first = client_connect(http_port(d.http));
	ask_get(first, "/gate/first");
	while (atomic_load(&working) == 0 && clock_mono_ms() < until)
		;
	for (int i = 0; i < POOL_WAITING; i++) {
		struct http_figures f;

		waiting[i] = client_connect(http_port(d.http));
		ask_get(waiting[i], "/gate/waits");
		do
			http_figures(d.http, &f);
		while (f.parked < i + 2 && clock_mono_ms() < until);
	}
	late = client_connect(http_port(d.http));
	ask_get(late, "/gate/late");
	got = client_answer(late, d.buf, false);
	CHECK_INT(503, client_status(got));
	CHECK(sv_find_sv(got, SV("Retry-After: ")) < got.n);
	page = client_connect(http_port(d.http));
	ask_get(page, "/");
	CHECK_INT(200, client_status(client_answer(page, d.buf, false)));
	latch_raise(gate, 1);
	CHECK_INT(200, client_status(client_answer(first, d.buf, false)));
	for (int i = 0; i < POOL_WAITING; i++) {
		CHECK_INT(200, client_status(client_answer(waiting[i], d.buf, false)));
		close(waiting[i]);
	}
	close(first);
	close(late);
	close(page);
	close_door(w, &d);
}

static void a_client_that_leaves_in_the_middle_harms_nobody(void **state)
{
	struct world *w = *state;
	int64_t until = clock_mono_ms() + 10000;
	struct door d;
	int fd, other;

	open_door(w, &d, 2);
	fd = client_connect(http_port(d.http));
	ask_get(fd, "/gate/gone");
	while (atomic_load(&working) == 0 && clock_mono_ms() < until)
		;
	close(fd);
	latch_raise(gate, 1);
	other = client_connect(http_port(d.http));
	ask_get(other, "/gate/here");
	CHECK_INT(200, client_status(client_answer(other, d.buf, false)));
	close(other);
	close_door(w, &d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(everyone_gets_his_own_answer),
		WORLD_TEST(work_is_guarded_as_pages_are),
		WORLD_TEST(what_the_work_refuses_is_not_written),
		WORLD_TEST(a_full_pool_says_come_again_and_holds_up_no_page),
		WORLD_TEST(a_client_that_leaves_in_the_middle_harms_nobody),
	};

	(void)fake_rooms;
	log_start(2, L_ERROR + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
