/* What an operator has decided and the server has not done yet: commands that wait out five seconds in which z takes them
 * back, and commands of many rows that go one after the other. Like links, a held command waits in the server (command.hold)
 * and is done there whatever becomes of this console; all we can do is take it back before. Nothing is repeated by itself.
 * ui thread. */
#ifndef QUITS_TUI_DEEDS_H
#define QUITS_TUI_DEEDS_H

#include "tui/screens/screens.h"

enum { DEEDS_MAX = 8, DEEDS_HOLD_MS = 5000, DEEDS_FORGET_MS = 60000, DEEDS_SETTLE_MS = 150, DEEDS_COUNTED = 25,
       DEEDS_TEXT = 80 };

enum deed_state {
	DEED_FREE,
	DEED_NOW,    /* asked for, without a hold */
	DEED_ASKED,  /* command.hold is under way */
	DEED_HELD,   /* the server holds it until `until` */
	DEED_TAKING  /* held.stop is under way */
};

struct deed { /* one, held or under way */
	enum deed_state state;
	enum method_id method;
	char subject[2 * DEEDS_TEXT], title[DEEDS_TEXT], done[DEEDS_TEXT];
	uint64_t ticket;  /* of the question under way */
	int64_t command;  /* its number once the server knows it */
	int64_t until;    /* server's clock */
	bool take_back;   /* z came before the answer */
	int64_t order;
	unsigned layer;   /* whose wish it was, and what stood in it: of struct ui_deeds */
	uint64_t draft;
	bool answers;
};

enum flight_state { FLIGHT_WANTED, FLIGHT_ASKED, FLIGHT_GOOD, FLIGHT_BAD };

struct flight { /* what link.preflight said of one of many links */
	enum flight_state state;
	uint64_t ticket;
	enum channel channel;
	bool replaces, in_portal, nothing_owed;
	char name[65], reason[161];
};

enum one_state { ONE_IDLE, ONE_HELD, ONE_TAKING, ONE_OVER };

struct one_held { /* of many commands that the server holds */
	enum one_state state;
	int64_t command;
	uint64_t ticket; /* of held.stop */
};

struct batch { /* many, after somebody was sure; or what the dialog asks about */
	struct arena memory;
	struct ui_deeds deeds; /* copied: texts, structs and what they point to */
	bool links;            /* links are to be sent to the subjects */
	struct flight *flights; /* of these, one a subject; NULL where no links are sent */
	struct one_held *ones; /* of these, one a subject, where each waits out a hold of its own; NULL where none does */
	size_t n_held;         /* of the ones, how many are not over */
	size_t taken;          /* and how many were taken back */
	bool take_back;        /* z was pressed: nothing more is asked for, what is held is taken back */
	int64_t until;         /* server's clock: when the hold of the newest ends */
	int64_t order;
	bool running;          /* not all were asked for yet */
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

int deeds_count(const struct deeds *d); /* held or under way; a batch counts what of it is held, else as one */
int deeds_held(const struct deeds *d);  /* of these what the server holds, and will do if nobody takes it back */
bool deeds_batch_held(const struct batch *b); /* some of it can be taken back, or is being taken back */
struct one_held *deeds_one_by_command(struct batch *b, int64_t command);
/* Drops what nobody heard of for a minute. Returns the next moment (server's clock) at which the line reads differently, 0 if
 * never. */
int64_t deeds_tick(struct deeds *d, int64_t now);
/* "Reply to A-1 in 4 s": what is under way, newest first. False: nothing is. */
bool deeds_line(const struct deeds *d, int64_t now, bool live, const struct zone *z, struct buf *b);
struct deed *deeds_newest_held(struct deeds *d); /* that z would take back */
struct deed *deeds_by_ticket(struct deeds *d, uint64_t ticket);
struct deed *deeds_by_command(struct deeds *d, int64_t command);
void deeds_drop(struct deed *d);
/* NULL: too many are held. Its state is the caller's to set. */
struct deed *deeds_new(struct deeds *d, const struct ui_deeds *what);
/* Copies into the batch; nothing runs yet. */
void deeds_prepare(struct deeds *d, const struct ui_deeds *what, int64_t mono);
void deeds_end(struct deeds *d);

#endif
