/* Path, guards, page or post: the order in which a request is judged. Cheap refusals come first;
 * nothing is decoded for someone who may not send it. */
#include "server/http/dispatch.h"

#include "common/arena.h"
#include "common/catalogue.h"
#include "common/file.h"
#include "common/log.h"

#include "server/http/cookie.h"
#include "server/http/form.h"
#include "server/http/guard.h"
#include "server/http/upload.h"

void dispatch_error(const struct http_rooms *rooms, struct web *w, enum status st, const char *text,
                    int http)
{
	struct reply before = w->reply;

	if (before.has_file)
		file_close(before.file);
	w->reply = (struct reply){ .status = 0 };
	/* A cookie that dies stays dead on an error page. */
	for (size_t i = 0; i < before.n_cookies; i++)
		w->reply.cookies[w->reply.n_cookies++] = before.cookies[i];
	rooms->error(w, st, text);
	if (w->reply.status == 0) {
		w->reply.status = status_http(st);
		w->reply.type = SV("text/plain; charset=utf-8");
		w->reply.body = buf_new(&w->unit.arena, WEB_PAGE_MAX);
		buf_z(&w->reply.body, text);
	}
	if (http)
		w->reply.status = http;
	if (st == ST_UNAVAILABLE && w->reply.retry_after == 0)
		w->reply.retry_after = 5;
}

static void error_of_fault(const struct http_rooms *rooms, struct web *w, enum status st,
                           const char *what)
{
	struct fault f = *fault_last(); /* the error page may fail inside and is forgiven */

	if (st == ST_INTERNAL || st == ST_UNAVAILABLE)
		say(L_ERROR, what, "route=%s status=%s place=%s:%d text=\"%s\"", w->route->path,
		    status_name(st), f.file ? f.file : "-", f.line, f.text);
	(void)fault_carry(&f);
	dispatch_error(rooms, w, st, f.phrase[0] ? f.phrase : fault_public(), 0);
}

bool dispatch_find(const struct http_rooms *rooms, struct web *w, const char **ret_allow)
{
	struct route_found found;

	*ret_allow = NULL;
	route_find(rooms, w->verb, w->path, &found);
	if (found.route) {
		w->route = found.route;
		for (size_t i = 0; i < WEB_VARS; i++)
			w->vars[i] = found.vars[i];
		return true;
	}
	if (found.allowed) {
		*ret_allow = route_allow(found.allowed);
		dispatch_error(rooms, w, ST_INVALID, N_("This page can not be used in that way."),
		               405);
	} else {
		dispatch_error(rooms, w, ST_NOT_FOUND, N_("There is nothing at this address."), 0);
	}
	return false;
}

bool dispatch_visitor(const struct http_rooms *rooms, struct web *w)
{
	enum status st = rooms->admits ? rooms->admits(w, w->route->guards) : ST_OK;

	if (st != ST_OK)
		error_of_fault(rooms, w, st, "http.admits");
	if (st != ST_OK || w->reply.status)
		return false;
	switch (guard_visitor(rooms, w)) {
	case GUARD_PASS:
		return true;
	case GUARD_SIGN_IN:
		return false;
	case GUARD_REFUSE:
		break;
	}
	error_of_fault(rooms, w, fault_last()->status, "http.visitor");
	return false;
}

void dispatch_page(const struct http_rooms *rooms, struct web *w)
{
	enum status st;

	if (!dispatch_visitor(rooms, w))
		return;
	st = w->route->page(w);
	if (st == ST_OK && w->reply.status == 0)
		st = fail(ST_INTERNAL, "the page said nothing");
	if (st != ST_OK)
		error_of_fault(rooms, w, st, "http.page");
}

/* Copies what the writer may need: the web can be answered and gone before the writer comes to
 * it. */
static void fill_post(struct web *w, struct post *p)
{
	struct arena *a = &p->unit.arena;

	p->unit.shared = w->unit.shared;
	p->unit.now = w->unit.now;
	p->unit.actor = sv_copy(a, w->unit.actor);
	p->route = w->route;
	p->visitor = w->visitor;
	p->visitor.locale = sv_copy(a, w->visitor.locale);
	p->visitor.language = sv_copy(a, w->visitor.language);
	p->visitor.country = sv_copy(a, w->visitor.country);
	p->language = w->language;
	for (size_t i = 0; i < WEB_VARS; i++)
		p->vars[i] = w->vars[i].n ? sv_copy(a, w->vars[i]) : SV_NONE;
	p->address = sv_copy(a, w->address);
	p->agent = sv_copy(a, w->agent);
	p->pre = sv_copy(a, web_cookie_value(w, COOKIE_PRE));
	p->form = w->route->form ? arena_alloc(a, w->route->form->size) : NULL;
}

/* Guards, then the fields; `up` is NULL or what came of the files. */
static bool take_form(const struct http_rooms *rooms, struct web *w, enum status split,
                      const struct form_pairs *pairs, const struct fault *upload, struct post *p)
{
	enum status st = split == ST_OK ? guard_form(w, pairs) : split;

	if (st != ST_OK) {
		error_of_fault(rooms, w, st, "http.form");
		return false;
	}
	p->st = form_fill(&p->unit.arena, pairs, w->route->form, p->form);
	if (p->st == ST_OK && upload)
		p->st = fault_carry(upload);
	if (p->st == ST_OK)
		return true;
	p->fault = *fault_last();
	dispatch_after(rooms, w, p);
	return false;
}

bool dispatch_post(const struct http_rooms *rooms, struct web *w, struct sv content_type,
                   struct post *p)
{
	struct form_pairs *pairs;
	enum status st;

	if (!dispatch_visitor(rooms, w))
		return false;
	if (w->body.n && !form_type_good(content_type)) {
		dispatch_error(rooms, w, ST_INVALID, N_("Only forms of this portal are accepted."),
		               415);
		return false;
	}
	fill_post(w, p);
	pairs = NEW(&w->unit.arena, struct form_pairs);
	st = form_split(&p->unit.arena, w->body, pairs);
	return take_form(rooms, w, st, pairs, NULL, p);
}

bool dispatch_upload(const struct http_rooms *rooms, struct web *w, struct upload *up,
                     struct post *p)
{
	const struct fault *f = up->fault.status == ST_OK ? NULL : &up->fault;
	struct scratch_file *files;

	if (!dispatch_visitor(rooms, w))
		return false;
	fill_post(w, p);
	if (take_form(rooms, w, ST_OK, &up->pairs, f, p)) {
		upload_give(up, &p->unit.arena, &files, &p->n_files);
		p->files = files;
		return true;
	}
	if (up->too_large && w->reply.status < 300) /* the page's own words, with what was typed */
		w->reply.status = 413;
	return false;
}

bool dispatch_work(const struct http_rooms *rooms, struct web *w, struct post *p)
{
	if (!dispatch_visitor(rooms, w))
		return false;
	fill_post(w, p);
	return true;
}

void dispatch_after(const struct http_rooms *rooms, struct web *w, struct post *p)
{
	enum status st;

	if (p->st != ST_OK)
		(void)fault_carry(&p->fault);
	st = w->route->after(w, p);
	if (st == ST_OK && w->reply.status == 0)
		st = fail(ST_INTERNAL, "the post said nothing");
	if (st != ST_OK)
		error_of_fault(rooms, w, st, "http.after");
}
