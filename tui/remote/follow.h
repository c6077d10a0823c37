/* Staying in touch: greets the server, loads the newest events once, then reads what comes after the
 * last one, again and again, by long polls. After a break it goes on behind the last event it had, so no
 * event is lost or seen twice. A state machine without I/O of its own: it asks through struct remote and
 * is told what arrives and what time it is. ui thread. */
#ifndef QUITS_TUI_REMOTE_FOLLOW_H
#define QUITS_TUI_REMOTE_FOLLOW_H

#include "tui/remote/remote.h"

enum follow_state {
	FOLLOW_DOWN,     /* no line: dialling with growing pauses */
	FOLLOW_GREETING, /* hello is under way */
	FOLLOW_FIRST,    /* the newest events are under way */
	FOLLOW_READING,  /* a long poll is under way */
	FOLLOW_PAUSED    /* the server is there but gave no events: asks again at `next` */
};

enum { FOLLOW_FIRST_EVENTS = 200, FOLLOW_WAIT_MS = 25000, FOLLOW_TOO_FAR = 10000 };

struct follow_sink {
	void *arg;
	void (*hello)(void *arg, const struct hello *h, int rtt_ms);
	void (*event)(void *arg, const struct event_row *e, bool old);
	/* All caught up. off_ms < 0: this was the first time. */
	void (*back)(void *arg, int64_t off_ms, int64_t missed, int64_t loaded);
	void (*down)(void *arg);
	void (*reset)(void *arg); /* forget the events: too far behind, or another history */
	void (*refused)(void *arg, struct sv why);
};

struct follow {
	enum follow_state state;
	struct remote *remote;
	const struct follow_sink *sink;
	uint64_t ticket; /* of the question under way, 0 = none */
	int64_t cursor;  /* last event seen, -1 before the first page */
	int64_t asked;   /* mono of that question */
	int64_t next;    /* DOWN, PAUSED: mono of the next try */
	int tries;       /* since the line broke */
	int64_t down_at; /* mono when it broke, -1 if it never was up */
	int64_t target;  /* head at the greeting while catching up, else -1 */
	int64_t missed, loaded;
	bool was_live;
	char why[120]; /* why there is no line, "" if nobody answers */
	unsigned dice; /* for jitter: steps of a small generator */
};

void follow_start(struct follow *f, struct remote *r, const struct follow_sink *sink, int64_t mono,
                  unsigned seed);
void follow_up(struct follow *f, int64_t mono);
void follow_down(struct follow *f, int64_t mono);
/* True if the answer was ours; r stays the caller's. */
bool follow_answer(struct follow *f, uint64_t ticket, const struct reply *r, int64_t mono);
void follow_tick(struct follow *f, int64_t mono);
void follow_now(struct follow *f, int64_t mono); /* the operator wants a try at once */
/* The line is hung up on purpose: no try, no deadline, until follow_resume dials. */
void follow_pause(struct follow *f, int64_t mono);
void follow_resume(struct follow *f, int64_t mono);
void follow_anew(struct follow *f, int64_t mono); /* from the first page again */
int64_t follow_deadline(const struct follow *f); /* mono at which tick is due, 0 = never */
bool follow_live(const struct follow *f);

#endif
