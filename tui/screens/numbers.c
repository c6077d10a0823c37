/* See numbers.h. */
#include "tui/screens/numbers.h"

#include "common/date.h"

#include "tui/widget/format.h"
#include "tui/widget/wrap.h"

void number_right(struct buf *b, struct sv s, int w)
{
	for (int n = grid_columns(s); n < w; n++)
		buf_char(b, ' ');
	buf_add(b, s);
}

void number_left(struct buf *b, struct sv s, int w)
{
	buf_add(b, s);
	for (int n = grid_columns(s); n < w; n++)
		buf_char(b, ' ');
}

void number_count(struct buf *b, int64_t n, int w)
{
	LABEL(text, 40);

	format_count_in(&text, n, w - 1);
	number_right(b, buf_sv(&text), w);
}

void number_rate(struct buf *b, struct sv text, int w)
{
	LABEL(with, 40);

	format_decimal(&with, text);
	if (!sv_is(text, "-"))
		buf_char(&with, '%');
	number_right(b, buf_sv(&with), w);
}

void number_period(struct buf *b, const struct ui *ui, struct sv period, int64_t from, int64_t to)
{
	buf_z(b, PAGE_DIM);
	buf_print(b, T("period %.*s ("), SV_ARG(period));
	format_when(b, from, ui->now, ui->zone);
	buf_z(b, TX("a span", " to "));
	format_when(b, to, ui->now, ui->zone);
	buf_z(b, ui->w < 80 ? ")\n\n" : T(")   P changes it, = explains\n\n"));
}

void number_span(char to[NUMBER_SPAN_MAX], int64_t from, int64_t until)
{
	struct buf b = { NULL, to, 0, NUMBER_SPAN_MAX - 1, NUMBER_SPAN_MAX - 1, false };

	buf_z(&b, "since:");
	time_print(&b, from);
	buf_z(&b, " until:");
	time_print(&b, until - 1); /* "until" has its instant, a period ends before its own */
	to[b.n] = '\0';
}
