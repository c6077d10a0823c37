/* remember: what a reader has read and may use again while nothing was committed (http-server.md 2, row 9, with a
 * simpler rule than there: any commit at all makes a reader forget everything, so no write can forget to say what it
 * touched). Each reader remembers for itself, in plain memory; the listener asks the writer's counters before it uses
 * its memory again (http/listener.c), every other reader forgets at snap_end.
 *
 * What is remembered are rows and page models, never a page: one serves all languages and holds no form token. */
#ifndef QUITS_SERVER_STORE_REMEMBER_H
#define QUITS_SERVER_STORE_REMEMBER_H

#include "server/store/store.h"

enum remembered { REMEMBER_SESSION, REMEMBER_HOME };

/* Above this a listener forgets everything at the end of its turn: some 4,000 home pages. */
enum { REMEMBER_BYTES = 16 * 1024 * 1024 };

/* The thing kept under this kind and key (any bytes), or NULL. Good until the moment or the turn ends. */
const void *remember_get(const struct snap *s, enum remembered kind, struct sv key);
/* Where to copy the thing's texts to; NULL in a write, which remembers nothing. */
struct arena *remember_arena(struct snap *s);
/* `thing` lives in remember_arena(), and was read whole from this moment. Replaces what has the same place. */
void remember_put(struct snap *s, enum remembered kind, struct sv key, const void *thing);

/* For store.c. */
void remember_nothing(struct snap *s);
MUST_USE enum status remember_look(struct snap *s);

#endif
