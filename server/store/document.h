/* document: what was issued, by contact. Rows are added and read, never changed. */
#ifndef QUITS_SERVER_STORE_DOCUMENT_H
#define QUITS_SERVER_STORE_DOCUMENT_H

#include "server/store/store.h"

struct document {
	int64_t contact, id, session, bytes, at;
	struct hash code;   /* keyed, of the code on its pages */
	struct hash sha256; /* of the file */
};

MUST_USE enum status store_document_add(struct tx *tx, const struct document *d); /* `at` is tx->now */
/* *ret_found false if the contact has none of this number, or nobody one with this code. */
MUST_USE enum status store_document_by_id(struct snap *s, int64_t contact, int64_t id, struct document *ret,
					  bool *ret_found);
MUST_USE enum status store_document_by_code(struct snap *s, const struct hash *code, struct document *ret,
					    bool *ret_found);
/* How many the contact was issued after this instant. */
MUST_USE enum status store_document_since(struct snap *s, int64_t contact, int64_t at, int64_t *ret);

#endif
