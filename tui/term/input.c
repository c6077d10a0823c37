/* The key decoder: one byte at a time through ten states. Called by the loop with what read() gave, by
 * the script player for names of keys, and by the fuzzer with anything. */
#include "tui/term/input.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

enum { GROUND, UTF8, ESC, CSI, SS3, LINUX_F, STRING, STRING_ESC, X10_MOUSE, PASTE };

static const char paste_end[] = "\033[201~";

struct out {
	uint32_t *keys;
	size_t n;
	bool stop; /* the key comes with more than its code */
};

static void emit(struct out *o, uint32_t key)
{
	if (key != KEY_NONE)
		o->keys[o->n++] = key;
}

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "Tab", KEY_TAB },
	{ "Enter", KEY_ENTER },
	{ "Esc", KEY_ESC },
	{ "Backspace", KEY_BACKSPACE },
	{ "Up", KEY_UP },
	{ "Down", KEY_DOWN },
	{ "Left", KEY_LEFT },
	{ "Right", KEY_RIGHT },
	{ "Home", KEY_HOME },
	{ "End", KEY_END },
	{ "PgUp", KEY_PAGE_UP },
	{ "PgDn", KEY_PAGE_DOWN },
	{ "Ins", KEY_INSERT },
	{ "Del", KEY_DELETE },
	{ "BackTab", KEY_BACKTAB },
	{ "Space", ' ' },
	{ "Click", KEY_CLICK },
	{ "WheelUp", KEY_WHEEL_UP },
	{ "WheelDown", KEY_WHEEL_DOWN },
};

const char *key_name(uint32_t key, char to[16])
{
	struct buf b = { NULL, to, 0, 15, 15, false };

	for (size_t i = 0; i < COUNT(names); i++)
		if (names[i].key == key)
			return names[i].name;
	if (key > KEY_F0 && key <= KEY_F12)
		snprintf(to, 16, "F%u", (unsigned)(key - KEY_F0));
	else if (key < 32)
		snprintf(to, 16, "^%c", (int)(key + 64));
	else if (key > KEY_ALT && key < KEY_ALT + 127)
		snprintf(to, 16, "Alt-%c", (int)(key - KEY_ALT));
	else if (key < KEY_BEYOND) {
		utf8_add(&b, key);
		to[b.n] = '\0';
	} else
		snprintf(to, 16, "?");
	return to;
}

uint32_t key_by_name(struct sv name)
{
	int64_t f;
	uint32_t code;

	for (size_t i = 0; i < COUNT(names); i++)
		if (sv_is(name, names[i].name))
			return names[i].key;
	if (name.n >= 2 && name.p[0] == 'F' && sv_int(sv_from_to(name, 1, name.n), &f) && f >= 1 &&
	    f <= 12)
		return KEY_F0 + (uint32_t)f;
	if (name.n == 2 && name.p[0] == '^' && name.p[1] >= '@' && name.p[1] <= '_')
		return KEY_CTRL(name.p[1]);
	if (!name.n || !utf8_valid(name))
		return KEY_NONE;
	code = utf8_next(&name);
	return name.n || code < 32 ? KEY_NONE : code;
}

static uint32_t by_number(int n)
{
	static const uint32_t table[] = {
		[1] = KEY_HOME,    [2] = KEY_INSERT,    [3] = KEY_DELETE,   [4] = KEY_END,
		[5] = KEY_PAGE_UP, [6] = KEY_PAGE_DOWN, [7] = KEY_HOME,     [8] = KEY_END,
		[11] = KEY_F0 + 1, [12] = KEY_F0 + 2,   [13] = KEY_F0 + 3,  [14] = KEY_F0 + 4,
		[15] = KEY_F0 + 5, [17] = KEY_F0 + 6,   [18] = KEY_F0 + 7,  [19] = KEY_F0 + 8,
		[20] = KEY_F0 + 9, [21] = KEY_F0 + 10,  [23] = KEY_F0 + 11, [24] = KEY_F0 + 12,
	};

	return n > 0 && (size_t)n < COUNT(table) ? table[n] : KEY_NONE;
}

static uint32_t by_letter(unsigned char c)
{
	switch (c) {
	case 'A':
	case 'a': /* rxvt's, with Shift */
		return KEY_UP;
	case 'B':
	case 'b':
		return KEY_DOWN;
	case 'C':
	case 'c':
		return KEY_RIGHT;
	case 'D':
	case 'd':
		return KEY_LEFT;
	case 'H':
		return KEY_HOME;
	case 'F':
		return KEY_END;
	case 'Z':
		return KEY_BACKTAB;
	case 'M':
		return KEY_ENTER; /* the keypad's */
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return KEY_F0 + (uint32_t)(c - 'P') + 1;
	default:
		return KEY_NONE;
	}
}

/* Buttons as xterm counts them. Only a plain press of the first and the wheel mean anything; motion is
 * never asked for and never believed. */
static void mouse(struct input *in, int button, int x, int y, struct out *o)
{
	if ((button != 0 && button != 64 && button != 65) || x < 1 || y < 1)
		return;
	in->x = x - 1;
	in->y = y - 1;
	emit(o, button == 0 ? KEY_CLICK : button == 64 ? KEY_WHEEL_UP : KEY_WHEEL_DOWN);
	o->stop = true;
}

/* The number at *at of a sequence, with the ';' behind it. */
static int number(const struct input *in, size_t *at)
{
	int n = 0;

	for (; *at < in->n && in->seq[*at] >= '0' && in->seq[*at] <= '9'; ++*at)
		n = n > 9999 ? n : n * 10 + (in->seq[*at] - '0');
	if (*at < in->n && in->seq[*at] == ';')
		++*at;
	return n;
}

static void sgr_mouse(struct input *in, struct out *o)
{
	size_t at = 1;
	int button = number(in, &at), x = number(in, &at), y = number(in, &at);

	mouse(in, button, x, y, o);
}

static void csi_end(struct input *in, unsigned char c, struct out *o)
{
	size_t at = 0;
	int n = number(in, &at);

	in->state = GROUND;
	if (c == '~' && n == 200) {
		in->state = PASTE;
		in->pasted_n = in->pasted_lost = in->tail = 0;
	} else if (c == '~' || (c == '^' && n)) { /* rxvt's, with Ctrl */
		emit(o, by_number(n));
	} else if (c == 'M' && in->n == 0) { /* no keypad's Enter: three bytes follow */
		in->state = X10_MOUSE;
	} else if (c == 'M' && in->seq[0] == '<') {
		sgr_mouse(in, o);
	} else if (c == 'y' && sv_starts(sv_of(in->seq, in->n), SV("?2026;"))) {
		if (in->n > 6 && (in->seq[6] == '1' || in->seq[6] == '2'))
			emit(o, KEY_SYNC);
	} else if (c == 'n') {
		emit(o, KEY_ANSWER);
	} else if (in->n == 0 || (in->seq[0] >= '0' && in->seq[0] <= '9')) {
		emit(o, by_letter(c));
	}
}

static void paste_end_now(struct input *in, struct out *o)
{
	in->state = GROUND;
	in->tail = 0;
	emit(o, KEY_PASTE);
	o->stop = true;
}

static void paste_keep(struct input *in, unsigned char c)
{
	if (in->pasted_n < sizeof(in->pasted))
		in->pasted[in->pasted_n++] = (char)c;
	else
		in->pasted_lost++;
}

static void paste_byte(struct input *in, unsigned char c, struct out *o)
{
	if (c == (unsigned char)paste_end[in->tail]) {
		if (++in->tail == sizeof(paste_end) - 1)
			paste_end_now(in, o);
		return;
	}
	for (size_t i = 0; i < in->tail; i++)
		paste_keep(in, (unsigned char)paste_end[i]);
	in->tail = c == 27;
	if (!in->tail)
		paste_keep(in, c);
}

static void ground(struct input *in, unsigned char c, struct out *o)
{
	in->n = 0;
	if (c == 27) {
		in->state = ESC;
	} else if (c >= 0xC2 && c <= 0xF4) {
		in->state = UTF8;
		in->seq[in->n++] = c;
	} else if (c >= 0x80) {
		emit(o, '?'); /* never a valid beginning */
	} else {
		emit(o, c == 8 ? KEY_BACKSPACE : c == 10 ? KEY_ENTER : c == 0 ? KEY_NONE : c);
	}
}

static void more_of_character(struct input *in, unsigned char c, struct out *o)
{
	size_t need = in->seq[0] >= 0xF0 ? 4 : in->seq[0] >= 0xE0 ? 3 : 2;

	in->state = GROUND;
	if ((c & 0xC0) != 0x80) {
		emit(o, '?');
		ground(in, c, o);
		return;
	}
	in->seq[in->n++] = c;
	if (in->n < need) {
		in->state = UTF8;
	} else {
		struct sv s = sv_of(in->seq, in->n);

		emit(o, utf8_valid(s) ? utf8_next(&s) : '?');
	}
}

static void after_esc(struct input *in, unsigned char c, struct out *o)
{
	in->state = GROUND;
	in->n = 0;
	if (c == '[')
		in->state = CSI;
	else if (c == 'O')
		in->state = SS3;
	else if (c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X')
		in->state = STRING;
	else if (c == 27) {
		emit(o, KEY_ESC);
		in->state = ESC;
	} else if (c >= '1' && c <= '9') {
		emit(o, KEY_F0 + (uint32_t)(c - '0')); /* where F-keys are stolen */
	} else if (c >= 32 && c < 127) {
		emit(o, KEY_ALT + c);
	} else {
		emit(o, KEY_ESC);
		ground(in, c, o);
	}
}

static void in_csi(struct input *in, unsigned char c, struct out *o)
{
	if (c == 27) { /* broken off: a new one begins */
		in->state = ESC;
	} else if (c == '[' && in->n == 0) {
		in->state = LINUX_F;
	} else if (c >= 0x40 && c < 0x7F) {
		csi_end(in, c, o);
	} else if (c < 0x20 || c >= 0x7F) {
		in->state = GROUND;
	} else if (in->n < sizeof(in->seq)) {
		in->seq[in->n++] = c;
	}
}

static void byte(struct input *in, unsigned char c, struct out *o)
{
	switch (in->state) {
	case GROUND:
		ground(in, c, o);
		break;
	case UTF8:
		more_of_character(in, c, o);
		break;
	case ESC:
		after_esc(in, c, o);
		break;
	case CSI:
		in_csi(in, c, o);
		break;
	case SS3:
		in->state = c == 27 ? ESC : GROUND;
		if (c != 27)
			emit(o, by_letter(c));
		break;
	case LINUX_F:
		in->state = c == 27 ? ESC : GROUND;
		if (c >= 'A' && c <= 'E')
			emit(o, KEY_F0 + (uint32_t)(c - 'A') + 1);
		break;
	case X10_MOUSE:
		in->seq[in->n++] = c;
		if (in->n == 3) {
			in->state = GROUND;
			mouse(in, in->seq[0] - 32, in->seq[1] - 32, in->seq[2] - 32, o);
		}
		break;
	case STRING: /* an answer of the terminal that nobody asked for */
		in->state = c == 7 ? GROUND : c == 27 ? STRING_ESC : STRING;
		break;
	case STRING_ESC:
		if (c == '\\')
			in->state = GROUND;
		else
			after_esc(in, c, o);
		break;
	default:
		paste_byte(in, c, o);
		break;
	}
}

size_t input_decode(struct input *in, struct sv *bytes, uint32_t *keys, size_t max)
{
	struct out o = { keys, 0, false };

	while (bytes->n && o.n + 2 <= max && !o.stop) {
		byte(in, (unsigned char)bytes->p[0], &o);
		bytes->p++;
		bytes->n--;
	}
	return o.n;
}

size_t input_timeout(struct input *in, uint32_t *keys)
{
	struct out o = { keys, 0, false };

	if (in->state == PASTE) {
		paste_end_now(in, &o);
	} else {
		if (in->state == ESC || in->state == STRING_ESC)
			emit(&o, KEY_ESC);
		else if (in->state == CSI && in->n == 0)
			emit(&o, KEY_ALT + '[');
		else if (in->state == SS3)
			emit(&o, KEY_ALT + 'O');
		else if (in->state == UTF8)
			emit(&o, '?');
		in->state = GROUND;
	}
	return o.n;
}

int input_waiting(const struct input *in, int esc_ms)
{
	return in->state == GROUND ? -1 : in->state == PASTE ? INPUT_PASTE_WAIT_MS : esc_ms;
}
