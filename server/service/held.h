/* held: commands of the desk that wait out a hold, and what is held altogether.
 *
 * A command is tried when it is held and taken back, so that what can not be done is refused while its asker still looks. When
 * the hold ends it is done in its asker's name (behalf.h), in one write with its end; where that has become impossible it fails,
 * changes nothing, rings the bell, and its parameters stay readable for its asker: a written reply is not lost. So it is with
 * one whose hold ended while the server was down, if that is an hour ago: what was written then may be wrong by now. Only commands of
 * the desk (permission RESOLVE) can be held: those with a hold or a second person of their own can not. */
#ifndef QUITS_SERVER_SERVICE_HELD_H
#define QUITS_SERVER_SERVICE_HELD_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

enum { HELD_DEFAULT_MS = 5000, HELD_MOST = 400 /* of an operator: twice what a console does at once */, HELD_KEPT_DAYS = 7,
       HELD_LATE_MS = 3600000 };

/* THREAD_WRITER. INVALID names method or params, or the parameter; LIMIT names method; else what the command says. */
MUST_USE enum status service_command_hold(struct unit *u, struct tx *tx, const struct command_new *q, struct command_row *ret);
MUST_USE enum status service_command_show(struct unit *u, struct snap *s, int64_t id, struct command_row *ret);
MUST_USE enum status service_held_list(struct unit *u, struct snap *s, const struct list_query *q, struct held_page *ret);
/* THREAD_WRITER. *ret as it was. NOT_FOUND names held; CONFLICT: it is held no more; FORBIDDEN: a command that the caller may
 * not call himself. */
MUST_USE enum status service_held_stop(struct unit *u, struct tx *tx, int64_t id, struct held_row *ret);

/* Engine: does what is due, at most so many a call; when the next one is, ms UTC, 0: none. */
MUST_USE enum status service_held_run(struct unit *u, size_t *ret_did);
MUST_USE enum status service_held_next(struct unit *u, int64_t *ret_at);
/* Maintenance: those that ended a week ago go. */
MUST_USE enum status service_held_drop(struct unit *u, size_t *ret_did);

#endif
