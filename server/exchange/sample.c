/* The sample book: `quitsd sample` prints it, `./dev run` imports it, benches and tests make files with it. All
 * chance comes from a small generator (splitmix64) of our own, so a seed gives the same bytes everywhere. */
#include "server/exchange/sample.h"

#include <string.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/money.h"

#include "server/exchange/mapping.h"
#include "server/exchange/sample_words.h"

enum { ACCOUNTS_MAX = 3, INVOICES_MAX = 5, FLUSH = 64 << 10, OLDEST = 720 };

struct sample {
	struct arena arena;
	struct buf out;
	sample_sink *sink;
	void *arg;
	uint64_t chance;
	int64_t today;
	size_t accounts, invoices; /* so far */
};

struct person {
	const struct sample_country *home;
	const struct sample_city *city;
	struct sv id, name, document, email, phone, whatsapp, street, birth;
};

struct debt {
	const char *creditor;
	struct sv number, reference;
	int64_t due; /* day */
	int64_t balance, original, interest, fees;
	bool with_balance;
};

static uint64_t draw(struct sample *s)
{
	uint64_t z = s->chance += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static size_t below(struct sample *s, size_t n)
{
	return (size_t)(draw(s) % n);
}

static bool one_in(struct sample *s, size_t n)
{
	return below(s, n) == 0;
}

#define PICK(s, array) ((array)[below((s), COUNT(array))])

/* '#' becomes a digit. */
static struct sv digits(struct sample *s, const char *pattern)
{
	struct sv text = sv_copy(&s->arena, sv_from(pattern));
	char *p = arena_copy(&s->arena, text.p, text.n);

	for (size_t i = 0; i < text.n; i++)
		if (p[i] == '#')
			p[i] = (char)('0' + below(s, 10));
	return sv_of(p, text.n);
}

static struct sv day_text(struct sample *s, int64_t day)
{
	struct buf b = buf_new(&s->arena, 16);

	if (day)
		day_print(&b, day);
	return buf_sv(&b);
}

/* The letters of a name that an address may have; accents lose their letter. */
static void add_plain(struct buf *b, const char *name)
{
	for (; *name; name++)
		if ((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z'))
			buf_char(b, (char)(*name | 0x20));
}

static void make_person(struct sample *s, struct person *p, size_t n)
{
	static const char *const domains[] = { "example.com", "example.org", "example.net" };
	const struct sample_country *h = p->home = &PICK(s, sample_countries);
	const char *first = PICK(s, h->first), *last = PICK(s, h->last), *second = PICK(s, h->last);
	const char *street = PICK(s, h->streets);
	struct buf mail = buf_new(&s->arena, 100);
	int house = 1 + (int)below(s, 180);

	p->city = &PICK(s, h->cities);
	p->id = sv_print(&s->arena, "C-%06zu", n + 100001);
	p->name = h->two_last ? sv_print(&s->arena, "%s %s %s", first, last, second)
			      : sv_print(&s->arena, "%s %s", first, last);
	p->document = one_in(s, 120) ? SV("on paper") : digits(s, h->document);
	p->phone = one_in(s, 9) ? SV_NONE : digits(s, h->phone);
	p->whatsapp = p->phone.n && one_in(s, 2) ? p->phone : SV_NONE;
	add_plain(&mail, first);
	buf_char(&mail, '.');
	add_plain(&mail, last);
	buf_print(&mail, "%zu@%s", n + 1, PICK(s, domains));
	p->email = one_in(s, 12) ? SV_NONE : buf_sv(&mail);
	p->street = h->number_first ? sv_print(&s->arena, "%d %s", house, street)
				    : sv_print(&s->arena, "%s %d", street, house);
	p->birth = day_text(s, one_in(s, 3) ? 0 : s->today - 7000 - (int64_t)below(s, 20000));
}

static void add_field(struct buf *b, struct sv v)
{
	bool quoted = memchr(v.p ? v.p : "", ',', v.n) || memchr(v.p ? v.p : "", '"', v.n);

	if (!quoted) {
		buf_add(b, v);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, v.p[i]);
	}
	buf_char(b, '"');
}

static struct sv money_text(struct sample *s, int64_t amount, const struct sample_country *h)
{
	struct buf b = buf_new(&s->arena, 32);
	struct currency c;

	if (currency_from(sv_from(h->currency), &c))
		money_print(&b, amount, c);
	return buf_sv(&b);
}

/* Everyday amounts in minor units: mostly small, some large; a peso or real buys less. */
static int64_t some_amount(struct sample *s, const struct sample_country *h)
{
	int64_t most = one_in(s, 12) ? 900000 : one_in(s, 3) ? 120000 : 28000;
	int64_t amount = 1500 + (int64_t)below(s, (size_t)most);

	return strcmp(h->currency, "MXN") == 0 ? amount * 12 : strcmp(h->currency, "BRL") == 0 ? amount * 4 : amount;
}

struct bill {
	struct sv number;
	int64_t issued, due, amount, open, paid;
};

static void make_bill(struct sample *s, const struct person *p, const struct debt *d, size_t i, bool all_paid,
		      struct bill *ret)
{
	size_t kind = all_paid ? 0 : below(s, 6);

	ret->due = d->due + (int64_t)(30 * i);
	if (ret->due > s->today + 20)
		ret->due = s->today + 20;
	ret->issued = ret->due - 14 - (int64_t)below(s, 17);
	ret->number = sv_print(&s->arena, "INV-%d-%06zu", day_civil(ret->issued).year, ++s->invoices);
	ret->amount = some_amount(s, p->home);
	ret->open = kind == 0 ? 0 : kind == 1 ? ret->amount - ret->amount * (1 + (int64_t)below(s, 8)) / 10 : ret->amount;
	ret->paid = ret->open == ret->amount ? 0 : ret->issued + 3 + (int64_t)below(s, 40);
	if (ret->paid > s->today)
		ret->paid = s->today;
}

static void write_row(struct sample *s, const struct person *p, const struct debt *d, const struct bill *b)
{
	const struct sample_country *h = p->home;
	struct sv v[BOOK__COUNT] = {
		[BOOK_CONTACT_ID] = p->id, [BOOK_CONTACT_NAME] = p->name, [BOOK_DOCUMENT] = p->document,
		[BOOK_EMAIL] = p->email, [BOOK_PHONE] = p->phone, [BOOK_WHATSAPP] = p->whatsapp,
		[BOOK_LANGUAGE] = sv_from(h->language), [BOOK_COUNTRY] = sv_from(h->code),
		[BOOK_REGION] = sv_from(p->city->region), [BOOK_TIME_ZONE] = sv_from(p->city->zone),
		[BOOK_ACCOUNT_NO] = d->number, [BOOK_REFERENCE] = d->reference,
		[BOOK_CREDITOR] = sv_from(d->creditor), [BOOK_CURRENCY] = sv_from(h->currency),
		[BOOK_DUE_DATE] = day_text(s, d->due), [BOOK_STREET] = p->street,
		[BOOK_CITY] = sv_from(p->city->city), [BOOK_POSTCODE] = sv_from(p->city->postcode),
		[BOOK_BIRTH_DATE] = p->birth, [BOOK_CREDITOR_ROLE] = SV("third_party"),
	};

	if (b) {
		v[BOOK_INVOICE_NO] = b->number;
		v[BOOK_INVOICE_DATE] = day_text(s, b->issued);
		v[BOOK_INVOICE_DUE] = day_text(s, b->due);
		v[BOOK_INVOICE_AMOUNT] = money_text(s, b->amount, h);
		v[BOOK_INVOICE_OPEN] = money_text(s, b->open, h);
		v[BOOK_INVOICE_PAID_DATE] = day_text(s, b->paid);
	} else {
		v[BOOK_ORIGINAL_AMOUNT] = money_text(s, d->original, h);
		v[BOOK_BALANCE] = money_text(s, d->balance, h);
		v[BOOK_ITEMIZATION_DATE] = day_text(s, d->due);
		v[BOOK_INTEREST] = money_text(s, d->interest, h);
		v[BOOK_FEES] = money_text(s, d->fees, h);
		v[BOOK_PAYMENTS] = money_text(s, d->original + d->interest + d->fees - d->balance, h);
	}
	for (size_t c = 0; c < BOOK__COUNT; c++) {
		if (c)
			buf_char(&s->out, ',');
		add_field(&s->out, v[c]);
	}
	buf_char(&s->out, '\n');
}

static void write_account(struct sample *s, const struct person *p)
{
	struct debt d = { .creditor = PICK(s, p->home->creditors) };
	bool all_paid = one_in(s, 14);
	bool several = one_in(s, 2);
	size_t bills = one_in(s, 6) ? 0 : several ? 1 + below(s, INVOICES_MAX) : 1;

	d.number = sv_print(&s->arena, "%s-%07zu", p->home->code, 1000001 + s->accounts++);
	d.reference = one_in(s, 120) || sv_is(p->document, "on paper") ? SV_NONE : digits(s, "REF ######");
	d.due = s->today - (int64_t)below(s, OLDEST + 1);
	for (size_t i = 0; i < bills; i++) {
		struct bill b;

		make_bill(s, p, &d, i, all_paid, &b);
		write_row(s, p, &d, &b);
	}
	if (bills)
		return;
	d.original = some_amount(s, p->home);
	d.interest = d.original * (int64_t)below(s, 60) / 1000;
	d.fees = one_in(s, 3) ? 1500 : 0;
	d.balance = all_paid ? 0 : d.original + d.interest + d.fees - (one_in(s, 4) ? d.original / 4 : 0);
	write_row(s, p, &d, NULL);
}

static enum status flush(struct sample *s)
{
	TRY(buf_end(&s->out, "the sample"));
	TRY(s->sink(s->arg, buf_sv(&s->out)));
	arena_reset(&s->arena);
	s->out = buf_new(&s->arena, 4 * FLUSH);
	return ST_OK;
}

static enum status write_all(struct sample *s, size_t contacts)
{
	s->out = buf_new(&s->arena, 4 * FLUSH);
	for (int c = 0; c < BOOK__COUNT; c++)
		buf_print(&s->out, "%s%s", c ? "," : "", book_column_name((enum book_column)c));
	buf_char(&s->out, '\n');
	for (size_t i = 0; i < contacts; i++) {
		struct person p;
		size_t accounts = i == 0 ? ACCOUNTS_MAX : one_in(s, 9) ? 2 : 1;

		make_person(s, &p, i);
		for (size_t n = 0; n < accounts; n++)
			write_account(s, &p);
		if (s->out.n > FLUSH)
			TRY(flush(s));
	}
	return flush(s);
}

enum status sample_write(sample_sink *sink, void *arg, uint64_t seed, size_t contacts, int64_t today)
{
	struct sample s = { .sink = sink, .arg = arg, .chance = seed, .today = today };
	enum status st;

	if (contacts < 1 || contacts > 1000000)
		return fail_field(ST_INVALID, "contacts", "must be between 1 and 1000000");
	st = write_all(&s, contacts);
	arena_free(&s.arena);
	return st;
}
