/* See save.h. */
#include "tui/save.h"

#include "common/file.h"

#include "tui/console.h"

void save_end(struct console *c)
{
	struct export *e = &c->export;

	if (!e->open)
		return;
	e->open = false;
	file_close(e->fd);
	file_remove(e->path);
}

static enum status page(struct export *e)
{
	const struct event_export_page *p = e->page->out;
	enum status st;

	if (!e->open) {
		TRY(file_create(e->path, &e->fd));
		e->open = true;
	}
	TRY(file_append(e->fd, e->path, p->text));
	if (p->next.n)
		return ST_OK;
	e->open = false;
	file_close(e->fd);
	st = file_sync(e->path);
	if (st != ST_OK)
		file_remove(e->path);
	return st;
}

void save_effects(struct console *c)
{
	struct export *e = &c->export;
	enum status st;

	if (e->want == SAVE_PAGE) {
		e->want = SAVE_NOTHING;
		st = page(e);
		if (st != ST_OK)
			save_end(c);
		console_exported(c, st == ST_OK ? NULL : fault_last()->text);
	} else if (e->want == SAVE_DROP) {
		save_end(c);
		console_exported(c, NULL);
	}
}
