/* UTF-8 from strangers: valid, bounded and harmless to a terminal.
 * Every text from outside passes utf8_clean() once, where it is decoded (architecture D11). */
#ifndef QUITS_COMMON_UTF8_H
#define QUITS_COMMON_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

bool utf8_valid(struct sv s); /* RFC 3629: shortest form, no surrogates, up to U+10FFFF */
/* Next code point; advances *s; U+FFFD and one byte for what is not valid. *s must not be empty. */
uint32_t utf8_next(struct sv *s);
void utf8_add(struct buf *b, uint32_t code);
/* A copy without what must not reach a page or terminal: invalid bytes become U+FFFD; C0 (tab and newline
 * become a blank unless `lines`), DEL, C1, U+2028/9, bidi controls (061C 200E 200F 202A-202E 2066-2069), zero-width
 * characters, tags, variation selectors, private use and noncharacters are dropped; at most 4
 * combining marks stay on one base; cut to `max` bytes at a character. Returns s itself if it is clean. */
struct sv utf8_clean(struct arena *a, struct sv s, size_t max, bool lines);
bool utf8_is_clean(struct sv s, bool lines);
/* Lower case for searching (utf8_fold.c: ICU's full case folding), so that what is typed finds what is kept. */
struct sv utf8_fold(struct arena *a, struct sv s);
size_t utf8_count(struct sv s);            /* code points */
int utf8_width(uint32_t code);             /* columns: 0, 1 or 2 */
size_t utf8_columns(struct sv s);
struct sv utf8_cut(struct sv s, size_t columns); /* the longest head that fits */
/* What of s fits into `size` bytes in whole characters, ended by 0; size is at least 1. */
void utf8_fit(char *to, size_t size, struct sv s);
struct sv utf8_head(struct sv s, size_t bytes);  /* the longest head of at most so many bytes that ends at a character */
void utf8_end(char *text); /* behind vsnprintf: takes off a character that it has cut through */

#endif
