/* Last human activity of each session: one atomic per slot (architecture D5), written by the HTTP threads,
 * read by everyone, flushed to the store in one write a second. "30 min idle" must not cost an fsync a page.
 * Slots are claimed and given back by THREAD_WRITER alone; a slot remembers which session holds it. */
#ifndef QUITS_SERVER_RUNTIME_ACTIVITY_H
#define QUITS_SERVER_RUNTIME_ACTIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/status.h"

struct activity;

enum { ACTIVITY_SLOTS = 65536 };

struct activity *activity_new(size_t slots);
void activity_free(struct activity *a);
/* THREAD_WRITER (or before any thread runs). LIMIT when every slot is taken. */
MUST_USE enum status activity_claim(struct activity *a, int64_t session, int64_t at, int64_t *ret_slot);
/* At start: a session of the store takes its slot back. */
MUST_USE enum status activity_restore(struct activity *a, int64_t slot, int64_t session, int64_t at);
void activity_drop(struct activity *a, int64_t slot, int64_t session); /* if that session holds it */
void activity_touch(struct activity *a, int64_t slot, int64_t at);     /* never backwards */
int64_t activity_last(const struct activity *a, int64_t slot);         /* 0: free */
/* Which page a session's debtor was shown last, as a word that lives as long as the program ("promise"): kept beside the
 * time for whoever looks, never written to the store, gone with the slot and at the end of the program. Any thread; does
 * nothing, or is NULL, while another session holds the slot. */
void activity_step(struct activity *a, int64_t slot, int64_t session, const char *word);
const char *activity_step_of(const struct activity *a, int64_t slot, int64_t session);
/* Slots touched since the last take: at most max; their sessions and times. One taker (engine). */
void activity_dirty_all(struct activity *a); /* a flush failed: all slots in use are to be written again */
size_t activity_take_dirty(struct activity *a, int64_t *sessions, int64_t *times, size_t max);

#endif
