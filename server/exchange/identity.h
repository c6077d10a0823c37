/* What proves a contact's identity, as the book brings it and as a debtor types it: the last digits of a document or
 * reference number, or a whole reference. Only keyed hashes are kept; importer and portal make them here, from the
 * same parts, so that they can meet. Pure but for the keys; any thread. */
#ifndef QUITS_SERVER_EXCHANGE_IDENTITY_H
#define QUITS_SERVER_EXCHANGE_IDENTITY_H

#include "common/crypt.h"

enum { IDENTITY_REFERENCE_MAX = 64, IDENTITY_REFERENCE_MIN = 6 };

enum identity_of { /* the first part of a hash; each is a stored fact */
	OF_DOCUMENT = 1,  /* last four of the document; whose: contact_id */
	OF_REFERENCE,     /* last four of the reference; whose: account_no */
	OF_DOCUMENT6,     /* last six */
	OF_REFERENCE6,
	OF_REFERENCE_FULL /* all of it, see identity_reference */
};

/* The last n digits of a text, other characters ignored; false if it has fewer. */
bool identity_last(struct sv text, size_t n, char *ret);
/* Its ASCII letters, in upper case, and digits; false if they are too few or too many to be a reference, or hold fewer
 * than four digits: words are none. */
bool identity_reference(struct sv text, char ret[IDENTITY_REFERENCE_MAX], size_t *ret_n);
struct hash identity_hash(const struct keys *k, enum identity_of of, struct sv who, struct sv what);

#endif
