/* What a struct is made of: one descriptor that every codec, form, table and page reads.
 *
 * Descriptors come from protocol/schema.def (see protocol/schema.h) and are constant for the program's
 * life. `enum kind` is closed; each reader is one switch, so -Wswitch-enum names every reader that must
 * be taught when a kind is added.
 *
 * Absence: a field that may be absent (OPT) is absent when it is zero: 0, an empty text, NULL, an empty
 * list. No kind has a zero that means something (days are Julian day numbers, choices start at 1), except
 * INT, MONEY, RATE and BOOL, where an absent OPT field reads as 0 or no. */
#ifndef QUITS_COMMON_RECORD_H
#define QUITS_COMMON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/money.h"
#include "common/text.h"

enum kind {
	K_BOOL,     /* bool */
	K_INT,      /* int64_t: counts, positions, milliseconds of waiting */
	K_MONEY,    /* int64_t minor units; the record also has a CURRENCY */
	K_CURRENCY, /* struct currency: ISO 4217 code */
	K_RATE,     /* int64_t tenths of a per cent: 417 is 41.7 % */
	K_TIME,     /* int64_t milliseconds since 1970 UTC */
	K_DAY,      /* int64_t Julian day number (date.h) */
	K_ID,       /* int64_t; a decimal string in JSON */
	K_TEXT,     /* struct sv, valid UTF-8 */
	K_BYTES,    /* struct sv */
	K_CHOICE,   /* an enum of a choice type, 0 = none; a word outside the program */
	K_RECORD,   /* pointer to another record's struct; NULL = absent */
	K_LIST      /* struct RECORD_list { struct RECORD *at; size_t n; } */
};

enum field_flags {
	OPT = 0,
	REQ = 1,      /* must be there */
	SECRET = 2,   /* never printed in logs */
	PERSONAL = 4, /* masked for viewers */
	MULTI = 8,    /* text that may have line breaks */
	REACHES = 32, /* PERSONAL too: reaches a contact; lists mask it for everybody (service/reveal.h) */
	MANY = 16     /* text of a form that may be there several times (check boxes of one name): a line each */
};

struct choice_word {
	int value;
	const char *text; /* the word on the wire, in the database, on the command line */
	const char *help;
};

struct choice {
	const char *name;
	const struct choice_word *words;
	size_t n;
	const char *help;
};

struct record;

struct field {
	const char *name;
	enum kind kind;
	unsigned flags;
	size_t offset;
	const void *of; /* K_CHOICE: struct choice; K_RECORD, K_LIST: struct record */
	const char *help;
};

struct limit { /* range of a number, length of a text in bytes */
	size_t offset;
	int64_t min, max;
};

struct record {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t n;
	const struct limit *limits;
	size_t n_limits;
	const char *help;
};

struct list { /* every RECORD_list looks like this */
	void *at;
	size_t n;
};

enum { TEXT_MAX_DEFAULT = 1000, RECORD_FIELDS_MAX = 64 };

const struct field *record_field(const struct record *r, struct sv name); /* NULL if unknown */
/* The known name most like `name` (edit distance), for "did you mean"; NULL if none is near. */
const char *record_nearest(const struct record *r, struct sv name);
const struct limit *record_limit(const struct record *r, const struct field *f); /* or NULL */
const void *field_at(const struct field *f, const void *rec);
void *field_in(const struct field *f, void *rec);
/* The struct with all it points to, into the arena. Texts are copied too. */
void record_copy(struct arena *a, const struct record *r, const void *from, void *to);
bool field_is_absent(const struct field *f, const void *rec); /* zero, empty or NULL */

const char *choice_text(const struct choice *c, int value); /* "" for 0 and unknown */
bool choice_value(const struct choice *c, struct sv text, int *ret);

#endif
