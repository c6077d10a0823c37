/* A table over any record of the schema: columns name fields, and what a field is decides how it reads. Which columns fit is
 * decided by their rank; the first column is the row's name and never goes. Pure drawing and formatting; ui thread. */
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
	short most;        /* grows up to this where there is room; 0: stays */
	short from;        /* shown on screens at least so wide */
	bool right;
	enum table_how how;
	void (*say)(struct buf *b, const void *row, const struct table_ui *ui);
	/* How much it matters: NULL is plain. */
	enum look (*look)(const void *row, const struct table_ui *ui);
};

struct table_layout {
	short x[TABLE_COLUMNS_MAX], w[TABLE_COLUMNS_MAX]; /* w 0: not shown */
};

/* Lays columns out over w columns of a screen `screen` wide. The first two columns of the row are left to marks. */
void table_lay(const struct table_column *columns, size_t n, int w, int screen, struct table_layout *ret);
const char *table_title(const struct table_column *c);
/* `sorted` is the column the list is ordered by, with the arrow of its direction; -1: none of them. */
void table_head(struct grid *g, int y, int x, const struct table_column *columns, size_t n, const struct table_layout *l,
		int sorted, bool down);
void table_row(struct grid *g, int y, int x, const struct table_column *columns, size_t n, const struct table_layout *l,
	       const struct record *r, const void *row, bool here, const struct table_ui *ui);
/* One field as people read it, in at most w columns; nothing for an absent one. */
void table_field(struct buf *b, const struct record *r, const struct field *f, const void *row, enum table_how how, int w,
		 const struct table_ui *ui);
/* The name of a field as a label: days_past_due is "days past due", p90 "nine of ten in". */
void table_label(struct buf *b, const char *name);

#endif
