/* frame: what goes over the helper's socket, both ways: a word, a length, bytes. Inside server/document. */
#ifndef QUITS_SERVER_DOCUMENT_FRAME_H
#define QUITS_SERVER_DOCUMENT_FRAME_H

#include "common/text.h"

enum { FRAME_REQUEST_MAX = 4 * 1024 * 1024, FRAME_ELEMENTS = 200000 };

/* Waits until `due` (clock_mono_ms; 0: for ever). UNAVAILABLE: the other end is gone; UNCERTAIN: it is too slow. */
MUST_USE enum status frame_send(int fd, unsigned word, struct sv bytes, int64_t due);
/* Bytes are appended to `out`; LIMIT when they are more than its maximum. */
MUST_USE enum status frame_receive(int fd, unsigned *ret_word, struct buf *out, int64_t due);

#endif
