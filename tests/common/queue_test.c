/* Queue, latch, map, id, crypt, file, clock: the small rooms under everything. Runs under TSan too. */
#include "tests/support/check.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/clock.h"
#include "common/crypt.h"
#include "common/file.h"
#include "common/id.h"
#include "common/latch.h"
#include "common/map.h"
#include "common/queue.h"
#include "common/thread.h"

struct item {
	struct qlink link;
	int from, n;
};

enum { PUSHERS = 4, EACH = 5000 };

static struct queue *shared_queue;

static void *push_many(void *arg)
{
	int from = *(int *)arg;

	for (int i = 0; i < EACH; i++) {
		struct item *it = mem_new(sizeof(*it));

		it->from = from;
		it->n = i;
		while (!queue_push(shared_queue, &it->link))
			;
	}
	return NULL;
}

static void what_many_push_one_takes_in_the_order_of_each(void **state)
{
	struct thread *t[PUSHERS];
	int from[PUSHERS], next[PUSHERS] = { 0 };

	(void)state;
	shared_queue = queue_new(64);
	for (int i = 0; i < PUSHERS; i++) {
		from[i] = i;
		CHECK_OK(thread_start("push", THREAD_ANY, push_many, &from[i], &t[i]));
	}
	for (int i = 0; i < PUSHERS * EACH; i++) {
		struct item *it = (struct item *)queue_take(shared_queue);

		CHECK_INT(next[it->from], it->n);
		next[it->from]++;
		mem_free(it);
	}
	for (int i = 0; i < PUSHERS; i++)
		thread_join(t[i]);
	CHECK_INT(0, queue_length(shared_queue));
	queue_free(shared_queue);
}

static void a_full_queue_refuses_and_a_closed_one_drains(void **state)
{
	struct queue *q = queue_new(2);
	struct item a = { .n = 1 }, b = { .n = 2 }, c = { .n = 3 }, d = { .n = 4 };

	(void)state;
	CHECK(queue_push_slow(q, &a.link));
	CHECK(!queue_push_slow(q, &c.link));
	CHECK(queue_push(q, &b.link));
	CHECK(queue_push(q, &d.link));
	CHECK(!queue_push(q, &c.link));
	queue_close(q);
	CHECK_INT(2, ((struct item *)queue_take(q))->n); /* the fast lane first */
	CHECK_INT(4, ((struct item *)queue_take(q))->n);
	CHECK_INT(1, ((struct item *)queue_take(q))->n);
	CHECK(queue_take(q) == NULL);
	CHECK(!queue_push(q, &c.link));
	queue_free(q);
}

static void a_wait_for_a_queue_ends_at_its_time(void **state)
{
	struct queue *q = queue_new(2);
	int64_t began = clock_mono_ms();

	(void)state;
	CHECK(queue_take_until(q, began + 30) == NULL);
	CHECK(clock_mono_ms() >= began + 29);
	queue_free(q);
}

static struct latch *shared_latch;

static void *wait_for_hundred(void *arg)
{
	(void)arg;
	while (latch_wait(shared_latch, 99, clock_mono_ms() + 60000) < 100)
		;
	return NULL;
}

static void everyone_who_waits_for_a_latch_is_woken(void **state)
{
	struct thread *t[4];

	(void)state;
	shared_latch = latch_new(0);
	for (int i = 0; i < 4; i++)
		CHECK_OK(thread_start("wait", THREAD_ANY, wait_for_hundred, NULL, &t[i]));
	for (int i = 1; i <= 100; i++)
		latch_raise(shared_latch, i);
	latch_raise(shared_latch, 5); /* it never falls */
	CHECK_INT(100, latch_now(shared_latch));
	for (int i = 0; i < 4; i++)
		thread_join(t[i]);
	latch_free(shared_latch);
}

static void a_map_finds_what_was_put_and_nothing_else(void **state)
{
	struct arena a = ARENA_INIT;
	struct map *m = map_new();

	(void)state;
	for (int i = 0; i < 3000; i++)
		map_put(m, sv_print(&a, "key %d", i), arena_print(&a, "%d", i));
	map_put(m, SV("key 7"), arena_print(&a, "seven"));
	CHECK_INT(3000, map_count(m));
	for (int i = 0; i < 3000; i++) {
		const char *got = map_get(m, sv_print(&a, "key %d", i));

		CHECK(got && (i == 7 ? strcmp(got, "seven") == 0 : atoi(got) == i));
	}
	CHECK(map_get(m, SV("key 3000")) == NULL);
	map_free(m);
	arena_free(&a);
}

static void ids_rise_and_never_repeat(void **state)
{
	int64_t before = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t id = id_new();

		CHECK(id > before);
		before = id;
	}
}

static void a_key_file_reads_back_and_a_broken_one_says_why(void **state)
{
	struct arena a = ARENA_INIT;
	struct sv file = keys_make(&a), other = keys_make(&a);
	struct keys *k, *l, *m;
	struct hash x, y;

	(void)state;
	CHECK_OK(keys_read(file, &k));
	CHECK_OK(keys_read(file, &l));
	CHECK_OK(keys_read(other, &m));
	x = crypt_hash(k, KEY_TOKEN, SV("a"));
	y = crypt_hash(l, KEY_TOKEN, SV("a"));
	CHECK(crypt_equal(hash_sv(&x), hash_sv(&y)));
	y = crypt_hash(m, KEY_TOKEN, SV("a"));
	CHECK(!crypt_equal(hash_sv(&x), hash_sv(&y)));
	y = crypt_hash(k, KEY_COOKIE, SV("a"));
	CHECK(!crypt_equal(hash_sv(&x), hash_sv(&y)));
	keys_free(k);
	keys_free(l);
	keys_free(m);
	CHECK_STATUS(ST_INVALID, keys_read(SV("quits-key-1 abcd\n"), &k));
	CHECK_STATUS(ST_INVALID, keys_read(SV(""), &k));
	CHECK_STATUS(ST_INVALID, keys_read(sv_from_to(file, 1, file.n), &k));
	arena_free(&a);
}

static void hashes_of_parts_do_not_run_into_each_other(void **state)
{
	struct arena a = ARENA_INIT;
	struct keys *k;
	struct hash x, y;

	(void)state;
	CHECK_OK(keys_read(keys_make(&a), &k));
	x = crypt_hash_parts(k, KEY_FORM, (const struct sv[]){ SV("ab"), SV("c") }, 2);
	y = crypt_hash_parts(k, KEY_FORM, (const struct sv[]){ SV("a"), SV("bc") }, 2);
	CHECK(!crypt_equal(hash_sv(&x), hash_sv(&y)));
	keys_free(k);
	arena_free(&a);
}

static void tokens_are_of_their_alphabet_and_differ(void **state)
{
	struct arena a = ARENA_INIT;
	struct map *m = map_new();

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct sv t = crypt_token(&a);

		CHECK(crypt_token_looks_right(t));
		map_put(m, t, &a);
	}
	CHECK_INT(2000, map_count(m));
	CHECK(!crypt_token_looks_right(SV("0000000000000000000000000000000000000000000=")));
	CHECK(!crypt_token_looks_right(SV("000000000000000000000000000000000000000000/")));
	map_free(m);
	arena_free(&a);
}

static void a_file_is_written_whole_closed_to_others_and_replaced(void **state)
{
	struct arena a = ARENA_INIT;
	char folder[] = "/tmp/quits-file-XXXXXX";
	struct stat st;
	struct sv got;
	char *path;
	int fd, again;

	(void)state;
	CHECK(mkdtemp(folder));
	path = arena_print(&a, "%s/x", folder);
	CHECK_OK(file_write(&a, path, SV("one")));
	CHECK_OK(file_write(&a, path, SV("two")));
	CHECK_OK(file_read(&a, path, 10, &got));
	CHECK_SV("two", got);
	CHECK_STATUS(ST_LIMIT, file_read(&a, path, 2, &got));
	CHECK_INT(0, stat(path, &st));
	CHECK_INT(0600, st.st_mode & 0777);
	CHECK_STATUS(ST_NOT_FOUND, file_read(&a, arena_print(&a, "%s/y", folder), 10, &got));
	CHECK_OK(file_lock(path, &fd));
	CHECK_STATUS(ST_CONFLICT, file_lock(path, &again));
	file_unlock(fd);
	CHECK_OK(file_lock(path, &fd));
	file_unlock(fd);
	unlink(path);
	CHECK_INT(0, rmdir(folder));
	arena_free(&a);
}

static void a_clock_that_is_held_stands_until_it_is_moved(void **state)
{
	(void)state;
	clock_hold(5000);
	CHECK_INT(5000, clock_now());
	clock_move(10);
	CHECK_INT(5010, clock_now());
	clock_release();
	CHECK(clock_now() > INT64_C(1600000000000));
	clock_at_least(clock_now() + 100000);
	{
		int64_t ahead = clock_now();

		CHECK(clock_now() >= ahead); /* it stands still until the calendar has caught up */
	}
}

static int start(void **state)
{
	(void)state;
	CHECK_OK(crypt_start());
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_many_push_one_takes_in_the_order_of_each),
		cmocka_unit_test(a_full_queue_refuses_and_a_closed_one_drains),
		cmocka_unit_test(a_wait_for_a_queue_ends_at_its_time),
		cmocka_unit_test(everyone_who_waits_for_a_latch_is_woken),
		cmocka_unit_test(a_map_finds_what_was_put_and_nothing_else),
		cmocka_unit_test(ids_rise_and_never_repeat),
		cmocka_unit_test(a_key_file_reads_back_and_a_broken_one_says_why),
		cmocka_unit_test(hashes_of_parts_do_not_run_into_each_other),
		cmocka_unit_test(tokens_are_of_their_alphabet_and_differ),
		cmocka_unit_test(a_file_is_written_whole_closed_to_others_and_replaced),
		cmocka_unit_test(a_clock_that_is_held_stands_until_it_is_moved),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
