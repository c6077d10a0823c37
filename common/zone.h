/* Time zones: the system's tzdata through GLib's GTimeZone, one table per zone handed to who asks.
 * Tables are immutable and kept for the program's life; zone_get may be called on any thread. */
#ifndef QUITS_COMMON_ZONE_H
#define QUITS_COMMON_ZONE_H

#include <stdint.h>

#include "common/date.h"
#include "common/text.h"

struct zone;

/* IANA name, "UTC" included. NOT_FOUND for an unknown one. */
MUST_USE enum status zone_get(struct sv name, const struct zone **ret);
const struct zone *zone_utc(void);
const char *zone_name(const struct zone *z);
int zone_offset_s(const struct zone *z, int64_t utc_ms); /* seconds east of UTC at that instant */
/* First instant of a local day (a day that starts in a gap starts after it). */
int64_t zone_day_start(const struct zone *z, int64_t day);
int64_t zone_day(const struct zone *z, int64_t utc_ms); /* the local day of an instant */
/* Instant of a local wall time `ms_of_day` on `day`; in a gap the later reading, in a fold the earlier. */
int64_t zone_instant(const struct zone *z, int64_t day, int64_t ms_of_day);
/* Local wall-clock milliseconds since local midnight. */
int64_t zone_ms_of_day(const struct zone *z, int64_t utc_ms);

#endif
