/* A browser without sockets; see visit.h. */
#include "tests/support/visit.h"

#include <ctype.h>

#include "common/clock.h"
#include "common/file.h"

#include "server/http/dispatch.h"
#include "server/http/upload.h"
#include "server/http/web_text.h"
#include "server/portal/portal.h"
#include "server/service/link.h"

static bool token_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

static bool is_hex(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isxdigit((unsigned char)s.p[i]) || isupper((unsigned char)s.p[i]))
			return false;
	return true;
}

/* How long the text of <p class="words"…> is that begins here; 0: none does. */
static size_t two_words(struct sv s, size_t i)
{
	static const struct sv mark = SV_CONST("<p class=\"words\"");

	if (i == 0 || s.p[i - 1] != '>' || s.p[i] == '\n' || s.p[i] == '<')
		return 0;
	for (size_t back = i - 1; back > 0 && s.p[back] != '\n'; back--)
		if (sv_starts(sv_from_to(s, back, s.n), mark))
			return sv_find(sv_from_to(s, i, s.n), '<');
	return 0;
}

/* Runs of 43 token characters, references, sums of documents, static hashes and a link's two words become words. */
static struct sv tidy(struct arena *a, struct sv s)
{
	struct buf b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < s.n;) {
		size_t n = 0, pair = two_words(s, i);

		while (i + n < s.n && token_char(s.p[i + n]))
			n++;
		if (pair) {
			buf_z(&b, "TWO WORDS");
			n = pair;
		} else if (n == 43) {
			buf_z(&b, "TOKEN");
		} else if (n == 14 && s.p[i + 2] == '-' && isupper((unsigned char)s.p[i]) &&
			   isupper((unsigned char)s.p[i + 1])) {
			buf_add(&b, sv_of(s.p + i, 3));
			buf_z(&b, "REFERENCE");
		} else if (n == 23 && s.p[i + 5] == '-' && s.p[i + 11] == '-' && s.p[i + 17] == '-') {
			buf_z(&b, "DOCUMENT-CODE");
		} else if (is_hex(sv_of(s.p + i, n)) && (n == 64 || n == 8)) {
			buf_z(&b, n == 64 ? "SHA-256" : "SHA");
		} else if (n && sv_starts(sv_from_to(s, i + n, s.n), SV(" kB)"))) {
			buf_char(&b, 'N'); /* how well a document packs hangs on its code */
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

	return sv_print(a, "pre=" SV_FMT "; session=" SV_FMT "; lang=" SV_FMT "; bye=" SV_FMT, SV_ARG(v->pre),
			SV_ARG(v->session), SV_ARG(v->lang), SV_ARG(v->bye));
}

static void take(struct visit *v, struct web *w)
{
	struct arena *a = &v->w->u.arena;

	v->status = w->reply.status;
	v->retry_after = w->reply.retry_after;
	v->page = sv_copy(a, buf_sv(&w->reply.body));
	v->location = sv_copy(a, w->reply.location);
	if (w->reply.has_file)
		CHECK_OK(file_read(a, arena_print(a, "/proc/self/fd/%d", w->reply.file), 1 << 20, &v->page));
	for (size_t i = 0; i < w->reply.n_cookies; i++) {
		struct sv value = sv_copy(a, w->reply.cookies[i].value);

		if (sv_is(w->reply.cookies[i].name, "pre"))
			v->pre = value;
		if (sv_is(w->reply.cookies[i].name, "session"))
			v->session = value;
		if (sv_is(w->reply.cookies[i].name, "lang"))
			v->lang = value;
		if (sv_is(w->reply.cookies[i].name, "bye"))
			v->bye = value;
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

static enum status run_post(struct tx *tx, void *arg)
{
	struct post *p = arg;

	return p->route->write(p, tx);
}

/* As the pool and the writer would. */
static void run(struct visit *v, struct web *w, struct post *p)
{
	if (w->route->work) {
		p->unit.snap = world_look(v->w)->snap;
		p->st = w->route->work(p);
		p->fault = *fault_last();
		p->unit.snap = NULL;
	}
	if (p->st == ST_OK && w->route->write) {
		p->st = world_write(v->w, run_post, p);
		p->fault = *fault_last();
	}
	world_look(v->w);
	dispatch_after(&portal_rooms, w, p);
}

void visit_get(struct visit *v, const char *path)
{
	const char *allow;
	struct web *w = request(v, arena_print(&v->w->u.arena,
					       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nCookie: " SV_FMT
					       "\r\nAccept-Language: %s\r\n\r\n",
					       path, SV_ARG(cookies_of(v)),
					       v->accept_language ? v->accept_language : "*"));

	if (dispatch_find(&portal_rooms, w, &allow)) {
		struct post p = { .unit = { .shared = &v->w->shared, .now = clock_now() } };

		if (!w->route->work)
			dispatch_page(&portal_rooms, w);
		else if (dispatch_work(&portal_rooms, w, &p))
			run(v, w, &p);
		arena_free(&p.unit.arena);
	}
	take(v, w);
}

void visit_post(struct visit *v, const char *path, const char *form)
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
	    dispatch_post(&portal_rooms, w, SV("application/x-www-form-urlencoded"), &p))
		run(v, w, &p);
	take(v, w);
	arena_free(&p.unit.arena);
}

/* What the door does with a multipart form: fields first, then the files. */
static void feed(struct visit *v, struct web *w, struct upload *up, const char *form,
		 const struct visit_file *files, size_t n)
{
	struct form_pairs pairs;

	CHECK_OK(form_split(&v->w->u.arena, sv_from(form), &pairs));
	upload_begin(up, &w->unit.arena, v->w->dir);
	if (w->route && portal_rooms.visitor(w, true) == ST_OK && portal_rooms.upload_room)
		CHECK_OK(portal_rooms.upload_room(w, &up->files_left, &up->bytes_left));
	for (size_t i = 0; i < pairs.n; i++)
		upload_piece(up, pairs.at[i].name, NULL, false, pairs.at[i].value, 0);
	for (size_t i = 0; i < n; i++)
		upload_piece(up, SV(UPLOAD_FIELD), files[i].name, false, sv_from(files[i].content), 0);
	upload_end(up);
}

void visit_upload(struct visit *v, const char *path, const char *form, const struct visit_file *files, size_t n)
{
	const char *allow;
	struct web *w = request(v, arena_print(&v->w->u.arena,
					       "POST %s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nOrigin: "
					       "http://127.0.0.1:8080\r\nCookie: " SV_FMT "\r\n\r\n",
					       path, SV_ARG(cookies_of(v))));
	struct post p = { .unit = { .shared = &v->w->shared, .now = clock_now() } };
	struct upload up;

	if (dispatch_find(&portal_rooms, w, &allow)) {
		CHECK(w->route->guards & UPLOAD);
		feed(v, w, &up, form, files, n);
		if (dispatch_upload(&portal_rooms, w, &up, &p)) {
			p.st = world_write(v->w, run_post, &p);
			p.fault = *fault_last();
			dispatch_after(&portal_rooms, w, &p);
			scratch_drop(p.files, p.n_files);
		}
		upload_drop(&up);
	}
	take(v, w);
	arena_free(&p.unit.arena);
}

/* The value of the page's first field of that name. */
struct sv visit_field(struct visit *v, const char *name)
{
	struct sv mark = sv_print(&v->w->u.arena, "name=\"%s\" value=\"", name);
	size_t at = sv_find_sv(v->page, mark);
	struct sv rest;

	CHECK(at < v->page.n);
	rest = sv_from_to(v->page, at + mark.n, v->page.n);
	return sv_cut(&rest, '"');
}

void visit_answer(struct visit *v, const char *digits)
{
	struct arena *a = &v->w->u.arena;
	const char *path = arena_print(a, "/l/" SV_FMT, SV_ARG(v->token));

	visit_get(v, path);
	visit_post(v, path, arena_print(a, "form_token=" SV_FMT "&digits=%s", SV_ARG(visit_field(v, "form_token")), digits));
}

struct sv visit_tidy(struct visit *v)
{
	return tidy(&v->w->u.arena, v->page);
}

void visit_golden(struct visit *v, const char *name)
{
	struct arena *a = &v->w->u.arena;

	check_golden_file(a, arena_print(a, "pages/%s.html", name), tidy(a, v->page));
}

struct sending {
	struct world *w;
	const char *account;
	struct link_sent ret;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct sending *s = arg;
	struct link_new q = { .account = sv_from(s->account), .channel = CHANNEL_EMAIL };

	return service_link_send(&s->w->u, tx, &q, &s->ret);
}

void visit_send(struct visit *v, const char *account)
{
	struct sending s = { .w = v->w, .account = account };

	CHECK_OK(world_write(v->w, run_send, &s));
}

void visit_link(struct visit *v, const char *account)
{
	struct hand_off_list due;

	visit_send(v, account);
	CHECK_OK(service_link_begin(world_look(v->w), 1, &due));
	CHECK_INT(1, due.n);
	due.at[0].sent = true;
	v->token = sv_copy(&v->w->u.arena, due.at[0].token);
	CHECK_OK(service_link_end(world_look(v->w), &due));
}

struct visit visit_with_link(struct world *w)
{
	struct visit v = { .w = w };

	v.account = make_account(w, .number = "A-1", .contact = "C-1", .balance = 123450, .document = "X-4321",
				 .creditor = "Northwind <Energy> & Sons");
	make_account(w, .number = "A-2", .contact = "C-1", .balance = 8000, .creditor = "Harbour Bank",
		     .currency = "USD");
	v.promise = arena_print(&w->u.arena, "/account/%lld/promise", (long long)v.account);
	visit_link(&v, "A-1");
	return v;
}

bool visit_says(const struct visit *v, const char *text)
{
	return sv_find_sv(v->page, sv_from(text)) < v->page.n;
}
