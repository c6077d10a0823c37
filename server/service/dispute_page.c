/* dispute_page: what a debtor sees of his disputes, and the files that he adds; see dispute.h. */
#include "common/phrase.h"

#include "server/service/attachment.h"
#include "server/service/dispute.h"
#include "server/service/dispute_words.h"
#include "server/service/event.h"
#include "server/service/receipt.h"
#include "server/service/section.h"
#include "server/store/account.h"
#include "server/store/dispute.h"

enum { SHOWN = 20 };

static bool is_open(const struct dispute *d)
{
	return d->state == DISPUTE_OPEN || d->state == DISPUTE_INVESTIGATING;
}

static enum status tell(struct tx *tx, const struct dispute *d, int64_t session, size_t added)
{
	struct event_body b = { .dispute = d->id, .session = session, .rows = (int64_t)added };
	struct receipt_new r = { .kind = RECEIPT_EVIDENCE, .contact = d->contact, .account = d->account,
				 .subject = d->id, .session = session,
				 .note = phrase(tx->arena, N_("Files added to dispute {reference}: {n}"),
						P_TEXT("reference", d->reference), P_NUMBER("n", (int64_t)added)) };

	TRY(store_dispute_step_add(tx, d->id, STEP_EVIDENCE, (int64_t)added));
	TRY(store_dispute_touch(tx, d));
	TRY(service_receipt_add(tx, &r, NULL));
	return tx_tell(tx, E_portal_evidence_added, d->account, d->contact, SV("debtor"), &b);
}

enum status service_dispute_evidence(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
				     struct sv reference, const struct scratch_file *files, size_t n)
{
	struct attachment_ask q = { .contact = contact, .session = session, .kind = OWNER_DISPUTE };
	struct dispute d;
	size_t added;

	TRY(service_section(tx_look(tx), tx->arena, SECTION_DISPUTES));
	TRY(store_dispute_by_reference(tx_look(tx), contact, reference, &d, tx->arena));
	if (!is_open(&d))
		return fail(ST_CONFLICT, N_("This dispute has ended, so no files can be added to it any more. Please send us a message."));
	if (n == 0)
		return fail_field(ST_INVALID, "files", N_("Please choose a file first."));
	q.owner = d.id;
	TRY(service_attachment_add(u, tx, &q, files, n, &added));
	return added ? tell(tx, &d, session, added) : ST_OK; /* sent twice: told once */
}

static enum status show_files(struct unit *u, struct snap *s, const struct dispute *d,
			      struct view_dispute_page *ret)
{
	struct attachment_row_list l;

	TRY(service_attachment_list(u, s, OWNER_DISPUTE, d->id, &l));
	ret->files.at = NEW_N(&u->arena, struct view_file, l.n);
	ret->files.n = l.n;
	for (size_t i = 0; i < l.n; i++)
		ret->files.at[i] = (struct view_file){
			.name = l.at[i].name,
			.size = phrase(&u->arena, N_("{n} kB"), P_NUMBER("n", (l.at[i].bytes + 1023) / 1024)),
			.at = l.at[i].at,
			.file_path = sv_print(&u->arena, "/attachment/%lld", (long long)l.at[i].attachment),
		};
	return ST_OK;
}

static enum status show_invoices(struct unit *u, struct snap *s, const struct dispute *d,
				 struct view_dispute_page *ret)
{
	struct invoice_row_list l;

	if (d->part != PART_INVOICES)
		return ST_OK;
	TRY(store_dispute_invoices(s, d->id, d->account, &l, &u->arena));
	ret->invoices.at = NEW_N(&u->arena, struct view_pick, l.n);
	ret->invoices.n = l.n;
	for (size_t i = 0; i < l.n; i++)
		ret->invoices.at[i] = (struct view_pick){ .invoice = l.at[i].invoice,
							  .open = l.at[i].open,
							  .currency = l.at[i].currency,
							  .due = l.at[i].due };
	return ST_OK;
}

static enum status show_updates(struct unit *u, struct snap *s, const struct dispute *d,
				struct view_dispute_page *ret)
{
	struct dispute_step_row_list l;

	TRY(store_dispute_steps(s, d->id, &l, &u->arena));
	ret->updates.at = NEW_N(&u->arena, struct view_update, l.n);
	ret->updates.n = l.n;
	for (size_t i = 0; i < l.n; i++)
		ret->updates.at[l.n - 1 - i] =
			(struct view_update){ .at = l.at[i].at, .title = dispute_step_words(&u->arena, &l.at[i]) };
	return ST_OK;
}

enum status service_dispute_page(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				 struct view_dispute_page *ret)
{
	struct dispute d;

	TRY(store_dispute_by_reference(s, contact, reference, &d, &u->arena));
	ret->reference = d.reference;
	ret->number = d.number;
	ret->creditor = d.creditor;
	ret->reason = dispute_reason_words(d.reason);
	ret->part = dispute_part_words(d.part);
	ret->amount = d.amount;
	ret->currency = d.currency;
	ret->filed_at = d.filed_at;
	ret->statement = d.statement;
	ret->status = dispute_state_words(d.state);
	ret->tone = dispute_state_tone(d.state);
	ret->text = dispute_state_text(d.state);
	ret->open = is_open(&d);
	ret->reply = d.reply;
	ret->action_path = sv_print(&u->arena, "/dispute/" SV_FMT, SV_ARG(d.reference));
	TRY(show_invoices(u, s, &d, ret));
	TRY(show_updates(u, s, &d, ret));
	return show_files(u, s, &d, ret);
}

enum status service_dispute_of_account(struct unit *u, struct snap *s, int64_t contact, int64_t account,
				       struct view_dispute_list *ret)
{
	struct dispute *rows = NEW_N(&u->arena, struct dispute, SHOWN);
	size_t n;

	TRY(store_dispute_of(s, contact, account, rows, SHOWN, &n, &u->arena));
	ret->at = NEW_N(&u->arena, struct view_dispute, n);
	ret->n = n;
	for (size_t i = 0; i < n; i++)
		ret->at[i] = (struct view_dispute){ .reference = rows[i].reference,
						    .number = rows[i].number,
						    .reason = dispute_reason_words(rows[i].reason),
						    .amount = rows[i].amount,
						    .currency = rows[i].currency,
						    .filed_at = rows[i].filed_at,
						    .status = dispute_state_words(rows[i].state),
						    .tone = dispute_state_tone(rows[i].state) };
	return ST_OK;
}
