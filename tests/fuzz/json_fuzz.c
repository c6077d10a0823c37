/* Bytes as a record in JSON: what is read and checked is written, and read again as the same bytes. */
#include <stdint.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/record_check.h"
#include "common/record_json.h"

enum colour { RED = 1, GREEN };

struct thing {
	bool flag;
	int64_t count, amount;
	struct currency currency;
	int64_t rate, when, day, id;
	struct sv text, bytes;
	enum colour colour;
	struct thing *inner;
	struct {
		void *at;
		size_t n;
	} rows;
};

static const struct choice_word words[] = { { RED, "red", "" }, { GREEN, "green", "" } };
static const struct choice colours = { "colour", words, 2, "" };
extern const struct record thing_record;
const struct field thing_fields[] = {
	{ "flag", K_BOOL, OPT, offsetof(struct thing, flag), NULL, "" },
	{ "count", K_INT, OPT, offsetof(struct thing, count), NULL, "" },
	{ "amount", K_MONEY, OPT, offsetof(struct thing, amount), NULL, "" },
	{ "currency", K_CURRENCY, OPT, offsetof(struct thing, currency), NULL, "" },
	{ "rate", K_RATE, OPT, offsetof(struct thing, rate), NULL, "" },
	{ "when", K_TIME, OPT, offsetof(struct thing, when), NULL, "" },
	{ "day", K_DAY, OPT, offsetof(struct thing, day), NULL, "" },
	{ "id", K_ID, OPT, offsetof(struct thing, id), NULL, "" },
	{ "text", K_TEXT, MULTI, offsetof(struct thing, text), NULL, "" },
	{ "bytes", K_BYTES, OPT, offsetof(struct thing, bytes), NULL, "" },
	{ "colour", K_CHOICE, OPT, offsetof(struct thing, colour), &colours, "" },
	{ "inner", K_RECORD, OPT, offsetof(struct thing, inner), &thing_record, "" },
	{ "rows", K_LIST, OPT, offsetof(struct thing, rows), &thing_record, "" },
};
const struct record thing_record = {
	"thing", sizeof(struct thing), thing_fields, COUNT(thing_fields), NULL, 0, ""
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct buf first = buf_new(&a, 1 << 24), second = buf_new(&a, 1 << 24);
	struct thing it, again;

	if (record_from_json(&thing_record, &it, &a, sv_of(data, size), size & 1) == ST_OK &&
	    record_check(&thing_record, &it) == ST_OK) {
		record_to_json(&first, &thing_record, &it);
		if (record_from_json(&thing_record, &again, &a, buf_sv(&first), false) != ST_OK)
			abort();
		record_to_json(&second, &thing_record, &again);
		if (!sv_eq(buf_sv(&first), buf_sv(&second)))
			abort();
	}
	arena_free(&a);
	return 0;
}
