/* Codes and sums as people handle them; see document.h. */
#include "server/rule/document.h"

#include <string.h>

static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* 32, as in references (common/id.c) */

static void grouped(const char plain[CODE_LETTERS], char ret[CODE_TEXT + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < CODE_LETTERS; i++) {
		if (i && i % 5 == 0)
			ret[n++] = '-';
		ret[n++] = plain[i];
	}
	ret[n] = '\0';
}

void document_code_of(const unsigned char *bytes, char ret[CODE_TEXT + 1])
{
	char plain[CODE_LETTERS];

	for (size_t i = 0; i < CODE_LETTERS; i++) {
		size_t bit = i * 5;
		unsigned two = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < 13 ? bytes[bit / 8 + 1] : 0u);

		plain[i] = letters[two >> (11 - bit % 8) & 31];
	}
	grouped(plain, ret);
}

static char letter(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c == '1' || c == 'I' ? 'L' : c;
}

/* A blank or hyphen of any kind that a text processor makes of ours: its bytes, or 0. */
static size_t between(struct sv s)
{
	static const char *const marks[] = { " ", "-", "\xc2\xa0", "\xe2\x80\x90", "\xe2\x80\x91",
					     "\xe2\x80\x92", "\xe2\x80\x93", "\xe2\x80\x94" };

	for (size_t i = 0; i < COUNT(marks); i++)
		if (sv_starts(s, sv_from(marks[i])))
			return strlen(marks[i]);
	return 0;
}

bool document_code_read(struct sv typed, char ret[CODE_TEXT + 1])
{
	char plain[CODE_LETTERS];
	size_t n = 0;

	while (typed.n) {
		size_t skip = between(typed);
		char c = letter(typed.p[0]);

		typed = sv_from_to(typed, skip ? skip : 1, typed.n);
		if (skip)
			continue;
		if (n == CODE_LETTERS || c == '\0' || !memchr(letters, c, sizeof(letters) - 1))
			return false;
		plain[n++] = c;
	}
	if (n != CODE_LETTERS)
		return false;
	grouped(plain, ret);
	return true;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool document_sha256_read(struct sv typed, unsigned char ret[32])
{
	unsigned char sum[32] = { 0 };
	size_t n = 0;

	typed = sv_trim(typed);
	for (size_t i = 0; i < typed.n && n < 64; i++) {
		int digit = hex(typed.p[i]);

		if (digit < 0 && (typed.p[i] == ' ' || typed.p[i] == ':'))
			continue;
		if (digit < 0)
			return false;
		sum[n / 2] = (unsigned char)(sum[n / 2] << 4 | digit);
		n++;
		if (n == 64 && i + 1 < typed.n && typed.p[i + 1] != ' ') /* longer than any SHA-256 */
			return false;
	}
	if (n != 64)
		return false;
	memcpy(ret, sum, sizeof(sum));
	return true;
}
