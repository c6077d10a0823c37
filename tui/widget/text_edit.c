/* See text_edit.h. Forms draw and feed it. */
#include "tui/widget/text_edit.h"

#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/term/input.h"

void text_edit_open(struct text_edit *e, size_t cap, bool lines)
{
	*e = (struct text_edit){ .text = mem_new(cap + 1), .cap = cap, .lines = lines, .want = -1 };
}

void text_edit_close(struct text_edit *e)
{
	mem_free(e->text);
	e->text = NULL;
}

struct sv text_edit_text(const struct text_edit *e)
{
	return sv_of(e->text, e->n);
}

void text_edit_set(struct text_edit *e, struct sv text)
{
	while (text.n > e->cap || !utf8_valid(text))
		text.n--;
	if (text.n)
		memcpy(e->text, text.p, text.n);
	e->n = e->caret = text.n;
	e->want = -1;
}

void text_edit_wipe(struct text_edit *e)
{
	memset(e->text, 0, e->cap);
	text_edit_set(e, SV_NONE);
}

static bool inside(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static size_t before(const struct text_edit *e, size_t at)
{
	while (at > 0 && inside(e->text[--at]))
		;
	return at;
}

static size_t behind(const struct text_edit *e, size_t at)
{
	if (at < e->n)
		at++;
	while (at < e->n && inside(e->text[at]))
		at++;
	return at;
}

static void cut(struct text_edit *e, size_t from, size_t to)
{
	memmove(e->text + from, e->text + to, e->n - to);
	e->n -= to - from;
	e->caret = from;
}

static void insert(struct text_edit *e, struct sv s)
{
	if (s.n > e->cap - e->n)
		return;
	memmove(e->text + e->caret + s.n, e->text + e->caret, e->n - e->caret);
	memcpy(e->text + e->caret, s.p, s.n);
	e->n += s.n;
	e->caret += s.n;
}

/* Where the visual line begins behind `at`; lines break at w columns or at '\n', whichever comes first, so that the caret
 * has a place for every byte. A line holds one character at least, or a wide one in a narrow box would have none. */
static size_t line_end(const struct text_edit *e, size_t at, int w)
{
	size_t from = at;
	int x = 0;

	while (at < e->n && e->text[at] != '\n') {
		size_t next = behind(e, at);
		int cw = grid_columns(sv_of(e->text + at, next - at));

		if (at > from && x + cw > w)
			break;
		x += cw;
		at = next;
	}
	return at;
}

static size_t next_line(const struct text_edit *e, size_t at, int w, bool *ret_more)
{
	size_t end = line_end(e, at, w);

	*ret_more = end < e->n;
	return end < e->n && e->text[end] == '\n' ? end + 1 : end;
}

/* The line the caret is in, where it begins, and the line before. */
static int caret_line(const struct text_edit *e, int w, size_t *ret_from, size_t *ret_before)
{
	size_t from = 0, last = 0;
	int line = 0;
	bool more = true;

	while (more) {
		size_t next = next_line(e, from, w, &more);

		if (!more || e->caret < next)
			break;
		last = from;
		from = next;
		line++;
	}
	*ret_from = from;
	*ret_before = last;
	return line;
}

int text_edit_rows(const struct text_edit *e, int w)
{
	size_t at = 0;
	int rows = 0;
	bool more = true;

	for (; more; rows++)
		at = next_line(e, at, w, &more);
	return rows;
}

static size_t at_column(const struct text_edit *e, size_t from, int column, int w)
{
	size_t end = line_end(e, from, w), at = from;

	while (at < end && grid_columns(sv_of(e->text + from, behind(e, at) - from)) <= column)
		at = behind(e, at);
	return at;
}

static bool up_down(struct text_edit *e, bool down, int w)
{
	size_t from, former, next;
	bool more;
	int line = caret_line(e, w, &from, &former);

	if (e->want < 0)
		e->want = grid_columns(sv_of(e->text + from, e->caret - from));
	next = next_line(e, from, w, &more);
	if ((down && !more) || (!down && line == 0))
		return false; /* the form goes to another field */
	e->caret = at_column(e, down ? next : former, e->want, w);
	return true;
}

static bool moves(struct text_edit *e, uint32_t key, int w)
{
	size_t from, former;

	if (key == KEY_LEFT || key == KEY_CTRL('b'))
		e->caret = before(e, e->caret);
	else if (key == KEY_RIGHT || key == KEY_CTRL('f'))
		e->caret = behind(e, e->caret);
	else if (key == KEY_HOME || key == KEY_CTRL('a'))
		caret_line(e, w, &from, &former), e->caret = from;
	else if (key == KEY_END || key == KEY_CTRL('e'))
		caret_line(e, w, &from, &former), e->caret = line_end(e, from, w);
	else
		return false;
	return true;
}

static bool cuts(struct text_edit *e, uint32_t key, int w)
{
	size_t from, former, at = e->caret;

	if (key == KEY_BACKSPACE) {
		cut(e, before(e, at), at);
	} else if (key == KEY_DELETE || key == KEY_CTRL('d')) {
		cut(e, at, behind(e, at));
	} else if (key == KEY_CTRL('w')) {
		while (at > 0 && e->text[at - 1] == ' ')
			at--;
		while (at > 0 && e->text[at - 1] != ' ' && e->text[at - 1] != '\n')
			at--;
		cut(e, at, e->caret);
	} else if (key == KEY_CTRL('u')) {
		caret_line(e, w, &from, &former);
		cut(e, from, at);
	} else if (key == KEY_CTRL('k')) {
		caret_line(e, w, &from, &former);
		cut(e, at, line_end(e, from, w));
	} else {
		return false;
	}
	return true;
}

bool text_edit_key(struct text_edit *e, uint32_t key, int w)
{
	char bytes[8];
	struct buf one = { NULL, bytes, 0, sizeof(bytes), sizeof(bytes), false };

	if (e->lines && (key == KEY_UP || key == KEY_DOWN))
		return up_down(e, key == KEY_DOWN, w);
	e->want = -1;
	if (moves(e, key, w) || cuts(e, key, w))
		return true;
	if (key == KEY_ENTER && e->lines) {
		insert(e, SV("\n"));
		return true;
	}
	if (key < 32 || key >= KEY_BEYOND)
		return false;
	utf8_add(&one, key);
	if (utf8_is_clean(buf_sv(&one), false) && utf8_width(key) > 0)
		insert(e, buf_sv(&one));
	return true;
}

void text_edit_paste(struct text_edit *e, struct sv text, struct arena *scratch)
{
	insert(e, utf8_clean(scratch, text, e->cap - e->n, e->lines));
}

void text_edit_draw(const struct text_edit *e, struct grid *g, struct box in, bool here)
{
	size_t from, former, at = 0;
	int line = caret_line(e, in.w, &from, &former), top = line >= in.h ? line - in.h + 1 : 0;
	bool more = true;

	for (int y = 0; more && y < top + in.h; y++) {
		size_t end = line_end(e, at, in.w);

		if (y >= top) {
			int n = grid_text(g, in.y + y - top, in.x, in.w, LOOK_FIELD, sv_of(e->text + at, end - at));

			if (here)
				grid_fill(g, in.y + y - top, in.x + n, in.w - n, LOOK_FIELD, ' ');
		}
		at = next_line(e, at, in.w, &more);
	}
	if (!here)
		return;
	g->cx = in.x + grid_columns(sv_of(e->text + from, e->caret - from));
	g->cx = g->cx >= in.x + in.w ? in.x + in.w - 1 : g->cx;
	g->cy = in.y + line - top;
	g->caret = true;
}
