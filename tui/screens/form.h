/* Any method of the server as a form: its parameters as fields, checked while they are typed by the same rules that the
 * server has; sending a command is an act of its tier, a question shows its answer below. Also how screens ask for a reply,
 * a result or a note. ui thread. */
#ifndef QUITS_TUI_SCREENS_FORM_H
#define QUITS_TUI_SCREENS_FORM_H

#include "tui/screens/screens.h"
#include "tui/widget/text_edit.h"

enum { FORM_PART = '\x1f' /* between the parts of what form_open puts together */ };
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
	bool by_name;         /* asked for by the method's name; else a screen opened it, and it is called as people call it */
	char name[260], account[ACCOUNT_MAX + 1]; /* whom it is about, as far as that screen knows */
	struct form_field *at;
	size_t n, here;
	int top;              /* line at the top */
	char why[200];        /* why there is no form at all */
	struct reply *answer; /* of a question, or of a command asked for by name */
	struct arena memory;  /* of the page that shows it */
	struct sv page;
	int page_top;
	bool reading;         /* the answer is what moves, not the fields */
	bool asking;
	int w;                /* of the values, when keys were last pressed */
	uint64_t was;         /* what stood in it when it was opened, or that last took effect: anything else is a draft */
	int64_t kept;         /* the held command that it was opened to repair; 0: none */
	char note[500];       /* what the screen that opened it says of it; "": nothing */
};

/* What the command of a form is called; ids of the catalogue. */
struct form_words {
	const char *title; /* "Reply to %s": whom or what it is about; NULL: no screen opens it */
	const char *bare;  /* "Reply" */
	const char *effect; /* "Send": what ^S and the button of its dialog do */
	const char *done;  /* "answered" */
};
const struct form_words *form_words(enum method_id m); /* of questions as well; never NULL */
void form_title(struct buf *b, const struct form *m); /* "Reply to Contact 05, A-104233", "dispute.resolve" */
void form_about(struct buf *b, const struct form *m, bool blur); /* "Contact 05, A-104233", "account 77120"; or nothing */

/* A field that is set when a screen opens a form: to be read only, unless `open`. "" is no field: the value is a note that
 * stands above them. Nor is FORM_KEPT: the value is the number of a held command, whose kept parameters are asked for. */
#define FORM_KEPT "@"
struct form_given {
	const char *field;
	struct sv value;
	bool open;
};
/* Opens the form of a method about somebody; name or account may be empty. */
void form_open(struct ui *ui, enum method_id m, struct sv name, struct sv account, const struct form_given *given, size_t n);
void form_open_id(struct ui *ui, enum method_id m, struct sv name, struct sv account, const char *field, int64_t number);
/* Takes what form_open has put together, or "METHOD field=value ..." as it is typed. */
void form_take(struct form *m, struct sv arg);
uint64_t form_stands(const struct form *m); /* tells apart what stands in it */
/* The kept parameters as its fields; what it is about can only be read. INVALID: they are not of its method. */
enum status form_refill(struct ui *ui, struct form *m, const struct command_row *row);
void form_settled(struct form *m); /* what stands in it now is no draft */
bool form_keeps(const struct form *m); /* what is typed into it and left is a draft */
bool form_is_draft(const void *model);

/* Words of a field's value as a command line would say them; empty: absent. */
struct sv form_value(const struct form_field *f);

/* Heights: lines a field takes at this width. */
int form_rows(const struct form_field *f, int w);
struct sv form_page(const struct ui *ui, const struct form *m); /* the answer to a question; with dots under the blur */
void form_draw(const struct ui *ui, const void *model, struct grid *g, struct box in);
/* How sure one has to be of a method. */
enum tier form_tier(enum method_id m);

#endif
