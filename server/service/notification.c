/* notification: see notification.h. Marks are read once for all numbers that are looked at, and laid over them oldest first. */
#include "server/service/notification.h"

#include <inttypes.h>

#include "common/date.h"
#include "common/id.h"

#include "server/service/event.h"
#include "server/store/notification.h"

/* Marks of one look; only who marks the newest thousand many times over would have more. */
enum { MARKS_MOST = 5000 };

struct seen { /* a notification as an operator left it */
	int64_t seq, until;
	bool done;
};

static void lay(struct seen *at, size_t n, const struct notification_mark *m)
{
	for (size_t i = 0; i < n; i++) {
		if (m->kind == MARK_DONE_ALL ? at[i].seq > m->seq : at[i].seq != m->seq)
			continue;
		at[i].done = m->kind != MARK_SNOOZED;
		at[i].until = m->until;
	}
}

static enum status look(struct snap *s, struct arena *a, int64_t operator, struct seen *at, size_t n)
{
	struct notification_mark *marks;
	int64_t lowest = INT64_MAX;
	size_t n_marks;

	for (size_t i = 0; i < n; i++)
		lowest = at[i].seq < lowest ? at[i].seq : lowest;
	if (n == 0)
		return ST_OK;
	marks = NEW_N(a, struct notification_mark, MARKS_MOST);
	TRY(store_notification_marks(s, operator, lowest, marks, MARKS_MOST, &n_marks));
	for (size_t i = 0; i < n_marks; i++)
		lay(at, n, &marks[i]);
	return ST_OK;
}

static bool is_unread(const struct seen *x, int64_t now)
{
	return !x->done && x->until <= now;
}

enum status service_notification_enrich(struct unit *u, struct snap *s, struct notification_row_list *rows)
{
	struct seen *at = NEW_N(&u->arena, struct seen, rows->n);

	for (size_t i = 0; i < rows->n; i++)
		at[i].seq = rows->at[i].seq;
	TRY(look(s, &u->arena, u->operator, at, rows->n));
	for (size_t i = 0; i < rows->n; i++) {
		rows->at[i].done = at[i].done;
		rows->at[i].until = at[i].until;
	}
	return ST_OK;
}

static enum status bell(struct snap *s, struct arena *a, int64_t operator, int64_t now, struct notification_bell *ret)
{
	int64_t *seqs = NEW_N(a, int64_t, NOTIFICATION_BELL_MOST);
	struct seen *at = NEW_N(a, struct seen, NOTIFICATION_BELL_MOST);
	size_t n;

	TRY(store_notification_newest(s, seqs, NOTIFICATION_BELL_MOST, &n));
	for (size_t i = 0; i < n; i++)
		at[i].seq = seqs[i];
	TRY(look(s, a, operator, at, n));
	*ret = (struct notification_bell){ .newest = n ? seqs[0] : 0, .as_of = now };
	for (size_t i = 0; i < n; i++)
		ret->unread += is_unread(&at[i], now);
	return ST_OK;
}

enum status service_notification_bell(struct unit *u, struct snap *s, struct notification_bell *ret)
{
	return bell(s, &u->arena, u->operator, u->now, ret);
}

static enum status tell(struct unit *u, struct tx *tx, struct sv how, int64_t seq, int64_t until)
{
	struct event_body b = { .operator = u->operator, .reason = how, .until = until,
				.value = sv_print(tx->arena, "%" PRId64, seq) };

	return tx_tell(tx, E_notification_marked, 0, 0, u->actor, &b);
}

static enum status mark(struct unit *u, struct tx *tx, enum mark kind, struct sv how, int64_t seq, int64_t until,
			struct notification_bell *ret)
{
	struct notification_mark m = { .seq = seq, .id = id_new(), .until = until, .kind = kind };

	TRY(store_notification_mark(tx, u->operator, &m));
	TRY(tell(u, tx, how, seq, until));
	return bell(tx_look(tx), tx->arena, u->operator, tx->now, ret);
}

static enum status seen_of(struct unit *u, struct tx *tx, int64_t seq, struct seen *ret)
{
	bool exists;

	TRY(store_notification_exists(tx_look(tx), seq, &exists));
	if (!exists)
		return fail_field(ST_NOT_FOUND, "seq", "there is no such notification");
	*ret = (struct seen){ .seq = seq };
	return look(tx_look(tx), tx->arena, u->operator, ret, 1);
}

enum status service_notification_done(struct unit *u, struct tx *tx, int64_t seq, struct notification_bell *ret)
{
	struct seen x;

	TRY(seen_of(u, tx, seq, &x));
	if (x.done)
		return bell(tx_look(tx), tx->arena, u->operator, tx->now, ret);
	return mark(u, tx, MARK_DONE, SV("done"), seq, 0, ret);
}

enum status service_notification_snooze(struct unit *u, struct tx *tx, int64_t seq, int64_t until,
					struct notification_bell *ret)
{
	struct seen x;

	if (until <= tx->now)
		return fail_field(ST_INVALID, "until", "has passed");
	if (until > tx->now + NOTIFICATION_SNOOZE_DAYS * DAY_MS)
		return fail_field(ST_INVALID, "until", "lies more than %d days ahead", NOTIFICATION_SNOOZE_DAYS);
	TRY(seen_of(u, tx, seq, &x));
	if (x.until == until)
		return bell(tx_look(tx), tx->arena, u->operator, tx->now, ret);
	return mark(u, tx, MARK_SNOOZED, SV("snoozed"), seq, until, ret);
}

enum status service_notification_done_all(struct unit *u, struct tx *tx, int64_t seq, struct notification_bell *ret)
{
	struct seen x;

	TRY(seen_of(u, tx, seq, &x));
	return mark(u, tx, MARK_DONE_ALL, SV("done_all"), seq, 0, ret);
}

enum status service_notification_undo(struct unit *u, struct tx *tx, int64_t seq, struct notification_bell *ret)
{
	bool was;

	TRY(store_notification_unmark(tx, u->operator, seq, &was));
	if (!was)
		return fail_field(ST_NOT_FOUND, "seq", "you said nothing of this number");
	TRY(tell(u, tx, SV("undone"), seq, 0));
	return bell(tx_look(tx), tx->arena, u->operator, tx->now, ret);
}
