/* Any bytes as a CSV file: nothing crashes, rows stay inside the input, lines and places only go forward, and
 * reading in one go or from the middle gives the same rows. */
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"

#include "server/exchange/csv.h"

struct text {
	struct sv left;
	size_t step;
};

static enum status read_text(void *arg, char *p, size_t n, size_t *ret)
{
	struct text *t = arg;

	n = n < t->step ? n : t->step;
	n = n < t->left.n ? n : t->left.n;
	if (n)
		memcpy(p, t->left.p, n);
	t->left = sv_from_to(t->left, n, t->left.n);
	*ret = n;
	return ST_OK;
}

static void must(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv all = sv_of(data, size);
	struct text whole = { all, 1 << 20 }, part = { all, 3 };
	struct csv_reader *a = csv_reader_new(read_text, &whole, 0, 1), *b = csv_reader_new(read_text, &part, 0, 1);
	struct arena arena = ARENA_INIT;
	struct csv_row *x = NEW(&arena, struct csv_row), *y = NEW(&arena, struct csv_row);
	int64_t end = 0, line = 1;
	bool more_x, more_y;

	for (;;) {
		must(csv_reader_next(a, x, &more_x) == ST_OK && csv_reader_next(b, y, &more_y) == ST_OK);
		must(more_x == more_y);
		if (!more_x)
			break;
		must(x->end == y->end && x->line == y->line && x->n == y->n && x->bad == y->bad);
		must(x->end > end && x->end <= (int64_t)size && x->line >= line && x->end_line >= x->line);
		must(!x->bad || x->n == 0);
		for (size_t i = 0; i < x->n; i++)
			must(sv_eq(x->fields[i], y->fields[i]) && x->fields[i].n <= CSV_FIELD_MAX);
		end = x->end;
		line = x->end_line;
		if (size > 4096 || line % 3)
			continue;
		csv_reader_free(b); /* go on from here with another reader */
		part.left = sv_from_to(all, (size_t)end, all.n);
		b = csv_reader_new(read_text, &part, end, line);
	}
	csv_reader_free(a);
	csv_reader_free(b);
	arena_free(&arena);
	return 0;
}
