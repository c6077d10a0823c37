/* Small pictures made byte by byte, as encoders would begin them: what image_read looks at is right, the rest is filler. */
#ifndef QUITS_TESTS_SUPPORT_PICTURE_H
#define QUITS_TESTS_SUPPORT_PICTURE_H

#include "common/arena.h"
#include "common/text.h"

static inline void picture_big(struct buf *b, unsigned n, int bytes)
{
	while (bytes--)
		buf_char(b, (char)(n >> 8 * bytes));
}

static inline void picture_little(struct buf *b, unsigned n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(n >> 8 * i));
}

static inline void picture_chunk(struct buf *b, const char *name, struct sv data)
{
	picture_big(b, (unsigned)data.n, 4);
	buf_z(b, name);
	buf_add(b, data);
	picture_big(b, 0, 4); /* checksum: not looked at */
}

/* `extra`: a chunk of this name between head and end; NULL: none. */
static inline struct sv picture_png_with(struct arena *a, unsigned width, unsigned height, const char *extra)
{
	struct buf b = buf_new(a, 1 << 20), head = buf_new(a, 64);

	buf_add(&b, SV("\x89PNG\r\n\x1a\n"));
	picture_big(&head, width, 4);
	picture_big(&head, height, 4);
	buf_add(&head, SV("\x08\x06\0\0\0"));
	picture_chunk(&b, "IHDR", buf_sv(&head));
	if (extra)
		picture_chunk(&b, extra, SV("\0\0\0\1\0\0\0\0"));
	picture_chunk(&b, "IDAT", SV("\x78\x9c\x03\0\0\0\0\1"));
	picture_chunk(&b, "IEND", SV_NONE);
	return buf_sv(&b);
}

static inline struct sv picture_png(struct arena *a, unsigned width, unsigned height)
{
	return picture_png_with(a, width, height, NULL);
}

static inline struct sv picture_jpeg(struct arena *a, unsigned width, unsigned height, int marker, int components)
{
	struct buf b = buf_new(a, 4096);

	buf_add(&b, SV("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"));
	buf_add(&b, SV("\xff\xff\xfe\0\5xyz")); /* a fill byte and a comment */
	buf_char(&b, (char)0xff);
	buf_char(&b, (char)marker);
	picture_big(&b, 8u + 3u * (unsigned)components, 2);
	buf_char(&b, 8);
	picture_big(&b, height, 2);
	picture_big(&b, width, 2);
	buf_char(&b, (char)components);
	for (int i = 0; i < components; i++)
		buf_add(&b, SV("\1\x22\0"));
	buf_add(&b, SV("\xff\xda\0\2\xff\xd9"));
	return buf_sv(&b);
}

/* kind: "VP8 ", "VP8L", "VP8X"; flags: of VP8X */
static inline struct sv picture_webp(struct arena *a, const char *kind, unsigned width, unsigned height, int flags)
{
	struct buf b = buf_new(a, 4096), body = buf_new(a, 256);

	if (kind[3] == ' ') {
		buf_add(&body, SV("\x10\0\0\x9d\x01\x2a"));
		picture_little(&body, width, 2);
		picture_little(&body, height, 2);
	} else if (kind[3] == 'L') {
		buf_char(&body, 0x2f);
		picture_little(&body, (width - 1) | (height - 1) << 14, 4);
		buf_add(&body, SV("\0\0\0\0\0"));
	} else {
		picture_little(&body, (unsigned)flags, 4);
		picture_little(&body, width - 1, 3);
		picture_little(&body, height - 1, 3);
	}
	buf_z(&b, "RIFF");
	picture_little(&b, (unsigned)body.n + 12, 4);
	buf_z(&b, "WEBP");
	buf_z(&b, kind);
	picture_little(&b, (unsigned)body.n, 4);
	buf_add(&b, buf_sv(&body));
	return buf_sv(&b);
}

#endif
