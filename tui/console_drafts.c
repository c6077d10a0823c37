/* Drafts: what was typed into a form and not sent. A form that is left stays where ] leads; one whose way is given up lies
 * on a shelf until it is opened again the same way. Nothing of it leaves the console's memory. */
#include "tui/console.h"

uint64_t console_draft_of(struct sv arg)
{
	uint64_t h = UINT64_C(1469598103934665603);

	for (size_t i = 0; i < arg.n; i++)
		h = (h ^ (unsigned char)arg.p[i]) * UINT64_C(1099511628211);
	return h;
}

static bool is_draft(const struct layer *l)
{
	return l->ops->draft && l->ops->draft(l->model);
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
	if (!is_draft(l))
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
		if (c->drafts[i].ops != ops || c->drafts[i].arg != console_draft_of(arg))
			continue;
		*ret = c->drafts[i];
		off_the_shelf(c, i);
		console_say(c, SAY_PLAIN, T("your draft is back, as you left it"));
		return true;
	}
	return false;
}

struct layer *console_draft_layer(struct console *c, unsigned id)
{
	for (size_t i = 0; i < c->n_drafts; i++)
		if (c->drafts[i].id == id)
			return &c->drafts[i];
	return NULL;
}

int console_drafts(const struct console *c)
{
	int n = (int)c->n_drafts;

	for (size_t i = 0; i < c->n; i++)
		n += is_draft(&c->stack[i]);
	return n;
}

/* The screen that was on top before a key, if that key has left it. */
void console_draft_left(struct console *c, unsigned id)
{
	if (console_top(c)->id == id || c->message[0] || c->mode != MODE_NONE)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (c->stack[i].id == id && is_draft(&c->stack[i]))
			console_say(c, SAY_PLAIN, i > c->at ? T("Draft kept, nothing was sent: ] leads back to it")
							    : T("Draft kept, nothing was sent: [ leads back to it"));
	if (console_draft_layer(c, id))
		console_say(c, SAY_PLAIN, T("Draft kept, nothing was sent: opening it again brings it back"));
}

void console_draft_answered(struct console *c)
{
	struct layer *l = c->at + 1 < c->n ? &c->stack[c->at + 1] : NULL;
	bool done = c->deeds.batch.running;

	if (l && l->ops->sure && l->ops->sure(l->model, done) && !done)
		c->at++;
}

void console_drafts_end(struct console *c)
{
	while (c->n_drafts)
		let_go(&c->drafts[--c->n_drafts]);
}
