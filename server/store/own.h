/* own: what a debtor changed of himself in the portal, beside what the creditor's book says.
 *
 * The rule: an import takes the book's value only if the book's value changed since it was last told. When a debtor
 * changes a field, what was on file (the book's word) is kept beside it. An import that says the same again, or nothing,
 * changes nothing; one that says something else is newer knowledge of the creditor and wins, and the field is the book's
 * again. Street, city and postcode are one thing: if any of them changed, all of them are the book's, so that no address
 * is put together from two. Fields that no debtor changed follow the book as ever.
 *
 * Asked twice of an import: when its rows are planned, so that its report counts what will change, and in the
 * transaction that applies it, since a debtor may have changed something meanwhile. THREAD_WRITER. */
#ifndef QUITS_SERVER_STORE_OWN_H
#define QUITS_SERVER_STORE_OWN_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct key_range;

/* The debtor's own value from now on; `channel` says which address. verified_at is set. */
MUST_USE enum status store_own_address(struct tx *tx, int64_t contact, enum channel channel, struct sv address);
MUST_USE enum status store_own_language(struct tx *tx, int64_t contact, struct sv language);
/* The language on file is one that he chose. */
MUST_USE enum status store_own_language_chosen(struct snap *s, int64_t contact, bool *ret);
MUST_USE enum status store_own_post(struct tx *tx, int64_t contact, struct sv street, struct sv city,
				    struct sv postcode);

/* Import: cells that say of a debtor's own field what the book said before become empty: staged rows of a range of
 * contacts, or what is planned. */
MUST_USE enum status store_own_skip_staged(struct tx *tx, const struct key_range *r);
MUST_USE enum status store_own_skip_planned(struct tx *tx, int64_t import);
/* Before the contacts are written: fields for which the book says something new are its again, and proven no more. */
MUST_USE enum status store_own_yield(struct tx *tx, int64_t import);

#endif
