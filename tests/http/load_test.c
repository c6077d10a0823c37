/* The door under many connections: every request is answered exactly once, every answer 303 is in
 * the store exactly once, also when the door is stopped in the middle. Each request has an identity
 * of its own. The client is one thread with epoll; 512 connections in one turn is what stalled the
 * library's own thread. */
#include "tests/support/check.h"

#include <sys/epoll.h>

#include "common/log.h"

#include "server/http/server.h"

#include "tests/http/client.h"
#include "tests/http/fakes.h"
#include "tests/http/portal_fake.h"

enum { CONNS_MAX = 512, ANSWER_MAX = 4096 };

struct talk { /* one connection of the client */
	int fd;
	int64_t id; /* of the post under way; -1: a GET */
	bool waiting, closed;
	size_t n;
	char in[ANSWER_MAX];
};

struct load {
	int port, epoll;
	unsigned conns, every; /* each `every`th request is a POST */
	int64_t total;         /* requests to send; 0: until the door says close */
	int64_t next_id, sent, answered, posted, doubled, lost;
	unsigned char told[IDS]; /* 303 seen for this identity */
	_Atomic int64_t progress;
	struct talk talks[CONNS_MAX];
};

static struct keys *keys;

static bool may_send(const struct load *l)
{
	return l->next_id < IDS - CONNS_MAX && (l->total == 0 || l->sent < l->total);
}

static void talk_close(struct load *l, struct talk *t)
{
	if (t->waiting)
		l->lost++;
	t->waiting = false;
	t->closed = true;
	close(t->fd);
}

static void talk_send(struct load *l, struct talk *t)
{
	char text[300], body[32];

	if (!may_send(l)) {
		talk_close(l, t);
		return;
	}
	t->id = -1;
	if (l->sent % l->every == 0) {
		t->id = l->next_id++;
		snprintf(body, sizeof(body), "id=%" PRId64, t->id);
		snprintf(text, sizeof(text),
		         "POST /open HTTP/1.1\r\nHost: a\r\nContent-Type: "
		         "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
		         strlen(body), body);
	} else {
		snprintf(text, sizeof(text), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	}
	t->n = 0;
	t->waiting = true;
	if (!client_send(t->fd, sv_from(text))) {
		t->waiting = false; /* the door was closed before this was sent */
		talk_close(l, t);
		return;
	}
	l->sent++;
}

static void talk_answer(struct load *l, struct talk *t, struct sv got)
{
	int status = client_status(got);

	l->answered++;
	atomic_fetch_add(&l->progress, 1);
	t->waiting = false;
	if (t->id >= 0 && status == 303) {
		l->told[t->id]++;
		l->posted++;
	} else if (t->id < 0 && status != 200) {
		l->doubled++; /* an answer that belongs to another request */
	}
	if (client_has(got, "Connection: close\r\n"))
		talk_close(l, t);
	else
		talk_send(l, t);
}

static void talk_read(struct load *l, struct talk *t)
{
	ssize_t n = recv(t->fd, t->in + t->n, sizeof(t->in) - t->n, MSG_DONTWAIT);
	size_t whole;

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		talk_close(l, t);
		return;
	}
	t->n += (size_t)n;
	whole = client_whole(sv_of(t->in, t->n), false);
	if (whole == 0)
		return;
	if (whole != t->n)
		l->doubled++; /* more than was asked for */
	talk_answer(l, t, sv_of(t->in, whole));
}

static unsigned open_talks(const struct load *l)
{
	unsigned n = 0;

	for (unsigned i = 0; i < l->conns; i++)
		n += !l->talks[i].closed;
	return n;
}

static void *load_run(void *arg)
{
	struct load *l = arg;
	struct epoll_event events[64];

	for (unsigned i = 0; i < l->conns; i++)
		talk_send(l, &l->talks[i]);
	while (open_talks(l) > 0) {
		int n = epoll_wait(l->epoll, events, COUNT(events), 10000);

		if (n == 0)
			break; /* stalled: what still waits is counted as unanswered */
		for (int i = 0; i < n; i++)
			talk_read(l, events[i].data.ptr);
	}
	close(l->epoll);
	return NULL;
}

static struct load *load_new(int port, unsigned conns, unsigned every, int64_t total)
{
	struct load *l = mem_new(sizeof(*l));

	l->port = port;
	l->conns = conns;
	l->every = every;
	l->total = total;
	l->next_id = 1; /* an identity of 0 is none */
	l->epoll = epoll_create1(0);
	for (unsigned i = 0; i < conns; i++) {
		struct epoll_event e = { .events = EPOLLIN, .data.ptr = &l->talks[i] };

		l->talks[i].fd = client_connect(port);
		CHECK(epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->talks[i].fd, &e) == 0);
	}
	return l;
}

/* Every identity told 303 was done once; none was done twice; with `exact`, none was done and not
 * told. */
static void check_store(const struct load *l, bool exact)
{
	for (size_t i = 0; i < IDS; i++) {
		unsigned done = atomic_load(&fake_done[i]);

		if (l->told[i] > done || done > 1 || l->told[i] > 1 ||
		    (exact && done != l->told[i]))
			fail_msg("identity %zu: done %u times, told %u times", i, done, l->told[i]);
	}
}

struct world {
	struct writer writer;
	struct shared shared;
	struct http *http;
};

static void open_world(struct world *w, unsigned listeners)
{
	struct http_config config = { .address = "127.0.0.1",
		                      .listeners = listeners,
		                      .rooms = &fake_rooms,
		                      .shared = &w->shared,
		                      .limits = { .connections = 1100, .per_address = 1100 } };

	fake_writer_start(&w->writer, NULL);
	w->shared =
	    (struct shared){ .writer = &w->writer, .keys = keys, .dir = ".", .listen = "x" };
	for (size_t i = 0; i < IDS; i++)
		atomic_store(&fake_done[i], 0);
	CHECK_OK(http_start(&config, &w->http));
}

static void run_all(unsigned conns, unsigned listeners, unsigned every, int64_t total)
{
	struct world w;
	struct load *l;
	struct http_figures figures;

	open_world(&w, listeners);
	l = load_new(http_port(w.http), conns, every, total);
	load_run(l);
	CHECK_INT(total, l->answered);
	CHECK_INT(total, l->sent);
	CHECK_INT(0, l->lost);
	CHECK_INT(0, l->doubled);
	CHECK(l->posted == (total + every - 1) / every);
	check_store(l, true);
	http_figures(w.http, &figures);
	CHECK_INT(total, figures.requests);
	http_stop(w.http);
	fake_writer_stop(&w.writer);
	mem_free(l);
}

static void sixty_four_connections_are_all_answered(void **state)
{
	(void)state;
	run_all(64, 1, 3, 6000);
	run_all(64, 2, 3, 6000);
}

static void five_hundred_and_twelve_connections_do_not_stall(void **state)
{
	(void)state;
	run_all(512, 1, 5, 12000);
	run_all(512, 2, 5, 12000);
	run_all(512, 2, 1, 8000);
}

static void stop_in_the_middle(unsigned conns, unsigned listeners)
{
	struct world w;
	struct load *l;
	struct thread *client;
	int64_t began;

	open_world(&w, listeners);
	l = load_new(http_port(w.http), conns, 2, 0);
	CHECK_OK(thread_start("client", THREAD_ANY, load_run, l, &client));
	while (atomic_load(&l->progress) < 2000)
		;
	began = clock_mono_ms();
	http_stop(w.http);
	CHECK(clock_mono_ms() - began < 5000);
	thread_join(client);
	fake_writer_stop(&w.writer);
	CHECK(l->answered >= 2000);
	CHECK_INT(0, l->lost);
	CHECK_INT(l->sent, l->answered);
	CHECK_INT(0, l->doubled);
	check_store(l, true);
	mem_free(l);
}

static void a_stop_in_the_middle_of_load_answers_everybody(void **state)
{
	(void)state;
	stop_in_the_middle(64, 1);
	stop_in_the_middle(64, 2);
	stop_in_the_middle(512, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sixty_four_connections_are_all_answered),
		cmocka_unit_test(five_hundred_and_twelve_connections_do_not_stall),
		cmocka_unit_test(a_stop_in_the_middle_of_load_answers_everybody),
	};
	int failed;

	log_start(2, L_ERROR + 1);
	keys = fake_keys();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	keys_free(keys);
	return failed;
}
