/* form_id: the number that a form will give to what it makes, sealed for one purpose and one visit. Nobody can choose
 * numbers, and the same form sent twice meets what its first sending made: done once, without an index of its own. */
#ifndef QUITS_SERVER_SERVICE_FORM_ID_H
#define QUITS_SERVER_SERVICE_FORM_ID_H

#include "common/text.h"

struct arena;
struct keys;

/* A fresh one. `purpose` is a word of the code ("promise"); `owner` the session, or 0 and the link before sign-in. */
struct sv form_id_new(const struct keys *k, struct arena *a, const char *purpose, int64_t owner);
/* INVALID names form_id: not ours, or another visit's. *ret is the number. */
MUST_USE enum status form_id_open(const struct keys *k, struct arena *a, const char *purpose, int64_t owner,
				  struct sv form_id, int64_t *ret);

#endif
