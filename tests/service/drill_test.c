/* Numbers are links: of every number of the console's analytics and finds the list that it leads to has exactly as many rows as
 * it says, on a made-up book, in periods of every kind. The pages are written by the console itself. */
#include "tests/service/figures_world.h"

#include "server/service/channel.h"
#include "server/service/finds.h"
#include "server/service/list.h"
#include "server/store/notice.h"
#include "server/store/callback.h"
#include "server/store/dispute.h"
#include "server/store/link.h"
#include "server/store/promise.h"
#include "server/store/session.h"

#include "tui/screens/list.h"
#include "tui/screens/text.h"

enum { PEOPLE = 60, ROWS_MOST = 100000 };

/* Lists show whose a row is: the plain arrays leave that out. */
static enum status people(struct tx *tx, void *arg)
{
	static const char *const own[] = { "UPDATE link SET account = contact", "UPDATE session SET account = contact",
					   "UPDATE promise SET account = contact" };
	const char *const another = "INSERT INTO account (contact, id, number, creditor, currency, balance, state, added_at, changed_at) "
				    "SELECT contact, account, 'B-' || id, 'X', 'EUR', 1, 'new', 1, 1 FROM ";

	(void)arg;
	TRY(fact_run(tx, "INSERT INTO team (id, name, added_at) VALUES (1, 'First', 1) ON CONFLICT DO NOTHING", NO_ARGS));
	for (int64_t i = 1; i <= PEOPLE; i++) {
		TRY(fact_run(tx, "INSERT INTO contact (id, external, name, folded, added_at, changed_at) VALUES ($1, $2, 'N', 'n', 1, 1)",
			     ARGS(V(i), V(sv_print(tx->arena, "C-%lld", (long long)i)))));
		TRY(fact_run(tx,
			     "INSERT INTO account (contact, id, number, creditor, currency, balance, state, added_at, changed_at) "
			     "VALUES ($1, $1, $2, 'X', 'EUR', 1, 'new', 1, 1)",
			     ARGS(V(i), V(sv_print(tx->arena, "A-%lld", (long long)i)))));
	}
	TRY(fact_run(tx, arena_print(tx->arena, "%s dispute", another), NO_ARGS));
	TRY(fact_run(tx, arena_print(tx->arena, "%s callback", another), NO_ARGS));
	for (size_t i = 0; i < COUNT(own); i++)
		TRY(fact_run(tx, own[i], NO_ARGS));
	return ST_OK;
}

static const struct list_sql *list_of(enum screen_id screen)
{
	static const struct list_sql *const all[] = { &link_list_sql, &session_list_sql, &promise_list_sql, &dispute_list_sql,
						      &callback_list_sql, &notice_list_sql };
	const struct list_kind *k = screen_by_id(screen)->kind;

	CHECK(k);
	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i]->words == k->words)
			return all[i];
	fail_msg("%s is no list of rows", k->name);
	return NULL;
}

/* What stands on the page: a count, a rate, or a sum of money, which is no number of rows. */
static void check_text(struct world *w, const struct text_link *l, struct sv text)
{
	int64_t n = 0;

	if (l->of >= 0) {
		struct sv rate = per_cent(w, l->rows + l->beside, l->of + l->of_beside);

		if (!sv_is(rate, "-"))
			rate = sv_print(&w->u.arena, SV_FMT "%%", SV_ARG(rate));
		CHECK(sv_eq(rate, text));
	} else if (sv_int(text, &n)) {
		CHECK_INT(l->rows + l->beside, n);
	}
}

static int64_t check_page(struct world *w, const struct text_kind *kind, const void *page)
{
	struct ui ui = { .w = 120, .h = 40, .now = clock_now(), .zone = zone_utc() };
	struct text_model m = { .kind = kind, .links = NEW(&w->u.arena, struct text_links) };
	struct buf b = buf_new(&w->u.arena, 512 * 1024);
	int64_t rows = 0;

	m.links->memory = &w->u.arena;
	kind->write(&b, &ui, &m, page);
	CHECK(m.links->n >= (kind == &analytics_kind ? 60 : 12));
	for (size_t i = 0; i < m.links->n; i++) {
		const struct text_link *l = &m.links->at[i];
		const struct list_sql *sql = list_of(l->screen);
		struct filter f;
		int64_t count = -1;

		if (!sql) {
			fail_msg("no list is behind the screen of %s", l->filter);
			return rows;
		}
		CHECK_OK(service_list_filter(&w->u, world_look(w)->snap, sql->words, sv_from(l->filter), &f));
		CHECK_OK(store_list_count(world_look(w)->snap, sql, &f, ROWS_MOST, &count, &w->u.arena));
		if (count != l->rows)
			fail_msg("%s \"%s\": %lld rows instead of %lld", sql->name, l->filter, (long long)count, (long long)l->rows);
		check_text(w, l, sv_from_to(buf_sv(&b), l->from, l->to));
		rows += count;
		for (size_t k = 0; k < i; k++)
			CHECK(m.links->at[k].key != l->key);
	}
	return rows;
}

static void every_number_leads_to_as_many_rows_as_it_says_in(struct world *w, struct sv period)
{
	const struct period_query q = { .period = period };
	struct channel_page channels;
	struct finds_page finds;

	CHECK_OK(service_channel_show(&w->u, world_look(w)->snap, &q, &channels));
	CHECK_OK(service_finds_show(&w->u, world_look(w)->snap, &q, &finds));
	CHECK(check_page(w, &analytics_kind, &channels) > 0);
	CHECK(check_page(w, &finds_kind, &finds) > 0);
}

static void every_number_leads_to_as_many_rows_as_it_says(void **state)
{
	static const char *const periods[] = { "today", "7d", "30d", "90d" };
	struct world *w = *state;
	int64_t today;

	(void)facts_of(w, 7);
	CHECK_OK(world_write(w, people, NULL));
	for (size_t i = 0; i < COUNT(periods); i++)
		every_number_leads_to_as_many_rows_as_it_says_in(w, sv_from(periods[i]));
	today = time_day_utc(clock_now());
	for (int64_t days = 0; days < 25; days += 6) { /* over long ago, and up to today */
		struct buf b = buf_new(&w->u.arena, 40);

		day_print(&b, today - days - 10);
		buf_z(&b, "..");
		day_print(&b, today - days);
		every_number_leads_to_as_many_rows_as_it_says_in(w, buf_sv(&b));
	}
}

static void the_signs_of_the_book_are_told_apart(void **state)
{
	struct world *w = *state;
	const struct period_query q = { .period = SV("90d") };
	struct channel_page p;
	struct finds_page finds;

	(void)facts_of(w, 7);
	CHECK_OK(service_channel_show(&w->u, world_look(w)->snap, &q, &p));
	CHECK_OK(service_finds_show(&w->u, world_look(w)->snap, &q, &finds));
	for (size_t i = 0; i + 1 < p.items.n; i++) { /* else the counts above would prove little */
		const struct channel_row *r = &p.items.at[i];

		CHECK(r->links_sent > r->links_opened && r->links_opened > r->links_verified && r->links_verified > r->links_acted &&
		      r->links_acted > r->links_promised && r->links_promised > 0);
		CHECK(r->promises > r->ended && r->ended > r->kept && r->kept > 0);
		CHECK(r->interactions > r->responses && (r->channel == WAY_PORTAL || r->notices > r->notices_answered));
	}
	CHECK(finds.visits > finds.visits_without_action && finds.visits_without_action > 0);
	CHECK(finds.disputes->acted > 0 && finds.disputes->waiting > 0);
	CHECK(finds.callbacks->acted > 0 && finds.callbacks->waiting > 0 && finds.callbacks->never > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_number_leads_to_as_many_rows_as_it_says, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(the_signs_of_the_book_are_told_apart, world_setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
