/* Records as JSON, both ways. */
#include "common/arena.h"
#include "common/record_json.h"

#include "tests/common/sample.h"

static struct arena arena;

static int done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct sv json_of(const struct sample *s)
{
	struct buf b = buf_new(&arena, 100000);

	record_to_json(&b, &sample_record, s);
	CHECK_OK(buf_end(&b, "json"));
	return buf_sv(&b);
}

static enum status read(const char *json, struct sample *s)
{
	return record_from_json(&sample_record, s, &arena, sv_from(json), false);
}

static void every_kind_is_written_in_the_order_of_the_schema(void **state)
{
	struct inner row = { SV("r"), 3 };
	struct sample s = {
		true,
		2,
		-5,
		{ "EUR" },
		-7,
		86400001,
		2440588,
		INT64_C(9007199254740993),
		SV("a\"\\\n\x01<"),
		SV("l"),
		SV("\x00\xFF\x10z"),
		SV("t"),
		SV("/p"),
		GREEN,
		&row,
		{ &row, 1 },
	};

	(void)state;
	CHECK_SV(
	    "{\"flag\":true,\"count\":2,\"amount\":-5,\"currency\":\"EUR\",\"rate\":-0.7,"
	    "\"when\":\"1970-01-02T00:00:00.001Z\",\"day\":\"1970-01-01\",\"id\":"
	    "\"9007199254740993\","
	    "\"note\":\"a\\\"\\\\\\n\\u0001<\",\"lines\":\"l\",\"bytes\":\"AP8Qeg==\",\"secret\":"
	    "\"t\","
	    "\"home_path\":\"/p\",\"colour\":\"green\",\"inner\":{\"name\":\"r\",\"amount\":3},"
	    "\"rows\":[{\"name\":\"r\",\"amount\":3}]}",
	    json_of(&s));
}

static void absent_fields_are_left_out_unless_required(void **state)
{
	struct sample s = { 0 };

	(void)state;
	CHECK_SV("{\"amount\":0,\"note\":\"\"}", json_of(&s));
}

static void what_is_written_is_read_back(void **state)
{
	struct inner row = { SV("r"), 3 };
	struct sample s = {
		true,
		2,
		-5,
		{ "EUR" },
		417,
		86400001,
		2440588,
		INT64_MAX,
		SV("a \xE2\x82\xAC"),
		SV("l\nm"),
		SV("\x00\xFF\x10"),
		SV("t"),
		SV("/p"),
		GREEN,
		&row,
		{ &row, 1 },
	};
	struct sample back;
	struct sv first = json_of(&s);

	(void)state;
	CHECK_OK(record_from_json(&sample_record, &back, &arena, first, false));
	CHECK(sv_eq(first, json_of(&back)));
	CHECK_INT(3, back.bytes.n);
	CHECK_INT(3, back.rows.at[0].amount);
	CHECK_INT(417, back.rate);
}

static void bytes_of_every_length_survive(void **state)
{
	unsigned char bytes[70];

	(void)state;
	for (size_t n = 0; n < sizeof(bytes); n++) {
		struct sample s = { .note = SV("n"), .bytes = sv_of(bytes, n) }, back;

		bytes[n] = (unsigned char)(n * 37 + 11);
		CHECK_OK(record_from_json(&sample_record, &back, &arena, json_of(&s), false));
		CHECK(sv_eq(s.bytes, back.bytes));
	}
}

static void strange_fields_are_refused_by_name(void **state)
{
	struct sample s;

	(void)state;
	CHECK_FAULT(ST_INVALID, "amuont", "did you mean amount",
	            read("{\"amount\":1,\"note\":\"x\",\"amuont\":1}", &s));
	CHECK_FAULT(ST_INVALID, "note", "given twice",
	            read("{\"amount\":1,\"note\":\"x\",\"note\":\"y\"}", &s));
	CHECK_FAULT(ST_INVALID, "note", "missing", read("{\"amount\":1}", &s));
	CHECK_FAULT(ST_INVALID, "note", "missing", read("{\"amount\":1,\"note\":null}", &s));
	CHECK_OK(record_from_json(&sample_record, &s, &arena,
	                          SV("{\"new\":[1],\"amount\":1,\"note\":\"x\"}"), true));
	CHECK_INT(1, s.amount);
}

static void wrong_types_are_refused_by_name(void **state)
{
	static const struct {
		const char *field, *json;
	} cases[] = {
		{ "flag", "1" },
		{ "count", "\"1\"" },
		{ "count", "1.0" },
		{ "currency", "\"eur\"" },
		{ "rate", "1.25" },
		{ "rate", "\"1\"" },
		{ "when", "\"2026\"" },
		{ "when", "5" },
		{ "day", "\"2026-02-30\"" },
		{ "id", "5" },
		{ "id", "\"5x\"" },
		{ "lines", "[]" },
		{ "bytes", "\"AAA\"" },
		{ "bytes", "\"AB==\"" },
		{ "bytes", "\"A===\"" },
		{ "bytes", "\"AA=A\"" },
		{ "bytes", "\"AA A\"" },
		{ "colour", "\"blue\"" },
		{ "inner", "[]" },
		{ "rows", "{}" },
		{ "rate", "1e300" },
	};
	struct sample s;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *json = arena_print(&arena, "{\"amount\":1,\"note\":\"x\",\"%s\":%s}",
		                         cases[i].field, cases[i].json);

		CHECK_FAULT(ST_INVALID, cases[i].field, "is not", read(json, &s));
	}
}

static void what_is_not_json_is_refused(void **state)
{
	static const char *const bad[] = { "",
		                           "{",
		                           "[]",
		                           "1",
		                           "{\"amount\":1,\"note\":\"x\"} {}",
		                           "{\"amount\":99999999999999999999,\"note\":\"x\"}",
		                           "{\"note\":\"\xFF\"}",
		                           "{\"note\":\"\\u0000\"}",
		                           "{\"amount\":01}",
		                           "{'note':1}",
		                           "{\"note\":\"\\ud800\"}" };
	struct sample s;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_STATUS(ST_INVALID, read(bad[i], &s));
}

static void deep_nesting_is_refused_before_it_is_parsed(void **state)
{
	char json[200001];
	struct sample s;

	(void)state;
	memset(json, '[', sizeof(json) - 1);
	json[sizeof(json) - 1] = '\0';
	CHECK_FAULT(ST_INVALID, "", "more than 8 deep", read(json, &s));
	CHECK_OK(read("{\"amount\":1,\"note\":\"[[[[[[[[[[[[\"}", &s));
}

static void long_lists_are_refused(void **state)
{
	struct buf b = buf_new(&arena, 1 << 20);
	struct sample s;

	(void)state;
	buf_z(&b, "{\"amount\":1,\"note\":\"x\",\"rows\":[{\"name\":\"a\"}");
	for (int i = 0; i < 10000; i++)
		buf_z(&b, ",{\"name\":\"a\"}");
	buf_z(&b, "]}");
	CHECK_FAULT(ST_INVALID, "rows", "more than 10000",
	            record_from_json(&sample_record, &s, &arena, buf_sv(&b), false));
}

static void texts_are_cleaned_where_they_are_read(void **state)
{
	struct sample s;

	(void)state;
	CHECK_OK(read("{\"amount\":1,\"note\":\"a\\u001b\\u202eb\\n\",\"lines\":\"a\\nb\"}", &s));
	CHECK_SV("ab ", s.note);
	CHECK_SV("a\nb", s.lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_written_in_the_order_of_the_schema),
		cmocka_unit_test(absent_fields_are_left_out_unless_required),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(bytes_of_every_length_survive),
		cmocka_unit_test(strange_fields_are_refused_by_name),
		cmocka_unit_test(wrong_types_are_refused_by_name),
		cmocka_unit_test(what_is_not_json_is_refused),
		cmocka_unit_test(deep_nesting_is_refused_before_it_is_parsed),
		cmocka_unit_test(long_lists_are_refused),
		cmocka_unit_test(texts_are_cleaned_where_they_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
