/* feedback: see feedback.h. */
#include "server/store/feedback.h"

#include <string.h>

#include "protocol/lists.h"

enum { ADD, GIVEN, COUNTS, LIST };
#define ROW_OF                                                                                                        \
	"f.at AS at, f.score AS score, r.kind AS about, a.number AS account, c.name AS contact_name, f.words AS words "
static const struct query sql[] = {
	[ADD] = { "feedback.add", "INSERT INTO feedback (session, subject, contact, account, score, words, at) VALUES "
				  "($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session, subject) DO NOTHING" },
	[GIVEN] = { "feedback.given", "SELECT count(*) FROM feedback WHERE session = $1 AND subject = $2" },
	[COUNTS] = { "feedback.counts",
		     "SELECT score, count(*) FROM feedback WHERE at >= $1 AND at < $2 GROUP BY score" },
	[LIST] = { "feedback.list",
		   "SELECT " ROW_OF "FROM feedback f JOIN contact c ON c.id = f.contact "
		   "LEFT JOIN account a ON a.id = f.account "
		   "LEFT JOIN receipt r ON r.contact = f.contact AND r.id = f.subject "
		   "ORDER BY f.at DESC, f.session DESC, f.subject DESC LIMIT $1" },
};
struct query_set feedback_queries = QUERY_SET(sql);

enum status store_feedback_add(struct tx *tx, const struct feedback *f, bool *ret)
{
	int64_t changes;

	TRY(tx_run(tx, &feedback_queries, ADD,
		   ARGS(V(f->session), V(f->subject), V(f->contact), V(f->account), V(f->score), V_OPT(f->words),
			V(tx->now)),
		   &changes));
	*ret = changes > 0;
	return ST_OK;
}

enum status store_feedback_given(struct snap *s, int64_t session, int64_t subject, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &feedback_queries, GIVEN, ARGS(V(session), V(subject)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_feedback_counts(struct snap *s, int64_t from, int64_t to, int64_t counts[5])
{
	struct rows r;
	bool row;

	memset(counts, 0, 5 * sizeof(counts[0]));
	TRY(rows_open(s, &feedback_queries, COUNTS, &r, ARGS(V(from), V(to))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			return ST_OK;
		counts[rows_int(&r, 0) - 1] = rows_int(&r, 1);
	}
}

enum status store_feedback_list(struct snap *s, size_t limit, struct feedback_page *ret, struct arena *a)
{
	return snap_list(s, &feedback_queries, LIST, ARGS(V((int64_t)limit + 1)), &feedback_row_record,
			 (struct list *)&ret->items, a, limit, &ret->more);
}

static const char *const list_fields[] = {
	[feedback_SCORE] = "f.score",
	[feedback_ABOUT] = "coalesce(r.kind, '')",
	[feedback_ACCT] = "coalesce(a.searched, '')",
	[feedback_NAME] = "fold(c.name)",
	[feedback_AT] = "f.at",
	[feedback_SINCE] = "f.at",
	[feedback_UNTIL] = "f.at",
};
static const char *const list_flags[] = { [feedback_is_WORDS] = "f.words IS NOT NULL" };
#define LIST_OF_ACCT                                                                                                  \
	"SELECT x.id FROM account_words CROSS JOIN account y ON y.id = account_words.rowid "                          \
	"CROSS JOIN session x ON x.contact = y.contact WHERE account_words MATCH @GRAMS@"
#define LIST_OF_NAME                                                                                                  \
	"SELECT x.id FROM contact_words CROSS JOIN session x ON x.contact = contact_words.rowid "                     \
	"WHERE contact_words MATCH @GRAMS@"
static const struct list_driver list_drivers[] = {
	{ LIST_BY_INDEX, feedback_AT, .from = "FROM feedback f" },
	{ LIST_BY_INDEX, feedback_SINCE, .from = "FROM feedback f" },
	{ LIST_BY_INDEX, feedback_UNTIL, .from = "FROM feedback f" },
	{ LIST_BY_FIELD, feedback_ACCT, .find = LIST_OF_ACCT },
	{ LIST_BY_FIELD, feedback_NAME, .find = LIST_OF_NAME },
};
const struct list_sql feedback_list_sql = {
	.name = "feedback.list",
	.words = &feedback_list_words,
	.fields = list_fields,
	.flags = list_flags,
	.word = "coalesce(a.searched, '')" LIST_APART "fold(c.name)" LIST_APART "fold(coalesce(f.words, ''))",
	.word_masked = "coalesce(a.searched, '')",
	.drivers = list_drivers,
	.n_drivers = COUNT(list_drivers),
	.columns = ROW_OF,
	.from = "FROM feedback f CROSS JOIN contact c ON c.id = f.contact LEFT JOIN account a ON a.id = f.account "
		"LEFT JOIN receipt r ON r.contact = f.contact AND r.id = f.subject",
	.key = "f.session || ':' || f.subject",
	.key_text = true,
	.found = "f.session",
	.order = "f.at",
	.order_down = true,
	.row = &feedback_row_record,
};
