/* The privacy blur: while it is on (M), what the schema calls PERSONAL (names, addresses, numbers, people's words) or SECRET is drawn
 * as dots. Models keep what they have, so that it goes on and off at once and without the server; every drawing reads its
 * records through here, and a copy of a row copies dots. Memory: the turn's arena. ui thread. */
#ifndef QUITS_TUI_SCREENS_VEIL_H
#define QUITS_TUI_SCREENS_VEIL_H

#include "tui/screens/screens.h"

/* The record itself, or a copy with dots. NULL stays NULL. */
const void *veil(const struct ui *ui, const struct record *r, const void *rec);
struct reply *veil_reply(const struct ui *ui, struct reply *r); /* NULL or without an answer: as it is */
struct sv veil_dots(const struct ui *ui, struct sv text);       /* as dots, blur or not: a code that is typed */
struct sv veil_text(const struct ui *ui, struct sv text);       /* of a name that is in no record any more */

#endif
