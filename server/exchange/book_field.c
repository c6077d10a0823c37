/* Single values of a book row: codes, addresses, digits. See book_row.h. */
#include <string.h>

#include "common/arena.h"

#include "server/exchange/book_row.h"

/* Two letters each, in order. */
static const char countries[] =
	"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCU"
	"CVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIE"
	"ILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMT"
	"MUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSL"
	"SMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";
static const char languages[] =
	"aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagd"
	"glgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmh"
	"mimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsu"
	"svswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu";

static bool in_pairs(const char *pairs, struct sv code)
{
	if (code.n != 2)
		return false;
	for (const char *p = pairs; p[0]; p += 2)
		if (p[0] == code.p[0] && p[1] == code.p[1])
			return true;
	return false;
}

bool book_country_known(struct sv code)
{
	return in_pairs(countries, code);
}

bool book_language_known(struct sv code)
{
	return in_pairs(languages, code);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 5321 dot-string. */
static bool local_right(struct sv s)
{
	char before = '.';

	if (!s.n || s.n > 64)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '.' ? before == '.' : !(is_letter(c) || is_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c))))
			return false;
		before = c;
	}
	return before != '.';
}

static bool label_right(struct sv s)
{
	if (!s.n || s.n > 63 || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

bool book_email_right(struct sv s)
{
	size_t at = sv_find(s, '@');
	struct sv domain = sv_from_to(s, at + 1, s.n);
	size_t labels = 0;

	if (s.n > 254 || at == s.n || !local_right(sv_from_to(s, 0, at)) || domain.n == 0 ||
	    domain.p[domain.n - 1] == '.')
		return false;
	while (domain.p) {
		if (!label_right(sv_cut(&domain, '.')))
			return false;
		labels++;
	}
	return labels >= 2;
}

bool book_phone(struct arena *a, struct sv s, struct sv *ret)
{
	struct buf b = buf_new(a, 32);

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (is_digit(c) || (c == '+' && b.n == 0))
			buf_char(&b, c);
		else if (!c || !strchr(" -.()", c))
			return false;
	}
	if (b.over || b.n < 8 || b.n > 16 || b.p[0] != '+' || b.p[1] == '0')
		return false;
	*ret = buf_sv(&b);
	return true;
}
