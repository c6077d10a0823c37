/* message: statements of threads, messages and notes; see message.h. */
#include "server/store/message.h"

#include "protocol/lists.h"

enum { ADD_THREAD, BY_REFERENCE, BY_ID, OF_FORM, OF_CONTACT, STATE, TEAM, TAKE, ADD, COUNT_IN, EXISTS, MESSAGES, READ, SEEN,
       READ_THREAD, UNREAD, UNREAD_OF, SINCE, BYTES, LIST, OF_ACCOUNT, ROW, ROWS, NOTE, NOTES };
#define COLUMNS                                                                                    \
	"t.id, t.contact, t.account, t.made_at, t.changed_at, t.messages, t.unread, t.unread_team, " \
	"t.reference, t.team, t.topic, t.state, a.number, a.creditor, t.taken_by FROM thread t "   \
	"LEFT JOIN account a ON a.contact = t.contact AND a.id = t.account "
#define ROW_OF                                                                                     \
	"t.id AS thread, t.reference AS reference, a.number AS account, t.contact AS contact, "    \
	"c.name AS contact_name, t.topic AS topic, t.state AS state, c.language AS language, "     \
	"g.name AS team, t.unread_team AS unread, t.messages AS messages, t.made_at AS made_at, "  \
	"t.changed_at AS changed_at, o.name AS taken_by, t.taken_at AS taken_at "
#define ROW_COLUMNS                                                                                \
	ROW_OF "FROM thread t JOIN contact c ON c.id = t.contact JOIN team g ON g.id = t.team "             \
	"LEFT JOIN account a ON a.contact = t.contact AND a.id = t.account "                       \
	"LEFT JOIN operator o ON o.id = t.taken_by "
static const struct query sql[] = {
	[ADD_THREAD] = { "thread.add", "INSERT INTO thread (contact, id, reference, account, topic, state, team, made_at, "
				       "changed_at) VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $7)" },
	[BY_REFERENCE] = { "thread.by_reference",
			   "SELECT " COLUMNS "WHERE t.reference = $2 AND t.contact = $1" },
	[BY_ID] = { "thread.by_id", "SELECT " COLUMNS "WHERE t.id = $1" },
	[OF_FORM] = { "thread.of_form", "SELECT " COLUMNS "WHERE t.contact = $1 AND t.id = $2" },
	[OF_CONTACT] = { "thread.of_contact", "SELECT " COLUMNS "WHERE t.contact = $1 "
					      "ORDER BY t.changed_at DESC, t.id DESC LIMIT $2" },
	[STATE] = { "thread.state", "UPDATE thread SET state = $3 WHERE contact = $1 AND id = $2" },
	[TEAM] = { "thread.team", "UPDATE thread SET team = $3 WHERE contact = $1 AND id = $2" },
	[TAKE] = { "thread.take", "UPDATE thread SET taken_by = $3, taken_at = $4 WHERE contact = $1 AND id = $2" },
	[ADD] = { "message.add", "INSERT INTO message (contact, thread, id, sender, text, at, operator, session, "
				 "files) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" },
	[COUNT_IN] = { "message.count_in",
		       "UPDATE thread SET messages = messages + 1, changed_at = $3, unread = unread + $4, "
		       "unread_team = unread_team + $5, bytes = bytes + $6 WHERE contact = $1 AND id = $2" },
	[EXISTS] = { "message.exists", "SELECT count(*) FROM message WHERE contact = $1 AND thread = $2 AND id = $3" },
	[MESSAGES] = { "message.list", "SELECT id, sender, text, at, read_at, files FROM message WHERE contact = $1 "
				       "AND thread = $2 ORDER BY at DESC, id DESC LIMIT $3" },
	[READ] = { "message.read", "UPDATE message SET read_at = $5 WHERE contact = $1 AND thread = $2 "
				   "AND sender = $3 AND at <= $4 AND read_at IS NULL" },
	[SEEN] = { "message.seen", "UPDATE message SET read_at = $5 WHERE contact = $1 AND thread = $2 "
				   "AND sender = $3 AND id <= $4 AND read_at IS NULL" },
	[READ_THREAD] = { "message.read_thread",
			  "UPDATE thread SET unread = unread - $3, unread_team = unread_team - $4 "
			  "WHERE contact = $1 AND id = $2" },
	[UNREAD] = { "message.unread", "UPDATE contact SET unread = unread + $2 WHERE id = $1" },
	[UNREAD_OF] = { "message.unread_of", "SELECT unread FROM contact WHERE id = $1" },
	[SINCE] = { "message.since", "SELECT count(*) FROM message WHERE contact = $1 AND sender = 'debtor' "
				     "AND at > $2" },
	[BYTES] = { "message.bytes", "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM thread "
				     "WHERE contact = $1 AND state <> 'closed'" },
	[LIST] = { "thread.list", "SELECT " ROW_COLUMNS "WHERE t.state IN ($1, $2) AND ($3 = 0 OR "
				  "t.team = $3) AND ($4 = 0 OR t.unread_team > 0) ORDER BY t.changed_at, t.id LIMIT $5" },
	[OF_ACCOUNT] = { "thread.of_account",
			 "SELECT " ROW_COLUMNS "WHERE t.contact = (SELECT contact FROM account WHERE id = $1) "
			 "AND t.account = $1 AND (CAST($2 AS TEXT) IS NULL OR t.state = $2) "
			 "AND ($3 = 0 OR t.unread_team > 0) ORDER BY t.changed_at DESC, t.id LIMIT $4" },
	[ROW] = { "thread.row", "SELECT " ROW_COLUMNS "WHERE t.id = $1" },
	[ROWS] = { "message.rows",
		   "SELECT * FROM (SELECT m.id AS message, m.sender AS sender, o.name AS \"by\", m.at AS at, "
		   "m.read_at AS read_at, m.files AS files, m.text AS text FROM message m LEFT JOIN operator o ON o.id = m.operator "
		   "WHERE m.contact = $1 AND m.thread = $2 ORDER BY m.at DESC, m.id DESC LIMIT $3) AS newest "
		   "ORDER BY at, message" },
	[NOTE] = { "thread_note.add", "INSERT INTO thread_note (thread, id, operator, at, text) "
				      "VALUES ($1, $2, $3, $4, $5)" },
	[NOTES] = { "thread_note.rows",
		    "SELECT * FROM (SELECT n.id AS note, o.name AS \"by\", n.at AS at, n.text AS text "
		    "FROM thread_note n JOIN operator o ON o.id = n.operator WHERE n.thread = $1 "
		    "ORDER BY n.id DESC LIMIT $2) AS newest ORDER BY note" },
};
struct query_set message_queries = QUERY_SET(sql);

enum status store_thread_add(struct tx *tx, const struct thread_core *t)
{
	return tx_run(tx, &message_queries, ADD_THREAD,
		      ARGS(V(t->contact), V(t->id), V(t->reference), V_OPT(t->account), V_WORD(talk_topic, t->topic),
			   V(t->team), V(tx->now)),
		      NULL);
}

static void read_thread(const struct rows *r, struct thread_core *ret, struct arena *a)
{
	*ret = (struct thread_core){
		.id = rows_int(r, 0),
		.contact = rows_int(r, 1),
		.account = rows_int(r, 2),
		.made_at = rows_int(r, 3),
		.changed_at = rows_int(r, 4),
		.messages = rows_int(r, 5),
		.unread = rows_int(r, 6),
		.unread_team = rows_int(r, 7),
		.reference = rows_text(r, 8, a),
		.team = rows_int(r, 9),
		.topic = (enum talk_topic)rows_choice(r, 10, &talk_topic_choice),
		.state = (enum thread_state)rows_choice(r, 11, &thread_state_choice),
		.account_number = rows_text(r, 12, a),
		.creditor = rows_text(r, 13, a),
		.taken_by = rows_int(r, 14),
	};
}

static enum status one_thread(struct snap *s, unsigned q, const struct value *v, size_t n, struct thread_core *ret,
			      bool *ret_found, struct arena *a)
{
	struct rows r;
	bool row;

	TRY(rows_open(s, &message_queries, q, &r, v, n));
	TRY(rows_next(&r, &row));
	if (row) {
		read_thread(&r, ret, a);
		rows_close(&r);
	}
	*ret_found = row;
	return ST_OK;
}

enum status store_thread_by_reference(struct snap *s, int64_t contact, struct sv reference, struct thread_core *ret,
				      struct arena *a)
{
	bool found;

	TRY(one_thread(s, BY_REFERENCE, ARGS(V(contact), V(reference)), ret, &found, a));
	return found ? ST_OK : fail(ST_NOT_FOUND, "there is no such conversation");
}

enum status store_thread_by_id(struct snap *s, int64_t id, struct thread_core *ret, struct arena *a)
{
	bool found;

	TRY(one_thread(s, BY_ID, ARGS(V(id)), ret, &found, a));
	return found ? ST_OK : fail_field(ST_NOT_FOUND, "thread", "there is no such thread");
}

enum status store_thread_of_form(struct snap *s, int64_t contact, int64_t id, struct thread_core *ret, bool *ret_found,
				 struct arena *a)
{
	return one_thread(s, OF_FORM, ARGS(V(contact), V(id)), ret, ret_found, a);
}

enum status store_thread_of_contact(struct snap *s, int64_t contact, struct thread_core *rows, size_t max, size_t *ret_n,
				    struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &message_queries, OF_CONTACT, &r, ARGS(V(contact), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		read_thread(&r, &rows[n++], a);
	}
	*ret_n = n;
	return ST_OK;
}

enum status store_thread_state(struct tx *tx, const struct thread_core *t, enum thread_state state)
{
	return tx_run(tx, &message_queries, STATE, ARGS(V(t->contact), V(t->id), V_WORD(thread_state, state)), NULL);
}

enum status store_thread_team(struct tx *tx, const struct thread_core *t, int64_t team)
{
	return tx_run(tx, &message_queries, TEAM, ARGS(V(t->contact), V(t->id), V(team)), NULL);
}

enum status store_thread_take(struct tx *tx, const struct thread_core *t, int64_t operator_)
{
	return tx_run(tx, &message_queries, TAKE,
		      ARGS(V(t->contact), V(t->id), V_OPT(operator_), operator_ ? V(tx->now) : V_NULL), NULL);
}

enum status store_message_add(struct tx *tx, const struct message_core *m)
{
	int64_t mine = m->sender == SENDER_TEAM, theirs = !mine;

	TRY(tx_run(tx, &message_queries, ADD,
		   ARGS(V(m->contact), V(m->thread), V(m->id), V_WORD(message_sender, m->sender), V(m->text),
			V(tx->now), V_OPT(m->operator), V_OPT(m->session),
			V(m->files)),
		   NULL));
	TRY(tx_run(tx, &message_queries, COUNT_IN,
		   ARGS(V(m->contact), V(m->thread), V(tx->now), V(mine), V(theirs),
			V(theirs ? (int64_t)m->text.n : INT64_C(0))),
		   NULL));
	return mine ? tx_run(tx, &message_queries, UNREAD, ARGS(V(m->contact), V(INT64_C(1))), NULL) : ST_OK;
}

enum status store_message_exists(struct snap *s, int64_t contact, int64_t thread, int64_t id, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &message_queries, EXISTS, ARGS(V(contact), V(thread), V(id)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_message_list(struct snap *s, int64_t contact, int64_t thread, struct message_core *rows, size_t max,
			       size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &message_queries, MESSAGES, &r, ARGS(V(contact), V(thread), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		rows[n++] = (struct message_core){
			.id = rows_int(&r, 0),
			.contact = contact,
			.thread = thread,
			.sender = (enum message_sender)rows_choice(&r, 1, &message_sender_choice),
			.text = rows_text(&r, 2, a),
			.at = rows_int(&r, 3),
			.read_at = rows_int(&r, 4),
			.files = rows_int(&r, 5),
		};
	}
	for (size_t i = 0; i + 1 < n - i; i++) {
		struct message_core swap = rows[i];

		rows[i] = rows[n - 1 - i];
		rows[n - 1 - i] = swap;
	}
	*ret_n = n;
	return ST_OK;
}

static enum status mark_read(struct tx *tx, const struct thread_core *t, enum message_sender of, unsigned how, int64_t until)
{
	int64_t n, mine, theirs;

	TRY(tx_run(tx, &message_queries, how,
		   ARGS(V(t->contact), V(t->id), V_WORD(message_sender, of), V(until), V(tx->now)), &n));
	if (n == 0)
		return ST_OK;
	mine = of == SENDER_TEAM ? n : 0;
	theirs = n - mine;
	TRY(tx_run(tx, &message_queries, READ_THREAD, ARGS(V(t->contact), V(t->id), V(mine), V(theirs)), NULL));
	return mine ? tx_run(tx, &message_queries, UNREAD, ARGS(V(t->contact), V(-mine)), NULL) : ST_OK;
}

enum status store_message_read(struct tx *tx, const struct thread_core *t, enum message_sender by, int64_t until)
{
	return mark_read(tx, t, by == SENDER_TEAM ? SENDER_DEBTOR : SENDER_TEAM, READ, until);
}

enum status store_message_seen(struct tx *tx, const struct thread_core *t, int64_t newest)
{
	return mark_read(tx, t, SENDER_TEAM, SEEN, newest);
}

enum status store_message_unread(struct snap *s, int64_t contact, int64_t *ret)
{
	return snap_int(s, &message_queries, UNREAD_OF, ARGS(V(contact)), ret);
}

enum status store_message_load(struct snap *s, int64_t contact, int64_t since, int64_t *ret_messages,
			       int64_t *ret_bytes)
{
	TRY(snap_int(s, &message_queries, SINCE, ARGS(V(contact), V(since)), ret_messages));
	return snap_int(s, &message_queries, BYTES, ARGS(V(contact)), ret_bytes);
}

enum status store_thread_list(struct snap *s, const struct thread_filter *f, struct thread_page *ret, struct arena *a)
{
	enum thread_state first = f->state ? f->state : THREAD_OPEN;
	enum thread_state second = f->state ? f->state : THREAD_ANSWERED;

	if (f->account)
		return snap_list(s, &message_queries, OF_ACCOUNT,
				 ARGS(V(f->account), V_WORD(thread_state, f->state), V((int64_t)f->unread),
				      V((int64_t)f->limit + 1)),
				 &thread_row_record, (struct list *)&ret->items, a, f->limit, &ret->more);
	return snap_list(s, &message_queries, LIST,
			 ARGS(V_WORD(thread_state, first), V_WORD(thread_state, second), V(f->team),
			      V((int64_t)f->unread), V((int64_t)f->limit + 1)),
			 &thread_row_record, (struct list *)&ret->items, a, f->limit, &ret->more);
}

enum status store_thread_row(struct snap *s, int64_t id, struct thread_row *ret, struct arena *a)
{
	return snap_one(s, &message_queries, ROW, ARGS(V(id)), &thread_row_record, ret, a, "thread");
}

enum status store_message_rows(struct snap *s, const struct thread_core *t, size_t max, struct message_row_list *ret,
			       struct arena *a)
{
	return snap_list(s, &message_queries, ROWS, ARGS(V(t->contact), V(t->id), V((int64_t)max)),
			 &message_row_record, (struct list *)ret, a, max, NULL);
}

enum status store_note_add(struct tx *tx, int64_t thread, int64_t id, int64_t operator, struct sv text)
{
	return tx_run(tx, &message_queries, NOTE, ARGS(V(thread), V(id), V(operator), V(tx->now), V(text)), NULL);
}

enum status store_note_rows(struct snap *s, int64_t thread, size_t max, struct thread_note_row_list *ret,
			    struct arena *a)
{
	return snap_list(s, &message_queries, NOTES, ARGS(V(thread), V((int64_t)max)), &thread_note_row_record,
			 (struct list *)ret, a, max, NULL);
}

static const char *const list_fields[] = {
	[thread_REF] = "lower(t.reference)",
	[thread_ACCT] = "coalesce(a.searched, '')",
	[thread_NAME] = "fold(c.name)",
	[thread_TOPIC] = "t.topic",
	[thread_STATUS] = "t.state",
	[thread_TEAM] = "fold(g.name)",
	[thread_OWNER] = "fold(coalesce(o.name, ''))",
	[thread_UNREAD] = "t.unread_team",
	[thread_AT] = "t.made_at",
	[thread_SINCE] = "t.made_at",
	[thread_UNTIL] = "t.made_at",
	[thread_CHANGED] = "t.changed_at",
};
static const char *const list_flags[] = {
	[thread_is_OPEN] = "t.state <> 'closed'",
	[thread_is_UNREAD] = "t.unread_team > 0",
	[thread_is_MINE] = "coalesce(o.name, '') = @WHO@",
};
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN thread x ON x.contact = y.contact AND x.account = y.id WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN thread x ON x.contact = contact_words.rowid "                      \
	"WHERE contact_words MATCH @GRAMS@"
/* References are looked through: there are as many as of these, not as of accounts. */
#define LIST_OF_REF "SELECT x.id FROM thread x WHERE instr(lower(x.reference), @TEXT@) > 0"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, thread_STATUS, .from = "FROM thread t", .then = "t.changed_at" },
	{ LIST_BY_INDEX, thread_CHANGED, .from = "FROM thread t" },
	{ LIST_BY_WHOLE, thread_REF, .find = "SELECT x.id FROM thread x WHERE x.reference = upper(@TEXT@)" },
	{ LIST_BY_FIELD, thread_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, thread_NAME, .find = LIST_OF_NAME },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT " UNION ALL " LIST_OF_NAME, .personal = true },
	{ LIST_BY_WORD, .find = LIST_OF_REF " UNION ALL " LIST_OF_ACCT },
	{ LIST_BY_SIGN, thread_is_OPEN, .find = "SELECT x.id FROM thread x WHERE x.state IN ('open', 'answered')" },
};
const struct list_sql thread_list_sql = {
	.name = "message.list",
	.words = &thread_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "lower(t.reference)" LIST_APART "coalesce(a.searched, '')" LIST_APART "fold(c.name)",
	.word_masked = "lower(t.reference)" LIST_APART "coalesce(a.searched, '')",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = ROW_OF,
	.from = "FROM thread t CROSS JOIN contact c ON c.id = t.contact CROSS JOIN team g ON g.id = t.team "
		"LEFT JOIN account a ON a.contact = t.contact AND a.id = t.account "
		"LEFT JOIN operator o ON o.id = t.taken_by",
	.key = "t.id",
	.order = "t.changed_at",
	.row = &thread_row_record,
};
