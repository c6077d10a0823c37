/* quits(1) from the tables: actions.def, screens.def, flags.def, the words of lists, the commands of --linear. Appends to a
 * builder; any thread. */
#ifndef QUITS_TUI_MAN_H
#define QUITS_TUI_MAN_H

#include "common/text.h"

void man_print(struct buf *b); /* the whole page, man macros */
void man_text(struct buf *b, struct sv text); /* escaped for the middle of a line */
void man_line(struct buf *b, struct sv text); /* a line of its own: what troff takes for a request is guarded */

#endif
