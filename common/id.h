/* Numbers for things. id_new: 63 bits, time-ordered (41 bits of milliseconds since 2020, 22 random), so
 * that new rows append to their tables; unique within a process (a counter breaks ties), any thread.
 * id_reference: the short reference a person reads out, ten letters and digits without look-alikes
 * ("PR-7K3F9-QXA2M"): 25 bits of time (in 32 s), so that new ones stand together in their index, and 25 random
 * bits; checked for uniqueness by the table that keeps it. */
#ifndef QUITS_COMMON_ID_H
#define QUITS_COMMON_ID_H

#include <stdint.h>

#include "common/text.h"

int64_t id_new(void);
int64_t id_time(int64_t id); /* ms UTC at which it was made */
struct sv id_reference(struct arena *a, const char *prefix);

#endif
