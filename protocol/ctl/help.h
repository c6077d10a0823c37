/* quitsctl's own pages, from the schema: how to call it, its methods, one method. Any thread. */
#ifndef QUITS_PROTOCOL_CTL_HELP_H
#define QUITS_PROTOCOL_CTL_HELP_H

#include "protocol/schema.h"

void help_usage(struct buf *b); /* a few lines */
void help_all(struct buf *b);   /* usage, flags, every method, exit codes */
void help_method(struct buf *b, const struct method *m);

#endif
