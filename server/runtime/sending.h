/* sending: which contact a message is being handed over to right now. An opt-out is acknowledged only when no message to
 * its contact is on its way out any more: the sender marks whom it serves before it looks whether it may, and who has
 * committed a stop waits until that mark is another's. */
#ifndef QUITS_SERVER_RUNTIME_SENDING_H
#define QUITS_SERVER_RUNTIME_SENDING_H

#include <stdint.h>

struct sending;

struct sending *sending_new(void);
void sending_free(struct sending *s);
void sending_begin(struct sending *s, int64_t contact); /* the one sender's thread; look after that, then send */
void sending_end(struct sending *s);
/* After the commit: returns when no message to this contact (0: to anybody) that began before the call is on its way
 * any more, or at clock_mono_ms `mono_ms`. */
void sending_wait(struct sending *s, int64_t contact, int64_t mono_ms);

#endif
