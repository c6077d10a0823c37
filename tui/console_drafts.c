/* Drafts: what was typed into a form and did not take effect yet. A form that is left stays where ] leads; one whose way is
 * given up lies on a shelf until it is opened again the same way. What was sent is kept likewise until the server says that
 * it is done, but is nobody's to send again meanwhile. Nothing of it leaves the console's memory. */
#include <string.h>

#include "tui/console.h"
#include "tui/screens/form.h"

/* The second part of what form_open puts together is a name, which is left out under the blur: it tells nothing apart. */
uint64_t console_draft_of(struct sv arg)
{
	uint64_t h = UINT64_C(1469598103934665603);
	int part = 0;

	for (size_t i = 0; i < arg.n; i++) {
		part += arg.p[i] == FORM_PART;
		if (part != 1)
			h = (h ^ (unsigned char)arg.p[i]) * UINT64_C(1099511628211);
	}
	return h;
}

static bool typed(const struct layer *l)
{
	return l->ops->draft && l->ops->draft(l->model);
}

static const struct ui_deeds *dialog_or_batch(const struct console *c)
{
	return c->mode == MODE_SURE || c->deeds.batch.running ? &c->deeds.batch.deeds : NULL;
}

static bool under_way(const struct console *c, unsigned id)
{
	const struct ui_deeds *many = dialog_or_batch(c);

	for (size_t i = 0; i < DEEDS_MAX; i++)
		if (c->deeds.at[i].state != DEED_FREE && c->deeds.at[i].layer == id)
			return true;
	return many && many->layer == id;
}

bool console_draft_sent(const struct console *c, unsigned id, uint64_t draft)
{
	for (size_t i = 0; draft && i < DEEDS_MAX; i++)
		if (c->deeds.at[i].state != DEED_FREE && c->deeds.at[i].layer == id && c->deeds.at[i].draft == draft)
			return true;
	return draft && c->deeds.batch.running && c->deeds.batch.deeds.layer == id && c->deeds.batch.deeds.draft == draft;
}

static bool is_draft(const struct console *c, const struct layer *l)
{
	return typed(l) && !under_way(c, l->id);
}

static void let_go(struct layer *l)
{
	l->ops->close(l->model);
	mem_free(l->model);
}

static void off_the_shelf(struct console *c, size_t i)
{
	memmove(&c->drafts[i], &c->drafts[i + 1], (c->n_drafts - i - 1) * sizeof(c->drafts[0]));
	c->n_drafts--;
}

bool console_draft_keep(struct console *c, const struct layer *l)
{
	if (!typed(l))
		return false;
	if (c->n_drafts == DRAFTS_MAX) {
		let_go(&c->drafts[0]);
		off_the_shelf(c, 0);
		console_say(c, SAY_WARN, T("the oldest draft is dropped: %d are kept"), DRAFTS_MAX);
	}
	c->drafts[c->n_drafts++] = *l;
	return true;
}

bool console_draft_take(struct console *c, const struct screen_ops *ops, struct sv arg, struct layer *ret)
{
	for (size_t i = c->n_drafts; i-- > 0;) {
		if (c->drafts[i].ops != ops || c->drafts[i].arg != console_draft_of(arg) || under_way(c, c->drafts[i].id))
			continue;
		*ret = c->drafts[i];
		ret->id = ++c->layer_ids; /* nothing that is under way speaks of it */
		ret->again = true;
		off_the_shelf(c, i);
		console_say(c, SAY_PLAIN, T("your draft is back, as you left it"));
		return true;
	}
	return false;
}

static struct layer *on_the_shelf(struct console *c, unsigned id)
{
	for (size_t i = 0; i < c->n_drafts; i++)
		if (c->drafts[i].id == id)
			return &c->drafts[i];
	return NULL;
}

struct layer *console_layer(struct console *c, unsigned id)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->stack[i].id == id)
			return &c->stack[i];
	return on_the_shelf(c, id);
}

int console_drafts(const struct console *c)
{
	int n = 0;

	for (size_t i = 0; i < c->n_drafts; i++)
		n += is_draft(c, &c->drafts[i]);
	for (size_t i = 0; i < c->n; i++)
		n += is_draft(c, &c->stack[i]);
	return n;
}

/* The screen that was on top before a key, if that key has left it. */
void console_draft_left(struct console *c, unsigned id)
{
	if (console_top(c)->id == id || c->message[0] || c->mode != MODE_NONE)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (c->stack[i].id == id && is_draft(c, &c->stack[i]))
			console_say(c, SAY_PLAIN, i > c->at ? T("Draft kept, nothing was sent: ] leads back to it")
							    : T("Draft kept, nothing was sent: [ leads back to it"));
	if (on_the_shelf(c, id) && !under_way(c, id))
		console_say(c, SAY_PLAIN, T("Draft kept, nothing was sent: opening it again brings it back"));
}

void console_draft_answered(struct console *c)
{
	unsigned id = c->deeds.batch.deeds.layer;

	if (!c->deeds.batch.running && c->at + 1 < c->n && c->stack[c->at + 1].id == id && c->stack[c->at + 1].ops->ended)
		c->at++;
}

/* Behind what was said of it. */
static void say_kept(struct console *c)
{
	char said[UI_SAY_MAX];

	memcpy(said, c->message, sizeof(said));
	console_say(c, c->tone, T("%s · your draft is kept"), said);
}

void console_draft_ended(struct console *c, unsigned id, uint64_t draft, bool done)
{
	for (size_t i = 0; i < c->n; i++) {
		struct layer *l = &c->stack[i];

		if (l->id != id || !l->ops->ended)
			continue;
		l->ops->ended(l->model, draft, done);
		if (!done && i != c->at && is_draft(c, l))
			say_kept(c);
	}
	for (size_t i = c->n_drafts; i-- > 0;) {
		struct layer *l = &c->drafts[i];

		if (l->id != id || !l->ops->ended)
			continue;
		l->ops->ended(l->model, draft, done);
		if (!typed(l)) {
			let_go(l);
			off_the_shelf(c, i);
		} else if (!done && is_draft(c, l)) {
			say_kept(c);
		}
	}
}

void console_deed_answer(struct console *c, unsigned id, struct reply *r)
{
	struct layer *l = id ? console_layer(c, id) : NULL;

	if (!l || !l->ops->answered || r->status != ST_OK) {
		reply_free(r);
		return;
	}
	console_enter(c);
	l->ops->answered(&c->ui, l->model, r);
	console_leave(c, l);
}

void console_left(struct console *c)
{
	unsigned id = console_top(c)->id;
	struct layer *was = c->shown != id ? console_layer(c, c->shown) : NULL;

	c->shown = id;
	if (was && was->ops->left)
		was->ops->left(was->model);
}

void console_drafts_end(struct console *c)
{
	while (c->n_drafts)
		let_go(&c->drafts[--c->n_drafts]);
}
