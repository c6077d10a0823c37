/* Codes of documents: printed, typed, mistyped; sums as they are pasted. */
#include "tests/support/check.h"

#include "server/rule/document.h"

static void every_hundred_bits_have_a_code_of_their_own(void **state)
{
	unsigned char bytes[13] = { 0 };
	char none[CODE_TEXT + 1], one[CODE_TEXT + 1], back[CODE_TEXT + 1];

	(void)state;
	document_code_of(bytes, none);
	assert_string_equal("22222-22222-22222-22222", none);
	for (size_t bit = 0; bit < 100; bit++) {
		memset(bytes, 0, sizeof(bytes));
		bytes[bit / 8] = (unsigned char)(0x80 >> bit % 8);
		document_code_of(bytes, one);
		CHECK(strcmp(none, one) != 0);
		CHECK(document_code_read(sv_from(one), back));
		assert_string_equal(one, back);
	}
	memset(bytes, 0xff, sizeof(bytes));
	document_code_of(bytes, one);
	assert_string_equal("ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ", one);
}

static void a_code_is_read_however_it_is_typed(void **state)
{
	static const char *const good[] = { "7K3F9-QXA2M-4TWRB-9HCLE",   "7k3f9qxa2m4twrb9hcle", " 7K3F9 QXA2M 4TWRB 9HC1E ",
					    "7K3F9\xe2\x80\x93QXA2M-4TWRB-9HCIE", "7K3F9-QXA2M-4TWRB-9HCLE\xc2\xa0" };
	static const char *const bad[] = { "", "7K3F9", "7K3F9-QXA2M-4TWRB-9HC0E", "7K3F9-QXA2M-4TWRB-9HCOE",
					   "7K3F9-QXA2M-4TWRB-9HCLEE", "7K3F9-QXA2M-4TWRB-9HCL\xc3\x9c", "7K3F9/QXA2M/4TWRB/9HCLE" };
	char code[CODE_TEXT + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		if (!document_code_read(sv_from(good[i]), code))
			fail_msg("not read: %s", good[i]);
		assert_string_equal("7K3F9-QXA2M-4TWRB-9HCLE", code);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		if (document_code_read(sv_from(bad[i]), code))
			fail_msg("read: %s", bad[i]);
}

static void a_sum_is_read_as_tools_print_it(void **state)
{
#define SUM "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	static const char *const good[] = { SUM, (SUM "  summary.pdf"), " E3B0C442 98fc1c14 9afbf4c8 996fb924 27ae41e4 649b934c a495991b 7852b855" };
	static const char *const bad[] = { "", "e3b0", (SUM "0"), ("x" SUM) };
	unsigned char sum[32];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		memset(sum, 0, sizeof(sum));
		if (!document_sha256_read(sv_from(good[i]), sum))
			fail_msg("not read: %s", good[i]);
		CHECK_INT(0xe3, sum[0]);
		CHECK_INT(0x55, sum[31]);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		if (document_sha256_read(sv_from(bad[i]), sum))
			fail_msg("read: %s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_hundred_bits_have_a_code_of_their_own),
		cmocka_unit_test(a_code_is_read_however_it_is_typed),
		cmocka_unit_test(a_sum_is_read_as_tools_print_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
