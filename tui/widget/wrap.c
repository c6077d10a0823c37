/* See wrap.h. Dialogs, explanations, messages and notes are drawn with it. */
#include "tui/widget/wrap.h"

#include "common/utf8.h"

#include "tui/widget/band.h"

enum { INDENT_MAX = 10, HANG_MAX = 24, HANG_ROOM = 20 };

/* Where a line goes on when it is wrapped: under its own beginning, or, where a label and two blanks stand first, under what
 * is said of it, as long as room is left there. */
static int indent_of(struct sv line, int w)
{
	int n = 0;
	size_t at;

	while ((size_t)n < line.n && line.p[n] == ' ' && n < INDENT_MAX)
		n++;
	at = (size_t)n + sv_find_sv(sv_from_to(line, (size_t)n, line.n), SV("  "));
	while (at < line.n && line.p[at] == ' ')
		at++;
	if (at < line.n && at <= HANG_MAX) {
		int hang = grid_columns(sv_from_to(line, 0, at));

		if (hang + HANG_ROOM <= w)
			return hang;
	}
	return n;
}

/* The head of a line that fits, without the blank at which it breaks. */
static struct sv head_of(struct sv line, int w)
{
	struct sv head = utf8_cut(line, (size_t)(w > 1 ? w : 1));
	size_t at = head.n;

	if (head.n == line.n || line.p[head.n] == ' ')
		return head;
	while (at > 0 && head.p[at - 1] != ' ')
		at--;
	while (at > 0 && head.p[at - 1] == ' ')
		at--;
	if (at > 0)
		head.n = at;
	return head.n ? head : sv_from_to(line, 0, 1);
}

struct spans { /* of the page that begins at `base`; its line `line` is the first that is wrapped now */
	const char *base;
	struct page_span *at;
	size_t n;
	int line;
};

/* `head` is drawn at line y and column x: spans that begin in it stand there. */
static void stand(struct spans *s, struct sv head, int y, int x)
{
	for (size_t i = 0; s && i < s->n; i++) {
		struct page_span *span = &s->at[i];
		size_t begin = (size_t)(head.p - s->base), end = begin + head.n;

		if (span->from < begin || span->from >= end)
			continue;
		end = span->to < end ? span->to : end;
		span->y = s->line + y;
		span->x = x + grid_columns(sv_of(head.p, span->from - begin));
		span->w = grid_columns(sv_of(s->base + span->from, end - span->from));
	}
}

static int wrapped(struct grid *g, struct box in, int top, enum look look, struct sv text, struct spans *spans)
{
	int n = 0;

	while (text.n) {
		struct sv line = sv_cut(&text, '\n');
		int indent = indent_of(line, in.w), x = 0;

		do {
			struct sv head = head_of(line, in.w - x);
			int y = n - top;

			if (g && y >= 0 && y < in.h)
				grid_text(g, in.y + y, in.x + x, in.w - x, look, head);
			stand(spans, head, n, x);
			n++;
			line = sv_from_to(line, head.n, line.n);
			while (line.n && line.p[0] == ' ')
				line = sv_from_to(line, 1, line.n);
			x = indent;
		} while (line.n);
	}
	return n;
}

int wrap_draw(struct grid *g, struct box in, int top, enum look look, struct sv text)
{
	return wrapped(g, in, top, look, text, NULL);
}

static bool marked(struct sv line, enum look *ret)
{
	static const struct {
		char mark;
		enum look look;
	} marks[] = { { 1, LOOK_TITLE }, { 2, LOOK_DIM }, { 3, LOOK_VALUE }, { 4, LOOK_TALK },
		      { 5, LOOK_BAD },	 { 6, LOOK_GOOD }, { 14, LOOK_NOTE } };

	*ret = LOOK_PLAIN;
	for (size_t i = 0; line.n && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (line.p[0] == marks[i].mark) {
			*ret = marks[i].look;
			return true;
		}
	return false;
}

int page_draw(struct grid *g, struct box in, int top, struct sv text)
{
	return page_draw_spans(g, in, top, text, NULL, 0);
}

int page_draw_spans(struct grid *g, struct box in, int top, struct sv text, struct page_span *spans, size_t n_spans)
{
	struct spans s = { text.p, spans, n_spans, 0 };
	int n = 0;

	for (size_t i = 0; i < n_spans; i++)
		spans[i].w = 0;

	while (text.n) {
		struct sv line = sv_cut(&text, '\n');
		int at = n - top;
		enum look look;

		if (marked(line, &look))
			line = sv_from_to(line, 1, line.n);
		if (look == LOOK_TITLE) {
			if (g && at >= 0 && at < in.h)
				band_rule(g, in.y + at, in.x - 1, in.w + 2, line, SV_NONE);
			n++;
		} else {
			struct box rest = { in.x, in.y + at, in.w, in.h - at };

			if (at < 0)
				rest = in;
			s.line = n;
			n += line.n ? wrapped(g, rest, at < 0 ? -at : 0, look, line, &s) : 1;
		}
	}
	return n;
}
