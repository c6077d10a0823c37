/* Filters under a name: whose they are, who sees them, and how many there may be. */
#include "tests/support/world.h"

#include <stdio.h>

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
		WORLD_TEST(what_is_no_list_no_name_or_no_filter_of_it_is_refused_by_name),
		WORLD_TEST(an_operator_keeps_fifty_and_one_more_takes_the_place_of_another),
		WORLD_TEST(who_sees_no_names_is_not_shown_views_that_ask_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
