/* How a balance came to be: the items that a validation notice has to give since the itemisation date (12 CFR
 * 1006.34(c)(2)(vii) and (viii)), as far as they are on file. Pure; minor units. */
#ifndef QUITS_SERVER_RULE_LEDGER_H
#define QUITS_SERVER_RULE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ledger_item {
	LEDGER_ORIGINAL,
	LEDGER_INTEREST,
	LEDGER_FEES,
	LEDGER_PAYMENTS, /* given as a positive figure by the books; lowers what is owed */
	LEDGER_CREDITS,  /* the same */
	LEDGER_OTHER,    /* what is missing to the balance */
	LEDGER__ITEMS
};

struct ledger_line {
	enum ledger_item item;
	int64_t amount; /* negative where it lowers what is owed */
};

/* The lines for what is on file; their sum is always `balance`. None without the original amount: nothing could be added
 * up from there. `item` and `on_file` go from original to credits. */
size_t ledger_itemise(const int64_t item[LEDGER_OTHER], const bool on_file[LEDGER_OTHER], int64_t balance,
		      struct ledger_line ret[LEDGER__ITEMS]);

#endif
