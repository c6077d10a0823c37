/* lists: what can be typed to filter and to sort each long list, in the language of common/filter.h: told once, for the server
 * that evaluates it, the console that completes and explains it, and quitsctl. The same word means the same in every list:
 *
 *   acct name ch src status reason topic type act   which
 *   amt bal dpd score tries                         how much
 *   at due sent exp since until                     when
 *   owner team by                                   whose
 *
 * Every list's query has the fields filter, after, limit and count, its answer next and total:
 *   filter  the text; absent beside after or count: every row there is, ended ones too, in the list's own order
 *   after   `next` of the page before: the rows behind it
 *   count   also count what the filter lets through, up to LIST_COUNT_MAX, into total
 * Constant; any thread. */
#ifndef QUITS_PROTOCOL_LISTS_H
#define QUITS_PROTOCOL_LISTS_H

#include "common/filter.h"

enum { LIST_COUNT_MAX = 10000 };

/* The enums name the places in their tables, for whoever brings SQL or values to a word. */
#define LIST_WORDS(list)                    enum list##_word {
#define LIST_FIELD(list, ID, name, ...)     list##_##ID,
#define LIST_SIGNS(list)                    list##__FIELDS }; enum list##_sign {
#define LIST_SIGN(list, ID, name, help)     list##_is_##ID,
#define LIST_END(list)                      list##__SIGNS }; extern const struct filter_words list##_list_words;
#include "protocol/lists.def"

struct list_word { /* of a list, by the name of the method that reads it */
	const char *method; /* "account.list" */
	const struct filter_words *words;
};
extern const struct list_word list_table[];
extern const size_t list_table_n;
/* The words of a method, NULL if it is no list. */
const struct filter_words *list_words(struct sv method);

#endif
