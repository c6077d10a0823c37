/* Whole request heads from strangers, as the door reads them: validator, path, route. */
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "server/http/route.h"
#include "server/http/web_text.h"

static const struct route routes[] = {
	{ .verb = VERB_GET, .path = "/" },
	{ .verb = VERB_GET, .path = "/l/:token" },
	{ .verb = VERB_POST, .path = "/l/:token" },
	{ .verb = VERB_GET, .path = "/account/:number/promise" },
	{ .verb = VERB_GET, .path = "/:a/:b/:c/:d" },
};
static const struct http_rooms rooms = { .routes = routes, .n = COUNT(routes) };

static void check(const struct web *w)
{
	struct route_found f;

	if (w->path.n == 0 || w->path.p[0] != '/' || !utf8_is_clean(w->path, false))
		abort();
	route_find(&rooms, w->verb, w->path, &f);
	for (size_t i = 0; i < WEB_VARS; i++)
		if (f.vars[i].n > 128 || sv_find(f.vars[i], '/') < f.vars[i].n)
			abort();
	if (f.route && !(f.allowed & 1u << f.route->verb))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena a = ARENA_INIT;
	struct shared shared = { .dir = "." };
	struct sv text = sv_of(data, n), path;
	struct web *w;

	if (web_from_text(&a, &shared, NULL, text, &w) == ST_OK)
		check(w);
	if (route_path(&a, text, &path) == ST_OK && path.n > text.n)
		abort();
	arena_reset(&a);
	return 0;
}
