/* identity: the question of the setting identity.mode put to an account and its contact, what was typed for it, and
 * whether that is what is on file. Accepted are the contact's document and the reference of this account, of no other
 * (product.md 3.5). Pure but for the keys; any thread. */
#ifndef QUITS_SERVER_SERVICE_IDENTITY_H
#define QUITS_SERVER_SERVICE_IDENTITY_H

#include "common/crypt.h"

#include "server/exchange/identity.h"
#include "server/rule/identity.h"

struct account_core;
struct org;

enum identity_mode identity_mode_of(const struct org *org);
struct identity_file identity_file_of(const struct account_core *c);

/* What is asked for, in words for whoever is yet to open a link, or can not any more; phrases. */
struct sv identity_asks(const struct org *org);
struct sv identity_locked(const struct org *org);

struct identity_typed { /* as a debtor typed it; empty: not there */
	struct sv digits, reference, year, postcode;
};
struct identity_answer {
	char digits[6], reference[IDENTITY_REFERENCE_MAX], postcode[IDENTITY_POSTCODE_MAX];
	size_t n_digits, n_reference, n_postcode;
	int year;
};
/* INVALID names the field that is no answer to the question: nothing was judged, so nothing is counted. */
MUST_USE enum status identity_read(const struct identity_question *q, const struct identity_typed *typed,
				   int64_t today, struct identity_answer *ret);
/* All that was asked, or none of it: which part was wrong shows neither in the answer nor in the time it takes. */
bool identity_right(const struct keys *k, const struct account_core *c, const struct identity_question *q,
		    const struct identity_answer *a);

#endif
