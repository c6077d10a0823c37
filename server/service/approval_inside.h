/* What approval.c and approval_end.c share; nobody else includes this. */
#ifndef QUITS_SERVER_SERVICE_APPROVAL_INSIDE_H
#define QUITS_SERVER_SERVICE_APPROVAL_INSIDE_H

#include "server/service/approval.h"
#include "server/store/approval.h"

/* Tells what became of it: the asker and the approval's number in the body. */
MUST_USE enum status approval_tell(struct tx *tx, enum event_id kind, struct sv actor,
				   const struct approval_core *p);

#endif
