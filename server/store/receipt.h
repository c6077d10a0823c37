/* receipt: what debtors did, by contact. Rows are added and read, never changed. */
#ifndef QUITS_SERVER_STORE_RECEIPT_H
#define QUITS_SERVER_STORE_RECEIPT_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct receipt {
	int64_t id, contact;
	int64_t account, subject, session; /* 0: none */
	enum receipt_kind kind;
	struct sv reference;
	int64_t amount, day;               /* 0: none */
	struct currency currency;
	struct sv note;                    /* a phrase */
	int64_t at;
	struct sv number, creditor;        /* read only: of the account */
};

/* CONFLICT: the reference is taken. */
MUST_USE enum status store_receipt_add(struct tx *tx, const struct receipt *r);
MUST_USE enum status store_receipt_by_reference(struct snap *s, int64_t contact, struct sv reference,
						struct receipt *ret, struct arena *a); /* NOT_FOUND */
/* When a contact's newest one of a kind was left; 0: never. */
MUST_USE enum status store_receipt_newest(struct snap *s, int64_t contact, enum receipt_kind kind, int64_t *ret_at);
/* Those with ids below `before` (0: all), newest first. */
MUST_USE enum status store_receipt_list(struct snap *s, int64_t contact, int64_t before, struct receipt *rows,
					size_t max, size_t *ret_n, struct arena *a);
/* The one that a form with this number left; empty: none. */
MUST_USE enum status store_receipt_of(struct snap *s, int64_t contact, enum receipt_kind kind, int64_t subject,
				      struct sv *ret_reference, struct arena *a);

#endif
