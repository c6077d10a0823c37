/* wire.c: round trips of every record, every limit, and the bytes that other releases will read. What
 * is written is also read by msgpack-c's own reader, so that both sides cannot be wrong together. */
#include <msgpack.h>
#include <stdio.h>
#include <unistd.h>

#include "common/arena.h"
#include "common/record_check.h"

#include "protocol/schema.h"
#include "protocol/wire.h"

#include "tests/protocol/fill.h"
#include "tests/protocol/golden.h"
#include "tests/support/check.h"

#define BYTES(lit) ((struct sv){ lit, sizeof(lit) - 1 })

enum { ROUNDS = 40 };

static void pack(struct arena *a, const struct record *r, const void *rec, struct sv *ret)
{
	struct buf b = buf_new(a, WIRE_ANSWER_MAX);

	wire_pack(&b, r, rec);
	CHECK_OK(buf_end(&b, r->name));
	*ret = buf_sv(&b);
}

static void every_record_comes_back_as_it_was(void **state)
{
	struct dice dice = { 20261125 };

	(void)state;
	for (size_t i = 0; record_table[i]; i++)
		for (int round = 0; round < ROUNDS; round++) {
			const struct record *r = record_table[i];
			struct arena a = ARENA_INIT;
			void *in = arena_alloc(&a, r->size), *out = arena_alloc(&a, r->size);
			struct sv wire;

			fill_record(&dice, &a, r, in, round % 2);
			pack(&a, r, in, &wire);
			CHECK_OK(wire_check(wire, WIRE_ELEMENTS));
			CHECK_OK(wire_unpack(wire, r, out, &a, round % 4 < 2));
			if (!same_record(r, in, out))
				fail_msg("%s, round %d: not the same", r->name, round);
			CHECK_OK(record_check(r, out));
			arena_free(&a);
		}
}

static void what_is_packed_is_what_msgpack_itself_reads(void **state)
{
	struct dice dice = { 7 };

	(void)state;
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];
		struct arena a = ARENA_INIT;
		void *in = arena_alloc(&a, r->size);
		size_t off = 0, present = 0;
		msgpack_unpacked u;
		struct sv wire;

		fill_record(&dice, &a, r, in, false);
		pack(&a, r, in, &wire);
		msgpack_unpacked_init(&u);
		CHECK_INT(MSGPACK_UNPACK_SUCCESS, msgpack_unpack_next(&u, wire.p, wire.n, &off));
		CHECK_INT(wire.n, off);
		CHECK_INT(MSGPACK_OBJECT_MAP, u.data.type);
		for (size_t k = 0; k < r->n; k++)
			present += r->fields[k].flags & REQ || !field_is_absent(&r->fields[k], in);
		CHECK_INT(present, u.data.via.map.size);
		msgpack_unpacked_destroy(&u);
		arena_free(&a);
	}
}

/* Every shape of number that msgpack knows, through the reader. */
static void integers_of_every_width_are_read(void **state)
{
	static const struct {
		struct sv bytes;
		int64_t want;
	} cases[] = {
		{ SV_CONST("\x81\xA4link\x00"), 0 },
		{ SV_CONST("\x81\xA4link\x7F"), 127 },
		{ SV_CONST("\x81\xA4link\xE0"), -32 },
		{ SV_CONST("\x81\xA4link\xFF"), -1 },
		{ SV_CONST("\x81\xA4link\xCC\xFF"), 255 },
		{ SV_CONST("\x81\xA4link\xCD\xFF\xFE"), 65534 },
		{ SV_CONST("\x81\xA4link\xCE\xFF\xFF\xFF\xFF"), 4294967295 },
		{ SV_CONST("\x81\xA4link\xCF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), INT64_MAX },
		{ SV_CONST("\x81\xA4link\xD0\x80"), -128 },
		{ SV_CONST("\x81\xA4link\xD1\x80\x00"), -32768 },
		{ SV_CONST("\x81\xA4link\xD2\x80\x00\x00\x00"), INT32_MIN },
		{ SV_CONST("\x81\xA4link\xD3\x80\x00\x00\x00\x00\x00\x00\x00"), INT64_MIN },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct link_ref ref;

		CHECK_OK(wire_check(cases[i].bytes, WIRE_ELEMENTS));
		CHECK_OK(wire_unpack(cases[i].bytes, &link_ref_record, &ref, &a, true));
		CHECK_INT(cases[i].want, ref.link);
	}
	arena_free(&a);
}

static void checking_refuses_what_could_hurt(void **state)
{
	static const struct {
		struct sv bytes;
		const char *words;
	} cases[] = {
		{ SV_CONST(""), "ends too early" },
		{ SV_CONST("\xC1"), "not msgpack" },
		{ SV_CONST("\xDD\x08\x00\x00\x00"), "claims 134217728 elements" },
		{ SV_CONST("\xDF\xFF\xFF\xFF\xFF\x01\x02"), "claims 4294967295 elements" },
		{ SV_CONST("\x82\x01\x02\x03"), "claims 2 elements" },
		{ SV_CONST("\x92\x01"), "claims 2 elements" },
		{ SV_CONST("\x92\x01\xCD\x01"), "ends too early" },
		{ SV_CONST("\xA5"
		           "abc"),
		  "ends too early" },
		{ SV_CONST("\xDB\xFF\xFF\xFF\xFF"
		           "abc"),
		  "ends too early" },
		{ SV_CONST("\xC6\xFF\xFF\xFF\xFF"
		           "abc"),
		  "ends too early" },
		{ SV_CONST("\x01\x02"), "1 bytes follow" },
		{ SV_CONST("\xC7\x01\x05z"), "extension type" },
		{ SV_CONST("\xD4\x05z"), "extension type" },
		{ SV_CONST("\xD8\x05"
		           "0123456789abcdef"),
		  "extension type" },
		{ SV_CONST("\xC9\x00\x00\x00\x01\x05z"), "extension type" },
		{ SV_CONST("\xCB\x3F\xF0\x00\x00\x00\x00\x00\x00"), "floating point" },
		{ SV_CONST("\xCA\x3F\x80\x00\x00"), "floating point" },
		{ SV_CONST("\xCF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), "63 bits" },
		{ SV_CONST("\xA2\xC3\x28"), "not UTF-8" },
		{ SV_CONST("\xA3\xED\xA0\x80"), "not UTF-8" },
		{ SV_CONST("\x81\xA1\xFF\x01"), "not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_FAULT(ST_INVALID, "", cases[i].words,
		            wire_check(cases[i].bytes, WIRE_ELEMENTS));
	CHECK_OK(wire_check(BYTES("\xC4\x02\xC3\x28"), WIRE_ELEMENTS)); /* bytes may be anything */
}

static void eight_levels_are_taken_and_nine_are_not(void **state)
{
	(void)state;
	CHECK_OK(wire_check(BYTES("\x91\x91\x91\x91\x91\x91\x91\x91\x01"), WIRE_ELEMENTS));
	CHECK_OK(wire_check(BYTES("\x91\x91\x91\x91\x91\x91\x91\x90"), WIRE_ELEMENTS));
	CHECK_FAULT(ST_INVALID, "", "deeper than 8",
	            wire_check(BYTES("\x91\x91\x91\x91\x91\x91\x91\x91\x91\x01"), WIRE_ELEMENTS));
	CHECK_FAULT(ST_INVALID, "", "deeper than 8",
	            wire_check(BYTES("\x91\x91\x91\x91\x91\x91\x91\x91\x90"), WIRE_ELEMENTS));
	CHECK_FAULT(ST_INVALID, "", "deeper than 8",
	            wire_check(BYTES("\x91\x91\x91\x91\x91\x91\x91\x91\x80"), WIRE_ELEMENTS));
}

static void elements_are_counted_over_all_levels(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 64 * 1024);

	(void)state;
	buf_add(&b, BYTES("\x92\xDC\x13\x88")); /* [5000 x 1, 4998 x 1] */
	for (int i = 0; i < 5000; i++)
		buf_char(&b, 1);
	buf_add(&b, BYTES("\xDC\x13\x86"));
	for (int i = 0; i < 4998; i++)
		buf_char(&b, 1);
	CHECK_OK(wire_check(buf_sv(&b), WIRE_ELEMENTS));
	CHECK_FAULT(ST_INVALID, "", "more than 9999 elements",
	            wire_check(buf_sv(&b), WIRE_ELEMENTS - 1));
	arena_free(&a);
}

static void a_strict_reader_names_what_is_wrong(void **state)
{
	static const struct {
		struct sv bytes;
		const char *field, *words;
	} cases[] = {
		{ SV_CONST("\x80"), "account", "missing" },
		{ SV_CONST("\x81\xA7"
		           "account\xA1"
		           "1"),
		  "channel", "missing" },
		{ SV_CONST("\x81\xA7"
		           "account\xC0"),
		  "account", "missing" },
		{ SV_CONST("\x81\xA6"
		           "acount\xA1"
		           "1"),
		  "acount", "did you mean account" },
		{ SV_CONST("\x81\xA4"
		           "z\x1B[1\x01"),
		  "z?[1", "not known" },
		{ SV_CONST("\x82\xA7"
		           "account\xA1"
		           "1\xA7"
		           "account\xA1"
		           "1"),
		  "account", "twice" },
		{ SV_CONST("\x81\xA7"
		           "account\x05"),
		  "account", "a text" },
		{ SV_CONST("\x81\xA7"
		           "account\xC4\x01x"),
		  "account", "a text" },
		{ SV_CONST("\x81\xA7"
		           "channel\xA3"
		           "fax"),
		  "channel", "one of sms, whatsapp, email" },
		{ SV_CONST("\x81\xA7"
		           "channel\xA0"),
		  "channel", "one of sms" },
		{ SV_CONST("\x81\xA4"
		           "hold\xA1"
		           "5"),
		  "hold", "whole number" },
		{ SV_CONST("\x81\xA4"
		           "hold\xC3"),
		  "hold", "whole number" },
		{ SV_CONST("\x81\x05\x05"), "", "not a text" },
		{ SV_CONST("\x90"), "", "link_new must be a map" },
		{ SV_CONST("\x05"), "", "link_new must be a map" },
	};
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct link_new in;

		CHECK_OK(wire_check(cases[i].bytes, WIRE_ELEMENTS));
		CHECK_FAULT(ST_INVALID, cases[i].field, cases[i].words,
		            wire_unpack(cases[i].bytes, &link_new_record, &in, &a, true));
	}
	arena_free(&a);
}

static void nested_records_and_lists_must_be_maps_and_arrays(void **state)
{
	struct arena a = ARENA_INIT;
	struct kpi_page page;
	struct feed_page feed;
	struct book_chunk chunk;

	(void)state;
	CHECK_FAULT(ST_INVALID, "previous", "a map",
	            wire_unpack(BYTES("\x81\xA8"
	                              "previous\x90"),
	                        &kpi_page_record, &page, &a, true));
	CHECK_FAULT(ST_INVALID, "items", "a list",
	            wire_unpack(BYTES("\x81\xA5"
	                              "items\x80"),
	                        &feed_page_record, &feed, &a, true));
	CHECK_FAULT(ST_INVALID, "", "event_row must be a map",
	            wire_unpack(BYTES("\x81\xA5"
	                              "items\x91\x01"),
	                        &feed_page_record, &feed, &a, true));
	CHECK_FAULT(ST_INVALID, "seq", "missing",
	            wire_unpack(BYTES("\x81\xA5"
	                              "items\x91\x80"),
	                        &feed_page_record, &feed, &a, true));
	CHECK_FAULT(ST_INVALID, "data", "bytes",
	            wire_unpack(BYTES("\x81\xA4"
	                              "data\xA1x"),
	                        &book_chunk_record, &chunk, &a, true));
	arena_free(&a);
}

static void a_lenient_reader_skips_what_a_newer_server_says(void **state)
{
	/* {"new": {"a": [1, {"b": nil}]}, "link": 7, "state": "teleported", "other": bytes, "account": nil} */
	struct sv bytes = BYTES("\x85\xA3new\x81\xA1"
	                        "a\x92\x01\x81\xA1"
	                        "b\xC0\xA4link\x07\xA5state\xAA"
	                        "teleported\xA5other\xC4\x02zz\xA7"
	                        "account\xC0");
	struct arena a = ARENA_INIT;
	struct link_sent out;

	(void)state;
	CHECK_OK(wire_check(bytes, WIRE_ELEMENTS));
	CHECK_OK(wire_unpack(bytes, &link_sent_record, &out, &a, false));
	CHECK_INT(7, out.link);
	CHECK_INT(0, out.state);
	CHECK_SV("", out.account);
	CHECK_FAULT(ST_INVALID, "new", "not known",
	            wire_unpack(bytes, &link_sent_record, &out, &a, true));
	CHECK_FAULT(
	    ST_INVALID, "link", "twice",
	    wire_unpack(BYTES("\x82\xA4link\x07\xA4link\x08"), &link_sent_record, &out, &a, false));
	arena_free(&a);
}

static void texts_point_into_the_message(void **state)
{
	struct sv bytes = BYTES("\x81\xA7"
	                        "account\xA4"
	                        "1042");
	struct arena a = ARENA_INIT;
	struct account_ref ref;

	(void)state;
	CHECK_OK(wire_unpack(bytes, &account_ref_record, &ref, &a, true));
	CHECK_SV("1042", ref.account);
	CHECK(ref.account.p == bytes.p + 10);
	arena_free(&a);
}

static void a_message_cut_anywhere_is_refused_and_a_changed_one_harms_nothing(void **state)
{
	struct arena a = ARENA_INIT;
	struct dice dice = { 99 };
	struct account_detail in, out;
	struct sv wire;
	int refused = 0;

	(void)state;
	fill_record(&dice, &a, &account_detail_record, &in, false);
	pack(&a, &account_detail_record, &in, &wire);
	for (size_t n = 0; n < wire.n; n++) {
		struct sv cut = sv_of(arena_copy(&a, wire.p, n), n);

		CHECK_STATUS(ST_INVALID, wire_check(cut, WIRE_ELEMENTS));
	}
	for (int i = 0; i < 4000; i++) {
		char *p = arena_copy(&a, wire.p, wire.n);
		struct sv changed = sv_of(p, wire.n);

		for (int k = 0; k < 3; k++)
			p[dice_next(&dice) % wire.n] = (char)dice_next(&dice);
		if (wire_check(changed, WIRE_ELEMENTS) != ST_OK ||
		    wire_unpack(changed, &account_detail_record, &out, &a, i % 2) != ST_OK)
			refused++;
	}
	CHECK(refused > 1000);
	arena_free(&a);
}

/* A record that gained fields has a newer sample, NAME.2.hex and so on; the older ones stand as they landed. */
static const char *newest_sample(struct arena *a, const char *name, int *ret_version)
{
	const char *path = arena_print(a, "wire/%s.hex", name);

	*ret_version = 1;
	for (int v = 2; v < 100; v++) {
		const char *next = arena_print(a, "wire/%s.%d.hex", name, v);

		if (access(arena_print(a, "%s/tests/golden/%s", QUITS_SOURCE, next), F_OK) != 0)
			break;
		path = next;
		*ret_version = v;
	}
	return path;
}

static unsigned char hex_digit(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct sv read_hex(struct arena *a, const char *name)
{
	struct sv text;
	char *bytes;
	size_t n = 0;

	CHECK_OK(file_read(a, arena_print(a, "%s/tests/golden/%s", QUITS_SOURCE, name), 4 * 1024 * 1024, &text));
	bytes = arena_alloc(a, text.n);
	for (size_t i = 0; i + 1 < text.n; i++) {
		if (text.p[i] == '\n')
			continue;
		bytes[n++] = (char)(hex_digit(text.p[i]) << 4 | hex_digit(text.p[i + 1]));
		i++;
	}
	return sv_of(bytes, n);
}

static void samples_of_earlier_releases_are_still_read(void **state)
{
	int older = 0;

	(void)state;
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];
		struct arena a = ARENA_INIT;
		int newest;

		(void)newest_sample(&a, r->name, &newest);
		for (int v = 1; v < newest; v++) {
			const char *name = v == 1 ? arena_print(&a, "wire/%s.hex", r->name)
						  : arena_print(&a, "wire/%s.%d.hex", r->name, v);
			void *out = arena_alloc(&a, r->size);

			CHECK_OK(wire_unpack(read_hex(&a, name), r, out, &a, false));
			older++;
		}
		arena_free(&a);
	}
	CHECK(older > 0);
}

static void the_bytes_of_every_record_are_those_of_the_golden_files(void **state)
{
	int version;

	(void)state;
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];
		struct arena a = ARENA_INIT;
		struct dice dice = { 1 };
		void *in = arena_alloc(&a, r->size);
		struct buf hex = buf_new(&a, 1024 * 1024);
		struct sv wire;

		for (const char *p = r->name; *p;
		     p++) /* its own seed: a new record moves no other */
			dice.state = dice.state * 31 + (unsigned char)*p;
		fill_record(&dice, &a, r, in, false);
		pack(&a, r, in, &wire);
		for (size_t at = 0; at < wire.n; at += 40) {
			struct sv line = sv_from_to(wire, at, at + 40);

			buf_hex(&hex, line.p, line.n);
			buf_char(&hex, '\n');
		}
		check_golden(&a, newest_sample(&a, r->name, &version), buf_sv(&hex));
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_comes_back_as_it_was),
		cmocka_unit_test(what_is_packed_is_what_msgpack_itself_reads),
		cmocka_unit_test(integers_of_every_width_are_read),
		cmocka_unit_test(checking_refuses_what_could_hurt),
		cmocka_unit_test(eight_levels_are_taken_and_nine_are_not),
		cmocka_unit_test(elements_are_counted_over_all_levels),
		cmocka_unit_test(a_strict_reader_names_what_is_wrong),
		cmocka_unit_test(nested_records_and_lists_must_be_maps_and_arrays),
		cmocka_unit_test(a_lenient_reader_skips_what_a_newer_server_says),
		cmocka_unit_test(texts_point_into_the_message),
		cmocka_unit_test(a_message_cut_anywhere_is_refused_and_a_changed_one_harms_nothing),
		cmocka_unit_test(samples_of_earlier_releases_are_still_read),
		cmocka_unit_test(the_bytes_of_every_record_are_those_of_the_golden_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
