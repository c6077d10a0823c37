/* Rows from a picture that is wanted to one that is shown; see piece.h. The loop paints what comes out. */
#include "tui/term/piece.h"

#include <string.h>

#include "tui/term/grid.h"

enum { GO = 8, LOOK = 6, NEAR = 5 }; /* bytes to go somewhere and to change the look; columns that are written rather than passed */

static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->ch[0] == b->ch[0] && a->ch[1] == b->ch[1] && a->ch[2] == b->ch[2] && a->look == b->look &&
	       a->width == b->width;
}

static size_t bytes_of(const struct cell *c)
{
	size_t n = 0;

	for (int i = 0; i < 3 && c->width && c->ch[i]; i++)
		n += c->ch[i] < 0x80 ? 1 : c->ch[i] < 0x800 ? 2 : c->ch[i] < 0x10000 ? 3 : 4;
	return n;
}

size_t piece_cost(const struct grid *shown, const struct grid *wanted, int y)
{
	const struct cell *from = &shown->at[y * shown->w], *to = &wanted->at[y * wanted->w];
	int last = -NEAR - 1, look = -1;
	size_t n = 0;

	for (int x = 0; x < wanted->w; x++) {
		if (same_cell(&from[x], &to[x]))
			continue;
		if (x - last > NEAR) {
			n += GO;
			last = x - 1;
		}
		while (++last <= x)
			n += bytes_of(&to[last]);
		last = x;
		n += to[x].look != look ? LOOK : 0;
		look = to[x].look;
	}
	return n;
}

static void take(struct grid *shown, const struct grid *wanted, int y)
{
	memcpy(&shown->at[y * shown->w], &wanted->at[y * wanted->w], (size_t)wanted->w * sizeof(*wanted->at));
}

static void take_cursor(struct grid *shown, const struct grid *wanted)
{
	shown->cx = wanted->cx;
	shown->cy = wanted->cy;
	shown->caret = wanted->caret;
}

bool piece_take(struct grid *shown, const struct grid *wanted, int *next, size_t room)
{
	int from = *next;
	size_t used = 0;

	take_cursor(shown, wanted);
	for (int i = 0; i < wanted->h; i++) {
		int y = (from + i) % wanted->h;
		size_t cost = piece_cost(shown, wanted, y);

		if (!cost)
			continue;
		*next = y;
		if (used && used + cost > room)
			return true;
		take(shown, wanted, y);
		used += cost;
	}
	return false;
}

void piece_changed(const struct grid *before, const struct grid *after, bool *rows)
{
	for (int y = 0; y < after->h; y++)
		rows[y] |= piece_cost(before, after, y) > 0;
}

bool piece_rows(struct grid *shown, const struct grid *wanted, const bool *rows)
{
	bool left = false;

	take_cursor(shown, wanted);
	for (int y = 0; y < wanted->h; y++) {
		if (rows[y])
			take(shown, wanted, y);
		else
			left |= piece_cost(shown, wanted, y) > 0;
	}
	return left;
}
