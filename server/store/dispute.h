/* dispute: disputes with their invoices, their life, and notes among operators. Notes are read by store_dispute_notes
 * alone, which only the operators' door calls. */
#ifndef QUITS_SERVER_STORE_DISPUTE_H
#define QUITS_SERVER_STORE_DISPUTE_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql dispute_list_sql;

struct dispute { /* the row; ids, times 0 and texts empty where there is none */
	int64_t contact, id, account, amount, team, session, filed_at, changed_at, operator, ended_at;
	struct sv reference, statement, reply;
	struct currency currency;
	enum dispute_reason reason;
	enum dispute_part part;
	enum dispute_state state;
	enum account_state was;
	struct sv number, creditor; /* read only: of the account */
};

MUST_USE enum status store_dispute_add(struct tx *tx, const struct dispute *d); /* CONFLICT: the reference is taken */
/* *ret_found false if there is none of this number. */
MUST_USE enum status store_dispute_by_id(struct snap *s, int64_t id, struct dispute *ret, bool *ret_found,
					 struct arena *a);
MUST_USE enum status store_dispute_by_reference(struct snap *s, int64_t contact, struct sv reference,
						struct dispute *ret, struct arena *a); /* NOT_FOUND */
/* Of a contact, newest first; account 0: of all. */
MUST_USE enum status store_dispute_of(struct snap *s, int64_t contact, int64_t account, struct dispute *rows,
				      size_t max, size_t *ret_n, struct arena *a);
/* The caller has asked the transitions. Taking sets who, leaving nobody, ending when and the reply. */
MUST_USE enum status store_dispute_take(struct tx *tx, const struct dispute *d, int64_t operator_);
MUST_USE enum status store_dispute_leave(struct tx *tx, const struct dispute *d);
MUST_USE enum status store_dispute_end(struct tx *tx, const struct dispute *d, enum dispute_state to,
				       int64_t operator_, struct sv reply);
MUST_USE enum status store_dispute_touch(struct tx *tx, const struct dispute *d); /* something happened to it */

/* What the account's open disputes claim, and how many they are; `first` is the state before them. */
struct dispute_open {
	int64_t n, whole, amounts, invoices;
	enum account_state first;
};
MUST_USE enum status store_dispute_open(struct snap *s, int64_t account, struct dispute_open *ret);
MUST_USE enum status store_dispute_last_end(struct snap *s, int64_t account, int64_t *ret); /* 0: none has ended */

MUST_USE enum status store_dispute_invoice_add(struct tx *tx, int64_t dispute, struct sv invoice);
MUST_USE enum status store_dispute_invoices(struct snap *s, int64_t dispute, int64_t account,
					    struct invoice_row_list *ret, struct arena *a);
/* Is this invoice part of another dispute that is open? */
MUST_USE enum status store_dispute_elsewhere(struct snap *s, int64_t account, int64_t dispute, struct sv invoice,
					     bool *ret);
MUST_USE enum status store_invoice_state(struct tx *tx, int64_t account, struct sv invoice,
					 enum invoice_state state);

MUST_USE enum status store_dispute_step_add(struct tx *tx, int64_t dispute, enum dispute_step kind, int64_t files);
MUST_USE enum status store_dispute_steps(struct snap *s, int64_t dispute, struct dispute_step_row_list *ret,
					 struct arena *a);
MUST_USE enum status store_dispute_note_add(struct tx *tx, int64_t dispute, int64_t operator_, struct sv note);
MUST_USE enum status store_dispute_notes(struct snap *s, int64_t dispute, struct dispute_note_row_list *ret,
					 struct arena *a);

/* For operators. team, account: ids, 0 any; before: 0 the newest. */
struct dispute_filter {
	enum dispute_state state;
	int64_t team, account, before;
	size_t limit;
};
MUST_USE enum status store_dispute_list(struct snap *s, const struct dispute_filter *f, struct dispute_page *ret,
					struct arena *a);
MUST_USE enum status store_dispute_row(struct snap *s, int64_t id, struct dispute_row *ret, struct arena *a);

#endif
