/* The bare loop that a durable promise is held against: the very statements that one promise runs, committed in
 * groups of a given size, on a copy of a book, in one thread with nothing around it. Keys are spread as ours are:
 * random references and form ids, accounts in no order.
 *   sqlite_loop DB GROUP PROMISES
 * DB is a quits.db with accounts and no promises, as the server's was when its load began; it does as many as the
 * server did, so that both read lists of the same length. Only this program may use it. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const sql[] = {
	"SELECT a.id, a.contact, a.balance, a.currency, a.state, a.number, a.creditor, a.digits, c.digits, "
	"c.external, c.name, c.email, c.phone, c.whatsapp, c.language, c.country, c.time_zone FROM account a "
	"JOIN contact c ON c.id = a.contact WHERE a.id = ?",
	"SELECT p.id FROM promise p WHERE p.contact = 1 AND p.id = ?",
	"SELECT name, value FROM setting WHERE ? > 0",
	"SELECT count(*), CAST(coalesce(sum(amount - paid), 0) AS BIGINT) FROM promise WHERE contact = (SELECT contact FROM "
	"account WHERE id = ?1) AND account = ?1 AND state IN ('active', 'verifying')",
	"INSERT INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, "
	"session, wake_at) VALUES ((SELECT contact FROM account WHERE id = ?2), ?1, ?2, printf('PR-%08X-', ?1 / 1000) || "
	"hex(randomblob(4)), 1, 'USD', 2461110, 'active', 1, 1, 9000000000000)",
	"INSERT INTO receipt (contact, id, reference, kind, account, subject, amount, currency, day, session, at) VALUES "
	"((SELECT contact FROM account WHERE id = ?2), ?1, printf('PR-%08X-', ?1 / 1000) || hex(randomblob(4)), "
	"'promise', ?2, ?1, 1, 'USD', 2461110, 1, 1)",
	"SELECT seq, hash, seal FROM chain WHERE id = ?",
	"INSERT INTO event (seq, at, kind, account, contact, actor, body, body_hash, hash) VALUES (?1, ?1, "
	"'portal.promise_created', ?2, ?2, 'debtor', '{\"promise\":\"1234567890123456789\",\"session\":"
	"\"1234567890123456789\",\"amount\":1,\"currency\":\"USD\",\"promised_date\":\"2026-12-01\"}', "
	"zeroblob(32), zeroblob(32))",
	"UPDATE chain SET seq = ?, hash = zeroblob(32), seal = zeroblob(32) WHERE id = 1",
	"INSERT INTO interaction (contact, seq, at, kind, account) VALUES ((SELECT contact FROM account WHERE id = ?2), "
	"?1, 1, 'portal.promise_created', ?2)",
	"INSERT INTO kpi (metric, hour, currency, count, amount) VALUES ('promises', 1, 'USD', 1, ?1) ON CONFLICT "
	"(metric, hour, currency) DO UPDATE SET count = kpi.count + 1, amount = kpi.amount + 1",
	"INSERT INTO notification (seq, at, kind, account, contact, amount, currency) VALUES (?, 1, "
	"'portal.promise_created', 1, 1, 1, 'USD')",
};
enum { STATEMENTS = sizeof(sql) / sizeof(sql[0]) };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(sqlite3 *db, int code)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return;
	fprintf(stderr, "sqlite_loop: %s\n", sqlite3_errmsg(db));
	exit(1);
}

int main(int argc, char **argv)
{
	sqlite3_stmt *st[STATEMENTS], *account;
	int64_t n = INT64_C(9000000000000), accounts[4096], n_accounts = 0;
	double began;
	sqlite3 *db;
	int group;
	long done = 0;

	if (argc != 4)
		return 2;
	group = atoi(argv[2]);
	must(NULL, sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
	must(db, sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
				  "PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON; PRAGMA cache_size=-8192",
			      NULL, NULL, NULL));
	for (int i = 0; i < STATEMENTS; i++)
		must(db, sqlite3_prepare_v2(db, sql[i], -1, &st[i], NULL));
	must(db, sqlite3_prepare_v2(db, "SELECT id FROM account LIMIT 4096", -1, &account, NULL));
	while (sqlite3_step(account) == SQLITE_ROW)
		accounts[n_accounts++] = sqlite3_column_int64(account, 0);
	sqlite3_finalize(account);
	n += (int64_t)(now() * 1000) * 1000; /* apart from an earlier run on this file */
	began = now();
	while (done < atol(argv[3])) {
		must(db, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
		for (int g = 0; g < group; g++, done++) {
			n++;
			for (int i = 0; i < STATEMENTS; i++) {
				int64_t account_id = accounts[(uint64_t)done * 2654435761u % (uint64_t)n_accounts];

				sqlite3_bind_int64(st[i], 1, i == 0 || i == 3 ? account_id : n);
				if (sqlite3_bind_parameter_count(st[i]) > 1)
					sqlite3_bind_int64(st[i], 2, account_id);
				while (sqlite3_step(st[i]) == SQLITE_ROW)
					;
				must(db, sqlite3_reset(st[i]));
			}
		}
		must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
	}
	printf("%.0f per second in groups of %d\n", (double)done / (now() - began), group);
	return 0;
}
