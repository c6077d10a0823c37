/* Uploads: parts as they come, and whole requests over loopback. */
#include "tests/support/check.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "server/http/upload.h"

#include "tests/http/door_world.h"

static char dir[64];

static void count_one(void *arg, const char *name)
{
	(void)name;
	++*(int *)arg;
}

static int in_scratch(void)
{
	struct arena a = ARENA_INIT;
	int n = 0;

	folder_each(arena_print(&a, "%s/scratch", dir), count_one, &n);
	arena_free(&a);
	return n;
}

static int begin(void **state)
{
	char sub[80];

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/quits-upload-XXXXXX");
	CHECK(mkdtemp(dir));
	snprintf(sub, sizeof(sub), "%s/scratch", dir);
	CHECK_INT(0, mkdir(sub, 0700));
	return 0;
}

static int end(void **state)
{
	char sub[80];

	(void)state;
	snprintf(sub, sizeof(sub), "%s/scratch", dir);
	CHECK_INT(0, rmdir(sub)); /* nothing may be left */
	return rmdir(dir);
}

/* By hand. */

static void piece(struct upload *u, const char *name, const char *file, const char *data, uint64_t off)
{
	upload_piece(u, sv_from(name), file, false, sv_from(data), off);
}

static void parts_that_come_in_pieces_are_put_together(void **state)
{
	struct arena a = ARENA_INIT;
	struct upload u;

	(void)state;
	upload_begin(&u, &a, dir);
	piece(&u, "name", NULL, "", 0); /* announced before it has bytes */
	piece(&u, "name", NULL, "Jo", 0);
	piece(&u, "name", NULL, "hn", 2);
	piece(&u, "name", NULL, "again", 0);
	piece(&u, UPLOAD_FIELD, "a.txt", "", 0);
	piece(&u, UPLOAD_FIELD, "a.txt", "one ", 0);
	piece(&u, UPLOAD_FIELD, "a.txt", "file", 4);
	piece(&u, UPLOAD_FIELD, "a.txt", "another", 0); /* of the same name */
	piece(&u, UPLOAD_FIELD, "", "", 0);             /* none chosen */
	upload_end(&u);
	CHECK_INT(ST_OK, u.fault.status);
	CHECK_INT(2, u.pairs.n);
	CHECK_SV("John", u.pairs.at[0].value);
	CHECK_SV("again", u.pairs.at[1].value);
	CHECK_INT(2, u.n);
	CHECK_INT(8, u.files[0].bytes);
	CHECK_INT(7, u.files[1].bytes);
	CHECK_INT(2, in_scratch());
	upload_drop(&u);
	CHECK_INT(0, in_scratch());
	arena_free(&a);
}

static enum status no(void *arg, const struct form_pairs *pairs)
{
	*(size_t *)arg = pairs->n;
	return fail(ST_FORBIDDEN, "not yours");
}

static void a_file_is_not_written_before_its_form_may_be_sent(void **state)
{
	struct arena a = ARENA_INIT;
	struct upload u;
	size_t seen = 0;

	(void)state;
	upload_begin(&u, &a, dir);
	u.gate = no;
	u.gate_arg = &seen;
	piece(&u, "form_token", NULL, "x", 0);
	piece(&u, UPLOAD_FIELD, "a.txt", "one", 0);
	CHECK_INT(0, in_scratch());
	CHECK_INT(1, seen);
	CHECK_INT(ST_FORBIDDEN, u.fault.status);
	piece(&u, "name", NULL, "kept", 0); /* fields are gathered all the same */
	upload_end(&u);
	CHECK_INT(2, u.pairs.n);
	CHECK_INT(0, u.n);
	arena_free(&a);
}

static void parts_without_end_cost_no_memory(void **state)
{
	struct arena a = ARENA_INIT;
	struct upload u;
	size_t used;

	(void)state;
	upload_begin(&u, &a, dir);
	for (int i = 0; i < 200; i++)
		piece(&u, "name", NULL, "value", 0);
	used = a.used;
	for (int i = 0; i < 100000; i++) {
		piece(&u, "name", NULL, "value", 0);
		piece(&u, UPLOAD_FIELD, "a.txt", "file", 0);
	}
	upload_end(&u);
	CHECK_INT(used, a.used);
	CHECK_INT(ST_INVALID, u.fault.status);
	CHECK_INT(FORM_FIELDS_MAX, u.pairs.n);
	CHECK_INT(0, in_scratch());
	arena_free(&a);
}

static void a_form_is_small_however_it_is_sent(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, WEB_BODY_MAX + 1);
	struct upload u;

	(void)state;
	while (b.n < WEB_BODY_MAX)
		buf_char(&b, 'x');
	buf_char(&b, '\0');
	upload_begin(&u, &a, dir);
	piece(&u, "name", NULL, b.p, 0);
	upload_end(&u);
	CHECK(u.too_large);
	CHECK_INT(ST_LIMIT, u.fault.status);
	upload_begin(&u, &a, dir);
	upload_piece(&u, SV("name"), NULL, false, sv_of("a\0b", 3), 0);
	upload_end(&u);
	CHECK_INT(ST_INVALID, u.fault.status);
	upload_begin(&u, &a, dir);
	upload_piece(&u, SV("name"), NULL, true, SV("YQ=="), 0);
	upload_end(&u);
	CHECK_INT(ST_INVALID, u.fault.status);
	arena_free(&a);
}

static void a_visitor_who_sent_enough_is_told_and_nothing_is_written(void **state)
{
	struct arena a = ARENA_INIT;
	struct upload u;

	(void)state;
	upload_begin(&u, &a, dir);
	u.files_left = 1;
	piece(&u, UPLOAD_FIELD, "a.txt", "one", 0);
	piece(&u, UPLOAD_FIELD, "b.txt", "two", 0);
	CHECK_INT(ST_LIMIT, u.fault.status);
	upload_drop(&u);
	upload_begin(&u, &a, dir);
	u.bytes_left = 5;
	piece(&u, UPLOAD_FIELD, "a.txt", "123", 0);
	piece(&u, UPLOAD_FIELD, "a.txt", "456", 3);
	CHECK_INT(ST_LIMIT, u.fault.status);
	CHECK_INT(0, in_scratch());
	arena_free(&a);
}

static void what_a_crash_left_goes_at_the_next_start_and_nothing_else(void **state)
{
	struct arena a = ARENA_INIT;
	struct upload u;
	const char *other = arena_print(&a, "%s/scratch/check-1.db", dir);

	(void)state;
	upload_begin(&u, &a, dir);
	piece(&u, UPLOAD_FIELD, "a.txt", "one", 0);
	CHECK_OK(file_write(&a, other, SV("x")));
	CHECK_INT(2, in_scratch());
	upload_sweep(dir);
	CHECK_INT(1, in_scratch());
	upload_drop(&u);
	file_remove(other);
	arena_free(&a);
}

/* Over loopback. */

#define B    "--XyZ\r\n"
#define LAST "--XyZ--\r\n"
#define FIELD_PART(name, value) B "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(file, value)                                                                     \
	B "Content-Disposition: form-data; name=\"files\"; filename=\"" file "\"\r\n"                \
	  "Content-Type: application/x-nonsense\r\n\r\n" value "\r\n"

static void open_upload(struct world *w, struct http_limits limits)
{
	open_with(w, limits, 2, false);
	w->shared.dir = dir;
	atomic_store(&fake_upload.writes, 0);
}

static struct sv ask_multipart(struct world *w, const char *path, const char *more, struct sv body)
{
	int fd = client_connect(w->port);
	char head[512];
	struct sv got;

	snprintf(head, sizeof(head),
	         "POST %s HTTP/1.1\r\nHost: a\r\n%sContent-Type: multipart/form-data; boundary=XyZ\r\n"
	         "Content-Length: %zu\r\n\r\n",
	         path, more, body.n);
	CHECK(client_send(fd, sv_from(head)));
	(void)client_send(fd, body); /* may be cut off: the answer says why */
	got = client_answer(fd, w->buf, false);
	close(fd);
	return got;
}

/* The door removes what was not taken before it answers or while it puts the request away. */
static void wait_for_empty_scratch(void)
{
	int64_t until = clock_mono_ms() + 5000;

	while (in_scratch() && clock_mono_ms() < until)
		sched_yield();
	CHECK_INT(0, in_scratch());
}

static void files_reach_the_write_whole_and_leave_no_trace(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	got = ask_multipart(&w, "/upload", "",
	                    SV(FIELD_PART("id", "3") FIELD_PART("name", "Jo")
	                           FILE_PART("../my receipt.PDF", "%PDF-1.4\n%%EOF\r\n--Xy not the end")
	                               FILE_PART("note.html", "I paid.") FILE_PART("", "") LAST));
	CHECK_INT(303, client_status(got));
	CHECK_INT(1, atomic_load(&fake_upload.writes));
	CHECK_INT(2, fake_upload.n);
	assert_string_equal("my receipt.pdf", fake_upload.names[0]);
	CHECK_INT(FILE_PDF, fake_upload.types[0]);
	CHECK_INT(32, fake_upload.bytes[0]);
	assert_string_equal("note.html.txt", fake_upload.names[1]);
	CHECK_INT(FILE_TEXT, fake_upload.types[1]);
	CHECK(fake_upload.whole[0] && fake_upload.whole[1]);
	wait_for_empty_scratch();
	got = ask(&w, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: "
	              "application/x-www-form-urlencoded\r\nContent-Length: 4\r\n\r\nid=1");
	CHECK_INT(303, client_status(got)); /* a form without files */
	CHECK_INT(0, fake_upload.n);
	close_world(&w);
}

static struct sv large_form(struct arena *a, size_t size)
{
	struct buf b = buf_new(a, size + 1024);

	buf_z(&b, FIELD_PART("id", "3") FIELD_PART("name", "Jo"));
	buf_z(&b, B "Content-Disposition: form-data; name=\"files\"; filename=\"big.txt\"\r\n\r\n");
	memset(buf_room(&b, size), 'x', size);
	buf_took(&b, size);
	buf_z(&b, "\r\n" LAST);
	return buf_sv(&b);
}

static void ten_megabytes_are_taken_and_a_byte_more_is_not(void **state)
{
	struct arena a = ARENA_INIT;
	struct world w;
	struct sv got;

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	got = ask_multipart(&w, "/upload", "", large_form(&a, UPLOAD_FILE_MAX));
	CHECK_INT(303, client_status(got));
	CHECK_INT(UPLOAD_FILE_MAX, fake_upload.bytes[0]);
	CHECK(fake_upload.whole[0]);
	got = ask_multipart(&w, "/upload", "", large_form(&a, UPLOAD_FILE_MAX + 1));
	CHECK_INT(413, client_status(got));
	CHECK(client_has(got, "files: The file big.txt is larger than 10 MB. typed: Jo"));
	CHECK_INT(1, atomic_load(&fake_upload.writes));
	wait_for_empty_scratch();
	close_world(&w);
	arena_free(&a);
}

static void what_is_wrong_with_files_is_said_beside_what_was_typed(void **state)
{
	static const struct {
		struct sv body;
		int status;
		const char *says;
	} rows[] = {
		{ SV_CONST(FIELD_PART("id", "3") FIELD_PART("name", "Jo")
		               FILE_PART("a.exe", "MZ\1\2") LAST),
		  200, "files: We can not take the file a.exe. Please send PDF, PNG, JPEG or plain text. typed: Jo" },
		{ SV_CONST(FILE_PART("a.txt", "") FIELD_PART("id", "3") FIELD_PART("name", "Jo") LAST),
		  200, "files: The file a.txt is empty. typed: Jo" },
		{ SV_CONST(FIELD_PART("id", "3") FILE_PART("1", "a") FILE_PART("2", "b")
		               FILE_PART("3", "c") FILE_PART("4", "d") FILE_PART("5", "e")
		                   FILE_PART("6", "f") FIELD_PART("name", "Jo") LAST),
		  413, "files: You can send 5 files at a time. Please send the others afterwards. typed: Jo" },
		{ SV_CONST(FIELD_PART("id", "3") FIELD_PART("name", "Jo") B
		           "Content-Disposition: form-data; name=\"other\"; filename=\"a\"\r\n\r\nx\r\n" LAST),
		  200, "files: This form has one place for files. typed: Jo" },
		{ SV_CONST(FIELD_PART("id", "3") FIELD_PART("what", "x") FILE_PART("a.txt", "a") LAST),
		  200, "what: is not a field of this form" },
		{ SV_CONST(FIELD_PART("id", "3") FIELD_PART("name", "Jo") FILE_PART("a.txt", "cut off")),
		  200, "This form did not arrive as a browser sends it. Please load the page again. typed: Jo" },
	};
	struct world w;

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sv got = ask_multipart(&w, "/upload", "", rows[i].body);

		CHECK_INT(rows[i].status, client_status(got));
		if (!client_has(got, rows[i].says))
			fail_msg("row %zu: got " SV_FMT, i, SV_ARG(got));
	}
	CHECK_INT(0, atomic_load(&fake_upload.writes));
	wait_for_empty_scratch();
	close_world(&w);
}

static void nobody_who_may_not_send_the_form_leaves_a_file(void **state)
{
	static const struct sv body = SV_CONST(FIELD_PART("id", "3") FIELD_PART("form_token", "AAAA")
	                                           FILE_PART("a.txt", "text") LAST);
	struct world w;
	struct sv got;
	char late[600], alice[64];

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	got = ask_multipart(&w, "/mine", "", body);
	CHECK_INT(303, client_status(got));
	CHECK(client_has(got, "Connection: close\r\n")); /* unread */
	CHECK_INT(403, client_status(ask_multipart(&w, "/mine", "Cookie: session=alice\r\n", body)));
	CHECK_INT(403, client_status(ask_multipart(&w, "/mine",
	                                           "Cookie: session=alice\r\nOrigin: http://evil.test\r\n",
	                                           body)));
	CHECK_INT(415, client_status(ask_multipart(&w, "/open", "", body)));
	got = ask(&w, "GET /home HTTP/1.1\r\nHost: a\r\nCookie: session=alice\r\n\r\n");
	snprintf(alice, sizeof(alice), "%.*s", TOKEN_LEN, got.p + got.n - TOKEN_LEN);
	snprintf(late, sizeof(late),
	         FIELD_PART("id", "3") FILE_PART("a.txt", "text") FIELD_PART("form_token", "%s") LAST, alice);
	got = ask_multipart(&w, "/mine", "Cookie: session=alice\r\n", sv_from(late));
	CHECK(client_status(got) == 403); /* a token behind the files is none */
	CHECK_INT(0, atomic_load(&fake_upload.writes));
	snprintf(late, sizeof(late),
	         FIELD_PART("id", "3") FIELD_PART("form_token", "%s") FILE_PART("a.txt", "text") LAST, alice);
	CHECK_INT(303, client_status(ask_multipart(&w, "/mine", "Cookie: session=alice\r\n", sv_from(late))));
	CHECK_INT(1, atomic_load(&fake_upload.writes));
	wait_for_empty_scratch();
	close_world(&w);
}

static const struct sv small = SV_CONST(FIELD_PART("id", "3") FILE_PART("a.txt", "text") LAST);

static void a_full_disk_or_queue_is_said_and_nothing_is_left(void **state)
{
	struct world w;

	(void)state;
	open_upload(&w, (struct http_limits){ .disk = INT64_MAX });
	CHECK_INT(503, client_status(ask_multipart(&w, "/upload", "", small)));
	close_world(&w);
	open_upload(&w, (struct http_limits){ .head = 0 });
	atomic_store(&w.writer.refuse, true);
	CHECK_INT(503, client_status(ask_multipart(&w, "/upload", "", small)));
	atomic_store(&w.writer.refuse, false);
	CHECK_INT(0, atomic_load(&fake_upload.writes));
	CHECK_INT(303, client_status(ask_multipart(&w, "/upload", "", small)));
	wait_for_empty_scratch();
	close_world(&w);
}

static int start_sending_with(struct world *w, const char *more, size_t announced)
{
	int fd = client_connect(w->port);
	char head[400];

	snprintf(head, sizeof(head),
	         "POST /upload HTTP/1.1\r\nHost: a\r\n%sContent-Type: multipart/form-data; boundary=XyZ\r\n"
	         "Content-Length: %zu\r\n\r\n" FIELD_PART("id", "3") B
	         "Content-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n"
	         "some text that goes on and on and on",
	         more, announced);
	CHECK(client_send(fd, sv_from(head)));
	return fd;
}

static int start_sending(struct world *w, size_t announced)
{
	return start_sending_with(w, "", announced);
}

static void one_visit_sends_so_many_at_a_time(void **state)
{
	struct world w;
	int fds[3];

	(void)state;
	open_upload(&w, (struct http_limits){ .uploads_each = 3 });
	for (size_t i = 0; i < COUNT(fds); i++)
		fds[i] = start_sending(&w, 100000);
	while (in_scratch() < 3)
		sched_yield();
	CHECK_INT(503, client_status(ask_multipart(&w, "/upload", "", small)));
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]); /* they leave in the middle */
	wait_for_empty_scratch();
	CHECK_INT(303, client_status(ask_multipart(&w, "/upload", "", small)));
	wait_for_empty_scratch();
	close_world(&w);
}

/* One listener has by then seen what was sent before. */
static void let_it_look(struct world *w)
{
	for (int i = 0; i < 2; i++)
		CHECK_INT(200, client_status(ask(w, "GET /address HTTP/1.1\r\nHost: a\r\n\r\n")));
}

static void uploads_that_were_refused_take_nobodys_place(void **state)
{
	struct world w;
	int fds[8];

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	http_stop(w.http);
	w.proxy = "127.0.0.1";
	start(&w, (struct http_limits){ .uploads = 4, .uploads_each = 1 }, 1);
	for (size_t i = 0; i < COUNT(fds); i++) { /* the first is taken, the others are read and thrown away */
		fds[i] = start_sending_with(&w, "X-Forwarded-For: 198.51.100.7\r\n", 100000);
		let_it_look(&w);
	}
	CHECK_INT(1, in_scratch());
	CHECK_INT(303, client_status(ask_multipart(&w, "/upload", "X-Forwarded-For: 203.0.113.9\r\n", small)));
	CHECK_INT(503, client_status(ask_multipart(&w, "/upload", "X-Forwarded-For: 198.51.100.7\r\n", small)));
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	wait_for_empty_scratch();
	CHECK_INT(303, client_status(ask_multipart(&w, "/upload", "X-Forwarded-For: 198.51.100.7\r\n", small)));
	wait_for_empty_scratch();
	close_world(&w);
}

static void an_upload_that_falls_behind_its_pace_is_cut(void **state)
{
	const struct http_limits limits = { .pace = 100, .pace_bytes = 100000 };
	struct world w;
	bool closed;
	int fd;

	(void)state;
	open_upload(&w, limits);
	fd = start_sending(&w, 1000000);
	(void)client_until_closed(fd, w.buf, &closed);
	CHECK(closed);
	close(fd);
	wait_for_empty_scratch();
	close_world(&w);
}

static void a_body_that_is_far_too_large_is_refused_unread(void **state)
{
	struct world w;
	struct sv got;

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	got = ask(&w, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
	              "Content-Length: 200000000\r\n\r\n");
	CHECK_INT(413, client_status(got));
	CHECK(client_has(got, "Connection: close\r\n"));
	got = ask(&w, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data\r\n"
	              "Content-Length: 20\r\n\r\n"); /* without a boundary */
	CHECK_INT(400, client_status(got));
	close_world(&w);
}

static void a_file_is_sent_to_be_saved_and_may_do_nothing(void **state)
{
	struct arena a = ARENA_INIT;
	struct world w;
	struct sv got;

	(void)state;
	open_upload(&w, (struct http_limits){ .head = 0 });
	fake_upload.path = arena_print(&a, "%s/kept", dir);
	CHECK_OK(file_write(&a, fake_upload.path, SV("<script>alert(1)</script>")));
	got = ask(&w, "GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
	CHECK_INT(200, client_status(got));
	CHECK(client_has(got, "Content-Security-Policy: default-src 'none'; sandbox; frame-ancestors 'none'\r\n"));
	CHECK(!client_has(got, "style-src"));
	CHECK(client_has(got, "X-Content-Type-Options: nosniff\r\n"));
	CHECK(client_has(got, "Cache-Control: no-store\r\n"));
	CHECK(client_has(got, "Content-Type: text/plain; charset=utf-8\r\n"));
	CHECK(client_has(got, "Content-Disposition: attachment; filename=\"r___c.txt\"; "
	                      "filename*=UTF-8''r%C3%A9%22c.txt\r\n"));
	CHECK(sv_ends(got, SV("\r\n\r\n<script>alert(1)</script>")));
	got = ask(&w, "HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n");
	CHECK_INT(200, client_status(got));
	CHECK(client_has(got, "Content-Length: 25\r\n"));
	CHECK(sv_ends(got, SV("\r\n\r\n")));
	file_remove(fake_upload.path);
	close_world(&w);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parts_that_come_in_pieces_are_put_together, begin, end),
		cmocka_unit_test_setup_teardown(a_file_is_not_written_before_its_form_may_be_sent, begin, end),
		cmocka_unit_test_setup_teardown(parts_without_end_cost_no_memory, begin, end),
		cmocka_unit_test_setup_teardown(a_form_is_small_however_it_is_sent, begin, end),
		cmocka_unit_test_setup_teardown(a_visitor_who_sent_enough_is_told_and_nothing_is_written, begin,
		                                end),
		cmocka_unit_test_setup_teardown(what_a_crash_left_goes_at_the_next_start_and_nothing_else, begin,
		                                end),
		cmocka_unit_test_setup_teardown(files_reach_the_write_whole_and_leave_no_trace, begin, end),
		cmocka_unit_test_setup_teardown(ten_megabytes_are_taken_and_a_byte_more_is_not, begin, end),
		cmocka_unit_test_setup_teardown(what_is_wrong_with_files_is_said_beside_what_was_typed, begin, end),
		cmocka_unit_test_setup_teardown(nobody_who_may_not_send_the_form_leaves_a_file, begin, end),
		cmocka_unit_test_setup_teardown(a_full_disk_or_queue_is_said_and_nothing_is_left, begin, end),
		cmocka_unit_test_setup_teardown(one_visit_sends_so_many_at_a_time, begin, end),
		cmocka_unit_test_setup_teardown(uploads_that_were_refused_take_nobodys_place, begin, end),
		cmocka_unit_test_setup_teardown(an_upload_that_falls_behind_its_pace_is_cut, begin, end),
		cmocka_unit_test_setup_teardown(a_body_that_is_far_too_large_is_refused_unread, begin, end),
		cmocka_unit_test_setup_teardown(a_file_is_sent_to_be_saved_and_may_do_nothing, begin, end),
	};

	int failed;

	log_start(2, L_ERROR + 1);
	keys = fake_keys();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	keys_free(keys);
	return failed;
}
