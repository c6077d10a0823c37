/* Links on their way: from the wish of an operator to the event that a channel took it over. The server
 * holds each for five seconds and sends it by itself; all the console can do is take it back before, so
 * nothing here is ever repeated by us. A list of at most SENDS_MAX; ui thread. */
#ifndef QUITS_TUI_SENDS_H
#define QUITS_TUI_SENDS_H

#include "tui/screens/screens.h"

enum { SENDS_MAX = 200, SENDS_ALONE = 8, SENDS_HOLD_MS = 5000, SENDS_FORGET_MS = 60000 };

enum send_state {
	SEND_FREE,
	SEND_LOOKING, /* whether it may go, and how: link.preflight is under way */
	SEND_ASKED,   /* link.send is under way */
	SEND_HELD,    /* the server holds it until `until` */
	SEND_TAKING   /* link.cancel is under way */
};

struct send {
	enum send_state state;
	char account[ACCOUNT_MAX + 1];
	enum channel channel;
	uint64_t ticket; /* of the question under way */
	int64_t link;    /* its number once the server knows it */
	int64_t until;   /* server's clock */
	int64_t order;   /* newest is highest */
	bool take_back;  /* z came before the answer */
	bool replaces;   /* a pending link, which then works no more */
	bool in_portal;  /* the contact is there right now */
	bool nothing_owed;
	bool batch;      /* one of many: z takes all of them back */
};

struct sends {
	struct send at[SENDS_MAX];
	int64_t order;
	bool batch; /* what is asked for now is one of many */
	int taken;  /* of those that z takes back together */
};

struct send *sends_new(struct sends *s, const char *account, enum channel channel); /* NULL: full */
struct send *sends_of_account(struct sends *s, const char *account);
struct send *sends_by_ticket(struct sends *s, uint64_t ticket);
struct send *sends_by_link(struct sends *s, int64_t link);
struct send *sends_newest(struct sends *s);
int sends_count(const struct sends *s);
int sends_asking(const struct sends *s); /* those that wait for an answer */
void sends_drop(struct send *s);
/* Drops what nobody heard of for a minute. Returns the next moment (server's clock) at which the line
 * reads differently, 0 if never. */
int64_t sends_tick(struct sends *s, int64_t now);
/* "Link to A-1 by SMS goes out in 4 s": what is under way, newest first. False: nothing is. */
bool sends_line(const struct sends *s, int64_t now, bool live, const struct zone *z, struct buf *b);

#endif
