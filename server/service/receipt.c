/* receipt: see receipt.h. */
#include "server/service/receipt.h"

#include "common/id.h"
#include "common/phrase.h"

#include "server/service/document.h"
#include "server/service/notice.h"
#include "server/service/section.h"
#include "server/store/receipt.h"
#include "server/store/setting.h"

enum { REFERENCE_TRIES = 4, A_PAGE = 30 };

static struct sv title_of(enum receipt_kind kind)
{
	switch (kind) {
	case RECEIPT_PROMISE:
		return SV(N_("You promised to pay"));
	case RECEIPT_RESCHEDULED:
		return SV(N_("You moved a promise"));
	case RECEIPT_CANCELLED:
		return SV(N_("You cancelled a promise"));
	case RECEIPT_DISPUTE:
		return SV(N_("You filed a dispute"));
	case RECEIPT_EVIDENCE:
		return SV(N_("You added files to a dispute"));
	case RECEIPT_CREDITOR:
		return SV(N_("You asked for the original creditor's name"));
	case RECEIPT_OPT_OUT:
		return SV(N_("You stopped messages"));
	case RECEIPT_OPT_IN:
		return SV(N_("You allowed messages again"));
	case RECEIPT_NOT_ME:
		return SV(N_("An address was reported as not yours"));
	case RECEIPT_PAPER:
		return SV(N_("You asked for paper letters"));
	case RECEIPT_PREFERENCES:
		return SV(N_("You changed your preferences"));
	case RECEIPT_ADDRESS:
		return SV(N_("You changed your contact details"));
	case RECEIPT_CALLBACK:
		return SV(N_("You asked for a call"));
	case RECEIPT_CALL_OFF:
		return SV(N_("You called off a call"));
	case RECEIPT_MESSAGE:
		return SV(N_("You wrote a message"));
	case RECEIPT_SUMMARY:
		return SV(N_("You downloaded a summary"));
	case RECEIPT_PERSON:
		return SV(N_("You asked for a person"));
	case RECEIPT_CLOSED:
		return SV(N_("You closed a conversation"));
	case receipt_kind__none:
	case receipt_kind__end:
		break;
	}
	return SV_NONE;
}

/* The message with the reference: neutral, since anybody may read it over a shoulder. */
static enum status send_message(struct tx *tx, int64_t contact, struct sv reference)
{
	struct notice_new n = { .contact = contact, .kind = NOTICE_RECEIPT };
	struct org org;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	if (!sv_is(org.receipt_message, "on"))
		return ST_OK;
	TRY(service_notice_channel(tx_look(tx), tx->arena, contact, n.kind, &n.channel));
	if (!n.channel)
		return ST_OK;
	n.subject = phrase(tx->arena, N_("Your reference {reference}"), P_TEXT("reference", reference));
	n.text = phrase(tx->arena,
			N_("We have recorded what you did on your private page. Your reference is {reference}."),
			P_TEXT("reference", reference));
	return service_notice_add(tx, &n);
}

enum status service_receipt_add(struct tx *tx, const struct receipt_new *n, struct sv *ret_reference)
{
	struct receipt r = { .id = id_new(), .contact = n->contact, .account = n->account,
			     .subject = n->subject, .session = n->session, .kind = n->kind,
			     .reference = n->reference, .amount = n->amount, .currency = n->currency,
			     .day = n->day, .note = n->note };
	enum status st = ST_CONFLICT;

	if (r.reference.n)
		st = store_receipt_add(tx, &r);
	for (int tries = 0; !n->reference.n && tries < REFERENCE_TRIES && st == ST_CONFLICT; tries++) {
		r.reference = id_reference(tx->arena, "RC");
		st = store_receipt_add(tx, &r);
	}
	TRY(st);
	if (ret_reference)
		*ret_reference = r.reference;
	return n->quiet ? ST_OK : send_message(tx, n->contact, r.reference);
}

bool service_receipt_here(struct unit *u, struct snap *s, int64_t contact, int64_t session, struct sv reference)
{
	struct receipt r;

	return store_receipt_by_reference(s, contact, reference, &r, &u->arena) == ST_OK && r.session == session;
}

struct sv service_receipt_path(struct arena *a, enum receipt_kind kind, struct sv reference)
{
	const char *place = "receipt";

	if (kind == RECEIPT_PROMISE || kind == RECEIPT_RESCHEDULED || kind == RECEIPT_CANCELLED)
		place = "promise";
	else if (kind == RECEIPT_DISPUTE)
		place = "dispute";
	else if (kind == RECEIPT_CREDITOR)
		place = "creditor";
	else if (kind == RECEIPT_CALLBACK)
		place = "callback";
	else if (kind == RECEIPT_MESSAGE)
		place = "messages";
	return sv_print(a, "/%s/" SV_FMT, sv_starts(reference, SV("RC-")) ? "receipt" : place,
			SV_ARG(reference));
}

/* Where the subject's own page is. */
static enum section section_of(enum receipt_kind kind)
{
	switch (kind) {
	case RECEIPT_PROMISE:
	case RECEIPT_RESCHEDULED:
	case RECEIPT_CANCELLED:
		return SECTION_PROMISES;
	case RECEIPT_DISPUTE:
	case RECEIPT_CREDITOR:
		return SECTION_DISPUTES;
	case RECEIPT_CALLBACK:
		return SECTION_CALLBACKS;
	case RECEIPT_MESSAGE:
	case RECEIPT_CLOSED:
		return SECTION_MESSAGES;
	case RECEIPT_SUMMARY:
		return SECTION_SUMMARY;
	case RECEIPT_EVIDENCE: /* these have their receipt alone */
	case RECEIPT_OPT_OUT:
	case RECEIPT_OPT_IN:
	case RECEIPT_NOT_ME:
	case RECEIPT_PAPER:
	case RECEIPT_PREFERENCES:
	case RECEIPT_ADDRESS:
	case RECEIPT_CALL_OFF:
	case RECEIPT_PERSON:
	case receipt_kind__none:
	case receipt_kind__end:
		break;
	}
	return SECTION_NONE;
}

/* A section that is off is offered nowhere: what was done in it has its plain receipt. */
static struct sv path_now(struct arena *a, const struct org *org, const struct receipt *r)
{
	if (section_on(org, section_of(r->kind)))
		return service_receipt_path(a, r->kind, r->reference);
	return sv_print(a, "/receipt/" SV_FMT, SV_ARG(r->reference));
}

enum status service_receipt_show(struct unit *u, struct snap *s, int64_t contact, struct sv reference,
				 struct view_done_page *ret)
{
	struct receipt r;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	TRY(store_receipt_by_reference(s, contact, reference, &r, &u->arena));
	ret->title = title_of(r.kind);
	ret->reference = r.reference;
	ret->note = r.note;
	if (r.kind == RECEIPT_SUMMARY && section_on(&org, section_of(r.kind)))
		ret->document_path = sv_print(&u->arena, "/document/" SV_FMT,
					      SV_ARG(document_code(u->shared->keys, &u->arena, contact, r.subject)));
	ret->at = r.at;
	ret->number = r.number;
	ret->creditor = r.creditor;
	ret->amount = r.amount;
	ret->currency = r.currency;
	ret->day = r.day;
	return ST_OK;
}

enum status service_activity(struct unit *u, struct snap *s, int64_t contact, struct sv before,
			     struct view_activity *ret)
{
	struct receipt *rows = NEW_N(&u->arena, struct receipt, A_PAGE + 1), from = { .id = 0 };
	struct org org;
	size_t n;

	TRY(store_org(s, &u->arena, &org));
	if (before.n)
		TRY(store_receipt_by_reference(s, contact, before, &from, &u->arena));
	TRY(store_receipt_list(s, contact, from.id, rows, A_PAGE + 1, &n, &u->arena));
	if (n > A_PAGE) {
		n = A_PAGE;
		ret->more_path = sv_print(&u->arena, "/activity?before=" SV_FMT, SV_ARG(rows[n - 1].reference));
	}
	ret->items.at = NEW_N(&u->arena, struct view_done, n);
	ret->items.n = n;
	for (size_t i = 0; i < n; i++)
		ret->items.at[i] = (struct view_done){
			.at = rows[i].at,
			.title = title_of(rows[i].kind),
			.reference = rows[i].reference,
			.done_path = path_now(&u->arena, &org, &rows[i]),
			.number = rows[i].number,
			.amount = rows[i].amount,
			.currency = rows[i].currency,
		};
	return ST_OK;
}
