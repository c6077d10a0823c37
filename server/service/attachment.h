/* attachment: files that debtors send. They lie in DIR/attachments under their number, 0600, outside any served path;
 * the door has synced them before the write begins, the write moves them there and then adds their rows. A write that
 * fails after the move leaves a file without a row: service_attachment_sweep() takes it away at the next start.
 *
 * Bounds: a contact sends at most CONTACT_FILES files of CONTACT_BYTES together through the portal, ever. */
#ifndef QUITS_SERVER_SERVICE_ATTACHMENT_H
#define QUITS_SERVER_SERVICE_ATTACHMENT_H

#include "protocol/schema.h"

#include "server/rule/file_type.h"
#include "server/runtime/unit.h"

struct snap;
struct tx;

enum { CONTACT_FILES = 50, CONTACT_BYTES = 200 * 1024 * 1024, ATTACHMENT_PIECE = 32 * 1024 };

/* How much more this contact may send. */
MUST_USE enum status service_attachment_room(struct snap *s, int64_t contact, size_t *ret_files,
					     int64_t *ret_bytes);

struct attachment_ask {
	int64_t contact, session; /* session 0: an operator's, without the contact's bounds */
	enum attachment_owner kind;
	int64_t owner;
};
/* THREAD_WRITER, inside the write that the files came with. LIMIT names "files". A file that the owner has already
 * is left where it is (the door removes it). *ret_added: how many are new. */
MUST_USE enum status service_attachment_add(struct unit *u, struct tx *tx, const struct attachment_ask *q,
					    const struct scratch_file *files, size_t n, size_t *ret_added);
MUST_USE enum status service_attachment_list(struct unit *u, struct snap *s, enum attachment_owner kind,
					     int64_t owner, struct attachment_row_list *ret);

/* For operators, in pieces. The first piece is told as attachment.opened, in a write of its own while the caller
 * waits; later pieces need that. An operator who reads on within ten minutes is not told of again. */
MUST_USE enum status service_attachment_read(struct unit *u, struct snap *s,
					     const struct attachment_query *q, struct attachment_piece *ret);

struct attachment_file {
	int fd; /* the caller closes it */
	int64_t bytes;
	struct sv name, mime;
};
/* For the debtor who sent it; NOT_FOUND for anybody else's, and while the section that it belongs to is off. */
MUST_USE enum status service_attachment_open(struct unit *u, struct snap *s, int64_t contact, int64_t id,
					     struct attachment_file *ret);

/* At start: removes files without a row, says which rows have no file. */
MUST_USE enum status service_attachment_sweep(struct unit *u, struct snap *s);

#endif
