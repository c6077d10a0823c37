/* summary: making and issuing; see summary.h. summary_doc.c says what stands in it. */
#include "server/service/summary.h"

#include <string.h>
#include <unistd.h>

#include "common/date.h"
#include "common/file.h"

#include "server/document/helper.h"
#include "server/service/document.h"
#include "server/service/event.h"
#include "server/service/form_id.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/store/document.h"

static const char purpose[] = "summary";

enum status service_summary_form(struct unit *u, struct snap *s, int64_t session, struct view_summary *ret)
{
	TRY(service_section(s, &u->arena, SECTION_SUMMARY));
	ret->form_id = form_id_new(u->shared->keys, &u->arena, purpose, session);
	return ST_OK;
}

/* A document costs a file that is kept for a year. */
static enum status check_a_day(struct snap *s, int64_t contact, int64_t now)
{
	int64_t made;

	TRY(store_document_since(s, contact, now - DAY_MS, &made));
	if (made >= SUMMARY_A_DAY)
		return fail_phrase(ST_LIMIT, "", N_("You have downloaded {n} summaries today. Please try again tomorrow."),
				   P_NUMBER("n", made));
	return ST_OK;
}

static enum status draw(struct unit *u, struct snap *s, const struct summary_ask *q, struct summary_made *m)
{
	struct buf out = buf_new(&u->arena, PDF_BYTES_MAX);
	struct pdf_doc d;

	if (!u->shared->pdf)
		return fail(ST_UNAVAILABLE, "no process draws documents here");
	TRY(summary_compose(u, s, q, m->code, &d));
	TRY(pdf_make(u->shared->pdf, &d, &out));
	m->bytes = (int64_t)out.n;
	m->sha256 = document_sum(buf_sv(&out));
	return file_write(&u->arena, document_path(u, m->id, &m->sha256), buf_sv(&out));
}

enum status service_summary_make(struct unit *u, struct snap *s, const struct summary_ask *q, struct summary_made *ret)
{
	const struct keys *keys = u->shared->keys;
	struct summary_made m = { .id = 0 };
	struct document before;

	TRY(service_section(s, &u->arena, SECTION_SUMMARY));
	TRY(form_id_open(keys, &u->arena, purpose, q->session, q->form_id, &m.id));
	m.code = document_code(keys, &u->arena, q->contact, m.id);
	TRY(store_document_by_id(s, q->contact, m.id, &before, &m.before));
	if (!m.before) {
		TRY(check_a_day(s, q->contact, u->now));
		TRY(draw(u, s, q, &m));
	}
	*ret = m;
	return ST_OK;
}

enum status service_summary_issue(struct unit *u, struct tx *tx, const struct summary_ask *q,
				  const struct summary_made *m)
{
	struct document d = { .contact = q->contact, .id = m->id, .session = q->session, .bytes = m->bytes,
			      .code = document_code_hash(tx->keys, m->code), .sha256 = m->sha256 }, first;
	bool found;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_SUMMARY));
	if (m->before)
		return ST_OK;
	TRY(store_document_by_id(tx_look(tx), q->contact, m->id, &first, &found));
	if (found) { /* the form was sent twice at once, and the other one was first */
		if (memcmp(first.sha256.b, m->sha256.b, sizeof(first.sha256.b)) != 0)
			unlink(document_path(u, m->id, &m->sha256));
		return ST_OK;
	}
	TRY(store_document_add(tx, &d));
	TRY(service_receipt_add(tx, &(struct receipt_new){ .kind = RECEIPT_SUMMARY, .contact = q->contact,
							   .subject = m->id, .session = q->session,
							   .quiet = true /* he has it, and nothing changed */ },
				NULL));
	return tx_tell(tx, E_portal_summary_downloaded, 0, q->contact, SV("debtor"),
		       &(struct event_body){ .document = m->id, .session = q->session });
}
