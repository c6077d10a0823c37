/* See identity.h. */
#include "server/rule/identity.h"

#include "common/date.h"

#include "server/rule/link.h"

enum { POSTCODE_MIN = 3, YEAR_LEAST = 1900 };

static const struct {
	const char *word;
	enum identity_mode mode;
} modes[] = {
	{ "last4", IDENTITY_LAST4 },
	{ "last4_birth_year", IDENTITY_LAST4_BIRTH_YEAR },
	{ "last6", IDENTITY_LAST6 },
	{ "full_reference", IDENTITY_FULL_REFERENCE },
};

bool identity_mode_from(struct sv word, enum identity_mode *ret)
{
	for (size_t i = 0; i < COUNT(modes); i++)
		if (sv_is(word, modes[i].word)) {
			*ret = modes[i].mode;
			return true;
		}
	return false;
}

bool identity_ready(enum identity_mode mode, const struct identity_file *f)
{
	switch (mode) {
	case IDENTITY_LAST4:
		return f->last4;
	case IDENTITY_LAST4_BIRTH_YEAR:
		return f->last4 && f->birth_year;
	case IDENTITY_LAST6:
		return f->last6;
	case IDENTITY_FULL_REFERENCE:
		return f->reference;
	}
	return false;
}

struct identity_question identity_ask(enum identity_mode mode, const struct identity_file *f, bool step)
{
	struct identity_question q = { .person = !identity_ready(mode, f) };

	q.digits = mode == IDENTITY_LAST6 ? 6 : mode == IDENTITY_FULL_REFERENCE ? 0 : 4;
	q.reference = mode == IDENTITY_FULL_REFERENCE;
	q.year = mode == IDENTITY_LAST4_BIRTH_YEAR;
	if (!step)
		return q;
	q.stepped = true;
	if (!q.year && f->birth_year)
		q.year = true;
	else if (f->postcode)
		q.postcode = true;
	else
		q.person = true;
	return q;
}

bool identity_year(struct sv typed, int64_t today, int *ret)
{
	char d[4];
	int year = 0;

	if (!link_digits(typed, sizeof(d), d))
		return false;
	for (size_t i = 0; i < sizeof(d); i++)
		year = year * 10 + (d[i] - '0');
	if (year < YEAR_LEAST || year > day_civil(today).year)
		return false;
	*ret = year;
	return true;
}

bool identity_postcode(struct sv typed, char ret[IDENTITY_POSTCODE_MAX], size_t *ret_n)
{
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
			continue;
		if (n == IDENTITY_POSTCODE_MAX)
			return false;
		ret[n++] = c;
	}
	*ret_n = n;
	return n >= POSTCODE_MIN;
}
