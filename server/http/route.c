/* From a path to its page. Routes are few, so they are walked in order; the first that fits wins.
 * Called by dispatch.c on the listener. */
#include "server/http/route.h"

#include "common/arena.h"
#include "common/record.h"
#include "common/utf8.h"

enum { VAR_MAX = 128 };

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum status decode(struct arena *a, struct sv raw, struct sv *ret)
{
	char *out = arena_alloc(a, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];

		if (c == '%') {
			if (raw.n - i < 3 || hex(raw.p[i + 1]) < 0 || hex(raw.p[i + 2]) < 0)
				return fail(ST_INVALID, "the address has a broken escape");
			c = (char)(hex(raw.p[i + 1]) * 16 + hex(raw.p[i + 2]));
			i += 2;
			if (c == '\0' || c == '/' ||
			    c == '\\') /* would move the borders of a part */
				return fail(ST_INVALID,
				            "the address escapes what may not be escaped");
		}
		out[n++] = c;
	}
	*ret = sv_of(out, n);
	return ST_OK;
}

enum status route_path(struct arena *a, struct sv raw, struct sv *ret)
{
	struct sv path = raw;

	if (sv_find(raw, '%') < raw.n)
		TRY(decode(a, raw, &path));
	if (!utf8_is_clean(path, false))
		return fail(ST_INVALID, "the address has characters that no address of ours has");
	*ret = path;
	return ST_OK;
}

/* Part by part; a trailing slash is a last, empty part, so /home/ is not /home. */
static bool fits(const char *pattern, struct sv path, struct sv *vars)
{
	struct sv want = sv_from(pattern);
	size_t n = 0;

	if (want.n > 1 && path.n > 1 && want.p[1] != ':' && want.p[1] != path.p[1])
		return false; /* most routes are told apart by one letter */
	while (want.p && path.p) {
		struct sv part = sv_cut(&want, '/'), got = sv_cut(&path, '/');

		if (part.n == 0 || part.p[0] != ':') {
			if (!sv_eq(part, got))
				return false;
			continue;
		}
		if (got.n == 0 || got.n > VAR_MAX || n == WEB_VARS)
			return false;
		vars[n++] = got;
	}
	return !want.p && !path.p;
}

void route_find(const struct http_rooms *rooms, enum verb verb, struct sv path,
                struct route_found *ret)
{
	enum verb want = verb == VERB_HEAD ? VERB_GET : verb;

	*ret = (struct route_found){ .route = NULL };
	for (size_t i = 0; i < rooms->n; i++) {
		const struct route *r = &rooms->routes[i];
		struct sv vars[WEB_VARS] = { { NULL, 0 } };

		if (!fits(r->path, path, vars))
			continue;
		ret->allowed |= 1u << r->verb;
		if (r->verb != want)
			continue;
		ret->route = r;
		for (size_t v = 0; v < WEB_VARS; v++)
			ret->vars[v] = vars[v];
		return;
	}
}

const char *route_allow(unsigned allowed)
{
	if (allowed == 1u << VERB_POST)
		return "POST";
	return allowed & 1u << VERB_POST ? "GET, HEAD, POST" : "GET, HEAD";
}

struct sv route_line(struct arena *a, const struct route *r, const char *room)
{
	static const struct {
		unsigned guard;
		const char *word;
	} words[] = { { SIGNED_IN, "signed-in" }, { FORM, "form" }, { PRE_FORM, "pre-form" }, { QUIET, "quiet" },
		      { ALWAYS, "always" } };
	const char *guards = room, *fields = "";

	for (size_t i = 0; i < COUNT(words); i++)
		if (r->guards & words[i].guard)
			guards = arena_print(a, "%s%s%s", guards, guards[0] ? "," : "", words[i].word);
	for (size_t i = 0; r->form && i < r->form->n; i++)
		fields = arena_print(a, "%s%s%s", fields, i ? "," : "", r->form->fields[i].name);
	return sv_print(a, "%s %s %s %s", r->verb == VERB_POST ? "POST" : "GET", r->path,
	                guards[0] ? guards : "open", fields[0] ? fields : "-");
}
