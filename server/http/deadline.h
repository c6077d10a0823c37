/* How long a connection may take for what it is doing. One set of lists per listener; a list's
 * limit is the same for all in it, so each is in order of its due times and a sweep only looks at
 * heads. THREAD_HTTP; nothing here is shared. Times are clock_mono_ms. */
#ifndef QUITS_SERVER_HTTP_DEADLINE_H
#define QUITS_SERVER_HTTP_DEADLINE_H

#include <stdint.h>

#include "common/list.h"

enum deadline {
	DUE_HEAD,    /* from the connection, or from the request line, to the end of the head */
	DUE_BODY,    /* from the end of the head to the end of the body */
	DUE_REQUEST, /* from there until the answer has been sent */
	DUE_IDLE,    /* from an answer to the next request line */
	DUE_PACE,    /* an upload: until its next piece of the least size is here (receive.c) */
	DUE_FILE,    /* an answer that is a file: until it has been sent */
	DUE__COUNT,
	DUE_NEVER = DUE__COUNT /* parked: the writer's deadline counts */
};

struct due { /* embed in a connection */
	struct node node;
	int64_t at;
	int fd;
	bool cut; /* shut down: what it sent before may still be read, but is not begun any more */
};

struct deadlines {
	struct node lists[DUE__COUNT];
	int64_t limit[DUE__COUNT]; /* milliseconds */
};

/* `limits` by enum deadline. */
void deadlines_init(struct deadlines *d, const int64_t limits[DUE__COUNT]);
void due_init(struct due *due, int fd);
void due_set(struct deadlines *d, struct due *due, enum deadline kind, int64_t now);
void due_drop(struct due *due); /* the connection is closed */
void due_cut(struct due *due);  /* shuts it down; the library notices and closes it */
/* Shuts down every connection that is overdue; the library then notices and closes it. Returns how
 * many. */
unsigned deadlines_sweep(struct deadlines *d, int64_t now);
/* Shuts down the connection that has been idle for longest; false if none is idle. */
bool deadlines_evict(struct deadlines *d);

#endif
