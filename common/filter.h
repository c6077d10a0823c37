/* filter: what a person types to narrow a list or the feed, the same language everywhere (console.md c.3). Terms side by
 * side must all hold, `-` before one denies it, `a,b` is either, `(... | ...)` groups:
 *
 *   status:open,part dpd>30 amt:100..2.5k due<-3d name:~brian -is:locked "any words" sort:-amt
 *
 * A list brings the fields and flags that it has; whoever asks evaluates: the server as SQL (store/list.h), the console
 * for a row that comes by itself, by filter_match(). Both read the same tree. Pure; any thread.
 *
 * Numbers may end in k (thousand). Times: today, yesterday, tomorrow, mon..sun (the last one, today included), jun18 (the
 * last one), 2026-11-25; -2h, -3d are past, 6h is to come (s m h d w). A day is the reader's own. An instant is exact:
 * 2026-11-25T14:22:07.123Z, or with +01:00. A row that has no value there is in no range. */
#ifndef QUITS_COMMON_FILTER_H
#define QUITS_COMMON_FILTER_H

#include "common/record.h"
#include "common/zone.h"

enum { FILTER_TEXT_MAX = 500, FILTER_NODES_MAX = 64, FILTER_DEPTH_MAX = 8, FILTER_SORTS_MAX = 4 };

/* MONEY is compared in ten-thousandths of a major unit, so that a filter says the same of every currency. */
#define FILTER_MONEY INT64_C(10000)

enum filter_bound { FILTER_BOTH, FILTER_FROM, FILTER_UNTIL }; /* "since:" and "until:" bound one side */

struct filter_field {
	const char *name; /* as typed: "dpd" */
	enum kind kind;   /* INT, MONEY, DAY, TIME, TEXT, CHOICE */
	const struct choice *of;
	bool duration;    /* an INT of milliseconds, typed as 90s or 2h */
	bool aged;        /* an INT of whole days that have passed since a day, which the database has: days past due; 0 */
			  /* while that day is to come */
	bool loose;       /* a TEXT in which a plain value is looked for; "field:=value" is the whole of it */
	bool personal;    /* not for readers from whom details are masked: by asking often enough they would be found */
	bool sorts;       /* "sort:" takes it */
	enum filter_bound bound;
	const char *help;
};

struct filter_flag {
	const char *name; /* behind "is:" */
	const char *help;
};

struct filter_words { /* of one list; constant */
	const struct filter_field *fields;
	size_t n;
	const struct filter_flag *flags;
	size_t n_flags;
};

enum filter_op {
	FILTER_ALL,    /* every child; none: everything */
	FILTER_ANY,    /* at least one child */
	FILTER_NOT,    /* not the one child */
	FILTER_RANGE,  /* from <= field <= to: INT, MONEY, DAY (day numbers), TIME (ms) */
	FILTER_CHOICE, /* the field is this choice */
	FILTER_TEXT,   /* the field, case folded, is, begins with, or has in it this text */
	FILTER_FLAG,
	FILTER_WORD    /* one of the row's texts has this in it */
};
enum filter_how { FILTER_EQUAL, FILTER_PREFIX, FILTER_INSIDE };

struct filter_node {
	enum filter_op op;
	enum filter_how how;
	unsigned field; /* in fields, or in flags */
	int choice;
	int64_t from, to;
	struct sv text; /* folded */
	struct filter_node *first, *next;
};

struct filter {
	const struct filter_words *words;
	const struct filter_node *root; /* never NULL */
	struct {
		unsigned field;
		bool down;
	} sort[FILTER_SORTS_MAX];
	size_t n_sort;
	int64_t now, today; /* what it was parsed with: ms UTC, and the reader's day */
	bool masked;
	struct sv who;
};

/* What days and durations are counted from. */
struct filter_when {
	int64_t now; /* ms UTC */
	const struct zone *zone;
	bool masked;  /* the reader's details are masked: personal fields are refused */
	struct sv who; /* the reader's Unix name, for signs like is:mine */
};

/* INVALID names "filter" and says the column; *ret_at (may be NULL) is the byte where it went wrong. The tree lives in
 * the arena and borrows nothing of `text`. */
MUST_USE enum status filter_parse(struct arena *a, struct sv text, const struct filter_words *words,
				  const struct filter_when *when, struct filter *ret, size_t *ret_at);

/* A row to judge. number: MONEY in ten-thousandths, CHOICE its value, 0 for none; of an aged field the days, and INT64_MIN
 * for a row without that day, which is in no range. text: folded. */
struct filter_row {
	int64_t (*number)(const void *row, unsigned field);
	struct sv (*text)(const void *row, unsigned field);
	bool (*flag)(const void *row, unsigned flag);
	bool (*word)(const void *row, struct sv word);
	const void *row;
};
bool filter_match(const struct filter *f, const struct filter_row *row);

#endif
