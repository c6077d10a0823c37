/* Golden files under tests/golden: compared, or written anew when UPDATE=1 is set. A missing file is a failure
 * that says how to make it. */
#ifndef QUITS_TESTS_SUPPORT_GOLDEN_H
#define QUITS_TESTS_SUPPORT_GOLDEN_H

#include "tests/support/check.h"

struct arena;

void check_golden_file(struct arena *a, const char *name, struct sv got);

#endif
