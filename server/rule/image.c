/* image: see image.h. Every read is behind a check of how much there is. */
#include "server/rule/image.h"

#include <inttypes.h>

static uint32_t byte_at(struct sv s, size_t i)
{
	return (unsigned char)s.p[i];
}

static uint32_t big16(struct sv s, size_t i)
{
	return byte_at(s, i) << 8 | byte_at(s, i + 1);
}

static uint32_t big32(struct sv s, size_t i)
{
	return big16(s, i) << 16 | big16(s, i + 2);
}

static uint32_t little16(struct sv s, size_t i)
{
	return byte_at(s, i) | byte_at(s, i + 1) << 8;
}

static uint32_t little24(struct sv s, size_t i)
{
	return little16(s, i) | byte_at(s, i + 2) << 16;
}

static uint32_t little32(struct sv s, size_t i)
{
	return little16(s, i) | little16(s, i + 2) << 16;
}

static struct sv part(struct sv s, size_t at, size_t n)
{
	return sv_from_to(s, at, at + n);
}

static enum status broken(const char *type)
{
	return fail_field(ST_INVALID, "file", "begins like a %s picture and is none, or is cut off", type);
}

static enum status moves(const char *type)
{
	return fail_field(ST_INVALID, "file", "is an animated %s: a logo stands still", type);
}

/* Chunks: length, name, bytes, checksum. IHDR is the first, IEND the last of the file. */
static enum status read_png(struct sv s, struct image *ret)
{
	size_t at = 8;

	if (s.n < 8 + 25 || big32(s, 8) != 13 || !sv_is(part(s, 12, 4), "IHDR"))
		return broken("PNG");
	*ret = (struct image){ IMAGE_PNG, big32(s, 16), big32(s, 20) };
	while (s.n - at >= 12) {
		size_t n = big32(s, at);
		struct sv name = part(s, at + 4, 4);

		if (n > s.n - at - 12)
			return broken("PNG");
		at += 12 + n;
		if (sv_is(name, "acTL"))
			return moves("PNG");
		if (sv_is(name, "IEND"))
			return at == s.n ? ST_OK : broken("PNG");
	}
	return broken("PNG");
}

static bool frame_marker(uint32_t m) /* SOF0 to SOF2: what browsers show */
{
	return m >= 0xc0 && m <= 0xc2;
}

static bool other_frame(uint32_t m) /* lossless, hierarchical, arithmetic */
{
	return m >= 0xc3 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc;
}

static bool alone(uint32_t m) /* markers without a length */
{
	return m == 0x01 || (m >= 0xd0 && m <= 0xd7);
}

/* Segments up to the frame header: 0xff, marker, length with itself, bytes. */
static enum status read_jpeg(struct sv s, struct image *ret)
{
	size_t at = 2;

	while (s.n - at >= 4) {
		uint32_t marker = byte_at(s, at + 1);
		size_t n;

		if (byte_at(s, at) != 0xff)
			return broken("JPEG");
		if (marker == 0xff || alone(marker)) {
			at += marker == 0xff ? 1 : 2; /* fill bytes */
			continue;
		}
		n = big16(s, at + 2);
		if (n < 2 || n > s.n - at - 2 || marker == 0xd9 || marker == 0xda || other_frame(marker))
			return broken("JPEG");
		if (frame_marker(marker)) {
			if (n < 8 || byte_at(s, at + 4) != 8 || byte_at(s, at + 9) < 1 || byte_at(s, at + 9) > 3)
				return broken("JPEG");
			*ret = (struct image){ IMAGE_JPEG, big16(s, at + 7), big16(s, at + 5) };
			return ST_OK;
		}
		at += 2 + n;
	}
	return broken("JPEG");
}

/* RIFF: name, length, "WEBP", then chunks; the first says of which kind it is. */
static enum status read_webp(struct sv s, struct image *ret)
{
	struct sv kind;
	size_t whole, n;

	if (s.n < 30)
		return broken("WebP");
	whole = little32(s, 4);
	kind = part(s, 12, 4);
	n = little32(s, 16);
	if (whole < 22 || whole > s.n - 8 || n > whole - 12 || n < 5)
		return broken("WebP");
	*ret = (struct image){ .type = IMAGE_WEBP };
	if (sv_is(kind, "VP8 ") && n >= 10 && !(byte_at(s, 20) & 1) && sv_eq(part(s, 23, 3), SV("\x9d\x01\x2a"))) {
		ret->width = little16(s, 26) & 0x3fff;
		ret->height = little16(s, 28) & 0x3fff;
	} else if (sv_is(kind, "VP8L") && byte_at(s, 20) == 0x2f) {
		uint32_t bits = little32(s, 21);

		ret->width = (bits & 0x3fff) + 1;
		ret->height = (bits >> 14 & 0x3fff) + 1;
	} else if (sv_is(kind, "VP8X") && n >= 10) {
		if (byte_at(s, 20) & 2)
			return moves("WebP");
		ret->width = (int64_t)little24(s, 24) + 1;
		ret->height = (int64_t)little24(s, 27) + 1;
	} else {
		return broken("WebP");
	}
	return ST_OK;
}

static enum status refused(struct sv s)
{
	struct sv head = sv_trim(sv_from_to(s, 0, 1024));

	if (sv_starts(s, SV("GIF8")))
		return fail_field(ST_INVALID, "file", "is a GIF; PNG, JPEG or WebP are taken");
	if (sv_starts(head, SV("<")) || sv_find_sv(head, SV("<svg")) < head.n)
		return fail_field(ST_INVALID, "file", "is SVG or other markup, which can carry scripts; PNG, JPEG or "
						      "WebP are taken");
	return fail_field(ST_INVALID, "file", "is no PNG, JPEG or WebP picture");
}

static enum status read_type(struct sv s, struct image *ret)
{
	if (sv_starts(s, SV("\x89PNG\r\n\x1a\n")))
		return read_png(s, ret);
	if (sv_starts(s, SV("\xff\xd8\xff")))
		return read_jpeg(s, ret);
	if (sv_starts(s, SV("RIFF")) && sv_is(part(s, 8, 4), "WEBP"))
		return read_webp(s, ret);
	return refused(s);
}

static bool side_fits(int64_t side)
{
	return side >= IMAGE_SIDE_LEAST && side <= IMAGE_SIDE_MOST;
}

enum status image_read(struct sv bytes, struct image *ret)
{
	struct image i;

	if (bytes.n > IMAGE_BYTES_MAX)
		return fail_field(ST_LIMIT, "file", "has more than %d bytes", IMAGE_BYTES_MAX);
	TRY(read_type(bytes, &i));
	if (!side_fits(i.width) || !side_fits(i.height))
		return fail_field(ST_INVALID, "file", "is %" PRId64 " by %" PRId64 " pixels; each side is from %d to %d",
				  i.width, i.height, IMAGE_SIDE_LEAST, IMAGE_SIDE_MOST);
	*ret = i;
	return ST_OK;
}

const char *image_ending(enum image_type t)
{
	return t == IMAGE_PNG ? "png" : t == IMAGE_JPEG ? "jpg" : "webp";
}

struct sv image_media_type(enum image_type t)
{
	return t == IMAGE_PNG ? SV("image/png") : t == IMAGE_JPEG ? SV("image/jpeg") : SV("image/webp");
}

struct image image_fitted(const struct image *i, int64_t width, int64_t height)
{
	struct image shown = { i->type, (i->width * height + i->height / 2) / i->height, height };

	if (shown.width > width)
		shown = (struct image){ i->type, width, (i->height * width + i->width / 2) / i->width };
	if (shown.width < 1)
		shown.width = 1;
	if (shown.height < 1)
		shown.height = 1;
	return shown;
}
