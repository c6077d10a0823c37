/* Memory that dies together: one arena per unit of work, engine turn or console model. Nothing in it is
 * freed by name. Out of memory aborts; what strangers can make large is bounded at the doors.
 * An arena belongs to one thread at a time. */
#ifndef QUITS_COMMON_ARENA_H
#define QUITS_COMMON_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct chunk;

struct arena {
	struct chunk *chunk; /* the newest */
	size_t used;         /* bytes handed out since the last reset: a limit and a log field */
};

#define ARENA_INIT { NULL, 0 }

void *arena_alloc(struct arena *a, size_t n); /* zeroed, 16-aligned, never NULL */
void *arena_copy(struct arena *a, const void *p, size_t n); /* n bytes and a NUL behind them */
char *arena_print(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *a); /* keeps the first chunk, so a warm worker never calls malloc */
void arena_free(struct arena *a);  /* gives everything back; the arena may be used again */

#define NEW(a, T)      ((T *)arena_alloc((a), sizeof(T)))
#define NEW_N(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (n)))

/* The only allocator outside arena, map and queue: program-lifetime objects built by app.c, and what
 * libraries want to free themselves. Abort on exhaustion. */
void *mem_new(size_t n); /* zeroed */
void *mem_grow(void *p, size_t n);
void mem_free(void *p);

#endif
