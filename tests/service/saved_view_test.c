/* Filters under a name: whose they are, who sees them, and how many there may be. */
#include "tests/support/world.h"

#include <stdio.h>

#include "common/embedded.h"

#include "server/service/saved_view.h"
#include "server/store/operator.h"

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row ana = { .operator = 1, .user = SV("ana"), .uid = 4711, .roles = SV("operator") };
	struct operator_row ben = { .operator = 2, .user = SV("ben"), .uid = 4712, .roles = SV("operator") };

	(void)arg;
	TRY(store_operator_add(tx, &ana));
	return store_operator_add(tx, &ben);
}

static void call_as(struct world *w, int64_t operator_, unsigned roles)
{
	w->u.operator = operator_;
	w->u.roles = roles;
}

struct keeping {
	struct world *w;
	struct saved_view_new q;
	struct saved_view_ref drop;
	struct saved_view_row row;
};

static enum status run_put(struct tx *tx, void *arg)
{
	struct keeping *k = arg;

	return service_view_put(&k->w->u, tx, &k->q, &k->row);
}

static enum status run_drop(struct tx *tx, void *arg)
{
	struct keeping *k = arg;

	return service_view_drop(&k->w->u, tx, &k->drop, &k->row);
}

static enum status put(struct world *w, const char *list, const char *name, const char *filter, bool shared)
{
	struct keeping k = { .w = w, .q = { sv_from(list), sv_from(name), sv_from(filter), shared } };

	return world_write(w, run_put, &k);
}

static enum status drop(struct world *w, const char *list, const char *name)
{
	struct keeping k = { .w = w, .drop = { sv_from(list), sv_from(name) } };

	return world_write(w, run_drop, &k);
}

/* "account.list late ana*;": list, name, whose; a star where it is the caller's own. */
static struct sv seen(struct world *w, const char *list)
{
	struct saved_view_query q = { .list = sv_from(list) };
	struct saved_view_page page;
	struct buf b = buf_new(&w->u.arena, 10000);

	CHECK_OK(service_view_list(world_look(w), w->u.snap, &q, &page));
	for (size_t i = 0; i < page.items.n; i++) {
		const struct saved_view_row *v = &page.items.at[i];

		buf_print(&b, SV_FMT " " SV_FMT " " SV_FMT "%s;", SV_ARG(v->list), SV_ARG(v->name), SV_ARG(v->user),
			  v->own ? "*" : "");
	}
	return buf_sv(&b);
}

static void a_view_is_its_operators_own_unless_he_shares_it(void **state)
{
	struct world *w = *state;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_OK(put(w, "account.list", "late", "dpd>60 sort:-bal", false));
	CHECK_OK(put(w, "dispute.list", "new", "status:open", true));
	CHECK_SV("account.list late ana*;dispute.list new ana*;", seen(w, ""));
	CHECK_SV("dispute.list new ana*;", seen(w, "dispute.list"));
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_SV("dispute.list new ana;", seen(w, ""));
	CHECK_OK(put(w, "dispute.list", "new", "status:open team:fraud", false)); /* his own of the same name */
	CHECK_SV("dispute.list new ana;dispute.list new ben*;", seen(w, ""));
	CHECK_FAULT(ST_NOT_FOUND, "name", "no view", drop(w, "account.list", "late"));
	CHECK_OK(drop(w, "dispute.list", "new"));
	CHECK_SV("dispute.list new ana;", seen(w, "")); /* what others share is theirs */
	CHECK_FAULT(ST_NOT_FOUND, "name", "no view", drop(w, "dispute.list", "new"));
	CHECK_EVENTS(w, "");
}

static void a_view_kept_again_replaces_the_first(void **state)
{
	struct world *w = *state;
	struct saved_view_page page;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_OK(put(w, "account.list", "late", "dpd>60", true));
	CHECK_OK(put(w, "account.list", " late ", "dpd>90", false));
	CHECK_OK(service_view_list(world_look(w), w->u.snap, &(struct saved_view_query){ .list = SV_NONE }, &page));
	CHECK_INT(1, page.items.n);
	CHECK_SV("dpd>90", page.items.at[0].filter);
	CHECK(!page.items.at[0].shared);
}

static int64_t number_of(struct world *w, const char *list, const char *name)
{
	struct saved_view_page page;

	CHECK_OK(service_view_list(world_look(w), w->u.snap, &(struct saved_view_query){ .list = sv_from(list) }, &page));
	for (size_t i = 0; i < page.items.n; i++)
		if (page.items.at[i].own && sv_is(page.items.at[i].name, name))
			return page.items.at[i].view;
	return 0;
}

static void a_view_keeps_its_number_while_its_filter_changes_and_no_other_has_it(void **state)
{
	struct world *w = *state;
	struct keeping k = { .w = w, .q = { SV("account.list"), SV("late"), SV("dpd>60"), true } };
	int64_t late, other;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_OK(world_write(w, run_put, &k));
	late = number_of(w, "account.list", "late");
	CHECK(late > 0);
	CHECK_INT(late, k.row.view); /* view.put answers with it */
	CHECK_OK(put(w, "link.list", "late", "", false));
	other = number_of(w, "link.list", "late");
	CHECK(other > 0 && other != late);
	CHECK_OK(put(w, "account.list", "late", "dpd>90", false));
	CHECK_INT(late, number_of(w, "account.list", "late"));
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_OK(put(w, "account.list", "late", "", false));
	CHECK(number_of(w, "account.list", "late") != late && number_of(w, "account.list", "late") != other);
	call_as(w, 1, ROLE_OPERATOR);
	CHECK_OK(drop(w, "account.list", "late"));
	CHECK_OK(put(w, "account.list", "late", "", false));
	CHECK(number_of(w, "account.list", "late") != late); /* another view of that name */
}

/* A store has the newest schema as soon as it is open: the statement that numbers older ones is run by itself. */
static enum status run_numbering(struct tx *tx, void *arg)
{
	TRY(store_exec(tx, "UPDATE saved_view SET id = -id"));
	return store_exec(tx, arg);
}

static void views_from_before_have_numbers_of_their_own(void **state)
{
	struct world *w = *state;
	struct sv text = embedded_find(schema_sql_files, "server/store/schema/0022_saved_view_id.sql");
	size_t at = sv_find_sv(text, SV("UPDATE"));
	char name[20];

	text = sv_from_to(text, at, at + sv_find_sv(sv_from_to(text, at, text.n), SV("CREATE")));
	CHECK_OK(world_write(w, run_enrol, NULL));
	for (int i = 0; i < 8; i++) {
		call_as(w, 1 + i % 2, ROLE_OPERATOR);
		snprintf(name, sizeof(name), "view %d", i / 2);
		CHECK_OK(put(w, i % 3 ? "account.list" : "link.list", name, "", true));
	}
	CHECK_OK(world_write(w, run_numbering, arena_copy(&w->u.arena, sv_z(&w->u.arena, text), text.n + 1)));
	for (int i = 0, seen_ = 0; i < 2; i++) {
		struct saved_view_page page;

		call_as(w, 1 + i, ROLE_OPERATOR);
		CHECK_OK(service_view_list(world_look(w), w->u.snap, &(struct saved_view_query){ .list = SV_NONE }, &page));
		CHECK_INT(8, page.items.n);
		for (size_t k = 0; k < page.items.n; k++)
			seen_ |= 1 << page.items.at[k].view;
		CHECK_INT(0x1FE, seen_); /* 1 to 8 */
	}
}

static void what_is_no_list_no_name_or_no_filter_of_it_is_refused_by_name(void **state)
{
	struct world *w = *state;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_FAULT(ST_INVALID, "list", "setting.show", put(w, "setting.show", "x", "", false));
	CHECK_FAULT(ST_INVALID, "name", "1 to 40", put(w, "account.list", "   ", "", false));
	CHECK_FAULT(ST_INVALID, "name", "1 to 40",
		    put(w, "account.list", "12345678901234567890123456789012345678901", "", false));
	CHECK_OK(put(w, "account.list", "ä234567890ä234567890ä234567890ä234567890", "", false)); /* characters, not bytes */
	CHECK_FAULT(ST_INVALID, "filter", "", put(w, "account.list", "x", "reason:other", false));
	CHECK_FAULT(ST_INVALID, "list", "nothing.list",
		    service_view_list(world_look(w), w->u.snap, &(struct saved_view_query){ .list = SV("nothing.list") },
				      &(struct saved_view_page){ .items = { NULL, 0 } }));
}

static void an_operator_keeps_fifty_and_one_more_takes_the_place_of_another(void **state)
{
	struct world *w = *state;
	char name[20];

	CHECK_OK(world_write(w, run_enrol, NULL));
	for (int i = 0; i < SAVED_VIEWS_MOST; i++) {
		snprintf(name, sizeof(name), "view %d", i);
		CHECK_OK(put(w, i % 2 ? "account.list" : "link.list", name, "", false));
	}
	CHECK_FAULT(ST_LIMIT, "name", "50", put(w, "account.list", "more", "", false));
	CHECK_OK(put(w, "account.list", "view 1", "is:live", false)); /* in its own place */
	CHECK_OK(drop(w, "link.list", "view 0"));
	CHECK_OK(put(w, "account.list", "more", "", false));
	call_as(w, 2, ROLE_OPERATOR);
	CHECK_OK(put(w, "account.list", "first", "", false)); /* each has fifty */
}

static void who_sees_no_names_is_not_shown_views_that_ask_for_them(void **state)
{
	struct world *w = *state;

	CHECK_OK(world_write(w, run_enrol, NULL));
	CHECK_OK(put(w, "account.list", "family", "name:moreau", true));
	CHECK_OK(put(w, "account.list", "late", "dpd>60", true));
	call_as(w, 2, ROLE_VIEWER);
	CHECK_SV("account.list late ana;", seen(w, ""));
	CHECK_STATUS(ST_INVALID, put(w, "account.list", "mine", "name:moreau", false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_view_is_its_operators_own_unless_he_shares_it),
		WORLD_TEST(a_view_kept_again_replaces_the_first),
		WORLD_TEST(a_view_keeps_its_number_while_its_filter_changes_and_no_other_has_it),
		WORLD_TEST(views_from_before_have_numbers_of_their_own),
		WORLD_TEST(what_is_no_list_no_name_or_no_filter_of_it_is_refused_by_name),
		WORLD_TEST(an_operator_keeps_fifty_and_one_more_takes_the_place_of_another),
		WORLD_TEST(who_sees_no_names_is_not_shown_views_that_ask_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
