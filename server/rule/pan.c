/* Card numbers; see pan.h. A text is read as runs: groups of digits with a few separators between them. Within a run
 * every sequence of whole groups is tried, so "4111 1111 1111 1111 12/27" is found, and a longer number of another kind
 * is not mistaken for a card because some part of it happens to be right. */
#include "server/rule/pan.h"

#include "common/arena.h"
#include "common/utf8.h"

enum { LEAST = 13, MOST = 19, KEPT = 4, RUN_MAX = 64, BETWEEN_MAX = 3 };

struct figure {
	size_t at, n;    /* its bytes */
	unsigned char value;
	bool begins;     /* the first of its group */
	bool ends;       /* the last of its group */
	bool hidden;
};

struct run {
	struct figure at[RUN_MAX];
	size_t n;
};

static bool digit_of(uint32_t c, unsigned char *ret)
{
	static const uint32_t zeros[] = { '0', 0x660, 0x6F0, 0x966, 0xFF10 };

	for (size_t i = 0; i < COUNT(zeros); i++)
		if (c >= zeros[i] && c <= zeros[i] + 9) {
			*ret = (unsigned char)(c - zeros[i]);
			return true;
		}
	return false;
}

static bool separates(uint32_t c)
{
	return c == ' ' || c == '-' || c == '.' || c == 0xA0 || c == 0x2010 || c == 0x2011 || c == 0x2013 ||
	       c == 0x202F;
}

/* Reads a run that begins at `s`; returns how many bytes it takes. Digits beyond RUN_MAX are left for the next. */
static size_t read_run(struct sv s, struct run *r)
{
	struct sv rest = s;
	size_t end = 0, between = 0;
	bool begins = true;

	r->n = 0;
	while (rest.n && r->n < RUN_MAX) {
		size_t at = (size_t)(rest.p - s.p);
		uint32_t c = utf8_next(&rest);
		unsigned char value;

		if (digit_of(c, &value)) {
			end = (size_t)(rest.p - s.p);
			if (begins && r->n)
				r->at[r->n - 1].ends = true;
			r->at[r->n++] = (struct figure){ .at = at, .n = end - at, .value = value, .begins = begins };
			begins = false;
			between = 0;
		} else if (separates(c) && r->n && between++ < BETWEEN_MAX) {
			begins = true;
		} else {
			break;
		}
	}
	if (r->n)
		r->at[r->n - 1].ends = true;
	return end;
}

static bool is_card(const struct figure *f, size_t n)
{
	unsigned sum = 0;

	if (f[0].value < 2 || f[0].value > 6)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned v = f[n - 1 - i].value;

		if (i % 2 == 1)
			v = v * 2 > 9 ? v * 2 - 9 : v * 2;
		sum += v;
	}
	return sum % 10 == 0;
}

static bool hide_cards(struct run *r)
{
	bool found = false;

	for (size_t i = 0; i < r->n; i++)
		for (size_t n = LEAST; r->at[i].begins && n <= MOST && i + n <= r->n; n++) {
			if (!r->at[i + n - 1].ends || !is_card(&r->at[i], n))
				continue;
			for (size_t k = i; k < i + n - KEPT; k++)
				r->at[k].hidden = true;
			found = true;
			i += n - 1;
			break;
		}
	return found;
}

static void write_run(struct buf *b, struct sv s, const struct run *r)
{
	size_t done = 0;

	for (size_t i = 0; i < r->n; i++) {
		buf_add(b, sv_from_to(s, done, r->at[i].at));
		if (r->at[i].hidden)
			buf_char(b, '*');
		else
			buf_add(b, sv_from_to(s, r->at[i].at, r->at[i].at + r->at[i].n));
		done = r->at[i].at + r->at[i].n;
	}
}

struct sv pan_mask(struct arena *a, struct sv text)
{
	struct buf b = { .arena = NULL };
	size_t done = 0;
	struct run r;

	for (size_t at = 0; at < text.n;) {
		struct sv rest = sv_from_to(text, at, text.n);
		size_t n = read_run(rest, &r);

		if (n == 0) {
			(void)utf8_next(&rest);
			at = (size_t)(rest.p - text.p);
			continue;
		}
		if (r.n >= LEAST && hide_cards(&r)) {
			if (!b.arena)
				b = buf_new(a, text.n);
			buf_add(&b, sv_from_to(text, done, at));
			write_run(&b, sv_from_to(text, at, at + n), &r);
			done = at + n;
		}
		at += n;
	}
	if (!b.arena)
		return text;
	buf_add(&b, sv_from_to(text, done, text.n));
	return buf_sv(&b);
}
