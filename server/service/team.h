/* team: who takes what. Routing settings name teams; a name that is none, or was renamed, leads to the default team. */
#ifndef QUITS_SERVER_SERVICE_TEAM_H
#define QUITS_SERVER_SERVICE_TEAM_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

/* The id of the team of that name, or of the default team. */
MUST_USE enum status service_team_route(struct snap *s, struct sv name, int64_t *ret);

MUST_USE enum status service_team_list(struct unit *u, struct snap *s, struct team_page *ret);
/* THREAD_WRITER. A team of that name is made, or renamed if `rename` is there. CONFLICT: the name is taken. */
MUST_USE enum status service_team_put(struct unit *u, struct tx *tx, const struct team_new *q, struct team_row *ret);
/* THREAD_WRITER. NOT_FOUND names team or user. */
MUST_USE enum status service_team_member(struct unit *u, struct tx *tx, const struct team_member *q, bool joins,
					 struct team_row *ret);

#endif
