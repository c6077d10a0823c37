/* identity: see identity.h. */
#include "server/service/identity.h"

#include "common/catalogue.h"
#include "common/date.h"

#include "server/rule/link.h"
#include "server/store/account.h"
#include "server/store/setting.h"

enum identity_mode identity_mode_of(const struct org *org)
{
	enum identity_mode mode = IDENTITY_LAST4;

	(void)identity_mode_from(org->identity_mode, &mode);
	return mode;
}

struct identity_file identity_file_of(const struct account_core *c)
{
	char postcode[IDENTITY_POSTCODE_MAX];
	size_t n;

	return (struct identity_file){ .last4 = c->has_digits || c->contact_has_digits,
				       .last6 = c->has_digits6 || c->contact_has_digits6,
				       .reference = c->has_reference_full,
				       .birth_year = c->birth_date != 0,
				       .postcode = identity_postcode(c->postcode, postcode, &n) };
}

enum status identity_read(const struct identity_question *q, const struct identity_typed *typed, int64_t today,
			  struct identity_answer *ret)
{
	*ret = (struct identity_answer){ .n_digits = q->digits };
	if (q->digits == 4 && !link_digits(typed->digits, 4, ret->digits))
		return fail_field(ST_INVALID, "digits", N_("Please enter exactly four digits."));
	if (q->digits == 6 && !link_digits(typed->digits, 6, ret->digits))
		return fail_field(ST_INVALID, "digits", N_("Please enter exactly six digits."));
	if (q->reference && !identity_reference(typed->reference, ret->reference, &ret->n_reference))
		return fail_field(ST_INVALID, "reference",
				  N_("Please enter the whole reference number, as it stands on our letters."));
	if (q->year && !identity_year(typed->year, today, &ret->year))
		return fail_field(ST_INVALID, "year",
				  N_("Please enter the year in which you were born, with four digits."));
	if (q->postcode && !identity_postcode(typed->postcode, ret->postcode, &ret->n_postcode))
		return fail_field(ST_INVALID, "postcode", N_("Please enter the postcode of your address."));
	return ST_OK;
}

struct sv identity_asks(const struct org *org)
{
	switch (identity_mode_of(org)) {
	case IDENTITY_LAST4:
		break;
	case IDENTITY_LAST4_BIRTH_YEAR:
		return SV(N_("We ask for the last four digits of your document or reference number and for the year in which "
			     "you were born, so that nobody but you can open the page."));
	case IDENTITY_LAST6:
		return SV(N_("We ask for the last six digits of your document or reference number, so that nobody but you can "
			     "open the page."));
	case IDENTITY_FULL_REFERENCE:
		return SV(N_("We ask for your whole reference number, which stands on letters from us, so that nobody but you "
			     "can open the page."));
	}
	return SV(N_("We ask for the last four digits of your document or reference number, so that nobody but you can open "
		     "the page."));
}

struct sv identity_locked(const struct org *org)
{
	switch (identity_mode_of(org)) {
	case IDENTITY_LAST4:
	case IDENTITY_LAST6:
		break;
	case IDENTITY_LAST4_BIRTH_YEAR:
		return SV(N_("The answer was wrong too often, so this link is locked for good. What we ask for is the end of "
			     "the number of your identity document or tax number, or of the reference number on letters from "
			     "us, and the year in which you were born; sometimes your postcode, too. Contact us: we will help "
			     "you and can send you another link."));
	case IDENTITY_FULL_REFERENCE:
		return SV(N_("The answer was wrong too often, so this link is locked for good. What we ask for is the whole "
			     "reference number on letters from us; sometimes the year in which you were born or your "
			     "postcode, too. Contact us: we will help you and can send you another link."));
	}
	return SV(N_("The answer was wrong too often, so this link is locked for good. What we ask for is the end of the "
		     "number of your identity document or tax number, or of the reference number on letters from us; "
		     "sometimes the year in which you were born or your postcode, too. Contact us: we will help you and can "
		     "send you another link."));
}

static bool hash_is(const struct keys *k, enum identity_of of, struct sv who, struct sv what,
		    const struct hash *on_file, bool has)
{
	struct hash h = identity_hash(k, of, who, what);

	bool same = crypt_equal(hash_sv(&h), hash_sv(on_file));

	return same && has;
}

static bool digits_right(const struct keys *k, const struct account_core *c, const struct identity_answer *a)
{
	struct sv d = sv_of(a->digits, a->n_digits);
	bool by_document, by_reference; /* both are always worked out: time tells nothing */

	if (a->n_digits == 6) {
		by_document = hash_is(k, OF_DOCUMENT6, c->contact_external, d, &c->contact_digits6,
				      c->contact_has_digits6);
		by_reference = hash_is(k, OF_REFERENCE6, c->number, d, &c->digits6, c->has_digits6);
	} else {
		by_document = hash_is(k, OF_DOCUMENT, c->contact_external, d, &c->contact_digits,
				      c->contact_has_digits);
		by_reference = hash_is(k, OF_REFERENCE, c->number, d, &c->digits, c->has_digits);
	}
	return by_document || by_reference;
}

bool identity_right(const struct keys *k, const struct account_core *c, const struct identity_question *q,
		    const struct identity_answer *a)
{
	char postcode[IDENTITY_POSTCODE_MAX];
	bool right = true;
	size_t n;

	if (q->digits)
		right &= digits_right(k, c, a);
	if (q->reference)
		right &= hash_is(k, OF_REFERENCE_FULL, c->number, sv_of(a->reference, a->n_reference),
				 &c->reference_full, c->has_reference_full);
	if (q->year)
		right &= c->birth_date != 0 && day_civil(c->birth_date).year == a->year;
	if (q->postcode)
		right &= identity_postcode(c->postcode, postcode, &n) &&
			 crypt_equal(sv_of(postcode, n), sv_of(a->postcode, a->n_postcode));
	return right && !q->person;
}
