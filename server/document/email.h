/* A complete RFC 5322 message: headers with RFC 2047 words where a name is not ASCII, a text body in
 * quoted-printable (RFC 2045). Lines end in CR LF and no line is longer than 76 bytes (headers are folded; an address
 * that is longer stays whole). */
#ifndef QUITS_SERVER_DOCUMENT_EMAIL_H
#define QUITS_SERVER_DOCUMENT_EMAIL_H

#include "common/text.h"

struct email {
	struct sv from_name, from; /* from: addr-spec */
	struct sv to_name, to;
	struct sv subject;
	struct sv message_id; /* left part; the domain is from's */
	int64_t date;         /* ms UTC */
	struct sv unsubscribe; /* absolute URL for List-Unsubscribe and its one-click POST (RFC 8058); empty: none */
	struct sv text;       /* UTF-8, lines end in LF */
};

/* INVALID names from or to when they are no addr-spec (a line break in them would forge a header). */
MUST_USE enum status email_write(struct buf *b, const struct email *e);

#endif
