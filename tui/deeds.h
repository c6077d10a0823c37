/* What an operator has decided and the server has not done yet: commands that wait out five seconds in which z takes them
 * back, and commands of many rows that go one after the other. Intent, not state: it is never repeated by itself, and what
 * is held when the line breaks is dropped and said. ui thread. */
#ifndef QUITS_TUI_DEEDS_H
#define QUITS_TUI_DEEDS_H

#include "tui/screens/screens.h"

enum { DEEDS_MAX = 8, DEEDS_HOLD_MS = 5000, DEEDS_SETTLE_MS = 150, DEEDS_COUNTED = 25, DEEDS_TEXT = 80 };

struct deed { /* one, held or under way */
	bool used, asked;
	enum method_id method;
	struct arena memory; /* of `in` */
	const void *in;
	char subject[2 * DEEDS_TEXT], title[DEEDS_TEXT], done[DEEDS_TEXT];
	int64_t until;   /* mono at which it is asked for */
	uint64_t ticket; /* once it is */
	int64_t order;
};

enum flight_state { FLIGHT_WANTED, FLIGHT_ASKED, FLIGHT_GOOD, FLIGHT_BAD };

struct flight { /* what link.preflight said of one of many links */
	enum flight_state state;
	uint64_t ticket;
	enum channel channel;
	bool replaces, in_portal, nothing_owed;
	char name[65], reason[161];
};

struct batch { /* many, after somebody was sure; or what the dialog asks about */
	struct arena memory;
	struct ui_deeds deeds; /* copied: texts, structs and what they point to */
	bool links;            /* links are to be sent to the subjects */
	struct flight *flights; /* of these, one a subject; NULL where no links are sent */
	bool running;
	uint64_t ticket;
	size_t next, good, bad;
	char fault[160];       /* the first one */
	int64_t opened;        /* mono; the dialog takes no key before it settled */
	char typed[8];         /* the count, where it has to be typed */
	size_t n_typed;
	size_t top;            /* of the dialog's list */
};

struct deeds {
	struct deed at[DEEDS_MAX];
	struct batch batch;
	int64_t order;
};

int deeds_count(const struct deeds *d); /* held or under way, the batch counts as one */
int64_t deeds_next(const struct deeds *d, int64_t mono); /* when something is due or reads differently; 0: never */
/* "Reply to A-1 is sent in 4 s": what is under way, newest first. False: nothing is. */
bool deeds_line(const struct deeds *d, int64_t mono, struct buf *b);
struct deed *deeds_newest_held(struct deeds *d);
struct deed *deeds_by_ticket(struct deeds *d, uint64_t ticket);
void deeds_drop(struct deed *d);
/* Holds a copy. NULL: too many are held. */
struct deed *deeds_hold(struct deeds *d, const struct ui_deeds *what, int64_t until);
/* Copies into the batch; nothing runs yet. */
void deeds_prepare(struct deeds *d, const struct ui_deeds *what, int64_t mono);
void deeds_end(struct deeds *d);

#endif
