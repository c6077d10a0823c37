/* The console's end of the RPC line. Nothing here waits: a question gets a ticket and its answer arrives
 * later in an inbox, with a byte on an eventfd that wakes the loop.
 *
 * struct remote is a table of functions so that tests can play the server. The real one, struct line,
 * stands on protocol/client.h, whose callbacks run on nng's threads: they push to the inbox, write the
 * eventfd, and touch nothing else. Everything else here belongs to the ui thread. */
#ifndef QUITS_TUI_REMOTE_REMOTE_H
#define QUITS_TUI_REMOTE_REMOTE_H

#include "common/queue.h"

#include "protocol/client.h"

struct remote_ops {
	/* Returns at once. The answer carries the ticket; it always comes, if only as UNAVAILABLE. */
	void (*ask)(void *self, uint64_t ticket, enum method_id m, const void *in, int timeout_ms);
	void (*dial)(void *self); /* drops the connection there may be and dials anew, now */
	/* Ends the connection. Until the next dial nobody is asked: questions come back UNAVAILABLE. */
	void (*hang)(void *self);
};

struct remote {
	const struct remote_ops *ops;
	void *self;
	uint64_t tickets; /* given out so far */
};

enum arrival_kind { ARRIVED_ANSWER, ARRIVED_UP, ARRIVED_DOWN };

struct arrival {
	struct qlink link;
	enum arrival_kind kind;
	uint64_t ticket;     /* of an answer; of the others, which dial they belong to */
	struct reply *reply; /* ARRIVED_ANSWER; texts are clean for a terminal */
};

uint64_t remote_ask(struct remote *r, enum method_id m, const void *in, int timeout_ms);

/* Every text of a record and of the records in it through utf8_clean, cut at its limit; those of several lines keep them. */
void remote_clean(struct arena *a, const struct record *r, void *rec);

struct line;

/* url as in client_open. INVALID or UNAVAILABLE only if the url cannot be. */
MUST_USE enum status line_open(const char *url, struct line **ret);
void line_close(struct line *l);
void line_leave(struct line *l); /* when the program ends: as client_leave; l stays allocated */
struct remote line_remote(struct line *l);
int line_fd(const struct line *l); /* readable when something has arrived */
/* Takes everything that has arrived, oldest first, linked by link.next; NULL if nothing. Free each with
 * arrival_free. */
struct arrival *line_take(struct line *l);
void arrival_free(struct arrival *a); /* and the reply, if it is still there */

#endif
