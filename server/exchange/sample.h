/* An invented book, the same for the same seed: canonical CSV with a few hundred contacts of several countries,
 * languages and currencies, debts of all ages, paid and part paid invoices, several creditors. Nobody in it
 * exists: addresses end in example.com, .org or .net, numbers come from ranges kept for fiction or lead nowhere. */
#ifndef QUITS_SERVER_EXCHANGE_SAMPLE_H
#define QUITS_SERVER_EXCHANGE_SAMPLE_H

#include "common/text.h"

/* Takes the text, whole lines at a time, the header first. */
typedef enum status sample_sink(void *arg, struct sv text);

/* contacts: 1 to 1,000,000. today: Julian day that ages are counted from. Stops when the sink fails. Any thread. */
MUST_USE enum status sample_write(sample_sink *sink, void *arg, uint64_t seed, size_t contacts, int64_t today);

#endif
