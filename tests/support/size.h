/* How large a test runs: small in ./dev test, as large as the papers ask for in ./dev test --all. */
#ifndef QUITS_TESTS_SUPPORT_SIZE_H
#define QUITS_TESTS_SUPPORT_SIZE_H

#include <stdlib.h>

/* `all` where the environment says QUITS_ALL=1, else `usual`. */
static inline long test_size(long usual, long all)
{
	const char *says = getenv("QUITS_ALL");

	return says && says[0] == '1' ? all : usual;
}

#endif
