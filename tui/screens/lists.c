/* What each list is: its columns, its order, what a key does with a row. The machinery is list.c's. */
#include <string.h>

#include "common/arena.h"
#include "common/zone.h"

#include "tui/screens/feed.h"
#include "tui/screens/form.h"
#include "tui/screens/list.h"
#include "tui/screens/list_kinds.h"
#include "tui/widget/format.h"

enum { IDLE_MS = 20 * 60 * 1000, HOUR_MS = 60 * 60 * 1000 };

/* Accounts. */

static enum look overdue(const void *row, const struct table_ui *ui)
{
	const struct account_row *r = row;

	(void)ui;
	return r->days_past_due > 90 ? LOOK_BAD : r->days_past_due > 30 ? LOOK_WARN : LOOK_PLAIN;
}

static void days_late(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct account_row *r = row;

	(void)ui;
	if (r->days_past_due > 0)
		format_count_in(b, r->days_past_due, 6);
}

static const struct table_column account_columns[] = {
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 26 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 14, .least = 10, .most = 36 },
	{ .field = "balance", .title = N_("BALANCE"), .word = "bal", .w = 14, .least = 12, .most = 20, .right = true },
	{ .say = days_late, .title = N_("DPD"), .word = "dpd", .w = 6, .right = true, .look = overdue },
	{ .field = "state", .title = N_("STATUS"), .word = "status", .w = 15, .least = 14, .most = 22, .from = 60 },
	{ .field = "due_date", .title = N_("DUE"), .word = "due", .w = 11, .from = 100 },
	{ .field = "creditor", .title = N_("CREDITOR"), .word = "client", .w = 14, .most = 36, .from = 100 },
	{ .field = "worker", .title = N_("AT WORK"), .w = 8, .most = 12, .from = 120 },
};
static const struct list_kind accounts_kind = {
	.name = "accounts", .title = N_("Accounts"), .method = M_account_list, .words = &account_list_words,
	.id = "account", .account = "account", .contact_name = "contact_name",
	.columns = account_columns, .n_columns = COUNT(account_columns), .sort = "acct", .facet = "status",
	.codes = FEED(PROM) | FEED(DISP) | FEED(BOOK), .empty = N_("No accounts yet: quitsctl book.import brings them in."),
	.about = N_("An account is one debt to one creditor. Its balance is always the sum of its ledger."),
};
LIST_SCREEN(accounts, ON_LIST | ON_ACCOUNTS | ON_WORDS | ON_FACET | ON_HOLDERS);

/* Visits. */

static enum look idle_look(const void *row, const struct table_ui *ui)
{
	const struct session_row *r = row;

	return !r->ended_at && ui->now - r->active_at > IDLE_MS ? LOOK_WARN : LOOK_PLAIN;
}

static void end_visit(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds what = {
		.method = M_session_end, .tier = TIER_SURE, .title = N_("End the visit"), .effect = N_("End"), .key = 'E',
		.done = N_("ended"),
		.warning = N_("The debtor is signed out at once and loses what was being typed. A new link lets them in again."),
	};

	if (a == ACT_END)
		rows_do(ui, m, row, &what, "session");
}

static const struct table_column session_columns[] = {
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 20 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 14, .most = 28 },
	{ .field = "channel", .title = N_("CH"), .word = "ch", .w = 3, .how = HOW_SHORT },
	{ .field = "step", .title = N_("STEP"), .w = 12, .how = HOW_WORDS, .look = NULL },
	{ .field = "active_at", .title = N_("IDLE"), .word = "last", .w = 8, .right = true, .how = HOW_AGE, .look = idle_look },
	{ .field = "acted", .title = N_("ACTED"), .w = 5, .how = HOW_YES },
	{ .field = "started_at", .title = N_("SINCE"), .word = "at", .w = 12, .from = 80, .look = dim },
	{ .field = "visit", .title = N_("VISIT"), .w = 5, .right = true, .from = 80 },
	{ .field = "expires_at", .title = N_("ENDS AT"), .w = 12, .from = 120, .look = dim },
};
static const struct list_kind sessions_kind = {
	.name = "sessions", .title = N_("Live sessions"), .method = M_session_list, .words = &session_list_words,
	.id = "session", .account = "account", .contact_name = "contact_name", .columns = session_columns,
	.n_columns = COUNT(session_columns), .preset = "is:open", .sort = "-last", .codes = FEED(SESS), .act = end_visit,
	.empty = N_("Nobody is in the portal."),
	.about = N_("A session is a verified visit. It shows at which step the debtor is, and nothing of what is read or typed there."),
};
LIST_SCREEN(sessions, ON_LIST | ON_SESSIONS | ON_WORDS | ON_HOLDERS);

static const struct table_column visit_columns[] = {
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 20 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 14, .most = 28 },
	{ .field = "channel", .title = N_("CH"), .word = "ch", .w = 3, .how = HOW_SHORT },
	{ .field = "acted", .title = N_("ACTED"), .w = 5, .how = HOW_YES },
	{ .field = "started_at", .title = N_("BEGAN"), .word = "at", .w = 12, .look = dim },
	{ .field = "ended_at", .title = N_("ENDED"), .w = 12, .from = 80, .look = dim },
	{ .field = "ended_by", .title = N_("HOW"), .word = "end", .w = 10, .from = 100, .look = dim },
};
static const struct list_kind visits_kind = {
	.name = "visits", .title = N_("All visits"), .method = M_session_list, .words = &session_list_words,
	.id = "session", .account = "account", .contact_name = "contact_name", .columns = visit_columns,
	.n_columns = COUNT(visit_columns), .sort = "-at", .facet = "end", .codes = FEED(SESS), .act = end_visit,
	.empty = N_("Nobody was ever in the portal."), .about = N_("Every verified visit, also those that are over."),
};
LIST_SCREEN(visits, ON_LIST | ON_SESSIONS | ON_WORDS | ON_FACET | ON_HOLDERS);

/* Feedback. */

static const struct table_column feedback_columns[] = {
	{ .field = "at", .title = N_("WHEN"), .word = "at", .w = 12, .look = dim },
	{ .field = "score", .title = N_("SCORE"), .word = "score", .w = 5, .right = true },
	{ .field = "about", .title = N_("ABOUT"), .word = "about", .w = 14, .most = 20 },
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .most = 20 },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 12, .most = 24, .from = 100 },
	{ .field = "words", .title = N_("IN THEIR WORDS"), .w = 10, .most = 120 },
};
static const struct list_kind feedback_kind = {
	.name = "feedback", .title = N_("Feedback"), .method = M_feedback_list, .words = &feedback_list_words,
	.id = "at", .account = "account", .contact_name = "contact_name", .columns = feedback_columns,
	.n_columns = COUNT(feedback_columns), .sort = "-at", .facet = "about", .codes = FEED(RATE),
	.empty = N_("Nobody has said anything yet."),
	.about = N_("What debtors thought of it: one optional question, 1 (very bad) to 5 (very good), after something done or on leaving."),
};
LIST_SCREEN(feedback, ON_LIST | ON_WORDS | ON_FACET | ON_HOLDERS);

/* People. */

static const struct table_column operator_columns[] = {
	{ .field = "user", .title = N_("USER"), .w = 12, .most = 24 },
	{ .field = "uid", .title = N_("UID"), .w = 8, .right = true, .how = HOW_BARE },
	{ .field = "roles", .title = N_("ROLES"), .w = 20, .most = 50 },
	{ .field = "added_at", .title = N_("SINCE"), .w = 12, .from = 80, .look = dim },
};
static const struct list_kind operators_kind = {
	.name = "operators", .title = N_("Operators and roles"), .method = M_operator_list, .id = "user",
	.columns = operator_columns, .n_columns = COUNT(operator_columns), .codes = FEED(SYST), .enter = operator_enter,
	.empty = N_("No operators: quitsctl operator.add enrols the first."),
	.about = N_("Operators are Unix users of the server; the kernel says who calls. Roles add up: viewer, operator, supervisor, "
		 "admin, agent, auditor."),
};
LIST_SCREEN(operators, ON_LIST | ON_OPERATORS);

static const struct table_column team_columns[] = {
	{ .field = "team", .title = N_("TEAM"), .w = 16, .most = 30 },
	{ .field = "disputes", .title = N_("DISPUTES"), .w = 8, .right = true },
	{ .field = "members", .title = N_("PEOPLE"), .w = 20, .most = 100 },
};
static const struct list_kind teams_kind = {
	.name = "teams", .title = N_("Teams"), .method = M_team_list, .id = "team", .columns = team_columns,
	.n_columns = COUNT(team_columns), .codes = FEED(SYST), .enter = team_enter, .empty = N_("No teams."),
	.about = N_("A team takes a topic of messages and calls, or a reason of disputes; routing is a setting."),
};
LIST_SCREEN(teams, ON_LIST);

void operator_enter(struct ui *ui, struct list_model *m, const void *row)
{
	const struct operator_row *r = row;

	(void)m;
	form_open(ui, M_operator_add, r->user, SV_NONE,
		  (const struct form_given[]){ { "user", r->user, false }, { "roles", r->roles, true } }, 2);
}

void team_enter(struct ui *ui, struct list_model *m, const void *row)
{
	const struct team_row *r = row;

	(void)m;
	form_open(ui, M_team_member_add, r->team, SV_NONE, &(const struct form_given){ "team", r->team, false }, 1);
}

/* Settings. */

static void setting_enter(struct ui *ui, struct list_model *m, const void *row)
{
	const struct setting_row *r = row;

	(void)m;
	form_open(ui, M_setting_put, r->name, SV_NONE,
		  (const struct form_given[]){ { "name", r->name, false }, { "value", r->value, true }, { "", tr_of(r->help), false } }, 3);
}

static void setting_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	if (a == ACT_EDIT && row)
		setting_enter(ui, m, row);
	else if (a == ACT_TAB_NEXT)
		ui_open(ui, SCREEN_PORTAL, SV_NONE);
}

static enum look setting_look(const void *row, const struct table_ui *ui)
{
	const struct setting_row *r = row;

	(void)ui;
	return sv_eq(r->value, r->default_value) ? LOOK_DIM : LOOK_VALUE;
}

static void setting_help(struct buf *b, const void *row, const struct table_ui *ui)
{
	(void)ui;
	buf_add(b, tr_of(((const struct setting_row *)row)->help));
}

static const struct table_column setting_columns[] = {
	{ .field = "name", .title = N_("SETTING"), .w = 26, .most = 34 },
	{ .field = "value", .title = N_("VALUE"), .w = 20, .most = 44, .look = setting_look },
	{ .field = "default_value", .title = N_("DEFAULT"), .w = 12, .most = 24, .from = 120, .look = dim },
	{ .say = setting_help, .title = N_("WHAT IT DOES"), .w = 20, .most = 140, .look = dim },
};
static const struct list_kind settings_kind = {
	.name = "settings", .title = N_("Settings › [All]  Tab: Debtor Portal"), .method = M_setting_show, .id = "name", .columns = setting_columns,
	.n_columns = COUNT(setting_columns), .codes = FEED(SYST), .enter = setting_enter, .act = setting_act,
	.empty = N_("No settings."),
	.about = N_("What the organisation has set; what differs from the default is bold. A change holds from the next request on "
		 "and stands in the audit log."),
};
LIST_SCREEN(settings, ON_LIST | ON_SETTINGS);

/* Notifications. */

static void note_flag(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct notification_row *r = row;

	buf_z(b, r->done ? "✓" : r->until > ui->now ? "z" : "●");
}

static void note_title(struct buf *b, const void *row, const struct table_ui *ui)
{
	(void)ui;
	notification_title(b, ((const struct notification_row *)row)->title);
}

static enum look note_look(const void *row, const struct table_ui *ui)
{
	const struct notification_row *r = row;

	return r->done || r->until > ui->now ? LOOK_DIM : LOOK_VALUE;
}

static const char *note_subject(struct ui *ui, const struct notification_row *row)
{
	struct buf b = buf_new(ui->turn, 300);

	notification_title(&b, row->title);
	return sv_z(ui->turn, buf_sv(&b));
}

static void snooze(struct ui *ui, struct list_model *m, const void *row)
{
	struct notification_snooze *in = NEW(ui->turn, struct notification_snooze);
	struct ui_deed *at = NEW(ui->turn, struct ui_deed);
	const struct ui_deeds what = { .method = M_notification_snooze, .tier = TIER_NOW, .title = N_("Put off"), .effect = N_("Put off"),
				       .key = 'P', .done = N_("put off for an hour"), .at = at, .n = 1 };

	*in = (struct notification_snooze){ list_number(m->kind, row), ui->now + HOUR_MS };
	*at = (struct ui_deed){ in, note_subject(ui, row) };
	ui_do(ui, &what);
}

static void all_done(struct ui *ui, struct list_model *m)
{
	struct notification_ref *in = NEW(ui->turn, struct notification_ref);
	struct ui_deed *at = NEW(ui->turn, struct ui_deed);
	const struct ui_deeds what = { .method = M_notification_done_all, .tier = TIER_NOW, .title = N_("All done"), .effect = N_("Done"),
				       .key = 'D', .done = N_("all done"), .at = at, .n = 1 };

	in->seq = list_number(m->kind, list_row(m, 0)); /* the newest that is shown */
	*at = (struct ui_deed){ in, T("notifications") };
	ui_do(ui, &what);
}

static void note_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds done = { .method = M_notification_done, .tier = TIER_NOW, .title = N_("Done"), .effect = N_("Done"),
					      .key = 'D', .done = N_("done") };

	if (!row)
		ui_say(ui, SAY_PLAIN, T("there is no notification here"));
	else if (a == ACT_DONE)
		rows_do(ui, m, row, &done, "seq");
	else if (a == ACT_SNOOZE)
		snooze(ui, m, row);
	else if (a == ACT_DONE_ALL)
		all_done(ui, m);
}

/* Who wrote it gets it back; of another's there is the account. */
static void failed_in(struct ui *ui, void *model, struct reply *r)
{
	const struct command_row *row = r->out;
	const struct method *method = r->status == ST_OK ? method_find(row->method) : NULL;
	const char *number = list_account(model);

	if (method && row->params.n)
		form_open(ui, method->id, row->contact_name, row->account,
			  &(const struct form_given){ FORM_KEPT, sv_print(ui->turn, "%lld", (long long)row->command), false }, 1);
	else if (r->status == ST_OK ? row->account.n != 0 : number[0] != '\0')
		ui_open(ui, SCREEN_ACCOUNT, r->status == ST_OK ? row->account : sv_from(number));
	else
		ui_say(ui, SAY_PLAIN, T("Enter: no account stands behind this row"));
	reply_free(r);
}

static void note_enter(struct ui *ui, struct list_model *m, const void *row)
{
	const struct notification_row *r = row;
	struct command_ref *in = NEW(ui->turn, struct command_ref);

	(void)m;
	in->command = r->command;
	if (r->command)
		ui_ask(ui, M_command_show, in, failed_in);
	else if (r->account.n)
		ui_open(ui, SCREEN_ACCOUNT, r->account);
	else
		ui_say(ui, SAY_PLAIN, T("Enter: no account stands behind this row"));
}

static const struct table_column note_columns[] = {
	{ .field = "at", .title = N_("WHEN"), .w = 12, .look = dim },
	{ .say = note_flag, .title = "", .w = 1, .look = note_look },
	{ .say = note_title, .title = N_("WHAT"), .w = 30, .most = 60, .look = note_look },
	{ .field = "amount", .title = N_("AMOUNT"), .w = 13, .right = true },
	{ .field = "account", .title = N_("ACCOUNT"), .w = 10, .most = 20, .from = 80 },
	{ .field = "until", .title = N_("PUT OFF TO"), .w = 12, .from = 100, .look = dim },
	{ .field = "kind", .title = N_("KIND"), .w = 20, .most = 30, .from = 120, .look = dim },
};
static const struct list_kind notifications_kind = {
	.name = "notifications", .title = N_("Notifications"), .method = M_notification_list, .words = &event_list_words,
	.id = "seq", .account = "account", .columns = note_columns, .n_columns = COUNT(note_columns), .facet = "type",
	.codes = FEED(PROM) | FEED(DISP) | FEED(CALL) | FEED(OPTO) | FEED(MESG) | FEED(LOCK) | FEED(SYST), .act = note_act, .enter = note_enter,
	.empty = N_("Nothing to tell."),
	.about = N_("What a person should know. Enter opens the account, or the form again of what could not be done; e says that it is done, Z shows it again in an hour. What you "
		 "have done with is yours: other operators have marks of their own."),
};
LIST_SCREEN(notifications, ON_LIST | ON_NOTES | ON_WORDS | ON_FACET | ON_HOLDERS);

/* The audit log. */

static void event_say(struct buf *b, const void *row, const struct table_ui *ui)
{
	event_text(b, row, ui->now, ui->zone);
}

static enum look event_look(const void *row, const struct table_ui *ui)
{
	enum event_id kind = event_find(((const struct event_row *)row)->kind);

	(void)ui;
	return feed_code_look(kind == E__COUNT ? 0 : event_table[kind].code);
}

static void audit_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	(void)m;
	(void)row;
	if (a == ACT_VERIFY)
		form_open(ui, M_audit_verify, SV_NONE, SV_NONE, NULL, 0);
}

static const struct table_column event_columns[] = {
	{ .field = "seq", .title = N_("EVENT"), .word = "seq", .w = 9, .least = 7, .right = true, .how = HOW_BARE, .look = dim },
	{ .field = "at", .title = N_("WHEN"), .w = 12, .look = dim },
	{ .field = "kind", .title = N_("KIND"), .w = 22, .most = 30, .look = event_look },
	{ .field = "account", .title = N_("ACCOUNT"), .w = 10, .least = 8, .most = 20, .whole = true },
	{ .field = "actor", .title = N_("BY"), .w = 8, .least = 6, .most = 16, .from = 80 },
	{ .field = "contact_name", .title = N_("NAME"), .w = 12, .most = 24, .from = 120 },
	{ .say = event_say, .title = N_("WHAT"), .w = 20, .least = 12, .most = 120, .from = 80 },
};
static const struct list_kind audit_kind = {
	.name = "audit", .title = N_("Audit log"), .method = M_event_list, .words = &event_list_words, .id = "seq",
	.account = "account", .contact_name = "contact_name", .columns = event_columns, .n_columns = COUNT(event_columns),
	.sort = "-seq", .facet = "type", .codes = ~0u, .act = audit_act, .empty = N_("Nothing has happened."),
	.about = N_("The event log: append-only, chained by hashes, written in the same transaction as what it tells. V checks the whole "
		 "chain: nothing deleted, reordered, edited or cut."),
};
LIST_SCREEN(audit, ON_LIST | ON_AUDIT | ON_WORDS | ON_FACET | ON_HOLDERS);
