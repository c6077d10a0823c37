/* How fast frames may follow each other on this terminal, which may be behind a satellite. Behind a frame we
 * ask the terminal whether it is well (ESC[5n); its answer says that everything before has been drawn, and
 * how long that took. From that:
 *
 *   - a frame that only data caused is not painted while the answer for an earlier one is out. What happens
 *     meanwhile is not queued: one frame of the newest state follows, the others are never rendered;
 *   - a frame that a key caused is painted at once. A large one is asked about as well, and on a slow line
 *     no third is sent behind two unanswered ones;
 *   - on a slow line a frame of data has no more bytes than the line carries in a tenth of a second, so that a key
 *     waits no longer than that behind it. How many those are is measured: now and then a question goes out in front
 *     of a frame as well, and the frame is what lies between the two answers;
 *   - on a narrow one (9600 baud) data also waits while somebody types;
 *   - a terminal that does not answer within two seconds of the start is deaf: then only room in the
 *     kernel's buffer holds data back.
 *
 * Pure: time comes in as an argument (milliseconds, monotonic, never 0), nothing waits. ui thread. */
#ifndef QUITS_TUI_TERM_PACE_H
#define QUITS_TUI_TERM_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pace_class {
	PACE_UNKNOWN, /* no answer yet */
	PACE_FAST,    /* under 60 ms */
	PACE_WAN,     /* under 200 ms */
	PACE_SLOW,    /* 200 ms and over, or an answer is late */
	PACE_DEAF     /* never answers: no measure, no pacing */
};

enum {
	PACE_FAST_MS = 60,
	PACE_SLOW_MS = 200,
	PACE_GAP_MS = 100, /* between frames of data, in the long run */
	PACE_BURST = 2, /* so many more may come at once on a fast line: an event and its figures */
	PACE_SLOW_GAP_MS = 500, /* the same on a slow line */
	PACE_SETTLE_MS = 30, /* so long data waits for what belongs to it: the figures of an event */
	PACE_FIRST_MS = 250,    /* so long the first data waits for the first answer */
	PACE_DEAF_MS = 2000,    /* no answer by then: deaf */
	PACE_LATE_MS = 500,     /* no answer by then: slow, whatever it was before */
	PACE_LOST_MS = 5000,    /* no answer by then, nor in four round trips: it will not come */
	PACE_LARGE = 1000,      /* bytes; a frame for a key of that size is asked about */
	PACE_QUESTIONS = 2,
	PACE_LIGHT = 64,   /* bytes; a question behind so few measures the way alone */
	PACE_TELLING_MS = 20, /* bytes that should take less, and do, say nothing of the line */
	PACE_SHARE_MS = 100, /* so long a frame of data may occupy a slow line */
	PACE_LEAST = 80,   /* bytes; less than that is not worth a frame */
	PACE_NARROW = 2000, /* bytes a second; so little is slow, however near it is */
	PACE_HUSH_MS = 1000, /* so long data waits behind a key on a narrow line: a row of it is a tenth of a second there, */
	PACE_STARVE_MS = 3000, /* but no longer than this behind the data before it */
	PACE_KNOCKS = 8,   /* frames of data between measures of the way alone */
	PACE_CALM = 3      /* answers in a row that are not slow, until a slow line is called better */
};

struct pace {
	int64_t began;
	int64_t asked[PACE_QUESTIONS]; /* mono of the unanswered questions, oldest first */
	uint64_t behind[PACE_QUESTIONS]; /* bytes that were on the way in front of each */
	uint64_t sent[PACE_QUESTIONS];   /* bytes of all frames up to each */
	size_t n_asked;
	bool knocking;    /* the oldest of them stands alone in front of a frame: nothing is behind it */
	uint64_t queue;   /* bytes that are still on the way, as far as we know */
	int64_t queue_at; /* mono of that */
	int64_t keyed, told; /* mono of the newest frame for a key, and for data */
	int64_t next; /* mono at which data is due again if frames keep their distance */
	bool heard, deaf, late;
	bool wanted; /* data waits to be painted, */
	int64_t since; /* mono, since then */
	int rtt;     /* ms, smoothed, without the time that bytes take; -1 unknown */
	int said;    /* the same for people: moves only when it matters */
	int near;    /* ms, of questions alone; -1 unknown */
	int64_t rate; /* bytes a second, smoothed; 0 unknown */
	int rates;    /* measured so often */
	int unknocked; /* frames of data since the way alone was measured */
	bool slow;     /* stays until it has been calm for a while */
	int calm;
	/* since the start */
	uint64_t frames, bytes, skipped, questions;
	/* the last whole second */
	int64_t second; /* mono at which the present one began */
	uint64_t in_second, per_second;
};

/* For a top line and :stats. */
struct pace_seen {
	enum pace_class class;
	int rtt; /* ms, roughly, -1 unknown: to the terminal and back */
	uint64_t frames, bytes, skipped, bytes_a_second;
};

void pace_start(struct pace *p, int64_t mono);
/* Data has changed what is shown. What was waiting already is thereby left out. */
void pace_want(struct pace *p, int64_t mono);
/* When a frame for data (`key` false) or for a key may be painted: mono, `mono` itself for now, later when an
 * answer is awaited, which may come sooner. `room`: the terminal takes bytes now. */
int64_t pace_due(const struct pace *p, bool key, bool room, int64_t mono);
/* The most bytes a frame of data should have now; SIZE_MAX: any. */
size_t pace_limit(const struct pace *p);
/* Is it time to ask in front of a frame of data as well? Before the first frame it is. */
bool pace_knocks(const struct pace *p, bool key);
void pace_knocked(struct pace *p, int64_t mono);
/* Shall this frame of `n` bytes end with a question? */
bool pace_asks(const struct pace *p, bool key, size_t n);
/* A frame went out, `n` bytes with the question. */
void pace_painted(struct pace *p, bool key, size_t n, bool asked, int64_t mono);
void pace_answer(struct pace *p, int64_t mono);
/* Notices what has not come: call it at any time, and at pace_deadline. True: the class has changed. */
bool pace_tick(struct pace *p, int64_t mono);
int64_t pace_deadline(const struct pace *p); /* mono, 0 = none */
enum pace_class pace_class(const struct pace *p);
struct pace_seen pace_seen(const struct pace *p);
const char *pace_class_name(enum pace_class c); /* "fast" */

#endif
