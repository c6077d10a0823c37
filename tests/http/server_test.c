/* The door over loopback with real sockets: answers, slow clients, parked posts, caps, going
 * down. */
#include "tests/support/check.h"

#include "tests/http/door_world.h"

static void the_door_answers_with_every_security_header(void **state)
{
	static const char *const paths[] = { "/",    "/nowhere", "/broken", "/static/none",
		                             "/%zz", "/silent" };
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
		CHECK(client_has(
		    got, "Content-Security-Policy: default-src 'none'; style-src 'self'; "));
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

#define POST_OPEN(n, body)                                                                         \
	"POST /open HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"    \
	"Content-Length: " n "\r\n\r\n" body

static void requests_sent_at_once_are_answered_in_order(void **state)
{
	struct world w;
	int fd;
	bool closed;
	struct sv got;
	size_t first, second;

	(void)state;
	open_world(&w);
	fd = client_connect(w.port);
	CHECK(client_send(fd, SV(POST_OPEN("4", "id=3") "GET /var/one HTTP/1.1\r\nHost: a\r\n\r\n"
				 "GET /var/two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
	got = client_until_closed(fd, w.buf, &closed);
	CHECK(closed);
	CHECK_INT(3, client_count(got));
	CHECK_INT(303, client_status(got));
	first = sv_find_sv(got, SV("\r\n\r\none"));
	second = sv_find_sv(got, SV("\r\n\r\ntwo"));
	CHECK(first < second && second < got.n);
	CHECK_INT(1, atomic_load(&fake_done[3]));
	close(fd);
	close_world(&w);
}

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
	got = ask(&w, POST_OPEN("65537", ""));
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

static void a_stop_beside_a_hanging_writer_is_short_and_tells_the_parked(void **state)
{
	const struct http_limits limits = { .write = 60000, .stop = 200 };
	struct world w;
	struct http_figures figures;
	struct sv got;
	int fd;
	int64_t began;

	(void)state;
	open_with(&w, limits, 1, true);
	fd = client_connect(w.port);
	CHECK(client_send(fd, SV(POST_OPEN("4", "id=7"))));
	do
		http_figures(w.http, &figures);
	while (figures.parked == 0);
	began = clock_mono_ms();
	http_stop(w.http);
	w.http = NULL;
	CHECK(clock_mono_ms() - began < 5000);
	got = client_answer(fd, w.buf, false);
	CHECK_INT(504, client_status(got));
	CHECK(client_has(got, "Connection: close\r\n"));
	close(fd);
	close_world(
	    &w); /* the post comes back to a listener that is gone, and is freed all the same */
}

static void a_forwarded_address_is_believed_from_the_proxy_only(void **state)
{
	static const char *const text = "GET /address HTTP/1.1\r\nHost: a\r\n"
					"X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n\r\n";
	struct world w;

	(void)state;
	open_world(&w);
	CHECK(sv_ends(ask(&w, text), SV("\r\n\r\n127.0.0.1")));
	http_stop(w.http);
	w.proxy = "127.0.0.1";
	start(&w, (struct http_limits){ .per_address = 1 }, 1);
	CHECK(sv_ends(ask(&w, text), SV("\r\n\r\n198.51.100.7")));
	CHECK(sv_ends(ask(&w, "GET /address HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: <b>\r\n\r\n"),
	              SV("\r\n\r\n127.0.0.1")));
	close_world(&w);
}

static void a_proxy_whose_header_can_not_be_read_is_told_of_once(void **state)
{
	static const char *const text = "GET /address HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: unknown\r\n\r\n";
	FILE *log = tmpfile();
	struct world w;
	char line[400];
	int told = 0;

	(void)state;
	assert_non_null(log);
	open_world(&w);
	http_stop(w.http);
	w.proxy = "127.0.0.1";
	log_start(fileno(log), L_WARN);
	start(&w, (struct http_limits){ .per_address = 10 }, 2);
	for (int i = 0; i < 5; i++)
		CHECK(sv_ends(ask(&w, text), SV("\r\n\r\n127.0.0.1")));
	close_world(&w);
	log_start(2, L_ERROR + 1);
	rewind(log);
	while (fgets(line, sizeof(line), log))
		told += strstr(line, "what=http.forwarded_unreadable") != NULL;
	fclose(log);
	CHECK_INT(1, told);
}

static void a_door_that_cannot_open_says_why(void **state)
{
	struct world w;
	struct http_config config = { .address = "localhost",
		                      .rooms = &fake_rooms,
		                      .shared = &w.shared,
		                      .limits = { .connections = 100 } };
	struct http *http = NULL;

	(void)state;
	open_world(&w);
	CHECK_FAULT(ST_INVALID, "address", "is not a numeric network address",
	            http_start(&config, &http));
	config.address = "192.0.2.1"; /* an address that no machine has */
	CHECK_FAULT(ST_UNAVAILABLE, "", "cannot listen on 192.0.2.1", http_start(&config, &http));
	config.address = "127.0.0.1";
	config.limits.connections = 100000000;
	CHECK_FAULT(ST_UNAVAILABLE, "", "raise LimitNOFILE", http_start(&config, &http));
	config.limits.connections = 100;
	config.proxy = "proxy.test";
	CHECK_FAULT(ST_INVALID, "proxy", "is not a numeric network address",
	            http_start(&config, &http));
	CHECK(http == NULL);
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
		"",                                  /* connects and says nothing */
		"GET / HT",                          /* a request line that stops */
		"GET / HTTP/1.1\r\nHost: a\r\nX: ",  /* a head that stops */
		POST_OPEN("4", "i"),                 /* a body that stops */
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n", /* idles after its answer */
	};
	const struct http_limits limits = { .head = 100, .body = 100, .request = 100, .idle = 100 };
	struct world w;
	int fds[COUNT(slow)];
	struct http_figures figures;
	int64_t until = clock_mono_ms() + 1000LL * PATIENCE_S;

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
	do /* a client sees the end a moment before the sweep has counted it */
		http_figures(w.http, &figures);
	while (figures.cut < (int64_t)COUNT(slow) && clock_mono_ms() < until);
	CHECK_INT(COUNT(slow), figures.cut);
	close_world(&w);
}

static void a_trickled_head_is_cut_however_busy_it_looks(void **state)
{
	const struct http_limits limits = {
		.head = 200, .body = 5000, .request = 5000, .idle = 5000
	};
	struct world w;
	int fd;
	int64_t until = clock_mono_ms() + 1000LL * PATIENCE_S;
	char byte;

	(void)state;
	open_with(&w, limits, 1, false);
	fd = client_connect(w.port);
	CHECK(client_send(fd, SV("GET / HTTP/1.1\r\nHost: a\r\nX: ")));
	while (clock_mono_ms() < until && recv(fd, &byte, 1, MSG_DONTWAIT) != 0 &&
	       errno == EAGAIN) {
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
	CHECK_INT(403,
	          client_status(send_form(&w, "alice", "Origin: http://evil.test\r\n", alice)));
	CHECK_INT(403, client_status(send_form(&w, "alice", "", "")));
	CHECK_INT(0, atomic_load(&fake_done[5]));
	CHECK_INT(303, client_status(send_form(&w, "nobody", "", alice)));
	CHECK_INT(0, atomic_load(&fake_done[5]));
	CHECK_INT(303,
	          client_status(send_form(&w, "alice", "Origin: http://portal.test\r\n", alice)));
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
		cmocka_unit_test(requests_sent_at_once_are_answered_in_order),
		cmocka_unit_test(a_post_is_done_once_and_answered_after_it),
		cmocka_unit_test(a_body_of_another_type_or_too_large_is_refused_unread),
		cmocka_unit_test(a_full_queue_is_said_and_nothing_is_done),
		cmocka_unit_test(a_hanging_writer_is_answered_for_and_its_post_put_away),
		cmocka_unit_test(a_stop_beside_a_hanging_writer_is_short_and_tells_the_parked),
		cmocka_unit_test(a_forwarded_address_is_believed_from_the_proxy_only),
		cmocka_unit_test(a_proxy_whose_header_can_not_be_read_is_told_of_once),
		cmocka_unit_test(a_door_that_cannot_open_says_why),
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
