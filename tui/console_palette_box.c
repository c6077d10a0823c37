/* The palette as a box over the screen, and its keys; what stands in it is console_palette.c's. */
#include <stdio.h>
#include <string.h>

#include "tui/console.h"
#include "tui/term/input.h"
#include "tui/widget/band.h"
#include "tui/widget/format.h"

static void make_anew(struct console *c)
{
	struct palette *p = &c->palette;

	p->n = palette_offers(c, line_edit_text(&c->line), p->at, OFFERS_MAX);
	p->choice = 0;
	p->chosen = false;
	p->due = 0;
}

void console_palette(struct console *c, struct sv typed)
{
	c->mode = MODE_PALETTE;
	line_edit_set(&c->line, typed);
	c->palette.recalled = 0;
	make_anew(c);
	console_views_ask(c);
}

void console_palette_tick(struct console *c)
{
	if (c->mode == MODE_PALETTE && c->palette.due && c->ui.mono >= c->palette.due)
		make_anew(c);
}

void console_palette_end(struct console *c)
{
	if (c->palette.views)
		reply_free(c->palette.views);
}

static bool wants_more(struct sv run)
{
	enum word w = word_by_name(run);

	return w && sv_is(run, word_name(w)) && palette_wants_more(w);
}

static void remember(struct palette *p, const char *run)
{
	size_t i = 0;

	if (sv_starts(sv_from(run), SV("unlock"))) /* a code is not kept */
		return;
	while (i < p->n_recent && strcmp(p->recent[i], run) != 0)
		i++;
	if (i == p->n_recent && p->n_recent < RECENT_MAX)
		p->n_recent++;
	i = i < p->n_recent ? i : p->n_recent - 1;
	memmove(p->recent[1], p->recent[0], i * sizeof(p->recent[0]));
	snprintf(p->recent[0], sizeof(p->recent[0]), "%s", run);
}

static void put_in(struct console *c, const struct offer *o)
{
	char text[LINE_MAX_BYTES + 2];
	enum word w = word_by_name(sv_from(o->run));

	snprintf(text, sizeof(text), "%s%s", o->run, w && sv_is(sv_from(o->run), word_name(w)) && word_args(w)[0] ? " " : "");
	line_edit_set(&c->line, sv_from_to(sv_from(text), 0, LINE_MAX_BYTES));
	make_anew(c);
}

/* What Enter acts on; NULL: on nothing that is offered. */
static const struct offer *meant(const struct console *c)
{
	const struct palette *p = &c->palette;

	return p->n && (p->chosen || c->line.n) ? &p->at[p->choice] : NULL;
}

/* Only what is marked is run; what is not is completed first, and then stands there marked. */
static bool runs(const struct palette *p, const struct offer *o)
{
	return p->chosen ? !wants_more(sv_from(o->run)) : o->sure;
}

/* False: the palette is closed. */
static bool enter(struct console *c)
{
	struct palette *p = &c->palette;
	char run[LINE_MAX_BYTES + 1];
	const struct offer *o;

	if (p->due)
		make_anew(c);
	o = meant(c);
	if (o && !runs(p, o)) {
		put_in(c, o);
		return true;
	}
	c->mode = MODE_NONE;
	snprintf(run, sizeof(run), SV_FMT, SV_ARG(o ? sv_from(o->run) : sv_trim(line_edit_text(&c->line))));
	if (!run[0])
		return false;
	remember(p, run);
	console_command(c, sv_from(run));
	return false;
}

static void up(struct console *c)
{
	struct palette *p = &c->palette;

	if (p->chosen && p->choice > 0) {
		p->choice--;
		return;
	}
	if (p->recalled == p->n_recent)
		return;
	line_edit_set(&c->line, sv_from(p->recent[p->recalled]));
	make_anew(c);
	p->recalled++;
}

static void down(struct palette *p)
{
	bool at_first = !p->chosen && p->n && !p->at[0].sure;

	p->chosen = p->n > 0;
	if (!at_first && p->choice + 1 < p->n)
		p->choice++;
}

static void complete(struct console *c)
{
	struct palette *p = &c->palette;
	struct sv typed = line_edit_text(&c->line);
	size_t i = p->choice;

	if (p->due)
		make_anew(c);
	for (size_t k = 0; !p->chosen && k < p->n; k++) { /* what goes on as it was begun is meant first */
		struct sv run = sv_from(p->at[k].run);

		if (run.n > typed.n && sv_starts(run, typed)) {
			i = k;
			break;
		}
	}
	if (i < p->n && c->line.n + p->chosen)
		put_in(c, &p->at[i]);
}

bool console_palette_key(struct console *c, uint32_t key)
{
	struct palette *p = &c->palette;

	if (key == KEY_ENTER)
		return enter(c);
	if (key == KEY_ESC || key == KEY_CTRL('c')) {
		c->mode = MODE_NONE;
		return false;
	}
	if (key == KEY_UP) {
		up(c);
	} else if (key == KEY_DOWN) {
		if (p->due)
			make_anew(c);
		down(p);
	} else if (key == KEY_TAB) {
		complete(c);
	} else if (line_edit_key(&c->line, key)) {
		p->due = c->ui.mono + OFFERS_MS;
		p->choice = 0;
		p->chosen = false;
	}
	return true;
}

static const char *tier_words(enum tier t)
{
	return t == TIER_READ   ? ""
	       : t == TIER_NOW  ? T("at once")
	       : t == TIER_HELD ? T("held 5 s")
				: T("asks first");
}

enum { TIER_W = 11, KEY_W = 5, ROWS_FROM = 3 };

/* What is typed stands beside its effect, each as wide as it needs to be. */
static int runs_w(const struct palette *p, int left)
{
	int most = left / 4;

	for (size_t i = 0; i < p->n; i++) {
		int w = grid_columns(sv_from(p->at[i].run)) + 4;

		most = w > most ? w : most;
	}
	return most < left * 3 / 5 ? most : left * 3 / 5;
}

static void row(struct grid *g, int y, int x, int w, int run, const struct offer *o, bool here)
{
	int left = w - TIER_W - KEY_W;

	if (here)
		grid_text(g, y, x, 1, LOOK_KEY, SV("▶"));
	grid_text(g, y, x + 2, run - 3, here ? LOOK_CURSOR : LOOK_VALUE, sv_from(o->run));
	grid_text(g, y, x + run, left - run - 1, LOOK_PLAIN, sv_from(o->what));
	grid_text(g, y, x + left, TIER_W - 1, o->tier == TIER_SURE ? LOOK_WARN : LOOK_DIM, sv_from(tier_words(o->tier)));
	grid_text(g, y, x + w - KEY_W, KEY_W, LOOK_KEY, sv_from(o->key));
}

/* What Enter will do stands at the bottom in so many words. */
static void foot(const struct console *c, struct buf *b)
{
	const struct offer *o = meant(c);

	if (o)
		buf_print(b, runs(&c->palette, o) ? T("Enter runs %s") : T("Enter completes %s"), o->run);
	else
		buf_z(b, c->line.n ? T("Enter runs it") : T("Enter closes"));
	buf_z(b, T(" · ↑↓ · Tab completes · Esc closes"));
}

void console_palette_draw(const struct console *c, struct grid *g)
{
	const struct palette *p = &c->palette;
	int w = g->w >= 110 ? 96 : g->w - 6, h = g->h - (g->h >= 24 ? 6 : 4);
	struct box at = { (g->w - w) / 2, g->h >= 24 ? 3 : 1, w, h > OFFERS_MAX + 4 ? OFFERS_MAX + 4 : h };
	struct sv first = line_edit_text(&c->line), rest = first;
	int run = runs_w(p, at.w - 4 - TIER_W - KEY_W);
	const struct offer *o = meant(c);
	enum word word;
	LABEL(usage, 200);
	LABEL(bottom, 400);

	first = sv_cut(&rest, ' ');
	word = word_by_name(first);
	if (word && word_args(word)[0])
		buf_print(&usage, "%s %s", word_name(word), word_args(word));
	foot(c, &bottom);
	bottom.p[bottom.n < 399 ? bottom.n : 399] = '\0';
	band_box(g, at, T("Command"), bottom.p);
	band_rule(g, at.y + 2, at.x + 1, at.w - 2, buf_sv(&usage), SV_NONE);
	for (size_t i = 0; i < p->n && ROWS_FROM + (int)i < at.h - 1; i++)
		row(g, at.y + ROWS_FROM + (int)i, at.x + 2, at.w - 4, run, &p->at[i],
		    &p->at[i] == o && (p->chosen || runs(p, o)));
	line_edit_draw(&c->line, g, at.y + 1, at.x + 2, at.w - 4, ": ");
}
