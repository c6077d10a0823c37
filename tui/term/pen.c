/* The shortest way between two ways to write; see pen.h. Between the curses sink and the outlet. */
#include "tui/term/pen.h"

#include <stdio.h>
#include <string.h>

#include "tui/term/outlet.h"

enum { ESC = 27, SHIFT_IN = 15, CODES_MAX = 64, PARAMETERS = 16 };

static const struct pen_ink plain = { -1, -1, false, false, false };

void pen_start(struct pen *p, bool single, bool across)
{
	*p = (struct pen){ .want = plain, .have = plain, .kept = plain, .lost = true, .single = single, .across = across };
}

void pen_lose(struct pen *p)
{
	p->lost = true;
	p->charset = false;
	p->row = 0;
}

static bool same(const struct pen_ink *a, const struct pen_ink *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->bold == b->bold && a->underline == b->underline &&
	       a->reverse == b->reverse;
}

/* Can one see with which ink a blank was written? */
static bool on_blanks(const struct pen_ink *i)
{
	return i->bg >= 0 || i->underline || i->reverse;
}

struct codes {
	char text[CODES_MAX];
	size_t n;
};

static void code(struct codes *c, const char *text)
{
	size_t n = strlen(text);

	if (c->n + n + 1 >= sizeof(c->text))
		return;
	if (c->n)
		c->text[c->n++] = ';';
	memcpy(c->text + c->n, text, n);
	c->n += n;
}

static void colour(struct codes *c, int colour, int few, int bright, int many)
{
	char text[24];

	if (colour < 0)
		snprintf(text, sizeof(text), "%d", few + 9);
	else if (colour < 16)
		snprintf(text, sizeof(text), "%d", colour < 8 ? few + colour : bright + colour - 8);
	else
		snprintf(text, sizeof(text), "%d;5;%d", many, colour);
	code(c, text);
}

static void differences(struct codes *c, const struct pen_ink *from, const struct pen_ink *to)
{
	if (from->bold != to->bold)
		code(c, to->bold ? "1" : "22");
	if (from->underline != to->underline)
		code(c, to->underline ? "4" : "24");
	if (from->reverse != to->reverse)
		code(c, to->reverse ? "7" : "27");
	if (from->fg != to->fg)
		colour(c, to->fg, 30, 90, 38);
	if (from->bg != to->bg)
		colour(c, to->bg, 40, 100, 48);
}

static size_t send(struct outlet *to, const char *bytes, size_t n)
{
	outlet_add(to, bytes, n);
	return n;
}

size_t pen_settle(struct pen *p, struct outlet *to)
{
	struct codes all = { "", 0 }, some = { "", 0 };
	bool off = p->have.bold > p->want.bold || p->have.underline > p->want.underline ||
		   p->have.reverse > p->want.reverse;
	const struct codes *best = &all;
	char text[CODES_MAX + 8];
	int n;

	if (p->blind || (!p->lost && same(&p->have, &p->want)))
		return 0;
	differences(&all, &plain, &p->want);
	differences(&some, &p->have, &p->want);
	if (!p->lost && (p->single || !off) && some.n <= all.n + (all.n > 0))
		best = &some;
	/* an empty first parameter is 0: all off */
	n = snprintf(text, sizeof(text), "\033[%s%.*sm", best == &all && all.n ? ";" : "", (int)best->n, best->text);
	p->have = p->want;
	p->lost = false;
	return send(to, text, (size_t)n);
}

/* Blanks that the terminal makes by itself have the ground of the moment. */
static size_t settle_ground(struct pen *p, struct outlet *to)
{
	return p->lost || on_blanks(&p->have) || on_blanks(&p->want) ? pen_settle(p, to) : 0;
}

static bool one_parameter(struct pen_ink *i, int n)
{
	if (n == 0)
		*i = plain;
	else if (n == 1 || n == 22)
		i->bold = n == 1;
	else if (n == 4 || n == 24)
		i->underline = n == 4;
	else if (n == 7 || n == 27)
		i->reverse = n == 7;
	else if (n >= 30 && n <= 37)
		i->fg = (short)(n - 30);
	else if (n >= 90 && n <= 97)
		i->fg = (short)(n - 90 + 8);
	else if (n >= 40 && n <= 47)
		i->bg = (short)(n - 40);
	else if (n >= 100 && n <= 107)
		i->bg = (short)(n - 100 + 8);
	else if (n == 39)
		i->fg = -1;
	else if (n == 49)
		i->bg = -1;
	else
		return n == 10; /* the first font of Linux's console, which we never leave */
	return true;
}

/* The parameters of a sequence for colours and attributes. */
static bool understood(struct pen_ink *ink, struct sv text)
{
	struct pen_ink i = *ink;
	int n[PARAMETERS] = { 0 };
	size_t of = 1;

	for (size_t k = 0; k < text.n; k++) {
		if (text.p[k] == ';') {
			if (++of > PARAMETERS)
				return false;
		} else if (text.p[k] < '0' || text.p[k] > '9' || n[of - 1] > 999) {
			return false;
		} else {
			n[of - 1] = n[of - 1] * 10 + text.p[k] - '0';
		}
	}
	for (size_t k = 0; k < of; k++) {
		if ((n[k] == 38 || n[k] == 48) && k + 2 < of && n[k + 1] == 5 && n[k + 2] < 256) {
			*(n[k] == 38 ? &i.fg : &i.bg) = (short)n[k + 2];
			k += 2;
		} else if (!one_parameter(&i, n[k])) {
			return false;
		}
	}
	*ink = i;
	return true;
}

/* The length of the sequence at the beginning of `s`, which starts with ESC. */
static size_t sequence(struct sv s)
{
	size_t n = 2;

	if (s.n < 2)
		return s.n;
	if (s.p[1] == '(' || s.p[1] == ')')
		return s.n < 3 ? s.n : 3;
	if (s.p[1] != '[')
		return 2;
	while (n < s.n && (s.p[n] < '@' || s.p[n] > '~'))
		n++;
	return n < s.n ? n + 1 : n;
}

/* A cursor sequence: follows the row it leads to. Returns the column if that alone is enough, else 0. */
static int follow(struct pen *p, struct sv s)
{
	int n[2] = { 0, 0 }, before = p->row;
	char end = s.p[s.n - 1];
	size_t of = 0;

	if (s.n < 3 || s.p[1] != '[') {
		p->row = s.n == 3 || s.p[1] == '7' ? p->row : 0; /* a character set, a place kept; else who knows */
		return 0;
	}
	if (strchr("mGCDKX@Pb`hl", end))
		return 0;
	p->row = 0;
	for (size_t k = 2; k + 1 < s.n; k++) {
		if (s.p[k] == ';' && of == 0)
			of = 1;
		else if (s.p[k] < '0' || s.p[k] > '9' || n[of] > 999)
			return 0;
		else
			n[of] = n[of] * 10 + s.p[k] - '0';
	}
	if (end == 'd' || end == 'H')
		p->row = n[0] ? n[0] : 1;
	return end == 'H' && of && n[1] && p->row == before && p->across ? n[1] : 0;
}

static size_t pass_sequence(struct pen *p, struct sv s, struct outlet *to)
{
	int column = follow(p, s);
	size_t n = 0;
	char text[16];

	if (column)
		return send(to, text, (size_t)snprintf(text, sizeof(text), "\033[%dG", column));
	if (s.n > 2 && s.p[1] == '[' && s.p[s.n - 1] == 'm') {
		if (understood(&p->want, sv_of(s.p + 2, s.n - 3)))
			return 0;
		n = pen_settle(p, to);
		p->blind = true;
	} else if (s.n == 3 && s.p[1] == '(' && s.p[2] == 'B') {
		if (p->charset)
			return 0;
		p->charset = true;
	} else if (s.n == 2 && s.p[1] == '7') {
		p->kept = p->have;
	} else if (s.n == 2 && s.p[1] == '8') {
		p->have = p->kept;
	} else if (s.n > 2 && s.p[1] == '[' && strchr("ABCDGHdfb`aerhl", s.p[s.n - 1])) {
		/* goes somewhere, repeats what was written, or says how things are done: makes no blank */
	} else {
		n = settle_ground(p, to);
	}
	return n + send(to, s.p, s.n);
}

static size_t pass_text(struct pen *p, struct sv s, struct outlet *to)
{
	size_t blanks = 0, n = 0;

	while (blanks < s.n && s.p[blanks] == ' ')
		blanks++;
	if (on_blanks(&p->have) || on_blanks(&p->want) || p->lost)
		blanks = 0;
	n = blanks ? send(to, s.p, blanks) : 0;
	if (blanks < s.n)
		n += pen_settle(p, to) + send(to, s.p + blanks, s.n - blanks);
	return n;
}

size_t pen_pass(struct pen *p, struct sv made, struct outlet *to)
{
	size_t sent = 0;

	while (made.n) {
		unsigned char c = (unsigned char)made.p[0];
		size_t n = 1;

		if (p->blind) {
			sent += send(to, made.p, made.n);
			break;
		}
		if (c == ESC) {
			n = sequence(made);
			sent += pass_sequence(p, sv_of(made.p, n), to);
		} else if (c >= ' ') {
			while (n < made.n && (unsigned char)made.p[n] >= ' ')
				n++;
			sent += pass_text(p, sv_of(made.p, n), to);
		} else if (c != SHIFT_IN || !p->charset) { /* the latter chooses the plain characters on some */
			if (c == '\n') /* may scroll */
				sent += settle_ground(p, to);
			p->row = c == '\n' ? 0 : p->row;
			p->charset |= c == SHIFT_IN;
			sent += send(to, made.p, 1);
		}
		made = sv_of(made.p + n, made.n - n);
	}
	return sent;
}
