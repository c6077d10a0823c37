/* The engine's half of an import: reads the scratch file, stages good rows, has them checked against each other
 * and what is on file, has the plan made, applied and cleared away. Each call is one step of a few small writes
 * on the slow lane; where it stands is in the import's own row, so nothing is kept in memory between steps.
 * THREAD_ENGINE; the functions named run_* are called on THREAD_WRITER while the engine waits. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/latch.h"
#include "common/log.h"
#include "common/record_json.h"

#include "server/exchange/book_row.h"
#include "server/exchange/csv.h"
#include "server/rule/spread.h"
#include "server/runtime/writer.h"
#include "server/service/book_inside.h"
#include "server/service/event.h"
#include "server/store/promise.h"

enum { BATCH = 400, WRITES_PER_STEP = 8, BAD_MAX = 100000, PROBLEMS_TOLD = 500 };

struct bad_cell {
	int64_t line, n;
	struct sv column, reason;
	bool warning;
};

struct job {
	struct unit *u;
	struct import_core i;
	struct mapping *map;
	size_t width; /* columns of the file */
	/* reading */
	int fd;
	int64_t at;
	struct value (*staged)[STAGED_COLUMNS]; /* [BATCH] */
	char (*last)[2][4]; /* [BATCH]: last four of document and reference; begins with 0 where there are none */
	struct spread spread[2];
	size_t staged_n;
	struct bad_cell *bad; /* [BATCH * BOOK_ROW_PROBLEMS] */
	size_t bad_n;
	/* checking */
	struct key_range range;
	/* applying */
	struct book_report report;
	struct sv json;
	int64_t began; /* clock_mono_us */
};

static enum status do_write(struct job *j, const char *name, enum status (*run)(struct tx *tx, void *arg))
{
	snap_end(j->u->snap);
	return writer_do_slow(j->u->shared->writer, name, &j->u->arena, run, j);
}

static enum status read_file(void *arg, char *p, size_t n, size_t *ret)
{
	struct job *j = arg;
	int64_t left = j->i.bytes - j->at; /* the file may be longer: a piece whose write was rolled back */
	ssize_t got;

	if ((int64_t)n > left)
		n = (size_t)left;
	do
		got = pread(j->fd, p, n, (off_t)j->at);
	while (got < 0 && errno == EINTR);
	if (got < 0 || (got == 0 && n > 0))
		return fail(ST_INTERNAL, "the scratch file can not be read");
	j->at += got;
	*ret = (size_t)got;
	return ST_OK;
}

/* The first row, and the mapping bound to it. */
static enum status read_header(struct job *j, struct csv_row *row)
{
	struct csv_reader *c;
	enum status st;
	bool found;

	TRY(mapping_read(&j->u->arena, j->i.map, &j->map));
	j->at = 0;
	c = csv_reader_new(read_file, j, 0, 1);
	st = csv_reader_next(c, row, &found);
	if (st == ST_OK && !found)
		st = fail_field(ST_INVALID, "file", "is empty: there is no header");
	else if (st == ST_OK && row->bad)
		st = fail_field(ST_INVALID, "file", "the header can not be read: %s", row->bad);
	else if (st == ST_OK)
		st = mapping_bind(&j->u->arena, j->map, row->fields, row->n);
	j->width = row->n;
	csv_reader_free(c);
	return st;
}

static enum status open_file(struct job *j, struct csv_row *row)
{
	enum status st;

	j->fd = open(book_scratch(j->u, j->i.id), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (j->fd < 0)
		return fail(ST_INTERNAL, "the scratch file: %s", strerror(errno));
	st = read_header(j, row);
	if (st != ST_OK)
		close(j->fd);
	return st;
}

static struct value opt_money(const struct book_money *m)
{
	return m->set ? V(m->amount) : V_NULL;
}

/* In the order of the table's columns. Texts are copied: the reader's window moves on. */
static void stage(struct job *j, int64_t line, const struct book_row *r)
{
#define T(s) V_OPT(sv_copy(a, r->s))
#define H(name) r->has_##name ? V_BLOB(sv_copy(a, hash_sv(&r->name))) : V_NULL
	struct arena *a = &j->u->arena;
	bool invoice = r->invoice.n > 0;
	struct value v[STAGED_COLUMNS] = {
		V(j->i.id), V(line), T(contact), T(name), T(folded), H(contact_digits), T(email), T(phone),
		T(whatsapp), T(language), T(country), T(region), T(time_zone), T(street), T(city), T(postcode),
		V_OPT(r->birth_date), T(account), H(account_digits), T(creditor), T(creditor_role),
		V(sv_copy(a, currency_sv(&r->currency))), opt_money(&r->original_amount), opt_money(&r->balance),
		V_OPT(r->due_date), V_OPT(r->itemization_date), opt_money(&r->interest), opt_money(&r->fees),
		opt_money(&r->payments), opt_money(&r->credits), T(invoice), V_OPT(r->invoice_issued),
		V_OPT(r->invoice_due), invoice ? V(r->invoice_amount) : V_NULL, invoice ? V(r->invoice_open) : V_NULL,
		V_OPT(r->invoice_paid_date), H(contact_digits6), H(account_digits6), H(account_reference),
	};

	memcpy(j->last[j->staged_n][0], r->has_contact_digits ? r->contact_last : "", r->has_contact_digits ? 4 : 1);
	memcpy(j->last[j->staged_n][1], r->has_account_digits ? r->account_last : "", r->has_account_digits ? 4 : 1);
	memcpy(j->staged[j->staged_n++], v, sizeof(v));
#undef T
#undef H
}

static void note_bad(struct job *j, int64_t line, int64_t n, struct sv column, struct sv reason, bool warning)
{
	j->bad[j->bad_n++] = (struct bad_cell){ line, n, column, reason, warning };
}

static void take_row(struct job *j, const struct csv_row *row)
{
	struct arena *a = &j->u->arena;
	struct sv values[BOOK__COUNT];
	struct book_row_report report;
	struct book_row typed;

	j->i.rows++;
	if (row->bad || row->n != j->width) {
		note_bad(j, row->line, 0, SV_NONE,
			 row->bad ? sv_from(row->bad)
				  : sv_print(a, "has %zu fields, the header has %zu", row->n, j->width), false);
		j->i.bad++;
		return;
	}
	mapping_row(a, j->map, row->fields, values);
	book_row_read(a, j->u->shared->keys, values, &typed, &report);
	for (size_t p = 0; p < report.n; p++)
		note_bad(j, row->line, (int64_t)p, sv_from(book_column_name(report.at[p].column)),
			 report.at[p].reason, report.at[p].warning);
	if (report.bad)
		j->i.bad++;
	else
		stage(j, row->line, &typed);
}

/* A contact or account counts once, however many rows it has. */
static enum status count_spread(struct tx *tx, struct job *j, size_t row)
{
	enum { CONTACT_EXTERNAL = 2, ACCOUNT_NUMBER = 17 }; /* among the columns */
	bool known;

	for (int of = 0; of < 2; of++) {
		struct sv key = j->staged[row][of ? ACCOUNT_NUMBER : CONTACT_EXTERNAL].s;

		if (!j->last[row][of][0])
			continue;
		TRY(store_staged_known(tx_look(tx), j->i.id, of == 1, key, &known));
		if (!known)
			spread_count(&j->spread[of], j->last[row][of]);
	}
	return ST_OK;
}

/* With the last batch: is any of the two easy to guess? The header's line stands for the whole file. */
static enum status judge_spread(struct tx *tx, struct job *j)
{
	static const char *const columns[] = { "document", "reference" };

	for (int of = 0; of < 2; of++) {
		enum spread_verdict v = spread_judge(&j->spread[of]);
		struct sv reason = sv_print(
			tx->arena,
			"the last four digits of these %lld numbers are %s: numbers made in sequence are easy "
			"to guess",
			(long long)spread_total(&j->spread[of]),
			v == SPREAD_UNEVEN ? "not evenly spread" : "spread more evenly than chance spreads them");

		if (v != SPREAD_EVEN)
			TRY(store_problem_add(tx, j->i.id, 1, 200 + of, sv_from(columns[of]), reason, true));
	}
	return ST_OK;
}

static enum status keep_spread(struct tx *tx, struct job *j)
{
	struct buf b = buf_new(tx->arena, 16384);

	if (!sv_is(j->i.step, "read"))
		TRY(judge_spread(tx, j));
	spread_print(&j->spread[0], &b);
	spread_print(&j->spread[1], &b);
	TRY(buf_end(&b, "spread"));
	return store_import_spread(tx, j->i.id, buf_sv(&b));
}

static enum status run_stage(struct tx *tx, void *arg)
{
	struct job *j = arg;

	for (size_t i = 0; i < j->staged_n; i++) {
		TRY(count_spread(tx, j, i));
		TRY(store_staged_add(tx, j->staged[i]));
	}
	for (size_t i = 0; i < j->bad_n; i++)
		TRY(store_problem_add(tx, j->i.id, j->bad[i].line, j->bad[i].n, j->bad[i].column, j->bad[i].reason,
				      j->bad[i].warning));
	TRY(keep_spread(tx, j));
	return store_import_step(tx, &j->i);
}

static enum status read_batch(struct job *j, struct csv_reader *c, struct csv_row *row, bool *ret_more)
{
	j->staged_n = j->bad_n = 0;
	for (size_t n = 0; n < BATCH; n++) {
		TRY(csv_reader_next(c, row, ret_more));
		if (!*ret_more)
			break;
		take_row(j, row);
		j->i.position = row->end;
		j->i.line = row->end_line;
	}
	if (j->i.bad > BAD_MAX)
		return fail_field(ST_INVALID, "file", "more than %d rows are bad", BAD_MAX);
	if (!*ret_more) {
		j->i.step = SV("accounts");
		j->i.position = 0; /* from here on: the highest id given out */
	}
	return do_write(j, "book.stage", run_stage);
}

static enum status step_read(struct job *j)
{
	struct arena *a = &j->u->arena;
	struct csv_row *row = NEW(a, struct csv_row);
	struct sv spread = j->i.spread;
	struct csv_reader *c;
	enum status st = ST_OK;
	bool more = true;

	TRY(open_file(j, row));
	if (!j->i.position) {
		j->i.position = row->end;
		j->i.line = row->end_line;
	}
	j->at = j->i.position;
	j->staged = arena_alloc(a, BATCH * sizeof(*j->staged));
	j->last = arena_alloc(a, BATCH * sizeof(*j->last));
	spread_read(&spread, &j->spread[0]);
	spread_read(&spread, &j->spread[1]);
	j->bad = NEW_N(a, struct bad_cell, BATCH * BOOK_ROW_PROBLEMS);
	c = csv_reader_new(read_file, j, j->i.position, j->i.line);
	for (int i = 0; i < WRITES_PER_STEP && more && st == ST_OK; i++)
		st = read_batch(j, c, row, &more);
	csv_reader_free(c);
	close(j->fd);
	return st;
}

static enum status run_accounts(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(store_staged_check_accounts(tx, &j->range));
	return store_import_step(tx, &j->i);
}

static enum status run_contacts(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(store_plan_contacts(tx, &j->range, &j->i.position));
	return store_import_step(tx, &j->i);
}

static enum status run_plan(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(store_plan_accounts(tx, &j->range, &j->i.position));
	return store_import_step(tx, &j->i);
}

static enum status run_step(struct tx *tx, void *arg)
{
	return store_import_step(tx, &((struct job *)arg)->i);
}

/* Walks the keys of staging, range by range, until they end. */
static enum status walk(struct job *j, const char *name, enum status (*run)(struct tx *tx, void *arg), bool contacts,
			struct sv next)
{
	for (int i = 0; i < WRITES_PER_STEP; i++) {
		j->range = (struct key_range){ .import = j->i.id, .after = j->i.cursor };
		TRY(contacts ? store_staged_contacts(j->u->snap, BATCH, &j->range, &j->u->arena)
			     : store_staged_accounts(j->u->snap, BATCH, &j->range, &j->u->arena));
		if (!j->range.upto.n) {
			j->i.step = next;
			j->i.cursor = SV("");
			return do_write(j, "book.step", run_step);
		}
		j->i.cursor = j->range.upto;
		TRY(do_write(j, name, run));
	}
	return ST_OK;
}

static enum status step_accounts(struct job *j)
{
	return walk(j, "book.check", run_accounts, false, SV("contacts"));
}

static enum status step_contacts(struct job *j)
{
	return walk(j, "book.contacts", run_contacts, true, SV("plan"));
}

static enum status step_plan(struct job *j)
{
	return walk(j, "book.plan", run_plan, false, SV("apply"));
}

static enum status write_report(struct job *j)
{
	struct buf b = buf_new(&j->u->arena, 1 << 20);

	record_to_json(&b, &book_report_record, &j->report);
	j->json = buf_sv(&b);
	return buf_end(&b, "the report");
}

static enum status make_report(struct job *j)
{
	struct csv_row *row = NEW(&j->u->arena, struct csv_row);

	TRY(open_file(j, row)); /* for the names of its columns */
	close(j->fd);
	j->report = (struct book_report){ .import = j->i.id, .file = j->i.file, .bytes = j->i.bytes, .rows = j->i.rows,
					  .state = j->i.dry_run ? IMPORT_DRY : IMPORT_DONE,
					  .check_ms = clock_now() - j->i.touched_at };
	TRY(store_import_figures(j->u->snap, &j->i, PROBLEMS_TOLD, &j->report, &j->u->arena));
	for (size_t p = 0; p < j->report.problems.n; p++) {
		struct book_problem *one = &j->report.problems.at[p];
		enum book_column column;

		if (book_column_from(one->column, &column))
			one->column = mapping_name(j->map, column);
	}
	return write_report(j);
}

static enum status run_applying(struct tx *tx, void *arg)
{
	return store_import_state(tx, ((struct job *)arg)->i.id, IMPORT_APPLYING);
}

static enum status run_apply(struct tx *tx, void *arg)
{
	struct job *j = arg;
	struct event_body b = { .import = j->i.id, .name = j->i.file, .rows = j->report.good };

	j->began = clock_mono_us();
	if (!j->i.dry_run) {
		TRY(store_import_apply(tx, &j->i));
		TRY(store_promise_wake_import(tx, j->i.id));
		TRY(tx_tell(tx, E_book_imported, 0, 0, j->i.actor, &b));
	}
	return store_import_end(tx, j->i.id, j->report.state, SV_NONE, j->json);
}

static enum status run_report(struct tx *tx, void *arg)
{
	struct job *j = arg;

	return store_import_report(tx, j->i.id, j->json);
}

static enum status step_apply(struct job *j)
{
	TRY(make_report(j));
	if (!j->i.dry_run)
		TRY(do_write(j, "book.applying", run_applying));
	TRY(do_write(j, "book.apply", run_apply));
	if (j->i.dry_run)
		return ST_OK;
	latch_raise(j->u->shared->nudge, latch_now(j->u->shared->nudge) + 1); /* promises are judged anew */
	/* with the commit, which is most of it when the disk is slow; not known before it is over */
	j->report.pause_ms = (clock_mono_us() - j->began + 999) / 1000;
	say(L_INFO, "book.applied", "import=%" PRId64 " good=%" PRId64 " bad=%" PRId64 " check_ms=%" PRId64
	    " pause_ms=%" PRId64, j->i.id, j->report.good, j->report.bad, j->report.check_ms, j->report.pause_ms);
	TRY(write_report(j));
	return do_write(j, "book.report", run_report);
}

static enum status run_clean(struct tx *tx, void *arg)
{
	struct job *j = arg;
	bool gone;

	TRY(store_import_clean(tx, j->i.id, BATCH, &gone));
	if (!gone)
		return ST_OK;
	j->i.step = SV("end");
	return store_import_step(tx, &j->i);
}

static enum status step_clean(struct job *j)
{
	(void)unlink(book_scratch(j->u, j->i.id)); /* gone already after a stop in between */
	for (int i = 0; i < WRITES_PER_STEP && !sv_is(j->i.step, "end"); i++)
		TRY(do_write(j, "book.clean", run_clean));
	return ST_OK;
}

static const struct {
	const char *name;
	enum status (*run)(struct job *j);
} steps[] = {
	{ "read", step_read }, { "accounts", step_accounts }, { "contacts", step_contacts },
	{ "plan", step_plan }, { "apply", step_apply },	      { "clean", step_clean },
};

struct refusing {
	const struct import_core *i;
	struct sv reason;
};

static enum status run_refuse(struct tx *tx, void *arg)
{
	struct refusing *r = arg;

	return book_refuse(tx, r->i, SV("refused"), r->reason);
}

/* The storage being full or busy passes: the step is tried again. Anything else ends the import. */
static enum status give_up(struct job *j, enum status st)
{
	const struct fault *f = fault_last();
	struct refusing r = { &j->i, SV_NONE };

	if (st == ST_UNAVAILABLE || sv_is(j->i.step, "clean"))
		return st;
	if (st == ST_INTERNAL)
		say_fault(L_ERROR, "book.check");
	r.reason = f->field[0] ? sv_print(&j->u->arena, "%s: %s", f->field, f->text)
			       : sv_copy(&j->u->arena, sv_from(f->text));
	snap_end(j->u->snap);
	return writer_do_slow(j->u->shared->writer, "book.refuse", &j->u->arena, run_refuse, &r);
}

enum status service_book_work(struct unit *u, bool *ret_did)
{
	struct job *j = NEW(&u->arena, struct job);
	enum status st;

	j->u = u;
	TRY(store_import_next(u->snap, &j->i, ret_did, &u->arena));
	if (!*ret_did)
		return ST_OK;
	if (j->i.state != IMPORT_CHECKING && j->i.state != IMPORT_APPLYING)
		j->i.step = SV("clean");
	for (size_t n = 0; n < COUNT(steps); n++)
		if (sv_is(j->i.step, steps[n].name)) {
			st = steps[n].run(j);
			return st == ST_OK ? ST_OK : give_up(j, st);
		}
	return fail(ST_INTERNAL, "an import has no step '" SV_FMT "'", SV_ARG(j->i.step));
}
