/* The Portal Activity card of an account, and what the contact did last in the portal. Called by account_draw.c. */
#include "tui/screens/account_inside.h"

#include "common/zone.h"

#include "tui/screens/feed.h"
#include "tui/widget/format.h"

static void since(struct buf *b, const struct portal_activity *a, const struct ui *ui, bool whole)
{
	buf_z(b, a->ever ? T("YES") : T("never"));
	if (!a->first_access)
		return;
	buf_z(b, TX("a time", ", since "));
	if (whole)
		format_when(b, a->first_access, ui->now, ui->zone);
	else
		format_day(b, zone_day(ui->zone, a->first_access), zone_day(ui->zone, ui->now));
}

static void accessed(struct pen *p, const struct portal_activity *a)
{
	const struct ui *ui = p->ui;
	LABEL(ever, 80);
	LABEL(last, 80);
	LABEL(visits, 40);

	since(&ever, a, ui, true);
	if (grid_columns(buf_sv(&ever)) > pen_room(p)) {
		ever.n = 0;
		since(&ever, a, ui, false);
	}
	if (a->last_access) {
		format_when(&last, a->last_access, ui->now, ui->zone);
		buf_z(&last, "  (");
		format_ago(&last, ui->now - a->last_access);
		buf_char(&last, ')');
	} else {
		buf_z(&last, "-");
	}
	format_count(&visits, a->sessions);
	pen_fact(p, T("Ever accessed"), a->ever ? LOOK_GOOD : LOOK_PLAIN, buf_sv(&ever));
	pen_fact(p, T("Last access"), LOOK_PLAIN, buf_sv(&last));
	pen_fact(p, T("Live now"), a->live ? LOOK_GOOD : LOOK_DIM,
	     a->live ? TS("● in the portal") : TS("no"));
	pen_numbers(p, T("Sessions"), LOOK_VALUE, buf_sv(&visits), CARD_VISITS);
}

static void say_link(struct buf *b, const struct link_row *l, const struct ui *ui, bool whole)
{
	buf_print(b, l->state == LINK_HELD ? T("held %s ") : "%s ", channel_name(l->channel));
	format_when(b, l->sent_at ? l->sent_at : l->made_at, ui->now, ui->zone);
	if (whole)
		buf_print(b, " %s", source_name(l->source));
}

static void pending_link(struct pen *p, const struct account_detail *d)
{
	const struct ui *ui = p->ui;
	LABEL(which, 120);
	LABEL(until, 60);

	for (size_t i = 0; i < d->links.n && !which.n; i++) {
		const struct link_row *l = &d->links.at[i];

		if (l->state != LINK_PENDING && l->state != LINK_HELD)
			continue;
		say_link(&which, l, ui, true);
		if (grid_columns(buf_sv(&which)) > pen_room(p)) {
			which.n = 0;
			say_link(&which, l, ui, false);
		}
		if (l->expires_at > ui->now) {
			LABEL(span, 40);

			format_span(&span, l->expires_at - ui->now);
			buf_print(&until, T("expires in %.*s"), SV_ARG(buf_sv(&span)));
		}
	}
	pen_fact(p, T("Pending link"), which.n ? LOOK_NOTE : LOOK_DIM,
	     which.n ? buf_sv(&which) : TS("none"));
	if (until.n)
		pen_fact(p, "", LOOK_DIM, buf_sv(&until));
}

void account_card(struct pen *p, const struct account_detail *d)
{
	static const struct portal_activity none;
	const struct portal_activity *a = d->activity ? d->activity : &none;
	LABEL(sent, 80);
	LABEL(rest, 80);
	LABEL(promises, 80);

	pen_rule(p, T("Portal activity"), TS("s send link"));
	accessed(p, a);
	buf_print(&sent, T("%d sent · %d used"), (int)a->links_sent, (int)a->links_consumed);
	buf_print(&rest, T("%d pending · %d expired"), (int)a->links_pending, (int)a->links_expired);
	pen_numbers(p, T("Tokens"), LOOK_PLAIN, buf_sv(&sent), CARD_SENT);
	pen_numbers(p, "", LOOK_PLAIN, buf_sv(&rest), CARD_PENDING);
	pending_link(p, d);
	buf_print(&promises, T("%d made · %d kept · %d open"), (int)a->promises_made, (int)a->promises_kept, (int)a->promises_open);
	if (grid_columns(buf_sv(&promises)) > pen_room(p)) { /* a word less, but never a figure */
		promises.n = 0;
		buf_print(&promises, T("%d · %d kept · %d open"), (int)a->promises_made, (int)a->promises_kept, (int)a->promises_open);
	}
	pen_numbers(p, T("Promises"), LOOK_PLAIN, buf_sv(&promises), CARD_MADE);
}

void account_actions(struct pen *p, const struct account_detail *d)
{
	const struct ui *ui = p->ui;

	pen_rule(p, T("Recent portal actions"), SV_NONE);
	for (size_t i = 0; i < d->actions.n; i++) {
		const struct event_row *e = &d->actions.at[i];
		enum event_id kind = event_find(e->kind);
		unsigned code = kind == E__COUNT ? 0 : event_table[kind].code;
		int y = pen_next(p);
		LABEL(when, 24);
		LABEL(text, 400);

		if (y == SHOWN)
			continue;
		format_when(&when, e->at, ui->now, ui->zone);
		event_text(&text, e, ui->now, ui->zone);
		grid_text(p->g, y, p->in.x + 1, 12, LOOK_DIM, buf_sv(&when));
		grid_text(p->g, y, p->in.x + 14, 4, feed_code_look(code),
		          sv_from(feed_code_word(code)));
		grid_text(p->g, y, p->in.x + 19, p->in.w - 20, LOOK_PLAIN, buf_sv(&text));
	}
	if (!d->actions.n)
		pen_fact(p, T("None yet."), LOOK_DIM, SV_NONE);
}
