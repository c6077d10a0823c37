/* Fuzzes frame.c: the bytes as a call and as an answer, and the params or result as far as the method
 * says what they are. */
#include <stdint.h>
#include <stdlib.h>

#include "common/arena.h"

#include "protocol/frame.h"
#include "protocol/schema.h"
#include "protocol/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct sv msg = sv_of(data, size);
	struct answer answer;
	struct call call;

	if (frame_unpack_call(msg, &a, &call) == ST_OK) {
		const struct method *m = method_find(call.method);
		struct buf b = buf_new(&a, WIRE_ANSWER_MAX);
		struct call again;

		if (call.id.n != FRAME_ID)
			abort();
		if (m) {
			void *in = arena_alloc(&a, m->in->size);

			(void)!wire_unpack(call.params, m->in, in, &a, true);
		}
		frame_pack_call(&b, &call);
		if (b.n <= WIRE_REQUEST_MAX &&
		    (frame_unpack_call(buf_sv(&b), &a, &again) != ST_OK ||
		     !sv_eq(call.params, again.params) || !sv_eq(call.reason, again.reason)))
			abort();
	}
	if (frame_unpack_answer(msg, &a, &answer) == ST_OK &&
	    (answer.id.n != FRAME_ID || (answer.status == ST_OK) != (answer.result.n > 0)))
		abort();
	arena_free(&a);
	return 0;
}
