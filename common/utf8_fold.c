/* Case folding for searching: ICU's default folding, so that "MÜLLER" and "müller" are one. What ICU can not
 * fold (it never refuses valid UTF-8) stays as it is. */
#include <unicode/ucasemap.h>

#include "common/arena.h"
#include "common/utf8.h"

struct sv utf8_fold(struct arena *a, struct sv s)
{
	UErrorCode e = U_ZERO_ERROR;
	size_t room = s.n * 3 + 1; /* no code point folds to more than three times its bytes */
	char *to;
	int32_t n;

	if (s.n == 0 || s.n > INT32_MAX / 3)
		return s;
	to = arena_alloc(a, room);
	{
		UCaseMap *map = ucasemap_open("", U_FOLD_CASE_DEFAULT, &e);

		n = ucasemap_utf8FoldCase(map, to, (int32_t)room, s.p, (int32_t)s.n, &e);
		ucasemap_close(map);
	}
	return U_FAILURE(e) ? s : sv_of(to, (size_t)n);
}
