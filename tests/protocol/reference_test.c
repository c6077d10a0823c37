/* The reference page is the schema in print: a change of the language shows here as a diff. */
#include <jansson.h>

#include "common/arena.h"

#include "protocol/reference.h"

#include "tests/protocol/golden.h"
#include "tests/support/check.h"

static void the_page_is_the_golden_one(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, REFERENCE_MAX);

	(void)state;
	reference_markdown(&b);
	CHECK_OK(buf_end(&b, "the page"));
	check_golden(&a, "reference.md", buf_sv(&b));
	arena_free(&a);
}

static void every_link_of_the_page_leads_to_a_heading(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, REFERENCE_MAX);
	struct sv page, rest;
	int links = 0;

	(void)state;
	reference_markdown(&b);
	rest = page = buf_sv(&b);
	for (;;) {
		size_t at = sv_find_sv(rest, SV("](#"));
		struct sv heading;

		if (at == rest.n)
			break;
		rest = sv_from_to(rest, at + 3, rest.n);
		heading = sv_print(&a, "\n### " SV_FMT "\n",
		                   SV_ARG(sv_from_to(rest, 0, sv_find(rest, ')'))));
		if (sv_find_sv(page, heading) == page.n)
			fail_msg("no heading" SV_FMT, SV_ARG(heading));
		links++;
	}
	CHECK(links > 2 * M__COUNT - 1);
	arena_free(&a);
}

static void the_json_is_one_document_with_everything_in_it(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, REFERENCE_MAX);
	size_t records = 0, choices = 0;
	json_t *doc;

	(void)state;
	reference_json(&b);
	CHECK_OK(buf_end(&b, "the document"));
	doc = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL);
	CHECK(doc != NULL);
	while (record_table[records])
		records++;
	while (choice_table[choices])
		choices++;
	CHECK_INT(records, json_array_size(json_object_get(doc, "records")));
	CHECK_INT(choices, json_array_size(json_object_get(doc, "choices")));
	CHECK_INT(M__COUNT, json_array_size(json_object_get(doc, "methods")));
	CHECK_INT(E__COUNT, json_array_size(json_object_get(doc, "events")));
	CHECK_INT(ST__COUNT, json_array_size(json_object_get(doc, "statuses")));
	CHECK_INT(65536,
	          json_integer_value(json_object_get(json_object_get(doc, "limits"), "request")));
	json_decref(doc);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_is_the_golden_one),
		cmocka_unit_test(every_link_of_the_page_leads_to_a_heading),
		cmocka_unit_test(the_json_is_one_document_with_everything_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
