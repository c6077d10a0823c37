/* receipt.c: what a debtor did stays with him, in order, a page at a time. */
#include "tests/support/world.h"

#include "server/service/receipt.h"

struct adding {
	struct receipt_new n;
	struct sv reference;
	struct arena *arena;
};

static enum status run_add(struct tx *tx, void *arg)
{
	struct adding *k = arg;
	struct sv reference;

	TRY(service_receipt_add(tx, &k->n, &reference));
	k->reference = sv_copy(k->arena, reference);
	return ST_OK;
}

static struct sv add(struct world *w, int64_t contact, int64_t account, enum receipt_kind kind, struct sv reference)
{
	struct adding k = { .n = { .kind = kind, .contact = contact, .account = account, .reference = reference,
				   .quiet = true },
			    .arena = &w->u.arena };

	CHECK_OK(world_write(w, run_add, &k));
	return k.reference;
}

static void a_receipt_is_shown_to_its_own_contact_only(void **state)
{
	struct world *w = *state;
	struct view_done_page v = { .frame = NULL };
	struct sv reference = add(w, 5, 0, RECEIPT_PAPER, SV_NONE);
	struct unit *u = world_look(w);

	CHECK(sv_starts(reference, SV("RC-")));
	CHECK_OK(service_receipt_show(u, u->snap, 5, reference, &v));
	CHECK_SV("You asked for paper letters", v.title);
	CHECK_STATUS(ST_NOT_FOUND, service_receipt_show(u, u->snap, 6, reference, &v));
	CHECK_STATUS(ST_NOT_FOUND, service_receipt_show(u, u->snap, 5, SV("RC-NOTTHERE000"), &v));
}

static void a_reference_is_given_once(void **state)
{
	struct world *w = *state;
	struct adding k = { .n = { .kind = RECEIPT_PAPER, .contact = 5, .reference = SV("PR-1"), .quiet = true },
			    .arena = &w->u.arena };

	add(w, 5, 0, RECEIPT_PROMISE, SV("PR-1"));
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_add, &k));
}

static void every_kind_has_a_title_and_a_page(void **state)
{
	struct world *w = *state;
	struct view_activity v = { .frame = NULL };
	struct unit *u;

	for (int k = 1; k < receipt_kind__end; k++)
		add(w, 5, 0, (enum receipt_kind)k, SV_NONE);
	u = world_look(w);
	CHECK_OK(service_activity(u, u->snap, 5, SV_NONE, &v));
	CHECK_INT(receipt_kind__end - 1 < 30 ? receipt_kind__end - 1 : 30, v.items.n);
	for (size_t i = 0; i < v.items.n; i++) {
		CHECK(v.items.at[i].title.n > 0);
		CHECK(sv_starts(v.items.at[i].done_path, SV("/receipt/RC-")));
	}
}

static void the_list_goes_back_page_by_page_without_gap_or_repeat(void **state)
{
	struct world *w = *state;
	struct view_activity v;
	struct sv last = SV_NONE, before = SV_NONE;
	size_t seen = 0;

	for (int i = 0; i < 65; i++)
		add(w, 5, 0, RECEIPT_MESSAGE, SV_NONE);
	add(w, 6, 0, RECEIPT_MESSAGE, SV_NONE);
	do {
		struct unit *u = world_look(w);

		v = (struct view_activity){ .frame = NULL };
		CHECK_OK(service_activity(u, u->snap, 5, before, &v));
		CHECK(v.items.n > 0 && !sv_eq(last, v.items.at[0].reference));
		seen += v.items.n;
		last = v.items.at[v.items.n - 1].reference;
		before = last;
	} while (v.more_path.n);
	CHECK_INT(65, seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_receipt_is_shown_to_its_own_contact_only),
		WORLD_TEST(a_reference_is_given_once),
		WORLD_TEST(every_kind_has_a_title_and_a_page),
		WORLD_TEST(the_list_goes_back_page_by_page_without_gap_or_repeat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
