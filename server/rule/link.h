/* Rules of links, identity answers and visits (product.md 2 and 3). Pure: times in milliseconds UTC. */
#ifndef QUITS_SERVER_RULE_LINK_H
#define QUITS_SERVER_RULE_LINK_H

#include "protocol/schema.h"

/* An identity answer: exactly four digits once blanks and dashes are taken out. Anything else is not an
 * answer and counts as no try (security.md 0.1). */
bool link_answer(struct sv typed, char ret[4]);
bool link_digits(struct sv typed, size_t want, char *ret); /* the same of another length */

/* May this link still be opened? The one place that says so. */
bool link_lives(enum link_state state, int64_t expires_at, int64_t now);

enum link_purpose link_default_purpose(enum link_source source);

/* When a failed hand-off is tried again: 2 s, 4, 8 ... at most 10 min. */
int64_t link_retry_at(int64_t now, int64_t failures);

/* How a visit stands: 0 while it lives, else how it ended. */
enum session_end session_verdict(int64_t now, int64_t active_at, int64_t expires_at,
				 int64_t idle_minutes);

#endif
