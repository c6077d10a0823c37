/* Connections of operators: since when each is there, and until when a second factor has unlocked it. A line ends with its
 * pipe, and what it was allowed with it. The table is bounded: whoever finds no room is not let in.
 *
 * A line is known by the number of its pipe (1 to 2^31 - 1; nng counts them up and gives none out twice before it has been
 * through all). Every word that says something of a line carries that number, so what is said late, of a line that has
 * gone, is never read as said of the one that took its place. Times in ms UTC, kept in whole seconds. Any thread; nothing
 * waits. */
#ifndef QUITS_SERVER_RUNTIME_LINE_H
#define QUITS_SERVER_RUNTIME_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lines;

enum { LINES_MOST = 4096, LINE_HOURS = 12 /* then its operator must connect anew */ };

struct lines *lines_new(size_t most);
void lines_free(struct lines *l); /* NULL is fine */
bool lines_add(struct lines *l, uint32_t pipe, int64_t now); /* false: no room */
void lines_drop(struct lines *l, uint32_t pipe);
/* It has been there for LINE_HOURS. Of a line that is not known: no. */
bool lines_is_old(const struct lines *l, uint32_t pipe, int64_t now);
/* Nothing happens if the line has gone. */
void lines_unlock(struct lines *l, uint32_t pipe, int64_t until);
/* NULL, or a line that is not known: no. */
bool lines_is_unlocked(const struct lines *l, uint32_t pipe, int64_t now);

#endif
