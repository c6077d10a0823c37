/* Chi-squared over ten digits and a hundred pairs; see spread.h. */
#include "server/rule/spread.h"

#include <string.h>

enum { PER_CELL = 5 }; /* expected in a cell, at least: below it the figure is not chi-squared's */

/* The quantiles of chi-squared at p = 1e-6 from above and below, by degrees of freedom. */
static const struct {
	int cells;
	double above, below;
} limits[] = { { 10, 44.8109, 0.2284 }, { 100, 180.7920, 45.8344 } };

void spread_count(struct spread *s, const char four[4])
{
	for (int i = 0; i < 2; i++)
		s->pairs[i][(four[2 * i] - '0') * 10 + (four[2 * i + 1] - '0')]++;
}

int64_t spread_total(const struct spread *s)
{
	int64_t n = 0;

	for (int i = 0; i < 100; i++)
		n += s->pairs[0][i];
	return n;
}

static enum spread_verdict judge(const int64_t *cells, int which)
{
	int k = limits[which].cells;
	double expected, figure = 0;
	int64_t n = 0;

	for (int i = 0; i < k; i++)
		n += cells[i];
	if (n < (int64_t)k * PER_CELL)
		return SPREAD_EVEN;
	expected = (double)n / k;
	for (int i = 0; i < k; i++) {
		double off = (double)cells[i] - expected;

		figure += off * off / expected;
	}
	if (figure > limits[which].above)
		return SPREAD_UNEVEN;
	return figure < limits[which].below ? SPREAD_TOO_EVEN : SPREAD_EVEN;
}

enum spread_verdict spread_judge(const struct spread *s)
{
	enum spread_verdict worst = SPREAD_EVEN;
	int64_t digits[4][10];

	memset(digits, 0, sizeof(digits));
	for (int i = 0; i < 2; i++)
		for (int p = 0; p < 100; p++) {
			digits[2 * i][p / 10] += s->pairs[i][p];
			digits[2 * i + 1][p % 10] += s->pairs[i][p];
		}
	for (int i = 0; i < 6; i++) {
		enum spread_verdict v = i < 4 ? judge(digits[i], 0) : judge(s->pairs[i - 4], 1);

		if (v == SPREAD_UNEVEN)
			return v;
		worst = v != SPREAD_EVEN ? v : worst;
	}
	return worst;
}

void spread_print(const struct spread *s, struct buf *out)
{
	for (int i = 0; i < 2; i++)
		for (int p = 0; p < 100; p++)
			buf_print(out, "%lld ", (long long)s->pairs[i][p]);
}

void spread_read(struct sv *text, struct spread *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (int i = 0; i < 2; i++)
		for (int p = 0; p < 100; p++)
			(void)sv_int(sv_cut(text, ' '), &ret->pairs[i][p]);
}
