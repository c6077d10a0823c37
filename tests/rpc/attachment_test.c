/* quitsctl attachment.get against a real server: what it saves, and that roles without details read nothing. */
#include "tests/support/world.h"
#include "tests/support/nng_leak.h"

#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"

#include "protocol/ctl/fetch.h"

#include "server/api/api.h"
#include "server/rpc/server.h"
#include "server/service/attachment.h"
#include "server/store/operator.h"

enum { SIZE = 100 * 1000 };

static enum status run_enrol(struct tx *tx, void *arg)
{
	struct operator_row o = { .operator = 11, .user = SV("ana"), .uid = (int64_t)getuid(),
				  .roles = sv_from(arg) };

	return store_operator_add(tx, &o);
}

struct adding {
	struct world *w;
	struct scratch_file file;
};

static enum status run_add(struct tx *tx, void *arg)
{
	struct adding *a = arg;
	struct attachment_ask q = { .contact = 7, .session = 1, .kind = OWNER_DISPUTE, .owner = 70 };
	size_t added;

	return service_attachment_add(&a->w->u, tx, &q, &a->file, 1, &added);
}

static struct sv content(struct arena *a)
{
	char *text = arena_alloc(a, SIZE);

	for (size_t i = 0; i < SIZE; i++)
		text[i] = (char)('a' + i % 23);
	return sv_of(text, SIZE);
}

static int64_t add(struct world *w, bool damaged)
{
	struct adding a = { .w = w, .file = { .name = SV("a.txt"), .type = FILE_TEXT, .bytes = SIZE } };
	struct attachment_row_list l;
	struct sha256 sum;

	a.file.path = sv_print(&w->u.arena, "%s/scratch/upload-a", w->dir);
	sha256_begin(&sum);
	sha256_add(&sum, damaged ? SV("something else") : content(&w->u.arena));
	sha256_end(&sum, a.file.sha256);
	CHECK_OK(file_write(&w->u.arena, a.file.path.p, content(&w->u.arena)));
	CHECK_OK(world_write(w, run_add, &a));
	CHECK_OK(service_attachment_list(world_look(w), w->u.snap, OWNER_DISPUTE, 70, &l));
	return l.at[0].attachment;
}

static enum status get(struct world *w, char *roles, int64_t id, const char *path)
{
	struct rpc_config c = { .shared = &w->shared, .handlers = api_table };
	struct call_options how = { .timeout_ms = 10000 };
	struct attachment_piece got = { 0 };
	struct client *client;
	struct rpc *rpc;
	struct fault f;
	struct sv words[] = { sv_print(&w->u.arena, "attachment=%lld", (long long)id),
			      sv_print(&w->u.arena, "file=%s", path) };

	CHECK_OK(world_write(w, run_enrol, roles));
	rpc_defaults(&c);
	c.url = arena_print(&w->u.arena, "inproc://attachment-test-%d", (int)getpid());
	c.workers = 1;
	c.calls = 4;
	CHECK_OK(rpc_start(&c, &rpc));
	CHECK_OK(client_open(c.url, &client));
	(void)!fetch_run(client, words, COUNT(words), &how, &w->u.arena, &got);
	f = *fault_last();
	client_close(client);
	rpc_stop(rpc);
	if (got.name.n == 0 || access(path, F_OK) != 0)
		return fault_carry(&f);
	CHECK_SV("a.txt", got.name);
	return ST_OK;
}

static void a_file_is_saved_whole_for_its_caller_alone(void **state)
{
	struct world *w = *state;
	char roles[] = "operator";
	const char *path = arena_print(&w->u.arena, "%s/saved", w->dir);
	int64_t id = add(w, false);
	struct stat st;
	struct sv saved;

	CHECK_OK(get(w, roles, id, path));
	CHECK_OK(file_read(&w->u.arena, path, SIZE + 1, &saved));
	CHECK(sv_eq(content(&w->u.arena), saved));
	CHECK_INT(0, stat(path, &st));
	CHECK_INT(0600, st.st_mode & 0777);
	CHECK_EVENTS(w, "attachment.opened");
}

static void a_damaged_file_is_not_saved(void **state)
{
	struct world *w = *state;
	char roles[] = "supervisor";
	const char *path = arena_print(&w->u.arena, "%s/saved", w->dir);

	CHECK_STATUS(ST_UNAVAILABLE, get(w, roles, add(w, true), path));
	CHECK(access(path, F_OK) != 0);
}

static void who_may_not_see_details_reads_no_file(void **state)
{
	struct world *w = *state;
	char roles[] = "viewer,admin,agent,auditor";
	const char *path = arena_print(&w->u.arena, "%s/saved", w->dir);

	CHECK_STATUS(ST_FORBIDDEN, get(w, roles, add(w, false), path));
	CHECK(access(path, F_OK) != 0);
	CHECK_EVENTS(w, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_file_is_saved_whole_for_its_caller_alone),
		WORLD_TEST(a_damaged_file_is_not_saved),
		WORLD_TEST(who_may_not_see_details_reads_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
