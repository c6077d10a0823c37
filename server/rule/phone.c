/* Phone numbers; see phone.h. The table holds the country codes of ITU-T E.164 as assigned in 2025, without those of no
 * country (800, 808, 870, 878, 881 to 883, 888, 979): nobody is called back at a satellite or a toll-free number. Lengths
 * are of what follows the code; where a plan has many, they are wide. */
#include "server/rule/phone.h"

#include "common/arena.h"
#include "common/catalogue.h"

enum { TYPED_MAX = 40, DIGITS_MAX = 15 };

struct code {
	const char *digits;
	unsigned char least, most;
};

static const struct code codes[] = {
	{ "1", 10, 10 },  { "7", 10, 10 },  { "20", 8, 10 },  { "211", 9, 9 },  { "212", 9, 9 },  { "213", 8, 9 },
	{ "216", 8, 8 },  { "218", 8, 10 }, { "220", 7, 7 },  { "221", 9, 9 },  { "222", 8, 8 },  { "223", 8, 8 },
	{ "224", 8, 9 },  { "225", 8, 10 }, { "226", 8, 8 },  { "227", 8, 8 },  { "228", 8, 8 },  { "229", 8, 10 },
	{ "230", 7, 8 },  { "231", 7, 9 },  { "232", 8, 8 },  { "233", 9, 9 },  { "234", 7, 10 }, { "235", 8, 8 },
	{ "236", 8, 8 },  { "237", 8, 9 },  { "238", 7, 7 },  { "239", 7, 7 },  { "240", 9, 9 },  { "241", 7, 8 },
	{ "242", 9, 9 },  { "243", 7, 9 },  { "244", 9, 9 },  { "245", 7, 9 },  { "246", 7, 7 },  { "247", 4, 6 },
	{ "248", 7, 7 },  { "249", 9, 9 },  { "250", 8, 9 },  { "251", 9, 9 },  { "252", 6, 9 },  { "253", 8, 8 },
	{ "254", 7, 10 }, { "255", 9, 9 },  { "256", 9, 9 },  { "257", 8, 8 },  { "258", 8, 9 },  { "260", 9, 9 },
	{ "261", 9, 10 }, { "262", 9, 9 },  { "263", 5, 10 }, { "264", 6, 10 }, { "265", 7, 9 },  { "266", 8, 8 },
	{ "267", 7, 8 },  { "268", 7, 8 },  { "269", 7, 7 },  { "27", 9, 9 },   { "290", 4, 5 },  { "291", 7, 7 },
	{ "297", 7, 7 },  { "298", 6, 6 },  { "299", 6, 6 },  { "30", 10, 10 }, { "31", 9, 9 },   { "32", 8, 9 },
	{ "33", 9, 9 },   { "34", 9, 9 },   { "350", 8, 8 },  { "351", 9, 9 },  { "352", 4, 11 }, { "353", 7, 9 },
	{ "354", 7, 9 },  { "355", 6, 9 },  { "356", 8, 8 },  { "357", 8, 8 },  { "358", 5, 12 }, { "359", 7, 9 },
	{ "36", 8, 9 },   { "370", 8, 8 },  { "371", 8, 8 },  { "372", 7, 8 },  { "373", 8, 8 },  { "374", 8, 8 },
	{ "375", 9, 10 }, { "376", 6, 9 },  { "377", 8, 9 },  { "378", 6, 10 }, { "379", 6, 11 }, { "380", 9, 9 },
	{ "381", 7, 10 }, { "382", 7, 9 },  { "383", 8, 9 },  { "385", 8, 9 },  { "386", 8, 8 },  { "387", 8, 9 },
	{ "389", 8, 8 },  { "39", 6, 12 },  { "40", 9, 9 },   { "41", 9, 9 },   { "420", 9, 9 },  { "421", 9, 9 },
	{ "423", 7, 9 },  { "43", 4, 13 },  { "44", 9, 10 },  { "45", 8, 8 },   { "46", 7, 13 },  { "47", 8, 8 },
	{ "48", 9, 9 },   { "49", 5, 13 },  { "500", 5, 5 },  { "501", 7, 7 },  { "502", 8, 8 },  { "503", 8, 8 },
	{ "504", 8, 8 },  { "505", 8, 8 },  { "506", 8, 8 },  { "507", 7, 8 },  { "508", 6, 9 },  { "509", 8, 8 },
	{ "51", 8, 9 },   { "52", 10, 11 }, { "53", 6, 8 },   { "54", 10, 11 }, { "55", 10, 11 }, { "56", 9, 9 },
	{ "57", 8, 10 },  { "58", 10, 10 }, { "590", 9, 9 },  { "591", 8, 8 },  { "592", 7, 7 },  { "593", 8, 9 },
	{ "594", 9, 9 },  { "595", 7, 9 },  { "596", 9, 9 },  { "597", 6, 7 },  { "598", 7, 8 },  { "599", 7, 8 },
	{ "60", 8, 10 },  { "61", 9, 9 },   { "62", 8, 12 },  { "63", 8, 10 },  { "64", 8, 10 },  { "65", 8, 8 },
	{ "66", 8, 9 },   { "670", 7, 8 },  { "672", 6, 6 },  { "673", 7, 7 },  { "674", 7, 7 },  { "675", 7, 8 },
	{ "676", 5, 7 },  { "677", 5, 7 },  { "678", 5, 7 },  { "679", 7, 7 },  { "680", 7, 7 },  { "681", 6, 6 },
	{ "682", 5, 5 },  { "683", 4, 7 },  { "685", 5, 7 },  { "686", 5, 8 },  { "687", 6, 6 },  { "688", 5, 7 },
	{ "689", 6, 8 },  { "690", 4, 7 },  { "691", 7, 7 },  { "692", 7, 7 },  { "81", 9, 10 },  { "82", 8, 11 },
	{ "84", 9, 10 },  { "850", 6, 10 }, { "852", 8, 9 },  { "853", 8, 8 },  { "855", 8, 9 },  { "856", 8, 10 },
	{ "86", 9, 11 },  { "880", 8, 10 }, { "886", 8, 9 },  { "90", 10, 10 }, { "91", 10, 10 }, { "92", 8, 11 },
	{ "93", 9, 9 },   { "94", 9, 9 },   { "95", 7, 10 },  { "960", 7, 7 },  { "961", 7, 8 },  { "962", 8, 9 },
	{ "963", 8, 9 },  { "964", 8, 10 }, { "965", 8, 8 },  { "966", 9, 9 },  { "967", 7, 9 },  { "968", 8, 8 },
	{ "970", 8, 9 },  { "971", 8, 9 },  { "972", 8, 9 },  { "973", 8, 8 },  { "974", 8, 8 },  { "975", 7, 8 },
	{ "976", 8, 8 },  { "977", 8, 10 }, { "98", 10, 10 }, { "992", 9, 9 },  { "993", 8, 8 },  { "994", 9, 9 },
	{ "995", 9, 9 },  { "996", 9, 9 },  { "998", 9, 9 },
};

static const struct code *code_of(struct sv digits)
{
	for (size_t i = 0; i < COUNT(codes); i++) /* no code begins with another */
		if (sv_starts(digits, sv_from(codes[i].digits)))
			return &codes[i];
	return NULL;
}

/* The digits of what was typed, and whether it began as an international number; false: it has other characters. */
static bool digits_of(struct sv typed, struct buf *b, bool *ret_plus)
{
	size_t zero = sv_find_sv(typed, SV("(0)"));

	*ret_plus = typed.n && typed.p[0] == '+';
	for (size_t i = *ret_plus ? 1 : 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c >= '0' && c <= '9') {
			if (!(*ret_plus && zero < typed.n && i == zero + 1))
				buf_char(b, c);
		} else if (sv_find(SV(" -./()"), c) == 6) {
			return false;
		}
	}
	return !b->over;
}

static bool nanp(struct sv digits) /* +1: areas and exchanges begin at 2, and no area is N11 */
{
	return digits.p[1] >= '2' && digits.p[4] >= '2' && !(digits.p[2] == '1' && digits.p[3] == '1');
}

enum status phone_parse(struct arena *a, struct sv typed, const char *field, struct sv *ret)
{
	struct buf b = buf_new(a, TYPED_MAX);
	const struct code *code;
	struct sv digits;
	size_t rest;
	bool plus;

	typed = sv_trim(typed);
	if (typed.n == 0)
		return fail_field(ST_INVALID, field, N_("Please enter a phone number."));
	if (!digits_of(typed, &b, &plus))
		return fail_field(ST_INVALID, field, N_("Please write the phone number in figures."));
	digits = buf_sv(&b);
	if (!plus && sv_starts(digits, SV("00"))) {
		digits = sv_from_to(digits, 2, digits.n);
		plus = true;
	}
	if (!plus)
		return fail_field(ST_INVALID, field,
				  N_("Please begin with a plus sign and the country code, for example +44 20 7946 0123."));
	code = code_of(digits);
	if (!code)
		return fail_field(ST_INVALID, field, N_("We do not know the country code of this phone number."));
	rest = digits.n - sv_from(code->digits).n;
	if (rest < code->least || digits.n > DIGITS_MAX || rest > code->most)
		return fail_field(ST_INVALID, field, N_("This phone number has too few or too many figures for its country."));
	if (digits.p[0] == '1' && !nanp(digits))
		return fail_field(ST_INVALID, field, N_("There is no such phone number. Please check it."));
	*ret = sv_print(a, "+" SV_FMT, SV_ARG(digits));
	return ST_OK;
}

struct sv phone_ending(struct sv e164)
{
	return e164.n > 2 ? sv_from_to(e164, e164.n - 2, e164.n) : SV_NONE;
}
