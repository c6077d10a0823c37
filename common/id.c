/* Numbers for rows and short references for people; see id.h. */
#include "common/id.h"

#include <stdatomic.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/crypt.h"

enum { RANDOM_BITS = 22 };

#define EPOCH_2020 INT64_C(1577836800000)

int64_t id_new(void)
{
	static _Atomic int64_t last;
	int64_t id = (clock_now() - EPOCH_2020) << RANDOM_BITS |
		     (int64_t)crypt_random_below(1u << RANDOM_BITS);
	int64_t seen = atomic_load(&last);

	/* Within one process ids only rise: a burst in one millisecond appends in order. */
	do {
		if (id <= seen)
			id = seen + 1;
	} while (!atomic_compare_exchange_weak(&last, &seen, id));
	return id;
}

int64_t id_time(int64_t id)
{
	return (id >> RANDOM_BITS) + EPOCH_2020;
}

struct sv id_reference(struct arena *a, const char *prefix)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* 32: no 0 O 1 I */
	uint64_t v = ((uint64_t)(clock_now() - EPOCH_2020) / 32000) << 25 | crypt_random_below(1u << 25);
	char text[10];

	for (size_t i = sizeof(text); i > 0; i--, v >>= 5)
		text[i - 1] = letters[v & 31];
	return sv_print(a, "%s-%.5s-%.5s", prefix, text, text + 5);
}
