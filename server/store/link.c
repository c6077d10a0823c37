/* link: statements of the link's life; see link.h. A pending link past its time counts as expired in every
 * answer, whether maintenance has swept it or not. */
#include "server/store/link.h"

#include <string.h>

#include "protocol/lists.h"

#include "server/store/channel.h"

enum { ADD, CORE, BY_TOKEN, ONE, LIST, CLAIM, NEXT_DUE, TOKEN, SENT, FAILED, MOVE, PENDING_OF, CONSUME,
       TRY_ONE, TRY_BACK, TOUCH, OVERDUE, HELD, ACTIVITY, OVERVIEW, VERIFIED_OF,
       QUEUED, ASKED, KEEP, AT_ADDRESS, VERIFIED_BY };
#define CORE_COLUMNS                                                                               \
	"id, account, contact, channel, source, purpose, state, actor, due_at, lease, failures, "  \
	"sent_at, expires_at, tries, made_at, language, address"
#define STATE_NOW(now)                                                                             \
	"CASE WHEN l.state = 'pending' AND l.expires_at <= " now                                   \
	" THEN 'expired' ELSE l.state END"
#define ROW(now)                                                                                   \
	"l.id AS link, a.number AS account, l.contact AS contact, c.name AS contact_name, "        \
	"l.channel AS channel, l.source AS source, l.purpose AS purpose, " STATE_NOW(now)          \
	" AS state, l.made_at AS made_at, "                                                        \
	"CASE WHEN l.state = 'held' THEN l.due_at END AS until, l.sent_at AS sent_at, "            \
	"l.expires_at AS expires_at, l.touched_at AS touched_at, l.touches AS touches, "           \
	"l.verified_at AS verified_at, l.tries AS tries, l.actor AS actor "
#define ROW_COLUMNS(now)                                                                           \
	ROW(now) "FROM link l JOIN account a ON a.id = l.account JOIN contact c ON c.id = l.contact "
#define OPEN_AT(at) "(state IN ('pending', 'expired') OR (state = 'consumed' AND verified_at > " at "))"
static const struct query sql[] = {
	[ADD] = { "link.add", "INSERT INTO link (id, account, contact, channel, source, purpose, state, "
			      "actor, made_at, due_at, language) VALUES ($1, $2, $3, $4, $5, $6, 'held', $7, $8, "
			      "$9, $10)" },
	[CORE] = { "link.core", "SELECT " CORE_COLUMNS " FROM link WHERE id = $1" },
	[BY_TOKEN] = { "link.by_token", "SELECT " CORE_COLUMNS " FROM link WHERE token = $1" },
	[ONE] = { "link.row", "SELECT " ROW_COLUMNS("$2") "WHERE l.id = $1" },
	[LIST] = { "link.list",
		   "SELECT " ROW_COLUMNS("$4") "WHERE (CAST($1 AS BIGINT) IS NULL OR l.account = $1) "
		   "AND (CAST($2 AS TEXT) IS NULL OR " STATE_NOW("$4") " = $2) "
		   "AND (CAST($3 AS BIGINT) IS NULL OR l.id < $3) ORDER BY l.id DESC LIMIT $5" },
	[CLAIM] = { "link.claim",
		    "UPDATE link SET lease = $2 WHERE id IN (SELECT id FROM link WHERE due_at <= $1 "
		    "AND lease <= $1 AND state IN ('held', 'pending') ORDER BY due_at LIMIT $3) "
		    "RETURNING id" },
	[NEXT_DUE] = { "link.next_due",
		       "SELECT CASE WHEN lease > due_at THEN lease ELSE due_at END AS d FROM link "
		       "WHERE due_at IS NOT NULL AND state IN ('held', 'pending') ORDER BY d LIMIT 1" },
	[TOKEN] = { "link.token", "UPDATE link SET token = $2, state = 'pending', expires_at = $3, "
				  "language = $4, address = $5 WHERE id = $1" },
	[SENT] = { "link.sent", "UPDATE link SET sent_at = $2, due_at = NULL, lease = 0 WHERE id = $1" },
	[FAILED] = { "link.failed", "UPDATE link SET failures = failures + 1, due_at = $2, lease = 0, "
				    "state = 'held', token = NULL, expires_at = NULL WHERE id = $1" },
	[MOVE] = { "link.move", "UPDATE link SET state = $2, due_at = NULL, lease = 0 WHERE id = $1 "
				"AND instr($3, ' ' || state || ' ') > 0" },
	[PENDING_OF] = { "link.pending_of", "SELECT id FROM link WHERE account = $1 AND channel = $2 "
					    "AND id <> $3 AND state = 'pending' ORDER BY id LIMIT $4" },
	[QUEUED] = { "link.queued", "SELECT id FROM link WHERE contact = $1 AND due_at IS NOT NULL AND id > $2 "
				    "ORDER BY id LIMIT $3" },
	[ASKED] = { "link.asked", "SELECT count(*) FROM link WHERE account = $1 AND source = 'system' "
				  "AND actor = 'debtor' AND made_at > $2 "
				  "AND (CAST($3 AS TEXT) IS NULL OR channel = $3)" },
	[KEEP] = { "link.keep", "INSERT INTO unsubscribe (token, contact, account, channel, address, made_at, link) "
				"SELECT token, contact, account, channel, address, $2, id FROM link "
				"WHERE id = $1 AND token IS NOT NULL AND address IS NOT NULL" },
	[AT_ADDRESS] = { "link.at_address", "SELECT id FROM link WHERE address = $1 AND state = 'pending' "
					    "AND (due_at IS NOT NULL OR $2 = 1) AND id > $3 ORDER BY id LIMIT $4" },
	[CONSUME] = { "link.consume", "UPDATE link SET state = 'consumed', verified_at = $2, due_at = NULL, "
				      "lease = 0 WHERE id = $1 AND state = 'pending' AND expires_at > $2" },
	[TRY_ONE] = { "link.try", "UPDATE link SET tries = tries + 1 WHERE id = $1 AND state = 'pending' "
				  "AND tries < $2 RETURNING tries" },
	[TRY_BACK] = { "link.try_back", "UPDATE link SET tries = tries - 1 WHERE id = $1" },
	[TOUCH] = { "link.touch", "UPDATE link SET touches = touches + $2, "
				  "touched_at = coalesce(touched_at, $3) WHERE id = $1" },
	[OVERDUE] = { "link.overdue", "SELECT id FROM link WHERE state = 'pending' AND expires_at <= $1 "
				      "ORDER BY expires_at LIMIT $2" },
	[HELD] = { "link.held", "SELECT count(*) FROM link WHERE due_at IS NOT NULL" },
	[ACTIVITY] = { "link.activity",
		       "SELECT count(sent_at) AS links_sent, "
		       "count(*) FILTER (WHERE state = 'consumed') AS links_consumed, "
		       "count(*) FILTER (WHERE state = 'pending' AND expires_at > $2) AS links_pending, "
		       "count(*) FILTER (WHERE state = 'expired' OR (state = 'pending' AND "
		       "expires_at <= $2)) AS links_expired FROM link WHERE account = $1" },
	[OVERVIEW] = { "link.overview",
		       "SELECT channel, source, "
		       "count(*) FILTER (WHERE " OPEN_AT("$3") " AND expires_at > $3) AS pending, "
		       "count(*) FILTER (WHERE state = 'consumed' AND verified_at <= $3) AS consumed, "
		       "count(*) FILTER (WHERE " OPEN_AT("$3") " AND expires_at <= $3) AS expired, "
		       "count(*) FILTER (WHERE state = 'locked') AS locked, "
		       "count(*) FILTER (WHERE state = 'revoked') AS revoked "
		       "FROM link WHERE sent_at >= $1 AND sent_at < $2 GROUP BY channel, source "
		       "ORDER BY channel, source" },
	[VERIFIED_OF] = { "link.verified_of", "SELECT count(verified_at) FROM link "
					      "WHERE sent_at >= $1 AND sent_at < $2" },
	[VERIFIED_BY] = { "link.verified_by", "SELECT count(*) FROM link WHERE sent_at >= $1 AND sent_at < $2 "
					      "AND verified_at <= $3" },
};
struct query_set link_queries = QUERY_SET(sql);

enum status store_link_add(struct tx *tx, const struct link_core *l)
{
	tx->due = true;
	return tx_run(tx, &link_queries, ADD,
		      ARGS(V(l->id), V(l->account), V(l->contact), V_WORD(channel, l->channel),
			   V_WORD(link_source, l->source), V_WORD(link_purpose, l->purpose),
			   V(l->actor), V(l->made_at), V(l->due_at), V_OPT(l->language)),
		      NULL);
}

static void read_core(const struct rows *r, struct link_core *l, struct arena *a)
{
	*l = (struct link_core){
		.id = rows_int(r, 0),
		.account = rows_int(r, 1),
		.contact = rows_int(r, 2),
		.channel = (enum channel)rows_choice(r, 3, &channel_choice),
		.source = (enum link_source)rows_choice(r, 4, &link_source_choice),
		.purpose = (enum link_purpose)rows_choice(r, 5, &link_purpose_choice),
		.state = (enum link_state)rows_choice(r, 6, &link_state_choice),
		.actor = rows_text(r, 7, a),
		.due_at = rows_int(r, 8),
		.lease = rows_int(r, 9),
		.failures = rows_int(r, 10),
		.sent_at = rows_int(r, 11),
		.expires_at = rows_int(r, 12),
		.tries = rows_int(r, 13),
		.made_at = rows_int(r, 14),
		.language = rows_text(r, 15, a),
		.address = rows_hash(r, 16),
		.has_address = !rows_null(r, 16),
	};
}

enum status store_link_core(struct snap *s, int64_t id, struct link_core *ret, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &link_queries, CORE, &r, ARGS(V(id))));
	TRY(rows_next(&r, &row));
	if (!row)
		return fail_field(ST_NOT_FOUND, "link", "there is no such link");
	read_core(&r, ret, a);
	rows_close(&r);
	return ST_OK;
}

enum status store_link_by_token(struct snap *s, const struct hash *token, struct link_core *ret,
				bool *ret_found, struct arena *a)
{
	struct rows r;
	bool row;

	memset(ret, 0, sizeof(*ret));
	TRY(rows_open(s, &link_queries, BY_TOKEN, &r, ARGS(V_HASH(token))));
	TRY(rows_next(&r, &row));
	if (row) {
		read_core(&r, ret, a);
		rows_close(&r);
	}
	*ret_found = row;
	return ST_OK;
}

enum status store_link_row(struct snap *s, int64_t id, int64_t now, struct link_row *ret,
			   struct arena *a)
{
	return snap_one(s, &link_queries, ONE, ARGS(V(id), V(now)), &link_row_record, ret, a, "link");
}

enum status store_link_list(struct snap *s, int64_t account, enum link_state state, int64_t before,
			    size_t limit, int64_t now, struct link_page *ret, struct arena *a)
{
	return snap_list(s, &link_queries, LIST,
			 ARGS(V_OPT(account), V_WORD(link_state, state), V_OPT(before), V(now),
			      V((int64_t)limit + 1)),
			 &link_row_record, (struct list *)&ret->items, a, limit, &ret->more);
}

/* The ids of a statement's rows. */
static enum status read_ids(struct snap *s, unsigned q, const struct value *v, size_t n, int64_t *ids,
			    size_t max, size_t *ret_n)
{
	struct rows r;
	size_t have = 0;
	bool row;

	TRY(rows_open(s, &link_queries, q, &r, v, n));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		if (have < max)
			ids[have++] = rows_int(&r, 0);
	}
	*ret_n = have;
	return ST_OK;
}

enum status store_link_claim(struct tx *tx, int64_t now, int64_t until, size_t limit, int64_t *ids,
			     size_t *ret_n)
{
	return read_ids(tx_look(tx), CLAIM, ARGS(V(now), V(until), V((int64_t)limit)), ids, limit,
			ret_n);
}

enum status store_link_next_due(struct snap *s, int64_t *ret)
{
	return snap_int(s, &link_queries, NEXT_DUE, NO_ARGS, ret);
}

/* A message that holds it may have gone out: its reader keeps his rights. */
static enum status keep_token(struct tx *tx, int64_t id)
{
	return tx_run(tx, &link_queries, KEEP, ARGS(V(id), V(tx->now)), NULL);
}

enum status store_link_token(struct tx *tx, int64_t id, const struct hash *token, int64_t expires_at,
			     struct sv language, const struct hash *address)
{
	TRY(keep_token(tx, id));
	return tx_run(tx, &link_queries, TOKEN,
		      ARGS(V(id), V_HASH(token), V(expires_at), V(language), V_HASH(address)), NULL);
}

enum status store_link_sent(struct tx *tx, int64_t id)
{
	return tx_run(tx, &link_queries, SENT, ARGS(V(id), V(tx->now)), NULL);
}

enum status store_link_failed(struct tx *tx, int64_t id, int64_t due_at)
{
	TRY(keep_token(tx, id));
	return tx_run(tx, &link_queries, FAILED, ARGS(V(id), V(due_at)), NULL);
}

enum status store_link_move(struct tx *tx, int64_t id, unsigned from, enum link_state to,
			    bool *ret_moved)
{
	struct buf states = buf_new(tx->arena, 200);
	int64_t moved;

	buf_char(&states, ' ');
	for (int i = 1; i < link_state__end; i++)
		if (from & 1u << i)
			buf_print(&states, "%s ", choice_text(&link_state_choice, i));
	TRY(tx_run(tx, &link_queries, MOVE, ARGS(V(id), V_WORD(link_state, to), V(buf_sv(&states))),
		   &moved));
	*ret_moved = moved == 1;
	return ST_OK;
}

enum status store_link_pending_of(struct snap *s, int64_t account, enum channel channel,
				  int64_t except, int64_t *ids, size_t max, size_t *ret_n)
{
	return read_ids(s, PENDING_OF,
			ARGS(V(account), V_WORD(channel, channel), V(except), V((int64_t)max)), ids,
			max, ret_n);
}

enum status store_link_queued(struct snap *s, int64_t contact, int64_t after, int64_t *ids, size_t max,
			      size_t *ret_n)
{
	return read_ids(s, QUEUED, ARGS(V(contact), V(after), V((int64_t)max)), ids, max, ret_n);
}

enum status store_link_at_address(struct snap *s, const struct hash *address, bool sent_too, int64_t after, int64_t *ids,
				  size_t max, size_t *ret_n)
{
	return read_ids(s, AT_ADDRESS, ARGS(V_HASH(address), V((int64_t)sent_too), V(after), V((int64_t)max)), ids, max,
			ret_n);
}

enum status store_link_asked(struct snap *s, int64_t account, enum channel channel, int64_t since, int64_t *ret)
{
	return snap_int(s, &link_queries, ASKED,
			ARGS(V(account), V(since), channel ? value_text(sv_from(choice_text(&channel_choice, (int)channel))) : V_NULL),
			ret);
}

enum status store_link_consume(struct tx *tx, int64_t id, bool *ret_spent)
{
	int64_t n;

	TRY(tx_run(tx, &link_queries, CONSUME, ARGS(V(id), V(tx->now)), &n));
	*ret_spent = n == 1;
	return ST_OK;
}

enum status store_link_try(struct tx *tx, int64_t id, int64_t most, int64_t *ret_tries)
{
	return snap_int(tx_look(tx), &link_queries, TRY_ONE, ARGS(V(id), V(most)), ret_tries);
}

enum status store_link_try_back(struct tx *tx, int64_t id)
{
	return tx_run(tx, &link_queries, TRY_BACK, ARGS(V(id)), NULL);
}

enum status store_link_touch(struct tx *tx, int64_t id, int64_t times, int64_t at)
{
	return tx_run(tx, &link_queries, TOUCH, ARGS(V(id), V(times), V(at)), NULL);
}

enum status store_link_overdue(struct snap *s, int64_t now, int64_t *ids, size_t max, size_t *ret_n)
{
	return read_ids(s, OVERDUE, ARGS(V(now), V((int64_t)max)), ids, max, ret_n);
}

enum status store_link_held(struct snap *s, int64_t *ret)
{
	return snap_int(s, &link_queries, HELD, NO_ARGS, ret);
}

enum status store_link_activity(struct snap *s, int64_t account, int64_t now,
				struct portal_activity *ret)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &link_queries, ACTIVITY, &r, ARGS(V(account), V(now))));
	TRY(rows_next(&r, &row));
	if (row) {
		rows_record(&r, &portal_activity_record, ret, NULL);
		rows_close(&r);
	}
	return ST_OK;
}

enum status store_link_overview(struct snap *s, int64_t from, int64_t to, int64_t now,
				struct token_row_list *ret, struct arena *a)
{
	return snap_list(s, &link_queries, OVERVIEW, ARGS(V(from), V(to), V(now)), &token_row_record,
			 (struct list *)ret, a, 100, NULL);
}

enum status store_link_verified_of(struct snap *s, int64_t from, int64_t to, int64_t *ret)
{
	return snap_int(s, &link_queries, VERIFIED_OF, ARGS(V(from), V(to)), ret);
}

static const char *const list_fields[] = {
	[link_LINK] = "l.id",
	[link_ACCT] = "a.searched",
	[link_NAME] = "fold(c.name)",
	[link_CH] = "l.channel",
	[link_SRC] = "l.source",
	[link_STATUS] = STATE_NOW("@NOW@"),
	[link_MADE] = "l.made_at",
	[link_SENT] = "l.sent",
	[link_SINCE] = "l.sent",
	[link_UNTIL] = "l.sent",
	[link_EXP] = "coalesce(l.expires_at, 0)",
	[link_USED] = "coalesce(l.verified_at, 0)",
	[link_TRIES] = "l.tries",
	[link_BY] = "fold(l.actor)",
};
static const char *const list_flags[] = {
	[link_is_SENT] = "l.sent > 0",
	[link_is_OPENED] = "l.touched_at IS NOT NULL OR l.verified_at IS NOT NULL",
	[link_is_VERIFIED] = "l.verified_at IS NOT NULL",
	[link_is_ANSWERED] = "coalesce(l.verified_at < l.sent_at + " ANSWER_MS ", 0)",
	[link_is_ACTED] = "l.verified_at IS NOT NULL AND " DONE_BY_LINK("receipt") ")",
	[link_is_PROMISED] = "l.verified_at IS NOT NULL AND " DONE_BY_LINK("promise") " AND x.replaces IS NULL)",
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN link x ON x.account = account_words.rowid "                        \
	"WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN account y ON y.contact = contact_words.rowid "                     \
	"CROSS JOIN link x ON x.account = y.id WHERE contact_words MATCH @GRAMS@"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, link_LINK, .from = "FROM link l" },
	{ LIST_BY_INDEX, link_SENT, .from = "FROM link l" },
	{ LIST_BY_INDEX, link_SINCE, .from = "FROM link l" },
	{ LIST_BY_INDEX, link_UNTIL, .from = "FROM link l" },
	{ LIST_BY_WHOLE, link_STATUS, .find = "SELECT x.id FROM link x WHERE x.state IN (@TEXT@, CASE @TEXT@ WHEN 'expired' "
					      "THEN 'pending' END)" },
	{ LIST_BY_FIELD, link_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, link_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_ACCT },
};
const struct list_sql link_list_sql = {
	.name = "link.list",
	.words = &link_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "a.searched" LIST_APART "fold(c.name)",
	.word_masked = "a.searched",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = ROW("@NOW@"),
	.from = "FROM link l CROSS JOIN account a ON a.id = l.account CROSS JOIN contact c ON c.id = l.contact",
	.key = "l.id",
	.order = "l.id",
	.order_down = true,
	.row = &link_row_record,
};

enum status store_link_verified_by(struct snap *s, int64_t from, int64_t to, int64_t at, int64_t *ret)
{
	return snap_int(s, &link_queries, VERIFIED_BY, ARGS(V(from), V(to), V(at)), ret);
}
