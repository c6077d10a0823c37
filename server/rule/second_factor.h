/* The second factor (issue 3, item 18): when a code is asked, and where it may go. Pure. */
#ifndef QUITS_SERVER_RULE_SECOND_FACTOR_H
#define QUITS_SERVER_RULE_SECOND_FACTOR_H

#include "protocol/schema.h"

/* mode: off, always, above; highest: the largest balance of the contact's accounts, minor units. */
bool second_factor_asked(struct sv mode, int64_t above, int64_t highest);

struct addresses { /* of a contact; empty: none */
	struct sv email, phone, whatsapp;
};
/* Another known address than the one the link went to: a text message first, then WhatsApp, then e-mail. The same
 * number on another channel is the same telephone. channel__none: there is none. */
enum channel second_factor_to(const struct addresses *a, enum channel link, struct sv *ret_to);

enum { SECOND_FACTOR_STEP_MS = 30 * 60000 }; /* so long after right digits a code may be typed, or sent anew */

#endif
