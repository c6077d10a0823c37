/* The operators' door: nng rep contexts on a Unix socket. Reads, commands and parked feed readers share one
 * socket: 512 contexts may park, 64 more stay for calls, so parked readers never starve an ordinary call
 * (libraries.md 2, pitfalls 1 and 2). The only server file that knows nng.
 *
 * A connection is a pipe of nng's; what is known of one (since when it is there, whether a second factor unlocked it) stands
 * in runtime/line.h from before its first message until it ends. One of twelve hours gets a last answer, "reconnect", and is
 * ended; its client dials anew by itself. If it ends before that answer is through, the client sends its call again. */
#ifndef QUITS_SERVER_RPC_SERVER_H
#define QUITS_SERVER_RPC_SERVER_H

#include "server/call/dispatch.h"

struct rpc;

struct rpc_config {
	const char *url;    /* "ipc:///path/rpc.sock", or "inproc://name" in tests */
	const char *path;   /* of the socket file, or NULL: mode 0660, group as below */
	int64_t group;      /* gid of the socket, or -1 */
	size_t workers;     /* threads that answer */
	size_t park_most;   /* feed readers that may wait at once */
	size_t calls;       /* contexts beside them */
	const struct shared *shared;
	const struct handler *handlers;
};

/* Fills workers, park_most and calls with the defaults: cores + 2, 512, 64. */
void rpc_defaults(struct rpc_config *c);
MUST_USE enum status rpc_start(const struct rpc_config *config, struct rpc **ret);
/* Parked readers are answered (empty), calls under way too; then everything is closed. */
void rpc_stop(struct rpc *r);

#endif
