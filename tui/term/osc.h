/* What goes to the terminal and not onto its screen: the window's title and the clipboard. Both carry text, and
 * text that could end the code it stands in is refused. Pure but for the outlet's buffer. ui thread. */
#ifndef QUITS_TUI_TERM_OSC_H
#define QUITS_TUI_TERM_OSC_H

#include <stdbool.h>

#include "common/text.h"

struct outlet;

enum { OSC_TITLE_MAX = 100, OSC_COPY_MAX = 4096 };

/* Old terminals print what they do not know: is one of this type known to swallow codes instead? */
bool osc_known(const char *type);
/* False, and nothing sent: empty, too long, or not one line of clean text (utf8_is_clean). */
bool osc_title(struct outlet *o, struct sv title); /* OSC 2 */
bool osc_copy(struct outlet *o, struct sv text);   /* OSC 52 */

#endif
