/* Help is the action table and a legend of the signs, nothing that could grow stale by itself. In two
 * columns where there is room. */
#include "tui/screens/help.h"

#include "tui/screens/screens.h"
#include "tui/widget/band.h"
#include "tui/widget/wrap.h"

enum { ROWS_MAX = 42 /* of the page; more would not cross a slow line at once */, PAGE_W = 100 };

struct help_topic {
	const char *keys, *help;
	unsigned on;
	bool legend;
};

static const struct help_topic topics[] = {
#define ACTION(id, name, keys, where, tier, label, help) { keys, help, where, false },
#include "tui/actions.def"
};

static const struct help_topic words[] = {
#define WORD(id, name, args, tier, help) { ":" name " " args, help, ON_ALL, false },
#include "tui/actions.def"
};

static const struct help_topic legend[] = {
	{ NX_("help", "FEED"), N_("SESS visit  PROM promise  DISP dispute  CALL callback"), ON_ALL, true },
	{ "", N_("OPTO opt-out  MESG message  LOCK locked  LINK link"), ON_ALL, true },
	{ NX_("help", "FLAGS"), N_("! needs action  ? waits for an answer  # stop contact"), ON_ALL, true },
	{ NX_("help", "HELD"), N_("the feed waits while the cursor is in it; g resumes"), ON_ALL, true },
	{ NX_("help", "LINK"), N_("● LIVE  ◐ SLOW  ○ OFF: trying, data age is shown"), ON_ALL, true },
	{ NX_("help", "TOKENS"), N_("oth = locked and revoked"), ON_ALL, true },
	{ NX_("help", "SAFE"), N_("Enter never sends. A send waits 5 s; z takes it back."), ON_ALL, true },
	{ NX_("help", "F-KEYS"), N_("Esc then 1-9 where the terminal takes F-keys"), ON_ALL, true },
};

struct sheet { /* where lines go: NULL grid only counts */
	struct grid *g;
	struct box in;
	int top, line;
};

static int row(const struct sheet *s, int line)
{
	int y = line - s->top;

	return y >= 0 && y < s->in.h ? s->in.y + y : -1;
}

static struct sv keys_of(const struct help_topic *t)
{
	return sv_from(t->legend ? TX("help", t->keys) : t->keys);
}

/* Draws a topic from the sheet's line on; returns how many lines it takes. */
static int topic_at(const struct sheet *s, int x, int w, int key_w, const struct help_topic *t)
{
	int y = row(s, s->line), lines = wrap_draw(NULL, (struct box){ 0, 0, w - key_w - 1, 0 }, 0, LOOK_PLAIN, TS(t->help));

	if (!s->g)
		return lines;
	if (y >= 0)
		grid_text(s->g, y, s->in.x + x, key_w - 1, LOOK_KEY, keys_of(t));
	for (int i = 0; i < lines; i++)
		if (row(s, s->line + i) >= 0)
			wrap_draw(s->g, (struct box){ s->in.x + x + key_w, row(s, s->line + i), w - key_w - 1, 1 }, i, LOOK_PLAIN,
				  TS(t->help));
	return lines;
}

/* Columns for keys: as the longest wants, and at most a half. */
static int keys_w(const struct help_topic *list, size_t n, unsigned on, int w)
{
	int most = 0;

	for (size_t i = 0; i < n; i++)
		if (list[i].on & on && grid_columns(keys_of(&list[i])) + 1 > most)
			most = grid_columns(keys_of(&list[i])) + 1;
	return most < w / 2 ? most : w / 2;
}

static void part(struct sheet *s, const struct help_topic *list, size_t n, unsigned on, int columns)
{
	int w = s->in.w / columns, key_w = keys_w(list, n, on, w), shown = 0, high = 0;

	for (size_t i = 0; i < n; i++) {
		int lines;

		if (!(list[i].on & on))
			continue;
		if (shown++ % columns == 0) {
			s->line += high;
			high = 0;
		}
		lines = topic_at(s, (shown - 1) % columns * w, w, key_w, &list[i]);
		high = lines > high ? lines : high;
	}
	s->line += high + 1;
}

static int fill(struct sheet *s, unsigned on)
{
	int columns = s->in.w >= 96 ? 2 : 1;

	part(s, topics, COUNT(topics), on, columns);
	part(s, words, COUNT(words), on, 1);
	part(s, legend, COUNT(legend), on, 1);
	return s->line - 1;
}

static struct box frame(int w, int h)
{
	int margin = w >= 100 ? 5 : 1;

	return (struct box){ margin, 1, w - 2 * margin, h - 3 < ROWS_MAX ? h - 3 : ROWS_MAX };
}

int help_rows(int w, int h)
{
	return frame(w, h).h - 2;
}

int help_lines(unsigned on, int w)
{
	struct sheet s = { NULL, { 0, 0, frame(w, 24).w - 4, 0 }, 0, 0 };

	return fill(&s, on);
}

void help_draw(struct grid *g, unsigned on, const char *screen, int top)
{
	struct box at = frame(g->w, g->h);
	struct sheet s = { g, { at.x + 2, at.y + 1, at.w - 4, at.h - 2 }, top, 0 };
	char title[120];
	struct buf b = { NULL, title, 0, sizeof(title) - 1, sizeof(title) - 1, false };

	buf_print(&b, T("Help › %s"), screen);
	title[b.n] = '\0';
	band_box(g, at, title, T("Esc closes · j k scroll · every key is a :command"));
	fill(&s, on);
	g->cx = at.x + 1;
	g->cy = at.y + 1;
	g->caret = false;
}

/* As high as the text, where it fits; no wider than one reads. */
static struct box page_frame(struct sv text, int w, int h)
{
	struct box at = frame(w, h);
	int lines;

	if (at.w > PAGE_W) {
		at.x += (at.w - PAGE_W) / 2;
		at.w = PAGE_W;
	}
	lines = wrap_draw(NULL, (struct box){ 0, 0, at.w - 4, 0 }, 0, LOOK_PLAIN, text);
	if (lines + 2 < at.h)
		at.h = lines + 2;
	return at;
}

void help_page(struct grid *g, const char *title, struct sv text, int top)
{
	struct box at = page_frame(text, g->w, g->h);
	bool whole = help_page_lines(text, g->w) <= at.h - 2;

	band_box(g, at, title, whole ? T("Esc closes") : T("Esc closes · j k scroll"));
	wrap_draw(g, (struct box){ at.x + 2, at.y + 1, at.w - 4, at.h - 2 }, top, LOOK_PLAIN, text);
	g->cx = at.x + 1;
	g->cy = at.y + 1;
	g->caret = false;
}

int help_page_lines(struct sv text, int w)
{
	return wrap_draw(NULL, (struct box){ 0, 0, page_frame(SV_NONE, w, 24).w - 4, 0 }, 0, LOOK_PLAIN, text);
}
