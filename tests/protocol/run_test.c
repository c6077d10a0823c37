/* The whole of quitsctl but main(), against a server made here on a socket in a scratch folder: what it
 * prints, where, with which exit code; scripts, imports, and following the feed over a restart. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/nng_leak.h"
#include "common/clock.h"
#include "common/file.h"

#include "protocol/ctl/follow.h"
#include "protocol/ctl/import.h"
#include "protocol/ctl/run.h"
#include "protocol/schema.h"

#include "tests/protocol/peer.h"

struct scratch {
	char dir[64];
	struct arena a;
	char *out, *err; /* what ctl_run wrote */
};

static int setup(void **state)
{
	struct scratch *s = mem_new(sizeof(*s));

	snprintf(s->dir, sizeof(s->dir), "/tmp/quits-run-XXXXXX");
	*state = s;
	return mkdtemp(s->dir) ? 0 : -1;
}

static int teardown(void **state)
{
	struct scratch *s = *state;
	static const char *const names[] = { "rpc.sock", "out", "err", "calls", "book.csv", "map" };

	for (size_t i = 0; i < COUNT(names); i++)
		unlink(arena_print(&s->a, "%s/%s", s->dir, names[i]));
	rmdir(s->dir);
	arena_free(&s->a);
	mem_free(s);
	return 0;
}

static char *slurp(struct scratch *s, const char *name)
{
	struct sv text;

	CHECK_OK(file_read(&s->a, arena_print(&s->a, "%s/%s", s->dir, name), 1024 * 1024, &text));
	return arena_copy(&s->a, text.p ? text.p : "", text.n);
}

static int ctl(struct scratch *s, const char *const *words)
{
	char *argv[20] = { arena_print(&s->a, "-d"), s->dir };
	int argc = 2, out, err, code;

	for (; *words; words++)
		argv[argc++] = arena_print(&s->a, "%s", *words);
	out = open(arena_print(&s->a, "%s/out", s->dir), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	err = open(arena_print(&s->a, "%s/err", s->dir), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	code = ctl_run(argc, argv, out, err);
	close(out);
	close(err);
	s->out = slurp(s, "out");
	s->err = slurp(s, "err");
	return code;
}

#define CTL(s, ...) ctl((s), (const char *const[]){ __VA_ARGS__, NULL })

/* The server: a list of links, an import that counts, an error. */

struct book {
	struct book_report report;
	struct buf bytes;
	int shown;
	bool refuse;
	char map[64];
};

static struct book *book_of(struct peer *p)
{
	return p->arg;
}

static void answer_book(struct peer *p, const struct call *call, struct buf *out)
{
	struct book *k = book_of(p);
	struct arena *a = out->arena;

	if (sv_is(call->method, "book.import")) {
		struct book_new in;

		CHECK_OK(wire_unpack(call->params, &book_new_record, &in, a, true));
		k->report.import = 77;
		k->report.file = sv_copy(k->bytes.arena, in.file);
		k->report.state = IMPORT_OPEN;
		snprintf(k->map, sizeof(k->map), SV_FMT, SV_ARG(in.map));
	} else if (sv_is(call->method, "book.chunk")) {
		struct book_chunk in;

		CHECK_OK(wire_unpack(call->params, &book_chunk_record, &in, a, true));
		CHECK_INT(77, in.import);
		CHECK_INT(k->bytes.n, in.offset);
		buf_add(&k->bytes, in.data);
		k->report.bytes = (int64_t)k->bytes.n;
	} else if (sv_is(call->method, "book.finish")) {
		k->report.state = IMPORT_CHECKING;
	} else if (++k->shown == 2) {
		k->report.state = k->refuse ? IMPORT_FAILED : IMPORT_DONE;
		k->report.reason = k->refuse ? SV("no such column") : SV_NONE;
	}
	say(call, out, ST_OK, "", &book_report_record, &k->report);
}

static void answer_unlock(const struct call *call, struct buf *out)
{
	struct system_unlocked done = { .until = 1000 };
	struct system_code in;

	CHECK_OK(wire_unpack(call->params, &system_code_record, &in, out->arena, true));
	if (sv_is(in.code, "123456"))
		say(call, out, ST_OK, "", &system_unlocked_record, &done);
	else
		say(call, out, ST_UNAUTHENTICATED, "code: is not the code of now", NULL, NULL);
}

static void answer(struct peer *p, const struct call *call, struct buf *out)
{
	struct link_row rows[2] = {
		{ .link = 12,
		  .account = SV("1042"),
		  .contact = 3,
		  .contact_name = SV("Zo\x1B[31m\xC3\xAB"),
		  .channel = CHANNEL_SMS,
		  .state = LINK_PENDING,
		  .made_at = 1000,
		  .actor = SV("ann"),
		  .tries = 1 },
		{ .link = 7,
		  .account = SV("9"),
		  .contact = 3,
		  .channel = CHANNEL_WHATSAPP,
		  .state = LINK_HELD,
		  .made_at = 1000,
		  .actor = SV("ann") },
	};
	struct link_page page = { .items = { rows, 2 }, .more = true };

	if (sv_starts(call->method, SV("book.")))
		answer_book(p, call, out);
	else if (sv_is(call->method, "system.unlock"))
		answer_unlock(call, out);
	else if (sv_is(call->method, "link.list"))
		say(call, out, ST_OK, "", &link_page_record, &page);
	else if (sv_is(call->method, "link.revoke"))
		say(call, out, ST_CONFLICT, "link: is used already", NULL, NULL);
	else
		say(call, out, ST_FORBIDDEN, "not yours to do", NULL, NULL);
}

static struct peer serve(struct scratch *s)
{
	struct peer p = { 0 };

	snprintf(p.url, sizeof(p.url), "ipc://%s/rpc.sock", s->dir);
	return p;
}

static void an_answer_is_a_table_for_people_and_safe_for_their_terminal(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);

	peer_open(&p, answer);
	CHECK_INT(0, CTL(s, "link.list"));
	assert_string_equal("link  account  contact  contact_name  channel   state    made_at      "
	                    "             touches  tries  actor\n"
	                    "12    1042     3        Zo[31m\xC3\xAB       sms       pending  "
	                    "1970-01-01T00:00:01.000Z        0      1  ann\n"
	                    "7     9        3                      whatsapp  held     "
	                    "1970-01-01T00:00:01.000Z        0      0  ann\n"
	                    "\n"
	                    "more  yes\n",
	                    s->out);
	assert_string_equal("", s->err);
	peer_close(&p);
}

static void json_is_one_document_on_standard_output(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);

	peer_open(&p, answer);
	CHECK_INT(0, CTL(s, "link.list", "limit=5", "--json"));
	CHECK(strncmp(s->out, "{\"items\":[{\"link\":\"12\",", 23) == 0);
	CHECK(strchr(s->out, '\n') == s->out + strlen(s->out) - 1);
	peer_close(&p);
}

static void a_failure_is_told_on_standard_error_and_by_the_exit_code(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);

	peer_open(&p, answer);
	CHECK_INT(6, CTL(s, "link.revoke", "link=12"));
	assert_string_equal("quitsctl: link.revoke: link: is used already\n", s->err);
	assert_string_equal("", s->out);
	CHECK_INT(6, CTL(s, "link.revoke", "link=12", "--json"));
	assert_string_equal("{\"status\":\"CONFLICT\",\"call\":\"link.revoke\",\"field\":\"link\","
	                    "\"text\":\"is used already\"}\n",
	                    s->err);
	CHECK_INT(4, CTL(s, "audit.verify"));
	CHECK_INT(2, CTL(s, "link.revoke", "lnk=1"));
	assert_string_equal("quitsctl: link.revoke: lnk: is not known here; did you mean link?\n",
	                    s->err);
	CHECK_INT(2, p.heard - 1); /* the last one never left */
	peer_close(&p);
}

static void without_a_server_it_ends_at_once(void **state)
{
	struct scratch *s = *state;
	int64_t began = clock_mono_ms();

	CHECK_INT(9, CTL(s, "link.list"));
	assert_string_equal(
	    arena_print(&s->a, "quitsctl: link.list: no server at %s: is quitsd running?\n",
	                s->dir),
	    s->err);
	CHECK_OK(file_write(&s->a, arena_print(&s->a, "%s/rpc.sock", s->dir), SV("")));
	CHECK_INT(9, CTL(s, "link.list")); /* a file that nobody listens behind */
	CHECK(clock_mono_ms() - began < 300 * 2);
}

static void a_script_runs_its_lines_and_names_the_one_that_fails(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);
	const char *path = arena_print(&s->a, "%s/calls", s->dir);

	peer_open(&p, answer);
	CHECK_OK(file_write(&s->a, path,
	                    SV("# two\nlink.list 'limit=1'\n\nlink.revoke link=12\nlink.list\n")));
	CHECK_INT(6, CTL(s, "-f", path));
	assert_string_equal(
	    arena_print(&s->a, "quitsctl: %s:4: link.revoke: link: is used already\n", path),
	    s->err);
	CHECK_INT(2, p.heard);
	CHECK_INT(2, CTL(s, "-f", path, "--id", "000102030405060708090a0b0c0d0e0f"));
	peer_close(&p);
}

static void a_code_unlocks_the_connection_before_the_first_call_and_once(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);
	const char *path = arena_print(&s->a, "%s/calls", s->dir);

	peer_open(&p, answer);
	CHECK_OK(file_write(&s->a, path, SV("link.list\nlink.list\n")));
	CHECK_INT(0, CTL(s, "--code", "123456", "-f", path));
	CHECK_INT(3, p.heard);
	CHECK_INT(3, CTL(s, "link.list", "--code=654321"));
	assert_string_equal("quitsctl: link.list: code: is not the code of now\n", s->err);
	CHECK_INT(4, p.heard); /* the list was not asked for */
	setenv("QUITSCTL_CODE", "123456", 1);
	CHECK_INT(0, CTL(s, "link.list"));
	CHECK_INT(6, p.heard);
	CHECK_INT(3, CTL(s, "link.list", "--code", "654321")); /* the flag is nearer */
	unsetenv("QUITSCTL_CODE");
	CHECK_INT(0, CTL(s, "link.list"));
	CHECK_INT(8, p.heard);
	peer_close(&p);
}

static void write_file(struct scratch *s, const char *name, size_t n)
{
	char *bytes = arena_alloc(&s->a, n + 1);

	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)('a' + i % 23);
	CHECK_OK(file_write(&s->a, arena_print(&s->a, "%s/%s", s->dir, name), sv_of(bytes, n)));
}

static void an_import_sends_the_whole_file_in_pieces(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);
	struct book k = { .bytes = buf_new(&s->a, 1024 * 1024) };

	p.arg = &k;
	peer_open(&p, answer);
	write_file(s, "book.csv", 100000);
	CHECK_OK(
	    file_write(&s->a, arena_print(&s->a, "%s/map", s->dir), SV("name = A\nowed = B\n")));
	CHECK_INT(0, CTL(s, "book.import", arena_print(&s->a, "file=%s/book.csv", s->dir),
	                 arena_print(&s->a, "map=%s/map", s->dir)));
	CHECK_INT(100000, k.bytes.n);
	for (size_t i = 0; i < k.bytes.n; i++)
		if (k.bytes.p[i] != (char)('a' + i % 23))
			fail_msg("byte %zu", i);
	CHECK_SV("book.csv", k.report.file); /* the server is told no path */
	assert_string_equal("name = A\nowed = B\n", k.map);
	CHECK(strstr(s->out, "state             done\n") != NULL);
	CHECK_INT(1 + 4 + 1 + 2, p.heard);
	peer_close(&p);
}

static void a_refused_import_ends_with_the_code_of_invalid_and_its_report(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);
	struct book k = { .bytes = buf_new(&s->a, 1024 * 1024), .refuse = true };

	p.arg = &k;
	peer_open(&p, answer);
	write_file(s, "book.csv", 10);
	CHECK_INT(2, CTL(s, "book.import", arena_print(&s->a, "file=%s/book.csv", s->dir)));
	CHECK(strstr(s->out, "state             failed\n") != NULL);
	assert_string_equal("quitsctl: book.import: the import was refused: no such column\n",
	                    s->err);
	peer_close(&p);
}

static void an_import_of_a_file_that_is_not_there_asks_no_server(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);

	peer_open(&p, answer);
	CHECK_INT(5, CTL(s, "book.import", "file=/nonexistent/book.csv"));
	assert_string_equal(
	    "quitsctl: book.import: file: cannot be opened: No such file or directory\n", s->err);
	CHECK_INT(2, CTL(s, "book.import", "dry_run=yes"));
	CHECK_INT(5, CTL(s, "book.import", "file=/dev/null", "map=/nonexistent/map"));
	CHECK_INT(0, p.heard);
	peer_close(&p);
}

/* Following, over inproc:// since closing an ipc socket with a call under way can hang in nng (its issue
 * 1813). The server's log is `head` events long; a read gives at most three. */

struct log {
	_Atomic int64_t head;
	int64_t old_at; /* a read behind this event is told once that its connection is too old */
};

static void answer_feed(struct peer *p, const struct call *call, struct buf *out)
{
	struct log *l = p->arg;
	struct feed_query q;
	struct event_row rows[3];
	struct feed_page page = { .items = { rows, 0 } };

	CHECK_OK(wire_unpack(call->params, &feed_query_record, &q, out->arena, true));
	if (l->old_at && q.after >= l->old_at) {
		l->old_at = 0;
		say(call, out, ST_UNAUTHENTICATED, "reconnect: this connection is 12 hours old", NULL, NULL);
		return;
	}
	page.head = l->head;
	page.next = q.after;
	while (page.items.n < 3 && page.next < page.head)
		rows[page.items.n++] = (struct event_row){
			.seq = ++page.next, .at = 1000, .kind = SV("link.sent"), .actor = SV("ann")
		};
	if (page.items.n == 0 || call->method.n != strlen("feed.read"))
		return; /* parked for ever: this connection hears nothing more */
	say(call, out, ST_OK, "", &feed_page_record, &page);
}

struct following {
	struct client *client;
	struct feed_query q;
	int out, stop;
	enum status st;
};

static void *follow_thread(void *arg)
{
	struct following *f = arg;

	f->st = follow_run(f->client, &f->q, true, f->out, f->stop);
	return NULL;
}

static void expect_events(FILE *in, int from, int to)
{
	char line[300], want[40];

	for (int seq = from; seq <= to; seq++) {
		CHECK(fgets(line, sizeof(line), in) != NULL);
		snprintf(want, sizeof(want), "{\"seq\":%d,", seq);
		if (strncmp(line, want, strlen(want)) != 0)
			fail_msg("want %s, got %s", want, line);
	}
}

static void following_loses_and_doubles_nothing_over_a_restart(void **state)
{
	struct peer p = make_peer("follow-restart"), q = make_peer("follow-restart");
	struct log l = { 7, 0 };
	int out[2], stop[2];
	struct following f = { .q = { .after = 1 } };
	struct thread *t;
	FILE *in;

	(void)state;
	CHECK_INT(0, pipe(out));
	CHECK_INT(0, pipe(stop));
	in = fdopen(out[0], "r");
	p.arg = q.arg = &l;
	peer_open(&p, answer_feed);
	CHECK_OK(client_open(p.url, &f.client));
	f.out = out[1];
	f.stop = stop[0];
	CHECK_OK(thread_start("follow", THREAD_ANY, follow_thread, &f, &t));
	expect_events(in, 2, 7);
	peer_close(&p);
	l.head = 12;
	peer_open(&q, answer_feed);
	expect_events(in, 8, 12);
	CHECK_INT(1, write(stop[1], "x", 1));
	thread_join(t);
	CHECK_STATUS(ST_OK, f.st);
	close(out[1]);
	CHECK_INT(EOF, fgetc(in)); /* and not one line more */
	fclose(in);
	close(stop[0]);
	close(stop[1]);
	peer_close(&q);
}

static void following_goes_on_when_its_connection_was_too_old(void **state)
{
	struct peer p = make_peer("follow-old");
	struct log l = { 7, 4 };
	int out[2], stop[2];
	struct following f = { .q = { .after = 1 } };
	struct thread *t;
	FILE *in;

	(void)state;
	CHECK_INT(0, pipe(out));
	CHECK_INT(0, pipe(stop));
	in = fdopen(out[0], "r");
	p.arg = &l;
	peer_open(&p, answer_feed);
	CHECK_OK(client_open(p.url, &f.client));
	f.out = out[1];
	f.stop = stop[0];
	CHECK_OK(thread_start("follow", THREAD_ANY, follow_thread, &f, &t));
	expect_events(in, 2, 7);
	CHECK_INT(1, write(stop[1], "x", 1));
	thread_join(t);
	CHECK_STATUS(ST_OK, f.st);
	close(out[1]);
	CHECK_INT(EOF, fgetc(in));
	fclose(in);
	close(stop[0]);
	close(stop[1]);
	peer_close(&p);
	CHECK_INT(0, l.old_at); /* its thread is gone: nobody writes it any more */
}

static void following_ends_when_its_reader_goes(void **state)
{
	struct peer p = make_peer("follow-reader");
	struct log l = { 3, 0 };
	int out[2], stop[2];
	struct following f = { .q = { .last = 3 } };
	struct thread *t;
	FILE *in;

	(void)state;
	CHECK_INT(0, pipe(out));
	CHECK_INT(0, pipe(stop));
	in = fdopen(out[0], "r");
	p.arg = &l;
	peer_open(&p, answer_feed);
	CHECK_OK(client_open(p.url, &f.client));
	f.out = out[1];
	f.stop = stop[0];
	CHECK_OK(thread_start("follow", THREAD_ANY, follow_thread, &f, &t));
	expect_events(in, 1, 3);
	fclose(in);
	thread_join(t);
	CHECK_STATUS(ST_OK, f.st);
	close(out[1]);
	close(stop[0]);
	close(stop[1]);
	peer_close(&p);
}

static void following_passes_on_what_is_no_passing_trouble(void **state)
{
	struct scratch *s = *state;
	struct peer p = serve(s);

	peer_open(&p, answer);
	CHECK_INT(4, CTL(s, "feed.read", "--follow"));
	CHECK_INT(2, CTL(s, "link.list", "--follow"));
	CHECK_INT(1, p.heard);
	peer_close(&p);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_is_a_table_for_people_and_safe_for_their_terminal),
		TEST(json_is_one_document_on_standard_output),
		TEST(a_failure_is_told_on_standard_error_and_by_the_exit_code),
		TEST(without_a_server_it_ends_at_once),
		TEST(a_script_runs_its_lines_and_names_the_one_that_fails),
		TEST(a_code_unlocks_the_connection_before_the_first_call_and_once),
		TEST(an_import_sends_the_whole_file_in_pieces),
		TEST(a_refused_import_ends_with_the_code_of_invalid_and_its_report),
		TEST(an_import_of_a_file_that_is_not_there_asks_no_server),
		TEST(following_loses_and_doubles_nothing_over_a_restart),
		TEST(following_goes_on_when_its_connection_was_too_old),
		TEST(following_ends_when_its_reader_goes),
		TEST(following_passes_on_what_is_no_passing_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
