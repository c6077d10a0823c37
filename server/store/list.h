/* list: a page of a long list, filtered and sorted as an operator typed it (common/filter.h), by keys and not by offsets: the
 * next page begins behind the last row of the one before, however many rows came or went in front of it. Every list has
 * one description beside its statements: what stands in SQL for each word that can be typed. Nothing typed ever becomes
 * SQL; it is bound. */
#ifndef QUITS_SERVER_STORE_LIST_H
#define QUITS_SERVER_STORE_LIST_H

#include "common/filter.h"

#include "server/store/store.h"

/* What finds rows by itself, so that a filter with it need not walk through the list. */
enum list_find {
	LIST_BY_INDEX, /* an index begins with the field's expression: a RANGE, a CHOICE, a TEXT that is this or begins so */
	LIST_BY_WHOLE, /* `find`, of a CHOICE, or of a TEXT that is this */
	LIST_BY_FIELD, /* `find`, of any TEXT of the field */
	LIST_BY_WORD,  /* `find`, of a word that stands alone */
	LIST_BY_SIGN   /* `find`, of a flag; @...@ of flags alone */
};
struct list_driver { /* of several that serve a term the first is taken */
	enum list_find by;
	unsigned field;   /* of the list, or flag */
	/* "SELECT ...": keys of all rows that may match, perhaps of others too: what is found is looked at again. @TEXT@ is
	 * the text or the choice's word, @GRAMS@ asks a trigram table for it, which takes LIST_WORD_MIN letters. */
	const char *find;
	const char *from; /* BY_INDEX or with `of`: "FROM account a": the tables that the term asks for, to count in */
	const char *of;   /* what `find` finds: an expression; NULL: keys, by which rows are found again */
	const char *then; /* BY_INDEX, of a CHOICE: behind the field the index has this INT and the key: it orders by it */
	bool personal;    /* BY_WORD: looks into what is personal; not for readers from whom that is masked */
};

/* A term with at most so many rows drives; more are as a rule cheaper passed by in the order's own index. Where that walk meets
 * too few of them within LIST_WALK_STEPS (all Spanish names stand far behind in an order by yen), one of at most LIST_DRIVE_FAR
 * rows drives after all. */
enum { LIST_DRIVE_MAX = 5000, LIST_DRIVE_FAR = 50000, LIST_WORD_MIN = 3 };
/* How many steps of SQLite's machine a page is looked for, and its rows are counted: a thread never hangs on one question, and
 * which way is taken does not hang on how busy the machine is. A row that is passed by takes some twenty. */
enum { LIST_WALK_STEPS = 80000, LIST_PATIENCE_STEPS = 16000000, LIST_COUNT_STEPS = 2000000 };
/* The day of an aged field where there is none: behind all others. */
#define LIST_NO_DAY "9999999"

struct list_sql { /* constant */
	const char *name; /* of the statements: "account.list" */
	const struct filter_words *words;
	/* By filter field: its expression, NULL never (where absent 0, '', or LIST_NO_DAY for an aged field, which is the day
	 * since which the days are counted). MONEY: LIST_MONEY. TEXT: folded, or in lower case where it has ASCII alone.
	 * In expressions, conditions and drivers @NOW@ is the present in ms, @TODAY@ the reader's day, @WHO@ his Unix name. */
	const char *const *fields;
	const char *const *orders; /* by filter field: what rows are sorted by, where it is not its expression; may be NULL */
	const char *const *flags;  /* by flag: a condition */
	const char *word;          /* the folded texts in which words are looked for, LIST_APART between them */
	const char *word_masked;   /* the same without what is personal; NULL: word holds nothing of that */
	/* By filter field: another FROM that has the table of the field first, so that its index orders the rows; NULL, or
	 * NULL for a field: the list's own. */
	const char *const *from_by;
	const struct list_driver *drivers;
	size_t n_drivers;
	const char *columns;       /* named as the fields of the record, without SELECT */
	const char *from;          /* "FROM ... CROSS JOIN ...": the tables in the order in which they are read */
	/* The first table alone, and what the others are called ("c."), in lists so long that what a page does not show should
	 * not be joined while rows are chosen; or NULL. */
	const char *alone, *joined;
	const char *where;         /* a condition that always holds, or NULL */
	const char *key;           /* what makes a row unique; INT or TEXT, as key_text says */
	bool key_text;
	const char *found;         /* what drivers find: an expression; NULL: the key */
	const char *order;         /* of rows where nothing was typed: an expression, and whether it falls; NULL: the key */
	bool order_text, order_down;
	const struct record *row;
	/* For what no column says: called for each row behind rows_record, `first` is the number of the first of `columns`. */
	enum status (*fill)(const struct rows *r, int first, void *row, struct arena *a);
	int64_t patience;          /* steps; 0: LIST_PATIENCE_STEPS; tests have less */
	int64_t drive_max;         /* 0: LIST_DRIVE_MAX; the same */
};
/* Between texts of `word`: in no word that is typed. */
#define LIST_APART " || '\n' || "

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

/* At most `limit` rows behind `after` ("" begins). INVALID names "after" if that is no place of this list and order; LIMIT
 * names "filter" if too many rows had to be looked at. */
MUST_USE enum status store_list_page(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
				     size_t limit, struct list_page *ret, struct arena *a);
/* How many rows the filter lets through, counted up to `most`; *ret -1: that takes too long. */
MUST_USE enum status store_list_count(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most,
				      int64_t *ret, struct arena *a);
/* The statement that store_list_page would run now, for tests of its plan. */
MUST_USE enum status store_list_text(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
				     size_t limit, struct sv *ret, struct arena *a);
/* The filter's condition alone, for a statement that goes its own way (store/event.c): its parameters are $from and on. */
struct list_condition {
	struct sv sql;
	const struct value *values;
	size_t n;
};
MUST_USE enum status store_list_condition(const struct list_sql *l, const struct filter *f, size_t from,
					  struct list_condition *ret, struct arena *a);

#endif
