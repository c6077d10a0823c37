/* list: a page of a long list, filtered and sorted as an operator typed it (common/filter.h), by keys and not by offsets: the
 * next page begins behind the last row of the one before, however many rows came or went in front of it. Every list has
 * one description beside its statements: what stands in SQL for each word that can be typed. Nothing typed ever becomes
 * SQL; it is bound. */
#ifndef QUITS_SERVER_STORE_LIST_H
#define QUITS_SERVER_STORE_LIST_H

#include "common/filter.h"

#include "server/store/store.h"

struct list_sql { /* constant */
	const char *name; /* of the statements: "account.list" */
	const struct filter_words *words;
	/* By filter field: its expression, NULL never where absent (coalesce to 0 or ''). MONEY: LIST_MONEY. TEXT: folded. */
	const char *const *fields;
	const char *const *flags;  /* by flag: a condition; $now is not there: times are compared by fields */
	const char *word;          /* the folded text in which words are looked for */
	const char *columns;       /* named as the fields of the record, without SELECT */
	const char *from;          /* "FROM ... JOIN ..." */
	const char *where;         /* a condition that always holds, or NULL */
	const char *key;           /* what makes a row unique; INT or TEXT, as key_text says */
	bool key_text;
	const char *order;         /* of rows where nothing was typed: an expression, and whether it falls; NULL: the key */
	bool order_text, order_down;
	const struct record *row;
};

/* An amount in ten-thousandths of its major unit, whatever its currency (ISO 4217 exponents). */
#define LIST_MONEY(amount, currency)                                                                                  \
	"(" amount " * CASE WHEN " currency " IN (" LIST_EXPONENT_0 ") THEN 10000 WHEN " currency                     \
	" IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 10 WHEN " currency " IN ('CLF', 'UYW') THEN 1 ELSE 100 END)"
#define LIST_EXPONENT_0                                                                                               \
	"'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', "   \
	"'XOF', 'XPF'"

struct list_page {
	struct list rows; /* of list_sql.row */
	struct sv next;   /* where the next page begins, opaque; empty: this was the last */
};

/* At most `limit` rows behind `after` ("" begins). INVALID names "after" if that is no place of this list and order. */
MUST_USE enum status store_list_page(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
				     size_t limit, struct list_page *ret, struct arena *a);
/* How many rows the filter lets through, counted up to `most`. */
MUST_USE enum status store_list_count(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most,
				      int64_t *ret, struct arena *a);
/* The statement that store_list_page would run, for tests of its plan. */
MUST_USE enum status store_list_text(const struct list_sql *l, const struct filter *f, struct sv after, size_t limit,
				     struct sv *ret, struct arena *a);

#endif
