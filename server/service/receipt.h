/* receipt: every action of a debtor leaves one: a reference, a line of his activity list, a page, and, where that is
 * allowed, a message with the reference (service/notice.h). Called by services inside the action's own transaction. */
#ifndef QUITS_SERVER_SERVICE_RECEIPT_H
#define QUITS_SERVER_SERVICE_RECEIPT_H

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

struct receipt_new {
	enum receipt_kind kind;
	int64_t contact;
	int64_t account, subject, session; /* 0: none */
	struct sv reference;               /* the subject's own; empty: one is drawn ("RC-…") */
	int64_t amount, day;
	struct currency currency;
	struct sv note;                    /* a phrase for the receipt's page */
	bool quiet;                        /* no message: the action sends its own, or sending would be wrong */
};
/* THREAD_WRITER. *ret_reference (may be NULL) lives in tx->arena. */
MUST_USE enum status service_receipt_add(struct tx *tx, const struct receipt_new *n, struct sv *ret_reference);

/* It names something that this contact did in this visit. */
bool service_receipt_here(struct unit *u, struct snap *s, int64_t contact, int64_t session, struct sv reference);

/* The page of a receipt: "/promise/PR-…" where its subject has one, else "/receipt/RC-…". */
struct sv service_receipt_path(struct arena *a, enum receipt_kind kind, struct sv reference);
MUST_USE enum status service_receipt_show(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
					  struct view_done_page *ret);
/* The activity list: 30 a page, older than the receipt `before` (empty: the newest). */
MUST_USE enum status service_activity(struct unit *u, struct snap *s, int64_t contact, struct sv before,
				      struct view_activity *ret);

#endif
