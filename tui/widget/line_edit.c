/* The text field of prompts; see line_edit.h. The console gives it keys while a prompt is open. */
#include "tui/widget/line_edit.h"

#include <string.h>

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/term/input.h"

void line_edit_set(struct line_edit *e, struct sv text)
{
	e->n = e->caret = 0;
	while (text.n > LINE_MAX_BYTES)
		text = sv_from_to(text, 0, LINE_MAX_BYTES);
	if (text.n && utf8_valid(text)) {
		memcpy(e->text, text.p, text.n);
		e->n = e->caret = text.n;
	}
}

struct sv line_edit_text(const struct line_edit *e)
{
	return sv_of(e->text, e->n);
}

static void insert(struct line_edit *e, struct sv s)
{
	if (s.n > LINE_MAX_BYTES - e->n)
		return;
	memmove(e->text + e->caret + s.n, e->text + e->caret, e->n - e->caret);
	memcpy(e->text + e->caret, s.p, s.n);
	e->n += s.n;
	e->caret += s.n;
}

static size_t back(const struct line_edit *e, size_t at)
{
	while (at > 0 && ((unsigned char)e->text[--at] & 0xC0) == 0x80)
		;
	return at;
}

static size_t forth(const struct line_edit *e, size_t at)
{
	if (at < e->n)
		at++;
	while (at < e->n && ((unsigned char)e->text[at] & 0xC0) == 0x80)
		at++;
	return at;
}

static void cut(struct line_edit *e, size_t from, size_t to)
{
	memmove(e->text + from, e->text + to, e->n - to);
	e->n -= to - from;
	e->caret = from;
}

static size_t word_back(const struct line_edit *e)
{
	size_t at = e->caret;

	while (at > 0 && e->text[at - 1] == ' ')
		at--;
	while (at > 0 && e->text[at - 1] != ' ')
		at--;
	return at;
}

static size_t word_forth(const struct line_edit *e)
{
	size_t at = e->caret;

	while (at < e->n && e->text[at] == ' ')
		at++;
	while (at < e->n && e->text[at] != ' ')
		at++;
	return at;
}

static bool move_or_cut(struct line_edit *e, uint32_t key)
{
	if (key == KEY_LEFT || key == KEY_CTRL('b'))
		e->caret = back(e, e->caret);
	else if (key == KEY_RIGHT || key == KEY_CTRL('f'))
		e->caret = forth(e, e->caret);
	else if (key == KEY_HOME || key == KEY_CTRL('a'))
		e->caret = 0;
	else if (key == KEY_END || key == KEY_CTRL('e'))
		e->caret = e->n;
	else if (key == KEY_ALT + 'b')
		e->caret = word_back(e);
	else if (key == KEY_ALT + 'f')
		e->caret = word_forth(e);
	else if (key == KEY_BACKSPACE)
		cut(e, back(e, e->caret), e->caret);
	else if (key == KEY_DELETE || key == KEY_CTRL('d'))
		cut(e, e->caret, forth(e, e->caret));
	else if (key == KEY_CTRL('w'))
		cut(e, word_back(e), e->caret);
	else if (key == KEY_CTRL('u'))
		cut(e, 0, e->caret);
	else if (key == KEY_CTRL('k'))
		cut(e, e->caret, e->n);
	else
		return false;
	return true;
}

bool line_edit_key(struct line_edit *e, uint32_t key)
{
	char bytes[8];
	struct buf one = { NULL, bytes, 0, sizeof(bytes), sizeof(bytes), false };

	if (move_or_cut(e, key))
		return true;
	if (key < 32 || key >= KEY_BEYOND)
		return false;
	utf8_add(&one, key);
	if (utf8_is_clean(buf_sv(&one), false) && utf8_width(key) > 0)
		insert(e, buf_sv(&one));
	return true;
}

void line_edit_paste(struct line_edit *e, struct sv text, struct arena *scratch)
{
	struct sv clean = utf8_clean(scratch, text, LINE_MAX_BYTES - e->n, false);

	insert(e, clean);
}

int line_edit_draw(const struct line_edit *e, struct grid *g, int y, int x, int w,
                   const char *prompt)
{
	int head = grid_text(g, y, x, w, LOOK_KEY, sv_from(prompt));
	int room = w - head - 1;
	size_t from = 0;
	int before;

	if (room < 4)
		return head;
	while (grid_columns(sv_of(e->text + from, e->caret - from)) > room)
		from = forth(e, from);
	before = grid_columns(sv_of(e->text + from, e->caret - from));
	head += grid_text(g, y, x + head, room, LOOK_FIELD, sv_of(e->text + from, e->n - from));
	g->cx = x + (int)grid_columns(sv_from(prompt)) + before;
	g->cy = y;
	g->caret = true;
	return head + 1;
}
