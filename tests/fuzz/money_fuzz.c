/* Bytes as an amount in currencies of every exponent: what is read is in range and printed as it was read,
 * and what the strict reader takes the lenient one takes too, unless it calls it a riddle. */
#include <stdint.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct currency currencies[] = { { "JPY" }, { "EUR" }, { "BHD" }, { "CLF" } };
	struct arena a = ARENA_INIT;
	struct sv text = sv_of(size ? (const char *)data : "", size);

	for (size_t i = 0; i < COUNT(currencies); i++) {
		struct buf b = buf_new(&a, 100);
		int64_t typed = 0, strict = 0, again = 0;
		bool lenient = money_parse_typed(text, currencies[i], "amount", &typed) == ST_OK;

		if (typed > MONEY_MAX || typed < -MONEY_MAX)
			abort();
		if (lenient) {
			money_print(&b, typed, currencies[i]);
			if (money_parse(buf_sv(&b), currencies[i], "amount", &again) != ST_OK ||
			    again != typed)
				abort();
		}
		/* "1.500" is 1.50 to a machine and fifteen hundred to a person: only figures without
		 * exactly three digits behind the point must agree. */
		if (lenient && money_parse(text, currencies[i], "amount", &strict) == ST_OK &&
		    strict != typed && text.n - sv_find(text, '.') != 4)
			abort();
	}
	arena_free(&a);
	return 0;
}
