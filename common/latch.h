/* A number that only rises, and threads that wait for it to pass one: the other place with a mutex. */
#ifndef QUITS_COMMON_LATCH_H
#define QUITS_COMMON_LATCH_H

#include <stdbool.h>
#include <stdint.h>

struct latch;

struct latch *latch_new(int64_t n);
void latch_free(struct latch *l);
int64_t latch_now(const struct latch *l); /* no lock */
void latch_raise(struct latch *l, int64_t n);
/* Waits until the number is over `n`, or `mono_ms` of clock_mono_ms has come, or the latch is opened.
 * Returns the number. */
int64_t latch_wait(struct latch *l, int64_t n, int64_t mono_ms);
void latch_open(struct latch *l); /* nobody waits any more, now or later */
bool latch_is_open(const struct latch *l);

#endif
