/* Reading what was sent, as its reader would: the newest file of DIR/outbox with a given ending of its name. */
#ifndef QUITS_TESTS_SUPPORT_OUTBOX_H
#define QUITS_TESTS_SUPPORT_OUTBOX_H

#include "tests/support/world.h"

/* The text of the newest message whose file's name holds `part`, in the unit's arena; fails if there is none. */
struct sv outbox_newest(struct world *w, const char *part);
/* The same, without an e-mail's headers and quoted-printable. */
struct sv outbox_text(struct world *w, const char *part);
int outbox_count(struct world *w, const char *part);
void outbox_hand_over(struct world *w); /* a turn of the outreach engine */
/* Hands over what is due; the six digits of the newest message, which must be a code. */
struct sv outbox_code(struct world *w);

#endif
