/* operator: people with roles, found by the kernel's uid. */
#ifndef QUITS_SERVER_STORE_OPERATOR_H
#define QUITS_SERVER_STORE_OPERATOR_H

#include "protocol/schema.h"

#include "server/store/store.h"

MUST_USE enum status store_operator_by_uid(struct snap *s, int64_t uid, struct operator_row *ret,
					   struct arena *a); /* NOT_FOUND */
/* Empty: there is none of this number. */
MUST_USE enum status store_operator_name(struct snap *s, int64_t id, struct sv *ret, struct arena *a);
MUST_USE enum status store_operator_list(struct snap *s, struct operator_row_list *ret, struct arena *a);
MUST_USE enum status store_operator_add(struct tx *tx, const struct operator_row *o);
MUST_USE enum status store_operator_roles(struct tx *tx, int64_t id, struct sv roles);

#endif
