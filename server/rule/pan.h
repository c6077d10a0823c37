/* Card numbers in what people write: masked before anything is stored (PCI DSS 3.3 and 3.5: we are no place for them).
 * A run of 13 to 19 digits in groups, beginning as cards do and right by ISO/IEC 7812's check digit, keeps its last four
 * digits. Shared by messages, disputes and chat. Pure. */
#ifndef QUITS_SERVER_RULE_PAN_H
#define QUITS_SERVER_RULE_PAN_H

#include "common/text.h"

struct arena;

/* `text` itself where there is none; else a copy in which each has '*' for all digits but the last four. Digits of
 * other scripts count; groups are parted by at most three blanks, dashes or dots. */
struct sv pan_mask(struct arena *a, struct sv text);

#endif
