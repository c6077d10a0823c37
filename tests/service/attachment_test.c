/* Attachments: moved in, bounded, read by operators with an event, by the debtor who sent them, swept. */
#include "tests/support/world.h"

#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/file.h"

#include "server/service/attachment.h"
#include "server/service/event.h"

struct adding {
	struct world *w;
	struct attachment_ask q;
	struct scratch_file files[3];
	size_t n, added;
	bool fails_after;
};

static enum status run_add(struct tx *tx, void *arg)
{
	struct adding *a = arg;

	TRY(service_attachment_add(&a->w->u, tx, &a->q, a->files, a->n, &a->added));
	return a->fails_after ? fail(ST_CONFLICT, "something else was wrong") : ST_OK;
}

/* A file as the door leaves it. */
static void put(struct adding *a, const char *name, const char *text)
{
	struct arena *arena = &a->w->u.arena;
	struct scratch_file *f = &a->files[a->n++];
	struct sha256 sum;

	*f = (struct scratch_file){ .name = sv_from(name), .type = FILE_TEXT,
				    .bytes = (int64_t)strlen(text) };
	f->path = sv_print(arena, "%s/scratch/upload-%s", a->w->dir, name);
	sha256_begin(&sum);
	sha256_add(&sum, sv_from(text));
	sha256_end(&sum, f->sha256);
	CHECK_OK(file_write(arena, f->path.p, sv_from(text)));
}

static struct adding adding(struct world *w, int64_t session)
{
	return (struct adding){ .w = w,
				.q = { .contact = 7, .session = session, .kind = OWNER_DISPUTE, .owner = 70 } };
}

static struct attachment_row_list listed(struct world *w)
{
	struct attachment_row_list l;

	CHECK_OK(service_attachment_list(world_look(w), w->u.snap, OWNER_DISPUTE, 70, &l));
	return l;
}

static void count_one(void *arg, const char *name)
{
	(void)name;
	++*(int *)arg;
}

static int files_in(struct world *w, const char *folder)
{
	int n = 0;

	folder_each(arena_print(&w->u.arena, "%s/%s", w->dir, folder), count_one, &n);
	return n;
}

static void files_are_moved_in_with_their_rows(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1);
	struct attachment_row_list l;

	put(&a, "a.txt", "one");
	put(&a, "b.txt", "two!");
	CHECK_OK(world_write(w, run_add, &a));
	CHECK_INT(2, a.added);
	l = listed(w);
	CHECK_INT(2, l.n);
	CHECK_SV("a.txt", l.at[0].name);
	CHECK_INT(4, l.at[1].bytes);
	CHECK_INT(0, files_in(w, "scratch"));
	CHECK_INT(2, files_in(w, "attachments"));
}

static void a_card_number_in_a_files_name_is_masked(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1);

	put(&a, "card 4111 1111 1111 1111.txt", "one");
	CHECK_OK(world_write(w, run_add, &a));
	CHECK_SV("card **** **** **** 1111.txt", listed(w).at[0].name);
}

static void the_same_file_is_kept_once(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1), b = adding(w, 1);

	put(&a, "a.txt", "one");
	CHECK_OK(world_write(w, run_add, &a));
	put(&b, "again.txt", "one");
	CHECK_OK(world_write(w, run_add, &b));
	CHECK_INT(0, b.added);
	CHECK_INT(1, listed(w).n);
	CHECK_INT(1, files_in(w, "attachments"));
}

static void a_contact_sends_so_many_and_so_much(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1), mine = adding(w, 0);
	size_t files;
	int64_t bytes;

	for (int i = 0; i < CONTACT_FILES; i++) {
		a.n = 0;
		put(&a, "a.txt", arena_print(&w->u.arena, "file %d", i));
		CHECK_OK(world_write(w, run_add, &a));
	}
	CHECK_OK(service_attachment_room(world_look(w)->snap, 7, &files, &bytes));
	CHECK_INT(0, files);
	a.n = 0;
	put(&a, "a.txt", "one more");
	CHECK_FAULT(ST_LIMIT, "files", "as many files", world_write(w, run_add, &a));
	CHECK_INT(1, files_in(w, "scratch")); /* the door's to remove */
	CHECK_OK(service_attachment_room(world_look(w)->snap, 8, &files, &bytes));
	CHECK_INT(CONTACT_FILES, files);
	a.q.contact = 8;
	a.files[0].bytes = bytes + 1;
	CHECK_STATUS(ST_LIMIT, world_write(w, run_add, &a));
	put(&mine, "ours.txt", "from an operator"); /* has no such bounds */
	CHECK_OK(world_write(w, run_add, &mine));
}

static void a_write_that_fails_leaves_only_an_orphan_that_is_swept(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1), b = adding(w, 1);

	put(&a, "a.txt", "one");
	CHECK_OK(world_write(w, run_add, &a));
	put(&b, "b.txt", "two");
	b.fails_after = true;
	CHECK_STATUS(ST_CONFLICT, world_write(w, run_add, &b));
	CHECK_INT(1, listed(w).n);
	CHECK_INT(2, files_in(w, "attachments"));
	CHECK_OK(service_attachment_sweep(world_look(w), w->u.snap));
	CHECK_INT(1, files_in(w, "attachments"));
	CHECK_OK(file_sync(arena_print(&w->u.arena, "%s/attachments/%lld", w->dir,
				       (long long)listed(w).at[0].attachment)));
}

static enum status read_at(struct world *w, int64_t id, int64_t offset, struct attachment_piece *ret)
{
	return service_attachment_read(world_look(w), w->u.snap,
				       &(struct attachment_query){ .attachment = id, .offset = offset }, ret);
}

static void an_operator_reads_in_pieces_and_is_told_of_once(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1);
	struct attachment_piece p;
	char *text = arena_alloc(&w->u.arena, ATTACHMENT_PIECE + 11);
	int64_t id;

	memset(text, 'x', ATTACHMENT_PIECE + 10);
	put(&a, "a.txt", text);
	CHECK_OK(world_write(w, run_add, &a));
	id = listed(w).at[0].attachment;
	CHECK_FAULT(ST_CONFLICT, "offset", "begins at 0", read_at(w, id, 10, &p));
	CHECK_EVENTS(w, "");
	CHECK_OK(read_at(w, id, 0, &p));
	CHECK_INT(ATTACHMENT_PIECE, p.data.n);
	CHECK_INT(ATTACHMENT_PIECE + 10, p.bytes);
	CHECK_OK(read_at(w, id, ATTACHMENT_PIECE, &p));
	CHECK_SV("xxxxxxxxxx", p.data);
	CHECK_OK(read_at(w, id, ATTACHMENT_PIECE + 10, &p));
	CHECK_INT(0, p.data.n);
	CHECK_EVENTS(w, "attachment.opened");
	clock_move(10 * 60000);
	CHECK_OK(read_at(w, id, ATTACHMENT_PIECE, &p)); /* goes on later: told again */
	w->u.operator = 2;
	CHECK_STATUS(ST_CONFLICT, read_at(w, id, ATTACHMENT_PIECE, &p));
	CHECK_OK(read_at(w, id, 0, &p));
	CHECK_EVENTS(w, "attachment.opened,attachment.opened,attachment.opened");
	CHECK_FAULT(ST_NOT_FOUND, "attachment", "no such", read_at(w, id + 1, 0, &p));
}

static void a_file_opens_for_the_contact_who_sent_it_only(void **state)
{
	struct world *w = *state;
	struct adding a = adding(w, 1);
	struct attachment_file f;
	int64_t id;

	put(&a, "a.txt", "one");
	CHECK_OK(world_write(w, run_add, &a));
	id = listed(w).at[0].attachment;
	CHECK_OK(service_attachment_open(world_look(w), w->u.snap, 7, id, &f));
	CHECK_INT(3, f.bytes);
	CHECK_SV("text/plain; charset=utf-8", f.mime);
	file_close(f.fd);
	CHECK_STATUS(ST_NOT_FOUND, service_attachment_open(world_look(w), w->u.snap, 8, id, &f));
	CHECK_STATUS(ST_NOT_FOUND, service_attachment_open(world_look(w), w->u.snap, 7, id + 1, &f));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(files_are_moved_in_with_their_rows),
		WORLD_TEST(a_card_number_in_a_files_name_is_masked),
		WORLD_TEST(the_same_file_is_kept_once),
		WORLD_TEST(a_contact_sends_so_many_and_so_much),
		WORLD_TEST(a_write_that_fails_leaves_only_an_orphan_that_is_swept),
		WORLD_TEST(an_operator_reads_in_pieces_and_is_told_of_once),
		WORLD_TEST(a_file_opens_for_the_contact_who_sent_it_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
