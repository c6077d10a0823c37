/* What goes out: links, those that are locked, what is still held, and notices. The machinery is list.c's. */
#include "tui/screens/feed.h"
#include "tui/screens/list.h"
#include "tui/screens/list_kinds.h"
#include "tui/widget/format.h"

/* Links. */

static enum look link_look(const void *row, const struct table_ui *ui)
{
	const struct link_row *r = row;

	(void)ui;
	return r->state == LINK_LOCKED	  ? LOOK_BAD
	       : r->state == LINK_PENDING ? LOOK_NOTE
	       : r->state == LINK_CONSUMED ? LOOK_GOOD
	       : r->state == LINK_HELD	  ? LOOK_WARN
					  : LOOK_DIM;
}

static void link_state(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct link_row *r = row;

	(void)ui;
	buf_z(b, link_state_name(r->state, r->sent_at));
}

static void link_left(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct link_row *r = row;

	if (r->state == LINK_PENDING && r->expires_at > ui->now)
		format_span(b, r->expires_at - ui->now);
}

static void link_tries(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct link_row *r = row;

	(void)ui;
	if (r->tries)
		buf_print(b, "%lld", (long long)r->tries);
}

static void link_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds what = {
		.method = M_link_revoke, .tier = TIER_SURE, .title = N_("Revoke the link"), .effect = N_("Revoke"), .key = 'R',
		.done = N_("revoked"),
		.warning = N_("A revoked link opens nothing any more, and that can not be taken back. The debtor can ask for a new one."),
	};

	if (a == ACT_REVOKE)
		rows_do(ui, m, row, &what, "link");
	else
		queue_tabs(ui, m, a);
}

static const struct table_column link_columns[] = {
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 20 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 12, .most = 28 },
	{ .field = "channel", .title = N_("CH"), .word = "ch", .w = 3, .how = HOW_SHORT },
	{ .field = "source", .title = N_("SOURCE"), .word = "src", .w = 8, .from = 100, .look = dim },
	{ .say = link_state, .title = N_("STATE"), .word = "status", .w = 9, .most = 12, .look = link_look },
	{ .field = "sent_at", .title = N_("SENT"), .word = "sent", .w = 12, .look = dim },
	{ .say = link_left, .title = N_("LEFT"), .word = "exp", .w = 8, .right = true, .from = 80 },
	{ .say = link_tries, .title = N_("TRY"), .word = "tries", .w = 4, .right = true },
	{ .field = "verified_at", .title = N_("VERIFIED"), .word = "used", .w = 12, .from = 120 },
	{ .field = "touched_at", .title = N_("FETCHED"), .w = 12, .from = 160, .look = dim },
	{ .field = "purpose", .title = N_("PURPOSE"), .w = 8, .from = 160, .look = dim },
	{ .field = "actor", .title = N_("BY"), .word = "by", .w = 8, .most = 16, .from = 100, .look = dim },
	{ .field = "expires_at", .title = N_("ENDS AT"), .w = 12, .from = 160, .look = dim },
};
static const struct list_kind links_kind = {
	.name = "links", .title = N_("Links"), .method = M_link_list, .words = &link_list_words,
	.id = "link", .account = "account", .contact_name = "contact_name", .columns = link_columns,
	.n_columns = COUNT(link_columns), .sort = "-sent", .facet = "status",
	.codes = FEED(LINK) | FEED(LOCK) | FEED(SESS), .act = link_act, .empty = N_("No link was ever sent."),
	.about = N_("A link opens the portal once, for the contact of an account. The console never sees the link itself, only its "
		 "number. Past its time a pending one is expired, swept or not. Cancelled are those that were revoked before they went "
		 "out; status:revoked finds them too."),
};
LIST_SCREEN(links, ON_LIST | ON_LINKS | ON_WORDS | ON_FACET | ON_HOLDERS);

static const struct list_kind locked_kind = {
	.name = "locked", .title = N_("Queues › Disputes Callbacks Promises Messages [Locked]"), .method = M_link_list, .words = &link_list_words,
	.id = "link", .account = "account", .contact_name = "contact_name", .columns = link_columns,
	.n_columns = COUNT(link_columns), .preset = "status:locked", .sort = "-sent", .codes = FEED(LOCK) | FEED(LINK),
	.act = link_act, .empty = N_("No link is locked."),
	.about = N_("Links that too many wrong answers locked for good. s sends a new one to the same contact."),
};
LIST_SCREEN(locked, ON_LIST | ON_LINKS | ON_QUEUE | ON_WORDS | ON_HOLDERS);

/* Everybody's sends that still wait: what a supervisor stops when something goes wrong. */

static void held_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds what = {
		.method = M_held_stop, .tier = TIER_SURE, .title = N_("Stop what is held"), .effect = N_("Stop"), .key = 'T',
		.done = N_("stopped"),
		.warning = N_("Nothing goes out to them; whoever asked for it sees that. What has gone out meanwhile is not called back."),
	};

	if (a == ACT_STOP)
		rows_do(ui, m, row, &what, "held");
}

static int64_t held_ended(const struct event_row *e, const char **ret_how)
{
	enum event_id kind = event_find(e->kind);

	if (!e->body)
		return 0;
	*ret_how = kind == E_link_sent || kind == E_command_done ? N_("has gone out")
		   : kind == E_command_failed			 ? N_("could not be done")
								 : N_("was taken back");
	return kind == E_command_cancelled || kind == E_command_done || kind == E_command_failed ? e->body->command
	       : kind == E_link_cancelled || kind == E_link_revoked || kind == E_link_sent	  ? e->body->link
												  : 0;
}

static void held_what(struct buf *b, const void *row, const struct table_ui *ui)
{
	(void)ui;
	buf_add(b, command_words(((const struct held_row *)row)->method));
}

static const struct table_column held_columns[] = {
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 20 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 12, .most = 28 },
	{ .say = held_what, .title = N_("WHAT"), .word = "act", .w = 14, .most = 28 },
	{ .field = "channel", .title = N_("CH"), .word = "ch", .w = 3, .how = HOW_SHORT },
	{ .field = "until", .title = N_("GOES OUT"), .word = "due", .w = 12, .least = 8 },
	{ .field = "actor", .title = N_("BY"), .word = "by", .w = 8, .least = 6, .most = 16 },
	{ .field = "source", .title = N_("SOURCE"), .word = "src", .w = 8, .from = 100, .look = dim },
	{ .field = "made_at", .title = N_("ASKED FOR"), .word = "made", .w = 12, .from = 100, .look = dim },
	{ .field = "purpose", .title = N_("PURPOSE"), .w = 8, .from = 120, .look = dim },
};
static const struct list_kind held_kind = {
	.name = "held", .title = N_("Send buffer"), .method = M_held_list, .words = &held_list_words,
	.id = "held", .account = "account", .contact_name = "contact_name", .columns = held_columns,
	.n_columns = COUNT(held_columns), .sort = "due", .codes = FEED(LINK) | FEED(SYST), .act = held_act, .ended = held_ended,
	.empty = N_("Nothing waits to go out."),
	.about = N_("Links, replies and whatever else waits out its hold, of everybody. K stops the one under the cursor or the marked ones; "
		 "* marks all that the filter lets through: ch:whatsapp, by:ana, act:message.reply."),
};
LIST_SCREEN(held, ON_LIST | ON_BUFFER | ON_WORDS | ON_HOLDERS);

/* Messages without a link. */

static enum look notice_look(const void *row, const struct table_ui *ui)
{
	const struct notice_row *r = row;

	(void)ui;
	return r->state == NOTICE_FAILED ? LOOK_BAD : r->state == NOTICE_QUEUED ? LOOK_WARN : LOOK_PLAIN;
}

static const struct table_column notice_columns[] = {
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 20 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 12, .most = 28 },
	{ .field = "kind", .title = N_("ABOUT"), .word = "topic", .w = 12, .most = 20 },
	{ .field = "channel", .title = N_("CH"), .word = "ch", .w = 3, .how = HOW_SHORT },
	{ .field = "state", .title = N_("STATE"), .word = "status", .w = 8, .look = notice_look },
	{ .field = "sent_at", .title = N_("SENT"), .word = "sent", .w = 12, .from = 80, .look = dim },
	{ .field = "answered", .title = N_("ANSWERED"), .w = 8, .from = 100, .how = HOW_YES },
	{ .field = "made_at", .title = N_("WRITTEN"), .word = "made", .w = 12, .from = 100, .look = dim },
	{ .field = "failures", .title = N_("FAILED"), .word = "tries", .w = 6, .right = true, .from = 100 },
	{ .field = "until", .title = N_("NEXT TRY"), .w = 12, .from = 120, .look = dim },
	{ .field = "notice", .title = N_("NOTICE"), .w = 19, .from = 160, .look = dim },
};
static const struct list_kind notices_kind = {
	.name = "notices", .title = N_("Notices"), .method = M_notice_list, .words = &notice_list_words,
	.id = "notice", .account = "account", .contact_name = "contact_name", .columns = notice_columns,
	.n_columns = COUNT(notice_columns), .sort = "-made", .facet = "status", .codes = FEED(MESG),
	.empty = N_("No notice was ever written."),
	.about = N_("Plain messages without a link and without a word of a debt: receipts, codes, that a message waits, replies. What they "
		 "said is forgotten once they have left."),
};
LIST_SCREEN(notices, ON_LIST | ON_WORDS | ON_FACET | ON_HOLDERS);
