/* A table over any record of the schema: columns name fields, and what a field is decides how it reads. Columns are kept from
 * the left as long as they fit at their least; the first is the row's name and never goes. What room is left goes first to
 * those in which something would be cut. Pure drawing and formatting; ui thread. */
#ifndef QUITS_TUI_WIDGET_TABLE_H
#define QUITS_TUI_WIDGET_TABLE_H

#include "common/record.h"

#include "tui/term/grid.h"

struct zone;

enum { TABLE_COLUMNS_MAX = 16 };

enum table_how {
	HOW_PLAIN, /* by the field's kind */
	HOW_AGE,   /* of a TIME: how long ago, or "in" how long */
	HOW_CLOCK, /* of a TIME: its hour, in the zone of the desk */
	HOW_SHORT, /* of a channel: SMS, WA, EM */
	HOW_WORDS, /* of a CHOICE or TEXT: _ read as a blank */
	HOW_BARE,  /* of an INT that is a name and no count: its digits, ungrouped */
	HOW_YES    /* of a BOOL or of anything: a check mark where it is there */
};

struct table_ui { /* what formatting depends on */
	int64_t now;
	const struct zone *zone;
};

struct table_column {
	const char *field; /* of the record; NULL: `say` writes it */
	const char *title;   /* id of the catalogue; shown by table_title */
	const char *context; /* of that id, where it means something else than elsewhere; NULL: none */
	const char *word;  /* of the list's filter words, by which it can be sorted and found; NULL: none */
	short w;           /* columns wanted, without the blank behind */
	short least;       /* gives way down to this before a column goes; 0: to none */
	short most;        /* grows up to this where there is room; 0: stays, but for its title */
	short from;        /* shown on screens at least so wide */
	bool right;
	bool whole;        /* gives way no further than what stands in it, as long as that is no wider than w */
	enum table_how how;
	void (*say)(struct buf *b, const void *row, const struct table_ui *ui);
	/* How much it matters: NULL is plain. */
	enum look (*look)(const void *row, const struct table_ui *ui);
};

struct table_layout {
	short x[TABLE_COLUMNS_MAX], w[TABLE_COLUMNS_MAX]; /* w 0: not shown */
};

struct table_need { /* columns that nothing in them would be cut in */
	short w[TABLE_COLUMNS_MAX];
};

/* What titles and the words of choices need, whatever the rows are: `ret` is made anew. */
void table_need(const struct table_column *columns, size_t n, const struct record *r, struct table_need *ret);
/* And what the names and figures of one row need. */
void table_need_row(const struct table_column *columns, size_t n, const struct record *r, const void *row,
		    const struct table_ui *ui, struct table_need *need);
/* Lays columns out over w columns of a screen `screen` wide. The first two columns of the row are left to marks. */
void table_lay(const struct table_column *columns, size_t n, int w, int screen, const struct table_need *need,
	       struct table_layout *ret);
const char *table_title(const struct table_column *c);
/* `sorted` is the column the list is ordered by, with the arrow of its direction; -1: none of them. */
void table_head(struct grid *g, int y, int x, const struct table_column *columns, size_t n, const struct table_layout *l,
		int sorted, bool down);
void table_row(struct grid *g, int y, int x, const struct table_column *columns, size_t n, const struct table_layout *l,
	       const struct record *r, const void *row, bool here, const struct table_ui *ui);
/* A TEXT as people read it: as it came, or who did it by actor_name(). */
struct sv table_text(const struct field *f, const void *row);
/* One field as people read it, in at most w columns; nothing for an absent one. */
void table_field(struct buf *b, const struct record *r, const struct field *f, const void *row, enum table_how how, int w,
		 const struct table_ui *ui);
/* The name of a field as a label: days_past_due is "days past due", p90 "nine of ten in". */
void table_label(struct buf *b, const char *name);

#endif
