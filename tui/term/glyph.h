/* One ASCII character for another one: what stands on terminals that have nothing else. Column for column, so the
 * layout is the same; not spelling, so "Böhm" is "Bohm" and what has no look-alike is a question mark. Pure. */
#ifndef QUITS_TUI_TERM_GLYPH_H
#define QUITS_TUI_TERM_GLYPH_H

#include <stdint.h>

char glyph_plain(uint32_t code);

#endif
