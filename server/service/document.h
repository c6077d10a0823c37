/* document: what was issued: its owner's page and file, and the answer to whoever holds a paper or a file and asks
 * whether it is ours. */
#ifndef QUITS_SERVER_SERVICE_DOCUMENT_H
#define QUITS_SERVER_SERVICE_DOCUMENT_H

#include "common/crypt.h"

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;

/* The code that goes on the pages of a document. Made from its number with the key, so that it need not be kept and the
 * same document has the same code; a hundred bits that nobody can guess. */
struct sv document_code(const struct keys *k, struct arena *a, int64_t contact, int64_t id);
/* By which a code is found: the only form in which it is kept. */
struct hash document_code_hash(const struct keys *k, struct sv code);
/* "DIR/documents/ID-SUM.pdf". */
const char *document_path(struct unit *u, int64_t id, const struct hash *sha256);
struct hash document_sum(struct sv bytes);

/* NOT_FOUND: no such document of this contact. */
MUST_USE enum status service_document_show(struct unit *u, struct snap *s, int64_t contact, struct sv code,
					   struct view_document *ret);
/* The file's bytes, checked against what was issued. NOT_FOUND also when it is kept no longer; INTERNAL: it was
 * altered on the disk. Reads a file: THREAD_WORKER. */
MUST_USE enum status service_document_file(struct unit *u, struct snap *s, int64_t contact, struct sv code,
					   struct sv *ret);
/* For a stranger: issued or not, the day, and whether a sum is its file's; nothing else. */
MUST_USE enum status service_document_verify(struct unit *u, struct snap *s, struct sv code, struct sv sha256,
					     struct view_verify *ret);
/* For an operator. INVALID names code or sha256. */
MUST_USE enum status service_document_check(struct unit *u, struct snap *s, const struct document_query *q,
					    struct document_checked *ret);
/* Engine: removes files older than document.days; at most a thousand a call. */
MUST_USE enum status service_document_clean(struct unit *u, size_t *ret_did);

#endif
