/* Files of assets/static, served from the program itself at /static/NAME, and its icon at /favicon.ico. With ?v=HASH of their
 * content they may be kept for a year; without it, for five minutes. Any thread. */
#ifndef QUITS_SERVER_HTTP_STATIC_H
#define QUITS_SERVER_HTTP_STATIC_H

#include "server/http/request.h"

/* "/static/portal.css?v=0123456789abcdef"; without the hash if there is no such file. */
struct sv static_url(struct arena *a, const char *name);
/* Is it a file's address: under /static/, or the icon's. */
bool static_is(struct sv path);
/* True if the path is a file's; the reply is then there: 200, 304 or (status 0) no such
 * file. */
bool static_answer(struct web *w, struct sv if_none_match);

#endif
