/* list: reading any long list as it was typed: the filter in the reader's zone and with his rights, a page of it, and how many
 * rows it lets through. Each subject's own service calls it where its query speaks the language of lists (protocol/lists.h). */
#ifndef QUITS_SERVER_SERVICE_LIST_H
#define QUITS_SERVER_SERVICE_LIST_H

#include "server/runtime/unit.h"
#include "server/store/list.h"

struct snap;

/* The query has a filter, or after, or count. */
bool service_list_asked(const struct record *query, const void *q);
/* Reads the page: `page` has items of l->row, next, and perhaps total and more. INVALID names a field that stands beside the
 * language of lists and does not belong there, filter (with the column), or after; LIMIT names filter. */
MUST_USE enum status service_list_read(struct unit *u, struct snap *s, const struct list_sql *l,
				       const struct record *query, const void *q, const struct record *page, void *ret);
/* The text as a filter of these words: in the organisation's zone, with what the caller may see. Of the unit's arena. */
MUST_USE enum status service_list_filter(struct unit *u, struct snap *s, const struct filter_words *words, struct sv text,
					 struct filter *ret);

#endif
