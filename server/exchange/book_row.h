/* A row of the canonical book, from texts to checked values.
 *
 * Amounts are read exactly in the minor units of the row's currency, dates are ISO 8601, addresses are checked,
 * names are cleaned of what must not reach a page or terminal. Of `document` and `reference` only keyed hashes are
 * kept (identity.h). Pure but for the keys; any thread. */
#ifndef QUITS_SERVER_EXCHANGE_BOOK_ROW_H
#define QUITS_SERVER_EXCHANGE_BOOK_ROW_H

#include "common/crypt.h"
#include "common/money.h"

#include "server/exchange/mapping.h"

struct book_money {
	bool set;
	int64_t amount; /* minor units */
};

struct book_row { /* texts are in the arena or views of the input; empty: unknown; days: 0 unknown */
	struct sv contact, name, folded, email, phone, whatsapp, language, country, region, time_zone, street,
		city, postcode;
	int64_t birth_date;
	struct hash contact_digits, account_digits, contact_digits6, account_digits6, account_reference;
	bool has_contact_digits, has_account_digits, has_contact_digits6, has_account_digits6,
		has_account_reference;
	char contact_last[4], account_last[4]; /* only to count how they are spread; never stored */
	struct sv account, creditor, creditor_role;
	struct currency currency;
	struct book_money original_amount, balance, interest, fees, payments, credits;
	int64_t due_date, itemization_date;
	struct sv invoice; /* empty: the row is an account without invoices */
	int64_t invoice_issued, invoice_due, invoice_amount, invoice_open, invoice_paid_date;
};

enum { BOOK_ROW_PROBLEMS = 12 };

struct book_row_problem {
	enum book_column column;
	bool warning; /* the row is taken all the same */
	struct sv reason;
};

struct book_row_report {
	struct book_row_problem at[BOOK_ROW_PROBLEMS]; /* the first so many */
	size_t n;
	bool bad; /* one of them is no warning: the row must be left out */
};

void book_row_read(struct arena *a, const struct keys *keys, const struct sv in[BOOK__COUNT],
		   struct book_row *ret, struct book_row_report *report);

/* ISO 3166-1 alpha-2 and ISO 639-1, as their standards write them ("GB", "en"). */
bool book_country_known(struct sv code);
bool book_language_known(struct sv code);
bool book_email_right(struct sv s); /* one ASCII address, as it would stand in an SMTP envelope */
/* E.164: '+' and 7 to 15 digits, none of them leading zero; blanks, dashes, dots and parentheses are dropped. */
bool book_phone(struct arena *a, struct sv s, struct sv *ret);

#endif
