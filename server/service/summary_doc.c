/* What stands in a summary; see summary.h. Every text that is ours goes through the catalogue here: the process that
 * draws knows no languages. */
#include "server/service/summary.h"

#include "common/date.h"
#include "common/locale.h"
#include "common/utf8.h"
#include "common/zone.h"

#include "server/rule/ageing.h"
#include "server/service/home.h"
#include "server/service/link.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/setting.h"

enum { WORDS_MAX = 1000, DATA_MAX = 200, CELLS = 7, CURRENCIES = 64, UNLISTED_LINES = 200 };

struct sheet { /* the document growing */
	struct unit *u;
	struct arena *a;
	const struct render *how;
	int64_t today;
	struct pdf_block *blocks;
	size_t n;
	size_t lines; /* invoices that may still be listed */
};

static struct sv words(const struct sheet *s, const char *id)
{
	return sv_copy(s->a, catalogue_text(s->how->language, sv_from(id))); /* it may stand in a passing room */
}

static struct sv told(const struct sheet *s, struct sv text)
{
	struct buf b = buf_new(s->a, WORDS_MAX);

	phrase_print(&b, text, s->how);
	return buf_sv(&b);
}

static struct sv money(const struct sheet *s, int64_t amount, struct currency c)
{
	struct buf b = buf_new(s->a, WORDS_MAX);

	locale_money(&b, s->how->locale, amount, c);
	return buf_sv(&b);
}

static struct sv day(const struct sheet *s, int64_t d)
{
	struct buf b = buf_new(s->a, WORDS_MAX);

	if (d)
		locale_day(&b, s->how->locale, d, DAY_MEDIUM);
	return buf_sv(&b);
}

static struct sv number(const struct sheet *s, int64_t n)
{
	struct buf b = buf_new(s->a, WORDS_MAX);

	if (n)
		locale_number(&b, s->how->locale, n);
	return buf_sv(&b);
}

/* Names and numbers of other systems: bounded, so that no row outgrows a page. */
static struct sv data(const struct sheet *s, struct sv text)
{
	return utf8_clean(s->a, text, DATA_MAX, false);
}

static struct pdf_block *block(struct sheet *s, enum pdf_kind kind, struct sv text)
{
	struct pdf_block *b = &s->blocks[s->n++];

	*b = (struct pdf_block){ .kind = kind, .text = text };
	return b;
}

struct head {
	const char *text;
	enum { TEXT, WHOLE, FIGURES } is;
	int weight;
};

static struct pdf_block *table(struct sheet *s, const struct head *heads, size_t n, size_t rows)
{
	struct pdf_block *b = block(s, PDF_TABLE, SV_NONE);

	b->columns.at = NEW_N(s->a, struct pdf_column, n);
	b->columns.n = n;
	for (size_t i = 0; i < n; i++)
		b->columns.at[i] = (struct pdf_column){ .head = words(s, heads[i].text),
							.figures = heads[i].is == FIGURES,
							.whole = heads[i].is == WHOLE,
							.weight = heads[i].weight };
	b->rows.at = NEW_N(s->a, struct pdf_row, rows + 1);
	return b;
}

static void row(struct sheet *s, struct pdf_block *b, bool total, const struct sv *cells, size_t n)
{
	struct pdf_row *r = &b->rows.at[b->rows.n++];

	r->total = total;
	r->cells.at = NEW_N(s->a, struct pdf_cell, n);
	r->cells.n = n;
	for (size_t i = 0; i < n; i++)
		r->cells.at[i].text = cells[i];
}
#define ROW(s, b, total, ...)                                                                                          \
	row((s), (b), (total), (const struct sv[]){ __VA_ARGS__ },                                                     \
	    sizeof((const struct sv[]){ __VA_ARGS__ }) / sizeof(struct sv))

/* What is owed in one currency. */
struct sum {
	struct currency currency;
	struct ageing ageing;
	int64_t total;
	int64_t unlisted; /* of it: accounts for which there is no row */
};

struct reckoned { /* an account with what is open on it */
	struct invoice_row_list invoices;
	int64_t rest; /* of the balance beside them */
	bool more;    /* of them than can be listed */
};

struct statement {
	struct sum sums[CURRENCIES];
	size_t n_sums;
	struct reckoned *accounts; /* one per account that has a row */
};

static enum status sum_of(struct statement *st, struct currency c, struct sum **ret)
{
	size_t i = 0;

	while (i < st->n_sums && !currency_eq(st->sums[i].currency, c))
		i++;
	if (i == CURRENCIES)
		return fail(ST_LIMIT, "a summary of more than %d currencies", CURRENCIES);
	if (i == st->n_sums)
		st->sums[st->n_sums++] = (struct sum){ .currency = c };
	*ret = &st->sums[i];
	return ST_OK;
}

static enum status reckon(struct sheet *s, struct snap *snap, const struct view_account *v, struct reckoned *r,
			  struct statement *st)
{
	struct ageing_item *items;
	struct ageing ageing;
	struct sum *sum;

	TRY(sum_of(st, v->currency, &sum));
	TRY(store_account_open_invoices(snap, v->account, s->lines, &r->invoices, &r->more, s->a));
	s->lines -= r->invoices.n;
	items = NEW_N(s->a, struct ageing_item, r->invoices.n + 1);
	for (size_t i = 0; i < r->invoices.n; i++)
		items[i] = (struct ageing_item){ r->invoices.at[i].due, r->invoices.at[i].open };
	TRY(ageing_account(v->balance, v->due_date, items, r->invoices.n, s->today, &ageing, &r->rest));
	TRY(ageing_add(&sum->ageing, &ageing));
	return money_add(sum->total, v->balance, &sum->total);
}

/* Accounts behind those that have a row: in the sums all the same, and aged like the others. */
static enum status reckon_unlisted(struct sheet *s, struct snap *snap, const struct view_account_list *more,
				   struct statement *st)
{
	for (size_t i = 0; i < more->n; i++) {
		const struct view_account *v = &more->at[i];
		size_t lines = s->lines;
		struct reckoned none;
		struct sum *sum;

		if (v->paid)
			continue;
		s->lines = UNLISTED_LINES;
		TRY(reckon(s, snap, v, &none, st));
		s->lines = lines;
		TRY(sum_of(st, v->currency, &sum));
		TRY(money_add(sum->unlisted, v->balance, &sum->unlisted));
	}
	return ST_OK;
}

/* All accounts of the contact, page by page of the overview; the first SUMMARY_ACCOUNTS get a row. */
static enum status reckon_all(struct sheet *s, struct snap *snap, const struct summary_ask *q, struct home_lists *ret_home,
			      struct statement *ret)
{
	struct home_ask ask = { q->contact, 0, q->how.zone };
	struct home_lists all = { .more = false }, page;
	bool more;

	all.accounts.at = NEW_N(s->a, struct view_account, SUMMARY_ACCOUNTS);
	ret->accounts = NEW_N(s->a, struct reckoned, SUMMARY_ACCOUNTS);
	do {
		size_t n, room = SUMMARY_ACCOUNTS - all.accounts.n;

		page = (struct home_lists){ .more = false };
		TRY(service_home_lists(s->u, snap, &ask, &page));
		if (!ask.after)
			all.promises = page.promises;
		n = page.accounts.n < room ? page.accounts.n : room;
		for (size_t i = 0; i < n; i++) {
			struct view_account *v = &all.accounts.at[all.accounts.n];

			*v = page.accounts.at[i];
			if (!v->paid)
				TRY(reckon(s, snap, v, &ret->accounts[all.accounts.n], ret));
			all.accounts.n++;
		}
		all.more = all.more || n < page.accounts.n;
		more = page.more && page.accounts.n;
		ask.after = page.accounts.n ? page.accounts.at[page.accounts.n - 1].account : 0;
		page.accounts.at += n;
		page.accounts.n -= n;
		TRY(reckon_unlisted(s, snap, &page.accounts, ret));
	} while (more);
	*ret_home = all;
	return ST_OK;
}

static void owed(struct sheet *s, const struct statement *st)
{
	static const struct head heads[] = {
		{ N_("Currency"), WHOLE, 0 },          { N_("Not yet due"), FIGURES, 0 },
		{ N_("1 to 30 days"), FIGURES, 0 },   { N_("31 to 60 days"), FIGURES, 0 },
		{ N_("61 to 90 days"), FIGURES, 0 },  { N_("Over 90 days"), FIGURES, 0 },
		{ N_("Total"), FIGURES, 0 },
	};
	struct pdf_block *b;

	block(s, PDF_HEADING, words(s, N_("What you owe, by days past due")));
	if (st->n_sums == 0) {
		block(s, PDF_PARAGRAPH, words(s, N_("You owe nothing on these accounts.")));
		return;
	}
	b = table(s, heads, COUNT(heads), st->n_sums);
	for (size_t i = 0; i < st->n_sums; i++) {
		const struct sum *sum = &st->sums[i];
		struct sv cells[CELLS] = { sv_copy(s->a, currency_sv(&sum->currency)) };

		for (int age = 0; age < AGE__COUNT; age++)
			cells[1 + age] = money(s, sum->ageing.at[age], sum->currency);
		cells[CELLS - 1] = money(s, sum->total, sum->currency);
		row(s, b, false, cells, CELLS);
	}
}

static void accounts(struct sheet *s, const struct home_lists *home, const struct statement *st)
{
	static const struct head heads[] = {
		{ N_("Creditor"), TEXT, 4 },         { N_("Account"), TEXT, 3 },   { N_("Due"), WHOLE, 0 },
		{ N_("Days past due"), FIGURES, 0 }, { N_("Status"), TEXT, 2 },    { N_("Balance"), FIGURES, 0 },
	};
	struct pdf_block *b;

	block(s, PDF_HEADING, words(s, N_("Accounts")));
	b = table(s, heads, COUNT(heads), home->accounts.n + 2 * st->n_sums);
	for (size_t i = 0; i < home->accounts.n; i++) {
		const struct view_account *v = &home->accounts.at[i];

		ROW(s, b, false, data(s, v->creditor), data(s, v->number), day(s, v->due_date),
		    number(s, v->past_due), told(s, v->status),
		    v->paid ? SV_NONE : money(s, v->balance, v->currency)); /* what is not owed is in no sum */
	}
	for (size_t i = 0; i < st->n_sums; i++)
		if (st->sums[i].unlisted)
			ROW(s, b, false, words(s, N_("Further accounts")), SV_NONE, SV_NONE, SV_NONE, SV_NONE,
			    money(s, st->sums[i].unlisted, st->sums[i].currency));
	for (size_t i = 0; i < st->n_sums; i++) {
		const struct sum *sum = &st->sums[i];
		struct sv code = sv_copy(s->a, currency_sv(&sum->currency));

		ROW(s, b, true, told(s, phrase(s->a, N_("You owe in {currency}"), P_TEXT("currency", code))), SV_NONE,
		    SV_NONE, SV_NONE, SV_NONE, money(s, sum->total, sum->currency));
	}
	if (home->more)
		block(s, PDF_NOTE, words(s, N_("There are more accounts than this document can show one by one. They are in the sums.")));
}

/* Up to the balance, so that its sum is the account's. */
static void invoices(struct sheet *s, const struct view_account *v, const struct reckoned *r)
{
	static const struct head heads[] = {
		{ N_("Invoice"), TEXT, 1 },          { N_("Issued"), WHOLE, 0 },   { N_("Due"), WHOLE, 0 },
		{ N_("Days past due"), FIGURES, 0 }, { N_("Amount"), FIGURES, 0 }, { N_("Still open"), FIGURES, 0 },
	};
	struct pdf_block *b;

	block(s, PDF_PART, told(s, phrase(s->a, N_("{creditor}, account {number}"), P_TEXT("creditor", data(s, v->creditor)),
					  P_TEXT("number", data(s, v->number)))));
	b = table(s, heads, COUNT(heads), r->invoices.n + 2);
	for (size_t i = 0; i < r->invoices.n; i++) {
		const struct invoice_row *in = &r->invoices.at[i];
		int64_t due = in->due ? in->due : v->due_date;

		ROW(s, b, false, data(s, in->invoice), day(s, in->issued), day(s, in->due),
		    number(s, due && s->today > due ? s->today - due : 0), money(s, in->amount, v->currency),
		    money(s, in->open, v->currency));
	}
	if (r->rest)
		ROW(s, b, false,
		    words(s, r->more       ? N_("Further invoices and other items")
			     : r->rest > 0 ? N_("Interest, fees and other items")
					   : N_("Payments not yet matched")),
		    SV_NONE, SV_NONE, SV_NONE, SV_NONE, money(s, r->rest, v->currency));
	ROW(s, b, true, words(s, N_("Balance")), SV_NONE, SV_NONE, SV_NONE, SV_NONE,
	    money(s, v->balance, v->currency));
}

static void all_invoices(struct sheet *s, const struct home_lists *home, const struct statement *st)
{
	bool any = false;

	for (size_t i = 0; i < home->accounts.n; i++) {
		if (st->accounts[i].invoices.n == 0)
			continue;
		if (!any)
			block(s, PDF_HEADING, words(s, N_("Open invoices")));
		any = true;
		invoices(s, &home->accounts.at[i], &st->accounts[i]);
	}
}

static void promises(struct sheet *s, const struct home_lists *home)
{
	static const struct head heads[] = {
		{ N_("Reference"), WHOLE, 0 }, { N_("Account"), TEXT, 2 },   { N_("Pay by"), WHOLE, 0 },
		{ N_("Status"), TEXT, 1 },     { N_("Amount"), FIGURES, 0 },
	};
	struct pdf_block *b;

	if (home->promises.n == 0)
		return;
	block(s, PDF_HEADING, words(s, N_("Your promises")));
	b = table(s, heads, COUNT(heads), home->promises.n);
	for (size_t i = 0; i < home->promises.n; i++) {
		const struct view_promise *p = &home->promises.at[i];

		ROW(s, b, false, data(s, p->reference), data(s, p->number), day(s, p->day), told(s, p->status),
		    money(s, p->amount, p->currency));
	}
}

static enum status end(struct sheet *s, struct snap *snap)
{
	struct sv base;

	TRY(service_base_url(s->u, snap, &base));
	block(s, PDF_NOTE, words(s, N_("Amounts are those of your overview at the time above. What you paid and what is "
				       "not matched to an invoice yet is taken off the oldest amounts.")));
	block(s, PDF_NOTE, words(s, N_("To check that this document was issued by us and was not changed, enter its code "
				       "here:")));
	block(s, PDF_LINK, sv_print(s->a, SV_FMT "/verify", SV_ARG(base)));
	return ST_OK;
}

/* The zone goes with the time, once: "Mar 10, 2026, 8:00 AM (America/New York)". */
static struct sv zoned(struct sheet *s, struct sv date)
{
	struct sv zone = sv_copy(s->a, sv_from(zone_name(s->how->zone)));
	struct buf b = buf_new(s->a, WORDS_MAX);

	buf_add(&b, date);
	buf_z(&b, " (");
	for (size_t i = 0; i < zone.n; i++)
		buf_char(&b, zone.p[i] == '_' ? ' ' : zone.p[i]);
	buf_z(&b, ")");
	return buf_sv(&b);
}

static void facts(struct sheet *s, struct sv name, struct sv date, struct sv code)
{
	struct pdf_block *b = block(s, PDF_FACTS, SV_NONE);

	b->rows.at = NEW_N(s->a, struct pdf_row, 3);
	if (name.n)
		ROW(s, b, false, words(s, N_("Name")), data(s, name));
	ROW(s, b, false, words(s, N_("Date")), zoned(s, date));
	ROW(s, b, false, words(s, N_("Document code")), code);
}

/* The ten digits as the locale writes them. */
static struct sv digits(const struct sheet *s)
{
	struct buf b = buf_new(s->a, 80);

	for (int i = 0; i < 10; i++)
		locale_number(&b, s->how->locale, i);
	return b.n == 10 ? SV_NONE : buf_sv(&b);
}

static bool prints_on_letter(struct sv country)
{
	return sv_is(country, "US") || sv_is(country, "CA") || sv_is(country, "MX");
}

/* What stands on every page. */
static enum status frame(struct sheet *s, struct snap *snap, const struct summary_ask *q, struct sv code,
			 struct pdf_doc *ret)
{
	struct buf date = buf_new(s->a, WORDS_MAX), made = buf_new(s->a, 64);
	struct org org;

	TRY(store_org(snap, s->a, &org));
	locale_time(&date, s->how->locale, s->u->now, s->how->zone);
	time_print(&made, s->u->now);
	*ret = (struct pdf_doc){
		.language = s->how->locale,
		.rtl = catalogue_right_to_left(s->how->language),
		.letter = prints_on_letter(q->country),
		.title = words(s, N_("Summary of your accounts")),
		.organisation = sv_copy(s->a, org.organisation),
		.contact_line = sv_copy(s->a, org.contact_line),
		.date = buf_sv(&date),
		.made = sv_print(s->a, "%.19sZ", sv_z(s->a, buf_sv(&made))),
		.code = told(s, phrase(s->a, N_("Document code {code}"), P_TEXT("code", code))),
		.page_of = words(s, N_("Page {page} of {pages}")),
		.digits = digits(s),
	};
	return ST_OK;
}

enum status summary_compose(struct unit *u, struct snap *snap, const struct summary_ask *q, struct sv code,
			    struct pdf_doc *ret)
{
	struct sheet s = { .u = u, .a = &u->arena, .how = &q->how, .today = zone_day(q->how.zone, u->now),
			   .lines = SUMMARY_LINES };
	struct home_lists home = { .more = false };
	struct statement st = { .n_sums = 0 };
	struct contact_core c;

	TRY(store_contact_core(snap, q->contact, &c, s.a));
	TRY(reckon_all(&s, snap, q, &home, &st));
	s.blocks = NEW_N(s.a, struct pdf_block, 2 * home.accounts.n + 16);
	TRY(frame(&s, snap, q, code, ret));
	facts(&s, c.name, ret->date, code);
	owed(&s, &st);
	accounts(&s, &home, &st);
	if (service_section(snap, s.a, SECTION_INVOICES) == ST_OK)
		all_invoices(&s, &home, &st);
	promises(&s, &home);
	TRY(end(&s, snap));
	ret->blocks.at = s.blocks;
	ret->blocks.n = s.n;
	return ST_OK;
}
