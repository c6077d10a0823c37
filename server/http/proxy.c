/* See proxy.h. server.c reads the list, handler.c asks for each request, connection.c for each connection. */
#include "server/http/proxy.h"

#include <arpa/inet.h>
#include <string.h>

enum { HOPS_MAX = 32, PORT_DIGITS = 5 };

/* One spelling for one address; an IPv4 address mapped into IPv6 is the IPv4 address. */
static bool canonical(struct sv text, char ret[ADDRESS_TEXT])
{
	static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	unsigned char b[16];
	char z[ADDRESS_TEXT];

	if (text.n == 0 || text.n >= sizeof(z))
		return false;
	memcpy(z, text.p, text.n);
	z[text.n] = '\0';
	if (inet_pton(AF_INET, z, b) == 1)
		return inet_ntop(AF_INET, b, ret, ADDRESS_TEXT) != NULL;
	if (inet_pton(AF_INET6, z, b) != 1)
		return false;
	if (memcmp(b, mapped, sizeof(mapped)) == 0)
		return inet_ntop(AF_INET, b + 12, ret, ADDRESS_TEXT) != NULL;
	return inet_ntop(AF_INET6, b, ret, ADDRESS_TEXT) != NULL;
}

enum status proxies_read(const char *list, struct proxies *ret)
{
	struct sv rest = sv_from(list);

	ret->n = 0;
	while (rest.p && rest.n) {
		struct sv one = sv_trim(sv_cut(&rest, ','));

		if (ret->n == PROXIES_MAX)
			return fail_field(ST_INVALID, "proxy", "at most %d addresses", PROXIES_MAX);
		if (!canonical(one, ret->at[ret->n]))
			return fail_field(ST_INVALID, "proxy", SV_FMT " is not a numeric network address",
			                  SV_ARG(one));
		ret->n++;
	}
	return ST_OK;
}

bool proxy_is(const struct proxies *p, const char *address)
{
	for (unsigned i = 0; i < p->n; i++)
		if (strcmp(p->at[i], address) == 0)
			return true;
	return false;
}

/* Cuts the last element off a list. */
static struct sv cut_last(struct sv *list)
{
	size_t at = list->n;
	struct sv last;

	while (at > 0 && list->p[at - 1] != ',')
		at--;
	last = sv_trim(sv_from_to(*list, at, list->n));
	*list = sv_from_to(*list, 0, at ? at - 1 : 0);
	return last;
}

static bool port_right(struct sv port)
{
	if (port.n == 0 || port.n > PORT_DIGITS)
		return false;
	for (size_t i = 0; i < port.n; i++)
		if (port.p[i] < '0' || port.p[i] > '9')
			return false;
	return true;
}

/* A hop as some proxies write it: "1.2.3.4:5678", "[2001:db8::1]" or "[2001:db8::1]:5678", without its port. What is
 * none of these stays as it is. */
static struct sv without_port(struct sv hop)
{
	struct sv rest = hop, host;
	bool bracket = sv_starts(hop, SV("["));

	if (bracket)
		rest = sv_from_to(hop, 1, hop.n);
	host = sv_cut(&rest, bracket ? ']' : ':');
	if (bracket && rest.n == 0 && sv_ends(hop, SV("]")))
		return host;
	if (bracket && !sv_starts(rest, SV(":")))
		return hop;
	return port_right(bracket ? sv_from_to(rest, 1, rest.n) : rest) ? host : hop;
}

bool proxy_address(const struct proxies *p, const char *peer, struct sv forwarded, char ret[ADDRESS_TEXT])
{
	char hop[ADDRESS_TEXT];

	memcpy(ret, peer, strlen(peer) + 1);
	for (int hops = 0; hops < HOPS_MAX && forwarded.n && proxy_is(p, ret); hops++) {
		if (!canonical(without_port(cut_last(&forwarded)), hop))
			return false;
		memcpy(ret, hop, sizeof(hop));
	}
	return true;
}

void address_network(struct sv address, unsigned char ret[NETWORK_BYTES])
{
	char text[ADDRESS_TEXT];
	unsigned char bytes[16];

	memset(ret, 0, NETWORK_BYTES);
	if (!canonical(address, text))
		return;
	if (inet_pton(AF_INET, text, bytes) == 1)
		memcpy(ret, bytes, 4);
	else if (inet_pton(AF_INET6, text, bytes) == 1)
		memcpy(ret, bytes, NETWORK_BYTES);
}
