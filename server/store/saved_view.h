/* saved_view: filters of lists under a name, by operator. */
#ifndef QUITS_SERVER_STORE_SAVED_VIEW_H
#define QUITS_SERVER_STORE_SAVED_VIEW_H

#include "protocol/schema.h"

#include "server/store/store.h"

/* Replaces the operator's of the same list and name. */
MUST_USE enum status store_saved_view_put(struct tx *tx, int64_t operator_, const struct saved_view_new *v);
MUST_USE enum status store_saved_view_drop(struct tx *tx, int64_t operator_, struct sv list, struct sv name);
/* As `operator_` sees it: only his own. NOT_FOUND names name. */
MUST_USE enum status store_saved_view_own(struct snap *s, int64_t operator_, struct sv list, struct sv name,
					  struct saved_view_row *ret, struct arena *a);
/* His own and shared ones by list, name and user; list empty: of all. At most `max`. */
MUST_USE enum status store_saved_view_list(struct snap *s, int64_t operator_, struct sv list, size_t max,
					   struct saved_view_row_list *ret, struct arena *a);
MUST_USE enum status store_saved_view_count(struct snap *s, int64_t operator_, int64_t *ret); /* his own, of all lists */

#endif
