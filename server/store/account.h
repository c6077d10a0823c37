/* account: debts with their contacts, invoices and ledgers, as operators find them and debtors see them. */
#ifndef QUITS_SERVER_STORE_ACCOUNT_H
#define QUITS_SERVER_STORE_ACCOUNT_H

#include "protocol/schema.h"

#include "server/store/list.h"

extern const struct list_sql account_list_sql;

/* What the program itself needs to know of an account and its contact. */
struct account_core {
	int64_t id, contact, balance;
	struct currency currency;
	enum account_state state;
	enum account_state before_promise; /* what it goes back to when no promise is open any more; none: it has none */
	struct sv number, creditor;
	struct hash digits, contact_digits; /* zeros: none on file; so with these: */
	struct hash digits6, contact_digits6, reference_full;
	bool has_digits, contact_has_digits, has_digits6, contact_has_digits6, has_reference_full;
	struct sv contact_external, contact_name, email, phone, whatsapp, language, country, time_zone,
		postcode;
	int64_t birth_date;
};

MUST_USE enum status store_account_core(struct snap *s, struct sv number, struct account_core *ret,
					struct arena *a); /* NOT_FOUND names the number */
MUST_USE enum status store_account_core_by_id(struct snap *s, int64_t id, struct account_core *ret,
					      struct arena *a);
/* Every word of `folded` (at most four) must stand in the number, creditor or the contact's folded text; masked:
 * in number and creditor alone, or a search would read out digit by digit what the answer masks. */
MUST_USE enum status store_account_find(struct snap *s, const struct sv *words, size_t n, bool masked,
					size_t limit, struct account_page *ret, struct arena *a);
MUST_USE enum status store_account_detail(struct snap *s, struct sv number,
					  struct account_detail *ret, int64_t *ret_id, struct arena *a);
MUST_USE enum status store_account_invoices(struct snap *s, int64_t account, size_t limit,
					    struct invoice_row_list *ret, struct arena *a);
/* Those on which something is open, oldest due day first; *ret_more: there are more than `limit`. */
MUST_USE enum status store_account_open_invoices(struct snap *s, int64_t account, size_t limit,
						 struct invoice_row_list *ret, bool *ret_more, struct arena *a);
MUST_USE enum status store_account_ledger(struct snap *s, int64_t account, size_t limit,
					  struct ledger_row_list *ret, struct arena *a);
MUST_USE enum status store_account_state(struct tx *tx, int64_t contact, int64_t id,
					 enum account_state state);
/* After a dispute: the state, and what it goes back to after promises (rule/dispute.h). */
MUST_USE enum status store_account_released(struct tx *tx, int64_t contact, int64_t id, enum account_state state,
					    enum account_state before);
/* The highest balance of a contact's accounts, minor units of whatever currency. */
MUST_USE enum status store_account_highest(struct snap *s, int64_t contact, int64_t *ret);
/* Accounts that lack what each question of identity asks for. */
struct account_gaps {
	int64_t accounts, last4, last4_birth_year, last6, full_reference;
	int64_t addresses; /* whose contact has fewer than two */
};
MUST_USE enum status store_account_gaps(struct snap *s, struct account_gaps *ret);
/* promise_active or promise_overdue while promises are open; none: they are over, and the account goes back to what it
 * was before them, or is paid. Paid and closed accounts, and those that are with a person, stay as they are. */
MUST_USE enum status store_account_promised(struct tx *tx, int64_t contact, int64_t id,
					    enum account_state state);
MUST_USE enum status store_account_counts(struct snap *s, int64_t *ret_contacts,
					  int64_t *ret_accounts);

struct contact_core {
	int64_t id;
	struct sv name, language, country, region, time_zone, email, phone, whatsapp;
};
struct sv contact_address(const struct contact_core *c, enum channel channel); /* empty: none on that channel */
MUST_USE enum status store_contact_core(struct snap *s, int64_t id, struct contact_core *ret,
					struct arena *a);

/* A debtor's own accounts, in the order of the book. */
struct account_card_row {
	int64_t id, balance, due_date;
	struct sv number, creditor;
	struct currency currency;
	enum account_state state;
};
MUST_USE enum status store_account_of_contact(struct snap *s, int64_t contact, struct arena *a,
					      struct account_card_row *rows, size_t max,
					      size_t *ret_n);
/* The same behind the account `after`: the next page. */
MUST_USE enum status store_account_after(struct snap *s, int64_t contact, int64_t after, struct arena *a,
					 struct account_card_row *rows, size_t max, size_t *ret_n);

#endif
