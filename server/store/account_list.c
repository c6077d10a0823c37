/* account.list: what stands in SQL for each of its words (protocol/lists.def), and what finds accounts by itself. Columns that
 * are worked out, and the trigram tables, are those of schema 0017. */
#include "protocol/lists.h"

#include "server/store/account.h"

/* Contacts, and accounts, that have all trigrams of a text. */
#define PEOPLE "SELECT rowid FROM contact_words WHERE contact_words MATCH @GRAMS@"
/* A byte that no text has is behind all that begins so. */
#define PEOPLE_FROM                                                                                                   \
	"SELECT id FROM contact INDEXED BY contact_folded WHERE folded >= @TEXT@ AND folded < @TEXT@ || CAST(x'FF' AS TEXT)"
#define BY_NUMBER "SELECT rowid FROM account_words WHERE account_words MATCH @GRAMS@"
/* Creditors are few: each is met once, from one to the next in their index. */
#define CREDITORS                                                                                                     \
	"WITH RECURSIVE d (name) AS (SELECT min(creditor_folded) FROM account UNION ALL SELECT (SELECT "                 \
	"min(creditor_folded) FROM account WHERE creditor_folded > d.name) FROM d WHERE d.name IS NOT NULL) "         \
	"SELECT name FROM d WHERE instr(fold(name), @TEXT@) > 0"
#define BY(index) "FROM account a INDEXED BY account_" index
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
	[account_CLIENT] = "fold(a.creditor_folded)",
	[account_STATUS] = "a.state",
	[account_BAL] = "a.money",
	[account_CUR] = "lower(a.currency)",
	[account_DPD] = "a.late_since",
	[account_DUE] = "a.due",
	[account_ADDED] = "a.added_at",
};
static const char *const orders[account__FIELDS] = { [account_CLIENT] = "a.creditor_folded" };
static const char *const from_by[account__FIELDS] = {
	[account_ACCT] = BY("searched"),
	[account_NAME] = "FROM contact c INDEXED BY contact_folded CROSS JOIN account a INDEXED BY account_contact ON a.contact = c.id",
	[account_CLIENT] = BY("creditor"),
	[account_STATUS] = BY("state"),
	[account_BAL] = BY("money"),
	[account_DPD] = BY("late"),
	[account_DUE] = BY("due"),
	[account_ADDED] = BY("added"),
};
static const char *const flags[] = {
	[account_is_LIVE] = "EXISTS (SELECT 1 FROM session v WHERE v.contact = a.contact AND " IN_PORTAL ")",
	[account_is_NEVER] = "NOT EXISTS (SELECT 1 FROM session v WHERE v.contact = a.contact AND v.account = a.id)",
	[account_is_PROMISED] = "a.promised > 0",
	[account_is_DISPUTED] = "EXISTS (SELECT 1 FROM dispute d WHERE d.account = a.id AND d." OPEN_DISPUTE ")",
};
/* Rows by an index that does not cover what is narrow, or by one row after the other of another table. */
enum { DEAR = 10, RATHER_DEAR = 4 };
/* A number of two letters has no three in a row. */
#define WHOLE_NUMBER .when = "a.searched = @TEXT@", .from = BY("searched"), .brief = true, .more = true
static const struct list_driver drivers[] = {
	{ LIST_BY_INDEX, account_ACCT, .from = BY("searched") },
	{ LIST_BY_FIELD, account_ACCT, WHOLE_NUMBER },
	{ LIST_BY_FIELD, account_ACCT, .find = BY_NUMBER, .table = "account_words", .letters = "account_letters", .from = BY("id"), .dear = DEAR },
	{ LIST_BY_START, account_NAME, .find = PEOPLE_FROM, .of = "a.contact", .ones = true, .from = BY("contact"),
	  .dear = RATHER_DEAR },
	{ LIST_BY_FIELD, account_NAME, .find = PEOPLE, .table = "contact_words", .letters = "contact_letters", .of = "a.contact", .from = BY("contact"),
	  .dear = RATHER_DEAR },
	{ LIST_BY_FIELD, account_CLIENT, .find = CREDITORS, .of = "a.creditor_folded", .from = BY("creditor") },
	{ LIST_BY_INDEX, account_STATUS, .from = BY("state"), .then = "a.late_since" },
	{ LIST_BY_INDEX, account_BAL, .from = BY("money") },
	{ LIST_BY_WHOLE, account_CUR, .when = "a.currency = upper(@TEXT@)", .from = BY("currency") },
	{ LIST_BY_INDEX, account_DPD, .from = BY("late") },
	{ LIST_BY_INDEX, account_DUE, .from = BY("due") },
	{ LIST_BY_INDEX, account_ADDED, .from = BY("added") },
	{ LIST_BY_WORD, .find = PEOPLE, .table = "contact_words", .letters = "contact_letters", .of = "a.contact", .from = BY("contact"), .personal = true,
	  .more = true, .dear = RATHER_DEAR },
	{ LIST_BY_WORD, WHOLE_NUMBER, .covered = true },
	{ LIST_BY_WORD, .find = BY_NUMBER, .covered = true, .table = "account_words", .letters = "account_letters", .from = BY("id"), .more = true, .dear = DEAR },
	{ LIST_BY_WORD, .find = CREDITORS, .covered = true, .of = "a.creditor_folded", .from = BY("creditor") },
	{ LIST_BY_SIGN, account_is_LIVE, .find = "SELECT v.contact FROM session v WHERE v.ended_at IS NULL", .of = "a.contact",
	  .from = BY("contact"), .dear = RATHER_DEAR },
	{ LIST_BY_NO_SIGN, account_is_NEVER, .find = "SELECT v.contact FROM session v", .of = "a.contact", .from = BY("contact"),
	  .dear = RATHER_DEAR },
	{ LIST_BY_SIGN, account_is_PROMISED, .when = "a.promised > 0", .from = BY("promised"), .exact = true },
	{ LIST_BY_SIGN, account_is_DISPUTED, .find = "SELECT d.contact FROM dispute d WHERE d." OPEN_DISPUTE, .of = "a.contact",
	  .from = BY("contact"), .dear = RATHER_DEAR },
};
static const struct list_driver whole = { .by = LIST_BY_WHOLE, .when = "1", .from = BY("searched") };

#define BIT(field) (UINT64_C(1) << account_##field)

const struct list_sql account_list_sql = {
	.name = "account.list",
	.words = &account_list_words,
	.fields = fields,
	.orders = orders,
	.flags = flags,
	.word = "c.folded" LIST_APART "a.searched" LIST_APART "fold(a.creditor_folded)",
	.word_masked = "a.searched" LIST_APART "fold(a.creditor_folded)",
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
	.join = " CROSS JOIN contact c ON c.id = a.contact",
	.found_by = { "a.contact", "a.id" },
	.again = "CROSS JOIN account a ON a.contact = k.k0 AND a.id = k.k1 CROSS JOIN contact c ON c.id = a.contact",
	.word_narrow = "a.searched" LIST_APART "fold(a.creditor_folded)",
	.whole = &whole,
	.from_order = BY("searched"),
	.narrow = BIT(ACCT) | BIT(CLIENT) | BIT(STATUS) | BIT(BAL) | BIT(CUR) | BIT(DPD) | BIT(DUE) | BIT(ADDED),
	.coarse = BIT(STATUS) | BIT(BAL) | BIT(DUE) | BIT(ADDED),
	.key = "a.id",
	.order = "a.searched",
	.order_text = true,
	.row = &account_row_record,
};
