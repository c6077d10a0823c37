/* Bytes as a picture: what is taken has a type, sides in range and no more bytes than may be; what is refused says why.
 * A byte in front of it chooses the beginning, so that every reader is reached at once. */
#include <stdint.h>
#include <stdlib.h>

#include "common/arena.h"

#include "server/rule/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sv heads[] = { SV_CONST(""), SV_CONST("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
					   SV_CONST("\xff\xd8\xff\xe0"), SV_CONST("RIFF\0\1\0\0WEBPVP8X"),
					   SV_CONST("RIFF\0\1\0\0WEBPVP8L"), SV_CONST("RIFF\0\1\0\0WEBPVP8 ") };
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 1 << 20);
	struct image i = { 0 };
	char *exact; /* of its very length, so that one byte beyond is seen */

	if (size)
		buf_add(&b, heads[data[0] % COUNT(heads)]);
	if (size > 1)
		buf_add(&b, sv_of(data + 1, size - 1));
	exact = arena_copy(&a, b.n ? b.p : "", b.n);
	if (image_read(sv_of(exact, b.n), &i) == ST_OK) {
		struct image shown = image_fitted(&i, 160, 40);

		if (!i.type || i.width < IMAGE_SIDE_LEAST || i.width > IMAGE_SIDE_MOST ||
		    i.height < IMAGE_SIDE_LEAST || i.height > IMAGE_SIDE_MOST || shown.width < 1 ||
		    shown.width > 160 || shown.height < 1 || shown.height > 40)
			abort();
	} else if (i.type || !fault_last()->text[0]) {
		abort();
	}
	arena_free(&a);
	return 0;
}
