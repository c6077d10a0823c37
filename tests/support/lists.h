/* A small book with a few dozen rows in every long list, and each list's rows as filter_match judges them: by the names of the
 * record's fields, never by the server's SQL. */
#ifndef QUITS_TESTS_SUPPORT_LISTS_H
#define QUITS_TESTS_SUPPORT_LISTS_H

#include "tests/support/world.h"

#include "common/record_json.h"
#include "common/zone.h"

#include "protocol/lists.h"

#include "server/store/list.h"

enum { LISTS_ROWS_MOST = 500 };

struct a_list {
	const struct list_sql *sql;
	/* By filter field: the field of the row that says the same; "body." of an event's body. */
	const char *const *shown;
	bool (*flag)(const void *row, unsigned flag);
	const char *const *words; /* fields of the row in which words are looked for; ended by NULL */
};
extern const struct a_list lists[]; /* account.list first */
extern const size_t lists_n;
extern struct arena *lists_arena; /* of lists_fill()'s world */

void lists_fill(struct world *w);
/* Judges a row of l->sql->row; good until the next call for another list. */
struct filter_row lists_row(const struct a_list *l, const void *row);
/* A filter of one to three terms that the list's own words make, about what its rows say. */
struct sv lists_filter(const struct a_list *l, struct list rows);

#endif
