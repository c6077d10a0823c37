/* schema.h's tables: what every reader of the descriptors takes for granted. */
#include <ctype.h>

#include "common/arena.h"

#include "protocol/schema.h"

#include "tests/support/check.h"

static void methods_are_found_by_their_names_and_only_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < M__COUNT; i++) {
		CHECK_INT(i, method_table[i].id);
		CHECK(method_find(sv_from(method_table[i].name)) == &method_table[i]);
	}
	CHECK(method_find(SV("link.sen")) == NULL);
	CHECK(method_find(SV("link.send ")) == NULL);
	CHECK(method_find(SV("")) == NULL);
}

static void events_are_found_by_their_names_and_only_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < E__COUNT; i++)
		CHECK_INT(i, event_find(sv_from(event_table[i].name)));
	CHECK_INT(E__COUNT, event_find(SV("link.teleported")));
}

static bool is_name(const char *s) /* what wire, words and JSON may carry unquoted */
{
	for (const char *p = s; *p; p++)
		if (!islower((unsigned char)*p) && !isdigit((unsigned char)*p) && *p != '_')
			return false;
	return *s;
}

static void every_field_has_a_plain_unique_name_and_help(void **state)
{
	(void)state;
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];

		CHECK(r->help[0]);
		for (size_t k = 0; k < r->n; k++) {
			const struct field *f = &r->fields[k];

			if (!is_name(f->name) || !f->help[0])
				fail_msg("%s.%s: name or help", r->name, f->name);
			if (record_field(r, sv_from(f->name)) != f)
				fail_msg("%s.%s is there twice", r->name, f->name);
			if (f->offset >= r->size)
				fail_msg("%s.%s lies outside", r->name, f->name);
		}
	}
}

static void every_limit_belongs_to_a_field_and_is_a_range(void **state)
{
	(void)state;
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];

		for (size_t k = 0; k < r->n_limits; k++) {
			const struct limit *l = &r->limits[k];
			size_t owners = 0;

			for (size_t n = 0; n < r->n; n++)
				owners += r->fields[n].offset == l->offset;
			if (owners != 1 || l->min > l->max)
				fail_msg("%s: limit %zu", r->name, k);
		}
	}
}

/* A caller may only make a request as large as its words allow. */
static void every_text_of_a_request_has_a_limit(void **state)
{
	(void)state;
	for (size_t i = 0; i < M__COUNT; i++) {
		const struct record *r = method_table[i].in;

		for (size_t k = 0; k < r->n; k++)
			if ((r->fields[k].kind == K_TEXT || r->fields[k].kind == K_BYTES) &&
			    !record_limit(r, &r->fields[k]))
				fail_msg("%s: %s has no limit", r->name, r->fields[k].name);
	}
}

static void money_always_has_its_currency_beside_it(void **state)
{
	(void)state;
	for (size_t i = 0; record_table[i]; i++) {
		const struct record *r = record_table[i];
		size_t money = 0, currencies = 0;

		for (size_t k = 0; k < r->n; k++) {
			money += r->fields[k].kind == K_MONEY;
			currencies += r->fields[k].kind == K_CURRENCY;
		}
		if (money && currencies != 1)
			fail_msg("%s has %zu amounts and %zu currencies", r->name, money,
			         currencies);
	}
}

static void choices_count_from_one_and_have_different_words(void **state)
{
	(void)state;
	for (size_t i = 0; choice_table[i]; i++) {
		const struct choice *c = choice_table[i];

		CHECK(c->n > 0);
		for (size_t k = 0; k < c->n; k++) {
			int value = 0;

			CHECK_INT(k + 1, c->words[k].value);
			CHECK(choice_value(c, sv_from(c->words[k].text), &value));
			CHECK_INT(k + 1, value);
		}
		CHECK_SV("", sv_from(choice_text(c, 0)));
	}
}

static void roles_are_read_and_printed(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf b = buf_new(&a, 100);
	unsigned roles = 0;

	(void)state;
	CHECK(roles_parse(SV("operator, admin"), &roles));
	CHECK_INT(ROLE_OPERATOR | ROLE_ADMIN, roles);
	roles_print(&b, roles);
	CHECK_SV("operator,admin", buf_sv(&b));
	CHECK(!roles_parse(SV(""), &roles));
	CHECK(!roles_parse(SV("operator,"), &roles));
	CHECK(!roles_parse(SV("root"), &roles));
	CHECK_INT(ROLE_OPERATOR | ROLE_ADMIN, roles); /* left alone */
	arena_free(&a);
}

static void only_those_may_whom_the_table_names(void **state)
{
	(void)state;
	CHECK(roles_may(ROLE_OPERATOR, MAY_SEND));
	CHECK(!roles_may(ROLE_VIEWER, MAY_SEND));
	CHECK(!roles_may(ROLE_ADMIN, MAY_SEND));
	CHECK(roles_may(ROLE_ADMIN | ROLE_OPERATOR, MAY_SEND));
	CHECK(!roles_may(ROLE_AUDITOR, MAY_DETAILS));
	CHECK(!roles_may(0, MAY_ANYBODY));
	for (int p = 0; p < MAY__COUNT; p++)
		CHECK(roles_may(63, (enum permission)p)); /* none that nobody has */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(methods_are_found_by_their_names_and_only_so),
		cmocka_unit_test(events_are_found_by_their_names_and_only_so),
		cmocka_unit_test(every_field_has_a_plain_unique_name_and_help),
		cmocka_unit_test(every_limit_belongs_to_a_field_and_is_a_range),
		cmocka_unit_test(every_text_of_a_request_has_a_limit),
		cmocka_unit_test(money_always_has_its_currency_beside_it),
		cmocka_unit_test(choices_count_from_one_and_have_different_words),
		cmocka_unit_test(roles_are_read_and_printed),
		cmocka_unit_test(only_those_may_whom_the_table_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
