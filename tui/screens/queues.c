/* The queues: what waits for a person, the oldest first; Tab goes from one to the next. Acting is a letter, the same in every
 * queue: a takes, x ends with a result, m answers, w notes. */
#include <stdio.h>
#include <string.h>

#include "common/arena.h"

#include "tui/screens/form.h"
#include "tui/screens/list.h"
#include "tui/screens/list_kinds.h"
#include "tui/widget/format.h"

enum { DAY_OLD_MS = 24 * 60 * 60 * 1000, SOON_MS = 60 * 60 * 1000 };

static const enum screen_id tabs[] = { SCREEN_DISPUTES, SCREEN_CALLBACKS, SCREEN_PROMISES, SCREEN_MESSAGES, SCREEN_LOCKED };

bool queue_tabs(struct ui *ui, struct list_model *m, enum action a)
{
	if (a != ACT_TAB_NEXT && a != ACT_TAB_PREV)
		return false;
	for (size_t i = 0; i < COUNT(tabs); i++)
		if (screen_by_id(tabs[i])->kind == m->kind) {
			size_t to = (i + (a == ACT_TAB_NEXT ? 1 : COUNT(tabs) - 1)) % COUNT(tabs);

			ui_replace(ui, tabs[to], SV_NONE);
			return true;
		}
	return false;
}

static struct sv text_of(const struct list_model *m, const void *row, const char *field)
{
	return field ? *(const struct sv *)field_at(record_field(list_record(m->kind), sv_from(field)), row) : SV_NONE;
}

/* "A-104233 Contact 05": to whom it is done. */
static const char *subject_of(struct ui *ui, const struct list_model *m, const void *row, const char *id, int64_t number)
{
	struct sv account, name;

	if (!row || !m->kind->account)
		return arena_print(ui->turn, "%s %lld", TX("field", id), (long long)number);
	account = text_of(m, row, m->kind->account);
	name = text_of(m, row, m->kind->contact_name);
	return arena_print(ui->turn, SV_FMT "%s" SV_FMT, SV_ARG(account), name.n ? "  " : "", SV_ARG(name));
}

void row_form(struct ui *ui, const struct list_model *m, const void *row, enum method_id method, const char *id)
{
	form_open_id(ui, method, text_of(m, row, m->kind->contact_name), text_of(m, row, m->kind->account), id, list_number(m->kind, row));
}

void rows_do(struct ui *ui, struct list_model *m, const void *row, const struct ui_deeds *what, const char *id)
{
	const struct record *in = method_table[what->method].in;
	const struct field *f = record_field(in, sv_from(id));
	size_t n = m->n_marks ? m->n_marks : row != NULL;
	struct ui_deed *at = NEW_N(ui->turn, struct ui_deed, n + 1);
	struct ui_deeds all = *what;

	if (!n) {
		ui_say(ui, SAY_PLAIN, T("there is no row here"));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		void *one = arena_alloc(ui->turn, in->size + 1);
		int64_t number = m->n_marks ? 0 : list_number(m->kind, row);
		const void *it = m->n_marks ? list_row_of(m, m->marks[i]) : row;

		memset(one, 0, in->size);
		if (m->n_marks)
			(void)sv_int(sv_from(m->marks[i]), &number);
		*(int64_t *)field_in(f, one) = number;
		at[i].in = one;
		at[i].subject = subject_of(ui, m, it, id, number);
	}
	all.at = at;
	all.n = n;
	ui_do(ui, &all);
}

static void age(struct buf *b, int64_t at, const struct table_ui *ui)
{
	format_span(b, ui->now - at);
}

/* Disputes. */

static bool waits(const struct dispute_row *r)
{
	return r->state == DISPUTE_OPEN || r->state == DISPUTE_INVESTIGATING;
}

static void dispute_age(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct dispute_row *r = row;

	if (waits(r) && ui->now - r->filed_at > DAY_OLD_MS && r->state == DISPUTE_OPEN)
		buf_z(b, "!! ");
	age(b, r->filed_at, ui);
}

static enum look dispute_look(const void *row, const struct table_ui *ui)
{
	const struct dispute_row *r = row;

	return r->state == DISPUTE_OPEN && ui->now - r->filed_at > DAY_OLD_MS ? LOOK_BAD : LOOK_PLAIN;
}

static void dispute_enter(struct ui *ui, struct list_model *m, const void *row)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)list_number(m->kind, row));
	ui_open(ui, SCREEN_DISPUTE, sv_from(text));
}

static void dispute_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds take = { .method = M_dispute_take, .tier = TIER_HELD, .title = N_("Take the dispute"),
					      .effect = N_("Take"), .key = 'T', .done = N_("taken"),
					      .warning = N_("The debtor sees that it is being looked into.") };

	static const struct ui_deeds leave = { .method = M_dispute_leave, .tier = TIER_NOW, .title = N_("Leave the dispute"),
					       .effect = N_("Leave"), .key = 'L', .done = N_("left") };

	if (queue_tabs(ui, m, a))
		return;
	if (a == ACT_TAKE || a == ACT_LEAVE)
		rows_do(ui, m, row, a == ACT_TAKE ? &take : &leave, "dispute");
	else if (!row)
		ui_say(ui, SAY_PLAIN, T("there is no dispute here"));
	else if (a == ACT_RESULT)
		row_form(ui, m, row, M_dispute_resolve, "dispute");
	else if (a == ACT_NOTE)
		row_form(ui, m, row, M_dispute_note, "dispute");
}

static const struct table_column dispute_columns[] = {
	{ .say = dispute_age, .title = N_("AGE"), .word = "at", .w = 10, .right = true, .look = dispute_look },
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .least = 8, .most = 20, .whole = true },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 12, .least = 9, .most = 30 },
	{ .field = "reason", .title = N_("REASON"), .word = "reason", .w = 15, .least = 12, .most = 18 },
	{ .field = "amount", .title = N_("AMOUNT"), .word = "amt", .w = 12, .least = 10, .most = 20, .right = true, .from = 70 },
	{ .field = "state", .title = N_("STATE"), .word = "status", .w = 9, .least = 6, .most = 15, .look = dim },
	{ .field = "user", .title = N_("OWNER"), .word = "owner", .w = 8, .least = 5, .most = 14, .from = 80 },
	{ .field = "team", .title = N_("TEAM"), .word = "team", .w = 12, .most = 20, .from = 100, .look = dim },
	{ .field = "files", .title = N_("FILES"), .word = "files", .w = 5, .right = true, .from = 100 },
	{ .field = "reference", .title = N_("REFERENCE"), .word = "ref", .w = 14, .from = 120, .look = dim },
	{ .field = "changed_at", .title = N_("CHANGED"), .word = "changed", .w = 12, .from = 160, .look = dim },
};
static const struct list_kind disputes_kind = {
	.name = "disputes", .title = N_("Queues › [Disputes] Callbacks Promises Messages Locked"), .method = M_dispute_list,
	.words = &dispute_list_words, .id = "dispute", .account = "account", .contact_name = "contact_name",
	.columns = dispute_columns, .n_columns = COUNT(dispute_columns), .preset = "is:open", .sort = "at",
	.facet = "reason", .codes = 1u << FEED_DISP, .enter = dispute_enter, .act = dispute_act,
	.empty = N_("No dispute waits."),
	.about = N_("A debtor says that a debt, or a part of it, is not owed. While a dispute is open, collection of that part rests "
		 "(12 CFR 1006.38(d)(2)). !! marks those that nobody has taken within a day."),
};
LIST_SCREEN(disputes, ON_LIST | ON_QUEUE | ON_DISPUTES | ON_WORDS | ON_FACET | ON_HOLDERS);

/* Callbacks. */

static void call_window(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct callback_row *r = row;

	if (r->to < ui->now)
		buf_z(b, "!! ");
	else if (r->from <= ui->now + SOON_MS)
		buf_z(b, "! ");
	format_by(b, r->from, ui->now, ui->zone);
	buf_char(b, '-');
	format_minute(b, r->to, ui->zone);
}

static void call_theirs(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct callback_row *r = row;
	const struct zone *z;

	(void)ui;
	if (zone_get(r->time_zone, &z) != ST_OK)
		return;
	format_minute(b, r->from, z);
	buf_char(b, '-');
	format_minute(b, r->to, z);
}

static enum look call_look(const void *row, const struct table_ui *ui)
{
	const struct callback_row *r = row;

	return r->to < ui->now ? LOOK_BAD : r->from <= ui->now + SOON_MS ? LOOK_WARN : LOOK_PLAIN;
}

static void call_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds take = { .method = M_callback_take, .tier = TIER_NOW, .title = N_("Take the call"),
					      .effect = N_("Take"), .key = 'T', .done = N_("taken") };

	static const struct ui_deeds leave = { .method = M_callback_leave, .tier = TIER_NOW, .title = N_("Leave the call"),
					       .effect = N_("Leave"), .key = 'L', .done = N_("left") };

	if (queue_tabs(ui, m, a))
		return;
	if (a == ACT_TAKE || a == ACT_LEAVE)
		rows_do(ui, m, row, a == ACT_TAKE ? &take : &leave, "callback");
	else if (a == ACT_RESULT && row)
		m->choosing = true;
}

/* x on a call: what came of it. */
static bool call_key(struct ui *ui, struct list_model *m, uint32_t key)
{
	const void *row = list_here(m);

	m->choosing = false;
	if (row && (key == 'd' || key == 'm' || key == 'c'))
		row_form(ui, m, row, key == 'd' ? M_callback_done : key == 'm' ? M_callback_missed : M_callback_cancel, "callback");
	return true;
}

static const struct table_column callback_columns[] = {
	{ .say = call_window, .title = N_("WHEN"), .word = "when", .w = 18, .most = 24, .look = call_look },
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .least = 8, .most = 20, .whole = true },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 10, .least = 9, .most = 30 },
	{ .field = "topic", .title = N_("TOPIC"), .word = "topic", .w = 9, .least = 8, .most = 12 },
	{ .say = call_theirs, .title = N_("THEIR TIME"), .w = 11, .from = 100 },
	{ .field = "number", .title = N_("NUMBER"), .w = 15, .least = 13, .most = 20, .from = 80 },
	{ .field = "state", .title = N_("STATE"), .word = "status", .w = 7, .least = 5, .most = 12, .look = dim },
	{ .field = "taken_by", .title = N_("OWNER"), .word = "owner", .w = 8, .least = 5, .most = 14, .from = 80 },
	{ .field = "team", .title = N_("TEAM"), .word = "team", .w = 12, .most = 20, .from = 120, .look = dim },
	{ .field = "language", .title = N_("LANG"), .w = 4, .from = 120, .look = dim },
	{ .field = "note", .title = N_("NOTE"), .w = 10, .most = 60, .from = 160, .look = dim },
};
static const struct list_kind callbacks_kind = {
	.name = "callbacks", .title = N_("Queues › Disputes [Callbacks] Promises Messages Locked"), .method = M_callback_list,
	.words = &callback_list_words, .id = "callback", .account = "account", .contact_name = "contact_name",
	.columns = callback_columns, .n_columns = COUNT(callback_columns), .preset = "is:open", .sort = "when",
	.facet = "topic", .codes = 1u << FEED_CALL, .act = call_act, .key = call_key,
	.choices = N_("d we spoke   m nobody answered   c call it off   Esc"), .empty = N_("Nobody waits for a call."),
	.about = N_("Calls that debtors asked for, each with a window in their own time zone. ! begins within the hour, !! is over."),
};
LIST_SCREEN(callbacks, ON_LIST | ON_QUEUE | ON_CALLBACKS | ON_WORDS | ON_FACET | ON_HOLDERS);

/* Promises. */

static enum look promise_look(const void *row, const struct table_ui *ui)
{
	const struct promise_detail *r = row;

	(void)ui;
	return r->state == PROMISE_BROKEN			 ? LOOK_BAD
	       : r->state == PROMISE_VERIFYING			 ? LOOK_WARN
	       : r->state == PROMISE_KEPT			 ? LOOK_GOOD
								 : LOOK_PLAIN;
}

static void promise_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	(void)row;
	queue_tabs(ui, m, a);
}

static const struct table_column promise_columns[] = {
	{ .field = "promised_date", .title = NX_("a day", "BY"), .context = "a day", .word = "due", .w = 11, .look = promise_look },
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .least = 8, .most = 20, .whole = true },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 12, .least = 9, .most = 30 },
	{ .field = "amount", .title = N_("AMOUNT"), .word = "amt", .w = 13, .least = 10, .most = 20, .right = true },
	{ .field = "state", .title = N_("STATE"), .word = "status", .w = 11, .least = 9, .most = 15, .look = promise_look },
	{ .field = "paid", .title = N_("CAME IN"), .w = 12, .most = 20, .right = true, .from = 100 },
	{ .field = "moves", .title = N_("MOVED"), .word = "moves", .w = 5, .right = true, .from = 80 },
	{ .field = "made_at", .title = N_("MADE"), .word = "at", .w = 12, .from = 100, .look = dim },
	{ .field = "reference", .title = N_("REFERENCE"), .word = "ref", .w = 14, .from = 120, .look = dim },
	{ .field = "original_date", .title = N_("FIRST DAY"), .w = 11, .from = 160, .look = dim },
};
static const struct list_kind promises_kind = {
	.name = "promises", .title = N_("Queues › Disputes Callbacks [Promises] Messages Locked"), .method = M_promise_list,
	.words = &promise_list_words, .id = "promise", .account = "account", .contact_name = "contact_name",
	.columns = promise_columns, .n_columns = COUNT(promise_columns), .preset = "is:open", .sort = "due",
	.facet = "status", .codes = 1u << FEED_PROM, .act = promise_act, .empty = N_("No promise is open."),
	.about = N_("Promises to pay made in the portal. The clock judges them against the ledger: kept, partly kept or broken. "
		 "verifying: the day is over and money may still be under way."),
};
LIST_SCREEN(promises, ON_LIST | ON_QUEUE | ON_PROMISES | ON_WORDS | ON_FACET | ON_HOLDERS);

/* Messages. */

static void thread_age(struct buf *b, const void *row, const struct table_ui *ui)
{
	const struct thread_row *r = row;

	if (r->unread)
		buf_z(b, ui->now - r->changed_at > DAY_OLD_MS ? "!! " : "? ");
	age(b, r->changed_at, ui);
}

static enum look thread_look(const void *row, const struct table_ui *ui)
{
	const struct thread_row *r = row;

	return !r->unread ? LOOK_DIM : ui->now - r->changed_at > DAY_OLD_MS ? LOOK_BAD : LOOK_TALK;
}

static void thread_enter(struct ui *ui, struct list_model *m, const void *row)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)list_number(m->kind, row));
	ui_open(ui, SCREEN_THREAD, sv_from(text));
}

static void thread_act(struct ui *ui, struct list_model *m, enum action a, const void *row)
{
	static const struct ui_deeds close = { .method = M_message_close, .tier = TIER_HELD, .title = N_("Close the conversation"),
					       .effect = N_("Close"), .key = 'C', .done = N_("closed"),
					       .warning = N_("The debtor can still write again.") };

	static const struct ui_deeds take = { .method = M_message_take, .tier = TIER_NOW, .title = N_("Take the conversation"),
					      .effect = N_("Take"), .key = 'T', .done = N_("taken") };
	static const struct ui_deeds leave = { .method = M_message_leave, .tier = TIER_NOW, .title = N_("Leave the conversation"),
					       .effect = N_("Leave"), .key = 'L', .done = N_("left") };

	if (queue_tabs(ui, m, a))
		return;
	if (a == ACT_RESULT)
		rows_do(ui, m, row, &close, "thread");
	else if (a == ACT_TAKE || a == ACT_LEAVE)
		rows_do(ui, m, row, a == ACT_TAKE ? &take : &leave, "thread");
	else if (!row)
		ui_say(ui, SAY_PLAIN, T("there is no conversation here"));
	else if (a == ACT_REPLY)
		row_form(ui, m, row, M_message_reply, "thread");
	else if (a == ACT_NOTE)
		row_form(ui, m, row, M_message_note, "thread");
}

static const struct table_column thread_columns[] = {
	{ .say = thread_age, .title = N_("WAITS"), .word = "changed", .w = 10, .right = true, .look = thread_look },
	{ .field = "account", .title = N_("ACCOUNT"), .word = "acct", .w = 10, .least = 8, .most = 20, .whole = true },
	{ .field = "contact_name", .title = N_("NAME"), .word = "name", .w = 14, .least = 9, .most = 30 },
	{ .field = "topic", .title = N_("TOPIC"), .word = "topic", .w = 9, .most = 12 },
	{ .field = "unread", .title = N_("NEW"), .word = "unread", .w = 4, .right = true },
	{ .field = "messages", .title = N_("ALL"), .w = 4, .right = true, .from = 80, .look = dim },
	{ .field = "state", .title = N_("STATE"), .word = "status", .w = 9, .least = 8, .most = 12, .look = dim },
	{ .field = "taken_by", .title = N_("OWNER"), .word = "owner", .w = 8, .least = 5, .most = 14, .from = 80 },
	{ .field = "team", .title = N_("TEAM"), .word = "team", .w = 12, .most = 20, .from = 120, .look = dim },
	{ .field = "language", .title = N_("LANG"), .w = 4, .from = 100, .look = dim },
	{ .field = "reference", .title = N_("REFERENCE"), .word = "ref", .w = 14, .from = 120, .look = dim },
	{ .field = "made_at", .title = N_("BEGAN"), .word = "at", .w = 12, .from = 120, .look = dim },
};
static const struct list_kind messages_kind = {
	.name = "messages", .title = N_("Queues › Disputes Callbacks Promises [Messages] Locked"), .method = M_message_list,
	.words = &thread_list_words, .id = "thread", .account = "account", .contact_name = "contact_name",
	.columns = thread_columns, .n_columns = COUNT(thread_columns), .preset = "is:open", .sort = "changed",
	.facet = "topic", .codes = 1u << FEED_MESG, .enter = thread_enter, .act = thread_act,
	.empty = N_("No conversation is open."),
	.about = N_("Conversations with debtors in the portal. ? waits for an answer, !! for more than a day."),
};
LIST_SCREEN(messages, ON_LIST | ON_QUEUE | ON_THREADS | ON_WORDS | ON_FACET | ON_HOLDERS);
