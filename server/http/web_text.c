/* Requests from text; see web_text.h. Only tests call this, but it is the door's own reading of a
 * request, so it lives here. */
#include "server/http/web_text.h"

#include "common/arena.h"
#include "common/clock.h"
#include "common/file.h"
#include "common/utf8.h"

#include "server/http/route.h"
#include "server/http/validate.h"

static struct sv line_of(struct sv *rest)
{
	struct sv line = sv_cut(rest, '\n');

	return sv_ends(line, SV("\r")) ? sv_from_to(line, 0, line.n - 1) : line;
}

static void read_fields(struct head *h, struct sv *rest)
{
	for (struct sv line = line_of(rest); line.n; line = line_of(rest)) {
		struct sv value = line, name = sv_cut(&value, ':');

		if (!head_add(h, name, value))
			return;
	}
}

enum status web_from_text(struct arena *a, const struct shared *shared, struct snap *snap,
                          struct sv text, struct web **ret)
{
	struct web *w = NEW(a, struct web);
	struct sv line, method, target, path, query;
	struct head head;

	line = line_of(&text);
	method = sv_cut(&line, ' ');
	target = sv_cut(&line, ' ');
	head_init(&head);
	read_fields(&head, &text);
	if (!head_end(&head, sv_z(a, method), sv_z(a, line), target, &w->verb))
		return fail(ST_INVALID, "%s", head.wrong);
	query = target;
	path = sv_cut(&query, '?');
	TRY(route_path(a, path, &w->path));
	w->unit.shared = shared;
	w->unit.snap = snap;
	w->unit.now = clock_now();
	w->unit.actor = SV("debtor");
	w->query = query;
	w->body = text;
	w->cookies = head.cookie;
	w->origin = head.origin;
	w->fetch_site = head.fetch_site;
	w->accept_language = head.accept_language;
	w->agent = utf8_clean(a, head.agent, 200, false);
	w->address = SV("192.0.2.7");
	*ret = w;
	return ST_OK;
}

void web_text_free(struct web *w)
{
	if (w->reply.has_file)
		file_close(w->reply.file);
	arena_free(&w->unit.arena);
}

struct sv web_text_type(struct sv text)
{
	struct head head;

	(void)line_of(&text);
	head_init(&head);
	read_fields(&head, &text);
	return head.type;
}
