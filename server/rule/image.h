/* image: what a picture is, by its bytes, without decoding it: type and size in pixels. For the organisation's logo.
 *
 * PNG (W3C PNG, third edition: chunks up to IEND, nothing behind it, not animated), JPEG (ITU-T T.81: baseline, extended
 * or progressive, one to three components) and WebP (RFC 9649: lossy, lossless or extended, not animated). Everything
 * else is refused, SVG and GIF by name. Names and media types of the sender are never asked. Pure; any thread. */
#ifndef QUITS_SERVER_RULE_IMAGE_H
#define QUITS_SERVER_RULE_IMAGE_H

#include "common/text.h"

enum { IMAGE_BYTES_MAX = 200 * 1024, IMAGE_SIDE_LEAST = 64, IMAGE_SIDE_MOST = 2000 };

enum image_type { IMAGE_PNG = 1, IMAGE_JPEG, IMAGE_WEBP };

struct image {
	enum image_type type;
	int64_t width, height; /* pixels */
};

/* INVALID or LIMIT names `file` and says why. */
MUST_USE enum status image_read(struct sv bytes, struct image *ret);
const char *image_ending(enum image_type t); /* "png" */
struct sv image_media_type(enum image_type t);

/* As it is shown: `height` high, and not wider than `width`. */
struct image image_fitted(const struct image *i, int64_t width, int64_t height);

#endif
