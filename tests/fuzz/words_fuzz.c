/* Fuzzes what people type: a line cut into words, the words as a request, as what Tab completes, and as a
 * JSON request. */
#include <stdint.h>
#include <stdlib.h>

#include "common/arena.h"

#include "protocol/ctl/args.h"
#include "protocol/ctl/complete.h"
#include "protocol/ctl/output.h"
#include "protocol/ctl/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct sv *words, line = sv_of(data, size);
	size_t n;

	if (script_words(&a, line, &words, &n) == ST_OK) {
		struct buf shown = buf_new(&a, OUTPUT_MAX);
		const struct method *m;
		void *in;

		complete_words(&shown, words, n);
		if (n && args_method(words[0], &m) == ST_OK) {
			if (args_request(m, &a, words + 1, n - 1, &in) == ST_OK)
				output_record(&shown, m->in, in);
			else
				output_fault(&shown, false, m->name);
		}
		for (size_t i = 0; i < n; i++)
			if (!words[i].p)
				abort();
	}
	arena_free(&a);
	return 0;
}
