/* A debtor's own files, through the portal's routes. */
#include "tests/support/visit.h"

#include "common/file.h"

#include "server/service/attachment.h"
#include "server/store/account.h"
#include "server/store/setting.h"

struct adding {
	struct world *w;
	int64_t contact;
	enum attachment_owner kind;
	struct scratch_file file;
};

static enum status run_add(struct tx *tx, void *arg)
{
	struct adding *a = arg;
	struct attachment_ask q = { .contact = a->contact, .session = 1, .kind = a->kind, .owner = 70 };
	size_t added;

	return service_attachment_add(&a->w->u, tx, &q, &a->file, 1, &added);
}

static const char *path_of_new(struct world *w, const char *account, enum attachment_owner kind)
{
	struct adding a = { .w = w, .kind = kind, .file = { .name = SV("a.txt"), .type = FILE_TEXT, .bytes = 7 } };
	struct attachment_row_list l;
	struct account_core c;

	CHECK_OK(store_account_core(world_look(w)->snap, sv_from(account), &c, &w->u.arena));
	a.contact = c.contact;
	a.file.sha256[0] = (unsigned char)account[0];
	a.file.path = sv_print(&w->u.arena, "%s/scratch/upload-a", w->dir);
	CHECK_OK(file_write(&w->u.arena, a.file.path.p, SV("I paid.")));
	CHECK_OK(world_write(w, run_add, &a));
	CHECK_OK(service_attachment_list(world_look(w), w->u.snap, kind, 70, &l));
	return arena_print(&w->u.arena, "/attachment/%lld", (long long)l.at[l.n - 1].attachment);
}

static void a_debtor_saves_a_file_of_his_own_and_nobody_elses(void **state)
{
	struct visit v = visit_with_link(*state);
	const char *mine, *other;

	make_account(v.w, .number = "B-1");
	mine = path_of_new(v.w, "A-1", OWNER_DISPUTE);
	other = path_of_new(v.w, "B-1", OWNER_DISPUTE);
	visit_get(&v, mine);
	CHECK_INT(303, v.status); /* nobody is signed in */
	visit_answer(&v, "4321");
	visit_get(&v, mine);
	CHECK_INT(200, v.status);
	CHECK_SV("I paid.", v.page);
	visit_get(&v, other);
	CHECK_INT(404, v.status);
	visit_get(&v, "/attachment/12");
	CHECK_INT(404, v.status);
	visit_get(&v, "/attachment/x");
	CHECK_INT(404, v.status);
}

struct switching {
	const char *name, *value;
};

static enum status run_switch(struct tx *tx, void *arg)
{
	const struct switching *s = arg;

	return store_setting_put(tx, sv_from(s->name), sv_from(s->value));
}

static void a_file_is_unknown_while_its_section_is_off(void **state)
{
	static const struct {
		enum attachment_owner kind;
		const char *section;
	} all[] = { { OWNER_DISPUTE, "section.disputes" }, { OWNER_MESSAGE, "section.messages" } };
	struct visit v = visit_with_link(*state);

	visit_answer(&v, "4321");
	for (size_t i = 0; i < COUNT(all); i++) {
		const char *path = path_of_new(v.w, "A-1", all[i].kind);

		CHECK_OK(world_write(v.w, run_switch, &(struct switching){ all[i].section, "off" }));
		visit_get(&v, path);
		CHECK_INT(404, v.status);
		CHECK_OK(world_write(v.w, run_switch, &(struct switching){ all[i].section, "on" }));
		visit_get(&v, path);
		CHECK_INT(200, v.status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_debtor_saves_a_file_of_his_own_and_nobody_elses),
		WORLD_TEST(a_file_is_unknown_while_its_section_is_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
