/* attachment: what is known of files that debtors sent; the bytes are the service's (DIR/attachments). */
#ifndef QUITS_SERVER_STORE_ATTACHMENT_H
#define QUITS_SERVER_STORE_ATTACHMENT_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct attachment_new {
	int64_t id, contact, owner, bytes, session; /* session 0: an operator sent it */
	enum attachment_owner kind;
	enum file_type type;
	struct sv name, sha256;
};

MUST_USE enum status store_attachment_add(struct tx *tx, const struct attachment_new *n);

struct attachment_core {
	int64_t id, contact, owner, bytes;
	enum attachment_owner kind;
	enum file_type type;
	struct sv name, sha256;
};
/* *ret_found false if there is none of this number. */
MUST_USE enum status store_attachment_by_id(struct snap *s, int64_t id, struct attachment_core *ret,
					    bool *ret_found, struct arena *a);
/* Does this dispute or message have this very file already? */
MUST_USE enum status store_attachment_same(struct snap *s, enum attachment_owner kind, int64_t owner,
					   struct sv sha256, bool *ret);
/* Oldest first. */
MUST_USE enum status store_attachment_of_owner(struct snap *s, enum attachment_owner kind, int64_t owner,
					       struct attachment_row_list *ret, struct arena *a);
/* How many this contact sent in the portal, and how large they are together. */
MUST_USE enum status store_attachment_sums(struct snap *s, int64_t contact, int64_t *ret_count,
					   int64_t *ret_bytes);
/* When this operator's reading of it was last told; 0: never. */
MUST_USE enum status store_attachment_seen(struct snap *s, int64_t attachment, int64_t operator_,
					   int64_t *ret);
MUST_USE enum status store_attachment_see(struct tx *tx, int64_t attachment, int64_t operator_);

#endif
