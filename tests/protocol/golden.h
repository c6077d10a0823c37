/* Golden files of the protocol: compared, or written anew when UPDATE=1 is set. A missing file is a
 * failure that says how to make it. */
#ifndef QUITS_TESTS_PROTOCOL_GOLDEN_H
#define QUITS_TESTS_PROTOCOL_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/file.h"

#include "tests/support/check.h"

static inline void check_golden(struct arena *a, const char *name, struct sv got)
{
	const char *path = arena_print(a, "%s/tests/golden/%s", QUITS_SOURCE, name);
	const char *update = getenv("UPDATE");
	struct sv want;

	if (update && strcmp(update, "1") == 0)
		CHECK_OK(file_write(a, path, got));
	if (file_read(a, path, 4 * 1024 * 1024, &want) != ST_OK)
		fail_msg("%s: %s (UPDATE=1 writes it)", name, fault_last()->text);
	for (size_t i = 0; i < want.n || i < got.n; i++)
		if (i >= want.n || i >= got.n || want.p[i] != got.p[i])
			fail_msg(
			    "%s differs at byte %zu (UPDATE=1 writes it anew; read the diff): "
			    "want \"%.*s\", got \"%.*s\"",
			    name, i, (int)(i < want.n ? (want.n - i < 40 ? want.n - i : 40) : 0),
			    want.p + i, (int)(i < got.n ? (got.n - i < 40 ? got.n - i : 40) : 0),
			    got.p + i);
}

#endif
