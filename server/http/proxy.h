/* Which addresses are ours to believe: the configured proxies, and whom they speak for. Any thread once read. */
#ifndef QUITS_SERVER_HTTP_PROXY_H
#define QUITS_SERVER_HTTP_PROXY_H

#include <stdbool.h>

#include "common/text.h"

enum { ADDRESS_TEXT = 48, PROXIES_MAX = 16, NETWORK_BYTES = 8 };

struct proxies {
	char at[PROXIES_MAX][ADDRESS_TEXT]; /* as peers are written */
	unsigned n;
};

/* A comma separated list of numeric addresses; NULL or "": none. INVALID names proxy. */
MUST_USE enum status proxies_read(const char *list, struct proxies *ret);
bool proxy_is(const struct proxies *p, const char *address);
/* The address that a request comes from, written as peers are: the peer's own, unless that is a proxy of ours; then the
 * last hop of X-Forwarded-For that is none, without a port. What stands further left anybody may have written there.
 * False: a proxy of ours wrote what is no address, so all who come through it are taken for that proxy. */
bool proxy_address(const struct proxies *p, const char *peer, struct sv forwarded, char ret[ADDRESS_TEXT]);
/* What of an address is one client's: all of an IPv4 address, the network half of an IPv6 one; the rest is 0. */
void address_network(struct sv address, unsigned char ret[NETWORK_BYTES]);

#endif
