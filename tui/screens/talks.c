/* A dispute and a conversation, each as a page with all that belongs to it; a, m, x and w act on it as in the queues. */
#include <string.h>

#include "common/arena.h"
#include "common/zone.h"

#include "tui/screens/form.h"
#include "tui/screens/text.h"
#include "tui/widget/format.h"

static void when(struct buf *b, const struct ui *ui, int64_t at)
{
	LABEL(text, 32);

	format_when(&text, at, ui->now, ui->zone);
	buf_add(b, buf_sv(&text));
	for (int n = grid_columns(buf_sv(&text)); n < 13; n++)
		buf_char(b, ' ');
}

/* A person's text, every line indented, so that it can not pass for a line of ours. */
static void quoted(struct buf *b, struct sv text)
{
	while (text.n) {
		buf_z(b, "    ");
		buf_add(b, sv_cut(&text, '\n'));
		buf_char(b, '\n');
	}
}

static void deeds_of(struct ui *ui, const struct ui_deeds *what, const char *field, int64_t number, const char *account)
{
	const struct record *in = method_table[what->method].in;
	struct ui_deed *at = NEW(ui->turn, struct ui_deed);
	struct ui_deeds one = *what;
	void *rec = arena_alloc(ui->turn, in->size + 1);

	memset(rec, 0, in->size);
	*(int64_t *)field_in(record_field(in, sv_from(field)), rec) = number;
	*at = (struct ui_deed){ rec, sv_z(ui->turn, sv_from(account)) };
	one.at = at;
	one.n = 1;
	ui_do(ui, &one);
}

/* A dispute. */

static void dispute_head(struct buf *b, const struct ui *ui, const struct dispute_detail *d)
{
	const struct dispute_row *h = d->head;

	buf_print(b, PAGE_VALUE SV_FMT "  " SV_FMT "\n", SV_ARG(h->reference), SV_ARG(h->contact_name));
	tr_label(b, T("Stands"), 11);
	buf_z(b, tr_choice(&dispute_state_choice, (int)h->state));
	if (h->user.n)
		buf_print(b, T(", taken by %.*s"), SV_ARG(h->user));
	buf_print(b, T(", team %.*s\n"), SV_ARG(h->team));
	tr_label(b, T("Reason"), 11);
	buf_z(b, tr_choice(&dispute_reason_choice, (int)h->reason));
	buf_char(b, '\n');
	tr_label(b, T("Disputed"), 11);
	format_money(b, h->amount, h->currency);
	buf_z(b, T(" when filed; balance now "));
	format_money(b, d->balance, d->currency);
	buf_z(b, T("; collection leaves alone "));
	format_money(b, d->held, d->currency);
	buf_char(b, '\n');
	tr_label(b, T("Filed"), 11);
	format_when(b, h->filed_at, ui->now, ui->zone);
	buf_z(b, ", ");
	format_ago(b, ui->now - h->filed_at);
	buf_char(b, '\n');
}

static void dispute_files(struct buf *b, const struct ui *ui, const struct dispute_detail *d)
{
	buf_print(b, PAGE_RULE "%s\n", T("Evidence"));
	for (size_t i = 0; i < d->files.n; i++) {
		const struct attachment_row *f = &d->files.at[i];

		when(b, ui, f->at);
		buf_print(b, SV_FMT "  %s  %lld kB   quitsctl attachment.get attachment=%lld\n", SV_ARG(f->name),
			  tr_choice(&file_type_choice, (int)f->type), (long long)(f->bytes + 1023) / 1024,
			  (long long)f->attachment);
	}
	if (!d->files.n)
		buf_print(b, PAGE_DIM "%s\n", T("No files."));
}

static void dispute_write(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out)
{
	const struct dispute_detail *d = out;

	(void)m;
	dispute_head(b, ui, d);
	buf_print(b, PAGE_RULE "%s\n", T("The debtor's words"));
	quoted(b, d->statement.n ? d->statement : TS("(none)"));
	if (d->invoices.n)
		buf_print(b, PAGE_RULE "%s\n", T("Invoices"));
	for (size_t i = 0; i < d->invoices.n; i++) {
		const struct invoice_row *v = &d->invoices.at[i];

		buf_print(b, SV_FMT "  ", SV_ARG(v->invoice));
		format_money(b, v->open, v->currency);
		buf_z(b, T(" open of "));
		format_money(b, v->amount, v->currency);
		buf_z(b, T(", due "));
		format_day(b, v->due, zone_day(ui->zone, ui->now));
		buf_char(b, '\n');
	}
	dispute_files(b, ui, d);
	buf_print(b, PAGE_RULE "%s\n", T("What happened; the debtor sees it too"));
	for (size_t i = 0; i < d->steps.n; i++) {
		when(b, ui, d->steps.at[i].at);
		buf_z(b, tr_choice(&dispute_step_choice, (int)d->steps.at[i].kind));
		if (d->steps.at[i].files)
			buf_print(b, TN(", %lld file", ", %lld files", d->steps.at[i].files), (long long)d->steps.at[i].files);
		buf_char(b, '\n');
	}
	if (d->reply.n) {
		buf_print(b, "    %s\n", T("told:"));
		quoted(b, d->reply);
	}
	buf_print(b, PAGE_RULE "%s\n", T("Notes among operators; no debtor ever sees them"));
	for (size_t i = 0; i < d->notes.n; i++) {
		when(b, ui, d->notes.at[i].at);
		buf_print(b, SV_FMT "\n", SV_ARG(d->notes.at[i].user));
		quoted(b, d->notes.at[i].note);
	}
	if (!d->notes.n)
		buf_print(b, PAGE_DIM "%s\n", T("None."));
}

static struct sv dispute_account(const void *out)
{
	return ((const struct dispute_detail *)out)->head->account;
}

static void dispute_act(struct ui *ui, struct text_model *m, enum action a, const void *out)
{
	static const struct ui_deeds take = { .method = M_dispute_take, .tier = TIER_HELD, .title = N_("Take the dispute"),
					      .effect = N_("Take"), .key = 'T', .done = N_("taken") };
	static const struct ui_deeds leave = { .method = M_dispute_leave, .tier = TIER_NOW, .title = N_("Leave the dispute"),
					       .effect = N_("Leave"), .key = 'L', .done = N_("left") };
	long long number = ((const struct dispute_detail *)out)->head->dispute;
	struct sv name = ((const struct dispute_detail *)out)->head->contact_name;

	if (a == ACT_TAKE)
		deeds_of(ui, &take, "dispute", number, m->number);
	else if (a == ACT_LEAVE)
		deeds_of(ui, &leave, "dispute", number, m->number);
	else if (a == ACT_RESULT)
		form_open_id(ui, M_dispute_resolve, name, sv_from(m->number), "dispute", number);
	else if (a == ACT_NOTE)
		form_open_id(ui, M_dispute_note, name, sv_from(m->number), "dispute", number);
}

static const struct text_kind dispute_kind = {
	.title = N_("Dispute"), .method = M_dispute_show, .id = "dispute", .codes = 1u << FEED_DISP, .write = dispute_write,
	.account = dispute_account, .act = dispute_act,
	.about = N_("A dispute with its evidence, its life and its notes. While it is open, collection of the disputed part rests."),
};
TEXT_SCREEN(dispute, ON_TEXT | ON_DISPUTE);

/* A conversation. */

static void thread_write(struct buf *b, const struct ui *ui, const struct text_model *m, const void *out)
{
	const struct thread_detail *d = out;
	const struct thread_row *t = d->thread;

	(void)m;
	buf_print(b, PAGE_VALUE SV_FMT "  " SV_FMT "\n", SV_ARG(t->reference), SV_ARG(t->contact_name));
	tr_label(b, TX("a topic", "About"), 11);
	buf_z(b, tr_choice(&talk_topic_choice, (int)t->topic));
	buf_print(b, T(", %s, team %.*s"), tr_choice(&thread_state_choice, (int)t->state), SV_ARG(t->team));
	if (t->taken_by.n)
		buf_print(b, T(", taken by %.*s"), SV_ARG(t->taken_by));
	if (t->language.n)
		buf_print(b, T(", language %.*s"), SV_ARG(t->language));
	buf_print(b, "\n" PAGE_RULE "%s\n", T("Messages"));
	for (size_t i = 0; i < d->messages.n; i++) {
		const struct message_row *r = &d->messages.at[i];

		buf_z(b, r->sender == SENDER_DEBTOR ? PAGE_TALK : PAGE_NOTE);
		when(b, ui, r->at);
		if (r->sender == SENDER_DEBTOR)
			buf_z(b, T("the debtor"));
		else
			buf_add(b, r->by.n ? r->by : TS("we"));
		if (r->sender != SENDER_DEBTOR)
			buf_z(b, r->read_at ? T(", read") : T(", not read yet"));
		buf_char(b, '\n');
		quoted(b, r->text);
		for (size_t k = 0; r->files && k < d->files.n; k++)
			if (d->files.at[k].message == r->message)
				buf_print(b, PAGE_DIM "    %s " SV_FMT ", %lld kB   quitsctl attachment.get attachment=%lld\n", T("file"),
					  SV_ARG(d->files.at[k].name), (long long)(d->files.at[k].bytes + 1023) / 1024,
					  (long long)d->files.at[k].attachment);
	}
	if (d->notes.n)
		buf_print(b, PAGE_RULE "%s\n", T("Notes among operators; no debtor ever sees them"));
	for (size_t i = 0; i < d->notes.n; i++) {
		when(b, ui, d->notes.at[i].at);
		buf_print(b, SV_FMT "\n", SV_ARG(d->notes.at[i].by));
		quoted(b, d->notes.at[i].text);
	}
}

static struct sv thread_account(const void *out)
{
	return ((const struct thread_detail *)out)->thread->account;
}

static void thread_act(struct ui *ui, struct text_model *m, enum action a, const void *out)
{
	static const struct ui_deeds close = { .method = M_message_close, .tier = TIER_HELD, .title = N_("Close the conversation"),
					       .effect = N_("Close"), .key = 'C', .done = N_("closed") };
	long long number = ((const struct thread_detail *)out)->thread->thread;
	struct sv name = ((const struct thread_detail *)out)->thread->contact_name;

	static const struct ui_deeds take = { .method = M_message_take, .tier = TIER_NOW, .title = N_("Take the conversation"),
					      .effect = N_("Take"), .key = 'T', .done = N_("taken") };
	static const struct ui_deeds leave = { .method = M_message_leave, .tier = TIER_NOW, .title = N_("Leave the conversation"),
					       .effect = N_("Leave"), .key = 'L', .done = N_("left") };

	if (a == ACT_RESULT)
		deeds_of(ui, &close, "thread", number, m->number);
	else if (a == ACT_TAKE || a == ACT_LEAVE)
		deeds_of(ui, a == ACT_TAKE ? &take : &leave, "thread", number, m->number);
	else if (a == ACT_REPLY)
		form_open_id(ui, M_message_reply, name, sv_from(m->number), "thread", number);
	else if (a == ACT_NOTE)
		form_open_id(ui, M_message_note, name, sv_from(m->number), "thread", number);
}

/* Who opens it has read it: the debtor sees that. */
static void thread_here(struct ui *ui, struct text_model *m, const void *out)
{
	static const struct ui_deeds read = { .method = M_message_read, .tier = TIER_NOW, .title = N_("Read"), .effect = N_("Read"),
					      .key = 'R', .done = N_("read") };
	const struct thread_row *t = ((const struct thread_detail *)out)->thread;

	if (t->unread)
		deeds_of(ui, &read, "thread", t->thread, m->number);
}

static const struct text_kind thread_kind = {
	.title = N_("Conversation"), .method = M_message_show, .id = "thread", .codes = 1u << FEED_MESG, .write = thread_write,
	.account = thread_account, .act = thread_act, .here = thread_here,
	.about = N_("What a debtor and the team wrote to each other in the portal. m answers; the debtor is told that a message waits."),
};
TEXT_SCREEN(thread, ON_TEXT | ON_THREAD);
