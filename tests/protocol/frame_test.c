/* frame.c: the envelope there and back, and every way in which it can be wrong. */
#include "common/arena.h"

#include "protocol/frame.h"
#include "protocol/wire.h"

#include "tests/support/check.h"

#define ID         "0123456789abcdef"
#define BYTES(lit) ((struct sv){ lit, sizeof(lit) - 1 })

static void a_call_comes_back_as_it_was(void **state)
{
	struct arena a = ARENA_INIT;
	struct call in = { SV(ID), SV("link.send"), SV("k"), SV("asked for it"),
		           BYTES("\x81\xA1"
		                 "a\x01") };
	struct buf b = buf_new(&a, WIRE_REQUEST_MAX);
	struct call out;

	(void)state;
	frame_pack_call(&b, &in);
	CHECK_OK(frame_unpack_call(buf_sv(&b), &a, &out));
	CHECK_SV(ID, out.id);
	CHECK_SV("link.send", out.method);
	CHECK_SV("k", out.key);
	CHECK_SV("asked for it", out.reason);
	CHECK(sv_eq(in.params, out.params));
	arena_free(&a);
}

static void key_reason_and_params_may_be_left_out(void **state)
{
	struct arena a = ARENA_INIT;
	struct call in = { .id = SV(ID), .method = SV("system.hello") };
	struct buf b = buf_new(&a, WIRE_REQUEST_MAX);
	struct call out;

	(void)state;
	frame_pack_call(&b, &in);
	CHECK(sv_eq(BYTES("\x96\x01\xC4\x10" ID "\xACsystem.hello\xC0\xC0\x80"), buf_sv(&b)));
	CHECK_OK(frame_unpack_call(buf_sv(&b), &a, &out));
	CHECK_SV("", out.key);
	CHECK_SV("", out.reason);
	CHECK(sv_eq(BYTES("\x80"), out.params));
	arena_free(&a);
}

static void an_answer_comes_back_as_it_was(void **state)
{
	struct arena a = ARENA_INIT;
	struct answer in = { .id = SV(ID),
		             .status = ST_OK,
		             .result = BYTES("\x81\xA1"
		                             "a\x01") };
	struct buf b = buf_new(&a, WIRE_ANSWER_MAX);
	struct answer out;

	(void)state;
	frame_pack_answer(&b, &in);
	CHECK(sv_eq(BYTES("\x95\x01\xC4\x10" ID "\xA2OK\xC0\x81\xA1"
	                  "a\x01"),
	            buf_sv(&b)));
	CHECK_OK(frame_unpack_answer(buf_sv(&b), &a, &out));
	CHECK_SV(ID, out.id);
	CHECK_STATUS(ST_OK, out.status);
	CHECK_SV("", out.fault);
	CHECK(sv_eq(in.result, out.result));
	arena_free(&a);
}

static void every_status_comes_back_and_a_failure_has_no_result(void **state)
{
	(void)state;
	for (int st = ST_OK + 1; st < ST__COUNT; st++) {
		struct arena a = ARENA_INIT;
		struct answer in = { .id = SV(ID),
			             .status = (enum status)st,
			             .fault = SV("hold: too long"),
			             .result = BYTES("\x80") };
		struct buf b = buf_new(&a, WIRE_ANSWER_MAX);
		struct answer out;

		frame_pack_answer(&b, &in);
		CHECK_OK(frame_unpack_answer(buf_sv(&b), &a, &out));
		CHECK_STATUS((enum status)st, out.status);
		CHECK_SV("hold: too long", out.fault);
		CHECK_INT(0, out.result.n);
		arena_free(&a);
	}
}

static void a_status_of_a_newer_server_reads_as_internal(void **state)
{
	struct arena a = ARENA_INIT;
	struct answer out;

	(void)state;
	CHECK_OK(frame_unpack_answer(BYTES("\x95\x01\xC4\x10" ID "\xA5MAYBE\xA2hm\xC0"), &a, &out));
	CHECK_STATUS(ST_INTERNAL, out.status);
	CHECK_SV("hm", out.fault);
	arena_free(&a);
}

static void calls_that_are_not_frames_are_refused(void **state)
{
	static const struct {
		struct sv bytes;
		const char *words;
	} cases[] = {
		{ SV_CONST("\x80"), "not a frame" },
		{ SV_CONST("\x90"), "not a frame" },
		{ SV_CONST("\x91\xA1"
		           "1"),
		  "not a frame" },
		{ SV_CONST("\x91\x02"), "version 2, spoken here is 1" },
		{ SV_CONST("\x97\x02\x01\x01\x01\x01\x01\x01"), "version 2" },
		{ SV_CONST("\x91\x01"), "1 parts instead of 6" },
		{ SV_CONST("\x96\x01\xC4\x02xx\xA1m\xC0\xC0\x80"), "id is not 16 bytes" },
		{ SV_CONST("\x96\x01\xB0" ID "\xA1m\xC0\xC0\x80"), "id is not 16 bytes" },
		{ SV_CONST("\x96\x01\xC4\x10" ID "\x05\xC0\xC0\x80"), "method is not a text" },
		{ SV_CONST("\x96\x01\xC4\x10" ID "\xA1m\x05\xC0\x80"), "key is not a text" },
		{ SV_CONST("\x96\x01\xC4\x10" ID "\xA1m\xC0\x90\x80"), "reason is not a text" },
		{ SV_CONST("\x96\x01\xC4\x10" ID "\xA1m\xC0\xC0\xC0"), "params are not a map" },
		{ SV_CONST("\x96\x01\xC4\x10" ID "\xA1m\xC0\xC0\x90"), "params are not a map" },
		{ SV_CONST("\x96\x01\xC4\x10" ID "\xA1m\xC0\xC0\x80\x01"), "1 bytes follow" },
		{ SV_CONST("\xDD\x08\x00\x00\x00"), "claims" },
	};
	struct arena a = ARENA_INIT;
	struct call out;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_FAULT(ST_INVALID, "", cases[i].words,
		            frame_unpack_call(cases[i].bytes, &a, &out));
	arena_free(&a);
}

static void answers_that_are_not_frames_are_refused(void **state)
{
	struct arena a = ARENA_INIT;
	struct answer out;

	(void)state;
	CHECK_FAULT(ST_INVALID, "", "results are not a map",
	            frame_unpack_answer(BYTES("\x95\x01\xC4\x10" ID "\xA2OK\xC0\xC0"), &a, &out));
	CHECK_FAULT(ST_INVALID, "", "status is not a text",
	            frame_unpack_answer(BYTES("\x95\x01\xC4\x10" ID "\x00\xC0\x80"), &a, &out));
	CHECK_FAULT(ST_INVALID, "", "4 parts instead of 5",
	            frame_unpack_answer(BYTES("\x94\x01\xC4\x10" ID "\x00\xC0"), &a, &out));
	arena_free(&a);
}

static struct sv long_call(struct arena *a, size_t method, size_t key, size_t reason)
{
	struct call in = { .id = SV(ID),
		           .method = sv_of(arena_alloc(a, method), method),
		           .key = sv_of(arena_alloc(a, key), key),
		           .reason = sv_of(arena_alloc(a, reason), reason) };
	struct buf b = buf_new(a, WIRE_ANSWER_MAX);

	frame_pack_call(&b, &in);
	return buf_sv(&b);
}

static void parts_and_frames_that_are_too_long_are_refused(void **state)
{
	struct arena a = ARENA_INIT;
	struct call out;

	(void)state;
	CHECK_OK(frame_unpack_call(long_call(&a, 64, 200, 1000), &a, &out));
	CHECK_INT(1000, out.reason.n);
	CHECK_FAULT(ST_INVALID, "", "method is longer than 64",
	            frame_unpack_call(long_call(&a, 65, 1, 1), &a, &out));
	CHECK_FAULT(ST_INVALID, "", "key is longer than 200",
	            frame_unpack_call(long_call(&a, 1, 201, 1), &a, &out));
	CHECK_FAULT(ST_INVALID, "", "reason is longer than 1000",
	            frame_unpack_call(long_call(&a, 1, 1, 1001), &a, &out));
	CHECK_FAULT(ST_INVALID, "", "longer than 65536",
	            frame_unpack_call(long_call(&a, 1, 1, WIRE_REQUEST_MAX), &a, &out));
	arena_free(&a);
}

static void a_fault_longer_than_a_frame_takes_is_cut(void **state)
{
	struct arena a = ARENA_INIT;
	struct answer in = { .id = SV(ID), .status = ST_INVALID }, out;
	struct buf text = buf_new(&a, 4000), b = buf_new(&a, WIRE_ANSWER_MAX);

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_z(&text, "\xE2\x82\xAC"); /* 1000 bytes fall inside a character */
	in.fault = buf_sv(&text);
	frame_pack_answer(&b, &in);
	CHECK_OK(frame_unpack_answer(buf_sv(&b), &a, &out));
	CHECK_INT(999, out.fault.n);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_comes_back_as_it_was),
		cmocka_unit_test(key_reason_and_params_may_be_left_out),
		cmocka_unit_test(an_answer_comes_back_as_it_was),
		cmocka_unit_test(every_status_comes_back_and_a_failure_has_no_result),
		cmocka_unit_test(a_status_of_a_newer_server_reads_as_internal),
		cmocka_unit_test(calls_that_are_not_frames_are_refused),
		cmocka_unit_test(answers_that_are_not_frames_are_refused),
		cmocka_unit_test(parts_and_frames_that_are_too_long_are_refused),
		cmocka_unit_test(a_fault_longer_than_a_frame_takes_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
