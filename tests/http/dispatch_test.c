/* Routes, guards, pages and posts without sockets: requests made from text. */
#include "tests/support/check.h"

#include <stdio.h>

#include "common/arena.h"
#include "common/embedded.h"
#include "common/log.h"

#include "server/http/dispatch.h"
#include "server/http/guard.h"
#include "server/http/static.h"
#include "server/http/web_text.h"

#include "tests/http/portal_fake.h"

static struct arena a = ARENA_INIT;
static struct keys *keys;
static struct shared shared;

static int begin(void **state)
{
	(void)state;
	keys = fake_keys();
	shared.keys = keys;
	return 0;
}

static int end(void **state)
{
	(void)state;
	keys_free(keys);
	arena_free(&a);
	return 0;
}

static struct web *web_of(struct sv text)
{
	struct web *w = NULL;

	CHECK_OK(web_from_text(&a, &shared, NULL, text, &w));
	w->ours = fake_origin;
	return w;
}

static struct sv path_of(const char *raw)
{
	struct sv path = SV("refused");

	return route_path(&a, sv_from(raw), &path) == ST_OK ? path : SV("refused");
}

static void paths_are_decoded_strictly(void **state)
{
	static const char *const refused[] = { "/%",     "/%4",    "/%zz",    "/a%00",
		                               "/a%2Fb", "/a%2fb", "/a%5Cb",  "/a%0Ab",
		                               "/a%1B",  "/%FF",   "/%C0%AF", "/%E2%80%AE" };

	(void)state;
	CHECK_SV("/home", path_of("/home"));
	CHECK_SV("/home", path_of("/%68om%65"));
	CHECK_SV("/a b+c", path_of("/a%20b+c"));
	CHECK_SV("/\xc3\xa4", path_of("/%C3%A4"));
	for (size_t i = 0; i < COUNT(refused); i++)
		CHECK_SV("refused", path_of(refused[i]));
}

static const struct route *found(enum verb verb, const char *path, struct route_found *f)
{
	route_find(&fake_rooms, verb, sv_from(path), f);
	return f->route;
}

static void a_route_is_found_by_path_and_verb(void **state)
{
	struct route_found f;
	char part[140];

	(void)state;
	CHECK(found(VERB_GET, "/", &f) == &fake_routes[0]);
	CHECK(found(VERB_HEAD, "/", &f) == &fake_routes[0]);
	CHECK(found(VERB_GET, "/var/x", &f) == &fake_routes[1]);
	CHECK_SV("x", f.vars[0]);
	CHECK(found(VERB_POST, "/home", &f) == &fake_routes[7]);
	CHECK(!found(VERB_GET, "/var/", &f) && f.allowed == 0);
	CHECK(!found(VERB_GET, "/var", &f) && f.allowed == 0);
	CHECK(!found(VERB_GET, "/var/x/y", &f) && f.allowed == 0);
	CHECK(!found(VERB_GET, "/home/", &f) && f.allowed == 0);
	CHECK(!found(VERB_GET, "//home", &f) && f.allowed == 0);
	CHECK(!found(VERB_GET, "", &f) && f.allowed == 0);
	snprintf(part, sizeof(part), "/var/%0128d", 1);
	CHECK(found(VERB_GET, part, &f) == &fake_routes[1]);
	snprintf(part, sizeof(part), "/var/%0129d", 1);
	CHECK(!found(VERB_GET, part, &f));
}

static void the_allowed_verbs_of_a_path_are_told(void **state)
{
	struct route_found f;

	(void)state;
	CHECK(!found(VERB_POST, "/", &f));
	assert_string_equal("GET, HEAD", route_allow(f.allowed));
	CHECK(!found(VERB_GET, "/open", &f));
	assert_string_equal("POST", route_allow(f.allowed));
	CHECK(!found(0, "/home", &f));
	assert_string_equal("GET, HEAD, POST", route_allow(f.allowed));
}

static void a_route_is_told_in_one_line(void **state)
{
	(void)state;
	CHECK_SV("GET /var/:name open -", route_line(&a, &fake_routes[1], ""));
	CHECK_SV("POST /home section.x,signed-in,form id,name,agree,form_token",
	         route_line(&a, &fake_routes[7], "section.x"));
}

static bool same_origin(const char *headers)
{
	struct web *w = web_of(sv_print(&a, "POST / HTTP/1.1\r\nHost: x\r\n%s\r\n", headers));

	return guard_same_origin(w);
}

static void only_our_own_pages_may_post(void **state)
{
	(void)state;
	CHECK(same_origin(""));
	CHECK(same_origin("Origin: http://portal.test\r\n"));
	CHECK(same_origin("Origin: null\r\nSec-Fetch-Site: same-origin\r\n"));
	CHECK(same_origin("Sec-Fetch-Site: same-origin\r\n"));
	CHECK(same_origin("Origin: http://portal.test\r\nSec-Fetch-Site: same-origin\r\n"));
	CHECK(!same_origin("Origin: null\r\n"));
	CHECK(!same_origin("Origin: http://evil.test\r\n"));
	CHECK(!same_origin("Origin: https://portal.test\r\n"));
	CHECK(!same_origin("Origin: http://portal.test.evil.test\r\n"));
	CHECK(!same_origin("Origin: http://evil.test\r\nSec-Fetch-Site: same-origin\r\n"));
	CHECK(!same_origin("Sec-Fetch-Site: cross-site\r\n"));
	CHECK(!same_origin("Sec-Fetch-Site: same-site\r\n"));
	CHECK(!same_origin("Sec-Fetch-Site: none\r\n"));
	CHECK(!same_origin("Origin: http://portal.test\r\nSec-Fetch-Site: cross-site\r\n"));
}

/* Runs a whole request but for the write; true if the write would run. */
static bool post(struct sv text, struct web **ret_web, struct post *p)
{
	struct web *w = web_of(text);
	const char *allow;
	bool ready;

	*p = (struct post){ .st = ST_OK };
	CHECK(dispatch_find(&fake_rooms, w, &allow));
	ready = dispatch_post(&fake_rooms, w, web_text_type(text), p);
	*ret_web = w;
	return ready;
}

static void a_form_reaches_its_write_with_everything_it_needs(void **state)
{
	struct web *w;
	struct post p;
	const struct fake_form *form;

	(void)state;
	CHECK(
	    post(SV("POST /pre HTTP/1.1\r\nHost: x\r\nCookie: pre=abc\r\nUser-Agent: B/1\r\n"
	            "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=3&name=Jo&agree=1"),
	         &w, &p));
	form = p.form;
	CHECK_INT(3, form->id);
	CHECK_SV("Jo", form->name);
	CHECK(form->agree);
	CHECK_SV("abc", p.pre);
	CHECK_SV("B/1", p.agent);
	CHECK_SV("192.0.2.7", p.address);
	CHECK(p.route == w->route);
	p.st = ST_OK;
	dispatch_after(&fake_rooms, w, &p);
	CHECK_INT(303, w->reply.status);
	CHECK_SV("/", w->reply.location);
	arena_free(&p.unit.arena);
	web_text_free(w);
}

static void a_form_that_cannot_be_read_goes_back_to_its_page(void **state)
{
	struct web *w;
	struct post p;

	(void)state;
	CHECK(!post(SV("POST /pre HTTP/1.1\r\nHost: x\r\n"
	               "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=x&name=Jo"),
	            &w, &p));
	CHECK_INT(400, w->reply.status);
	CHECK_SV("Jo", ((struct fake_form *)p.form)->name);
	CHECK(sv_starts(buf_sv(&w->reply.body), SV("id: ")));
	arena_free(&p.unit.arena);
	web_text_free(w);
}

static void a_guard_refuses_before_the_form_is_read(void **state)
{
	static const struct {
		struct sv text;
		int status;
	} rows[] = {
		{ SV_CONST("POST /pre HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.test\r\n"
		           "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=3"),
		  403 },
		{ SV_CONST("POST /home HTTP/1.1\r\nHost: x\r\nCookie: session=alice\r\n"
		           "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=3"),
		  403 },
		{ SV_CONST("POST /home HTTP/1.1\r\nHost: x\r\n"
		           "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=3"),
		  303 },
		{ SV_CONST("POST /pre HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n\r\nid=3"),
		  415 },
		{ SV_CONST("POST /pre HTTP/1.1\r\nHost: x\r\n\r\nid=3"), 415 },
	};
	struct web *w;
	struct post p;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		CHECK(!post(rows[i].text, &w, &p));
		CHECK_INT(rows[i].status, w->reply.status);
		arena_free(&p.unit.arena);
		web_text_free(w);
	}
}

static void a_signed_in_post_with_its_token_passes(void **state)
{
	unsigned char owner[32] = { 'a' };
	struct sv token = form_token(&a, keys, sv_of(owner, sizeof(owner)));
	struct web *w;
	struct post p;

	(void)state;
	CHECK(post(
	    sv_print(
		&a,
		"POST /home HTTP/1.1\r\nHost: x\r\nCookie: session=alice\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\n\r\nid=3&form_token=" SV_FMT,
		SV_ARG(token)),
	    &w, &p));
	CHECK_INT(1, p.visitor.session);
	arena_free(&p.unit.arena);
	web_text_free(w);
}

static void a_failure_inside_becomes_an_error_page_without_its_words(void **state)
{
	struct web *w = web_of(SV("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n"));
	const char *allow;

	(void)state;
	CHECK(dispatch_find(&fake_rooms, w, &allow));
	dispatch_page(&fake_rooms, w);
	CHECK_INT(500, w->reply.status);
	CHECK(sv_find_sv(buf_sv(&w->reply.body), SV("secret")) == w->reply.body.n);
	web_text_free(w);
}

static void a_redirect_never_leaves_the_portal(void **state)
{
	static const char *const bad[] = {
		"",           "home", "//evil.test",  "/\\evil.test", "http://evil.test",
		"/a\r\nX: b", "/a b", "/\t/evil.test"
	};
	struct web *w = web_of(SV("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));

	(void)state;
	web_redirect(w, SV("/home?a=b"));
	CHECK_SV("/home?a=b", w->reply.location);
	for (size_t i = 0; i < COUNT(bad); i++) {
		web_redirect(w, sv_from(bad[i]));
		CHECK_SV("/", w->reply.location);
	}
	web_text_free(w);
}

static struct reply asset(const char *target, struct sv if_none_match)
{
	struct web *w = web_of(sv_print(&a, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", target));
	struct reply reply;

	CHECK(static_answer(w, SV_NONE, if_none_match));
	reply = w->reply;
	reply.etag = sv_copy(&a, reply.etag);
	reply.body.p = arena_copy(&a, reply.body.p, reply.body.n);
	web_text_free(w);
	return reply;
}

static void a_static_file_is_kept_long_only_under_its_hash(void **state)
{
	struct sv url = static_url(&a, "portal.css", SV_NONE);
	struct reply file = asset(sv_z(&a, url), SV_NONE);

	(void)state;
	CHECK_INT(200, file.status);
	CHECK(file.keep);
	CHECK_SV("text/css; charset=utf-8", file.type);
	CHECK(sv_eq(buf_sv(&file.body), embedded_find(assets_files, "assets/static/portal.css")));
	CHECK(!asset("/static/portal.css", SV_NONE).keep);
	CHECK(!asset("/static/portal.css?v=0000000000000000", SV_NONE).keep);
	CHECK(!asset("/static/portal.css?v=", SV_NONE).keep);
	CHECK_INT(304, asset("/static/portal.css", file.etag).status);
	CHECK_INT(200, asset("/static/portal.css", SV("\"other\"")).status);
	CHECK_SV("image/svg+xml", asset("/favicon.ico", SV_NONE).type);
	CHECK(!asset("/favicon.ico", SV_NONE).keep);
	CHECK_INT(0, asset("/static/", SV_NONE).status);
	CHECK_INT(0, asset("/static/../static/portal.css", SV_NONE).status);
	CHECK(!static_answer(web_of(SV("GET /stat HTTP/1.1\r\nHost: x\r\n\r\n")), SV_NONE, SV_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_decoded_strictly),
		cmocka_unit_test(a_route_is_found_by_path_and_verb),
		cmocka_unit_test(the_allowed_verbs_of_a_path_are_told),
		cmocka_unit_test(a_route_is_told_in_one_line),
		cmocka_unit_test(only_our_own_pages_may_post),
		cmocka_unit_test(a_form_reaches_its_write_with_everything_it_needs),
		cmocka_unit_test(a_form_that_cannot_be_read_goes_back_to_its_page),
		cmocka_unit_test(a_guard_refuses_before_the_form_is_read),
		cmocka_unit_test(a_signed_in_post_with_its_token_passes),
		cmocka_unit_test(a_failure_inside_becomes_an_error_page_without_its_words),
		cmocka_unit_test(a_redirect_never_leaves_the_portal),
		cmocka_unit_test(a_static_file_is_kept_long_only_under_its_hash),
	};

	log_start(2, L_ERROR + 1);
	return cmocka_run_group_tests(tests, begin, end);
}
