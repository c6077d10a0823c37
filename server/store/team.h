/* team: names and members. */
#ifndef QUITS_SERVER_STORE_TEAM_H
#define QUITS_SERVER_STORE_TEAM_H

#include "protocol/schema.h"

#include "server/store/store.h"

enum { TEAM_DEFAULT = 1 }; /* made by the migration; may be renamed */

/* NOT_FOUND names `team`. */
MUST_USE enum status store_team_id(struct snap *s, struct sv name, int64_t *ret);
MUST_USE enum status store_team_add(struct tx *tx, int64_t id, struct sv name); /* CONFLICT: the name is taken */
MUST_USE enum status store_team_rename(struct tx *tx, int64_t id, struct sv name);
MUST_USE enum status store_team_join(struct tx *tx, int64_t team, int64_t operator_, bool *ret_new);
MUST_USE enum status store_team_leave(struct tx *tx, int64_t team, int64_t operator_, bool *ret_was);
MUST_USE enum status store_team_row(struct snap *s, int64_t id, struct team_row *ret, struct arena *a);
MUST_USE enum status store_team_list(struct snap *s, struct team_page *ret, struct arena *a);

#endif
