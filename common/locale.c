/* ICU's knowledge of how amounts and dates are written, applied by us; see locale.h. Callers: pages,
 * mails, texts and exports. Any thread; each has its own cache, so there are no locks.
 *
 * Amounts: ICU formats two sample figures, and what stands before, between and behind their digits is the
 * style. Dates: ICU formats each day once and the text is remembered, since a page shows few days. Both
 * caches are small tables with a few places per set, so what strangers ask for cannot make them grow. A
 * language ICU does not know is written as English, and never as the process's own locale. */
#include "common/locale.h"

#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/zone.h"

enum {
	TAG_MAX = 24,
	AFFIX_MAX = 40,
	SETS = 16,
	WAYS = 4, /* 64 styles of figures a thread */
	DATE_SETS = 8,
	DATE_WAYS = 4, /* 32 styles of dates a thread */
	DAYS = 256,    /* remembered per style of dates */
	DAY_TEXT = 62,
	PATTERN_MAX = 128
};

struct text { /* a short piece of UTF-8 */
	unsigned char n;
	char p[AFFIX_MAX];
};

struct figures {
	char tag[TAG_MAX]; /* "" when free */
	struct currency currency;
	int exponent;
	unsigned first, second, least;    /* grouping: 3, 2 and 1 write 1,00,000 */
	struct text before[2], behind[2]; /* [1] of negative figures */
	struct text point, group;
	unsigned char digit_n; /* bytes of a digit */
	char digits[10][4];
};

enum date_style { STYLE_LONG, STYLE_MEDIUM, STYLE_TIME, STYLE_FULL, STYLE_CLOCK, STYLES };

struct remembered {
	int64_t key; /* day or local minute; 0 is free */
	unsigned char n;
	char p[DAY_TEXT];
};

struct dates {
	char tag[TAG_MAX];
	enum date_style style;
	UDateFormat *icu;
	struct remembered texts[DAYS];
};

struct cache {
	struct figures figures[SETS][WAYS];
	unsigned figures_next[SETS]; /* the place to give up next */
	struct dates *dates[DATE_SETS][DATE_WAYS];
	unsigned dates_next[DATE_SETS];
	/* what was asked for last: a page asks for the same few all the time */
	const struct figures *figures_last;
	struct dates *dates_last[STYLES];
};

static _Thread_local struct cache *mine;

static bool has_letters(struct sv s, size_t least, size_t most)
{
	if (s.n < least || s.n > most)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] | 32) < 'a' || (s.p[i] | 32) > 'z')
			return false;
	return true;
}

static bool language_listed(struct sv language)
{
	for (int32_t i = 0; i < uloc_countAvailable(); i++)
		if (sv_eq_fold(language, sv_from(uloc_getAvailable(i))))
			return true;
	return false;
}

/* Asked several times a page, of a handful of languages: the walk through ICU's list is remembered. */
static bool language_known(struct sv language)
{
	static _Thread_local struct {
		char name[3];
		bool known, asked;
	} seen[64];
	size_t at;

	if (!has_letters(language, 2, 3))
		return false;
	if (language.n != 2)
		return language_listed(language);
	at = ((size_t)(language.p[0] & 31) * 7 + (size_t)(language.p[1] & 31)) % COUNT(seen);
	if (!seen[at].asked || seen[at].name[0] != language.p[0] || seen[at].name[1] != language.p[1]) {
		seen[at].known = language_listed(language);
		seen[at].name[0] = language.p[0];
		seen[at].name[1] = language.p[1];
		seen[at].asked = true;
	}
	return seen[at].known;
}

static bool country_listed(struct sv country)
{
	for (const char *const *at = uloc_getISOCountries(); *at; at++)
		if (sv_eq_fold(country, sv_from(*at)))
			return true;
	return false;
}

/* As with languages: the walk is remembered, here for every pair of letters. */
static bool country_known(struct sv country)
{
	static _Thread_local signed char seen[32 * 32]; /* 0 not asked, 1 known, -1 not */
	signed char *at;

	if (!has_letters(country, 2, 2))
		return false;
	at = &seen[(country.p[0] & 31) * 32 + (country.p[1] & 31)];
	if (!*at)
		*at = country_listed(country) ? 1 : -1;
	return *at > 0;
}

struct sv locale_tag(struct arena *a, struct sv language, struct sv country)
{
	struct sv known = language_known(language) ? language : SV("en");
	char tag[8];
	size_t n = 0;
	bool has_country = country_known(country);

	for (size_t i = 0; i < known.n; i++)
		tag[n++] = (char)(known.p[i] | 32);
	if (has_country) {
		tag[n++] = '-';
		tag[n++] = (char)(country.p[0] & ~32);
		tag[n++] = (char)(country.p[1] & ~32);
	}
	return sv_copy(a, sv_of(tag, n));
}

/* The tag as a key; what cannot be one is English. */
static void key_from(struct sv tag, char key[TAG_MAX])
{
	bool sound = tag.n > 0 && tag.n < TAG_MAX;

	for (size_t i = 0; sound && i < tag.n; i++) {
		char c = tag.p[i];

		sound = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		        (c >= '0' && c <= '9') || c == '-' || c == '_';
	}
	memset(key, 0, TAG_MAX);
	if (sound)
		memcpy(key, tag.p, tag.n);
	else
		memcpy(key, "en", 2);
}

static const char *icu_name(const char *key)
{
	struct sv tag = sv_from(key);
	size_t n = 0;

	while (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_')
		n++;
	return language_known(sv_from_to(tag, 0, n)) ? key : "en";
}

static unsigned hash(const char *key, const char *more)
{
	uint32_t h = 2166136261u;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 16777619u;
	for (; *more; more++)
		h = (h ^ (unsigned char)*more) * 16777619u;
	return h ^ h >> 15;
}

static struct cache *cache(void)
{
	if (!mine)
		mine = mem_new(sizeof(*mine));
	return mine;
}

/* Reading a style out of ICU */

static void text_from(struct text *t, const UChar *p, int32_t n)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t len = 0;

	u_strToUTF8(t->p, AFFIX_MAX, &len, p, n, &e);
	t->n = U_SUCCESS(e) && len <= AFFIX_MAX ? (unsigned char)len : 0;
}

/* Takes what stands around the digits out of ICU's writing of a figure. */
static void read_sample(struct figures *f, UNumberFormat *icu, double figure, int negative)
{
	UErrorCode e = U_ZERO_ERROR;
	UFieldPositionIterator *at = ufieldpositer_open(&e);
	UChar out[128];
	int32_t n, from, to, field, first = -1, last = 0;

	n = unum_formatDoubleForFields(icu, figure, out, COUNT(out), at, &e);
	if (U_FAILURE(e)) {
		ufieldpositer_close(at);
		return;
	}
	while ((field = ufieldpositer_next(at, &from, &to)) >= 0) {
		if (field == UNUM_INTEGER_FIELD || field == UNUM_FRACTION_FIELD) {
			if (first < 0 || from < first)
				first = from;
			if (to > last)
				last = to;
		} else if (field == UNUM_DECIMAL_SEPARATOR_FIELD) {
			text_from(&f->point, out + from, to - from);
		} else if (field == UNUM_GROUPING_SEPARATOR_FIELD) {
			text_from(&f->group, out + from, to - from);
		}
	}
	ufieldpositer_close(at);
	if (first < 0)
		return;
	text_from(&f->before[negative], out, first);
	text_from(&f->behind[negative], out + last, n - last);
}

static void read_digits(struct figures *f, UNumberFormat *icu)
{
	static const UNumberFormatSymbol symbols[] = {
		UNUM_ZERO_DIGIT_SYMBOL,  UNUM_ONE_DIGIT_SYMBOL,   UNUM_TWO_DIGIT_SYMBOL,
		UNUM_THREE_DIGIT_SYMBOL, UNUM_FOUR_DIGIT_SYMBOL,  UNUM_FIVE_DIGIT_SYMBOL,
		UNUM_SIX_DIGIT_SYMBOL,   UNUM_SEVEN_DIGIT_SYMBOL, UNUM_EIGHT_DIGIT_SYMBOL,
		UNUM_NINE_DIGIT_SYMBOL
	};

	f->digit_n = 0;
	for (size_t i = 0; i < COUNT(symbols); i++) {
		UErrorCode e = U_ZERO_ERROR;
		UChar symbol[8];
		struct text t = { 0, "" };
		int32_t n = unum_getSymbol(icu, symbols[i], symbol, COUNT(symbol), &e);

		if (U_SUCCESS(e))
			text_from(&t, symbol, n);
		if (t.n == 0 || t.n > 4 || (f->digit_n && t.n != f->digit_n)) {
			f->digit_n = 0;
			break;
		}
		f->digit_n = t.n;
		memcpy(f->digits[i], t.p, t.n);
	}
	if (f->digit_n)
		return;
	f->digit_n = 1;
	for (int i = 0; i < 10; i++)
		f->digits[i][0] = (char)('0' + i);
}

static void plain_style(struct figures *f) /* if ICU fails us: -1234.50 */
{
	f->first = f->second = 0;
	f->point = (struct text){ 1, "." };
	f->before[1] = (struct text){ 1, "-" };
	f->digit_n = 1;
	for (int i = 0; i < 10; i++)
		f->digits[i][0] = (char)('0' + i);
}

static void figures_read(struct figures *f, const char *key, struct currency c)
{
	bool money = c.code[0] != '\0';
	UErrorCode e = U_ZERO_ERROR;
	UNumberFormat *icu;
	UChar code[4];

	memset(f, 0, sizeof(*f));
	memcpy(f->tag, key, TAG_MAX);
	f->currency = c;
	f->exponent = money ? currency_exponent(c) : 0;
	icu = unum_open(money ? UNUM_CURRENCY : UNUM_DECIMAL, NULL, 0, icu_name(key), NULL, &e);
	if (U_FAILURE(e)) {
		plain_style(f);
		return;
	}
	if (money) {
		u_uastrcpy(code, c.code);
		unum_setTextAttribute(icu, UNUM_CURRENCY_CODE, code, 3, &e);
	}
	unum_setAttribute(icu, UNUM_MIN_FRACTION_DIGITS, f->exponent);
	unum_setAttribute(icu, UNUM_MAX_FRACTION_DIGITS, f->exponent);
	f->first = (unsigned)unum_getAttribute(icu, UNUM_GROUPING_SIZE);
	f->second = (unsigned)unum_getAttribute(icu, UNUM_SECONDARY_GROUPING_SIZE);
	f->least = (unsigned)unum_getAttribute(icu, UNUM_MINIMUM_GROUPING_DIGITS);
	if (!unum_getAttribute(icu, UNUM_GROUPING_USED) || f->first > 18)
		f->first = 0;
	if (f->second == 0 || f->second > 18)
		f->second = f->first;
	if (f->least == 0 || f->least > 18)
		f->least = 1;
	read_sample(f, icu, 1234567.5, 0);
	read_sample(f, icu, -1234567.5, 1);
	read_digits(f, icu);
	unum_close(icu);
}

static bool tag_is(const char key[TAG_MAX], struct sv tag)
{
	return tag.n > 0 && tag.n < TAG_MAX && memcmp(key, tag.p, tag.n) == 0 && key[tag.n] == '\0';
}

static const struct figures *figures_of(struct sv tag, struct currency c)
{
	struct cache *k = cache();
	char key[TAG_MAX];
	struct figures *f;
	unsigned set;

	if (k->figures_last && tag_is(k->figures_last->tag, tag) && currency_eq(k->figures_last->currency, c))
		return k->figures_last;
	key_from(tag, key);
	set = hash(key, c.code) % SETS;
	for (int i = 0; i < WAYS; i++) {
		f = &k->figures[set][i];
		if (memcmp(f->tag, key, TAG_MAX) == 0 && currency_eq(f->currency, c))
			return k->figures_last = f;
	}
	f = &k->figures[set][k->figures_next[set]++ % WAYS];
	figures_read(f, key, c);
	return k->figures_last = f;
}

/* Writing figures, from the last digit to the first */

static char *put_before(char *p, const char *piece, size_t n)
{
	return memcpy(p - n, piece, n);
}

static void write_figure(struct buf *b, const struct figures *f, int64_t amount)
{
	char out[20 * (4 + AFFIX_MAX) + 3 * AFFIX_MAX], *end = out + sizeof(out), *p = end;
	uint64_t u = amount < 0 ? -(uint64_t)amount : (uint64_t)amount, rest;
	unsigned digits = 1, until;
	int minus = amount < 0;

	p = put_before(p, f->behind[minus].p, f->behind[minus].n);
	for (int i = 0; i < f->exponent; i++, u /= 10)
		p = put_before(p, f->digits[u % 10], f->digit_n);
	if (f->exponent)
		p = put_before(p, f->point.p, f->point.n);
	for (rest = u; rest >= 10; rest /= 10)
		digits++;
	until = f->first && digits >= f->first + f->least ? f->first : UINT32_MAX;
	do {
		if (until-- == 0) {
			p = put_before(p, f->group.p, f->group.n);
			until = f->second - 1;
		}
		p = put_before(p, f->digits[u % 10], f->digit_n);
		u /= 10;
	} while (u);
	p = put_before(p, f->before[minus].p, f->before[minus].n);
	buf_add(b, (struct sv){ p, (size_t)(end - p) });
}

void locale_money(struct buf *b, struct sv tag, int64_t amount, struct currency c)
{
	if (c.code[0])
		write_figure(b, figures_of(tag, c), amount);
	else
		money_print(b, amount, c);
}

void locale_number(struct buf *b, struct sv tag, int64_t n)
{
	write_figure(b, figures_of(tag, (struct currency){ "" }), n);
}

/* Dates */

static UDateFormat *dates_open(const char *key, enum date_style style)
{
	static const UChar *const skeletons[] = { u"yMMMMd", u"yMMMd", u"yMMMdjm", u"yMMMMEEEEd", u"jm" };
	const char *name = icu_name(key);
	UErrorCode e = U_ZERO_ERROR;
	UDateTimePatternGenerator *made = udatpg_open(name, &e);
	UChar pattern[PATTERN_MAX];
	UDateFormat *icu = NULL;
	int32_t n;

	if (U_FAILURE(e))
		return NULL;
	n = udatpg_getBestPattern(made, skeletons[style], -1, pattern, PATTERN_MAX, &e);
	if (U_SUCCESS(e))
		icu = udat_open(UDAT_PATTERN, UDAT_PATTERN, name, u"GMT", -1, pattern, n, &e);
	udatpg_close(made);
	return U_SUCCESS(e) ? icu : NULL;
}

static void dates_close(struct dates *d)
{
	if (d && d->icu)
		udat_close(d->icu);
	mem_free(d);
}

static struct dates *dates_of(struct sv tag, enum date_style style)
{
	static const char *const words[] = { "l", "m", "t", "f", "c" };
	struct cache *k = cache();
	char key[TAG_MAX];
	struct dates **place, *d;
	unsigned set;

	if (k->dates_last[style] && tag_is(k->dates_last[style]->tag, tag))
		return k->dates_last[style];
	key_from(tag, key);
	set = hash(key, words[style]) % DATE_SETS;
	for (int i = 0; i < DATE_WAYS; i++) {
		d = k->dates[set][i];
		if (d && d->style == style && memcmp(d->tag, key, TAG_MAX) == 0)
			return k->dates_last[style] = d;
	}
	place = &k->dates[set][k->dates_next[set]++ % DATE_WAYS];
	if (*place)
		k->dates_last[(*place)->style] = NULL;
	dates_close(*place);
	d = mem_new(sizeof(*d));
	memcpy(d->tag, key, TAG_MAX);
	d->style = style;
	d->icu = dates_open(key, style);
	*place = d;
	return k->dates_last[style] = d;
}

/* `key` is what is remembered: a day, or a local minute; ms is the same instant on the wall clock. */
static void write_date(struct buf *b, struct dates *d, int64_t key, int64_t ms)
{
	struct remembered *r = &d->texts[(uint64_t)key % DAYS];
	UErrorCode e = U_ZERO_ERROR;
	char text[512];
	UChar wide[160];
	int32_t n = 0, len;

	if (r->key == key && key != 0) {
		buf_add(b, (struct sv){ r->p, r->n });
		return;
	}
	len = d->icu ? udat_format(d->icu, (UDate)ms, wide, COUNT(wide), NULL, &e) : 0;
	if (d->icu && U_SUCCESS(e))
		u_strToUTF8(text, sizeof(text), &n, wide, len, &e);
	if (n == 0 || U_FAILURE(e)) { /* ICU failed us: ISO 8601 */
		day_print(b, time_day_utc(ms));
		return;
	}
	if (n <= DAY_TEXT) {
		r->key = key;
		r->n = (unsigned char)n;
		memcpy(r->p, text, (size_t)n);
	}
	buf_add(b, (struct sv){ text, (size_t)n });
}

void locale_day(struct buf *b, struct sv tag, int64_t day, enum day_style style)
{
	static const enum date_style styles[] = { STYLE_LONG, STYLE_MEDIUM, STYLE_FULL };

	if (day != 0)
		write_date(b, dates_of(tag, styles[style]), day, day_time_utc(day));
}

static void write_minute(struct buf *b, struct sv tag, int64_t ms, const struct zone *z, enum date_style style)
{
	int64_t local, minute;

	if (ms == 0)
		return;
	local = ms + (z ? zone_offset_s(z, ms) : 0) * INT64_C(1000);
	minute = local / 60000 - (local % 60000 < 0);
	write_date(b, dates_of(tag, style), minute, minute * 60000);
}

void locale_time(struct buf *b, struct sv tag, int64_t ms, const struct zone *z)
{
	write_minute(b, tag, ms, z, STYLE_TIME);
}

void locale_clock(struct buf *b, struct sv tag, int64_t ms, const struct zone *z)
{
	write_minute(b, tag, ms, z, STYLE_CLOCK);
}

void locale_thread_end(void)
{
	if (!mine)
		return;
	for (int i = 0; i < DATE_SETS; i++)
		for (int j = 0; j < DATE_WAYS; j++)
			dates_close(mine->dates[i][j]);
	mem_free(mine);
	mine = NULL;
}
