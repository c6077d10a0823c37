/* Files of assets/static, served from the program itself at /static/NAME, and its icon at /favicon.ico. With ?v=HASH of their
 * content they may be kept for a year; without it, for five minutes. Any thread. */
#ifndef QUITS_SERVER_HTTP_STATIC_H
#define QUITS_SERVER_HTTP_STATIC_H

#include "server/http/request.h"

/* Is it a file's address: under /static/, or the icon's. */
bool static_is(struct sv path);
/* "/static/portal.css?v=0123456789abcdef"; without the hash if there is no such file. `tail`: what the rooms add behind
 * the file (http_rooms.static_tail), or nothing; it is part of the content that the hash names. */
struct sv static_url(struct arena *a, const char *name, struct sv tail);
/* True if the path is a file's; the reply is then there: 200, 304 or (status 0) no such
 * file. */
bool static_answer(struct web *w, struct sv tail, struct sv if_none_match);

#endif
