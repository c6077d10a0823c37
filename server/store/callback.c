/* callback: statements; see callback.h. */
#include "server/store/callback.h"

#include "protocol/lists.h"

#include "server/store/finds.h"

enum { ADD, BY_REFERENCE, BY_ID, OF_FORM, WAITING, CHANGE, LEAVE, DUE, LIST, OF_ACCOUNT, ROW };
#define COLUMNS                                                                                    \
	"k.id, k.contact, k.account, k.window_from, k.window_to, k.made_at, k.session, "           \
	"k.taken_by, k.reference, k.zone, k.number, k.team, k.on_file, k.topic, k.state, k.miss, " \
	"a.number, a.creditor FROM callback k JOIN account a ON a.contact = k.contact AND a.id = k.account "
#define ROW_OF                                                                                     \
	"k.id AS callback, k.reference AS reference, a.number AS account, k.contact AS contact, "  \
	"c.name AS contact_name, k.topic AS topic, k.state AS state, k.window_from AS \"from\", "  \
	"k.window_to AS \"to\", k.zone AS time_zone, k.number AS number, k.on_file AS on_file, "   \
	"c.language AS language, t.name AS team, k.made_at AS made_at, o.name AS taken_by, "       \
	"k.taken_at AS taken_at, k.ended_at AS ended_at, k.miss AS miss, k.note AS note "
#define ROW_COLUMNS                                                                                \
	ROW_OF "FROM callback k JOIN account a ON a.contact = k.contact AND a.id = k.account "            \
	"JOIN contact c ON c.id = k.contact JOIN team t ON t.id = k.team LEFT JOIN operator o ON o.id = k.taken_by "
#define WAITS "k.state IN ('open', 'taken') "
static const struct query sql[] = {
	[ADD] = { "callback.add", "INSERT INTO callback (contact, id, account, reference, topic, state, window_from, "
				  "window_to, zone, number, on_file, team, made_at, session) VALUES ($1, $2, $3, $4, $5, "
				  "'open', $6, $7, $8, $9, $10, $11, $12, $13)" },
	[BY_REFERENCE] = { "callback.by_reference",
			   "SELECT " COLUMNS "WHERE k.reference = $2 AND k.contact = $1" },
	[BY_ID] = { "callback.by_id", "SELECT " COLUMNS "WHERE k.id = $1" },
	[OF_FORM] = { "callback.of_form", "SELECT " COLUMNS "WHERE k.contact = $1 AND k.id = $2" },
	[WAITING] = { "callback.waiting", "SELECT " COLUMNS "WHERE k.contact = $1 AND " WAITS
					  "ORDER BY k.window_from LIMIT $2" },
	[CHANGE] = { "callback.change",
		     "UPDATE callback SET state = $3, taken_by = coalesce(CAST($4 AS BIGINT), taken_by), taken_at = "
		     "CASE WHEN CAST($4 AS BIGINT) IS NULL THEN taken_at ELSE coalesce(taken_at, $7) END, miss = $5, "
		     "note = coalesce($6, note), ended_at = CASE WHEN $3 = 'taken' THEN NULL ELSE $7 END "
		     "WHERE contact = $1 AND id = $2" },
	[LEAVE] = { "callback.leave",
		    "UPDATE callback SET state = 'open', acted_at = coalesce(acted_at, taken_at), taken_by = NULL, "
		    "taken_at = NULL WHERE contact = $1 AND id = $2" },
	[DUE] = { "callback.due", "SELECT " COLUMNS "WHERE k.window_to <= $1 AND " WAITS
				  "ORDER BY k.window_to LIMIT $2" },
	[LIST] = { "callback.list",
		   "SELECT " ROW_COLUMNS "WHERE k.state IN ($1, $2) AND k.window_from >= $3 AND k.window_from < $4 "
		   "AND ($5 = 0 OR k.team = $5) ORDER BY k.window_from, k.id LIMIT $6" },
	[OF_ACCOUNT] = { "callback.of_account",
			 "SELECT " ROW_COLUMNS "WHERE k.account = $1 AND k.contact = (SELECT contact FROM account "
			 "WHERE id = $1) AND (CAST($2 AS TEXT) IS NULL OR k.state = $2) "
			 "ORDER BY k.window_from DESC, k.id LIMIT $3" },
	[ROW] = { "callback.row", "SELECT " ROW_COLUMNS "WHERE k.id = $1" },
};
struct query_set callback_queries = QUERY_SET(sql);

enum status store_callback_add(struct tx *tx, const struct callback_core *c)
{
	return tx_run(tx, &callback_queries, ADD,
		      ARGS(V(c->contact), V(c->id), V(c->account), V(c->reference), V_WORD(talk_topic, c->topic),
			   V(c->from), V(c->to), V(c->zone), V(c->number), V((int64_t)c->on_file), V(c->team),
			   V(tx->now), V(c->session)),
		      NULL);
}

static void read_row(const struct rows *r, struct callback_core *ret, struct arena *a)
{
	*ret = (struct callback_core){
		.id = rows_int(r, 0),
		.contact = rows_int(r, 1),
		.account = rows_int(r, 2),
		.from = rows_int(r, 3),
		.to = rows_int(r, 4),
		.made_at = rows_int(r, 5),
		.session = rows_int(r, 6),
		.taken_by = rows_int(r, 7),
		.reference = rows_text(r, 8, a),
		.zone = rows_text(r, 9, a),
		.number = rows_text(r, 10, a),
		.team = rows_int(r, 11),
		.on_file = rows_int(r, 12) != 0,
		.topic = (enum talk_topic)rows_choice(r, 13, &talk_topic_choice),
		.state = (enum callback_state)rows_choice(r, 14, &callback_state_choice),
		.miss = (enum callback_miss)rows_choice(r, 15, &callback_miss_choice),
		.account_number = rows_text(r, 16, a),
		.creditor = rows_text(r, 17, a),
	};
}

static enum status one(struct snap *s, unsigned q, const struct value *v, size_t n, struct callback_core *ret,
		       bool *ret_found, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &callback_queries, q, &r, v, n));
	TRY(rows_next(&r, &row));
	if (row) {
		read_row(&r, ret, a);
		rows_close(&r);
	}
	*ret_found = row;
	return ST_OK;
}

enum status store_callback_by_reference(struct snap *s, int64_t contact, struct sv reference, struct callback_core *ret,
					struct arena *a)
{
	bool found;

	TRY(one(s, BY_REFERENCE, ARGS(V(contact), V(reference)), ret, &found, a));
	return found ? ST_OK : fail(ST_NOT_FOUND, "there is no such callback");
}

enum status store_callback_by_id(struct snap *s, int64_t id, struct callback_core *ret, struct arena *a)
{
	bool found;

	TRY(one(s, BY_ID, ARGS(V(id)), ret, &found, a));
	return found ? ST_OK : fail_field(ST_NOT_FOUND, "callback", "there is no such callback");
}

enum status store_callback_of_form(struct snap *s, int64_t contact, int64_t id, struct callback_core *ret, bool *ret_found,
				   struct arena *a)
{
	return one(s, OF_FORM, ARGS(V(contact), V(id)), ret, ret_found, a);
}

static enum status some(struct snap *s, unsigned q, const struct value *v, size_t n, struct callback_core *rows,
			size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t got = 0;
	bool row;

	TRY(rows_open(s, &callback_queries, q, &r, v, n));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		read_row(&r, &rows[got++], a);
	}
	*ret_n = got;
	return ST_OK;
}

enum status store_callback_waiting(struct snap *s, int64_t contact, struct callback_core *rows, size_t max, size_t *ret_n,
				   struct arena *a)
{
	return some(s, WAITING, ARGS(V(contact), V((int64_t)max)), rows, ret_n, a);
}

enum status store_callback_due(struct snap *s, int64_t until, struct callback_core *rows, size_t max, size_t *ret_n,
			       struct arena *a)
{
	return some(s, DUE, ARGS(V(until), V((int64_t)max)), rows, ret_n, a);
}

enum status store_callback_change(struct tx *tx, const struct callback_core *c, const struct callback_change *to)
{
	return tx_run(tx, &callback_queries, CHANGE,
		      ARGS(V(c->contact), V(c->id), V_WORD(callback_state, to->state), V_OPT(to->operator),
			   V_WORD(callback_miss, to->miss), V_OPT(to->note), V(tx->now)),
		      NULL);
}

enum status store_callback_leave(struct tx *tx, const struct callback_core *c)
{
	return tx_run(tx, &callback_queries, LEAVE, ARGS(V(c->contact), V(c->id)), NULL);
}

enum status store_callback_list(struct snap *s, const struct callback_filter *f, struct callback_page *ret,
				struct arena *a)
{
	enum callback_state first = f->state ? f->state : CALLBACK_OPEN;
	enum callback_state second = f->state ? f->state : CALLBACK_TAKEN;

	if (f->account)
		return snap_list(s, &callback_queries, OF_ACCOUNT,
				 ARGS(V(f->account), V_WORD(callback_state, f->state), V((int64_t)f->limit + 1)),
				 &callback_row_record, (struct list *)&ret->items, a, f->limit, &ret->more);
	return snap_list(s, &callback_queries, LIST,
			 ARGS(V_WORD(callback_state, first), V_WORD(callback_state, second), V(f->from), V(f->to),
			      V(f->team), V((int64_t)f->limit + 1)),
			 &callback_row_record, (struct list *)&ret->items, a, f->limit, &ret->more);
}

enum status store_callback_row(struct snap *s, int64_t id, struct callback_row *ret, struct arena *a)
{
	return snap_one(s, &callback_queries, ROW, ARGS(V(id)), &callback_row_record, ret, a, "callback");
}

static const char *const list_fields[] = {
	[callback_REF] = "lower(k.reference)",
	[callback_ACCT] = "a.searched",
	[callback_NAME] = "fold(c.name)",
	[callback_TOPIC] = "k.topic",
	[callback_STATUS] = "k.state",
	[callback_TEAM] = "fold(t.name)",
	[callback_OWNER] = "fold(coalesce(o.name, ''))",
	[callback_WHEN] = "k.window_from",
	[callback_AT] = "k.made_at",
	[callback_SINCE] = "k.made_at",
	[callback_UNTIL] = "k.made_at",
};
static const char *const list_flags[] = {
	[callback_is_OPEN] = WAITS,
	[callback_is_MINE] = "coalesce(o.name, '') = @WHO@",
	[callback_is_NOW] = "k.window_from <= @NOW@ AND k.window_to > @NOW@",
	[callback_is_ACTED] = CALLBACK_ACTED " IS NOT NULL",
	[callback_is_WAITING] = CALLBACK_ACTED " IS NULL AND k.ended_at IS NULL",
	[callback_is_NEVER] = CALLBACK_ACTED " IS NULL AND k.ended_at IS NOT NULL",
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN callback x ON x.contact = y.contact AND x.account = y.id WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN callback x ON x.contact = contact_words.rowid "                      \
	"WHERE contact_words MATCH @GRAMS@"
/* References are looked through: there are as many as of these, not as of accounts. */
#define LIST_OF_REF "SELECT x.id FROM callback x WHERE instr(lower(x.reference), @TEXT@) > 0"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, callback_STATUS, .from = "FROM callback k", .then = "k.window_from" },
	{ LIST_BY_INDEX, callback_WHEN, .from = "FROM callback k" },
	{ LIST_BY_WHOLE, callback_REF, .find = "SELECT x.id FROM callback x WHERE x.reference = upper(@TEXT@)" },
	{ LIST_BY_FIELD, callback_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, callback_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT },
	{ LIST_BY_SIGN, callback_is_OPEN, .find = "SELECT k.id FROM callback k WHERE " WAITS },
};
const struct list_sql callback_list_sql = {
	.name = "callback.list",
	.words = &callback_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "lower(k.reference)" LIST_APART "a.searched" LIST_APART "fold(c.name)",
	.word_masked = "lower(k.reference)" LIST_APART "a.searched",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = ROW_OF,
	.from = "FROM callback k CROSS JOIN account a ON a.contact = k.contact AND a.id = k.account "
		"CROSS JOIN contact c ON c.id = k.contact CROSS JOIN team t ON t.id = k.team "
		"LEFT JOIN operator o ON o.id = k.taken_by",
	.key = "k.id",
	.order = "k.window_from",
	.row = &callback_row_record,
};
