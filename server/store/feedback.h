/* feedback: debtors' answers; one for a visit and a thing done in it. */
#ifndef QUITS_SERVER_STORE_FEEDBACK_H
#define QUITS_SERVER_STORE_FEEDBACK_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql feedback_list_sql;

struct feedback {
	int64_t session, subject, contact, account, score;
	struct sv words;
};
/* *ret false: there is one already, which stays. */
MUST_USE enum status store_feedback_add(struct tx *tx, const struct feedback *f, bool *ret);
MUST_USE enum status store_feedback_given(struct snap *s, int64_t session, int64_t subject, bool *ret);
/* counts[0] is how often 1 was given in [from, to). */
MUST_USE enum status store_feedback_counts(struct snap *s, int64_t from, int64_t to, int64_t counts[5]);
MUST_USE enum status store_feedback_list(struct snap *s, size_t limit, struct feedback_page *ret, struct arena *a);

#endif
