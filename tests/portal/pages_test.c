/* Every page as a debtor gets it, through route, guards, page and template, compared with its golden file. What is
 * random (tokens, references, hashes of static files) is replaced by its kind first. */
#include "tests/support/golden.h"
#include "tests/support/world.h"

#include <ctype.h>

#include "common/clock.h"

#include "server/engine/channel.h"
#include "server/http/dispatch.h"
#include "server/http/web_text.h"
#include "server/portal/portal.h"
#include "server/service/link.h"

struct visit { /* a browser: its cookies and the last page */
	struct world *w;
	struct sv pre, session, token, page, location;
	const char *promise; /* path of the form for A-1 */
	int status;
};

static bool token_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* Runs of 43 token characters, references and static hashes become words. */
static struct sv tidy(struct arena *a, struct sv s)
{
	struct buf b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < s.n;) {
		size_t n = 0;

		while (i + n < s.n && token_char(s.p[i + n]))
			n++;
		if (n == 43) {
			buf_z(&b, "TOKEN");
		} else if (n == 14 && strncmp(s.p + i, "PR-", 3) == 0) {
			buf_z(&b, "PR-REFERENCE");
		} else if (n == 16 && i >= 3 && strncmp(s.p + i - 3, "?v=", 3) == 0) {
			buf_z(&b, "HASH");
		} else if (n > 15 && i >= 9 && strncmp(s.p + i - 9, "/account/", 9) == 0) {
			buf_z(&b, "ACCOUNT");
		} else if (n) {
			buf_add(&b, sv_of(s.p + i, n));
		} else {
			buf_char(&b, s.p[i]);
			n = 1;
		}
		i += n;
	}
	return buf_sv(&b);
}

static struct sv cookies_of(struct visit *v)
{
	struct arena *a = &v->w->u.arena;

	return sv_print(a, "pre=" SV_FMT "; session=" SV_FMT, SV_ARG(v->pre), SV_ARG(v->session));
}

static void take(struct visit *v, struct web *w)
{
	struct arena *a = &v->w->u.arena;

	v->status = w->reply.status;
	v->page = sv_copy(a, buf_sv(&w->reply.body));
	v->location = sv_copy(a, w->reply.location);
	for (size_t i = 0; i < w->reply.n_cookies; i++) {
		struct sv value = sv_copy(a, w->reply.cookies[i].value);

		if (sv_is(w->reply.cookies[i].name, "pre"))
			v->pre = value;
		if (sv_is(w->reply.cookies[i].name, "session"))
			v->session = value;
	}
	web_text_free(w);
}

static struct web *request(struct visit *v, const char *text)
{
	struct unit *u = world_look(v->w);
	struct web *w;

	CHECK_OK(web_from_text(&u->arena, &v->w->shared, &v->w->snap, sv_from(text), &w));
	w->ours = SV("http://127.0.0.1:8080");
	return w;
}

static void get(struct visit *v, const char *path)
{
	const char *allow;
	struct web *w = request(v, arena_print(&v->w->u.arena,
					       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nCookie: " SV_FMT
					       "\r\n\r\n",
					       path, SV_ARG(cookies_of(v))));

	if (dispatch_find(&portal_rooms, w, &allow))
		dispatch_page(&portal_rooms, w);
	take(v, w);
}

static enum status run_post(struct tx *tx, void *arg)
{
	struct post *p = arg;

	return p->route->write(p, tx);
}

static void post(struct visit *v, const char *path, const char *form)
{
	const char *allow;
	struct web *w = request(
		v, arena_print(&v->w->u.arena,
			       "POST %s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080\r\n"
			       "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n"
			       "Cookie: " SV_FMT "\r\n\r\n%s",
			       path, strlen(form), SV_ARG(cookies_of(v)), form));
	struct post p = { .unit = { .shared = &v->w->shared, .now = clock_now() } };

	if (dispatch_find(&portal_rooms, w, &allow) &&
	    dispatch_post(&portal_rooms, w, SV("application/x-www-form-urlencoded"), &p)) {
		p.st = world_write(v->w, run_post, &p);
		p.fault = *fault_last();
		dispatch_after(&portal_rooms, w, &p);
	}
	take(v, w);
	arena_free(&p.unit.arena);
}

/* The value of the page's first field of that name. */
static struct sv field(struct visit *v, const char *name)
{
	struct sv mark = sv_print(&v->w->u.arena, "name=\"%s\" value=\"", name);
	size_t at = sv_find_sv(v->page, mark);
	struct sv rest;

	CHECK(at < v->page.n);
	rest = sv_from_to(v->page, at + mark.n, v->page.n);
	return sv_cut(&rest, '"');
}

static void answer(struct visit *v, const char *digits)
{
	struct arena *a = &v->w->u.arena;
	const char *path = arena_print(a, "/l/" SV_FMT, SV_ARG(v->token));

	get(v, path);
	post(v, path, arena_print(a, "form_token=" SV_FMT "&digits=%s", SV_ARG(field(v, "form_token")), digits));
}

static void golden(struct visit *v, const char *name)
{
	struct arena *a = &v->w->u.arena;

	check_golden_file(a, arena_print(a, "pages/%s.html", name), tidy(a, v->page));
}

struct sending {
	struct world *w;
	struct link_sent ret;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct sending *s = arg;
	struct link_new q = { .account = SV("A-1"), .channel = CHANNEL_EMAIL };

	return service_link_send(&s->w->u, tx, &q, &s->ret);
}

static struct visit with_link(struct world *w)
{
	struct visit v = { .w = w };
	struct sending s = { .w = w };
	struct hand_off_list due;

	int64_t account = make_account(w, .number = "A-1", .contact = "C-1", .balance = 123450, .document = "X-4321",
		     .creditor = "Northwind <Energy> & Sons");
	make_account(w, .number = "A-2", .contact = "C-1", .balance = 8000, .creditor = "Harbour Bank",
		     .currency = "USD");
	v.promise = arena_print(&w->u.arena, "/account/%lld/promise", (long long)account);
	CHECK_OK(world_write(w, run_send, &s));
	CHECK_OK(service_link_begin(world_look(w), 1, &due));
	CHECK_INT(1, due.n);
	due.at[0].sent = true;
	v.token = sv_copy(&w->u.arena, due.at[0].token);
	CHECK_OK(service_link_end(world_look(w), &due));
	return v;
}

static void before_identity_no_page_says_anything_of_a_debt(void **state)
{
	struct visit v = with_link(*state);
	const char *path = arena_print(&v.w->u.arena, "/l/" SV_FMT, SV_ARG(v.token));

	get(&v, "/");
	CHECK_INT(200, v.status);
	golden(&v, "front");
	get(&v, path);
	CHECK_INT(200, v.status);
	golden(&v, "landing");
	CHECK(v.session.n == 0);
	answer(&v, "12");
	golden(&v, "landing-malformed");
	answer(&v, "0000");
	golden(&v, "landing-wrong");
	get(&v, "/l/0000000000000000000000000000000000000000000");
	golden(&v, "dead");
	get(&v, "/nowhere");
	CHECK_INT(404, v.status);
	golden(&v, "not-found");
}

static void inside_the_pages_show_the_contacts_own_accounts(void **state)
{
	struct visit v = with_link(*state);
	struct arena *a = &v.w->u.arena;

	answer(&v, "4321");
	CHECK_INT(303, v.status);
	CHECK_SV("/home", v.location);
	CHECK(v.session.n == TOKEN_LEN && v.pre.n == 0);
	get(&v, "/home");
	golden(&v, "home");
	get(&v, v.promise);
	golden(&v, "promise");
	post(&v, v.promise,
	     arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&amount=99999&promised_date=2026-03-20",
			 SV_ARG(field(&v, "form_token")), SV_ARG(field(&v, "form_id"))));
	CHECK_INT(200, v.status);
	golden(&v, "promise-too-much");
	post(&v, v.promise,
	     arena_print(a, "form_token=" SV_FMT "&form_id=" SV_FMT "&amount=1,000.50&promised_date=2026-03-20",
			 SV_ARG(field(&v, "form_token")), SV_ARG(field(&v, "form_id"))));
	CHECK_INT(303, v.status);
	get(&v, sv_z(a, v.location));
	golden(&v, "receipt");
	get(&v, "/home");
	golden(&v, "home-promised");
	post(&v, "/sign-out", arena_print(a, "form_token=" SV_FMT, SV_ARG(field(&v, "form_token"))));
	CHECK_SV("/bye", v.location);
	get(&v, "/bye");
	golden(&v, "bye");
}

static void an_idle_visit_leads_back_to_the_front(void **state)
{
	struct visit v = with_link(*state);

	answer(&v, "4321");
	get(&v, "/home");
	CHECK_INT(200, v.status);
	clock_move(30 * 60000 - 1);
	get(&v, "/home");
	CHECK_INT(200, v.status);
	clock_move(30 * 60000);
	get(&v, "/home");
	CHECK_INT(303, v.status);
}

static void a_visit_ends_after_a_day_however_busy(void **state)
{
	struct visit v = with_link(*state);

	answer(&v, "4321");
	for (int i = 0; i < 24 * 4; i++) {
		get(&v, "/home");
		CHECK_INT(200, v.status);
		clock_move(15 * 60000);
	}
	get(&v, "/home");
	CHECK_INT(303, v.status);
}

static void a_form_of_one_visit_is_no_form_of_another(void **state)
{
	struct visit v = with_link(*state);
	struct visit other = { .w = v.w };
	struct sv token;

	answer(&v, "4321");
	get(&v, v.promise);
	token = field(&v, "form_token");
	other.session = v.session;
	post(&other, v.promise, "form_token=AAAA&amount=1&promised_date=2026-03-20");
	CHECK_INT(403, other.status);
	post(&other, "/sign-out", arena_print(&v.w->u.arena, "form_token=" SV_FMT "x", SV_ARG(token)));
	CHECK_INT(403, other.status);
	CHECK_EVENTS(v.w, "link.sent,portal.session_started");
}

static void the_fifth_wrong_answer_says_locked_and_later_visits_do_not(void **state)
{
	struct visit v = with_link(*state);
	struct sv unknown;

	for (int i = 0; i < 4; i++)
		answer(&v, "0000");
	CHECK(sv_find_sv(v.page, SV("Tries left: 1")) < v.page.n);
	answer(&v, "0000");
	golden(&v, "locked");
	get(&v, "/l/0000000000000000000000000000000000000000000");
	unknown = v.page;
	get(&v, arena_print(&v.w->u.arena, "/l/" SV_FMT, SV_ARG(v.token)));
	CHECK(sv_eq(unknown, v.page));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(before_identity_no_page_says_anything_of_a_debt),
		WORLD_TEST(inside_the_pages_show_the_contacts_own_accounts),
		WORLD_TEST(an_idle_visit_leads_back_to_the_front),
		WORLD_TEST(a_visit_ends_after_a_day_however_busy),
		WORLD_TEST(a_form_of_one_visit_is_no_form_of_another),
		WORLD_TEST(the_fifth_wrong_answer_says_locked_and_later_visits_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
