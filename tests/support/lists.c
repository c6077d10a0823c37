/* lists: see lists.h. */
#include "tests/support/lists_inside.h"

#include <stdlib.h>

#include "common/utf8.h"

#include "server/store/account.h"
#include "server/store/callback.h"
#include "server/store/held.h"
#include "server/store/notice.h"
#include "server/store/dispute.h"
#include "server/store/event.h"
#include "server/store/feedback.h"
#include "server/store/link.h"
#include "server/store/message.h"
#include "server/store/notification.h"
#include "server/store/promise.h"
#include "server/store/session.h"

bool lists_ever[LISTS_MOST], lists_promised[LISTS_MOST], lists_disputed[LISTS_MOST], lists_acted[LISTS_MOST],
	lists_live[LISTS_MOST], lists_done[LISTS_MOST], lists_first[LISTS_MOST], lists_handled[LISTS_MOST], lists_called[LISTS_MOST];
enum promise_state lists_outcome[LISTS_MOST];
struct arena *lists_arena;
static struct event_row_list log_rows;

void lists_forget(void)
{
	bool *const all[] = { lists_ever, lists_promised, lists_disputed, lists_acted, lists_live,
			      lists_done, lists_first, lists_handled, lists_called };

	for (size_t i = 0; i < COUNT(all); i++)
		memset(all[i], 0, sizeof(lists_ever));
	memset(lists_outcome, 0, sizeof(lists_outcome));
}

void lists_events(struct world *w)
{
	struct event_filter f = { .limit = LISTS_ROWS_MOST };
	int64_t next;

	CHECK_OK(store_event_list(world_look(w)->snap, &f, &log_rows, &next, lists_arena));
}

static size_t place(struct sv account) /* NO-112: 12 */
{
	int64_t n = 0;

	CHECK(account.n >= 6 && sv_int(sv_from_to(account, 4, 6), &n));
	return (size_t)n;
}

static bool account_flag(const void *row, unsigned flag)
{
	const struct account_row *r = row;

	return flag == account_is_LIVE     ? lists_live[r->contact]
	       : flag == account_is_NEVER    ? !lists_ever[place(r->account)]
	       : flag == account_is_PROMISED ? lists_promised[place(r->account)]
					     : lists_disputed[place(r->account)];
}

static bool link_flag(const void *row, unsigned flag)
{
	const struct link_row *r = row;
	size_t i = place(r->account);

	return flag == link_is_SENT	  ? r->sent_at != 0
	       : flag == link_is_OPENED	  ? r->touches > 0 || r->verified_at != 0
	       : flag == link_is_VERIFIED ? r->verified_at != 0
	       : flag == link_is_ANSWERED ? r->verified_at && r->sent_at && r->verified_at < r->sent_at + 7 * DAY_MS
	       : flag == link_is_ACTED	  ? r->verified_at && lists_acted[i]
					  : r->verified_at && lists_ever[i] && lists_first[i];
}

static bool session_flag(const void *row, unsigned flag)
{
	const struct session_row *r = row;

	return flag == session_is_OPEN	  ? r->ended_at == 0
	       : flag == session_is_ACTED ? lists_acted[place(r->account)]
					  : lists_done[place(r->account)];
}

static bool promise_flag(const void *row, unsigned flag)
{
	const struct promise_detail *r = row;
	struct sv first = r->replaces.n ? r->replaces : r->reference;
	int64_t i = 0;

	CHECK(sv_int(sv_from_to(first, 3, first.n), &i)); /* PR-07 */
	return flag == promise_is_OPEN	  ? r->state == PROMISE_ACTIVE || r->state == PROMISE_VERIFYING
	       : flag == promise_is_FIRST ? r->replaces.n == 0
	       : flag == promise_is_ENDED ? lists_outcome[i] != 0
					  : lists_outcome[i] == PROMISE_KEPT;
}

static bool dispute_flag(const void *row, unsigned flag)
{
	const struct dispute_row *r = row;

	bool open = r->state == DISPUTE_OPEN || r->state == DISPUTE_INVESTIGATING, acted = lists_handled[place(r->account)];

	return flag == dispute_is_OPEN	    ? open
	       : flag == dispute_is_MINE    ? sv_is(r->user, "ana")
	       : flag == dispute_is_ACTED   ? acted
	       : flag == dispute_is_WAITING ? !acted && open
					    : !acted && !open;
}

static bool callback_flag(const void *row, unsigned flag)
{
	const struct callback_row *r = row;

	bool open = r->state == CALLBACK_OPEN || r->state == CALLBACK_TAKEN, acted = lists_called[place(r->account)];

	return flag == callback_is_OPEN	     ? open
	       : flag == callback_is_MINE    ? sv_is(r->taken_by, "ana")
	       : flag == callback_is_NOW     ? r->from <= WORLD_NOW && WORLD_NOW < r->to
	       : flag == callback_is_ACTED   ? acted
	       : flag == callback_is_WAITING ? !acted && open
					     : !acted && !open;
}

static bool thread_flag(const void *row, unsigned flag)
{
	const struct thread_row *r = row;

	return flag == thread_is_OPEN	? r->state != THREAD_CLOSED
	       : flag == thread_is_MINE ? sv_is(r->taken_by, "ana")
					: r->unread > 0;
}

static bool feedback_flag(const void *row, unsigned flag)
{
	(void)flag;
	return ((const struct feedback_row *)row)->words.n > 0;
}

/* Those that lists_fill knows to be answered have failed seven times before. */
static bool notice_flag(const void *row, unsigned flag)
{
	const struct notice_row *r = row;
	bool asks = r->kind == NOTICE_WAITING || r->kind == NOTICE_REPLY, sent = r->state == NOTICE_SENT;

	return flag == notice_is_SENT ? sent : flag == notice_is_ASKS ? asks : sent && asks && r->failures == 7;
}

static bool held_flag(const void *row, unsigned flag)
{
	(void)flag;
	return sv_is(((const struct held_row *)row)->actor, "ana");
}

static bool event_flag(const void *row, unsigned flag)
{
	(void)flag;
	return sv_is(((const struct event_row *)row)->actor, "debtor");
}

#define SHOWN(list) static const char *const list##_shown[list##__FIELDS]
SHOWN(account) = { "account", "contact_name", "creditor", "state", "balance", "currency", "due_date", "due_date", NULL };
SHOWN(link) = { "link", "account", "contact_name", "channel", "source", "state", "made_at", "sent_at", "sent_at", "sent_at",
		"expires_at", "verified_at", "tries", "actor" };
SHOWN(session) = { "session", "account", "contact_name", "channel", "started_at", "started_at", "started_at", "active_at",
		   "ended_by" };
SHOWN(promise) = { "reference", "account", "contact_name", "channel", "state", "amount", "currency", "promised_date", "made_at", "made_at",
		   "made_at", "moves" };
SHOWN(dispute) = { "reference", "account", "contact_name", "reason", "state", "amount", "team", "user", "filed_at", "filed_at",
		   "filed_at", "changed_at", "files" };
SHOWN(callback) = { "reference", "account", "contact_name", "topic", "state", "team", "taken_by", "from", "made_at", "made_at",
		    "made_at" };
SHOWN(thread) = { "reference", "account", "contact_name", "topic", "state", "team", "taken_by", "unread", "made_at", "made_at", "made_at",
		  "changed_at" };
SHOWN(feedback) = { "score", "about", "account", "contact_name", "at", "at", "at" };
SHOWN(notice) = { "account", "contact_name", "kind", "channel", "state", "made_at", "sent_at", "sent_at", "sent_at", "failures" };
SHOWN(held) = { "account", "contact_name", "method", "channel", "source", "actor", "made_at", "until" };
SHOWN(event) = { "seq", "kind", "kind", "account", "contact_name", "actor", "body.channel", "body.source", "body.amount", "at",
		 "at", "at" };

static const char *const of_account[] = { "account", "contact_name", "creditor", "email", "phone", NULL };
static const char *const of_name[] = { "account", "contact_name", NULL };
static const char *const of_held[] = { "account", "contact_name", "method", NULL };
static const char *const of_reference[] = { "account", "contact_name", "reference", NULL };
static const char *const of_feedback[] = { "account", "contact_name", "words", NULL };

const struct a_list lists[] = {
	{ &account_list_sql, account_shown, account_flag, of_account },
	{ &link_list_sql, link_shown, link_flag, of_name },
	{ &session_list_sql, session_shown, session_flag, of_name },
	{ &promise_list_sql, promise_shown, promise_flag, of_reference },
	{ &dispute_list_sql, dispute_shown, dispute_flag, of_reference },
	{ &callback_list_sql, callback_shown, callback_flag, of_reference },
	{ &thread_list_sql, thread_shown, thread_flag, of_reference },
	{ &feedback_list_sql, feedback_shown, feedback_flag, of_feedback },
	{ &notice_list_sql, notice_shown, notice_flag, of_name },
	{ &held_list_sql, held_shown, held_flag, of_held },
	{ &event_list_sql, event_shown, event_flag, of_name },
	{ &notification_list_sql, event_shown, event_flag, of_name },
};
const size_t lists_n = COUNT(lists);

/* The list whose row is judged, for the functions of struct filter_row. */
static const struct a_list *judged;

struct cell {
	const struct field *f;
	const void *p;
	const struct record *r;
	const void *row;
};

static struct cell cell_of(const void *row, const char *name)
{
	const struct record *r = judged->sql->row == &notification_row_record ? &event_row_record : judged->sql->row;
	struct cell c;

	if (strncmp(name, "body.", 5) == 0) {
		row = ((const struct event_row *)row)->body;
		r = &event_body_record;
		name += 5;
	}
	c = (struct cell){ record_field(r, sv_from(name)), NULL, r, row };
	if (!c.f)
		fail_msg("%s has no %s", r->name, name);
	c.p = field_at(c.f, row);
	return c;
}

static int64_t money_of(struct cell c)
{
	struct currency currency = *(const struct currency *)field_at(record_field(c.r, SV("currency")), c.row);
	int64_t scale = FILTER_MONEY;

	for (int i = 0; currency.code[0] && i < currency_exponent(currency); i++)
		scale /= 10;
	return *(const int64_t *)c.p * scale;
}

static int64_t number_of(const void *row, unsigned field)
{
	const struct filter_field *f = &judged->sql->words->fields[field];
	struct cell c;

	if (judged->sql == &account_list_sql && field == account_DPD) {
		const struct account_row *r = row;
		int64_t days = zone_day(zone_utc(), WORLD_NOW) - r->due_date;

		if (!r->due_date || r->balance <= 0)
			return INT64_MIN;
		CHECK_INT(days > 0 ? days : 0, r->days_past_due);
		return days > 0 ? days : 0;
	}
	if (judged->sql == &account_list_sql && field == account_ADDED)
		return WORLD_NOW; /* not shown; lists_filter() knows */
	c = cell_of(row, judged->shown[field]);
	if (f->of == &feed_code_choice)
		return (int64_t)event_table[event_find(*(const struct sv *)c.p)].code;
	if (f->kind == K_CHOICE)
		return *(const int *)c.p;
	return f->kind == K_MONEY ? money_of(c) : *(const int64_t *)c.p;
}

static struct sv text_of(const void *row, unsigned field)
{
	struct cell c = cell_of(row, judged->shown[field]);
	const struct account_row *r = row;

	if (c.f->kind == K_CURRENCY)
		return utf8_fold(lists_arena, currency_sv(c.p));
	if (judged->sql == &account_list_sql && field == account_NAME)
		return sv_print(lists_arena, SV_FMT " " SV_FMT " " SV_FMT, SV_ARG(utf8_fold(lists_arena, r->contact_name)),
				SV_ARG(r->email), SV_ARG(r->phone));
	return utf8_fold(lists_arena, *(const struct sv *)c.p);
}

static bool flag_of(const void *row, unsigned flag)
{
	return judged->flag(row, flag);
}

static bool word_of(const void *row, struct sv word)
{
	for (const char *const *w = judged->words; *w; w++) {
		struct sv text = utf8_fold(lists_arena, *(const struct sv *)cell_of(row, *w).p);

		if (judged->sql == &account_list_sql && strcmp(*w, "contact_name") == 0)
			text = text_of(row, account_NAME);
		if (sv_find_sv(text, word) < text.n)
			return true;
	}
	return false;
}

struct filter_row lists_row(const struct a_list *l, const void *row)
{
	judged = l;
	for (size_t i = 0; l->sql->row == &notification_row_record && i < log_rows.n; i++)
		if (log_rows.at[i].seq == ((const struct notification_row *)row)->seq)
			return (struct filter_row){ number_of, text_of, flag_of, word_of, &log_rows.at[i] };
	return (struct filter_row){ number_of, text_of, flag_of, word_of, row };
}

static size_t below(size_t n)
{
	return (size_t)random() % n;
}

/* A part of a text, in quotation marks, as a value or word; "" if the text is empty. */
static void part(struct buf *b, struct sv text, bool whole, const char *before, const char *behind)
{
	size_t from = whole || text.n == 0 ? 0 : below(text.n), n = whole ? text.n : 1 + below(5);

	while (from > 0 && ((unsigned char)text.p[from] & 0xC0) == 0x80)
		from--;
	text = sv_from_to(text, behind[0] ? 0 : from, text.n);
	while (n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n++;
	buf_print(b, "\"%s" SV_FMT "%s\"", before, SV_ARG(sv_from_to(text, 0, n < text.n ? n : text.n)), behind);
}

static void amount(struct buf *b, int64_t v, bool money)
{
	if (!money)
		buf_int(b, v);
	else
		buf_print(b, "%lld.%04lld", (long long)(v / FILTER_MONEY), (long long)(v % FILTER_MONEY));
}

static void when(struct buf *b)
{
	static const char *const days[] = { "today", "yesterday", "tomorrow", "mon", "-3d", "-36h", "2h", "2026-03-08", "2026-02-20",
					    "2026-03-09T17:30:00.500Z", "2026-03-11T01:00:00+02:00" };

	buf_z(b, days[below(COUNT(days))]);
}

static void term(struct buf *b, const struct a_list *l, const void *row)
{
	static const char *const signs[] = { ">", "<", ">=", "<=", "=", ":" };
	const struct filter_words *words = l->sql->words;
	size_t i = below(words->n + words->n_flags + 1);
	const struct filter_field *f = i < words->n ? &words->fields[i] : NULL;
	struct filter_row r = lists_row(l, row);

	if (random() % 4 == 0)
		buf_char(b, '-');
	if (i == words->n + words->n_flags) {
		struct sv text = *(const struct sv *)cell_of(r.row, judged->words[below(2)]).p;

		part(b, utf8_fold(lists_arena, text.n ? text : SV("no-1")), false, "", "");
		return;
	}
	if (!f) {
		buf_print(b, "is:%s", words->flags[i - words->n].name);
		return;
	}
	buf_z(b, f->name);
	if (f->kind == K_CHOICE) {
		buf_print(b, ":%s", f->of->words[below(f->of->n)].text);
		if (random() % 2)
			buf_print(b, ",%s", f->of->words[below(f->of->n)].text);
	} else if (f->kind == K_TEXT) {
		static const char *const how[][2] = { { "", "" }, { "~", "" }, { "", "*" }, { "=", "" } };
		size_t h = below(COUNT(how));
		struct sv text = r.text(r.row, (unsigned)i);

		buf_char(b, ':');
		part(b, text.n ? text : SV("none"), h == 3 || (h == 0 && !f->loose), f->loose || h != 3 ? how[h][0] : "", how[h][1]);
		if (random() % 3 == 0) {
			buf_char(b, ',');
			part(b, text.n ? text : SV("none"), false, "", "");
		}
	} else if (f->kind == K_DAY || f->kind == K_TIME) {
		buf_z(b, f->bound == FILTER_BOTH ? signs[below(COUNT(signs))] : ":");
		when(b);
	} else {
		int64_t v = r.number(r.row, (unsigned)i);

		buf_z(b, signs[below(COUNT(signs))]);
		amount(b, v == INT64_MIN ? 3 : v, f->kind == K_MONEY);
	}
}

struct sv lists_filter(const struct a_list *l, struct list rows)
{
	struct buf b = buf_new(lists_arena, 1000);
	bool group = random() % 6 == 0;

	do {
		b.n = 0;
		buf_z(&b, group ? "(" : "");
		for (long n = random() % 3; n >= 0; n--) {
			term(&b, l, (const char *)rows.at + below(rows.n) * l->sql->row->size);
			buf_z(&b, group && n ? " | " : " ");
		}
		buf_z(&b, group ? ")" : "");
	} while (sv_find_sv(buf_sv(&b), SV("added")) < b.n); /* its time is in no row */
	return buf_sv(&b);
}
