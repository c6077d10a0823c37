/* See save.h. */
#include "tui/save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"

#include "tui/console.h"

enum { PART_MAX = SAVE_PATH_MAX + 8 };

const char *save_path(const char *named, char to[SAVE_PATH_MAX])
{
	const char *home = getenv("HOME");
	bool at_home = named[0] == '~' && (named[1] == '/' || !named[1]) && home && home[0] == '/';

	if (snprintf(to, SAVE_PATH_MAX, "%s%s", at_home ? home : "", at_home ? named + 1 : named) >= SAVE_PATH_MAX)
		to[0] = '\0'; /* half a name would be another file: it can not be opened */
	return to;
}

/* It has its name only once it is whole, whatever ends the console before. */
static const char *part_of(const struct export *e, char part[PART_MAX])
{
	char whole[SAVE_PATH_MAX];

	snprintf(part, PART_MAX, "%s.part", save_path(e->path, whole));
	return part;
}

void save_end(struct console *c)
{
	struct export *e = &c->export;
	char part[PART_MAX];

	if (!e->open)
		return;
	e->open = false;
	file_close(e->fd);
	file_remove(part_of(e, part));
}

static enum status page(struct export *e)
{
	const struct event_export_page *p = e->page->out;
	char part[PART_MAX], whole[SAVE_PATH_MAX];
	enum status st;

	if (!e->open) {
		if (access(save_path(e->path, whole), F_OK) == 0)
			return fail(ST_CONFLICT, "%s: %s", e->path, strerror(EEXIST));
		TRY(file_create(part_of(e, part), &e->fd));
		e->open = true;
	}
	TRY(file_append(e->fd, part_of(e, part), p->text));
	if (p->next.n)
		return ST_OK;
	e->open = false;
	file_close(e->fd);
	st = file_sync(part_of(e, part));
	if (st == ST_OK && link(part, save_path(e->path, whole)) != 0) /* never over one that came meanwhile */
		st = fail(ST_UNAVAILABLE, "%s: %s", e->path, strerror(errno));
	file_remove(part);
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
