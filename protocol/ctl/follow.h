/* feed.read --follow: every event once, as it comes, over restarts of the server. */
#ifndef QUITS_PROTOCOL_CTL_FOLLOW_H
#define QUITS_PROTOCOL_CTL_FOLLOW_H

#include "protocol/client.h"

/* Prints events to `out` until `stop` becomes readable (a signalfd or a pipe's end) or out's reader is
 * gone: both OK. UNAVAILABLE and UNCERTAIN are waited out; any other failure ends it. One write a line, so
 * a line is never cut. q->after or q->last says where to begin. Leaves c: no more calls. Thread: main. */
MUST_USE enum status follow_run(struct client *c, const struct feed_query *q, bool json, int out,
                                int stop);

#endif
