/* An account and the dashboard as sentences: each says its subject first, so that one can stop listening early. */
#include <stdio.h>
#include <string.h>

#include "common/zone.h"

#include "tui/linear_inside.h"
#include "tui/widget/format.h"

enum { SOME = 5 };

static struct buf sentence(struct linear *l)
{
	return buf_new(&l->c->turn, 16 * 1024);
}

static void end(struct linear *l, const struct buf *b)
{
	linear_text(l, "", buf_sv(b));
}

static void when(struct linear *l, struct buf *b, int64_t at)
{
	format_when(b, at, l->c->ui.now, l->c->ui.zone);
}

static void day(struct linear *l, struct buf *b, int64_t d)
{
	format_day(b, d, zone_day(l->c->ui.zone, l->c->ui.now));
}

/* ", NAME value" where there is one. */
static void also(struct buf *b, const char *name, struct sv value)
{
	if (value.n)
		buf_print(b, ", %s " SV_FMT, name, SV_ARG(value));
}

static void who(struct linear *l, const struct account_detail *d)
{
	struct buf b = sentence(l);

	buf_print(&b, T("Account %.*s, %.*s. Balance "), SV_ARG(d->account), SV_ARG(d->contact_name));
	format_money(&b, d->balance, d->currency);
	buf_z(&b, ", ");
	buf_z(&b, tr_choice(&account_state_choice, (int)d->state));
	if (d->days_past_due > 0)
		buf_print(&b, TN(", %lld day past due", ", %lld days past due", d->days_past_due), (long long)d->days_past_due);
	if (d->due_date) {
		buf_z(&b, T(", due "));
		day(l, &b, d->due_date);
	}
	buf_print(&b, T(". Creditor %.*s."), SV_ARG(d->creditor));
	end(l, &b);
	b = sentence(l);
	buf_z(&b, account_channels(d) ? T("Addresses") : T("No address on file"));
	also(&b, "SMS", d->phone);
	also(&b, "WhatsApp", d->whatsapp);
	also(&b, T("email"), d->email);
	also(&b, T("language"), d->language);
	also(&b, T("zone"), d->time_zone);
	buf_z(&b, d->identity_ready ? T(". Digits are on file.") : T(". No digits are on file: nobody could verify."));
	end(l, &b);
}

static void portal(struct linear *l, const struct account_detail *d)
{
	const struct portal_activity *a = d->activity;
	struct buf b = sentence(l);

	if (!a)
		return;
	buf_z(&b, a->live ? T("Portal: in it now") : a->ever ? T("Portal: not in it now") : T("Portal: never opened"));
	if (a->ever) {
		buf_print(&b, TN(", %lld visit, last ", ", %lld visits, last ", a->sessions), (long long)a->sessions);
		when(l, &b, a->last_access);
	}
	buf_print(&b, T(". Links: %lld sent, %lld used, %lld pending, %lld expired."), (long long)a->links_sent,
		  (long long)a->links_consumed, (long long)a->links_pending, (long long)a->links_expired);
	end(l, &b);
}

static void promises(struct linear *l, const struct account_detail *d)
{
	for (size_t i = 0; i < d->promises.n && i < SOME; i++) {
		const struct promise_row *r = &d->promises.at[i];
		struct buf b = sentence(l);

		buf_print(&b, T("Promise %.*s: "), SV_ARG(r->reference));
		format_money(&b, r->amount, r->currency);
		buf_z(&b, TX("a day", " by "));
		day(l, &b, r->promised_date);
		buf_print(&b, ", %s.", tr_choice(&promise_state_choice, (int)r->state));
		end(l, &b);
	}
}

static void waiting(struct linear *l, const struct account *m)
{
	const struct dispute_page *dp = m->disputes ? m->disputes->out : NULL;
	const struct callback_page *cp = m->callbacks ? m->callbacks->out : NULL;
	const struct thread_page *tp = m->threads ? m->threads->out : NULL;

	for (size_t i = 0; dp && i < dp->items.n; i++) {
		const struct dispute_row *r = &dp->items.at[i];
		struct buf b = sentence(l);

		buf_print(&b, T("Dispute %.*s: "), SV_ARG(r->reference));
		format_money(&b, r->amount, r->currency);
		buf_z(&b, ", ");
		buf_z(&b, tr_choice(&dispute_reason_choice, (int)r->reason));
		buf_z(&b, ", ");
		buf_z(&b, tr_choice(&dispute_state_choice, (int)r->state));
		also(&b, T("taken by"), r->user);
		end(l, &b);
	}
	for (size_t i = 0; cp && i < cp->items.n; i++) {
		const struct callback_row *r = &cp->items.at[i];
		struct buf b = sentence(l);

		buf_print(&b, T("Call %s: "), tr_choice(&callback_state_choice, (int)r->state));
		when(l, &b, r->from);
		buf_z(&b, TX("a span", " to "));
		format_minute(&b, r->to, l->c->ui.zone);
		buf_print(&b, T(", about %s"), tr_choice(&talk_topic_choice, (int)r->topic));
		also(&b, T("taken by"), r->taken_by);
		end(l, &b);
	}
	for (size_t i = 0; tp && i < tp->items.n; i++) {
		const struct thread_row *r = &tp->items.at[i];
		struct buf b = sentence(l);

		buf_print(&b, T("Conversation about %s: %s, %lld messages, %lld not read."), tr_choice(&talk_topic_choice, (int)r->topic),
			  tr_choice(&thread_state_choice, (int)r->state), (long long)r->messages, (long long)r->unread);
		end(l, &b);
	}
}

static void invoices(struct linear *l, const struct account_detail *d)
{
	for (size_t i = 0; i < d->invoices.n && i < SOME; i++) {
		const struct invoice_row *r = &d->invoices.at[i];
		struct buf b = sentence(l);

		buf_print(&b, T("Invoice %.*s: "), SV_ARG(r->invoice));
		format_money(&b, r->open, r->currency);
		buf_z(&b, T(" open of "));
		format_money(&b, r->amount, r->currency);
		buf_z(&b, T(", due "));
		day(l, &b, r->due);
		end(l, &b);
	}
}

static void wishes(struct linear *l, const struct account_detail *d)
{
	for (size_t i = 0; i < d->consents.n; i++) {
		const struct consent_row *r = &d->consents.at[i];
		struct buf b = sentence(l);

		buf_print(&b, T("Messages by %s: %s"), tr_choice(&consent_scope_choice, (int)r->scope),
			  tr_choice(&consent_state_choice, (int)r->state));
		also(&b, TX("an address", "at"), r->address);
		end(l, &b);
	}
	if (d->paper)
		linear_say(l, T("Letters are wanted instead of electronic messages."));
	if (d->contact_times.n)
		linear_text(l, T("Wants to hear from us: "), d->contact_times);
}

static void happened(struct linear *l, const struct account_detail *d)
{
	for (size_t i = 0; i < d->actions.n && i < SOME; i++) {
		const struct event_row *e = &d->actions.at[i];
		struct buf b = sentence(l);

		when(l, &b, e->at);
		buf_z(&b, ": ");
		event_text(&b, e, l->c->ui.now, l->c->ui.zone);
		end(l, &b);
	}
}

void linear_account(struct linear *l, const struct account *m)
{
	const struct account_detail *d = m->detail ? m->detail->out : NULL;

	if (!d) {
		linear_text(l, m->wrong[0] ? m->number : "", m->wrong[0] ? sv_print(&l->c->turn, ": %s", m->wrong)
									  : TS("Waiting for the server; again reads it out."));
		return;
	}
	who(l, d);
	portal(l, d);
	waiting(l, m);
	promises(l, d);
	invoices(l, d);
	wishes(l, d);
	happened(l, d);
}

/* The dashboard. */

static void figure(struct linear *l, const char *name, int64_t now, const struct kpi_figures *before, int64_t then)
{
	struct buf b = sentence(l);

	buf_print(&b, "%s: ", name);
	format_count(&b, now);
	if (before) {
		buf_z(&b, T(", before "));
		format_count(&b, then);
	}
	buf_char(&b, '.');
	end(l, &b);
}

static void conversion(struct linear *l, const struct kpi_page *k)
{
	struct buf b = sentence(l);

	if (!k->links_sent) { /* of no links there is no share, as on the screen */
		buf_z(&b, T("Conversion: none, no link was sent."));
		end(l, &b);
		return;
	}
	buf_z(&b, T("Conversion: "));
	format_rate(&b, k->conversion_rate);
	buf_z(&b, ", ");
	format_count(&b, k->links_verified);
	buf_z(&b, T(" of "));
	format_count(&b, k->links_sent);
	buf_z(&b, T(" links verified"));
	if (k->previous && k->previous->links_sent) {
		buf_z(&b, T(", before "));
		format_rate(&b, k->previous->conversion_rate);
	}
	buf_char(&b, '.');
	end(l, &b);
}

static void promised(struct linear *l, const struct kpi_page *k)
{
	struct buf b = sentence(l);

	for (size_t i = 0; i < k->promised.n; i++) {
		buf_z(&b, i ? T(" and ") : T("Promised: "));
		format_money(&b, k->promised.at[i].amount, k->promised.at[i].currency);
	}
	if (b.n)
		end(l, &b);
}

static void tokens(struct linear *l, const struct token_page *page)
{
	struct token_sums s = tokens_sum(page);

	for (int c = CHANNEL_SMS; c <= CHANNEL_EMAIL; c++) {
		const struct token_sum *t = &s.channel[c];

		if (token_sent(t))
			linear_say(l, T("Links by %s: %lld sent, %lld used, %lld pending, %lld expired, %lld locked or revoked."),
				   channel_name((enum channel)c), (long long)token_sent(t), (long long)t->used,
				   (long long)t->pending, (long long)t->expired, (long long)t->other);
	}
}

void linear_dashboard(struct linear *l, const struct dashboard *d)
{
	const struct kpi_page *k = d->kpi ? d->kpi->out : NULL;
	const struct feedback_figures *f = d->feedback ? d->feedback->out : NULL;
	const struct kpi_figures *p = k ? k->previous : NULL;
	LABEL(mean, 16);

	if (!k) {
		linear_say(l, T("No figures: waiting for the server; again reads them out."));
		return;
	}
	linear_say(l, T("Portal Management, period %s."), l->c->period);
	figure(l, T("Links sent"), k->links_sent, p, p ? p->links_sent : 0);
	conversion(l, k);
	if (!d->past)
		figure(l, T("Active sessions now"), k->active_sessions, NULL, 0);
	figure(l, T("Promises"), k->promises, p, p ? p->promises : 0);
	promised(l, k);
	figure(l, T("Disputes"), k->disputes, p, p ? p->disputes : 0);
	figure(l, T("Opt-outs"), k->opt_outs, p, p ? p->opt_outs : 0);
	if (d->tokens)
		tokens(l, d->tokens->out);
	if (f)
		format_decimal(&mean, f->mean);
	if (f && f->count)
		linear_say(l, TN("Feedback: %lld answer, mean %.*s.", "Feedback: %lld answers, mean %.*s.", f->count), (long long)f->count, SV_ARG(buf_sv(&mean)));
	if (d->past) /* of the rest nobody knows how it stood */
		return;
	linear_say(l, T("Notifications not done: %d."), l->c->bell);
	linear_needs(l, d);
}

void linear_needs(struct linear *l, const struct dashboard *d)
{
	const struct need_row *r = NULL;
	struct buf b = sentence(l);

	l->layer = 0;
	l->shown = l->n_needs = 0;
	for (size_t i = 0; needs_say(d, i, &b, &r); i++) {
		if (r && r->count && l->n_needs < LINEAR_NEEDS_MAX) {
			also(&b, T("most urgent"), r->account);
			if (r->since) {
				buf_z(&b, r->since > l->c->ui.now ? T(", in ") : T(", since "));
				format_span(&b, r->since > l->c->ui.now ? r->since - l->c->ui.now : l->c->ui.now - r->since);
			}
			snprintf(l->needs[l->n_needs++], sizeof(l->needs[0]), SV_FMT, SV_ARG(sv_from_to(r->account, 0, ACCOUNT_MAX)));
			linear_say(l, "%d. " SV_FMT ".", (int)l->n_needs, SV_ARG(buf_sv(&b)));
		}
		b = sentence(l);
	}
	l->shown = l->n_needs;
	if (!l->n_needs)
		linear_say(l, d->needs ? T("Nothing needs you.") : T("What needs you is not known yet."));
}
