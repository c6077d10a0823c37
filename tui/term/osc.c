/* OSC 2 and OSC 52. Called by the sink. */
#include "tui/term/osc.h"

#include "common/utf8.h"

#include "tui/term/outlet.h"

static void say(struct outlet *o, const char *bytes)
{
	outlet_add(o, bytes, strlen(bytes));
}

bool osc_known(const char *type)
{
	static const char *const plain[] = { "linux", "vt", "ansi", "cons", "dumb", "pc" };
	struct sv s = sv_from(type);

	for (size_t i = 0; i < COUNT(plain); i++)
		if (sv_starts(s, sv_from(plain[i])))
			return false;
	return s.n > 0;
}

bool osc_title(struct outlet *o, struct sv title)
{
	if (!title.n || title.n > OSC_TITLE_MAX || !utf8_is_clean(title, false))
		return false;
	say(o, "\033]2;");
	outlet_add(o, title.p, title.n);
	say(o, "\033\\");
	return true;
}

bool osc_copy(struct outlet *o, struct sv text)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)text.p;

	if (!text.n || text.n > OSC_COPY_MAX || !utf8_is_clean(text, false))
		return false;
	say(o, "\033]52;c;");
	for (size_t i = 0; i < text.n; i += 3) {
		size_t left = text.n - i;
		unsigned n = (unsigned)p[i] << 16 | (left > 1 ? (unsigned)p[i + 1] << 8 : 0) |
		             (left > 2 ? p[i + 2] : 0);
		char four[] = { digits[n >> 18], digits[n >> 12 & 63],
			        left > 1 ? digits[n >> 6 & 63] : '=',
			        left > 2 ? digits[n & 63] : '=' };

		outlet_add(o, four, sizeof(four));
	}
	say(o, "\033\\");
	return true;
}
