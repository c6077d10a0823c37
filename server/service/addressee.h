/* addressee: who a message goes to, and how it is written to them: what links and notices share at their hand-off. */
#ifndef QUITS_SERVER_SERVICE_ADDRESSEE_H
#define QUITS_SERVER_SERVICE_ADDRESSEE_H

#include "protocol/schema.h"

struct arena;
struct catalogue;
struct contact_core;
struct org;
struct zone;

struct addressee {
	enum channel channel;
	struct sv to;                        /* address on that channel; empty: none */
	struct sv name;                      /* of the contact */
	struct sv organisation, contact_line;
	struct sv from;                      /* sender's e-mail address */
	struct sv stop_url;                  /* of an e-mail: where its reader stops them (RFC 8058); empty: nowhere */
	const struct catalogue *language;    /* of the message and of the page it leads to */
	struct sv locale;
	const struct zone *zone;             /* the contact's, or the organisation's */
};

/* `language` (BCP 47, may be empty) goes before the contact's. Texts are those of `c` and `org`. */
void addressee_of(struct arena *a, const struct contact_core *c, const struct org *org, enum channel channel,
		  struct sv language, struct addressee *ret);

#endif
