/* Words of the schema as the desk says them, long and short. Constant; any thread. */
#ifndef QUITS_TUI_WIDGET_NAMES_H
#define QUITS_TUI_WIDGET_NAMES_H

#include "protocol/schema.h"

const char *channel_name(enum channel c);  /* "WhatsApp" */
const char *channel_short(enum channel c); /* "WA" */
const char *source_name(enum link_source s);
/* Where a link stands: one that was revoked before it ever went out is cancelled. */
const char *link_state_name(enum link_state s, int64_t sent_at);
/* Who did it, as it is shown: the two that are no users by words of the language, a user by the name. Lives as long as `actor`. */
struct sv actor_name(struct sv actor);
/* The channels for which there is an address, 1 << enum channel each. */
unsigned channels_of(struct sv email, struct sv phone, struct sv whatsapp);

#endif
