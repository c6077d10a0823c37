/* Completion of quitsctl's command line from the schema. Any thread. */
#ifndef QUITS_PROTOCOL_CTL_COMPLETE_H
#define QUITS_PROTOCOL_CTL_COMPLETE_H

#include "common/text.h"

void complete_script(struct buf *b); /* for bash: eval "$(quitsctl completion bash)" */
/* What the last word may become, one a line; the words before it are complete. */
void complete_words(struct buf *b, const struct sv *words, size_t n);

#endif
