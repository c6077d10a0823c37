/* The figures of Portal Management: six KPIs with what they were before, and the token overview. Pure
 * drawing from records; the dashboard owns the records. ui thread. */
#ifndef QUITS_TUI_SCREENS_FIGURES_H
#define QUITS_TUI_SCREENS_FIGURES_H

#include "protocol/schema.h"

#include "tui/term/grid.h"

/* kpi, sessions and series may be NULL: not here yet. Draws label, value, in a
 * box of five lines or more the course of the period, and what else there is room for. `here`: the figure
 * with the focus, -1 for none. */
void figures_draw(struct grid *g, struct box in, const struct kpi_page *kpi,
                  const struct session_page *sessions, const struct kpi_series *series, int64_t now, int here);
/* Lines of detail that the promised sums want: one per currency. */
int figures_sums(const struct kpi_page *kpi);

struct token_sum {
	int64_t used, pending, expired, other; /* other: locked and revoked */
};

enum { TOKEN_CHANNELS = CHANNEL_EMAIL + 1, TOKEN_SOURCES = SOURCE_SYSTEM + 1 };

struct token_sums { /* index 0 is the total; rows of unknown words are in the total only */
	struct token_sum channel[TOKEN_CHANNELS], source[TOKEN_SOURCES];
};

struct token_sums tokens_sum(const struct token_page *page);
int64_t token_sent(const struct token_sum *s);
/* Rule, headings and four rows; in a box of one row more, what debtors thought of it (NULL: not here yet).
 * `meta` stands in the rule when not empty, else the totals do. `here`: the cell with the focus, by rows of four; -1: none. */
void tokens_draw(struct grid *g, struct box in, const struct token_page *page,
                 const struct feedback_figures *feedback, struct sv meta, int here);

enum { TOKENS_ROWS = 6 };

/* Where the sign of the focus stands, in the box's own grid: of a figure, and of a cell of the token tables; false: it is
 * not shown in a box like this. */
void figures_place(struct box in, int here, int *ret_y, int *ret_x);
bool tokens_place(struct box in, int here, int *ret_y, int *ret_x);

#endif
