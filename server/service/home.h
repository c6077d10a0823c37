/* home: the first page inside, and the frame of every page. */
#ifndef QUITS_SERVER_SERVICE_HOME_H
#define QUITS_SERVER_SERVICE_HOME_H

#include "common/zone.h"

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct org;
struct snap;

struct home_ask {
	int64_t contact;
	int64_t after; /* a further page: accounts behind this one; 0: the first */
	const struct zone *zone; /* the contact's */
};
/* What the pages are made of: at most a hundred accounts, and on the first page the newest twenty promises. */
struct home_lists {
	struct view_account_list accounts; /* in the order of the book */
	bool more;                         /* there are further ones */
	struct view_promise_list promises; /* newest first */
};
MUST_USE enum status service_home_lists(struct unit *u, struct snap *s, const struct home_ask *q,
					struct home_lists *ret);
/* The same shared out for the page, with sums and interactions; the frame and the tries in *ret are left alone. A
 * listener remembers it for the contact and the day. */
MUST_USE enum status service_home(struct unit *u, struct snap *s, const struct home_ask *q, struct view_home *ret);

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
