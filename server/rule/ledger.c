/* How a balance came to be; see ledger.h. */
#include "server/rule/ledger.h"

size_t ledger_itemise(const int64_t item[LEDGER_OTHER], const bool on_file[LEDGER_OTHER], int64_t balance,
		      struct ledger_line ret[LEDGER__ITEMS])
{
	int64_t sum = 0;
	size_t n = 0;

	if (!on_file[LEDGER_ORIGINAL])
		return 0;
	for (int i = LEDGER_ORIGINAL; i < LEDGER_OTHER; i++) {
		bool lowers = i == LEDGER_PAYMENTS || i == LEDGER_CREDITS;
		int64_t amount = lowers && item[i] > 0 ? -item[i] : item[i]; /* some books write them negative */

		if (!on_file[i])
			continue;
		sum += amount;
		ret[n++] = (struct ledger_line){ (enum ledger_item)i, amount };
	}
	if (sum != balance)
		ret[n++] = (struct ledger_line){ LEDGER_OTHER, balance - sum };
	return n;
}
