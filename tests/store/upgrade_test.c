/* Books from before: a database of an older schema, filled, is brought up to date and lists the same rows as one that had the
 * newest from the start; what is done to it is told in the log, and not begun without room on the disk. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/embedded.h"
#include "common/file.h"
#include "common/log.h"
#include "common/record_json.h"
#include "common/zone.h"

#include "protocol/lists.h"

#include "server/store/account.h"
#include "server/store/migrate.h"
#include "server/store/sqlite.h"

/* The first schema in which all that is filled has its place; the list of accounts came with 0017. */
enum { OLDEST = 16, FILES_MOST = 200, ROWS_MOST = 400, NOW_DAY = 20000 };

static struct arena arena;
static char folder[64];

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/quits-upgrade-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static void remove_one(void *arg, const char *name)
{
	(void)arg;
	file_remove(arena_print(&arena, "%s/%s", folder, name));
}

static int tear_down(void **state)
{
	(void)state;
	folder_each(folder, remove_one, NULL);
	rmdir(folder);
	arena_free(&arena);
	return 0;
}

static int64_t number_of(const struct embedded *file)
{
	int64_t n = 0;

	CHECK(sv_int(sv_from_to(sv_from(strrchr(file->path, '/') + 1), 0, 4), &n));
	return n;
}

static int64_t newest(void)
{
	int64_t n = 0;

	for (const struct embedded *f = schema_sql_files; f->path; f++)
		n = number_of(f) > n ? number_of(f) : n;
	return n;
}

/* Accounts of several currencies, creditors and states, some without a day; promises that are open and that are not. */
static const char fill[] =
	"INSERT INTO contact (id, external, name, folded, added_at, changed_at) "
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT i, 'C-' || i, 'Maria ' || i, "
	"CASE i % 3 WHEN 0 THEN 'maria ' WHEN 1 THEN 'ana ' ELSE 'jörg ' END || (i * 37 % 101) || ' c-' || i, 1, 1 FROM n;"
	"INSERT INTO account (contact, id, number, creditor, currency, balance, due_date, state, added_at, changed_at) "
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) SELECT 1 + i % 60, 1000 + i, 'NO-' || (i * 7), "
	"CASE i % 3 WHEN 0 THEN 'Northwind' WHEN 1 THEN 'Harbour Bank' ELSE 'ACME' END, "
	"CASE i % 4 WHEN 0 THEN 'EUR' WHEN 1 THEN 'JPY' WHEN 2 THEN 'KWD' ELSE 'USD' END, CASE i % 5 WHEN 0 THEN 0 ELSE i * i * 31 % 90000 END, "
	"CASE WHEN i % 7 THEN 19900 + i END, CASE i % 5 WHEN 0 THEN 'paid' WHEN 1 THEN 'promise_active' ELSE 'new' END, i, 1 FROM n;"
	"INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, session) "
	"SELECT contact, id, id, 'P-' || id, 5, currency, 20100, CASE id % 3 WHEN 0 THEN 'active' WHEN 1 THEN 'kept' ELSE 'verifying' END, "
	"1, 1 FROM account WHERE state = 'promise_active'";

/* A database that stopped at schema `last` and was filled then. */
static const char *filled(int64_t last)
{
	struct embedded files[FILES_MOST] = { { NULL, NULL, NULL } };
	const char *path = arena_print(&arena, "%s/book-%lld.db", folder, (long long)last);
	struct db *db;
	size_t n = 0;

	for (const struct embedded *f = schema_sql_files; f->path; f++) {
		CHECK(n + 1 < FILES_MOST);
		if (number_of(f) <= last)
			files[n++] = *f;
	}
	CHECK_OK(migrate(path, files));
	CHECK_OK(db_open(path, ACCESS_WRITE, 1, &db));
	CHECK_OK(db_exec(db, fill));
	db_close(db);
	return path;
}

static const char *const asked[] = {
	"", "sort:-bal", "sort:name", "is:promised sort:dpd", "-is:promised status:promise_active", "maria sort:-bal", "xq",
	"ia sort:name", "ana north", "client:harbour sort:due", "cur:jpy sort:-added", "acct:no-1* sort:client", "dpd>30 sort:-dpd",
	"-bal>0 sort:-added", "name:ma* is:promised", "11 sort:-due",
};

/* All that is asked, as JSON. */
static struct sv listed(const char *path)
{
	const struct filter_when when = { .now = NOW_DAY * INT64_C(86400000), .zone = zone_utc(), .who = SV("ana") };
	struct store_config c = { .path = path, .schema = schema_sql_files };
	struct buf b = buf_new(&arena, 1 << 20);
	struct store *store;
	struct snap s;

	CHECK_OK(store_open(&c, &store));
	CHECK_OK(snap_open(store, &s));
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct list_page p;
		struct filter f;

		CHECK_OK(filter_parse(&arena, sv_from(asked[i]), &account_list_words, &when, &f, NULL));
		CHECK_OK(store_list_page(&s, &account_list_sql, &f, SV_NONE, ROWS_MOST, &p, &arena));
		if (p.rows.n == 0 && strcmp(asked[i], "xq") != 0)
			fail_msg("%s: %s: no rows", path, asked[i]);
		buf_print(&b, "\n%s: %zu\n", asked[i], p.rows.n);
		for (size_t k = 0; k < p.rows.n; k++)
			record_to_json(&b, account_list_sql.row, (const char *)p.rows.at + k * account_list_sql.row->size);
		snap_end(&s);
	}
	snap_close(&s);
	store_close(store);
	CHECK(!b.over);
	return buf_sv(&b);
}

static void a_filled_book_of_any_older_schema_lists_what_one_of_the_newest_does(void **state)
{
	struct sv want = listed(filled(newest()));

	(void)state;
	CHECK(newest() > OLDEST);
	for (int64_t n = OLDEST; n < newest(); n++) {
		struct sv got = listed(filled(n));
		size_t at = 0;

		while (at < got.n && at < want.n && got.p[at] == want.p[at])
			at++;
		if (at < got.n || at < want.n)
			fail_msg("from schema %lld: ..." SV_FMT, (long long)n,
				 SV_ARG(sv_from_to(got, at > 200 ? at - 200 : 0, at + 100 < got.n ? at + 100 : got.n)));
	}
}

/* The log of bringing `path` up to date. */
static struct sv told(const char *path)
{
	const char *log = arena_print(&arena, "%s/log", folder);
	int fd = open(log, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	struct sv text;

	CHECK(fd >= 0);
	log_start(fd, L_INFO);
	CHECK_OK(migrate(path, schema_sql_files));
	log_start(STDERR_FILENO, L_INFO);
	close(fd);
	CHECK_OK(file_read(&arena, log, 1 << 20, &text));
	return text;
}

static void each_step_of_an_upgrade_is_told_in_the_log_and_none_of_a_new_book(void **state)
{
	struct sv log = told(filled(22)), last = sv_print(&arena, "of=%lld ", (long long)newest());

	(void)state;
	CHECK(sv_find_sv(log, SV("what=migration.begins name=0023_list_covering.sql number=23 ")) < log.n);
	CHECK(sv_find_sv(log, SV("what=migration.done name=0023_list_covering.sql ")) < log.n);
	CHECK(sv_find_sv(log, last) < log.n && sv_find_sv(log, SV("free_mb=")) < log.n);
	CHECK(sv_find_sv(log, SV("0022")) == log.n);
	CHECK_INT(0, told(filled(newest())).n);
	CHECK_INT(0, told(arena_print(&arena, "%s/new.db", folder)).n);
}

static void indexes_are_not_begun_where_the_disk_may_end_first(void **state)
{
	const int64_t mb = 1 << 20;

	(void)state;
	CHECK_OK(migrate_room("0023_x.sql", 3000 * mb, 6000 * mb));
	CHECK_OK(migrate_room("0023_x.sql", MIGRATE_SMALL - 1, 0)); /* a small one is never refused */
	CHECK_FAULT(ST_UNAVAILABLE, "", "0023_x.sql makes indexes and may need 6000 MB",
		    migrate_room("0023_x.sql", 3000 * mb, 6000 * mb - 1));
	CHECK_FAULT(ST_UNAVAILABLE, "", "17 MB are free", migrate_room("0023_x.sql", MIGRATE_SMALL, 17 * mb));
}

static void a_migration_with_unique_indexes_alone_makes_indexes_too(void **state)
{
	(void)state;
	CHECK(migrate_indexes(SV("DROP INDEX b;\nCREATE INDEX a ON t (x);")));
	CHECK(migrate_indexes(SV("CREATE UNIQUE INDEX a ON t (x);")));
	CHECK(!migrate_indexes(SV("DROP INDEX a;\nCREATE TABLE t (x INTEGER);")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_filled_book_of_any_older_schema_lists_what_one_of_the_newest_does, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_step_of_an_upgrade_is_told_in_the_log_and_none_of_a_new_book, set_up, tear_down),
		cmocka_unit_test_setup_teardown(indexes_are_not_begun_where_the_disk_may_end_first, set_up, tear_down),
		cmocka_unit_test(a_migration_with_unique_indexes_alone_makes_indexes_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
