/* Phrases: see phrase.h. The form is "id US name=kindVALUE US name=kindVALUE…", US being the unit separator, which no
 * text from outside may hold (utf8_clean); money is "amount:CUR". Rendering never fails: what can not be read is left
 * out, and a placeholder without an argument stays as it is, so that a mistake shows. */
#include "common/phrase.h"

#include <inttypes.h>
#include <string.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/locale.h"
#include "common/zone.h"

enum { SEPARATOR = 0x1f, ARGS_MAX = 8, PHRASE_MAX = 4096 };

static void write_arg(struct buf *b, const struct phrase_arg *p)
{
	buf_print(b, "%c%s=%c", SEPARATOR, p->name, (char)p->kind);
	switch (p->kind) {
	case PHRASE_TEXT:
		for (size_t i = 0; i < p->text.n; i++)
			if ((unsigned char)p->text.p[i] >= ' ')
				buf_char(b, p->text.p[i]);
		break;
	case PHRASE_MONEY:
		buf_print(b, "%" PRId64 ":%s", p->n, p->currency.code);
		break;
	case PHRASE_NUMBER:
	case PHRASE_DAY:
	case PHRASE_TIME:
	case PHRASE_WEEKDAY:
	case PHRASE_CLOCK:
		buf_int(b, p->n);
		break;
	}
}

struct sv phrase_of(struct arena *a, const char *id, const struct phrase_arg *args, size_t n)
{
	struct buf b = buf_new(a, PHRASE_MAX);

	buf_z(&b, id);
	for (size_t i = 0; i < n && i < ARGS_MAX; i++)
		write_arg(&b, &args[i]);
	return buf_sv(&b);
}

/* As machines and operators write it: a fault is made on any thread, also on the writer, where ICU has no place. */
static void print_plain(struct buf *b, char kind, int64_t n, struct currency c)
{
	if (kind == PHRASE_MONEY) {
		money_print(b, n, c);
		buf_print(b, " %s", c.code);
	} else if (kind == PHRASE_DAY || kind == PHRASE_WEEKDAY) {
		day_print(b, n);
	} else if (kind == PHRASE_TIME || kind == PHRASE_CLOCK) {
		time_print(b, n);
	} else {
		buf_int(b, n);
	}
}

static void print_value(struct buf *b, char kind, struct sv value, const struct render *how)
{
	struct sv amount = value, code = SV_NONE;
	struct currency c = { "" };
	int64_t n = 0;

	if (kind == PHRASE_TEXT) {
		buf_add(b, value);
		return;
	}
	if (kind == PHRASE_MONEY) {
		code = value;
		amount = sv_cut(&code, ':');
		if (!currency_from(code, &c))
			return;
	}
	if (!sv_int(amount, &n))
		return;
	if (how->locale.n == 0)
		print_plain(b, kind, n, c);
	else if (kind == PHRASE_MONEY)
		locale_money(b, how->locale, n, c);
	else if (kind == PHRASE_DAY)
		locale_day(b, how->locale, n, DAY_LONG);
	else if (kind == PHRASE_TIME)
		locale_time(b, how->locale, n, how->zone);
	else if (kind == PHRASE_WEEKDAY)
		locale_day(b, how->locale, n, DAY_FULL);
	else if (kind == PHRASE_CLOCK)
		locale_clock(b, how->locale, n, how->zone);
	else
		locale_number(b, how->locale, n);
}

static bool print_arg(struct buf *b, struct sv args, struct sv name, const struct render *how)
{
	while (args.n) {
		struct sv value = sv_cut(&args, SEPARATOR), key = sv_cut(&value, '=');

		if (sv_eq(key, name) && value.n) {
			print_value(b, value.p[0], sv_from_to(value, 1, value.n), how);
			return true;
		}
	}
	return false;
}

void phrase_print(struct buf *b, struct sv phrase, const struct render *how)
{
	struct sv args = phrase, id = sv_cut(&args, SEPARATOR), text = catalogue_text(how->language, id);

	if (!args.p) {
		buf_add(b, text);
		return;
	}
	while (text.n) {
		size_t open = sv_find(text, '{'), close;

		buf_add(b, sv_from_to(text, 0, open));
		text = sv_from_to(text, open, text.n);
		close = sv_find(text, '}');
		if (close == text.n || !print_arg(b, args, sv_from_to(text, 1, close), how))
			buf_add(b, sv_from_to(text, 0, close + 1));
		text = sv_from_to(text, close + 1, text.n);
	}
}

enum status fail_phrase_at(enum status st, const char *file, int line, const char *field, const char *id,
			   const struct phrase_arg *args, size_t n)
{
	struct render how = { SV_NONE, NULL, NULL };
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, PHRASE_MAX);
	struct sv p = phrase_of(&a, id, args, n);

	phrase_print(&b, p, &how);
	(void)fail_field_at(st, file, line, field, SV_FMT, SV_ARG(buf_sv(&b)));
	fault_say(p.p, p.n);
	arena_free(&a);
	return st;
}

struct sv fault_phrase(const struct fault *f)
{
	return sv_from(f->phrase[0] ? f->phrase : f->text);
}
