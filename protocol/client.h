/* The caller's side of the RPC line: one nng req socket, one context per call in flight.
 *
 * nng must never resend by itself (its resend time is infinite): repeating is the caller's decision, with
 * the same id, so that a command is done once. client_call waits on the calling thread; client_start
 * returns at once and `done` runs on one of nng's threads (or before client_start returns, if the call
 * cannot even begin): it may only hand over. 64 calls can be under way at once. The only file outside
 * server/rpc that knows nng. */
#ifndef QUITS_PROTOCOL_CLIENT_H
#define QUITS_PROTOCOL_CLIENT_H

#include "common/arena.h"

#include "protocol/frame.h"
#include "protocol/schema.h"

struct client;

/* url: "ipc:///path/rpc.sock" or "inproc://name". Dials in the background and redials by itself;
 * UNAVAILABLE only if the url itself is wrong. */
MUST_USE enum status client_open(const char *url, struct client **ret);
/* Dials and waits for the outcome: UNAVAILABLE at once if nobody listens there, FORBIDDEN if the socket
 * may not be opened. Once it has been connected it redials like the others. (Do not try the socket with
 * a connect of your own first: a connection that closes before nng's greeting stops nng 1.5.2's listener
 * from accepting anybody ever again.) */
MUST_USE enum status client_open_now(const char *url, struct client **ret);
/* Calls in flight end before this returns: with UNAVAILABLE, or UNCERTAIN if they were sent. No call may
 * be started meanwhile. NULL is fine. */
void client_close(struct client *c);
/* For a program that is about to end: ends the calls like client_close and leaves the rest to the
 * system, since nng 1.5.2's close was seen to wait for ever for a pipe that was just sending. c stays
 * allocated and must not be used again. */
void client_leave(struct client *c);
bool client_connected(const struct client *c);
/* `on` runs on an nng thread whenever the connection comes (true) or goes (false). Set before dialling
 * would matter: give it to client_open_watched. */
MUST_USE enum status client_open_watched(const char *url, void (*on)(void *arg, bool up), void *arg,
					 struct client **ret);

void client_make_id(unsigned char id[FRAME_ID]);

struct call_options {
	const unsigned char *id; /* FRAME_ID bytes, or NULL: a new one */
	struct sv key, reason;
	int timeout_ms; /* 0: 10,000 */
};

/* in: struct of m->in; out: struct of m->out, in `a` (texts too). A failure of the server arrives as this
 * thread's fault with the server's status and words. UNAVAILABLE: no connection within the time and for
 * certain not done (nothing was sent); UNCERTAIN: sent, and no answer came. */
MUST_USE enum status client_call(struct client *c, enum method_id m, const void *in, void *out,
				 struct arena *a, const struct call_options *how);

struct reply { /* owned by the receiver of `done`; free with reply_free */
	enum method_id method;
	enum status status; /* UNAVAILABLE and UNCERTAIN as above */
	struct arena arena; /* holds the message and the record */
	void *out;          /* struct of m->out when status is OK */
	struct sv fault;
};
void client_start(struct client *c, enum method_id m, const void *in,
		  const struct call_options *how, void (*done)(void *arg, struct reply *r), void *arg);
void reply_free(struct reply *r);

#endif
