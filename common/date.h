/* Civil dates as Julian day numbers, instants as milliseconds since 1970 UTC.
 * A Julian day number is what SQLite's date() reads (2440588 is 1970-01-01), so a day in the database is
 * legible in its shell; 0 is no day. Proleptic Gregorian; years 1 to 9999.
 * Algorithm: days from civil by era arithmetic (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
#ifndef QUITS_COMMON_DATE_H
#define QUITS_COMMON_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/text.h"

#define DAY_1970 INT64_C(2440588)
#define DAY_MS   INT64_C(86400000)

struct civil {
	int year, month, day; /* 1-12, 1-31 */
};

int64_t day_from(struct civil c); /* c must be valid */
struct civil day_civil(int64_t day);
bool civil_valid(struct civil c);
int day_weekday(int64_t day); /* 0 Monday .. 6 Sunday (ISO 8601) */
bool day_parse(struct sv iso, int64_t *ret); /* "2026-11-25" and nothing else */
void day_print(struct buf *b, int64_t day);  /* ISO 8601; "" for 0 */

int64_t time_day_utc(int64_t ms);       /* the UTC day of an instant */
int64_t day_time_utc(int64_t day);      /* its midnight UTC in ms */
void time_print(struct buf *b, int64_t ms); /* "2026-11-25T14:22:07.123Z"; "" for 0 */
bool time_parse(struct sv iso, int64_t *ret); /* with Z or +hh:mm, seconds and fraction optional */

#endif
