/* How long the helper takes for a document, asked as the server asks: pdf_time QUITSD ROUNDS. Median and 99th percentile
 * over the rounds, after the helper has drawn each kind once; beside them, the largest document there may be. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"

#include "server/document/helper.h"

#include "tests/document/pdf_sample.h"

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void measure(struct pdf_maker *m, const char *name, const struct pdf_doc *d, size_t rounds)
{
	int64_t *us = calloc(rounds, sizeof(*us));
	size_t bytes = 0;

	for (size_t i = 0; i < rounds + 1; i++) {
		struct arena a = ARENA_INIT;
		struct buf out = buf_new(&a, PDF_BYTES_MAX);
		int64_t began = clock_mono_us();

		if (pdf_make(m, d, &out) != ST_OK) {
			printf("%s: %s\n", name, fault_last()->text);
			exit(1);
		}
		if (i)
			us[i - 1] = clock_mono_us() - began;
		bytes = out.n;
		arena_free(&a);
	}
	qsort(us, rounds, sizeof(*us), by_size);
	printf("  %-44s median %6.2f ms, p99 %6.2f ms (%zu kB)\n", name, (double)us[rounds / 2] / 1000,
	       (double)us[rounds * 99 / 100] / 1000, bytes / 1000);
	free(us);
}

int main(int argc, char **argv)
{
	struct pdf_config c = { .program = argc > 1 ? argv[1] : NULL, .deadline_ms = 20000, .start_ms = 20000 };
	size_t rounds = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 300, lines = 2000;
	struct arena a = ARENA_INIT;
	struct pdf_doc latin = sample_latin(&a), arabic = sample_arabic(&a), chinese = sample_chinese(&a),
		       large = sample_latin(&a);
	struct pdf_row *rows = NEW_N(&a, struct pdf_row, lines);
	struct pdf_maker *m;

	if (!c.program || pdf_maker_start(&c, &m) != ST_OK)
		return 1;
	for (size_t i = 0; i < lines; i++)
		rows[i] = large.blocks.at[7].rows.at[i % 10];
	large.blocks.at[7].rows.at = rows;
	large.blocks.at[7].rows.n = lines;
	measure(m, "ten invoices, two pages, Latin", &latin, rounds);
	measure(m, "one page, Arabic", &arabic, rounds);
	measure(m, "one page, Chinese, Japanese, Korean", &chinese, rounds);
	measure(m, "2,000 invoices, the most there may be", &large, 5);
	pdf_maker_stop(m);
	arena_free(&a);
	return 0;
}
