/* What list.c, list_sql.c and list_drive.c share: a statement under way. Nobody else includes this. */
#ifndef QUITS_SERVER_STORE_LIST_INSIDE_H
#define QUITS_SERVER_STORE_LIST_INSIDE_H

#include "server/store/list.h"

enum { LIST_SQL_MAX = 65536, LIST_VALUES_MAX = 120, LIST_LEAVES_MAX = 8 };

/* A term of the filter that finds its rows by itself: one leaf, or several of which one must hold. */
struct list_term {
	const struct filter_node *node; /* as it stands in the tree; NULL: there is none */
	const struct filter_node *leaves[LIST_LEAVES_MAX];
	const struct list_driver *drivers[LIST_LEAVES_MAX];
	size_t n;
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
};
struct building list_building(const struct list_sql *l, const struct filter *f, struct arena *a);

/* list_sql.c */
void list_bound(struct building *b, struct value v);
/* `sql` with @...@ replaced; text: of the term, for @TEXT@ and @GRAMS@. */
void list_expand(struct building *b, const char *sql, struct sv text);
void list_expression(struct building *b, const char *sql); /* with its + */
void list_condition(struct building *b, const struct filter_node *n);
struct sv list_text_of(const struct list_sql *l, const struct filter_node *leaf); /* what @TEXT@ stands for */
bool list_is_ascii(struct sv s);

/* list_drive.c */
/* The term that drives: that of the fewest rows, at most `most`. `any`: else the first that goes by an index, whatever it has. */
MUST_USE enum status list_drive(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most, bool any,
				struct list_term *ret, struct arena *a);
/* Makes the term drive the statement; before its condition is written. */
void list_driven(struct building *b, const struct list_term *t);
/* " AND key IN (...)" of a term that does not go by an index; behind the condition. */
void list_driven_keys(struct building *b, const struct list_term *t);
/* The index that orders by `by` is walked along: what of the filter may narrow it. */
void list_walked(struct building *b, const char *by);

#endif
