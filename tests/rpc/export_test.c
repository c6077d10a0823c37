/* event.export against a real server: pages that join, what is noted of it, what is masked, and quitsctl's file. */
#include "tests/support/world.h"
#include "tests/support/nng_leak.h"

#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"

#include "protocol/ctl/export.h"

#include "server/api/api.h"
#include "server/rpc/server.h"
#include "server/service/event.h"
#include "server/service/feed.h"
#include "server/store/account.h"
#include "server/store/operator.h"

struct door {
	struct world *w;
	struct rpc *rpc;
	struct client *client;
};

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = 11, .user = SV("ana"), .uid = (int64_t)getuid(), .roles = sv_from(arg) };

	return store_operator_add(tx, &o);
}

static struct door open_door(struct world *w, char *roles)
{
	struct rpc_config c = { .shared = &w->shared, .handlers = api_table };
	struct door d = { .w = w };

	CHECK_OK(world_write(w, run_enrol, roles));
	rpc_defaults(&c);
	c.url = arena_print(&w->u.arena, "inproc://export-test-%d", (int)getpid());
	c.workers = 1;
	c.calls = 4;
	CHECK_OK(rpc_start(&c, &d.rpc));
	CHECK_OK(client_open(c.url, &d.client));
	return d;
}

static void close_door(struct door *d)
{
	client_close(d->client);
	rpc_stop(d->rpc);
}

struct telling {
	int64_t account, contact;
	int n;
	struct sv value;
};

static enum status run_tell(struct tx *tx, void *arg)
{
	const struct telling *t = arg;
	struct event_body b = { .name = SV("a\"line\nbreak"), .value = t->value };

	for (int i = 0; i < t->n; i++)
		TRY(tx_tell(tx, i % 2 ? E_link_sent : E_setting_changed, t->account, t->contact, SV("ana"), &b));
	return ST_OK;
}

static void tell(struct world *w, int n, struct sv value)
{
	struct telling t = { .n = n, .value = value };
	struct account_core c;

	make_account(w, .name = "Maria Sample");
	CHECK_OK(store_account_core(world_look(w)->snap, SV("A-1"), &c, &w->u.arena));
	t.account = c.id;
	t.contact = c.contact;
	CHECK_OK(world_write(w, run_tell, &t));
}

static void more_is_told(struct world *w, int n)
{
	struct telling t = { .n = n };

	CHECK_OK(world_write(w, run_tell, &t));
}

static size_t lines_of(struct sv text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

static struct event_row newest(struct world *w)
{
	struct event_page page = { .total = 0 };

	CHECK_OK(service_event_list(world_look(w), w->u.snap, &(struct list_query){ .limit = 1 }, &page));
	return page.items.at[0];
}

static void an_export_begins_at_its_first_page_or_at_its_own_next(void **state)
{
	char roles[] = "auditor,operator";
	struct door d = open_door(*state, roles);
	struct event_export q = { .filter = SV("act:link.sent"), .limit = 2 };
	struct event_export_page page;
	struct event_page list;

	tell(d.w, 10, SV("3"));
	CHECK_OK(client_call(d.client, M_event_list, &(struct list_query){ .filter = q.filter, .limit = 2 }, &list, &d.w->u.arena,
			     NULL));
	q.after = list.next; /* of another method: nothing was noted with it */
	CHECK_STATUS(ST_INVALID, client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
	q.after = SV_NONE;
	CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
	q.after = page.next;
	q.filter = SV("act:link.*"); /* of another export */
	CHECK_STATUS(ST_INVALID, client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
	CHECK_INT(11, newest(d.w).seq);
	close_door(&d);
}

static void what_is_told_after_an_export_was_noted_is_not_of_it(void **state)
{
	char roles[] = "auditor,operator";
	struct door d = open_door(*state, roles);
	struct event_export q = { .filter = SV("sort:seq"), .limit = 4 };
	struct event_export_page page;
	size_t got = 0;

	tell(d.w, 6, SV("3"));
	CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
	got += (size_t)page.rows;
	q.after = sv_copy(&d.w->u.arena, page.next);
	more_is_told(d.w, 5);
	while (q.after.n) {
		CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
		got += (size_t)page.rows;
		q.after = sv_copy(&d.w->u.arena, page.next);
	}
	CHECK_INT(7, got); /* six, and that somebody exports them */
	CHECK_INT(12, newest(d.w).seq);
	close_door(&d);
}

static void an_export_is_noted_once_before_its_first_page(void **state)
{
	char roles[] = "auditor,operator";
	struct door d = open_door(*state, roles);
	struct event_export q = { .filter = SV("act:link.sent"), .limit = 3 };
	unsigned char id[FRAME_ID] = "an id of 16 byte";
	struct event_export_page page;
	struct event_row e;
	struct sv first;
	size_t got = 0;

	tell(d.w, 10, SV("3"));
	do {
		CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
		CHECK_INT(lines_of(page.text), page.rows);
		got += (size_t)page.rows;
		q.after = sv_copy(&d.w->u.arena, page.next);
	} while (page.next.n);
	CHECK_INT(5, got);
	e = newest(d.w);
	CHECK_INT(11, e.seq); /* one more than was told */
	CHECK_SV("audit.exported", e.kind);
	CHECK_SV("ana", e.actor);
	CHECK_SV("5", e.body->value);
	CHECK_INT(5, e.body->rows);
	CHECK_SV("act:link.sent", e.body->reason);
	q.after = SV_NONE;
	CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, &(struct call_options){ .id = id }));
	first = page.text;
	CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, &(struct call_options){ .id = id }));
	CHECK(sv_eq(first, page.text)); /* repeated with its id: the page again, and noted once */
	CHECK_INT(12, newest(d.w).seq);
	close_door(&d);
}

static void every_line_is_the_json_of_an_event(void **state)
{
	char roles[] = "auditor,operator";
	struct door d = open_door(*state, roles);
	struct event_export_page page;
	struct sv rest;
	int64_t seq = 0;

	tell(d.w, 10, SV("3"));
	CHECK_OK(client_call(d.client, M_event_export, &(struct event_export){ .filter = SV("sort:seq") }, &page,
			     &d.w->u.arena, NULL));
	CHECK_INT(11, page.rows); /* and its own */
	CHECK(!page.next.n);
	for (rest = page.text; rest.n;) {
		struct sv line = sv_cut(&rest, '\n');
		json_t *e = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
		const char *name = json_string_value(json_object_get(e, "contact_name"));

		CHECK(e != NULL);
		CHECK_INT(++seq, json_integer_value(json_object_get(e, "seq")));
		CHECK_SV(seq > 10 ? "" : "Maria Sample", sv_from(name ? name : ""));
		json_decref(e);
	}
	CHECK_INT(11, seq);
	close_door(&d);
}

static void what_a_role_does_not_see_is_masked_in_the_text_too(void **state)
{
	char roles[] = "auditor";
	struct door d = open_door(*state, roles);
	struct event_export_page page;

	tell(d.w, 2, SV("3"));
	CHECK_OK(client_call(d.client, M_event_export, &(struct event_export){ .limit = 0 }, &page, &d.w->u.arena, NULL));
	CHECK(sv_find_sv(page.text, SV("Maria")) == page.text.n);
	CHECK(sv_find_sv(page.text, SV("M***")) < page.text.n);
	CHECK_FAULT(ST_INVALID, "filter", "does not see that field",
		    client_call(d.client, M_event_export, &(struct event_export){ .filter = SV("name:maria") }, &page,
				&d.w->u.arena, NULL));
	CHECK_INT(3, newest(d.w).seq); /* what was refused was no export */
	close_door(&d);
}

static void pages_of_long_lines_have_fewer_of_them(void **state)
{
	char roles[] = "supervisor";
	struct door d = open_door(*state, roles);
	struct event_export q = { .filter = SV("sort:seq") };
	struct event_export_page page;
	char *text = arena_alloc(&d.w->u.arena, 4000);
	size_t got = 0;

	memset(text, 'x', 4000);
	tell(d.w, 600, sv_of(text, 4000)); /* 2.4 MB: three answers */
	do {
		CHECK_OK(client_call(d.client, M_event_export, &q, &page, &d.w->u.arena, NULL));
		CHECK(page.rows > 0);
		got += lines_of(page.text);
		q.after = sv_copy(&d.w->u.arena, page.next);
	} while (page.next.n);
	CHECK_INT(601, got);
	close_door(&d);
}

static void quitsctl_saves_the_whole_log_for_its_caller_alone(void **state)
{
	char roles[] = "supervisor";
	struct door d = open_door(*state, roles);
	const char *path = arena_print(&d.w->u.arena, "%s/log.jsonl", d.w->dir);
	struct sv words[] = { sv_print(&d.w->u.arena, "file=%s", path), SV("filter=sort:seq"), SV("limit=4") }, saved;
	struct call_options how = { .timeout_ms = 10000 };
	struct event_export_page done;
	struct stat st;

	tell(d.w, 10, SV("3"));
	CHECK(export_wanted(words, COUNT(words)));
	CHECK(!export_wanted(words + 1, 1));
	CHECK_OK(export_run(d.client, words, COUNT(words), &how, &d.w->u.arena, &done));
	CHECK_INT(11, done.rows);
	CHECK_OK(file_read(&d.w->u.arena, path, 100000, &saved));
	CHECK_INT(11, lines_of(saved));
	CHECK_INT(0, stat(path, &st));
	CHECK_INT(0600, st.st_mode & 0777);
	CHECK_INT(11, newest(d.w).seq);
	CHECK_FAULT(ST_INVALID, "file", "", export_run(d.client, words, COUNT(words), &how, &d.w->u.arena, &done));
	close_door(&d);
}

static void a_file_is_not_left_behind_by_an_export_that_fails(void **state)
{
	char roles[] = "operator";
	struct door d = open_door(*state, roles);
	const char *path = arena_print(&d.w->u.arena, "%s/log.jsonl", d.w->dir);
	struct sv words[] = { sv_print(&d.w->u.arena, "file=%s", path) };
	struct call_options how = { .timeout_ms = 10000 };
	struct event_export_page done;

	CHECK_STATUS(ST_FORBIDDEN, export_run(d.client, words, COUNT(words), &how, &d.w->u.arena, &done));
	CHECK(access(path, F_OK) != 0);
	CHECK_EVENTS(d.w, "");
	close_door(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(an_export_begins_at_its_first_page_or_at_its_own_next),
		WORLD_TEST(what_is_told_after_an_export_was_noted_is_not_of_it),
		WORLD_TEST(an_export_is_noted_once_before_its_first_page),
		WORLD_TEST(every_line_is_the_json_of_an_event),
		WORLD_TEST(what_a_role_does_not_see_is_masked_in_the_text_too),
		WORLD_TEST(pages_of_long_lines_have_fewer_of_them),
		WORLD_TEST(quitsctl_saves_the_whole_log_for_its_caller_alone),
		WORLD_TEST(a_file_is_not_left_behind_by_an_export_that_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
