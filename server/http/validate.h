/* Is this a request at all? The head of a request as the rest of the door sees it, filled header by
 * header and refused at the first thing that two servers could read in two ways (request smuggling,
 * security.md T30). Knows no sockets and no library: tests feed it text. Any thread. Views are
 * borrowed. */
#ifndef QUITS_SERVER_HTTP_VALIDATE_H
#define QUITS_SERVER_HTTP_VALIDATE_H

#include "server/http/request.h"

enum { HEAD_FIELDS_MAX = 100 };

struct head {
	struct sv host, cookie, origin, fetch_site, agent, type, if_none_match, forwarded, accept_language;
	int64_t length; /* Content-Length; -1: none */
	size_t n;
	const char *wrong; /* why it is refused: a sentence of ours; NULL: good so far */
	const char *end;   /* where the last value ended, for head_layout */
};

void head_init(struct head *h);
/* False: refused, h->wrong says why. */
bool head_add(struct head *h, struct sv name, struct sv value);
/* libmicrohttpd 0.9.7x joins folded lines, cuts values at a NUL and takes a bare LF for a line's
 * end without a word. But it parses in place: a name stands right behind the CR LF of the line
 * before, a value right behind its colon. What stands elsewhere was not such a line. Call before
 * head_add, only for that version. */
bool head_layout(struct head *h, struct sv name, struct sv value);
bool head_layout_end(struct head *h); /* after the last field */
/* The request line and what the fields mean together. `method` is exact; other methods leave
 * *ret_verb 0 and are not wrong: the answer is 405. `version` is "HTTP/1.1" or "HTTP/1.0". */
bool head_end(struct head *h, const char *method, const char *version, struct sv target,
              enum verb *ret_verb);

#endif
