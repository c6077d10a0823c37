/* Any bytes into the key decoder, whole and then byte by byte with pauses: the same keys come out when no
 * pause falls into a sequence, no state is left behind, and nothing is read or written out of bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/term/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEYS = 8 };

/* Takes all keys of `bytes`; a sum of them stands for the sequence. */
static uint64_t run(const uint8_t *data, size_t size, size_t step)
{
	struct input *in = calloc(1, sizeof(*in)); /* on the heap, so that overruns are seen */
	uint32_t keys[KEYS];
	uint64_t sum = 1469598103934665603u;
	size_t n;

	if (!in)
		abort();
	for (size_t at = 0; at < size; at += step) {
		struct sv rest = sv_of(data + at, size - at < step ? size - at : step);

		while (rest.n) {
			n = input_decode(in, &rest, keys, KEYS);
			if (n > KEYS)
				abort();
			for (size_t i = 0; i < n; i++)
				sum = (sum ^ keys[i]) * 1099511628211u;
			if (in->pasted_n > INPUT_PASTE_MAX)
				abort();
		}
	}
	n = input_timeout(in, keys);
	for (size_t i = 0; i < n; i++)
		sum = (sum ^ keys[i]) * 1099511628211u;
	if (input_waiting(in, 25) != -1)
		abort();
	free(in);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[16];

	if (run(data, size, size ? size : 1) != run(data, size, 1))
		abort();
	if (size >= 4) {
		uint32_t key;

		memcpy(&key, data, 4);
		if (!key_name(key, name)[0] && key != 0)
			abort();
	}
	(void)key_by_name(sv_of(data, size));
	return 0;
}
