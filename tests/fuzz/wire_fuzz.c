/* Fuzzes wire.c: the first byte picks a record and a mode, the rest is the message. What is accepted is
 * packed and read again and must be the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"

#include "protocol/schema.h"
#include "protocol/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	const struct record *r;
	struct buf once = buf_new(&a, 4 * WIRE_ANSWER_MAX),
		   twice = buf_new(&a, 4 * WIRE_ANSWER_MAX);
	size_t records = 0;
	struct sv msg;
	void *rec;

	if (size == 0)
		return 0;
	while (record_table[records])
		records++;
	r = record_table[(data[0] >> 1) % records];
	msg = sv_of(data + 1, size - 1);
	rec = arena_alloc(&a, r->size);
	if (wire_check(msg, WIRE_ELEMENTS) == ST_OK &&
	    wire_unpack(msg, r, rec, &a, data[0] & 1) == ST_OK) {
		wire_pack(&once, r, rec);
		/* absent required fields come back as nil, which only a lenient reader takes */
		if (!once.over && (wire_check(buf_sv(&once), 20 * WIRE_ELEMENTS) != ST_OK ||
		                   wire_unpack(buf_sv(&once), r, rec, &a, false) != ST_OK))
			abort();
		wire_pack(&twice, r, rec);
		if (!once.over && !sv_eq(buf_sv(&once), buf_sv(&twice)))
			abort();
	}
	arena_free(&a);
	return 0;
}
