/* What a dispute's words mean to its debtor: phrases. Any thread. */
#ifndef QUITS_SERVER_SERVICE_DISPUTE_WORDS_H
#define QUITS_SERVER_SERVICE_DISPUTE_WORDS_H

#include "protocol/schema.h"

struct sv dispute_reason_words(enum dispute_reason r); /* "I have already paid" */
struct sv dispute_reason_hint(enum dispute_reason r);
struct sv dispute_part_words(enum dispute_part p);
struct sv dispute_state_words(enum dispute_state s);   /* for a badge */
struct sv dispute_state_text(enum dispute_state s);    /* a sentence */
struct sv dispute_state_tone(enum dispute_state s);    /* class of the badge */
struct sv dispute_step_words(struct arena *a, const struct dispute_step_row *s);

#endif
