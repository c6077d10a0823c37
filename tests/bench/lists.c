/* How long a page of account.list takes in a large book: usual filters and orders, first page and tenth, as the server reads
 * them, on a warm file. bench_lists DIR: DIR is a data directory whose server does not run; its accounts get states
 * spread over them, as months of work would. Prints the middle and the longest of the rounds in ms, and the worst of all: of the
 * thread's own CPU time, which on a warm file is what a quiet machine takes, and of the time on the wall, which a busy one adds to.
 * [ROUNDS [WORD]]: only questions that hold WORD; "mixed:N" instead: so many that are put together by chance, the same ones always. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/crypt.h"
#include "common/embedded.h"
#include "common/thread.h"
#include "common/zone.h"

#include "protocol/lists.h"

#include "server/store/account.h"

extern const struct embedded schema_sql_files[];

enum { PAGE = 50, PAGES = 10, ROUNDS_DEFAULT = 11, ROUNDS_MOST = 1000, QUESTION_MAX = 200 };

static const char *const asked[] = {
	"",
	"sort:-bal",
	"sort:-dpd",
	"sort:name",
	"sort:client",
	"sort:status",
	"status:promise_active sort:-dpd",
	"status:escalated",
	"status:new dpd>30 sort:-bal",
	"dpd:30..60",
	"dpd>90 sort:-bal",
	"bal>5k sort:-dpd",
	"due:today..7d sort:due",
	"added:today",
	"acct:us-12* sort:-bal",
	"acct:77777",
	"ana",
	"ana sort:-bal",
	"name:vidal sort:-bal",
	"\"verónica girard\" sort:-bal",
	"ana vidal dpd>30 sort:-bal",
	"zzyzx",
	"client:pennine sort:-bal",
	"client:nobody",
	"is:promised sort:-dpd",
	"is:live sort:-bal",
	"status:new,paid -ana sort:-bal",
	"(núñez | keller) bal>1k sort:-dpd",
	"status:escalated,in_review vidal -is:promised sort:-added",
	/* one field, and an order that puts its rows last or has nothing to do with it */
	"client:pennine",
	"client:pennine sort:name",
	"client:pennine sort:-added",
	"cur:usd",
	"cur:gbp sort:-bal",
	"cur:eur sort:-bal",
	"cur:usd sort:-dpd",
	"status:paid sort:-bal",
	"status:paid sort:-dpd",
	"status:new sort:client",
	"status:promise_overdue sort:acct",
	"bal=0 sort:-bal",
	"bal:1000..1001 sort:-dpd",
	"due<-700d sort:-bal",
	"acct:us-* sort:name",
	"dpd:600..720 sort:due",
	/* names, as they are common or rare, and words together */
	"smith",
	"smith sort:-bal",
	"name:smith sort:name",
	"maria sort:-bal",
	"garcía lópez sort:-bal",
	"john smith sort:-dpd",
	"mar sort:-bal",
	"+44 sort:-bal",
	"example.org sort:-bal",
	"smith pennine sort:-bal",
	"juan schmidt",
	"es-10 vidal sort:-bal",
	/* what is denied, and either of several */
	"-status:new,paid,pending_contact,auto_management sort:-bal",
	"-is:never",
	"is:never vidal sort:-bal",
	"-cur:eur -ana sort:-bal",
	"-bal>0 sort:-dpd",
	"(client:pennine | status:escalated) sort:-bal",
	"(smith | client:pennine) dpd>30 sort:-bal",
	"(cur:usd | cur:gbp) sort:-bal",
	"client:pennine,gas sort:-dpd",
	/* what hardly anything or nothing satisfies, of terms that much satisfies */
	"status:paid bal>0 sort:-bal",
	"status:paid dpd>30",
	"is:promised -status:promise_active sort:-bal",
	"is:promised status:new sort:-dpd",
	"cur:mxn client:pennine",
	"status:in_review dpd:30..60 bal>2k sort:-bal",
	"dpd:700..720 bal>5k",
	"due:-60d..-30d is:promised sort:-bal",
	"bal>100 bal<101 sort:name",
	"example.com smith status:in_review sort:due",
	"\"juan garcía\" sort:-bal",
	"nuria vidal sort:name",
	"name:sch* sort:-dpd",
	"vid dal status:new sort:due",
	"(ana | vidal) pennine",
	"-vidal -keller status:in_review sort:-bal",
	"added>-1d client:pennine sort:-added",
	"an sort:-bal",
	"xq sort:-bal",
	"xq",
	"name:xq sort:-dpd",
	"us ana sort:-bal",
	/* several orders */
	"sort:status,-bal",
	"sort:client,-dpd",
	"sort:-added,-bal",
	"status:in_review sort:client,-bal",
	"vidal sort:-dpd,-bal",
	/* words beside a range, a status, a sign, in orders that have nothing to do with either */
	"maria lopez bal>1k sort:-dpd",
	"ana vidal bal:500..5k sort:due",
	"garcía dpd:90..180 sort:-bal",
	"juan vidal due<today sort:-bal",
	"lucia ana -status:paid sort:-dpd",
	"ana dpd>30 bal>1k sort:-bal",
	"carmen -vidal status:new,in_review sort:due",
	"(ana | vidal) dpd>30 sort:-bal",
	"(ana | vidal) -status:new sort:due",
	"vidal dpd>30 sort:name",
	"ana sort:due",
	"ana sort:name",
	"vid dal sort:client",
	"ana vidal status:promise_active sort:client",
	"client:pennine ana sort:-dpd",
	"ana carmen javier sort:-bal",
	"james anderson austin sort:due",
	/* signs, and what is denied of them */
	"is:promised -status:promise_active sort:-dpd",
	"is:promised -status:promise_active,promise_overdue",
	"-is:promised status:promise_active sort:-bal",
	"-is:promised status:promise_active sort:due",
	"-is:never status:new sort:-bal",
	"is:never -is:promised vidal sort:-dpd",
	"is:promised -cur:eur sort:name",
	"is:promised ana sort:-bal",
	"is:promised bal<100 -dpd>30 sort:-bal",
	"-is:promised vidal dpd>90 sort:due",
	"is:disputed -status:new",
	/* words of two letters, which stand in many others or in none, beside much and beside little; and of one */
	"an status:escalated sort:-bal",
	"xq status:new sort:-bal",
	"xq status:escalated sort:due",
	"xq dpd>30",
	"xq ana sort:-bal",
	"xq vidal dpd>30 sort:due",
	"us status:in_review sort:due",
	"12 vidal sort:-dpd",
	"an vi dpd>30 sort:-bal",
	"-xq status:in_review sort:-bal",
	"client:xq sort:-bal",
	"name:xq ana sort:-dpd",
	"(xq | zq) status:paid sort:-bal",
	"q sort:-bal",
	"x vidal dpd>30 sort:due",
	/* ranges, and what is denied of them */
	"-dpd>30 sort:-bal",
	"-dpd:30..90 status:new sort:-dpd",
	"-bal:100..5k sort:name",
	"-due>-30d sort:due",
	"-bal>0 -dpd>0 sort:due",
	"-bal<1k vidal sort:-dpd",
	"-bal>0 -ana sort:due",
	"-bal>0 dpd>0 sort:-dpd",
	"-bal>0 sort:name",
	"-ana -vidal sort:name",
	"status:paid -ana sort:due",
	"status:paid sort:due",
	"status:new sort:name",
	"client:pennine dpd>30 bal:1k..2k sort:due",
	"cur:gbp status:new dpd<10 sort:-bal",
	"cur:gbp sort:due",
	"bal>10k dpd<5 sort:due",
	"bal:2k..2100 status:new sort:due",
	"due:-90d..-80d bal>3k sort:name",
};

/* What mixed questions are made of: terms that much of a book, a little and nothing satisfies, words of all lengths, and orders. */
static const char *const terms[] = {
	"ana", "vidal", "mar", "garcía", "keller", "pennine", "gas", "xq", "an", "us", "12", "es-10", "+44", "example.org",
	"\"al ma\"", "name:vidal", "name:an*", "name:li", "acct:us-1*", "acct:77", "client:pennine", "client:water", "client:ne",
	"cur:usd", "cur:eur,gbp", "status:new", "status:paid", "status:escalated", "status:in_review", "status:promise_active",
	"status:promise_overdue,in_review", "dpd>30", "dpd>300", "dpd:30..60", "dpd<10", "bal>1k", "bal>5k", "bal<100", "bal=0",
	"bal:1k..2k", "bal:500..520", "due<today", "due:-60d..-30d", "due>-10d", "added:today", "added<-1d", "is:promised",
	"is:never", "is:live", "is:disputed", "(ana | vidal)", "(keller | status:escalated)", "(bal>10k | dpd>600)", "(xq | li)",
};
static const char *const sorts[] = {
	"", "sort:-bal", "sort:bal", "sort:-dpd", "sort:dpd", "sort:due", "sort:-due", "sort:name", "sort:-name", "sort:client",
	"sort:status", "sort:-added", "sort:acct", "sort:status,-bal", "sort:client,-dpd",
};

/* One to four terms, a quarter of them denied. */
static const char *mixed(char *to, size_t n)
{
	size_t at = 0, terms_n = 1 + (size_t)random() % 4, first = (size_t)random();

	for (size_t i = 0; i < terms_n; i++) /* none twice */
		at += (size_t)snprintf(to + at, n - at, "%s%s ", random() % 4 ? "" : "-",
				       terms[(first + i * (1 + first % 11)) % COUNT(terms)]);
	snprintf(to + at, n - at, "%s", sorts[(size_t)random() % COUNT(sorts)]);
	return to;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

enum clock { CPU, WALL, CLOCKS };
struct moment { /* us */
	int64_t at[CLOCKS];
};

static struct moment now(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (struct moment){ { t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000, clock_mono_us() } };
}

enum part { FIRST, TENTH, COUNTED, PARTS };
struct taken {
	int64_t us[PARTS][CLOCKS][ROUNDS_MOST];
	size_t rows;
	int64_t counted;
};

static void keep(struct taken *t, enum part part, int round, struct moment since)
{
	struct moment m = now();

	for (int c = 0; c < CLOCKS; c++)
		t->us[part][c][round] = m.at[c] - since.at[c];
}

static enum status once(struct snap *s, struct arena *a, const char *typed, int round, struct taken *t)
{
	const struct filter_when when = { .now = clock_now(), .zone = zone_utc(), .who = SV("ana") };
	struct list_page page = { .next = SV_NONE };
	struct moment began = now();
	struct filter f;

	TRY(filter_parse(a, sv_from(typed), &account_list_words, &when, &f, NULL));
	t->rows = 0;
	t->us[TENTH][CPU][round] = t->us[TENTH][WALL][round] = 0;
	for (int i = 0; i < PAGES; i++) {
		struct sv after = page.next;

		began = now();
		TRY(store_list_page(s, &account_list_sql, &f, after, PAGE, &page, a));
		if (i == 0)
			keep(t, FIRST, round, began);
		if (i == PAGES - 1)
			keep(t, TENTH, round, began);
		t->rows += page.rows.n;
		if (page.next.n == 0)
			break;
	}
	began = now();
	TRY(store_list_count(s, &account_list_sql, &f, LIST_COUNT_MAX, &t->counted, a));
	keep(t, COUNTED, round, began);
	return ST_OK;
}

static struct worst { /* of all questions: us */
	const char *typed;
	int64_t took;
} worst_middle[CLOCKS], worst_longest[CLOCKS];

static void keep_worst(struct worst *w, const char *typed, int64_t took)
{
	if (took > w->took)
		*w = (struct worst){ typed, took };
}

static double ms(int64_t us)
{
	return (double)us / 1000.0;
}

static void show(const char *typed, struct taken *t, int rounds)
{
	for (int i = 0; i < PARTS * CLOCKS; i++)
		qsort(t->us[i / CLOCKS][i % CLOCKS], (size_t)rounds, sizeof(int64_t), by_size);
	for (int c = 0; c < CLOCKS; c++) {
		keep_worst(&worst_middle[c], typed, t->us[FIRST][c][rounds / 2]);
		keep_worst(&worst_longest[c], typed, t->us[FIRST][c][rounds - 1]);
	}
	printf("%-58s %7.1f %7.1f %7.1f %7.1f ", typed[0] ? typed : "(nothing)", ms(t->us[FIRST][CPU][rounds / 2]),
	       ms(t->us[FIRST][CPU][rounds - 1]), ms(t->us[FIRST][WALL][rounds / 2]), ms(t->us[FIRST][WALL][rounds - 1]));
	printf(" %7.1f %7.1f  %7.1f %7.1f %6lld\n", ms(t->us[TENTH][CPU][rounds / 2]), ms(t->us[TENTH][WALL][rounds / 2]),
	       ms(t->us[COUNTED][CPU][rounds / 2]), ms(t->us[COUNTED][WALL][rounds / 2]), (long long)t->counted);
	fflush(stdout);
}

static const char *const spread[] = {
	"UPDATE account SET state = CASE WHEN balance <= 0 THEN 'paid' WHEN id % 1000 < 2 THEN 'escalated' "
	"WHEN id % 100 < 3 THEN 'in_review' WHEN id % 100 < 10 THEN 'promise_active' WHEN id % 100 < 15 THEN 'promise_overdue' "
	"WHEN id % 100 < 40 THEN 'pending_contact' WHEN id % 100 < 60 THEN 'auto_management' ELSE 'new' END "
	"WHERE NOT EXISTS (SELECT 1 FROM account WHERE state = 'promise_overdue')", /* once, in a book that is kept */
	"INSERT OR IGNORE INTO promise (contact, id, account, reference, amount, currency, promised_date, state, made_at, session) "
	"SELECT contact, id, id, 'PR-' || id, 1000, currency, 2461000, 'active', 1, 1 FROM account WHERE state = "
	"'promise_active'",
};

static enum status spread_states(struct store *store)
{
	struct tx *tx = store_tx(store);

	thread_is(THREAD_WRITER);
	TRY(store_group_begin(tx));
	for (size_t i = 0; i < COUNT(spread); i++)
		TRY(store_exec(tx, spread[i]));
	TRY(store_group_commit(tx));
	return store_checkpoint(tx);
}

/* All rounds of one question. */
static void measure(struct snap *s, const char *typed, int rounds, struct taken *t)
{
	enum status st = ST_OK;
	struct moment began = now();

	for (int round = 0; round < rounds && st == ST_OK; round++) {
		struct arena work = ARENA_INIT;

		began = now();
		st = once(s, &work, typed, round, t);
		snap_end(s);
		arena_free(&work);
	}
	if (st == ST_OK) {
		show(typed, t, rounds);
		return;
	}
	keep(t, FIRST, 0, began);
	printf("%-58s %7.1f         %7.1f          %s: %s\n", typed, ms(t->us[FIRST][CPU][0]), ms(t->us[FIRST][WALL][0]),
	       fault_last()->field, fault_last()->text);
}

static enum status run(const char *dir, int rounds, const char *word, long mixed_n)
{
	static const char *const clocks[] = { "CPU", "wall" };
	struct arena a = ARENA_INIT;
	struct taken *t = mem_new(sizeof(*t));
	struct store_config config = { .path = arena_print(&a, "%s/quits.db", dir), .schema = schema_sql_files };
	struct store *store;
	struct snap s;

	TRY(store_open(&config, &store));
	TRY(spread_states(store));
	TRY(snap_open(store, &s));
	printf("%-58s %31s   %15s  %15s\n", "account.list: ms", "first page", "tenth page", "count");
	printf("%-58s %7s %7s %7s %7s  %7s %7s  %7s %7s %6s\n", "", "CPU p50", "max", "wall", "max", "CPU", "wall", "CPU", "wall",
	       "rows");
	for (size_t i = 0; mixed_n == 0 && i < COUNT(asked); i++)
		if (strstr(asked[i], word))
			measure(&s, asked[i], rounds, t);
	srandom(1);
	for (long i = 0; i < mixed_n; i++)
		measure(&s, mixed(NEW_N(&a, char, QUESTION_MAX), QUESTION_MAX), rounds, t);
	for (int c = 0; c < CLOCKS; c++)
		printf("worst first page of %ld questions, %s: p50 %.1f ms (%s), longest of %d rounds %.1f ms (%s)\n",
		       mixed_n ? mixed_n : (long)COUNT(asked), clocks[c], ms(worst_middle[c].took), worst_middle[c].typed, rounds,
		       ms(worst_longest[c].took), worst_longest[c].typed);
	snap_close(&s);
	store_close(store);
	mem_free(t);
	arena_free(&a);
	return ST_OK;
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : ROUNDS_DEFAULT;
	long mixed_n = argc > 3 && strncmp(argv[3], "mixed:", 6) == 0 ? strtol(argv[3] + 6, NULL, 10) : 0;

	if (argc < 2 || rounds < 1 || rounds > ROUNDS_MOST) {
		fputs("usage: bench_lists DIR [ROUNDS [WORD | mixed:N]]\n", stderr);
		return 2;
	}
	if (run(argv[1], rounds, argc > 3 && !mixed_n ? argv[3] : "", mixed_n) == ST_OK)
		return 0;
	fprintf(stderr, "bench_lists: %s\n", fault_last()->text);
	return 1;
}
