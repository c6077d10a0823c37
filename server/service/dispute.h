/* dispute: filing one in the portal, adding evidence, and what its debtor sees of it. Everything a dispute does (row,
 * invoices, account under review, hold, team, receipt, event) happens in one transaction. Nothing is stored before it is
 * sent: on the way there the answers travel in the form. Files come after filing, so a failed upload loses nothing. */
#ifndef QUITS_SERVER_SERVICE_DISPUTE_H
#define QUITS_SERVER_SERVICE_DISPUTE_H

#include "server/rule/file_type.h"
#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

enum { DISPUTE_PICKS = 40 }; /* invoices that a form offers: one has 64 fields */

struct dispute_ask { /* as typed; fields may be empty */
	int64_t contact, session, account;
	struct sv reason, part, amount; /* words of the schema; money as people write it */
	struct sv picks;                /* codes of invoices, a line each */
	struct sv statement;
	struct sv form_id;
};
enum dispute_stage { STAGE_NONE, STAGE_REASON, STAGE_PART, STAGE_STATEMENT }; /* how far answers are checked */

/* INVALID names reason, part, amount, i or statement; CONFLICT: nothing can be disputed; NOT_FOUND: not this contact's. */
MUST_USE enum status service_dispute_check(struct unit *u, struct snap *s, const struct dispute_ask *q,
					   enum dispute_stage upto);
/* The same in a transaction, for steps that are posted. THREAD_WRITER. */
MUST_USE enum status service_dispute_try(struct unit *u, struct tx *tx, const struct dispute_ask *q,
					 enum dispute_stage upto);
/* What every page on the way shows: the account, the choices, the answers so far. */
MUST_USE enum status service_dispute_form(struct unit *u, struct snap *s, const struct dispute_ask *q,
					  struct view_dispute_form *ret);
/* THREAD_WRITER. *ret_reference leads to its page; for a form sent twice it is the first one's. */
MUST_USE enum status service_dispute_file(struct unit *u, struct tx *tx, const struct dispute_ask *q,
					  struct sv *ret_reference);

/* THREAD_WRITER. Files for a dispute of this contact that is open. INVALID names files: there are none; CONFLICT: it has
 * ended. A file that it has already is taken once. */
MUST_USE enum status service_dispute_evidence(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
					      struct sv reference, const struct scratch_file *files, size_t n);

MUST_USE enum status service_dispute_page(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					  struct view_dispute_page *ret);
/* For assets/portal/parts_disputes.html: newest first, at most 20. account 0: all of the contact's. */
MUST_USE enum status service_dispute_of_account(struct unit *u, struct snap *s, int64_t contact, int64_t account,
						struct view_dispute_list *ret);

#endif
