/* Saved views: filters and orders of lists that the server keeps under a name, an operator's own and those that others
 * share. A name alone opens one; the list that is on the screen counts first, then one's own. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"

#include "tui/console.h"
#include "tui/screens/list.h"

static const struct list_kind *kind_of(const struct console *c)
{
	const struct list_kind *k = c->stack[c->at].ops->kind;

	return k && k->words ? k : NULL;
}

static const struct saved_view_page *page(const struct console *c)
{
	return c->palette.views ? c->palette.views->out : NULL;
}

/* The screen that shows a list; one that begins with everything, where there are several. */
static bool screen_of(struct sv method, enum screen_id *ret)
{
	bool found = false;

	for (int i = 0; i < SCREEN__COUNT; i++) {
		const struct list_kind *k = screen_by_id((enum screen_id)i)->kind;

		if (!k || !k->words || !sv_is(method, method_table[k->method].name))
			continue;
		if (!found || !k->preset)
			*ret = (enum screen_id)i;
		found = true;
		if (!k->preset)
			return true;
	}
	return found;
}

static const struct saved_view_row *find(const struct console *c, struct sv name)
{
	const struct list_kind *here = kind_of(c);
	const struct saved_view_page *p = page(c);
	const struct saved_view_row *best = NULL;
	int most = 0;

	for (size_t i = 0; p && i < p->items.n; i++) {
		const struct saved_view_row *v = &p->items.at[i];
		int good = 1 + v->own + (here && sv_is(v->list, method_table[here->method].name) ? 2 : 0);

		if (sv_eq_fold(v->name, name) && good > most) {
			best = v;
			most = good;
		}
	}
	return best;
}

bool console_view_is(const struct console *c, struct sv name)
{
	return find(c, name) != NULL;
}

static void open_view(struct console *c, const struct saved_view_row *v)
{
	const struct list_kind *here = kind_of(c);
	struct sv filter = v->filter.n ? sv_copy(&c->turn, v->filter) : SV("*");
	enum screen_id id = SCREEN__COUNT;

	if (here && sv_is(v->list, method_table[here->method].name)) {
		struct layer *l = console_top(c);

		console_enter(c);
		l->ops->filtered(&c->ui, l->model, v->filter, true);
		console_leave(c, l);
	} else if (screen_of(v->list, &id)) {
		console_open(c, id, filter);
	} else {
		console_say(c, SAY_WARN, T("this console has no screen for %.*s"), SV_ARG(v->list));
	}
}

static void views_in(struct console *c, uint64_t ticket, struct reply *r)
{
	char wanted[LINE_MAX_BYTES + 1];
	const struct saved_view_row *v;

	(void)ticket;
	memcpy(wanted, c->palette.wanted, sizeof(wanted));
	c->palette.wanted[0] = '\0';
	if (r->status != ST_OK || !r->out) {
		if (wanted[0]) {
			c->ahead.n = 0; /* it was typed for the view */
			console_say(c, SAY_BAD, T("view: %.*s"), SV_ARG(r->fault));
		}
		reply_free(r);
		return;
	}
	if (c->palette.views)
		reply_free(c->palette.views);
	c->palette.views = r;
	if (c->mode == MODE_PALETTE)
		c->palette.due = c->ui.mono + 1; /* names of views are offers too */
	if (!wanted[0])
		return;
	v = find(c, sv_from(wanted));
	if (v) {
		open_view(c, v);
		return;
	}
	c->ahead.n = 0; /* likewise */
	console_say(c, SAY_WARN, T("there is no view \"%s\"; @ shows those there are"), wanted);
}

void console_views_ask(struct console *c)
{
	const struct saved_view_query all = { .list = SV_NONE };

	if (c->ui.live && !console_ask_own(c, M_view_list, &all, views_in))
		c->palette.wanted[0] = '\0'; /* nobody waits for an answer that does not come */
}

static void view_do(struct console *c, enum method_id m, const void *in, struct sv name, const char *done)
{
	const struct ui_deed at = { in, sv_z(&c->turn, name) };
	const struct ui_deeds what = { .method = m, .tier = TIER_NOW, .title = T("View"), .effect = T("Keep"), .key = 'V',
				       .done = done, .said = true, .at = &at, .n = 1 };

	console_do(c, &what);
}

/* Keeps what the list on the screen shows. */
static void save(struct console *c, struct sv name)
{
	const struct list_kind *k = kind_of(c);
	struct buf question = buf_new(&c->turn, FILTER_TEXT_MAX + 80);
	struct saved_view_new in = { .name = name };
	struct sv shared = SV(" shared");

	if (!k) {
		console_say(c, SAY_WARN, T("view save: a list is kept, and this screen is none"));
		return;
	}
	if (sv_ends(name, shared)) {
		in.shared = true;
		in.name = sv_trim(sv_from_to(name, 0, name.n - shared.n));
	}
	list_question(c->stack[c->at].model, &question);
	in.list = sv_from(method_table[k->method].name);
	in.filter = buf_sv(&question);
	view_do(c, M_view_put, &in, in.name, T("kept as a view"));
}

static void drop_view(struct console *c, struct sv name)
{
	const struct list_kind *k = kind_of(c);
	const struct saved_view_row *v = find(c, name);
	const struct saved_view_ref in = { .list = v   ? v->list
					   : k ? sv_from(method_table[k->method].name)
					       : SV_NONE,
					   .name = v ? v->name : name };

	if (in.list.n)
		view_do(c, M_view_drop, &in, in.name, T("forgotten"));
	else
		console_say(c, SAY_WARN, T("there is no view \"%.*s\"; @ shows those there are"), SV_ARG(name));
}

void console_view(struct console *c, struct sv rest)
{
	struct sv name = rest, first = sv_cut(&name, ' ');

	name = sv_trim(name);
	if (!rest.n || rest.n > LINE_MAX_BYTES) {
		console_say(c, SAY_WARN, "view NAME   view save NAME [shared]   view drop NAME");
	} else if (!c->ui.live) {
		console_say(c, SAY_WARN, T("view waits: offline"));
	} else if (sv_is(first, "save") && name.n) {
		save(c, name);
	} else if (sv_is(first, "drop") && name.n) {
		drop_view(c, name);
	} else { /* asked for each time: what others share changes */
		memcpy(c->palette.wanted, rest.p, rest.n);
		c->palette.wanted[rest.n] = '\0';
		console_views_ask(c);
	}
}
