/* held: statements; see held.h. */
#include "server/store/held.h"

#include "protocol/lists.h"

enum { ADD, CORE, END, DUE, NEXT_DUE, OF_OPERATOR, DROP, COMMAND_ROW, ROW };
#define CORE_COLUMNS                                                                               \
	"SELECT h.id, h.operator, h.account, h.contact, h.due_at, h.method, h.params, o.name, h.state " \
	"FROM held_command h JOIN operator o ON o.id = h.operator "
/* A link's hand-off that failed waits for the next try: it is held no less. */
#define HELD                                                                                       \
	"(SELECT l.id, 'link.send' AS method, l.account, l.contact, l.channel, l.source, l.purpose, l.actor, " \
	"l.made_at, l.due_at FROM link l WHERE l.state = 'held' UNION ALL "                         \
	"SELECT h.id, h.method, h.account, h.contact, NULL, 'manual', NULL, o.name, h.made_at, h.due_at " \
	"FROM held_command h JOIN operator o ON o.id = h.operator WHERE h.state = 'held')"
#define ROW_OF                                                                                     \
	"k.id AS held, k.method AS method, a.number AS account, k.contact AS contact, c.name AS contact_name, " \
	"k.channel AS channel, k.source AS source, k.purpose AS purpose, k.actor AS actor, k.made_at AS made_at, " \
	"k.due_at AS until "
#define FROM_HELD                                                                                  \
	"FROM " HELD " k LEFT JOIN account a ON a.id = k.account LEFT JOIN contact c ON c.id = k.contact "
static const struct query sql[] = {
	[ADD] = { "held.add", "INSERT INTO held_command (id, operator, account, contact, method, params, made_at, "
			      "due_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'held')" },
	[CORE] = { "held.core", CORE_COLUMNS "WHERE h.id = $1" },
	[END] = { "held.end", "UPDATE held_command SET state = $2, reason = $3, ended_at = $4, "
			      "params = CASE WHEN $5 = 1 THEN params ELSE '' END WHERE id = $1 AND state = 'held'" },
	[DUE] = { "held.due", CORE_COLUMNS "WHERE h.state = 'held' AND h.due_at <= $1 ORDER BY h.due_at, h.id LIMIT 1" },
	[NEXT_DUE] = { "held.next_due", "SELECT coalesce(min(due_at), 0) FROM held_command WHERE state = 'held'" },
	[OF_OPERATOR] = { "held.count", "SELECT count(*) FROM held_command WHERE state = 'held' AND operator = $1" },
	[DROP] = { "held.drop", "DELETE FROM held_command WHERE id IN (SELECT id FROM held_command "
				"WHERE state <> 'held' AND ended_at < $1 ORDER BY ended_at LIMIT $2)" },
	[COMMAND_ROW] = { "held.command_row",
			  "SELECT h.id AS command, h.state AS state, h.method AS method, a.number AS account, "
			  "c.name AS contact_name, o.name AS actor, h.made_at AS made_at, h.due_at AS until, "
			  "h.ended_at AS ended_at, h.reason AS reason, "
			  "CASE WHEN h.operator = $2 THEN nullif(h.params, '') END AS params "
			  "FROM held_command h JOIN operator o ON o.id = h.operator "
			  "LEFT JOIN account a ON a.id = h.account LEFT JOIN contact c ON c.id = h.contact "
			  "WHERE h.id = $1" },
	[ROW] = { "held.row", "SELECT " ROW_OF FROM_HELD "WHERE k.id = $1" },
};
struct query_set held_queries = QUERY_SET(sql);

enum status store_held_add(struct tx *tx, const struct held_command *h)
{
	tx->due = true; /* an engine sleeps until the next hold ends */
	return tx_run(tx, &held_queries, ADD,
		      ARGS(V(h->id), V(h->operator), V_OPT(h->account), V_OPT(h->contact), V(h->method), V(h->params),
			   V(tx->now), V(h->due_at)),
		      NULL);
}

static enum status read_core(struct snap *s, unsigned q, int64_t arg, struct held_command *ret, bool *ret_found,
			     struct arena *a)
{
	struct rows r;

	TRY(rows_open(s, &held_queries, q, &r, ARGS(V(arg))));
	TRY(rows_next(&r, ret_found));
	if (!*ret_found)
		return ST_OK;
	*ret = (struct held_command){
		.id = rows_int(&r, 0),
		.operator = rows_int(&r, 1),
		.account = rows_int(&r, 2),
		.contact = rows_int(&r, 3),
		.due_at = rows_int(&r, 4),
		.method = rows_text(&r, 5, a),
		.params = rows_text(&r, 6, a),
		.actor = rows_text(&r, 7, a),
		.state = (enum command_state)rows_choice(&r, 8, &command_state_choice),
	};
	rows_close(&r);
	return ST_OK;
}

enum status store_held_core(struct snap *s, int64_t id, struct held_command *ret, struct arena *a)
{
	bool found;

	TRY(read_core(s, CORE, id, ret, &found, a));
	return found ? ST_OK : fail_field(ST_NOT_FOUND, "command", "there is no command %lld", (long long)id);
}

enum status store_held_end(struct tx *tx, int64_t id, enum command_state to, struct sv reason, bool keep)
{
	int64_t changed;

	TRY(tx_run(tx, &held_queries, END,
		   ARGS(V(id), V_WORD(command_state, to), V_OPT(reason), V(tx->now), V((int64_t)keep)), &changed));
	return changed ? ST_OK : fail_field(ST_CONFLICT, "command", "it is held no more");
}

enum status store_held_due(struct snap *s, int64_t now, struct held_command *ret, bool *ret_found, struct arena *a)
{
	return read_core(s, DUE, now, ret, ret_found, a);
}

enum status store_held_next_due(struct snap *s, int64_t *ret)
{
	return snap_int(s, &held_queries, NEXT_DUE, NO_ARGS, ret);
}

enum status store_held_count(struct snap *s, int64_t operator, int64_t *ret)
{
	return snap_int(s, &held_queries, OF_OPERATOR, ARGS(V(operator)), ret);
}

enum status store_held_drop(struct tx *tx, int64_t ended_before, int64_t most, int64_t *ret_dropped)
{
	return tx_run(tx, &held_queries, DROP, ARGS(V(ended_before), V(most)), ret_dropped);
}

enum status store_held_command_row(struct snap *s, int64_t id, int64_t reader, struct command_row *ret, struct arena *a)
{
	return snap_one(s, &held_queries, COMMAND_ROW, ARGS(V(id), V(reader)), &command_row_record, ret, a, "command");
}

enum status store_held_row(struct snap *s, int64_t id, struct held_row *ret, struct arena *a)
{
	return snap_one(s, &held_queries, ROW, ARGS(V(id)), &held_row_record, ret, a, "held");
}

static const char *const list_fields[] = {
	[held_ACCT] = "coalesce(a.searched, '')",
	[held_NAME] = "coalesce(fold(c.name), '')",
	[held_ACT] = "k.method",
	[held_CH] = "coalesce(k.channel, '')",
	[held_SRC] = "k.source",
	[held_BY] = "fold(k.actor)",
	[held_MADE] = "k.made_at",
	[held_DUE] = "coalesce(k.due_at, 0)",
};
static const char *const list_flags[] = {
	[held_is_MINE] = "k.actor = @WHO@",
};
/* No drivers: what is held waits some seconds, so there is never much of it. */
const struct list_sql held_list_sql = {
	.name = "held.list",
	.words = &held_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "coalesce(a.searched, '')" LIST_APART "coalesce(fold(c.name), '')" LIST_APART "k.method",
	.word_masked = "coalesce(a.searched, '')" LIST_APART "k.method",
	.columns = ROW_OF,
	.from = FROM_HELD,
	.key = "k.id",
	.order = "coalesce(k.due_at, 0)",
	.row = &held_row_record,
};
