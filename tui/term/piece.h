/* A picture for a terminal that is far away goes there in pieces, row by row: what a key changed at once and alone, what
 * data changed as much at a time as the line carries in a moment. So a key never waits behind a screenful. `shown` is what
 * the terminal shows, or will when all that is on its way has come; both grids have the same size. Pure; ui thread. */
#ifndef QUITS_TUI_TERM_PIECE_H
#define QUITS_TUI_TERM_PIECE_H

#include <stdbool.h>
#include <stddef.h>

struct grid;

/* Bytes that it takes, roughly, to make a row of one grid that of the other; 0 if they are the same. */
size_t piece_cost(const struct grid *shown, const struct grid *wanted, int y);
/* Puts rows of `wanted` into `shown` that are not like it, beginning at row *next and going round, until they cost `room`
 * bytes; at least one. Returns whether some are left; *next is then where to go on. */
bool piece_take(struct grid *shown, const struct grid *wanted, int *next, size_t room);
/* Marks the rows in which two pictures differ; leaves the others as they are marked. `rows` has one for each row. */
void piece_changed(const struct grid *before, const struct grid *after, bool *rows);
/* Puts the marked rows of `wanted` into `shown`. Returns whether others are left. */
bool piece_rows(struct grid *shown, const struct grid *wanted, const bool *rows);

#endif
