/* code: six digits sent to an address of a contact. The table knows them only by their keyed hash. */
#ifndef QUITS_SERVER_STORE_CODE_H
#define QUITS_SERVER_STORE_CODE_H

#include "protocol/schema.h"

#include "server/store/store.h"

enum code_purpose { CODE_SECOND_FACTOR = 1, CODE_VERIFY_ADDRESS };

struct code_core {
	int64_t contact, id, link, tries, made_at, expires_at, ended_at; /* link, ended_at: 0 for none */
	enum code_purpose purpose;
	enum channel channel;
	struct sv address;
	struct hash hash, owner; /* owner: zeros for none */
	bool has_owner;
};

MUST_USE enum status store_code_add(struct tx *tx, const struct code_core *c);
/* The newest that was sent for this, ended or not; `owner` may be NULL: anybody's. An empty address: any. */
MUST_USE enum status store_code_newest(struct snap *s, int64_t contact, enum code_purpose purpose,
				       struct sv address, const struct hash *owner,
				       struct code_core *ret, bool *ret_found, struct arena *a);
/* One more answer is judged; *ret_tries is its number, 0 if `most` were judged before. */
MUST_USE enum status store_code_try(struct tx *tx, int64_t contact, int64_t id, int64_t most,
				    int64_t *ret_tries);
MUST_USE enum status store_code_end(struct tx *tx, int64_t contact, int64_t id);
/* Ends every one of this purpose and address that has not ended. */
MUST_USE enum status store_code_replace(struct tx *tx, int64_t contact, enum code_purpose purpose,
					struct sv address);
/* How many of this purpose were made after `since`; an empty address: to any. */
MUST_USE enum status store_code_since(struct snap *s, int64_t contact, enum code_purpose purpose,
				      struct sv address, int64_t since, int64_t *ret_n);
MUST_USE enum status store_code_drop(struct tx *tx, int64_t before, size_t most, int64_t *ret_dropped);

/* Wrong answers, which outlive their codes. */
MUST_USE enum status store_code_wrong_add(struct tx *tx, int64_t contact, int64_t id);
MUST_USE enum status store_code_wrong_since(struct snap *s, int64_t contact, int64_t since, int64_t *ret_n);
MUST_USE enum status store_code_wrong_lift(struct tx *tx, int64_t contact, int64_t *ret_n);
MUST_USE enum status store_code_wrong_drop(struct tx *tx, int64_t before, size_t most, int64_t *ret_dropped);

#endif
