/* Whom a request comes from: only what our own proxies wrote is believed. */
#include "tests/support/check.h"

#include "server/http/proxy.h"

static struct proxies read_list(const char *list)
{
	struct proxies p;

	CHECK_OK(proxies_read(list, &p));
	return p;
}

static const char *from(const char *list, const char *peer, const char *forwarded)
{
	static char ret[ADDRESS_TEXT];
	struct proxies p = read_list(list);

	proxy_address(&p, peer, sv_from(forwarded), ret);
	return ret;
}

static void nobody_else_is_believed(void **state)
{
	(void)state;
	CHECK_SV("203.0.113.9", sv_from(from(NULL, "203.0.113.9", "198.51.100.1")));
	CHECK_SV("203.0.113.9", sv_from(from("127.0.0.1", "203.0.113.9", "198.51.100.1")));
	CHECK_SV("127.0.0.1", sv_from(from("127.0.0.1", "127.0.0.1", "")));
}

static void the_last_hop_that_is_no_proxy_of_ours_counts(void **state)
{
	static const char two[] = "127.0.0.1, 10.0.0.7,::1";

	(void)state;
	CHECK_SV("198.51.100.1", sv_from(from(two, "127.0.0.1", "6.6.6.6, 198.51.100.1")));
	CHECK_SV("198.51.100.1", sv_from(from(two, "::1", "6.6.6.6,198.51.100.1 , 10.0.0.7")));
	CHECK_SV("10.0.0.7", sv_from(from(two, "127.0.0.1", "10.0.0.7, 10.0.0.7")));
	CHECK_SV("2001:db8::1", sv_from(from(two, "127.0.0.1", "2001:DB8:0:0::1")));
	CHECK_SV("198.51.100.1", sv_from(from(two, "127.0.0.1", "::ffff:198.51.100.1")));
}

static void a_port_behind_a_hop_is_no_part_of_its_address(void **state)
{
	static const char two[] = "127.0.0.1,10.0.0.7";

	(void)state;
	CHECK_SV("198.51.100.1", sv_from(from(two, "127.0.0.1", "6.6.6.6, 198.51.100.1:5678")));
	CHECK_SV("198.51.100.1", sv_from(from(two, "127.0.0.1", "198.51.100.1:1, 10.0.0.7:65535")));
	CHECK_SV("2001:db8::1", sv_from(from(two, "127.0.0.1", "[2001:DB8::1]:443")));
	CHECK_SV("2001:db8::1", sv_from(from(two, "127.0.0.1", "[2001:db8::1]")));
	CHECK_SV("2001:db8::1", sv_from(from(two, "127.0.0.1", "2001:db8::1")));
	CHECK_SV("127.0.0.1", sv_from(from(two, "127.0.0.1", "198.51.100.1:")));
	CHECK_SV("127.0.0.1", sv_from(from(two, "127.0.0.1", "198.51.100.1:http")));
	CHECK_SV("127.0.0.1", sv_from(from(two, "127.0.0.1", "198.51.100.1:123456")));
	CHECK_SV("127.0.0.1", sv_from(from(two, "127.0.0.1", "[2001:db8::1]443")));
	CHECK_SV("127.0.0.1", sv_from(from(two, "127.0.0.1", "[2001:db8::1")));
	CHECK_SV("127.0.0.1", sv_from(from(two, "127.0.0.1", "[2001:db8::1]:")));
}

static void a_header_of_ours_that_can_not_be_read_is_told_and_no_other(void **state)
{
	struct proxies p = read_list("127.0.0.1");
	char ret[ADDRESS_TEXT];

	(void)state;
	CHECK(!proxy_address(&p, "127.0.0.1", SV("unknown"), ret));
	CHECK(!proxy_address(&p, "127.0.0.1", SV("198.51.100.1,"), ret));
	CHECK(proxy_address(&p, "127.0.0.1", SV("unknown, 198.51.100.1"), ret));
	CHECK(proxy_address(&p, "127.0.0.1", SV(""), ret));
	CHECK(proxy_address(&p, "203.0.113.9", SV("unknown"), ret));
}

static void behind_what_is_no_address_nothing_is_believed(void **state)
{
	(void)state;
	CHECK_SV("127.0.0.1", sv_from(from("127.0.0.1", "127.0.0.1", "198.51.100.1, <b>")));
	CHECK_SV("127.0.0.1", sv_from(from("127.0.0.1", "127.0.0.1", "198.51.100.1,")));
	CHECK_SV("10.0.0.7", sv_from(from("127.0.0.1,10.0.0.7", "127.0.0.1", "1.2.3.4, x, 10.0.0.7")));
}

static void a_list_of_proxies_is_of_numeric_addresses(void **state)
{
	struct proxies p;
	char many[17 * 10 + 1] = "";

	(void)state;
	CHECK_INT(0, read_list("").n);
	CHECK(proxy_is(&(struct proxies){ .at = { "10.0.0.7" }, .n = 1 }, "10.0.0.7"));
	CHECK_FAULT(ST_INVALID, "proxy", "front.example is not a numeric", proxies_read("127.0.0.1,front.example", &p));
	CHECK_FAULT(ST_INVALID, "proxy", "is not a numeric", proxies_read("10.0.0.0/8", &p));
	for (int i = 0; i < 17; i++)
		memcpy(many + i * 10, "127.0.0.1,", 11);
	CHECK_FAULT(ST_INVALID, "proxy", "at most 16", proxies_read(many, &p));
}

static bool one_client(const char *a, const char *b)
{
	unsigned char x[NETWORK_BYTES], y[NETWORK_BYTES];

	address_network(sv_from(a), x);
	address_network(sv_from(b), y);
	return memcmp(x, y, sizeof(x)) == 0;
}

static void a_client_is_an_ipv4_address_or_the_network_of_an_ipv6_one(void **state)
{
	(void)state;
	CHECK(!one_client("192.0.2.1", "192.0.2.2"));
	CHECK(one_client("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"));
	CHECK(!one_client("2001:db8:0:1::1", "2001:db8:0:2::1"));
	CHECK(one_client("", "unknown"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_else_is_believed),
		cmocka_unit_test(a_client_is_an_ipv4_address_or_the_network_of_an_ipv6_one),
		cmocka_unit_test(the_last_hop_that_is_no_proxy_of_ours_counts),
		cmocka_unit_test(a_port_behind_a_hop_is_no_part_of_its_address),
		cmocka_unit_test(a_header_of_ours_that_can_not_be_read_is_told_and_no_other),
		cmocka_unit_test(behind_what_is_no_address_nothing_is_believed),
		cmocka_unit_test(a_list_of_proxies_is_of_numeric_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
