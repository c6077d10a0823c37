/* What a setting may be. Pure but for the zone tables. INVALID names `value`. */
#ifndef QUITS_SERVER_RULE_SETTING_H
#define QUITS_SERVER_RULE_SETTING_H

#include <stdbool.h>

#include "common/text.h"

#include "server/rule/image.h"

MUST_USE enum status setting_check_any(struct sv value, size_t max);
MUST_USE enum status setting_check_name(struct sv value, size_t max); /* one line, not blank */
MUST_USE enum status setting_check_lines(struct sv value, size_t max); /* any, with line breaks */
/* "#rrggbb" with 4.5:1 against white, or against our dark card (colour.h); the fault names the nearest that has. */
MUST_USE enum status setting_check_colour(struct sv value, size_t max);
MUST_USE enum status setting_check_colour_dark(struct sv value, size_t max);
/* "0123456789abcdef.png 240x80": a file and its size, as the upload of a logo leaves it. */
MUST_USE enum status setting_check_logo(struct sv value, size_t max);
struct logo {
	struct sv file, hash; /* file: "0123456789abcdef.png" */
	struct image image;
};
bool setting_logo(struct sv value, struct logo *ret); /* the same, read */
MUST_USE enum status setting_check_on_off(struct sv value, size_t max);
MUST_USE enum status setting_check_language(struct sv value, size_t max); /* one that the catalogues have */
MUST_USE enum status setting_check_identity(struct sv value, size_t max); /* a mode of identity.h */
MUST_USE enum status setting_check_second_factor(struct sv value, size_t max); /* off, always, above */
MUST_USE enum status setting_check_zone(struct sv value, size_t max);
MUST_USE enum status setting_check_email(struct sv value, size_t max); /* an addr-spec */
/* http:// or https://, a host, an optional port, nothing behind; http only for loopback hosts. */
MUST_USE enum status setting_check_url(struct sv value, size_t max);
MUST_USE enum status setting_check_clock(struct sv value, size_t max);  /* HH:MM at a quarter of an hour */
MUST_USE enum status setting_check_days(struct sv value, size_t max);   /* "mon-fri,sun" */
MUST_USE enum status setting_check_closed(struct sv value, size_t max); /* days, comma separated */
MUST_USE enum status setting_check_number(struct sv value, int64_t least, int64_t most);

#endif
