/* section: which parts of the portal are switched on. While one is off whatever a debtor does in it is unknown, by every
 * door. Operators may always finish what is there already: answer, resolve, close, note; they may begin nothing in it that
 * is new to the debtor. */
#ifndef QUITS_SERVER_SERVICE_SECTION_H
#define QUITS_SERVER_SERVICE_SECTION_H

#include <stdbool.h>

#include "common/status.h"

struct arena;
struct org;
struct snap;

enum section {
	SECTION_NONE, /* what belongs to no section is always there */
#define SECTION_ROW(id, field, name, default_, help) SECTION_##id,
#include "server/store/section.def"
	SECTION__COUNT
};

bool section_on(const struct org *o, enum section section);
/* NOT_FOUND if the section is off: asked first by every service that does something in it for a debtor, or
 * begins something, whatever door it came by. */
MUST_USE enum status service_section(struct snap *s, struct arena *a, enum section section);

/* Is the portal open? Off, no link is sent or opened. */
MUST_USE enum status service_portal_on(struct snap *s, struct arena *a, bool *ret);

#endif
