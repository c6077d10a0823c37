/* account_page: what a debtor reads of one account: its facts, invoices, payments, and how its balance came to be. */
#ifndef QUITS_SERVER_STORE_ACCOUNT_PAGE_H
#define QUITS_SERVER_STORE_ACCOUNT_PAGE_H

#include "protocol/schema.h"

#include "server/store/store.h"

enum itemised { ITEM_ORIGINAL, ITEM_INTEREST, ITEM_FEES, ITEM_PAYMENTS, ITEM_CREDITS, ITEM__COUNT };

struct account_facts {
	int64_t id, balance, due_date, itemization_date; /* days; 0: not on file */
	struct sv number, creditor;
	struct currency currency;
	enum account_state state;
	bool on_file[ITEM__COUNT]; /* of the creditor's book, since the itemisation date; zero may be on file too */
	int64_t item[ITEM__COUNT];
};
/* NOT_FOUND: the contact has no such account. */
MUST_USE enum status store_account_facts(struct snap *s, int64_t contact, int64_t account, struct account_facts *ret,
					 struct arena *a);
/* A page of invoices: newest first, `skip` of them left out. */
MUST_USE enum status store_account_invoice_page(struct snap *s, int64_t account, int64_t skip, size_t limit,
						struct invoice_row_list *ret, bool *ret_more, struct arena *a);

struct payment_row {
	int64_t day;       /* 0: the book does not say; then at */
	int64_t at, amount; /* negative: it was taken back */
	struct sv invoice; /* empty: not for one */
};
MUST_USE enum status store_account_payments(struct snap *s, int64_t account, int64_t skip, size_t limit,
					    struct payment_row *out, size_t *ret_n, bool *ret_more, struct arena *a);

struct ledger_sum {
	struct sv kind; /* opening, interest, fee, payment, credit, adjustment */
	int64_t amount;
};
enum { LEDGER_KINDS = 6 };
/* The balance is their sum. */
MUST_USE enum status store_account_ledger_sums(struct snap *s, int64_t account, struct ledger_sum out[LEDGER_KINDS],
					       size_t *ret_n, struct arena *a);

struct contact_total {
	struct currency currency;
	int64_t balance;
};
/* What a contact owes on all accounts that are not closed, per currency; at most `max` currencies. */
MUST_USE enum status store_account_totals(struct snap *s, int64_t contact, struct contact_total *out, size_t max,
					  size_t *ret_n, struct arena *a);

#endif
