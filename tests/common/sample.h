/* A record of every kind for the tests of this folder; common/ may not know the real ones. */
#ifndef QUITS_TESTS_COMMON_SAMPLE_H
#define QUITS_TESTS_COMMON_SAMPLE_H

#include "common/record.h"

#include "tests/support/check.h"

enum colour { RED = 1, GREEN };

struct inner {
	struct sv name;
	int64_t amount;
};

struct inner_list {
	struct inner *at;
	size_t n;
};

struct sample {
	bool flag;
	int64_t count, amount;
	struct currency currency;
	int64_t rate, when, day, id;
	struct sv note, lines, bytes, secret, home_path;
	enum colour colour;
	struct inner *inner;
	struct inner_list rows;
};

static const struct choice_word colour_words[] = { { RED, "red", "" }, { GREEN, "green", "" } };
static const struct choice colour_choice = { "colour", colour_words, 2, "" };

static const struct field inner_fields[] = {
	{ "name", K_TEXT, REQ, offsetof(struct inner, name), NULL, "" },
	{ "amount", K_MONEY, OPT, offsetof(struct inner, amount), NULL, "" },
};
static const struct record inner_record = {
	"inner", sizeof(struct inner), inner_fields, COUNT(inner_fields), NULL, 0, ""
};

static const struct field sample_fields[] = {
	{ "flag", K_BOOL, OPT, offsetof(struct sample, flag), NULL, "" },
	{ "count", K_INT, OPT, offsetof(struct sample, count), NULL, "" },
	{ "amount", K_MONEY, REQ, offsetof(struct sample, amount), NULL, "" },
	{ "currency", K_CURRENCY, OPT, offsetof(struct sample, currency), NULL, "" },
	{ "rate", K_RATE, OPT, offsetof(struct sample, rate), NULL, "" },
	{ "when", K_TIME, OPT, offsetof(struct sample, when), NULL, "" },
	{ "day", K_DAY, OPT, offsetof(struct sample, day), NULL, "" },
	{ "id", K_ID, OPT, offsetof(struct sample, id), NULL, "" },
	{ "note", K_TEXT, REQ, offsetof(struct sample, note), NULL, "" },
	{ "lines", K_TEXT, MULTI, offsetof(struct sample, lines), NULL, "" },
	{ "bytes", K_BYTES, OPT, offsetof(struct sample, bytes), NULL, "" },
	{ "secret", K_TEXT, SECRET, offsetof(struct sample, secret), NULL, "" },
	{ "home_path", K_TEXT, PERSONAL, offsetof(struct sample, home_path), NULL, "" },
	{ "colour", K_CHOICE, OPT, offsetof(struct sample, colour), &colour_choice, "" },
	{ "inner", K_RECORD, OPT, offsetof(struct sample, inner), &inner_record, "" },
	{ "rows", K_LIST, OPT, offsetof(struct sample, rows), &inner_record, "" },
};
static const struct limit sample_limits[] = {
	{ offsetof(struct sample, count), 1, 10 },
	{ offsetof(struct sample, note), 1, 20 },
	{ offsetof(struct sample, rows), 0, 3 },
};
static const struct record sample_record = { "sample",
	                                     sizeof(struct sample),
	                                     sample_fields,
	                                     COUNT(sample_fields),
	                                     sample_limits,
	                                     COUNT(sample_limits),
	                                     "" };

#endif
