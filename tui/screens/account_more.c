/* Parts of an account that come with questions of their own: what waits for an answer, what the contact said of messages,
 * and everything that happened. Called by account_draw.c. */
#include "tui/screens/account_inside.h"

#include "common/zone.h"

#include "tui/screens/feed.h"
#include "tui/widget/format.h"

static void one(struct pen *p, int64_t at, const char *code, enum look look, struct sv text, struct sv who)
{
	int y = pen_next(p), x = p->in.x;
	LABEL(when, 24);

	if (y == SHOWN)
		return;
	format_when(&when, at, p->ui->now, p->ui->zone);
	grid_text(p->g, y, x + 1, 12, LOOK_DIM, buf_sv(&when));
	grid_text(p->g, y, x + 14, 4, look, sv_from(code));
	grid_text(p->g, y, x + 19, p->in.w - 20 - (who.n ? 12 : 0), LOOK_PLAIN, text);
	if (who.n)
		grid_right(p->g, y, x + p->in.w - 12, 11, LOOK_DIM, who);
}

static bool open_dispute(const struct dispute_row *r)
{
	return r->state == DISPUTE_OPEN || r->state == DISPUTE_INVESTIGATING;
}

/* Collection leaves alone what is disputed; of the whole balance there is no more than that. */
static void held(struct pen *p, const struct account_detail *d, const struct dispute_page *disputes)
{
	int64_t sum = 0;
	LABEL(text, 120);

	for (size_t i = 0; disputes && i < disputes->items.n; i++)
		if (open_dispute(&disputes->items.at[i]))
			sum += disputes->items.at[i].amount;
	if (!sum)
		return;
	format_money(&text, sum > d->balance && d->balance > 0 ? d->balance : sum, d->currency);
	buf_z(&text, T(" is disputed: collection leaves it alone"));
	pen_fact(p, T("Hold"), LOOK_WARN, buf_sv(&text));
}

static void disputes(struct pen *p, const struct dispute_page *l)
{
	for (size_t i = 0; l && i < l->items.n; i++) {
		const struct dispute_row *r = &l->items.at[i];
		LABEL(text, 200);

		format_money(&text, r->amount, r->currency);
		buf_z(&text, " ");
		buf_z(&text, tr_choice(&dispute_reason_choice, (int)r->reason));
		buf_z(&text, ", ");
		buf_z(&text, tr_choice(&dispute_state_choice, (int)r->state));
		if (r->files)
			buf_print(&text, TN(", %lld file", ", %lld files", r->files), (long long)r->files);
		one(p, r->filed_at, "DISP", open_dispute(r) ? LOOK_BAD : LOOK_DIM, buf_sv(&text), r->user);
	}
}

static void callbacks(struct pen *p, const struct callback_page *l)
{
	for (size_t i = 0; l && i < l->items.n; i++) {
		const struct callback_row *r = &l->items.at[i];
		bool waits = r->state == CALLBACK_OPEN || r->state == CALLBACK_TAKEN;
		LABEL(text, 200);

		buf_z(&text, tr_choice(&callback_state_choice, (int)r->state));
		buf_z(&text, ": ");
		format_by(&text, r->from, p->ui->now, p->ui->zone);
		buf_char(&text, '-');
		format_minute(&text, r->to, p->ui->zone);
		buf_z(&text, ", ");
		buf_z(&text, tr_choice(&talk_topic_choice, (int)r->topic));
		one(p, r->made_at, "CALL", waits ? LOOK_TALK : LOOK_DIM, buf_sv(&text), r->taken_by);
	}
}

static void threads(struct pen *p, const struct thread_page *l)
{
	for (size_t i = 0; l && i < l->items.n; i++) {
		const struct thread_row *r = &l->items.at[i];
		LABEL(text, 200);

		buf_z(&text, tr_choice(&talk_topic_choice, (int)r->topic));
		buf_print(&text, TN(", %s, %lld message", ", %s, %lld messages", r->messages), tr_choice(&thread_state_choice, (int)r->state),
			  (long long)r->messages);
		if (r->unread)
			buf_print(&text, TN(", %lld not read", ", %lld not read", r->unread), (long long)r->unread);
		one(p, r->changed_at, "MESG", r->unread ? LOOK_TALK : LOOK_DIM, buf_sv(&text), r->team);
	}
}

void account_waits(struct pen *p, const struct account *m)
{
	const struct dispute_page *d = m->disputes ? m->disputes->out : NULL;
	const struct callback_page *c = m->callbacks ? m->callbacks->out : NULL;
	const struct thread_page *t = m->threads ? m->threads->out : NULL;

	pen_rule(p, T("Disputes, calls, messages"), SV_NONE);
	held(p, m->detail->out, d);
	disputes(p, d);
	callbacks(p, c);
	threads(p, t);
	if (!(d && d->items.n) && !(c && c->items.n) && !(t && t->items.n))
		pen_fact(p, T("None."), LOOK_DIM, SV_NONE);
}

void account_consents(struct pen *p, const struct account_detail *d)
{
	pen_rule(p, T("Consents and wishes"), SV_NONE);
	for (size_t i = 0; i < d->consents.n; i++) {
		const struct consent_row *r = &d->consents.at[i];
		int y = pen_next(p), x = p->in.x;
		LABEL(when, 24);
		LABEL(what, 120);

		if (y == SHOWN)
			continue;
		format_when(&when, r->at, p->ui->now, p->ui->zone);
		buf_print(&what, "%s", tr_choice(&consent_scope_choice, (int)r->scope));
		if (r->address.n)
			buf_print(&what, TX("an address", " to %.*s"), SV_ARG(r->address));
		buf_print(&what, TX("a door", ", by %s"), tr_choice(&consent_door_choice, (int)r->door));
		grid_text(p->g, y, x + 1, 12, LOOK_DIM, buf_sv(&when));
		grid_text(p->g, y, x + 14, 9, r->state == CONSENT_ALLOWED ? LOOK_GOOD : LOOK_WARN,
			  sv_from(tr_choice(&consent_state_choice, (int)r->state)));
		grid_text(p->g, y, x + 24, p->in.w - 25, LOOK_PLAIN, buf_sv(&what));
	}
	if (d->paper)
		pen_fact(p, T("Letters"), LOOK_WARN, TS("are wanted instead of electronic messages"));
	if (d->preferred_channel)
		pen_fact(p, T("Prefers"), LOOK_PLAIN, sv_from(channel_name(d->preferred_channel)));
	if (d->contact_times.n)
		pen_fact(p, T("Wants to hear"), LOOK_PLAIN, d->contact_times);
	if (!d->consents.n && !d->paper && !d->preferred_channel && !d->contact_times.n)
		pen_fact(p, T("Nothing said."), LOOK_DIM, SV_NONE);
}

void account_events(struct pen *p, const struct account *m)
{
	const struct feed_page *f = m->events ? m->events->out : NULL;

	if (!f)
		return;
	pen_rule(p, T("Interactions"), TS("newest first"));
	for (size_t i = f->items.n; i-- > 0;) {
		const struct event_row *e = &f->items.at[i];
		enum event_id kind = event_find(e->kind);
		unsigned code = kind == E__COUNT ? 0 : event_table[kind].code;
		LABEL(text, 400);

		event_text(&text, e, p->ui->now, p->ui->zone);
		if (e->body && e->body->channel)
			buf_print(&text, ", %s", channel_name(e->body->channel));
		one(p, e->at, feed_code_word(code), feed_code_look(code), buf_sv(&text), actor_name(e->actor));
	}
}
