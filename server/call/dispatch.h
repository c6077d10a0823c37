/* One straight function for every door: find the method, who is calling, may they, unpack, check, run, mask or tell, pack.
 * A worker calls it with its unit; commands go through the writer, together with the row that remembers their
 * answer, so a call repeated with its id is answered and not done again. What a command kept though it
 * refused (unit.refused: a wrong code that is counted) is committed, and forgotten as an answer. */
#ifndef QUITS_SERVER_CALL_DISPATCH_H
#define QUITS_SERVER_CALL_DISPATCH_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct call;
struct snap;
struct tx;

struct handler { /* one per method; app.c hands in api's table */
	enum status (*query)(struct unit *u, struct snap *s, const void *in, void *out);
	enum status (*command)(struct unit *u, struct tx *tx, const void *in, void *out);
	/* Before the command, in its transaction: does the call wait for a second person? Then it has been kept
	 * and *ret_waits says for whom, in the unit's arena; else it is empty. NULL: nothing waits. */
	enum status (*second)(struct unit *u, struct tx *tx, const struct method *m, const struct call *c,
			      const void *in, struct sv *ret_waits);
	/* After a query, for a caller whose answer is not masked: tells of it what must be told before it leaves, and
	 * takes out what must not (service/reveal.h), on the worker. Its failure is the call's. NULL: nothing to tell. */
	enum status (*reveal)(struct unit *u, enum method_id method, void *out);
	enum status (*settle)(struct unit *u, const void *in, void *out); /* after the commit, on the worker; or NULL */
};

struct park { /* for feed.read: set by dispatch when there is nothing to tell yet */
	bool may;        /* in: the door can park; false: answer what there is */
	bool wants;      /* out: park it */
	int64_t after;   /* in and out: the cursor to go on from; 0 at first */
	int64_t wait_ms; /* out, at first: how long the caller waits */
};

/* Unpacks one message, answers into `out` (at most WIRE_ANSWER_MAX). Never fails: failures are answers.
 * uid is the kernel's word for who is calling. */
void dispatch(const struct handler *handlers, struct unit *u, int64_t uid, struct sv msg,
	      struct park *park, struct buf *out);

#endif
