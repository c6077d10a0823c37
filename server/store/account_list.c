/* account.list: what stands in SQL for each of its words (protocol/lists.def), and what finds accounts by itself. Columns that
 * are worked out, and the trigram tables, are those of schema 0017. */
#include "protocol/lists.h"

#include "server/store/account.h"

/* Accounts of contacts, and accounts, that have all trigrams of a text. */
#define BY_CONTACT                                                                                                    \
	"SELECT x.id FROM contact_words CROSS JOIN account x ON x.contact = contact_words.rowid "                     \
	"WHERE contact_words MATCH @GRAMS@"
#define BY_NUMBER "SELECT rowid FROM account_words WHERE account_words MATCH @GRAMS@"
/* Creditors are few: each is met once, from one to the next in their index. */
#define CREDITORS                                                                                                     \
	"WITH RECURSIVE d (name) AS (SELECT min(creditor_folded) FROM account UNION ALL SELECT (SELECT "                 \
	"min(creditor_folded) FROM account WHERE creditor_folded > d.name) FROM d WHERE d.name IS NOT NULL) "         \
	"SELECT name FROM d WHERE instr(fold(name), @TEXT@) > 0"
#define BY_CREDITOR "SELECT x.id FROM account x WHERE x.creditor_folded IN (" CREDITORS ")"
#define PEOPLE "SELECT rowid FROM contact_words WHERE contact_words MATCH @GRAMS@"
#define OPEN_PROMISE "state IN ('active', 'verifying')"
#define OPEN_DISPUTE "state IN ('open', 'investigating')"
/* In the portal now, as far as its row knows, which is written once a second; 30: the setting's default. */
#define IN_PORTAL                                                                                                     \
	"v.ended_at IS NULL AND v.active_at > @NOW@ - 60000 * coalesce((SELECT CAST(value AS BIGINT) FROM setting "   \
	"WHERE name = 'session.active_minutes'), 30)"

enum {
#define TEXT_SETTING(field, name, default_, max, check, help)
#define NUMBER_SETTING(field, name, default_, least, most, help) DEFAULT_##field = default_,
#include "server/store/setting.def"
};
_Static_assert(DEFAULT_active_minutes == 30, "IN_PORTAL");

static const char *const fields[] = {
	[account_ACCT] = "a.searched",
	[account_NAME] = "c.folded",
	[account_CLIENT] = "fold(a.creditor)",
	[account_STATUS] = "a.state",
	[account_BAL] = "a.money",
	[account_CUR] = "lower(a.currency)",
	[account_DPD] = "a.late_since",
	[account_DUE] = "a.due",
	[account_ADDED] = "a.added_at",
};
static const char *const orders[account__FIELDS] = { [account_CLIENT] = "a.creditor_folded" };
static const char *const from_by[account__FIELDS] = {
	[account_NAME] = "FROM contact c CROSS JOIN account a ON a.contact = c.id",
};
static const char *const flags[] = {
	[account_is_LIVE] = "EXISTS (SELECT 1 FROM session v WHERE v.contact = a.contact AND " IN_PORTAL ")",
	[account_is_NEVER] = "NOT EXISTS (SELECT 1 FROM session v WHERE v.contact = a.contact AND v.account = a.id)",
	[account_is_PROMISED] = "EXISTS (SELECT 1 FROM promise p WHERE p.contact = a.contact AND p.account = a.id AND "
				"p." OPEN_PROMISE ")",
	[account_is_DISPUTED] = "EXISTS (SELECT 1 FROM dispute d WHERE d.account = a.id AND d." OPEN_DISPUTE ")",
};
static const struct list_driver drivers[] = {
	{ LIST_BY_INDEX, account_ACCT, .from = "FROM account a" },
	{ LIST_BY_FIELD, account_ACCT, .find = BY_NUMBER },
	{ LIST_BY_FIELD, account_NAME, .find = PEOPLE, .of = "a.contact", .from = "FROM account a" },
	{ LIST_BY_FIELD, account_CLIENT, .find = CREDITORS, .of = "a.creditor_folded", .from = "FROM account a" },
	{ LIST_BY_INDEX, account_STATUS, .from = "FROM account a", .then = "a.late_since" },
	{ LIST_BY_INDEX, account_BAL, .from = "FROM account a" },
	{ LIST_BY_INDEX, account_DPD, .from = "FROM account a" },
	{ LIST_BY_INDEX, account_DUE, .from = "FROM account a" },
	{ LIST_BY_INDEX, account_ADDED, .from = "FROM account a" },
	{ LIST_BY_WORD, .find = BY_CONTACT " UNION ALL " BY_NUMBER " UNION ALL " BY_CREDITOR, .personal = true },
	{ LIST_BY_WORD, .find = BY_NUMBER " UNION ALL " BY_CREDITOR },
	{ LIST_BY_SIGN, account_is_LIVE,
	  .find = "SELECT x.id FROM session v CROSS JOIN account x ON x.contact = v.contact WHERE v.ended_at IS NULL" },
	{ LIST_BY_SIGN, account_is_PROMISED, .find = "SELECT p.account FROM promise p WHERE p." OPEN_PROMISE },
	{ LIST_BY_SIGN, account_is_DISPUTED, .find = "SELECT d.account FROM dispute d WHERE d." OPEN_DISPUTE },
};

const struct list_sql account_list_sql = {
	.name = "account.list",
	.words = &account_list_words,
	.fields = fields,
	.orders = orders,
	.flags = flags,
	.word = "c.folded" LIST_APART "a.searched" LIST_APART "fold(a.creditor)",
	.word_masked = "a.searched" LIST_APART "fold(a.creditor)",
	.from_by = from_by,
	.drivers = drivers,
	.n_drivers = COUNT(drivers),
	.columns = "a.number AS account, a.contact AS contact, c.name AS contact_name, a.creditor AS creditor, "
		   "a.balance AS balance, a.currency AS currency, a.due_date AS due_date, "
		   "CASE WHEN a.late_since < @TODAY@ THEN @TODAY@ - a.late_since END AS days_past_due, "
		   "a.state AS state, c.email AS email, c.phone AS phone",
	.from = "FROM account a CROSS JOIN contact c ON c.id = a.contact",
	.alone = "FROM account a",
	.joined = "c.",
	.key = "a.id",
	.order = "a.number",
	.order_text = true,
	.row = &account_row_record,
};
