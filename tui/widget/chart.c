/* See chart.h. The dashboard's figures and the analytics are drawn with it. */
#include "tui/widget/chart.h"

#include "common/utf8.h"

enum { LOW = 0x2581, FULL = 0x2588, EIGHTH = 0x258F, EIGHTHS = 8 };

void chart_spark(struct buf *b, const int64_t *values, size_t n, int w)
{
	int64_t most = 0;
	size_t from = w > 0 && n > (size_t)w ? n - (size_t)w : 0;

	for (size_t i = from; i < n && w > 0; i++)
		most = values[i] > most ? values[i] : most;
	for (size_t i = from; i < n && w > 0; i++) {
		int64_t level = most > 0 && values[i] > 0 ? (values[i] * (EIGHTHS - 1) + most / 2) / most : 0;

		utf8_add(b, values[i] > 0 ? LOW + (uint32_t)(level > EIGHTHS - 1 ? EIGHTHS - 1 : level) : '_');
	}
}

void chart_bar(struct buf *b, int64_t value, int64_t most, int w)
{
	int64_t parts = most > 0 && value > 0 ? (value * w * EIGHTHS + most / 2) / most : 0;
	int used = 0;

	if (parts > (int64_t)w * EIGHTHS)
		parts = (int64_t)w * EIGHTHS;
	if (value > 0 && parts == 0)
		parts = 1;
	for (; parts >= EIGHTHS; parts -= EIGHTHS, used++)
		utf8_add(b, FULL);
	if (parts > 0) {
		utf8_add(b, EIGHTH - (uint32_t)parts + 1);
		used++;
	}
	for (; used < w; used++)
		buf_char(b, ' ');
}
