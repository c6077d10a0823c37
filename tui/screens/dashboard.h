/* Portal Management as a model; dashboard.c moves it, dashboard_draw.c shows it. */
#ifndef QUITS_TUI_SCREENS_DASHBOARD_H
#define QUITS_TUI_SCREENS_DASHBOARD_H

#include "tui/screens/feed.h"
#include "tui/screens/figures.h"
#include "tui/screens/screens.h"

struct dashboard {
	struct feed feed;
	struct reply *kpi, *tokens, *sessions, *notes, *feedback, *series, *needs; /* the newest good answers, or NULL */
	bool want;        /* something has happened since the figures were asked for */
	int64_t asked;    /* mono of the newest question, 0 = never */
	int in_flight;    /* questions not answered yet */
	bool picking;     /* the type filter is open */
	unsigned before;  /* the filter it opened with */
	int64_t note_seq; /* notification that `n` opened last, 0 = none */
	unsigned shown;   /* 1 << enum need: those that `n` has opened in this round */

	/* While a filter is typed in: what it lets through, from the server and then as it happens. */
	bool filtered;
	char filter[FILTER_TEXT_MAX + 1], note[160];
	struct feed found;
	struct filter judge;
	struct arena memory; /* of judge */
	bool asking;
	unsigned turn;       /* grows with the filter: older answers are dropped */
	unsigned asked_turn;

	bool past; /* it is a replay: what the server says only of now is left out */

	/* Where Enter and = look: the feed, or a figure. */
	int focus;
};

/* Places of the focus: the feed, six figures, and the token table by rows (channels, then their sum; sources) and columns
 * (used, pending, expired, other). */
enum { FOCUS_FEED, FOCUS_KPI = 1, FOCUS_KPIS = 6, FOCUS_TOKENS = FOCUS_KPI + FOCUS_KPIS, FOCUS_COLUMNS = 4,
       FOCUS_CHANNELS = 3, FOCUS_SOURCES = 4,
       FOCUS__END = FOCUS_TOKENS + (FOCUS_CHANNELS + FOCUS_SOURCES) * FOCUS_COLUMNS };

struct feed *dashboard_feed(struct dashboard *d); /* what is shown */
const struct feed *dashboard_shown(const struct dashboard *d);
/* The feed as if it had just been opened: its texts were made in another language. */
void dashboard_anew(struct ui *ui, struct dashboard *d);
/* dashboard_needs.c: what needs a person. */
void needs_draw(const struct ui *ui, const struct dashboard *d, struct grid *g, struct box in);
bool needs_next(struct ui *ui, struct dashboard *d); /* opens the most urgent that was not shown yet; false: none is left */
/* The i-th kind in words, most urgent first, nothing if there is none of it; false: that was the last kind. *ret: NULL if
 * the server has not said. */
bool needs_say(const struct dashboard *d, size_t i, struct buf *b, const struct need_row **ret);
/* dashboard_drill.c: what a figure is made of. */
bool dashboard_move_focus(struct ui *ui, struct dashboard *d, enum action a);
void dashboard_drill(struct ui *ui, struct dashboard *d);
size_t dashboard_places(const struct ui *ui, const void *model, struct place *to, size_t most); /* figures, feed, tokens */
void dashboard_go(struct ui *ui, void *model, size_t place);
void dashboard_why(const struct ui *ui, const void *model, struct buf *b);
struct sv dashboard_filter(const void *model);
bool dashboard_filtered(struct ui *ui, void *model, struct sv text, bool done);
const char *dashboard_note(const void *model);
struct sv dashboard_complete(const void *model, struct sv head);
void dashboard_judge(struct dashboard *d, const struct event_row *e, int64_t now, const struct zone *z, int64_t mono);

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

/* Of a replay: its figures and events, and the moment at which they stood so. NULL: *ret_wrong says why there are none. */
const struct dashboard *replay_shown(const void *model, int64_t *ret_at, const char **ret_wrong);

#endif
