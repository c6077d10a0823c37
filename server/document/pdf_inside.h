/* Inside the drawing of documents: the pen that goes over the pages, shared by pdf.c (pages and blocks) and
 * pdf_table.c (tables). Points of 1/72 inch; y grows downwards.
 *
 * A document is gone over twice by the same code: first without drawing, to learn how many pages it takes, since each
 * says so; then with. What differs is `drawing`, and nothing else, so both passes break pages at the same places. */
#ifndef QUITS_SERVER_DOCUMENT_PDF_INSIDE_H
#define QUITS_SERVER_DOCUMENT_PDF_INSIDE_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "common/arena.h"

#include "server/document/pdf.h"

enum look {
	LOOK_BRAND,   /* the organisation on the first page */
	LOOK_TITLE,
	LOOK_HEADING,
	LOOK_PART,
	LOOK_BODY,
	LOOK_LABEL,
	LOOK_STRONG,
	LOOK_NOTE,
	LOOK_RUNNING, /* header and footer */
	LOOK_RUNNING_STRONG,
	LOOK_LINK,
	LOOK_HEAD,    /* of a column */
	LOOK_CELL,
	LOOK_SUM,
	LOOK__COUNT
};

enum side { SIDE_START, SIDE_END, SIDE_RIGHT }; /* of the reading direction; the paper's right, for figures */

enum { FIT_SIZES = 4 }; /* a table that is too wide is set smaller, so many times */

struct extent { /* of a text in one line */
	float width, above, below; /* of its baseline */
	bool lines;                /* it has several by itself */
};

struct fit { /* of a table: worked out once */
	double width[PDF_COLUMNS_MAX];
	unsigned size;         /* 0: as large as other text */
	struct extent *heads;  /* of its cells, so that laying a text out, which is most of the work, is done once for
				* measuring and once for drawing; heads, then row by row */
	bool known;
};

struct pen {
	const struct pdf_doc *d;
	struct arena *arena;
	cairo_surface_t *surface;
	cairo_t *c;
	PangoLayout *l;
	PangoFontDescription *fonts[FIT_SIZES][LOOK__COUNT];
	PangoAttrList *figures; /* digits of one width */
	struct fit *fits;       /* one per block */
	double width, height;   /* of the paper */
	double left, right, top, bottom;
	double y;
	unsigned brand;
	int page, pages;
	bool drawing;
};

/* Text in a column of `width`, as many lines as it takes; width < 0: one line, however long. */
void pen_set(struct pen *p, unsigned size, enum look look, struct sv text, double width);
double pen_text_height(struct pen *p); /* of what was set */
double pen_text_width(struct pen *p);
double pen_word_width(struct pen *p, struct sv text); /* of its longest word */
double pen_baseline(struct pen *p); /* of its first line, from its top */
/* Draws what was set with its top at y in the column that begins `from` from the start side. */
void pen_show(struct pen *p, enum look look, enum side side, double from, double width, double y);
/* The same for a text in one line that is `wide`: no second lay-out. */
void pen_show_line(struct pen *p, enum look look, enum side side, double from, double width, double wide, double y);
void pen_rule(struct pen *p, double y, double thick, unsigned colour);
void pen_tag(struct pen *p, const char *name, const char *attributes);
void pen_untag(struct pen *p, const char *name);
void pen_next_page(struct pen *p);
double pen_column(const struct pen *p); /* width between the margins */
bool pen_fits(const struct pen *p, double height);

void pdf_table(struct pen *p, const struct pdf_block *b, struct fit *fit);
/* Language, "show the title" and the scope of table heads, which Cairo 1.16 can not say: an incremental update at the
 * end of the file. */
MUST_USE enum status pdf_finish(struct buf *out, struct sv language);

enum { INK = 0x16211d, SOFT = 0x55615b, LINE = 0xd9ded9, BRAND = 0x0b5c4a };

#endif
