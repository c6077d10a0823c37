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
	LIST_BY_START, /* `find`, of a TEXT that is this or begins so, in ASCII */
	LIST_BY_FIELD, /* `find`, of any TEXT of the field */
	LIST_BY_WORD,  /* `find`, of a word that stands alone */
	LIST_BY_SIGN,  /* `find`, of a flag; @...@ of flags alone */
	LIST_BY_NO_SIGN /* `find`, of a flag that is denied */
};
struct list_driver { /* of several that serve a term the first is taken */
	enum list_find by;
	unsigned field;   /* of the list, or flag */
	/* "SELECT ...": keys of all rows that may match, perhaps of others too: what is found is looked at again. @TEXT@ is
	 * the text or the choice's word, @GRAMS@ asks a trigram table for it, which takes LIST_WORD_MIN letters. */
	const char *find;
	const char *when; /* instead of `find`: a condition that an index of `from` begins with or is of; @TEXT@ the same */
	const char *table; /* long lists: that `find` asks, a trigram table whose rowid is `of` */
	/* Long lists: the fts5vocab table of the trigram table that `find` asks, by which it finds words of two letters too. */
	const char *letters;
	/* "FROM account a": the tables that the term asks for. BY_INDEX or with `of` to count in, in long lists to find keys in:
	 * there it names its index. NULL: the list's own. */
	const char *from;
	const char *of;   /* what `find` finds: an expression; NULL: keys, by which rows are found again */
	const char *then; /* of a CHOICE or whole TEXT: behind the field the index has this INT and the key: it orders by it */
	bool exact;       /* BY_SIGN: `find` finds what the flag says and nothing else: it is not asked again in long lists */
	bool personal;    /* BY_WORD: looks into what is personal; not for readers from whom that is masked */
	bool more;        /* the next driver looks on in other texts: both are needed */
	bool covered;     /* BY_WORD: the texts it looks into are in word_narrow */
	bool brief;       /* of words that are shorter than LIST_WORD_MIN alone */
	bool ones;        /* what `find` finds has about one row each */
	int dear;         /* in long lists: how many times longer a row takes than by an index that covers `narrow`; 0: 1 */
};

/* A term with at most so many rows drives; more are as a rule cheaper passed by in the order's own index. Where that walk meets
 * too few of them within LIST_WALK_STEPS (all Spanish names stand far behind in an order by pesos), one of at most LIST_DRIVE_FAR
 * rows drives after all. */
enum { LIST_DRIVE_MAX = 5000, LIST_DRIVE_FAR = 50000, LIST_WORD_MIN = 3 };
/* How many steps of SQLite's machine a page is looked for, and its rows are counted: a thread never hangs on one question, and
 * which way is taken does not hang on how busy the machine is. A row that is passed by takes some twenty. */
enum { LIST_WALK_STEPS = 80000, LIST_PATIENCE_STEPS = 16000000, LIST_COUNT_STEPS = 3000000 };
/* The same of long lists, whose indexes cover what is looked at, see list_long.c; rows are those of such an index. */
enum {
	LIST_LONG_FEW = 3000,     /* drive at once; more are counted only if a walk of so many steps met too few: */
	LIST_QUICK_STEPS = 8000,
	LIST_LONG_MAX = 80000,    /* drive if a walk of as many steps met too few, or would by what the first walk met */
	LIST_LONG_FAR = 200000,   /* drive if everything else met too few; more cost no less than the walk to the end */
	LIST_JOINED_DEAR = 5,     /* so much more a row that drives takes in the order of a joined table */
	LIST_BESIDE_ROWS = 500000,
	LIST_SHORT_STEPS = 40000, /* a walk where rows have to be read to be told apart; ... where they need not; ... last of all */
	LIST_NARROW_STEPS = 150000,
	LIST_MORE_STEPS = 3,      /* ... so many times as many where nothing else drives and the first steps met some */
	LIST_LAST_STEPS = 1500000,
	LIST_JOINED_STEPS = 400000, /* a walk in the order of a joined table, if the first steps promise a page within so many */
	LIST_BLIND_STEPS = 150000, /* for words that nothing looks up, in all: they may stand nowhere */
	LIST_JOINED_ROWS = 25000, /* are put in such an order where the first steps promise none */
	LIST_BRIEF_ROWS = 20000,   /* of a word of two letters so many are counted, where a trigram table has to put many lists together */
	LIST_LETTERS_MAX = 400     /* a word of two letters is looked up where words begin with at most so many different ones */
};
/* So few rows that no other term need be counted. */
enum { LIST_FEW = 100 };
/* Of more rows that a term finds only so many are put in order at first and looked at. */
enum { LIST_FOUND_FIRST = 1000 };
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
	 * NULL for a field: the list's own. In a long list of every field that sorts. */
	const char *const *from_by;
	const struct list_driver *drivers;
	size_t n_drivers;
	const char *columns;       /* named as the fields of the record, without SELECT */
	const char *from;          /* "FROM ... CROSS JOIN ...": the tables in the order in which they are read */
	/* In a list so long that what a page does not show should not be read while rows are chosen: "FROM account a INDEXED BY
	 * ...": the first table alone, by its key, else NULL. Keys are found first, and put in order, in indexes that cover what
	 * of the filter is `narrow`; rows are read then, one by one, until the page is full. Its from_by name their indexes. */
	const char *alone;
	const char *joined, *join; /* what the other tables are called ("c."); " CROSS JOIN ...": how they come behind `alone` */
	const char *found_by[2];   /* what `again` finds rows by, as k.k0 and k.k1 */
	const char *again;         /* "CROSS JOIN ...": all tables of `from` behind k */
	const char *word_narrow;   /* as `word`: what indexes cover of it */
	const struct list_driver *whole; /* `when` is 1: all rows, by an index that covers what is narrow */
	const char *from_order;    /* a FROM as in from_by, of `order` */
	uint64_t narrow;           /* bits of fields: covered. So is what flags ask for */
	uint64_t coarse;           /* many rows may have one value, in whose order the next field of a sort is read */
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
	int64_t drive_max;         /* 0: LIST_DRIVE_MAX, LIST_LONG_MAX; the same */
	bool walks_not;            /* tests: a walk gives up at once where another term may drive */
	size_t found_first;        /* 0: LIST_FOUND_FIRST; the same */
	int64_t few;               /* 0: LIST_FEW; the same */
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
 * names "filter" if too many rows had to be looked at; soon in a long list, where nothing looks a word of one letter up. */
MUST_USE enum status store_list_page(struct snap *s, const struct list_sql *l, const struct filter *f, struct sv after,
				     size_t limit, struct list_page *ret, struct arena *a);
/* How many rows the filter lets through, counted up to `most`; *ret -1: that takes too long. */
MUST_USE enum status store_list_count(struct snap *s, const struct list_sql *l, const struct filter *f, int64_t most,
				      int64_t *ret, struct arena *a);
/* The statement that store_list_page would run first, and in a long list with all that is held beside; for tests of its plan. */
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
