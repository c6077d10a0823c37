/* The only source of time. The program has one clock; a test holds it still and moves it by hand.
 * now: milliseconds since 1970 UTC. It never goes back while the program runs: a system clock that is
 * set back makes it stand still, so no session grows longer by it (security.md T32). Any thread. */
#ifndef QUITS_COMMON_CLOCK_H
#define QUITS_COMMON_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

int64_t clock_now(void);
int64_t clock_mono_ms(void); /* for measuring and deadlines; unrelated to the calendar; never held */
int64_t clock_mono_us(void);
void clock_hold(int64_t ms);  /* tests: time stands at ms */
void clock_move(int64_t ms);  /* tests: a held clock goes on by ms */
void clock_release(void);
/* At start, the newest instant the store has seen: now() will not be before it. */
void clock_at_least(int64_t ms);

#endif
