/* summary: a debtor's accounts as a document, in three steps: made on the pool, issued on the writer, fetched as often as
 * its file is kept (document.h).
 *
 * It shows what the overview shows, read by the same service in one look, and a statement: what is owed by currency and
 * age (rule/ageing.h), and each account's open invoices up to its balance. However many accounts there are, all are in
 * the sums; the first SUMMARY_ACCOUNTS have a row. Every text is in the reader's language, every figure and day as in his
 * country, the time in his zone. */
#ifndef QUITS_SERVER_SERVICE_SUMMARY_H
#define QUITS_SERVER_SERVICE_SUMMARY_H

#include "common/crypt.h"
#include "common/phrase.h"

#include "server/document/pdf.h"
#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

enum { SUMMARY_ACCOUNTS = 200, SUMMARY_LINES = 2000, SUMMARY_A_DAY = 20 };

struct summary_ask {
	int64_t contact, session;
	struct sv form_id; /* of the page: it carries the document's number, sealed for this visit */
	struct sv country; /* the contact's: US, CA and MX print on Letter, the others on A4 */
	struct render how; /* the zone is the contact's */
};

struct summary_made {
	int64_t id, bytes;
	struct sv code;     /* as printed */
	struct hash sha256; /* of the file */
	bool before;        /* this form was sent before: nothing was made now */
};

/* What GET /summary needs: a fresh form. */
MUST_USE enum status service_summary_form(struct unit *u, struct snap *s, int64_t session, struct view_summary *ret);
/* THREAD_WORKER: reads, composes, has it drawn, writes the file. NOT_FOUND: the section is off. LIMIT: too many in a day.
 * UNAVAILABLE: nobody draws. */
MUST_USE enum status service_summary_make(struct unit *u, struct snap *s, const struct summary_ask *q,
					  struct summary_made *ret);
/* THREAD_WRITER: it counts from here on: its row, its receipt, its event. */
MUST_USE enum status service_summary_issue(struct unit *u, struct tx *tx, const struct summary_ask *q,
					   const struct summary_made *m);
/* The document without its bytes; for service_summary_make and tests. */
MUST_USE enum status summary_compose(struct unit *u, struct snap *s, const struct summary_ask *q, struct sv code,
				     struct pdf_doc *ret);

#endif
