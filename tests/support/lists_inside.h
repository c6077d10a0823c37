/* What lists.c and lists_fill.c share: what rows do not say themselves. Nobody else includes this. */
#ifndef QUITS_TESTS_SUPPORT_LISTS_INSIDE_H
#define QUITS_TESTS_SUPPORT_LISTS_INSIDE_H

#include "tests/support/lists.h"

enum { LISTS_MOST = 64 };

/* By the number behind NO-1; live by contact. */
extern bool lists_ever[LISTS_MOST], lists_promised[LISTS_MOST], lists_disputed[LISTS_MOST], lists_acted[LISTS_MOST],
	lists_live[LISTS_MOST], lists_done[LISTS_MOST], lists_first[LISTS_MOST], lists_handled[LISTS_MOST], lists_called[LISTS_MOST];
/* How the chain came out whose first promise has this number; none: not yet. */
extern enum promise_state lists_outcome[LISTS_MOST];
void lists_forget(void);
void lists_events(struct world *w); /* reads the log, by which notifications are judged */

#endif
