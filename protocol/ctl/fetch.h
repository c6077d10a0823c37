/* attachment.get: a file that a debtor sent, read in pieces and saved. quitsctl writes it with its caller's rights. */
#ifndef QUITS_PROTOCOL_CTL_FETCH_H
#define QUITS_PROTOCOL_CTL_FETCH_H

#include "protocol/client.h"

/* words: attachment=ID file=PATH. The file must not exist; it is made with mode 0600 and removed again if anything
 * fails, its SHA-256 included. The last piece's record, without data, goes to *ret, in `a`. Thread: main. */
MUST_USE enum status fetch_run(struct client *c, const struct sv *words, size_t n,
                               const struct call_options *how, struct arena *a,
                               struct attachment_piece *ret);

#endif
