/* list: a page of a long list, filtered and sorted as an operator typed it (common/filter.h), by keys and not by offsets: the
 * next page begins behind the last row of the one before, however many rows came or went in front of it. Every list has
 * one description beside its statements: what stands in SQL for each word that can be typed. Nothing typed ever becomes
 * SQL; it is bound. */
#ifndef QUITS_SERVER_STORE_LIST_H
#define QUITS_SERVER_STORE_LIST_H

#include "common/filter.h"

#include "server/store/store.h"

/* What finds rows by itself, so that a filter with it need not walk through the list. */
struct list_driver {
	unsigned field;   /* a RANGE, CHOICE or TEXT of this field of the list: an index begins with its expression; */
	bool words;       /* or instead every word, and TEXT INSIDE of the field, of at least LIST_WORD_MIN letters, by `find` */
	const char *find; /* "a.id IN (SELECT ... MATCH %%)": %% stands for the word as it is bound */
	const char *from; /* FROM with the index's table first; NULL: the list's own */
};

struct list_sql { /* constant */
	const char *name; /* of the statements: "account.list" */
	const struct filter_words *words;
	/* By filter field: its expression, NULL never where absent (coalesce to 0 or ''). MONEY: LIST_MONEY. TEXT: folded.
	 * An aged field is the day since which the days are counted. In expressions and conditions, @NOW@ is the present in
	 * ms and @TODAY@ the reader's day; in conditions of flags @WHO@ the reader's Unix name. */
	const char *const *fields;
	const char *const *flags;  /* by flag: a condition */
	const char *word;          /* the folded text in which words are looked for */
	const char *word_masked;   /* the same without what is personal; NULL: word holds nothing of that */
	/* By filter field: another FROM that has the table of the field first, so that its index orders the rows; NULL, or
	 * NULL for a field: the list's own. */
	const char *const *from_by;
	const struct list_driver *drivers;
	size_t n_drivers;
	const char *columns;       /* named as the fields of the record, without SELECT */
	const char *from;          /* "FROM ... CROSS JOIN ...": the tables in the order in which they are read */
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
