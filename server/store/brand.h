/* brand: the logo in force and the one that is being sent. */
#ifndef QUITS_SERVER_STORE_BRAND_H
#define QUITS_SERVER_STORE_BRAND_H

#include "server/store/store.h"

struct logo_upload {
	int64_t id, bytes;
	struct sv actor, file;
};
/* The only one: what was left of others goes. */
MUST_USE enum status store_logo_begin(struct tx *tx, const struct logo_upload *l);
MUST_USE enum status store_logo_upload(struct snap *s, int64_t id, struct logo_upload *ret, struct arena *a);
MUST_USE enum status store_logo_piece_add(struct tx *tx, int64_t upload, int64_t at, struct sv data);
/* The piece that begins at `at`; empty: there is none. */
MUST_USE enum status store_logo_piece(struct snap *s, int64_t upload, int64_t at, struct sv *ret, struct arena *a);

struct logo_file {
	struct sv file, data;
	int64_t width, height;
};
/* In place of the one before; the upload is over. */
MUST_USE enum status store_logo_put(struct tx *tx, const struct logo_file *l);
MUST_USE enum status store_logo_drop(struct tx *tx);
MUST_USE enum status store_logo_data(struct snap *s, struct sv file, struct sv *ret, struct arena *a); /* NOT_FOUND */

#endif
