/* Lists: the grammar that every screen of the console shares. */
#include "tests/tui/fake.h"
#include "tui/screens/list.h"

static struct list_model *top(struct fake *f)
{
	return console_top(&f->c)->model;
}

static struct fake *at_links(int many)
{
	struct fake *f = fake_live(120, 40);

	f->many = many;
	fake_keys(f, "5");
	fake_serve(f);
	return f;
}

static struct link_query *asked(struct fake *f)
{
	return fake_last(f, M_link_list)->in;
}

static void pages_are_read_when_they_come_into_view(void **state)
{
	struct fake *f = at_links(250);

	(void)state;
	CHECK_INT(1, fake_asked(f, M_link_list));
	CHECK_SV("", asked(f)->after);
	CHECK_SHOWS(f, "1 of 250");
	fake_keys(f, "PgDn PgDn PgDn");
	fake_serve(f);
	CHECK_SV("151", asked(f)->after);
	CHECK_INT(2, fake_asked(f, M_link_list));
	fake_keys(f, "PgUp PgUp PgUp");
	fake_serve(f);
	CHECK_INT(2, fake_asked(f, M_link_list)); /* they are still here */
	fake_free(f);
}

static void the_cursor_belongs_to_a_row_and_not_to_a_place(void **state)
{
	struct fake *f = at_links(50);

	(void)state;
	fake_keys(f, "j j j j");
	CHECK_SV("46", sv_from(list_here_id(top(f))));
	f->many = 52; /* two newer ones */
	fake_keys(f, "f");
	fake_serve(f);
	CHECK_SV("46", sv_from(list_here_id(top(f))));
	CHECK_INT(6, top(f)->row);
	f->gone = 46;
	fake_keys(f, "f");
	fake_serve(f);
	CHECK_SHOWS(f, "46 is no longer in this list");
	CHECK_SV("45", sv_from(list_here_id(top(f)))); /* the nearest */
	fake_free(f);
}

static void news_wait_while_somebody_works_and_come_by_themselves_otherwise(void **state)
{
	struct fake *f = at_links(50);

	(void)state;
	fake_event(f, "link.sent", "A-51", "Contact", (struct event_body){ .link = 51 });
	f->many = 51;
	fake_serve(f);
	fake_time(f, 1100);
	fake_serve(f);
	CHECK_SHOWS(f, "1 of 51"); /* nobody had moved */
	fake_keys(f, "j j");
	fake_event(f, "link.sent", "A-52", "Contact", (struct event_body){ .link = 52 });
	f->many = 52;
	fake_serve(f);
	fake_time(f, 1100);
	fake_serve(f);
	CHECK_SHOWS(f, "HELD +1");
	CHECK_SV("49", sv_from(list_here_id(top(f))));
	fake_keys(f, "f");
	fake_serve(f);
	CHECK_HIDES(f, "HELD");
	CHECK_SV("49", sv_from(list_here_id(top(f))));
	fake_free(f);
}

static void a_link_that_was_revoked_before_it_went_out_is_cancelled(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, "5");
	fake_serve(f);
	CHECK_INT(1, fake_times(f, " cancelled "));
	CHECK_INT(0, fake_times(f, " revoked "));
	CHECK_SV("revoked", sv_from(link_state_name(LINK_REVOKED, f->wall)));
	CHECK_SV("held", sv_from(link_state_name(LINK_HELD, 0)));
	fake_free(f);
}

static void order_is_a_key_and_is_asked_of_the_server(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	CHECK_SV("sort:-sent", asked(f)->filter);
	fake_keys(f, "~");
	CHECK_SV("sort:sent", asked(f)->filter);
	fake_serve(f);
	fake_keys(f, ">");
	CHECK_SV("sort:exp", asked(f)->filter);
	fake_serve(f);
	fake_keys(f, "< < ~");
	fake_serve(f);
	fake_serve(f);
	CHECK_SV("sort:-status", asked(f)->filter);
	fake_keys(f, "/ tries>2 Space sort:-tries Enter");
	fake_serve(f);
	CHECK_SV("tries>2 sort:-tries", asked(f)->filter);
	fake_keys(f, "Esc / sort:-link Enter"); /* no column: as it was typed, and by nothing else */
	fake_serve(f);
	CHECK_SV("sort:-link", asked(f)->filter);
	fake_free(f);
}

static void a_filter_that_is_none_stays_open_and_the_last_good_one_holds(void **state)
{
	struct fake *f = at_links(10);
	size_t before = fake_asked(f, M_link_list);

	(void)state;
	fake_keys(f, "/ tries>x Enter");
	CHECK_SHOWS(f, "column 7: \"x\" is no number");
	CHECK_INT(MODE_FILTER, f->c.mode);
	CHECK_INT(before, fake_asked(f, M_link_list));
	fake_keys(f, "Esc");
	CHECK_INT(MODE_NONE, f->c.mode);
	CHECK_SHOWS(f, "1 of 10");
	fake_free(f);
}

static void typing_a_filter_shows_how_many_match(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	fake_keys(f, "/ tries>2");
	fake_time(f, 100);
	CHECK_INT(1, asked(f)->limit);
	CHECK(asked(f)->count);
	CHECK_SV("tries>2", asked(f)->filter);
	fake_serve(f);
	CHECK_SHOWS(f, "10 match");
	CHECK_SV("", sv_from(top(f)->filter)); /* nothing is applied yet */
	fake_free(f);
}

static void tab_completes_words_and_values_of_the_list(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	fake_keys(f, "/ sta Tab :loc Tab");
	CHECK_SHOWS(f, "Filter: status:locked");
	fake_keys(f, "Space is:ve Tab");
	CHECK_SHOWS(f, "Filter: status:locked is:verified");
	fake_free(f);
}

static void esc_clears_marks_then_the_filter_then_goes_back(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	fake_keys(f, "/ tries>2 Enter");
	fake_serve(f);
	fake_keys(f, "Space Space");
	CHECK_SHOWS(f, "2 marked");
	fake_keys(f, "Esc");
	CHECK_HIDES(f, "marked");
	CHECK_SHOWS(f, "tries>2");
	fake_keys(f, "Esc");
	fake_serve(f);
	CHECK_HIDES(f, "tries>2");
	fake_keys(f, "Esc");
	CHECK_SHOWS(f, "Portal Management");
	fake_free(f);
}

static void marks_that_the_filter_hides_are_counted(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	fake_keys(f, "Space Space");
	f->gone = 10; /* the first of the marked */
	fake_keys(f, "f");
	fake_serve(f);
	CHECK_SHOWS(f, "2 marked (1 hidden)");
	fake_free(f);
}

static void the_facet_replaces_what_the_filter_said_of_it(void **state)
{
	struct fake *f = at_links(10);

	(void)state;
	fake_keys(f, "F");
	CHECK_SHOWS(f, "status: 0 all");
	fake_keys(f, "5");
	fake_serve(f);
	CHECK_SV("status:locked sort:-sent", asked(f)->filter);
	fake_keys(f, "F 2");
	fake_serve(f);
	CHECK_SV("status:pending sort:-sent", asked(f)->filter);
	fake_keys(f, "F 0");
	fake_serve(f);
	CHECK_SV("sort:-sent", asked(f)->filter);
	fake_free(f);
}

static void while_one_works_rows_are_brought_up_to_date_in_their_places(void **state)
{
	struct fake *f = at_links(50);
	char id[LIST_ID_MAX + 1];

	(void)state;
	fake_keys(f, "j j");
	snprintf(id, sizeof(id), "%s", list_here_id(top(f)));
	f->many = 52; /* two newer ones, one gone, and all have changed */
	f->gone = 47;
	f->tries = 4;
	fake_event(f, "link.locked", "A-48", "Contact", (struct event_body){ .link = 48 });
	fake_serve(f);
	fake_time(f, 1100);
	fake_serve(f);
	CHECK_SV(id, sv_from(list_here_id(top(f))));
	CHECK_INT(2, top(f)->row);
	CHECK_INT(4, ((const struct link_row *)list_here(top(f)))->tries);
	CHECK_INT(50, ((const struct link_row *)list_row(top(f), 0))->link); /* nothing came in */
	CHECK_INT(47, ((const struct link_row *)list_row(top(f), 3))->link); /* and nothing went */
	CHECK_INT(0, ((const struct link_row *)list_row(top(f), 3))->tries);
	CHECK_SHOWS(f, "HELD +1");
	fake_keys(f, "f");
	fake_serve(f);
	CHECK_INT(52, ((const struct link_row *)list_row(top(f), 0))->link);
	CHECK_SV(id, sv_from(list_here_id(top(f))));
	fake_free(f);
}

static void what_brings_rows_up_to_date_may_fail_without_a_word(void **state)
{
	struct fake *f = at_links(50);
	struct fake_ask *a;

	(void)state;
	fake_keys(f, "j");
	fake_event(f, "link.locked", "A-48", "Contact", (struct event_body){ .link = 48 });
	fake_serve(f);
	fake_time(f, 1100);
	a = fake_last(f, M_link_list);
	fake_deliver(f, a, fake_reply(M_link_list, ST_LIMIT, "too much"));
	CHECK_HIDES(f, "too much");
	CHECK_INT(50, list_rows(top(f)));
	fake_free(f);
}

static void the_star_marks_what_was_not_read_yet_too(void **state)
{
	struct fake *f = at_links(150);

	(void)state;
	fake_keys(f, "*");
	CHECK_INT(100, top(f)->n_marks);
	fake_serve(f);
	CHECK_INT(150, top(f)->n_marks);
	CHECK_SHOWS(f, "150 marked");
	fake_free(f);
}

static void the_star_stops_at_what_is_done_at_once_and_says_so(void **state)
{
	struct fake *f = at_links(450);

	(void)state;
	fake_keys(f, "*");
	fake_serve(f);
	fake_serve(f);
	CHECK_INT(LIST_MARKS_MAX, top(f)->n_marks);
	CHECK_SHOWS(f, "200 rows are marked, and more match");
	CHECK(!top(f)->marking);
	fake_free(f);
}

static void another_filter_ends_the_marking_of_the_one_before(void **state)
{
	struct fake *f = at_links(450);

	(void)state;
	fake_keys(f, "* / status:pending Enter");
	fake_serve(f);
	CHECK_INT(100, top(f)->n_marks);
	fake_free(f);
}

static void where_one_was_is_kept_as_it_was(void **state)
{
	struct fake *f = at_links(50);

	(void)state;
	fake_keys(f, "j j j Enter");
	fake_serve(f);
	CHECK_SHOWS(f, "Account › A-47");
	fake_keys(f, "[");
	CHECK_SV("47", sv_from(list_here_id(top(f))));
	fake_keys(f, "]");
	CHECK_SHOWS(f, "Account › A-47");
	fake_keys(f, "[ 2");
	fake_serve(f);
	fake_keys(f, "]"); /* the way forward was cut by a new one */
	CHECK_SHOWS(f, "this is as far as you were");
	fake_free(f);
}

static void n_and_p_go_on_in_the_list_one_came_from(void **state)
{
	struct fake *f = at_links(3);

	(void)state;
	fake_keys(f, "Enter");
	fake_serve(f);
	fake_keys(f, "n");
	fake_serve(f);
	CHECK_SHOWS(f, "Account › A-2");
	fake_keys(f, "n");
	fake_serve(f);
	fake_keys(f, "n");
	CHECK_SHOWS(f, "that was the last of the list");
	CHECK_SHOWS(f, "Account › A-1");
	fake_keys(f, "p");
	fake_serve(f);
	CHECK_SHOWS(f, "Account › A-2");
	fake_free(f);
}

static void who_looks_at_an_account_works_on_it(void **state)
{
	struct fake *f = fake_live(120, 40);

	(void)state;
	fake_keys(f, ":A-104233 Enter");
	CHECK(((struct account_ref *)fake_last(f, M_account_show)->in)->work);
	fake_free(f);
}

static void every_figure_leads_to_its_rows(void **state)
{
	static const struct {
		int tabs;
		enum method_id method;
		const char *filter;
	} figures[] = {
		{ 1, M_link_list, "since:2026-06-16 sort:-sent" },	   { 2, M_link_list, "is:verified since:2026-06-16 sort:-sent" },
		{ 3, M_session_list, "is:open last>-30m sort:-last" }, { 4, M_promise_list, "since:2026-06-16 sort:due" },
		{ 5, M_dispute_list, "since:2026-06-16 sort:at" },	   { 7, M_link_list, "ch:sms status:consumed since:2026-06-16 sort:-sent" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(figures); i++) {
		struct fake *f = fake_live(120, 40);
		struct fake_ask *a;
		const struct field *filter;

		for (int t = 0; t < figures[i].tabs; t++)
			fake_keys(f, "Tab");
		fake_keys(f, "Enter");
		a = fake_last(f, figures[i].method);
		filter = record_field(method_table[figures[i].method].in, SV("filter"));
		CHECK_SV(figures[i].filter, *(const struct sv *)field_at(filter, a->in));
		fake_free(f);
	}
}

static void what_waits_no_more_leaves_the_send_buffer_at_once_and_the_cursor_says_where_it_went(void **state)
{
	struct fake *f = fake_live(120, 40);
	const struct list_model *m;

	(void)state;
	fake_keys(f, ":go Space held Enter");
	fake_serve(f);
	m = console_top(&f->c)->model;
	fake_keys(f, "Space");
	CHECK_SV("9132", sv_from(m->id));
	fake_event(f, "link.sent", "A-104233", "Contact 05", (struct event_body){ .link = 9131 });
	fake_serve(f);
	CHECK_INT(2, list_rows(m));
	CHECK_INT(0, m->n_marks);
	CHECK_INT(0, m->changes);
	CHECK_SV("9132", sv_from(m->id)); /* the cursor is where it was */
	CHECK_HIDES(f, "the cursor is on");
	fake_event(f, "command.cancelled", "A-113208", "", (struct event_body){ .command = 9132, .reason = SV("message.reply") });
	fake_serve(f);
	CHECK_SV("9133", sv_from(m->id));
	CHECK_SHOWS(f, "A-113208: was taken back; the cursor is on 77120 now");
	fake_event(f, "command.failed", "77120", "", (struct event_body){ .command = 9133, .reason = SV("dispute.resolve"), .value = SV("no") });
	fake_serve(f);
	CHECK_SHOWS(f, "77120: could not be done; nothing else is here");
	CHECK_SHOWS(f, "Nothing waits to go out.");
	fake_event(f, "link.sent", "A-1", "", (struct event_body){ .link = 1 }); /* one that was never here */
	fake_serve(f);
	CHECK_INT(1, m->changes);
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_read_when_they_come_into_view),
		cmocka_unit_test(the_cursor_belongs_to_a_row_and_not_to_a_place),
		cmocka_unit_test(news_wait_while_somebody_works_and_come_by_themselves_otherwise),
		cmocka_unit_test(a_link_that_was_revoked_before_it_went_out_is_cancelled),
		cmocka_unit_test(order_is_a_key_and_is_asked_of_the_server),
		cmocka_unit_test(a_filter_that_is_none_stays_open_and_the_last_good_one_holds),
		cmocka_unit_test(typing_a_filter_shows_how_many_match),
		cmocka_unit_test(tab_completes_words_and_values_of_the_list),
		cmocka_unit_test(esc_clears_marks_then_the_filter_then_goes_back),
		cmocka_unit_test(marks_that_the_filter_hides_are_counted),
		cmocka_unit_test(the_facet_replaces_what_the_filter_said_of_it),
		cmocka_unit_test(while_one_works_rows_are_brought_up_to_date_in_their_places),
		cmocka_unit_test(what_brings_rows_up_to_date_may_fail_without_a_word),
		cmocka_unit_test(the_star_marks_what_was_not_read_yet_too),
		cmocka_unit_test(the_star_stops_at_what_is_done_at_once_and_says_so),
		cmocka_unit_test(another_filter_ends_the_marking_of_the_one_before),
		cmocka_unit_test(where_one_was_is_kept_as_it_was),
		cmocka_unit_test(n_and_p_go_on_in_the_list_one_came_from),
		cmocka_unit_test(who_looks_at_an_account_works_on_it),
		cmocka_unit_test(what_waits_no_more_leaves_the_send_buffer_at_once_and_the_cursor_says_where_it_went),
		cmocka_unit_test(every_figure_leads_to_its_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
