/* The events that the audit log shows, as lines of JSON into a file that was named: page by page, each written before the
 * next is asked for. The server has noted who exports what before the first page leaves it. The writing is save.c's. */
#include <stdio.h>
#include <string.h>

#include "tui/console.h"
#include "tui/screens/list.h"

static void exported_in(struct console *c, uint64_t ticket, struct reply *r);

static void ask(struct console *c)
{
	struct export *e = &c->export;
	const struct event_export in = { .filter = sv_from(e->filter), .after = e->after ? sv_from(e->after) : SV_NONE };

	if (!console_ask_own(c, M_event_export, &in, exported_in))
		e->want = SAVE_DROP;
}

static void finish(struct console *c)
{
	if (c->export.page)
		reply_free(c->export.page);
	mem_free(c->export.after);
	c->export = (struct export){ .running = false };
}

static void exported_in(struct console *c, uint64_t ticket, struct reply *r)
{
	struct export *e = &c->export;

	(void)ticket;
	if (!e->running) {
		reply_free(r);
	} else if (r->status != ST_OK || !r->out) {
		console_say(c, SAY_BAD, T("export: %.*s; nothing was kept"), SV_ARG(r->fault));
		e->want = SAVE_DROP;
		reply_free(r);
	} else {
		e->page = r;
		e->want = SAVE_PAGE;
	}
}

void console_export(struct console *c, struct sv path)
{
	const struct layer *l = console_top(c);
	struct export *e = &c->export;
	struct buf question = { NULL, e->filter, 0, sizeof(e->filter) - 1, sizeof(e->filter) - 1, false };

	if (!(l->ops->on & ON_AUDIT)) {
		console_say(c, SAY_WARN, T("export: the audit log is exported; 8 opens it"));
	} else if (e->running) {
		console_say(c, SAY_WARN, T("export: one is under way already"));
	} else if (!c->ui.live) {
		console_say(c, SAY_WARN, T("export waits: offline"));
	} else if (path.n == 0 || path.n >= sizeof(e->path)) {
		console_say(c, SAY_WARN, T("export FILE: into which file? It must not be there yet"));
	} else {
		e->running = true;
		memcpy(e->path, path.p, path.n);
		e->path[path.n] = '\0';
		list_question(l->model, &question);
		e->filter[question.n] = '\0';
		console_say(c, SAY_PLAIN, T("export: under way ..."));
		ask(c);
	}
}

void console_exported(struct console *c, const char *fault)
{
	struct export *e = &c->export;
	const struct event_export_page *p = e->page ? e->page->out : NULL;

	if (fault)
		console_say(c, SAY_BAD, T("export: %s; nothing was kept"), fault);
	if (fault || !p) {
		finish(c);
		return;
	}
	e->rows += p->rows;
	mem_free(e->after);
	e->after = NULL;
	if (!p->next.n) {
		console_say(c, SAY_GOOD, TN("✓ %lld event is in %s; the log says that you took it", "✓ %lld events are in %s; the log says that you took them", e->rows),
			    (long long)e->rows, e->path);
		finish(c);
		return;
	}
	e->after = mem_new(p->next.n + 1);
	memcpy(e->after, p->next.p, p->next.n);
	reply_free(e->page);
	e->page = NULL;
	e->want = SAVE_NOTHING;
	console_say(c, SAY_PLAIN, T("export: %lld events so far ..."), (long long)e->rows);
	ask(c);
}

void console_export_end(struct console *c)
{
	finish(c);
}
