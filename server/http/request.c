/* What pages and posts say to their request: show this template, go there, set this cookie. Nothing
 * here sends: listener.c turns the finished reply into bytes. THREAD_HTTP. */
#include "server/http/request.h"

#include "common/log.h"
#include "common/template.h"

#include "server/http/cookie.h"
#include "server/http/route.h"

enum { PAGE_FIRST = 8 * 1024 }; /* most pages fit, so they are never copied to grow */

enum status web_page(struct web *w, int status, const struct template *t, const void *rec)
{
	struct render how = { .locale = w->visitor.locale, .zone = w->visitor.zone,
			      .language = w->language };
	struct buf body = buf_new(&w->unit.arena, WEB_PAGE_MAX);

	(void)buf_room(&body, PAGE_FIRST);
	template_render(t, rec, &how, &body);
	TRY(buf_end(&body, "page"));
	w->reply.status = status;
	w->reply.body = body;
	return ST_OK;
}

/* A path of ours: "//host" and "/\host" would leave for another site. */
static bool is_our_path(struct sv path)
{
	if (path.n == 0 || path.p[0] != '/' ||
	    (path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\')))
		return false;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= 0x20 || (unsigned char)path.p[i] >= 0x7f)
			return false;
	return true;
}

void web_redirect(struct web *w, struct sv path)
{
	if (!is_our_path(path)) {
		say(L_ERROR, "http.redirect", "route=%s refused=1",
		    w->route ? w->route->path : "-");
		path = SV("/");
	}
	w->reply.status = 303;
	w->reply.location = sv_copy(&w->unit.arena, path);
	w->reply.body = buf_new(&w->unit.arena, WEB_PAGE_MAX);
}

void web_file(struct web *w, int fd, int64_t bytes, struct sv type, struct sv name)
{
	w->reply.status = 200;
	w->reply.has_file = true;
	w->reply.file = fd;
	w->reply.file_bytes = bytes;
	w->reply.type = sv_copy(&w->unit.arena, type);
	w->reply.file_name = sv_copy(&w->unit.arena, name);
}

void web_cookie(struct web *w, struct cookie c)
{
	struct arena *a = &w->unit.arena;

	if (w->reply.n_cookies == WEB_COOKIES || cookie_line(a, &c, w->https).n == 0) {
		say(L_ERROR, "http.cookie", "refused=" SV_FMT, SV_ARG(c.name));
		return;
	}
	c.name = sv_copy(a, c.name);
	c.value = sv_copy(a, c.value);
	w->reply.cookies[w->reply.n_cookies++] = c;
}

struct sv web_cookie_value(const struct web *w, const char *name)
{
	return cookie_find(w->cookies, name, w->https);
}

struct sv web_form_token(struct web *w, struct sv owner)
{
	return form_token(&w->unit.arena, w->unit.shared->keys, owner);
}

bool web_form_token_good(const struct web *w, struct sv owner, struct sv token)
{
	return form_token_good(w->unit.shared->keys, owner, token);
}
