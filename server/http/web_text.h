/* Requests made from text, for tests of pages and posts: the same validator, the same decoding, no
 * sockets. */
#ifndef QUITS_SERVER_HTTP_WEB_TEXT_H
#define QUITS_SERVER_HTTP_WEB_TEXT_H

#include "server/http/request.h"

/* `text` is a whole request: "POST /in HTTP/1.1\r\nHost: x\r\n...\r\n\r\nbody" (bare \n will do).
 * The web lies in `a` and borrows from `text`; its reply grows in an arena of its own, which
 * web_text_free() frees. INVALID with the validator's words. */
MUST_USE enum status web_from_text(struct arena *a, const struct shared *shared, struct snap *snap,
                                   struct sv text, struct web **ret);
void web_text_free(struct web *w); /* its arena */
/* What came with the request as Content-Type, for dispatch_post(). */
struct sv web_text_type(struct sv text);

#endif
