/* typed: see typed.h. */
#include "server/service/typed.h"

#include "common/date.h"
#include "common/phrase.h"

#include "server/exchange/book_row.h"

enum { EXAMPLE_UNITS = 12345 };

enum status typed_amount(struct sv text, struct currency c, const char *field, int64_t *ret)
{
	if (sv_trim(text).n == 0)
		return fail_field(ST_INVALID, field, N_("Please enter an amount."));
	if (money_parse_typed(text, c, field, ret) == ST_OK)
		return ST_OK;
	return fail_phrase(ST_INVALID, field, N_("Please enter the amount in figures, for example {example}."),
			   P_MONEY("example", EXAMPLE_UNITS, c));
}

enum status typed_day(struct sv text, const char *field, int64_t *ret)
{
	if (sv_trim(text).n == 0)
		return fail_field(ST_INVALID, field, N_("Please choose a date."));
	return day_parse(text, ret) ? ST_OK
				    : fail_field(ST_INVALID, field, N_("This is not a date of the calendar."));
}

enum status typed_phone(struct arena *a, struct sv text, const char *field, struct sv *ret)
{
	if (book_phone(a, sv_trim(text), ret))
		return ST_OK;
	return fail_field(ST_INVALID, field,
			  N_("Please enter the number with its country code, for example +44 20 7946 0958."));
}

enum status typed_email(struct arena *a, struct sv text, const char *field, struct sv *ret)
{
	struct sv email = sv_trim(text);

	if (email.n > 254 || !book_email_right(email))
		return fail_field(ST_INVALID, field,
				  N_("Please enter a complete e-mail address, for example name@example.com."));
	*ret = sv_copy(a, email);
	return ST_OK;
}
