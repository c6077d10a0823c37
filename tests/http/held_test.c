/* Answers that are ready but due later (park.c): nothing waits for them but their own client. */
#include "tests/support/check.h"

#include <sched.h>

#include "tests/http/door_world.h"

static int post_slow(struct world *w, long delay)
{
	char body[32], text[256];
	int fd = client_connect(w->port);

	snprintf(body, sizeof(body), "id=%ld", delay);
	snprintf(text, sizeof(text),
	         "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	         "Content-Length: %zu\r\n\r\n%s",
	         strlen(body), body);
	CHECK(client_send(fd, sv_from(text)));
	return fd;
}

static void wait_done(long delay, int times)
{
	while (atomic_load(&fake_done[delay % IDS]) < times)
		sched_yield();
}

static int64_t parked(struct world *w)
{
	struct http_figures f;

	http_figures(w->http, &f);
	return f.parked;
}

static void a_held_answer_is_late_and_nobody_else_waits(void **state)
{
	struct world w;
	int64_t before;
	int fd;

	(void)state;
	open_with(&w, (struct http_limits){ .head = 0 }, 1, false); /* one listener, which both must share */
	before = clock_mono_ms();
	fd = post_slow(&w, 1200);
	wait_done(1200, 1);
	for (int i = 0; i < 20; i++)
		CHECK_INT(200, client_status(ask(&w, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
	CHECK_INT(1, parked(&w)); /* twenty pages later it is still held */
	CHECK_INT(303, client_status(client_answer(fd, w.buf, false)));
	CHECK(clock_mono_ms() - before >= 1200);
	close(fd);
	close_world(&w);
}

static void answers_come_in_the_order_in_which_they_are_due(void **state)
{
	struct world w;
	int late, soon;

	(void)state;
	open_with(&w, (struct http_limits){ .head = 0 }, 1, false);
	late = post_slow(&w, 600000);
	wait_done(600000, 1);
	soon = post_slow(&w, 300);
	CHECK_INT(303, client_status(client_answer(soon, w.buf, false)));
	CHECK_INT(1, parked(&w));
	close(soon);
	http_stop(w.http); /* going down, nothing is held any more: the write was done */
	w.http = NULL;
	CHECK_INT(303, client_status(client_answer(late, w.buf, false)));
	CHECK(client_has(sv_from(w.buf), "Connection: close\r\n"));
	close(late);
	close_world(&w);
}

static void a_client_that_leaves_while_held_harms_nobody(void **state)
{
	struct world w;

	(void)state;
	open_with(&w, (struct http_limits){ .head = 0 }, 1, false);
	for (int i = 0; i < 20; i++)
		close(post_slow(&w, 400));
	wait_done(400, 20);
	CHECK_INT(200, client_status(ask(&w, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
	while (parked(&w))
		sched_yield();
	CHECK_INT(200, client_status(ask(&w, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
	close_world(&w);
}

static void more_than_so_many_are_not_held(void **state)
{
	enum { HELD = 512 };
	struct world w;
	int fds[HELD + 1];

	(void)state;
	open_with(&w, (struct http_limits){ .per_address = HELD + 10, .connections = HELD + 10 }, 1, false);
	for (int i = 0; i < HELD; i++)
		fds[i] = post_slow(&w, 600000);
	while (parked(&w) < HELD)
		sched_yield();
	fds[HELD] = post_slow(&w, 600000);
	CHECK_INT(303, client_status(client_answer(fds[HELD], w.buf, false)));
	http_stop(w.http);
	w.http = NULL;
	for (int i = 0; i < HELD; i++)
		CHECK_INT(303, client_status(client_answer(fds[i], w.buf, false)));
	for (int i = 0; i <= HELD; i++)
		close(fds[i]);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_held_answer_is_late_and_nobody_else_waits),
		cmocka_unit_test(answers_come_in_the_order_in_which_they_are_due),
		cmocka_unit_test(a_client_that_leaves_while_held_harms_nobody),
		cmocka_unit_test(more_than_so_many_are_not_held),
	};

	int failed;

	log_start(2, L_ERROR + 1);
	keys = fake_keys();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	keys_free(keys);
	return failed;
}
