/* Look-alikes: letters by a row of their own, drawings by kind, the rest one by one. Called for every cell of a
 * frame in the ASCII profile. */
#include "tui/term/glyph.h"

#include "common/text.h"

/* U+00C0 to U+017F without their marks. */
static const char latin[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYPs"
			    "aaaaaaaceeeeiiiidnooooo/ouuuuypy"
			    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlL"
			    "lNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

static char box(uint32_t code)
{
	if (code == 0x2500 || code == 0x2501 || (code >= 0x2504 && code <= 0x2505) ||
	    code == 0x254C)
		return '-';
	if (code == 0x2502 || code == 0x2503 || code == 0x2551 ||
	    (code >= 0x2506 && code <= 0x2507))
		return '|';
	return code == 0x2550 ? '=' : '+';
}

/* Eighths from below, then eighths from the left, then shades. */
static char block(uint32_t code)
{
	static const char blocks[] = "^_.-:=+*###||||||.+#";

	return code <= 0x2593 ? blocks[code - 0x2580] : '#';
}

static char braille(uint32_t code)
{
	static const char dots[] = " ..::**##";

	return dots[__builtin_popcount(code & 255)];
}

static char one_by_one(uint32_t code)
{
	static const struct {
		uint32_t code;
		char as;
	} glyphs[] = {
		{ 0xA0, ' ' },    { 0xA1, '!' },    { 0xA2, 'c' },   { 0xA3, 'L' },
		{ 0xA5, 'Y' },    { 0xA7, 'S' },    { 0xAA, 'a' },   { 0xAB, '<' },
		{ 0xB0, 'o' },    { 0xB1, '+' },    { 0xB2, '2' },   { 0xB3, '3' },
		{ 0xB4, '\'' },   { 0xB5, 'u' },    { 0xB7, '.' },   { 0xB9, '1' },
		{ 0xBA, 'o' },    { 0xBB, '>' },    { 0xBF, '?' },   { 0x1E9E, 'S' },
		{ 0x2010, '-' },  { 0x2011, '-' },  { 0x2013, '-' }, { 0x2014, '-' },
		{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201A, ',' }, { 0x201C, '"' },
		{ 0x201D, '"' },  { 0x201E, '"' },  { 0x2022, '*' }, { 0x2026, '~' },
		{ 0x2039, '<' },  { 0x203A, '>' },  { 0x20AC, 'E' }, { 0x2190, '<' },
		{ 0x2191, '^' },  { 0x2192, '>' },  { 0x2193, 'v' }, { 0x21B5, '<' },
		{ 0x2212, '-' },  { 0x2260, '!' },  { 0x2264, '<' }, { 0x2265, '>' },
		{ 0x25A0, '#' },  { 0x25A1, 'o' },  { 0x25AA, '#' }, { 0x25B2, '+' },
		{ 0x25B4, '^' },  { 0x25B6, '>' },  { 0x25B8, '>' }, { 0x25BC, '-' },
		{ 0x25BE, 'v' },  { 0x25C0, '<' },  { 0x25C2, '<' }, { 0x25C6, '*' },
		{ 0x25CB, 'o' },  { 0x25CF, '*' },  { 0x25D0, '%' }, { 0x2713, 'v' },
		{ 0x2717, 'x' },
	};

	for (size_t i = 0; i < COUNT(glyphs); i++)
		if (glyphs[i].code == code)
			return glyphs[i].as;
	return '?';
}

char glyph_plain(uint32_t code)
{
	if (code < 0x80)
		return (char)code;
	if (code >= 0xC0 && code <= 0x17F)
		return latin[code - 0xC0];
	if (code >= 0x2500 && code <= 0x257F)
		return box(code);
	if (code >= 0x2580 && code <= 0x259F)
		return block(code);
	if (code >= 0x2800 && code <= 0x28FF)
		return braille(code);
	return one_by_one(code);
}
