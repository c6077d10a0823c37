/* words: two words that a link's message and its page share (product.md 3.12), so that a debtor can tell that both are
 * ours. They come from the token by a key of ours: nobody else can name them beforehand. The lists are
 * assets/words/LANGUAGE.txt, one plain and friendly word a line. */
#ifndef QUITS_SERVER_SERVICE_WORDS_H
#define QUITS_SERVER_SERVICE_WORDS_H

#include "common/text.h"

struct arena;
struct catalogue;
struct keys;

/* "harbour violet": in the message's language, or in English where that has no list. Any thread. */
struct sv words_of(const struct keys *k, struct arena *a, struct sv token, const struct catalogue *language);

#endif
