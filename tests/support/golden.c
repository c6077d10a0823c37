/* Golden files; see golden.h. */
#include "tests/support/golden.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/file.h"

void check_golden_file(struct arena *a, const char *name, struct sv got)
{
	const char *path = arena_print(a, "tests/golden/%s", name);
	const char *update = getenv("UPDATE");
	struct sv want;
	size_t at = 0, line = 1;

	if (update && strcmp(update, "1") == 0)
		CHECK_OK(file_write(a, path, got));
	if (file_read(a, path, 1 << 20, &want) != ST_OK)
		fail_msg("%s: %s (UPDATE=1 writes it)", name, fault_last()->text);
	while (at < want.n && at < got.n && want.p[at] == got.p[at])
		line += want.p[at++] == '\n';
	if (at < want.n || at < got.n)
		fail_msg("%s differs in line %zu (UPDATE=1 writes it anew; read the diff): want \"%.*s\", got "
			 "\"%.*s\"",
			 name, line, (int)(want.n - at < 60 ? want.n - at : 60), want.p + at,
			 (int)(got.n - at < 60 ? got.n - at : 60), got.p + at);
}
