/* Any text as a mapping, bound to a header and run over a row: it is refused with a reason or it works. The input
 * is the mapping, and behind a 0x01 byte the header's names, comma separated. */
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"

#include "server/exchange/mapping.h"

enum { WIDTH = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv rest = sv_of(data, size), text = sv_cut(&rest, '\x01'), names[WIDTH], fields[WIDTH],
		  out[BOOK__COUNT];
	struct arena a = ARENA_INIT;
	struct mapping *m;
	size_t n = 0;

	while (rest.p && n < WIDTH) {
		names[n] = sv_cut(&rest, ',');
		fields[n] = n % 3 ? names[n] : SV_NONE;
		n++;
	}
	if (mapping_read(&a, text, &m) != ST_OK || mapping_bind(&a, m, names, n) != ST_OK) {
		if (!fault_last()->field[0] || !fault_last()->text[0])
			abort();
	} else {
		mapping_row(&a, m, fields, out);
		for (int c = 0; c < BOOK__COUNT; c++)
			if (!mapping_name(m, (enum book_column)c).n || (out[c].n && !out[c].p))
				abort();
	}
	arena_free(&a);
	return 0;
}
