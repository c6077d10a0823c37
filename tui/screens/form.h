/* Any method of the server as a form: its parameters as fields, checked while they are typed by the same rules that the
 * server has; sending a command is an act of its tier, a question shows its answer below. Also how screens ask for a reply,
 * a result or a note. ui thread. */
#ifndef QUITS_TUI_SCREENS_FORM_H
#define QUITS_TUI_SCREENS_FORM_H

#include "tui/screens/screens.h"
#include "tui/widget/text_edit.h"

enum { FORM_LABEL_W = 20, FORM_ROWS_MAX = 6, FORM_SCRATCH = 64 * 1024, FORM_ANSWER_MAX = 1024 * 1024 };

struct form_field {
	const struct field *f;
	bool fixed;            /* the screen that opened the form says which; it can be read, not changed */
	struct text_edit edit; /* of all but BOOL and CHOICE */
	int choice;            /* of these: its place in the choice plus one, 1 for yes; 0: none */
	char wrong[160];       /* what is wrong with it, "" if nothing */
	bool touched;
};

struct form {
	const struct method *method;
	struct form_field *at;
	size_t n, here;
	int top;              /* line at the top */
	char why[200];        /* why there is no form at all */
	struct reply *answer; /* of a question */
	struct arena memory;  /* of the page that shows it */
	struct sv page;
	int page_top;
	bool reading;         /* the answer is what moves, not the fields */
	bool asking;
	int w;                /* of the values, when keys were last pressed */
};

/* Heights: lines a field takes at this width. */
int form_rows(const struct form_field *f, int w);
struct sv form_page(const struct ui *ui, const struct form *m); /* the answer to a question; with dots under the blur */
void form_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
/* How sure one has to be of a method. */
enum tier form_tier(enum method_id m);

#endif
