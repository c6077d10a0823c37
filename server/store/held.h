/* held: commands that wait out a hold, and the list of all that is held, links among it. */
#ifndef QUITS_SERVER_STORE_HELD_H
#define QUITS_SERVER_STORE_HELD_H

#include "protocol/schema.h"

#include "server/store/list.h"
#include "server/store/store.h"

struct held_command {
	int64_t id, operator;
	int64_t account, contact; /* 0: none */
	int64_t due_at;
	struct sv method, params; /* params: JSON */
	struct sv actor;          /* read only: the operator's name */
	enum command_state state;
};

MUST_USE enum status store_held_add(struct tx *tx, const struct held_command *h);
/* NOT_FOUND names command. */
MUST_USE enum status store_held_core(struct snap *s, int64_t id, struct held_command *ret, struct arena *a);
/* From held to another; `keep` says whether its parameters stay readable. CONFLICT names command: it is held no more. */
MUST_USE enum status store_held_end(struct tx *tx, int64_t id, enum command_state to, struct sv reason, bool keep);
/* The one that has been due longest. */
MUST_USE enum status store_held_due(struct snap *s, int64_t now, struct held_command *ret, bool *ret_found, struct arena *a);
MUST_USE enum status store_held_next_due(struct snap *s, int64_t *ret);                  /* ms UTC; 0: none */
MUST_USE enum status store_held_count(struct snap *s, int64_t operator, int64_t *ret);   /* that he holds now */
MUST_USE enum status store_held_drop(struct tx *tx, int64_t ended_before, int64_t most, int64_t *ret_dropped);
/* With its parameters for `reader` if he asked for it. NOT_FOUND names command. */
MUST_USE enum status store_held_command_row(struct snap *s, int64_t id, int64_t reader, struct command_row *ret,
					    struct arena *a);
/* A link or a command that is held. NOT_FOUND names held. */
MUST_USE enum status store_held_row(struct snap *s, int64_t id, struct held_row *ret, struct arena *a);

extern const struct list_sql held_list_sql;

#endif
