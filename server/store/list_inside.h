/* What list.c, list_long.c, list_build.c, list_sql.c, list_term.c and list_drive.c share: a statement under way. Nobody else includes this. */
#ifndef QUITS_SERVER_STORE_LIST_INSIDE_H
#define QUITS_SERVER_STORE_LIST_INSIDE_H

#include "server/store/list.h"

enum { LIST_SQL_MAX = 65536, LIST_VALUES_MAX = 240, LIST_PARTS_MAX = 24, LIST_BESIDE_MAX = 4 };

/* Some of a term's rows, and what finds them. */
struct list_part {
	const struct list_driver *driver;
	const struct filter_node *leaf; /* what it says; NULL: `match` alone does */
	struct sv text;                 /* for @TEXT@ */
	struct sv match;                /* for @GRAMS@, as FTS5 reads it */
	int64_t counted;                /* so many rows at least; in a list that is not long, of all parts, in the first */
	bool all;                       /* and no more */
	bool brief;                     /* by many groups of letters: LIST_BRIEF_ROWS */
	bool met;                       /* all terms that are not narrow, as far as one table knows: none need be asked beside */
};

/* A term of the filter that finds its rows by itself: whatever any of the parts finds. In long lists it may be worked out of
 * several that stand in the filter: all of its rows are among what it finds, and they are looked at again. */
struct list_term {
	const struct filter_node *node; /* as it stands in the tree; NULL: there is none */
	struct list_part parts[LIST_PARTS_MAX];
	size_t n;
	int64_t rows; /* so many are found, as dear as those of a covering index; up to the most that was asked for */
	bool met;     /* of several that one trigram table knows: its first part is what that finds of all of them; */
	bool brief;   /* and one is a word of two letters */
};

struct list_letters { /* what a word of two letters is looked up by */
	const char *table;
	struct sv text, match;
	bool good;
	struct list_letters *next;
};

/* Of one question: what may drive, and what was counted of it so far. */
struct list_ways {
	struct snap *s;
	const struct list_sql *l;
	const struct filter *f;
	struct arena *a;
	int64_t brief_most;      /* rows of a word of two letters that are counted */
	int more_dear;           /* that a row takes, in the order of a joined table */
	struct list_term *terms; /* whatever terms find their rows */
	size_t n;
	struct list_term met[4]; /* several of them as one */
	size_t n_met;
	bool have_met;
	bool blind;              /* a term that is not narrow finds none: a word of one letter. Long lists */
	struct list_letters *letters;
	enum status st;
};

/* Terms that no index covers, in a long list: whatever one finds is few enough to be held in memory while rows are told apart. */
struct list_beside {
	struct list_term at[LIST_BESIDE_MAX];
	size_t n;
	size_t terms; /* so many of the filter's: some may be one here */
};

struct building {
	const struct list_sql *l;
	const struct filter *f;
	struct arena *a;
	struct buf sql;
	struct value *values; /* [LIST_VALUES_MAX] */
	size_t n, first;      /* values so far; the number of the first is first + 1 */
	/* An expression that an index may be used for stands as it is, every other one behind a unary +, which SQLite does not
	 * look through: which index is used is decided here and not by a planner that knows nothing of the rows. */
	bool bare;
	const struct filter_node *plain[2]; /* bare with all that is in them */
	const struct list_beside *beside;   /* or NULL */
};
struct building list_building(const struct list_sql *l, const struct filter *f, struct arena *a);

struct list_place { /* of a row in the order: one value for each expression of it */
	struct value at[FILTER_SORTS_MAX + 1];
	size_t n;
};

/* The order: what was typed, else the list's own, and the key behind either. The key falls with what stands before it, so that
 * an index is walked in one direction. */
struct list_order {
	const char *by[FILTER_SORTS_MAX + 1];
	bool text[FILTER_SORTS_MAX + 1], down[FILTER_SORTS_MAX + 1];
	size_t n;
	const char *from; /* in which an index gives the order */
	bool one_way;     /* all falls, or all rises */
	bool joined, joined_first; /* by a table that is joined; before all else: `from` has it */
	struct sv mark;   /* of the order as typed: places of another one are none of this */
};

struct list_asked { /* of a page */
	const struct list_sql *l;
	const struct filter *f;
	struct list_order o;
	struct list_place from; /* n 0: from the beginning */
	size_t limit;
	struct list_ways *ways;
};

struct list_got {
	struct list rows;
	bool more, cut; /* there are more; or some may be missing, because no more were put in order below */
	struct list_place last; /* of the last row, if the page is full */
};

/* list.c */
/* Rows by the term, or by a walk where it has no node; `found` as in list_build_page. Where patience ends, *ret has the rows that
 * were met. */
MUST_USE enum status list_read(struct snap *s, const struct list_asked *p, const struct list_term *t,
			       const struct list_beside *beside, size_t found, struct list_got *ret, struct arena *a);
int64_t list_drive_max(const struct list_sql *l);

/* list_long.c */
MUST_USE enum status list_long_page(struct snap *s, const struct list_asked *p, int64_t patience, struct list_got *ret,
				    struct arena *a);

/* list_sql.c */
void list_bound(struct building *b, struct value v);
/* `sql` with @...@ replaced; the texts for @TEXT@ and @GRAMS@. */
void list_expand(struct building *b, const char *sql, struct sv text, struct sv match);
void list_expression(struct building *b, const char *sql); /* with its + */
void list_condition(struct building *b, const struct filter_node *n);
void list_word_in(struct building *b, const char *texts, struct sv word); /* a condition */
/* " AND ...": of a term that is a denied word what indexes cover of it; nothing of others. */
void list_denied_below(struct building *b, const struct filter_node *n);
struct sv list_text_of(const struct list_sql *l, const struct filter_node *leaf); /* what @TEXT@ stands for */
struct sv list_grams_of(struct arena *a, struct sv text);
bool list_is_ascii(struct sv s);

/* list_term.c */
/* "(x)" is a group of one, which holds one term. */
const struct filter_node *list_unwrapped(const struct filter_node *n);
bool list_has_grams(const struct list_driver *d);
bool list_by_index(const struct list_term *t); /* by one index, in a list that is not long */
MUST_USE enum status list_ways(struct snap *s, const struct list_sql *l, const struct filter *f, bool joined,
			       struct list_ways *ret, struct arena *a);
/* Whatever the list has, found in the order of no index. */
struct list_term list_everything(const struct list_sql *l);
/* The index that orders by `by` is walked along: what of the filter may narrow it. The FROM that has such an index, or NULL. */
const char *list_walked(struct building *b, const char *by);

/* list_drive.c */
/* The term that drives: that of the fewest rows, at most `most`. `any`: else the first that goes by an index, whatever it has. */
MUST_USE enum status list_drive(struct list_ways *w, int64_t most, bool any, struct list_term *ret);
/* Of the terms that are not narrow those that find at most LIST_BESIDE_ROWS rows. */
MUST_USE enum status list_beside(struct list_ways *w, const struct list_term *driving, struct list_beside *ret);
/* "SELECT ...": what the parts from..to, which go by keys, find. */
void list_keys(struct building *b, const struct list_term *t, size_t from, size_t to);

/* list_build.c */
struct list_order list_order_of(const struct list_sql *l, const struct filter *f, struct arena *a);
/* The statement of a page. At most `found` rows (0: as many as there are) are found in the order before they are looked at, in
 * a long list; *ret_cut says whether that may leave some out. */
MUST_USE enum status list_build_page(struct building *b, const struct list_order *o, const struct list_term *t,
				     const struct list_place *after, size_t limit, size_t found, bool *ret_cut);
/* How many keys a long page would find below by what drives, before another table is joined. */
MUST_USE enum status list_build_left(struct building *b, const struct list_term *t, int64_t most);
MUST_USE enum status list_build_count(struct building *b, const struct list_term *t, int64_t most);
/* Indexes cover all that it asks; `joined`: or tables are joined below already. */
bool list_is_narrow(const struct list_sql *l, const struct filter_node *n, bool joined);
bool list_all_narrow(const struct list_sql *l, const struct filter *f, const struct list_order *o);

#endif
