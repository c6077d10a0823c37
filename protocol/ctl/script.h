/* Files of calls: one call a line in words as a shell would read them, without anything a shell would
 * expand. Blank lines and what follows a # at the beginning of a word are skipped. Thread: main. */
#ifndef QUITS_PROTOCOL_CTL_SCRIPT_H
#define QUITS_PROTOCOL_CTL_SCRIPT_H

#include <stddef.h>

#include "common/text.h"

enum { SCRIPT_LINE_MAX = 64 * 1024, SCRIPT_WORDS_MAX = 256 };

/* 'as is', "with \" and \\", \x for one character, quotes may stand inside a word. INVALID for a quote that
 * does not end, a backslash at the end, a NUL or too many words. */
MUST_USE enum status script_words(struct arena *a, struct sv line, struct sv **ret, size_t *ret_n);

/* Reads lines of fd and runs each; stops at the first failure, whose line is in *ret_line (from 1). The
 * arena given to run is emptied after every line. */
MUST_USE enum status
script_run(int fd, enum status (*run)(void *arg, struct arena *a, struct sv *words, size_t n),
           void *arg, size_t *ret_line);

#endif
