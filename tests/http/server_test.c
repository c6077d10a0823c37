/* The door over loopback with real sockets: malformed and slow requests, parked posts, caps, going down. */
#include "tests/support/check.h"

#include "common/log.h"

#include "server/http/server.h"

#include "tests/http/client.h"
#include "tests/http/fakes.h"
#include "tests/http/portal_fake.h"

struct world {
	struct writer writer;
	struct latch *gate;
	struct shared shared;
	struct http *http;
	int port;
	char buf[CLIENT_BUF];
};

static struct keys *keys;

static void open_with(struct world *w, struct http_limits limits, unsigned listeners, bool gated)
{
	struct http_config config = { .address = "127.0.0.1",
				      .listeners = listeners,
				      .rooms = &fake_rooms,
				      .shared = &w->shared,
				      .limits = limits };

	if (limits.connections == 0)
		config.limits.connections = 600;
	w->gate = gated ? latch_new(0) : NULL;
	fake_writer_start(&w->writer, w->gate);
	w->shared = (struct shared){ .writer = &w->writer, .keys = keys, .dir = ".", .listen = "x" };
	for (size_t i = 0; i < IDS; i++)
		atomic_store(&fake_done[i], 0);
	CHECK_OK(http_start(&config, &w->http));
	w->port = http_port(w->http);
	CHECK(w->port > 0);
}

static void open_world(struct world *w)
{
	open_with(w, (struct http_limits){ .head = 0 }, 2, false);
}

static void close_world(struct world *w)
{
	if (w->http)
		http_stop(w->http);
	if (w->gate)
		latch_open(w->gate);
	fake_writer_stop(&w->writer);
	if (w->gate)
		latch_free(w->gate);
}

/* Sends, reads one answer, closes. */
static struct sv ask(struct world *w, const char *text)
{
	int fd = client_connect(w->port);
	struct sv got;

	CHECK(client_send(fd, sv_from(text)));
	got = client_answer(fd, w->buf, strncmp(text, "HEAD", 4) == 0);
	close(fd);
	return got;
}

static void the_door_answers_with_every_security_header(void **state)
{
	static const char *const paths[] = { "/", "/nowhere", "/broken", "/static/none", "/%zz", "/silent" };
	static const int statuses[] = { 200, 404, 500, 404, 400, 500 };
	struct world w;

	(void)state;
	open_world(&w);
	for (size_t i = 0; i < COUNT(paths); i++) {
		char text[200];
		struct sv got;

		snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", paths[i]);
		got = ask(&w, text);
		CHECK_INT(statuses[i], client_status(got));
		CHECK(client_has(got, "Content-Security-Policy: default-src 'none'; style-src 'self'; "));
		CHECK(client_has(got, "frame-ancestors 'none'\r\n"));
		CHECK(client_has(got, "Referrer-Policy: no-referrer\r\n"));
		CHECK(client_has(got, "X-Content-Type-Options: nosniff\r\n"));
		CHECK(client_has(got, "X-Frame-Options: DENY\r\n"));
		CHECK(client_has(got, "Cache-Control: no-store\r\n"));
		CHECK(client_has(got, "X-Robots-Tag: noindex\r\n"));
		CHECK(!client_has(got, "Strict-Transport-Security"));
		CHECK(!client_has(got, "secret words"));
	}
	close_world(&w);
}

static void a_head_is_a_get_without_its_body(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_world(&w);
	got = ask(&w, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
	CHECK_INT(200, client_status(got));
	CHECK(client_has(got, "Content-Length: 5\r\n"));
	CHECK(sv_ends(got, SV("\r\n\r\n")));
	close_world(&w);
}

static void a_wrong_method_is_told_what_is_allowed(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_world(&w);
	got = ask(&w, "DELETE /home HTTP/1.1\r\nHost: a\r\n\r\n");
	CHECK_INT(405, client_status(got));
	CHECK(client_has(got, "Allow: GET, HEAD, POST\r\n"));
	got = ask(&w, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b");
	CHECK_INT(405, client_status(got));
	CHECK(client_has(got, "Allow: GET, HEAD\r\n"));
	CHECK(client_has(got, "Connection: close\r\n"));
	CHECK_INT(405, client_status(ask(&w, "get / HTTP/1.1\r\nHost: a\r\n\r\n")));
	close_world(&w);
}

static void one_connection_serves_many_requests(void **state)
{
	struct world w;
	int fd;

	(void)state;
	open_world(&w);
	fd = client_connect(w.port);
	for (int i = 0; i < 50; i++) {
		struct sv got;

		CHECK(client_send(fd, SV("GET /var/a%20b HTTP/1.1\r\nHost: a\r\n\r\n")));
		got = client_answer(fd, w.buf, false);
		CHECK_INT(200, client_status(got));
		CHECK(sv_ends(got, SV("\r\n\r\na b")));
	}
	close(fd);
	close_world(&w);
}

static const char *const smuggled = "GET /var/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

/* Each of these is followed by a good request, which must not be answered. */
static const char *const malformed[] = {
	"GET / HTTP/1.1\r\n\r\n",
	"GET / HTTP/1.0\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost:\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: -4\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 0x4\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nid=1",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length : 4\r\n\r\nid=1",
	"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
	"GET / HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nX\x01: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nX: b\x01\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nX: b\x7f\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc: d\r\nY: z\r\n\r\n",
	"GET / HTTP/1.1\r\n Host: a\r\nHost: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nNoColon\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nOrigin: b\r\nOrigin: c\r\n\r\n",
	"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET a HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET / HTTP/1.2\r\nHost: a\r\n\r\n",
	"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
	"GET / FTP/1.1\r\nHost: a\r\n\r\n",
	"GET /\r\nHost: a\r\n\r\n",
	"G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
};

static void check_malformed(struct world *w, struct sv text, size_t i)
{
	int fd = client_connect(w->port);
	bool closed;
	struct sv got;

	(void)client_send(fd, text);
	got = client_until_closed(fd, w->buf, &closed);
	close(fd);
	if (getenv("SHOW"))
		print_error("--- row %zu closed=%d\n" SV_FMT "\n=====\n", i, closed, SV_ARG(got));
	else if (!closed || client_count(got) > 1 || client_has(got, "smuggled"))
		fail_msg("row %zu: closed=%d answers=%u", i, closed, client_count(got));
	if (got.n && (client_status(got) < 400 || client_status(got) > 505))
		fail_msg("row %zu: status %d", i, client_status(got));
}

static void malformed_requests_get_one_refusal_and_the_door_closes(void **state)
{
	struct world w;
	struct arena a = ARENA_INIT;

	(void)state;
	open_world(&w);
	for (size_t i = 0; i < COUNT(malformed); i++)
		check_malformed(&w, sv_print(&a, "%s%s", malformed[i], smuggled), i);
	check_malformed(&w, SV("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\nY: d\r\n\r\n"), 1000);
	check_malformed(&w, SV("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n"), 1001);
	check_malformed(&w, SV("GET / HTTP/1.1\r\nHost: a\r\nX\0Y: b\r\n\r\n"), 1002);
	CHECK_INT(200, client_status(ask(&w, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
	for (size_t i = 0; i < IDS; i++)
		CHECK_INT(0, atomic_load(&fake_done[i]));
	arena_free(&a);
	close_world(&w);
}

static void too_many_and_too_large_headers_are_refused(void **state)
{
	struct world w;
	struct arena a = ARENA_INIT;
	struct buf many = buf_new(&a, 1 << 20), large = buf_new(&a, 1 << 20);
	char *fill;

	(void)state;
	open_world(&w);
	buf_z(&many, "GET / HTTP/1.1\r\nHost: a\r\n");
	for (int i = 0; i < 120; i++)
		buf_print(&many, "X%d: b\r\n", i);
	buf_z(&many, "\r\n");
	check_malformed(&w, buf_sv(&many), 1);
	buf_z(&large, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
	fill = buf_room(&large, 40000);
	memset(fill, 'x', 40000);
	buf_took(&large, 40000);
	buf_z(&large, "\r\n\r\n");
	check_malformed(&w, buf_sv(&large), 2);
	arena_free(&a);
	close_world(&w);
}

#define POST_OPEN(n, body)                                                                         \
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"    \
	"Content-Length: " n "\r\n\r\n" body

static void a_post_is_done_once_and_answered_after_it(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_world(&w);
	got = ask(&w, POST_OPEN("4", "id=7"));
	CHECK_INT(303, client_status(got));
	CHECK(client_has(got, "Location: /\r\n"));
	CHECK_INT(1, atomic_load(&fake_done[7]));
	got = ask(&w, POST_OPEN("8", "id=99999"));
	CHECK_INT(409, client_status(got));
	CHECK(client_has(got, "id: is out of range"));
	got = ask(&w, POST_OPEN("8", "id=7&x=1"));
	CHECK_INT(400, client_status(got));
	CHECK(client_has(got, "x: is not a field of this form"));
	CHECK_INT(1, atomic_load(&fake_done[7]));
	close_world(&w);
}

static void a_body_of_another_type_or_too_large_is_refused_unread(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_world(&w);
	got = ask(&w, "POST /open HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
		      "Content-Length: 4\r\n\r\nid=1");
	CHECK_INT(415, client_status(got));
	got = ask(&w, POST_OPEN("16385", ""));
	CHECK_INT(413, client_status(got));
	CHECK(client_has(got, "Connection: close\r\n"));
	CHECK_INT(0, atomic_load(&fake_done[1]));
	close_world(&w);
}

static void a_full_queue_is_said_and_nothing_is_done(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_world(&w);
	atomic_store(&w.writer.refuse, true);
	got = ask(&w, POST_OPEN("4", "id=7"));
	CHECK_INT(503, client_status(got));
	CHECK(client_has(got, "Retry-After: 5\r\n"));
	atomic_store(&w.writer.refuse, false);
	CHECK_INT(303, client_status(ask(&w, POST_OPEN("4", "id=7"))));
	CHECK_INT(1, atomic_load(&fake_done[7]));
	close_world(&w);
}

static void a_hanging_writer_is_answered_for_and_its_post_put_away(void **state)
{
	const struct http_limits limits = { .write = 50, .grace = 100 };
	struct world w;
	int late, fd;
	struct http_figures figures;

	(void)state;
	open_with(&w, limits, 1, true);
	fd = client_connect(w.port);
	CHECK(client_send(fd, SV(POST_OPEN("4", "id=7"))));
	CHECK_INT(504, client_status(client_answer(fd, w.buf, false)));
	CHECK_INT(1, atomic_load(&fake_done[7])); /* perhaps done: here it was */
	CHECK(client_send(fd, SV("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))); /* the door lives on */
	CHECK_INT(200, client_status(client_answer(fd, w.buf, false)));
	close(fd);
	late = client_connect(w.port); /* waits behind the hanging group, comes back too old */
	CHECK(client_send(late, SV(POST_OPEN("4", "id=8"))));
	CHECK_INT(504, client_status(client_answer(late, w.buf, false)));
	latch_raise(w.gate, 1);
	CHECK(client_send(late, SV(POST_OPEN("4", "id=9"))));
	CHECK_INT(303, client_status(client_answer(late, w.buf, false)));
	CHECK_INT(0, atomic_load(&fake_done[8])); /* too old to be begun */
	CHECK_INT(1, atomic_load(&fake_done[9]));
	http_figures(w.http, &figures);
	CHECK_INT(0, figures.parked);
	close(late);
	close_world(&w);
}

static void a_client_that_leaves_while_parked_harms_nobody(void **state)
{
	struct world w;
	struct http_figures figures;
	int stays;

	(void)state;
	open_with(&w, (struct http_limits){ .head = 0 }, 1, true);
	stays = client_connect(w.port);
	CHECK(client_send(stays, SV(POST_OPEN("4", "id=1"))));
	for (int i = 0; i < 20; i++) {
		const struct linger reset = { .l_onoff = 1 };
		int fd = client_connect(w.port);
		char text[300];

		snprintf(text, sizeof(text),
			 "POST /open HTTP/1.1\r\nHost: a\r\nContent-Type: "
			 "application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\nid=1%02d",
			 i);
		CHECK(client_send(fd, sv_from(text)));
		do
			http_figures(w.http, &figures);
		while (figures.parked < i + 2);
		if (i % 2)
			CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0);
		close(fd);
	}
	latch_raise(w.gate, 1);
	CHECK_INT(303, client_status(client_answer(stays, w.buf, false)));
	close(stays);
	CHECK_INT(303, client_status(ask(&w, POST_OPEN("4", "id=2"))));
	for (int i = 0; i < 20; i++)
		CHECK_INT(1, atomic_load(&fake_done[100 + i]));
	close_world(&w);
}

static void slow_heads_bodies_and_idlers_are_cut(void **state)
{
	static const char *const slow[] = {
		"",                                     /* connects and says nothing */
		"GET / HT",                             /* a request line that stops */
		"GET / HTTP/1.1\r\nHost: a\r\nX: ",     /* a head that stops */
		"POST /open HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: 4\r\n\r\ni",           /* a body that stops */
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n",    /* idles after its answer */
	};
	const struct http_limits limits = { .head = 100, .body = 100, .request = 100, .idle = 100 };
	struct world w;
	int fds[COUNT(slow)];
	struct http_figures figures;

	(void)state;
	open_with(&w, limits, 1, false);
	for (size_t i = 0; i < COUNT(slow); i++) {
		fds[i] = client_connect(w.port);
		CHECK(client_send(fds[i], sv_from(slow[i])));
	}
	for (size_t i = 0; i < COUNT(slow); i++) {
		bool closed;
		struct sv got = client_until_closed(fds[i], w.buf, &closed);

		CHECK(closed);
		CHECK_INT(i + 1 == COUNT(slow) ? 1 : 0, client_count(got));
		close(fds[i]);
	}
	http_figures(w.http, &figures);
	CHECK_INT(COUNT(slow), figures.cut);
	close_world(&w);
}

static void a_trickled_head_is_cut_however_busy_it_looks(void **state)
{
	const struct http_limits limits = { .head = 200, .body = 5000, .request = 5000, .idle = 5000 };
	struct world w;
	int fd;
	int64_t until = clock_mono_ms() + 1000LL * PATIENCE_S;
	char byte;

	(void)state;
	open_with(&w, limits, 1, false);
	fd = client_connect(w.port);
	CHECK(client_send(fd, SV("GET / HTTP/1.1\r\nHost: a\r\nX: ")));
	while (clock_mono_ms() < until && recv(fd, &byte, 1, MSG_DONTWAIT) != 0 && errno == EAGAIN) {
		struct timeval tick = { .tv_usec = 20000 };

		CHECK(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tick, sizeof(tick)) == 0);
		(void)client_send(fd, SV("x"));
		errno = EAGAIN;
		if (recv(fd, &byte, 1, 0) == 0)
			break;
	}
	CHECK(clock_mono_ms() < until);
	close(fd);
	close_world(&w);
}

static void an_address_has_so_many_connections_and_no_more(void **state)
{
	const struct http_limits limits = { .per_address = 10 };
	struct world w;
	int fds[15];
	unsigned answered = 0;

	(void)state;
	open_with(&w, limits, 2, false);
	for (size_t i = 0; i < COUNT(fds); i++) {
		fds[i] = client_connect(w.port);
		(void)client_send(fds[i], SV("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
		if (client_status(client_answer(fds[i], w.buf, false)) == 200)
			answered++;
	}
	CHECK_INT(10, answered);
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	close_world(&w);
}

static void over_the_global_cap_the_longest_idle_makes_room(void **state)
{
	const struct http_limits limits = { .connections = 4, .per_address = 100 };
	struct world w;
	int fds[6];
	bool closed;

	(void)state;
	open_with(&w, limits, 1, false);
	for (size_t i = 0; i < COUNT(fds); i++) {
		fds[i] = client_connect(w.port);
		CHECK(client_send(fds[i], SV("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
		CHECK_INT(200, client_status(client_answer(fds[i], w.buf, false)));
	}
	(void)client_until_closed(fds[0], w.buf, &closed);
	CHECK(closed);
	(void)client_until_closed(fds[1], w.buf, &closed);
	CHECK(closed);
	CHECK(client_send(fds[2], SV("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
	CHECK_INT(200, client_status(client_answer(fds[2], w.buf, false)));
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	close_world(&w);
}

static struct sv send_form(struct world *w, const char *who, const char *header, const char *token)
{
	char text[600];

	snprintf(text, sizeof(text),
		 "POST /home HTTP/1.1\r\nHost: a\r\nCookie: session=%s\r\n%s"
		 "Content-Type: application/x-www-form-urlencoded\r\n"
		 "Content-Length: %zu\r\n\r\nid=5&form_token=%s",
		 who, header, 16 + strlen(token), token);
	return ask(w, text);
}

static void a_signed_in_form_needs_its_own_token(void **state)
{
	struct world w;
	struct sv got;
	char alice[64];

	(void)state;
	open_world(&w);
	got = ask(&w, "GET /home HTTP/1.1\r\nHost: a\r\n\r\n");
	CHECK_INT(303, client_status(got));
	got = ask(&w, "GET /home HTTP/1.1\r\nHost: a\r\nCookie: session=alice\r\n\r\n");
	CHECK_INT(200, client_status(got));
	snprintf(alice, sizeof(alice), "%.*s", TOKEN_LEN, got.p + got.n - TOKEN_LEN);
	CHECK_INT(403, client_status(send_form(&w, "bob", "", alice)));
	CHECK_INT(403, client_status(send_form(&w, "alice", "Origin: http://evil.test\r\n", alice)));
	CHECK_INT(403, client_status(send_form(&w, "alice", "", "")));
	CHECK_INT(0, atomic_load(&fake_done[5]));
	CHECK_INT(303, client_status(send_form(&w, "nobody", "", alice)));
	CHECK_INT(0, atomic_load(&fake_done[5]));
	CHECK_INT(303, client_status(send_form(&w, "alice", "Origin: http://portal.test\r\n", alice)));
	CHECK_INT(1, atomic_load(&fake_done[5]));
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_door_answers_with_every_security_header),
		cmocka_unit_test(a_head_is_a_get_without_its_body),
		cmocka_unit_test(a_wrong_method_is_told_what_is_allowed),
		cmocka_unit_test(one_connection_serves_many_requests),
		cmocka_unit_test(malformed_requests_get_one_refusal_and_the_door_closes),
		cmocka_unit_test(too_many_and_too_large_headers_are_refused),
		cmocka_unit_test(a_post_is_done_once_and_answered_after_it),
		cmocka_unit_test(a_body_of_another_type_or_too_large_is_refused_unread),
		cmocka_unit_test(a_full_queue_is_said_and_nothing_is_done),
		cmocka_unit_test(a_hanging_writer_is_answered_for_and_its_post_put_away),
		cmocka_unit_test(a_client_that_leaves_while_parked_harms_nobody),
		cmocka_unit_test(slow_heads_bodies_and_idlers_are_cut),
		cmocka_unit_test(a_trickled_head_is_cut_however_busy_it_looks),
		cmocka_unit_test(an_address_has_so_many_connections_and_no_more),
		cmocka_unit_test(over_the_global_cap_the_longest_idle_makes_room),
		cmocka_unit_test(a_signed_in_form_needs_its_own_token),
	};
	int failed;

	log_start(2, L_ERROR + 1);
	keys = fake_keys();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	keys_free(keys);
	return failed;
}
