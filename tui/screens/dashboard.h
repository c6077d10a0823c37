/* Portal Management as a model; dashboard.c moves it, dashboard_draw.c shows it. */
#ifndef QUITS_TUI_SCREENS_DASHBOARD_H
#define QUITS_TUI_SCREENS_DASHBOARD_H

#include "tui/screens/feed.h"
#include "tui/screens/figures.h"
#include "tui/screens/screens.h"

struct dashboard {
	struct feed feed;
	struct reply *kpi, *tokens, *sessions, *notes, *feedback; /* the newest good answers, or NULL */
	bool want;        /* something has happened since the figures were asked for */
	int64_t asked;    /* mono of the newest question, 0 = never */
	int in_flight;    /* questions not answered yet */
	bool picking;     /* the type filter is open */
	unsigned before;  /* the filter it opened with */
	int64_t note_seq; /* notification that `n` opened last, 0 = none */
};

struct dashboard_boxes { /* heights 0: not shown at this size */
	struct box kpi, notes, feed, tokens;
	size_t rows; /* of the feed */
};

struct dashboard_boxes dashboard_boxes(const struct dashboard *d, struct box in);
void dashboard_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);

/* The letters of the type filter in the order they are shown. */
struct facet {
	unsigned code;
	char letter;
	const char *name;
};
enum { FACETS = 8 };
extern const struct facet facet_table[FACETS];

#endif
