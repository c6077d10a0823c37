/* Phrases: texts that are chosen in one place and shown in another, in the reader's language.
 *
 * A phrase is an id of the catalogue with its arguments, in one text: it passes through TEXT fields, faults and rows like
 * any other, and becomes words only where it is shown: {{~field}} in a template, phrase_print elsewhere. Arguments are
 * typed, so that money, days and times are written as in the reader's country. Placeholders in the id are {name}.
 * A text without arguments that is in no catalogue is shown as it is: data may stand where a phrase may. */
#ifndef QUITS_COMMON_PHRASE_H
#define QUITS_COMMON_PHRASE_H

#include "common/catalogue.h"
#include "common/money.h"

struct arena;
struct zone;

/* How something is shown: language for the words, locale ("es-MX") for figures and dates, zone for times. */
struct render {
	struct sv locale;                   /* "en-US"; empty: ISO 8601 and plain figures */
	const struct zone *zone;            /* NULL: UTC */
	const struct catalogue *language;   /* NULL: English */
};

enum phrase_kind { PHRASE_TEXT = 't', PHRASE_NUMBER = 'n', PHRASE_MONEY = 'm', PHRASE_DAY = 'd', PHRASE_TIME = 'z',
		   PHRASE_WEEKDAY = 'w', PHRASE_CLOCK = 'c' };

struct phrase_arg {
	const char *name; /* letters and _ */
	enum phrase_kind kind;
	int64_t n;        /* number, minor units, Julian day, ms UTC */
	struct currency currency;
	struct sv text;   /* TEXT: data, shown as it is; control characters in it are dropped */
};
#define P_TEXT(name_, text_)     ((struct phrase_arg){ .name = (name_), .kind = PHRASE_TEXT, .text = (text_) })
#define P_NUMBER(name_, n_)      ((struct phrase_arg){ .name = (name_), .kind = PHRASE_NUMBER, .n = (n_) })
#define P_MONEY(name_, n_, c_)   ((struct phrase_arg){ .name = (name_), .kind = PHRASE_MONEY, .n = (n_), .currency = (c_) })
#define P_DAY(name_, n_)         ((struct phrase_arg){ .name = (name_), .kind = PHRASE_DAY, .n = (n_) })
#define P_TIME(name_, n_)        ((struct phrase_arg){ .name = (name_), .kind = PHRASE_TIME, .n = (n_) })
#define P_WEEKDAY(name_, n_)     ((struct phrase_arg){ .name = (name_), .kind = PHRASE_WEEKDAY, .n = (n_) }) /* a day with its weekday */
#define P_CLOCK(name_, n_)       ((struct phrase_arg){ .name = (name_), .kind = PHRASE_CLOCK, .n = (n_) })   /* its time of day alone */

/* At most 8 arguments. `id` is marked N_("…") where it is written. */
struct sv phrase_of(struct arena *a, const char *id, const struct phrase_arg *args, size_t n);
#define phrase(a, id, ...)                                                                         \
	phrase_of((a), (id), (const struct phrase_arg[]){ __VA_ARGS__ },                           \
		  sizeof((const struct phrase_arg[]){ __VA_ARGS__ }) / sizeof(struct phrase_arg))
void phrase_print(struct buf *b, struct sv phrase, const struct render *how);

/* fail_field() whose text is a phrase: an operator reads it in English, a debtor in his language (fault_phrase). */
enum status fail_phrase_at(enum status st, const char *file, int line, const char *field, const char *id,
			   const struct phrase_arg *args, size_t n) __attribute__((cold));
#define fail_phrase(st, field, id, ...)                                                            \
	fail_phrase_at((st), __FILE__, __LINE__, (field), (id), (const struct phrase_arg[]){ __VA_ARGS__ }, \
		       sizeof((const struct phrase_arg[]){ __VA_ARGS__ }) / sizeof(struct phrase_arg))
/* The phrase of a fault, or its text. */
struct sv fault_phrase(const struct fault *f);

#endif
