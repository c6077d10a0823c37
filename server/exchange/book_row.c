/* From a row's texts to checked values; see book_row.h. service/book.c calls it for each row on the engine's
 * thread, while other writes go on. Reasons are written for the person who has to mend the file. */
#include "server/exchange/book_row.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/utf8.h"
#include "common/zone.h"

#include "server/exchange/csv.h"
#include "server/exchange/identity.h"

struct reading {
	struct arena *a;
	const struct sv *in;
	struct book_row *row;
	struct book_row_report *report;
};

__attribute__((format(printf, 4, 5), cold)) static void
note(struct reading *r, enum book_column c, bool warning, const char *fmt, ...)
{
	struct book_row_report *p = r->report;
	struct buf b;
	char *room;
	va_list args;
	int n;

	if (!warning)
		p->bad = true;
	if (p->n == BOOK_ROW_PROBLEMS)
		return;
	b = buf_new(r->a, 400);
	room = buf_room(&b, 320);
	va_start(args, fmt);
	n = vsnprintf(room, 320, fmt, args);
	va_end(args);
	buf_took(&b, n < 0 ? 0 : n > 319 ? 319 : (size_t)n);
	p->at[p->n++] = (struct book_row_problem){ c, warning, utf8_clean(r->a, buf_sv(&b), 400, false) };
}

/* What a person may see of a wrong value. */
#define SHOWN(s) (int)((s).n < 60 ? (s).n : 60), (s).p

static struct sv text(struct reading *r, enum book_column c, size_t max)
{
	struct sv s = sv_trim(r->in[c]);

	if (!s.n)
		return SV_NONE;
	s = sv_trim(utf8_clean(r->a, s, CSV_FIELD_MAX * 4, false));
	if (s.n > max) {
		note(r, c, false, "is longer than %zu bytes", max);
		return SV_NONE;
	}
	return s;
}

static struct sv needed(struct reading *r, enum book_column c, size_t max)
{
	struct sv s = text(r, c, max);

	if (!s.n && !sv_trim(r->in[c]).n)
		note(r, c, false, "is empty");
	else if (!s.n && !r->report->bad)
		note(r, c, false, "has nothing that can be shown");
	return s;
}

static int64_t day(struct reading *r, enum book_column c)
{
	struct sv s = sv_trim(r->in[c]);
	int64_t ret = 0;

	if (s.n && !day_parse(s, &ret)) {
		note(r, c, false, "'%.*s' is not a date like 2026-11-25", SHOWN(s));
		return 0;
	}
	return ret;
}

static struct book_money money(struct reading *r, enum book_column c)
{
	struct sv s = sv_trim(r->in[c]);
	struct book_money m = { .set = s.n > 0 };

	if (!m.set || !r->row->currency.code[0])
		return m;
	if (money_parse(s, r->row->currency, book_column_name(c), &m.amount) != ST_OK) {
		note(r, c, false, "'%.*s': %s", SHOWN(s), fault_last()->text);
		m.set = false;
	}
	return m;
}

static void read_contact(struct reading *r)
{
	struct book_row *w = r->row;

	w->contact = needed(r, BOOK_CONTACT_ID, 64);
	w->name = needed(r, BOOK_CONTACT_NAME, 200);
	w->region = text(r, BOOK_REGION, 100);
	w->street = text(r, BOOK_STREET, 200);
	w->city = text(r, BOOK_CITY, 100);
	w->postcode = text(r, BOOK_POSTCODE, 20);
	w->birth_date = day(r, BOOK_BIRTH_DATE);
	w->folded = utf8_fold(r->a, sv_print(r->a, SV_FMT " " SV_FMT, SV_ARG(w->name), SV_ARG(w->contact)));
}

static struct sv phone(struct reading *r, enum book_column c)
{
	struct sv s = text(r, c, 64), ret = SV_NONE;

	if (s.n && !book_phone(r->a, s, &ret))
		note(r, c, false, "'%.*s' is not a number like +442079460958", SHOWN(s));
	return ret;
}

static void read_addresses(struct reading *r)
{
	struct book_row *w = r->row;
	const struct zone *z;
	struct sv zones;

	w->email = text(r, BOOK_EMAIL, 254);
	if (w->email.n && !book_email_right(w->email))
		note(r, BOOK_EMAIL, false, "'%.*s' is not an e-mail address", SHOWN(w->email));
	w->phone = phone(r, BOOK_PHONE);
	w->whatsapp = phone(r, BOOK_WHATSAPP);
	w->language = text(r, BOOK_LANGUAGE, 35);
	if (w->language.n && !book_language_known(w->language))
		note(r, BOOK_LANGUAGE, false, "'%.*s' is not a language of ISO 639-1 like en", SHOWN(w->language));
	w->country = text(r, BOOK_COUNTRY, 35);
	if (w->country.n && !book_country_known(w->country))
		note(r, BOOK_COUNTRY, false, "'%.*s' is not a country of ISO 3166-1 like GB", SHOWN(w->country));
	w->time_zone = zones = text(r, BOOK_TIME_ZONE, 200);
	while (zones.n) { /* several: the first is the one his pages show */
		struct sv one = sv_trim(sv_cut(&zones, '|'));

		if (zone_get(one, &z) != ST_OK)
			note(r, BOOK_TIME_ZONE, false, "'%.*s' is not a zone like Europe/London", SHOWN(one));
	}
}

static void read_account(struct reading *r)
{
	struct book_row *w = r->row;
	struct sv code;

	w->account = needed(r, BOOK_ACCOUNT_NO, 64);
	w->creditor = needed(r, BOOK_CREDITOR, 100);
	code = needed(r, BOOK_CURRENCY, 35);
	if (code.n && !currency_from(code, &w->currency))
		note(r, BOOK_CURRENCY, false, "'%.*s' is not a currency of ISO 4217 like EUR", SHOWN(code));
	w->creditor_role = text(r, BOOK_CREDITOR_ROLE, 35);
	if (w->creditor_role.n && !sv_is(w->creditor_role, "third_party") &&
	    !sv_is(w->creditor_role, "debt_buyer") && !sv_is(w->creditor_role, "first_party"))
		note(r, BOOK_CREDITOR_ROLE, false, "'%.*s' is none of third_party, debt_buyer, first_party",
		     SHOWN(w->creditor_role));
	w->original_amount = money(r, BOOK_ORIGINAL_AMOUNT);
	w->balance = money(r, BOOK_BALANCE);
	w->interest = money(r, BOOK_INTEREST);
	w->fees = money(r, BOOK_FEES);
	w->payments = money(r, BOOK_PAYMENTS);
	w->credits = money(r, BOOK_CREDITS);
	w->due_date = day(r, BOOK_DUE_DATE);
	w->itemization_date = day(r, BOOK_ITEMIZATION_DATE);
}

/* Open lies between nothing and the amount, on the amount's side of zero. */
static bool open_fits(int64_t amount, int64_t open)
{
	return amount >= 0 ? open >= 0 && open <= amount : open <= 0 && open >= amount;
}

static void read_invoice(struct reading *r)
{
	struct book_row *w = r->row;
	struct book_money amount = money(r, BOOK_INVOICE_AMOUNT), open = money(r, BOOK_INVOICE_OPEN);

	w->invoice = text(r, BOOK_INVOICE_NO, 64);
	w->invoice_issued = day(r, BOOK_INVOICE_DATE);
	w->invoice_due = day(r, BOOK_INVOICE_DUE);
	w->invoice_paid_date = day(r, BOOK_INVOICE_PAID_DATE);
	if (!sv_trim(r->in[BOOK_INVOICE_NO]).n) {
		if (amount.set || open.set || w->invoice_paid_date)
			note(r, BOOK_INVOICE_NO, false, "is empty, but the row has figures of an invoice");
		else if (!sv_trim(r->in[BOOK_BALANCE]).n)
			note(r, BOOK_BALANCE, false, "is empty, and the row has no invoice to take it from");
		return;
	}
	if (!sv_trim(r->in[BOOK_INVOICE_AMOUNT]).n) {
		note(r, BOOK_INVOICE_AMOUNT, false, "is empty");
		return;
	}
	w->invoice_amount = amount.amount;
	w->invoice_open = open.set ? open.amount : amount.amount;
	if (r->report->bad)
		return;
	if (!open.set && w->invoice_paid_date)
		note(r, BOOK_INVOICE_OPEN, false, "is empty, but there is a date of payment");
	else if (!open_fits(w->invoice_amount, w->invoice_open))
		note(r, BOOK_INVOICE_OPEN, false, "does not lie between 0 and the amount of the invoice");
	else if (w->invoice_paid_date && w->invoice_open == w->invoice_amount && w->invoice_amount != 0)
		note(r, BOOK_INVOICE_PAID_DATE, true, "is given, but nothing is paid; left out");
	if (w->invoice_open == w->invoice_amount)
		w->invoice_paid_date = 0;
}

/* The last n digits of `from`, hashed; `last` (or NULL) gets them as they are. */
static bool digits_hash(const struct keys *keys, enum identity_of of, struct sv who, struct sv from,
			size_t n, struct hash *ret, char *last)
{
	char digits[6];

	if (!identity_last(from, n, digits))
		return false;
	*ret = identity_hash(keys, of, who, sv_of(digits, n));
	if (last)
		memcpy(last, digits, n);
	return true;
}

static bool reference_hash(const struct keys *keys, struct sv who, struct sv from, struct hash *ret)
{
	char whole[IDENTITY_REFERENCE_MAX];
	size_t n;

	if (!identity_reference(from, whole, &n))
		return false;
	*ret = identity_hash(keys, OF_REFERENCE_FULL, who, sv_of(whole, n));
	return true;
}

static void read_identity(struct reading *r, const struct keys *keys)
{
	struct book_row *w = r->row;
	struct sv document = r->in[BOOK_DOCUMENT], reference = r->in[BOOK_REFERENCE];

	w->has_contact_digits = digits_hash(keys, OF_DOCUMENT, w->contact, document, 4, &w->contact_digits,
					    w->contact_last);
	w->has_account_digits = digits_hash(keys, OF_REFERENCE, w->account, reference, 4, &w->account_digits,
					    w->account_last);
	w->has_contact_digits6 = digits_hash(keys, OF_DOCUMENT6, w->contact, document, 6, &w->contact_digits6,
					     NULL);
	w->has_account_digits6 = digits_hash(keys, OF_REFERENCE6, w->account, reference, 6,
					     &w->account_digits6, NULL);
	w->has_account_reference = reference_hash(keys, w->account, reference, &w->account_reference);
	if (!w->has_contact_digits && !w->has_account_digits)
		note(r, BOOK_DOCUMENT, true,
		     "has fewer than four digits, as has the reference: no link can be sent for it");
}

void book_row_read(struct arena *a, const struct keys *keys, const struct sv in[BOOK__COUNT],
		   struct book_row *ret, struct book_row_report *report)
{
	struct reading r = { a, in, ret, report };

	*ret = (struct book_row){ .contact = SV_NONE };
	report->n = 0;
	report->bad = false;
	read_contact(&r);
	read_addresses(&r);
	read_account(&r);
	read_invoice(&r);
	if (report->bad)
		return;
	read_identity(&r, keys);
}
