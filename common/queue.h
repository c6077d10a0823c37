/* A closable FIFO of intrusive links: one of the two places with a mutex. What is pushed is moved: the
 * pusher may not touch it any more. */
#ifndef QUITS_COMMON_QUEUE_H
#define QUITS_COMMON_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct qlink { /* embed as the first member */
	struct qlink *next;
};

struct queue;

struct queue *queue_new(size_t max); /* of the first lane; the second has a quarter of that beside it */
void queue_free(struct queue *q); /* must be empty or its links not owned by it */
bool queue_push(struct queue *q, struct qlink *l);       /* false: full or closed; the link stays the caller's */
bool queue_push_slow(struct queue *q, struct qlink *l);  /* the second lane: taken after the first */
struct qlink *queue_take(struct queue *q);               /* waits; NULL once closed and empty */
struct qlink *queue_take_until(struct queue *q, int64_t mono_ms); /* NULL also at that clock_mono_ms */
/* Everything of the first lane and up to `slow` of the second, in order; NULL once closed and empty. */
struct qlink *queue_take_all(struct queue *q, size_t slow);
struct qlink *queue_take_now(struct queue *q); /* everything of both lanes, or NULL; never waits */
void queue_close(struct queue *q);
size_t queue_length(const struct queue *q);

#endif
