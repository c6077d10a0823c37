/* See guesser.h. */
#include "tests/support/guesser.h"

#include "common/arena.h"
#include "common/date.h"

#include "server/service/link.h"
#include "server/service/operator.h"
#include "server/store/event.h"
#include "server/store/link.h"

#include "tests/support/book.h"

struct sending {
	struct world *w;
	const char *account;
	enum channel channel;
	struct link_sent ret;
};

static enum status run_send(struct tx *tx, void *arg)
{
	struct sending *s = arg;
	struct link_new q = { .account = sv_from(s->account), .channel = s->channel ? s->channel : CHANNEL_EMAIL };

	return service_link_send(&s->w->u, tx, &q, &s->ret);
}

void guesser_link(struct guesser *g, const char *account)
{
	struct sending s = { .w = g->w, .account = account, .channel = g->channel };
	struct hand_off_list due;

	CHECK_OK(world_write(g->w, run_send, &s));
	CHECK_OK(service_link_begin(world_look(g->w), 1, &due));
	CHECK_INT(1, due.n);
	due.at[0].sent = true;
	g->token = sv_copy(&g->w->u.arena, due.at[0].token);
	g->link = s.ret.link;
	CHECK_OK(service_link_end(world_look(g->w), &due));
}

struct answering {
	struct guesser *g;
	const char *digits;
};

static enum status run_answer(struct tx *tx, void *arg)
{
	struct answering *a = arg;
	struct guesser *g = a->g;
	struct link_answer q = { .token = g->token,
				 .address = sv_from(g->address),
				 .browser = g->browser,
				 .typed = { .digits = sv_from(a->digits),
					    .year = sv_from(g->year),
					    .postcode = sv_from(g->postcode),
					    .reference = sv_from(g->reference) } };

	return service_link_verify(&g->w->u, tx, &q, &g->ret);
}

enum verdict guesser_answer(struct guesser *g, const char *digits)
{
	struct answering a = { g, digits };
	enum status st = world_write(g->w, run_answer, &a);

	if (st == ST_INVALID)
		return 0;
	CHECK_OK(st);
	return g->ret.verdict;
}

struct putting {
	struct world *w;
	struct setting_put q;
};

static enum status run_put(struct tx *tx, void *arg)
{
	struct putting *p = arg;
	struct setting_row row;

	return service_setting_put(&p->w->u, tx, &p->q, &row);
}

void guesser_setting(struct world *w, const char *name, const char *value)
{
	struct putting p = { w, { sv_from(name), sv_from(value) } };

	CHECK_OK(world_write(w, run_put, &p));
}

enum link_state guesser_state(struct guesser *g)
{
	struct unit *u = world_look(g->w);
	struct link_row row;

	CHECK_OK(store_link_row(u->snap, g->link, u->now, &row, &u->arena));
	return row.state;
}

int64_t guesser_tries(struct guesser *g)
{
	struct unit *u = world_look(g->w);
	struct link_row row;

	CHECK_OK(store_link_row(u->snap, g->link, u->now, &row, &u->arena));
	return row.tries;
}

enum verdict guesser_wrong(struct guesser *g, int times)
{
	enum verdict last = 0;

	for (int i = 0; i < times; i++)
		last = guesser_answer(g, "0000");
	return last;
}

void guesser_wrong_from(struct guesser *g, const char *address, int times, int first)
{
	g->address = address;
	for (int i = 0; i < times; i++) {
		if (i % 5 == 0) {
			const char *number = arena_print(&g->w->u.arena, "N-%d", first + i / 5);

			make_account(g->w, .number = number);
			guesser_link(g, number);
		}
		CHECK(guesser_wrong(g, 1) == VERDICT_WRONG || g->ret.verdict == VERDICT_LOCKED);
	}
}

#define BOOK "contact_id,contact_name,document,account_no,reference,creditor,currency,balance,email,birth_date,postcode\n"

void guesser_account(struct world *w, const char *contact, const char *number)
{
	const char *row = arena_print(&w->u.arena,
				      BOOK "%s,Ana %s,X-001234,%s,R 45678,Northwind,EUR,10.00,a@example.org,1974-05-06,"
					   "AB1 2CD\n",
				      contact, contact, number);

	CHECK_INT(1, book_import(w, row).good);
}

static const struct query history = {
	"test.history", "INSERT INTO guess_day (day, tries, wrong, tripped) VALUES ($1, $2, $3, $4)"
};

struct day {
	int64_t ago, tries, wrong, tripped;
};

static enum status run_history(struct tx *tx, void *arg)
{
	const struct day *d = arg;

	return tx_run_once(tx, &history,
			   ARGS(V(time_day_utc(tx->now) - d->ago), V(d->tries), V(d->wrong), V(d->tripped)), NULL);
}

void guesser_history(struct world *w, int64_t ago, int64_t tries, int64_t wrong, bool tripped)
{
	CHECK_OK(world_write(w, run_history, &(struct day){ ago, tries, wrong, tripped }));
}

int guesser_events(struct world *w, const char *kind)
{
	struct unit *u = world_look(w);
	struct event_filter f = { .limit = 1000 };
	struct event_row_list l;
	int n = 0;

	do {
		struct arena page = ARENA_INIT;

		CHECK_OK(store_event_list(u->snap, &f, &l, &f.after, &page));
		for (size_t i = 0; i < l.n; i++)
			n += sv_is(l.at[i].kind, kind);
		arena_free(&page);
	} while (l.n > 0);
	return n;
}
