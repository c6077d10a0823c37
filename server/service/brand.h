/* brand: how the organisation looks: its logo comes in pieces from an operator, is checked by its content, and is in
 * force from the next page on; the setting brand.logo names it with its size, so that a page needs no other look. */
#ifndef QUITS_SERVER_SERVICE_BRAND_H
#define QUITS_SERVER_SERVICE_BRAND_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct org;
struct snap;
struct tx;

MUST_USE enum status service_logo_begin(struct unit *u, struct tx *tx, const struct brand_logo_new *q,
					struct brand_logo *ret);
/* The next piece, or one that is there already, byte for byte; anything else is a CONFLICT. LIMIT: over 200 KB. */
MUST_USE enum status service_logo_chunk(struct unit *u, struct tx *tx, const struct brand_logo_chunk *q,
					struct brand_logo *ret);
/* INVALID names file: not a picture that is taken (rule/image.h). */
MUST_USE enum status service_logo_finish(struct unit *u, struct tx *tx, int64_t upload, struct setting_row *ret);
MUST_USE enum status service_logo_drop(struct unit *u, struct tx *tx, struct setting_row *ret);

/* For a page: the logo in force, as it is shown; false: none. */
struct logo_shown {
	struct sv path; /* "/brand/0123456789abcdef.png" */
	int64_t width, height;
};
bool service_logo(struct arena *a, const struct org *o, struct logo_shown *ret);
/* Its bytes, in the unit's arena. NOT_FOUND: no such file, or no longer. */
MUST_USE enum status service_logo_bytes(struct unit *u, struct snap *s, struct sv file, struct sv *ret_bytes,
					struct sv *ret_type);

#endif
