/* feed: tells those who wait that the log has grown. It carries numbers, never requests: readers look up
 * what is new themselves. Raised by the writer after each commit that wrote events. */
#ifndef QUITS_SERVER_FEED_FEED_H
#define QUITS_SERVER_FEED_FEED_H

#include <stdbool.h>
#include <stdint.h>

struct feed;

struct feed *feed_new(int64_t head);
void feed_free(struct feed *f);
int64_t feed_head(const struct feed *f); /* newest event whose commit is on disk; any thread */
void feed_raise(struct feed *f, int64_t head); /* THREAD_WRITER */
/* Waits until the head passes `after` or clock_mono_ms reaches mono_ms or the feed closes. The head. */
int64_t feed_wait(struct feed *f, int64_t after, int64_t mono_ms);
void feed_close(struct feed *f); /* wakes everyone, now and later */
bool feed_closed(const struct feed *f);
/* Called on THREAD_WRITER at each raise: it may only hand over. One listener; set before the writer runs. */
void feed_on_raise(struct feed *f, void (*on)(void *arg), void *arg);

#endif
