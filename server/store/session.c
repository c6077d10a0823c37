/* session: statements of visits; see session.h. */
#include "server/store/session.h"

#include <string.h>

#include "protocol/lists.h"

#include "server/store/channel.h"

enum { ADD, BY_COOKIE, ROW, LIST, LIVE, END, ACTIVE, VISITS, OF_ACCOUNT, BY_ID, MORE, LIVE_OF };
#define ROW_OF                                                                                     \
	"s.id AS session, s.contact AS contact, c.name AS contact_name, a.number AS account, "     \
	"l.channel AS channel, s.link AS link, s.started_at AS started_at, "                       \
	"s.active_at AS active_at, s.expires_at AS expires_at, s.ended_at AS ended_at, "           \
	"s.ended_by AS ended_by "
#define ROW_COLUMNS                                                                                \
	ROW_OF "FROM session s JOIN contact c ON c.id = s.contact "                \
	"JOIN account a ON a.id = s.account JOIN link l ON l.id = s.link "
static const struct query sql[] = {
	[ADD] = { "session.add",
		  "INSERT INTO session (id, contact, account, link, cookie, slot, started_at, active_at, "
		  "expires_at, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)" },
	[BY_COOKIE] = { "session.by_cookie",
			"SELECT s.id, s.contact, s.account, s.link, s.slot, s.started_at, s.active_at, "
			"s.expires_at, s.ended_at, c.name, c.language, c.country, c.time_zone, "
			"c.unread, s.tries FROM session s JOIN contact c ON c.id = s.contact WHERE s.cookie = $1" },
	[ROW] = { "session.row", "SELECT " ROW_COLUMNS "WHERE s.id = $1" },
	[LIST] = { "session.list", "SELECT " ROW_COLUMNS "WHERE ($1 = 1 OR s.ended_at IS NULL) "
				   "ORDER BY s.id DESC LIMIT $2" },
	[LIVE] = { "session.live",
		   "SELECT id, contact, account, link, slot, started_at, active_at, expires_at "
		   "FROM session WHERE ended_at IS NULL AND id > $1 ORDER BY id LIMIT $2" },
	[LIVE_OF] = { "session.live_of",
		      "SELECT id, contact, account, link, slot, started_at, active_at, expires_at "
		      "FROM session WHERE contact = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT $2" },
	[END] = { "session.end", "UPDATE session SET ended_at = $3, ended_by = $2 WHERE id = $1 "
				 "AND ended_at IS NULL" },
	[ACTIVE] = { "session.active",
		     "UPDATE session SET active_at = $2 WHERE id = $1 AND active_at < $2" },
	[VISITS] = { "session.visits", "SELECT count(*) FROM session WHERE contact = $1" },
	[OF_ACCOUNT] = { "session.of_account",
			 "SELECT count(*), min(s.started_at), max(s.active_at), "
			 "max(CASE WHEN s.ended_at IS NULL THEN s.slot + 1 END) FROM session s "
			 "WHERE s.contact = (SELECT contact FROM account WHERE id = $1) "
			 "AND s.account = $1" },
	[BY_ID] = { "session.by_id",
		    "SELECT id, contact, account, link, slot, started_at, active_at, expires_at, ended_at "
		    "FROM session WHERE id = $1" },
	[MORE] = { "session.more",
		   "SELECT s.slot, (SELECT count(*) FROM session v WHERE v.contact = s.contact AND v.id <= s.id), "
		   "EXISTS (SELECT 1 FROM receipt r WHERE r.contact = s.contact AND r.session = s.id) "
		   "FROM session s WHERE s.id = $1" },
};
struct query_set session_queries = QUERY_SET(sql);

enum status store_session_add(struct tx *tx, const struct session_core *s, const struct hash *cookie)
{
	return tx_run(tx, &session_queries, ADD,
		      ARGS(V(s->id), V(s->contact), V(s->account), V(s->link), V_HASH(cookie),
			   V(s->slot), V(s->started_at), V(s->expires_at), V(s->tries)),
		      NULL);
}

static void read_core(const struct rows *r, struct session_core *s)
{
	*s = (struct session_core){ .id = rows_int(r, 0),
				    .contact = rows_int(r, 1),
				    .account = rows_int(r, 2),
				    .link = rows_int(r, 3),
				    .slot = rows_int(r, 4),
				    .started_at = rows_int(r, 5),
				    .active_at = rows_int(r, 6),
				    .expires_at = rows_int(r, 7) };
}

enum status store_session_by_id(struct snap *s, int64_t id, struct session_core *ret)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &session_queries, BY_ID, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail_field(ST_NOT_FOUND, "session", "there is no such visit");
	read_core(&r, ret);
	ret->ended_at = rows_int(&r, 8);
	rows_close(&r);
	return ST_OK;
}

enum status store_session_by_cookie(struct snap *s, const struct hash *cookie,
				    struct session_core *ret, bool *ret_found, struct arena *a)
{
	struct rows r;
	bool row;

	memset(ret, 0, sizeof(*ret));
	TRY(rows_open(s, &session_queries, BY_COOKIE, &r, ARGS(V_HASH(cookie))));
	TRY(rows_next(&r, &row));
	if (row) {
		read_core(&r, ret);
		ret->ended_at = rows_int(&r, 8);
		ret->contact_name = rows_text(&r, 9, a);
		ret->language = rows_text(&r, 10, a);
		ret->country = rows_text(&r, 11, a);
		ret->time_zone = rows_text(&r, 12, a);
		ret->unread = rows_int(&r, 13);
		ret->tries = rows_int(&r, 14);
		rows_close(&r);
	}
	*ret_found = row;
	return ST_OK;
}

enum status store_session_row(struct snap *s, int64_t id, struct session_row *ret, struct arena *a)
{
	return snap_one(s, &session_queries, ROW, ARGS(V(id)), &session_row_record, ret, a, "session");
}

enum status store_session_more(struct snap *s, int64_t id, struct session_more *ret)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &session_queries, MORE, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail_field(ST_NOT_FOUND, "session", "there is no such visit");
	*ret = (struct session_more){ rows_int(&r, 0), rows_int(&r, 1), rows_int(&r, 2) != 0 };
	rows_close(&r);
	return ST_OK;
}

enum status store_session_list(struct snap *s, bool all, size_t limit, struct session_row_list *ret,
			       struct arena *a)
{
	return snap_list(s, &session_queries, LIST, ARGS(V((int64_t)all), V((int64_t)limit)),
			 &session_row_record, (struct list *)ret, a, limit, NULL);
}

/* By one number and the most that there is room for. */
static enum status read_cores(struct snap *s, unsigned q, int64_t of, struct session_core *out, size_t max, size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &session_queries, q, &r, ARGS(V(of), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		read_core(&r, &out[n++]);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_session_live(struct snap *s, int64_t after, struct session_core *out, size_t max,
			       size_t *ret_n)
{
	return read_cores(s, LIVE, after, out, max, ret_n);
}

enum status store_session_live_of(struct snap *s, int64_t contact, struct session_core *out, size_t max, size_t *ret_n)
{
	return read_cores(s, LIVE_OF, contact, out, max, ret_n);
}

enum status store_session_end(struct tx *tx, int64_t id, enum session_end how, int64_t at,
			      bool *ret_ended)
{
	int64_t n;

	TRY(tx_run(tx, &session_queries, END, ARGS(V(id), V_WORD(session_end, how), V(at)), &n));
	*ret_ended = n == 1;
	return ST_OK;
}

enum status store_session_active(struct tx *tx, int64_t id, int64_t active_at)
{
	return tx_run(tx, &session_queries, ACTIVE, ARGS(V(id), V(active_at)), NULL);
}

enum status store_session_visits(struct snap *s, int64_t contact, int64_t *ret_visits)
{
	return snap_int(s, &session_queries, VISITS, ARGS(V(contact)), ret_visits);
}

enum status store_session_of_account(struct snap *s, int64_t account, int64_t *ret_visits,
				     int64_t *ret_first, int64_t *ret_last, int64_t *ret_live_slot)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &session_queries, OF_ACCOUNT, &r, ARGS(V(account))));
	TRY(rows_next(&r, &row));
	*ret_visits = row ? rows_int(&r, 0) : 0;
	*ret_first = row ? rows_int(&r, 1) : 0;
	*ret_last = row ? rows_int(&r, 2) : 0;
	*ret_live_slot = row ? rows_int(&r, 3) - 1 : -1; /* -1: nobody is there */
	if (row)
		rows_close(&r);
	return ST_OK;
}

static const char *const list_fields[] = {
	[session_SESSION] = "s.id",
	[session_ACCT] = "a.searched",
	[session_NAME] = "fold(c.name)",
	[session_CH] = "l.channel",
	[session_AT] = "s.started_at",
	[session_SINCE] = "s.started_at",
	[session_UNTIL] = "s.started_at",
	[session_LAST] = "s.active_at",
	[session_END] = "coalesce(s.ended_by, '')",
};
static const char *const list_flags[] = {
	[session_is_OPEN] = "s.ended_at IS NULL",
	[session_is_ACTED] = "EXISTS (SELECT 1 FROM receipt r WHERE r.contact = s.contact AND r.session = s.id)",
	[session_is_ANSWERED] = "EXISTS (SELECT 1 FROM receipt r WHERE r.contact = s.contact AND r.session = s.id "
				"AND r.at < s.started_at + " ANSWER_MS ")",
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN session x ON x.contact = y.contact WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN session x ON x.contact = contact_words.rowid "                     \
	"WHERE contact_words MATCH @GRAMS@"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, session_SESSION, .from = "FROM session s" },
	{ LIST_BY_INDEX, session_AT, .from = "FROM session s" },
	{ LIST_BY_INDEX, session_SINCE, .from = "FROM session s" },
	{ LIST_BY_INDEX, session_UNTIL, .from = "FROM session s" },
	{ LIST_BY_FIELD, session_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, session_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_ACCT },
	{ LIST_BY_SIGN, session_is_OPEN, .find = "SELECT x.id FROM session x WHERE x.ended_at IS NULL" },
};
const struct list_sql session_list_sql = {
	.name = "session.list",
	.words = &session_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "a.searched" LIST_APART "fold(c.name)",
	.word_masked = "a.searched",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = ROW_OF,
	.from = "FROM session s CROSS JOIN contact c ON c.id = s.contact CROSS JOIN account a ON a.id = s.account "
		"CROSS JOIN link l ON l.id = s.link",
	.key = "s.id",
	.order = "s.id",
	.order_down = true,
	.row = &session_row_record,
};
