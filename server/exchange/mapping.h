/* Which column of a file becomes which column of the canonical book (column.def). A mapping is a small text:
 *
 *	# a comment
 *	contact_id   = {customer_id}
 *	account_no   = {customer_id}-{business_unit}
 *	currency     = USD
 *	currency     when business_unit is CA02 = CAD
 *	invoice_open = {amount}
 *	invoice_open when clear_date is set = 0
 *	* = *
 *
 * A line gives a canonical column its value: text in which {name} stands for the file's column of that name, and
 * {{ and }} for braces. The value may be empty. Lines with `when NAME is VALUE`, `is set` or `is empty` are
 * tried in their order before the line without a condition, which each column has at most once; without one and
 * with no condition met the column is empty. VALUE may stand in double quotes (`is "set"`); it has no `=`.
 * `* = *` takes every column of the file that has a canonical name and no line of its own under that name, and
 * then refuses a file with a column that nothing uses. An empty mapping is `* = *`.
 *
 * Dates and amounts are not translated: files bring ISO 8601 dates and decimal points.
 * A mapping is made once per use and belongs to one thread. */
#ifndef QUITS_SERVER_EXCHANGE_MAPPING_H
#define QUITS_SERVER_EXCHANGE_MAPPING_H

#include "common/text.h"

enum book_column {
#define COLUMN(id, name) BOOK_##id,
#include "server/exchange/column.def"
	BOOK__COUNT
};

const char *book_column_name(enum book_column c);                  /* "contact_id" */
bool book_column_from(struct sv name, enum book_column *ret);

enum { MAPPING_MAX = 16384, MAPPING_RULES_MAX = 256 };

struct mapping;

/* In the arena; borrows `text`. INVALID names the field "map" and the line. */
MUST_USE enum status mapping_read(struct arena *a, struct sv text, struct mapping **ret);
/* Against a file's header. INVALID, field "file": a column named twice or unknown; "map": a line that needs a column
 * which the file has not; a canonical column that every row must have (contact_id, contact_name, account_no,
 * creditor, currency) and nothing gives. Copies what it keeps. */
MUST_USE enum status mapping_bind(struct arena *a, struct mapping *m, const struct sv *header, size_t n);
/* One row of as many fields as the header has. Values are views of the fields, or built in the arena. */
void mapping_row(struct arena *a, const struct mapping *m, const struct sv *fields,
		 struct sv ret[BOOK__COUNT]);
/* How the file calls a canonical column; its canonical name where it is made of several or none. */
struct sv mapping_name(const struct mapping *m, enum book_column c);

#endif
