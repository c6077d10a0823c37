/* home: the first page inside, and the frame of every page. */
#ifndef QUITS_SERVER_SERVICE_HOME_H
#define QUITS_SERVER_SERVICE_HOME_H

#include "common/zone.h"

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct org;
struct snap;

/* The contact's accounts and promises: what the frame holds is left alone. */
MUST_USE enum status service_home(struct unit *u, struct snap *s, int64_t contact,
				  const struct zone *zone, struct view_home *ret);

struct frame { /* of every page */
	struct sv organisation, contact_line, phone, email, address, hours, time_zone;
	struct sv colour, colour_dark; /* "" for ours */
	struct sv base_url; /* "" when none is set */
	struct sv language; /* of the organisation */
	bool on;            /* the portal is open */
	const struct org *org; /* for section_on() */
};
/* The legal footer for a page in this language: its own, else in the organisation's language, else none. */
struct catalogue;
struct sv service_legal(const struct org *o, const struct catalogue *language);
MUST_USE enum status service_frame(struct unit *u, struct snap *s, struct frame *ret);

#endif
