/* setting.logo from a file: quitsctl opens it with its caller's rights and sends it in pieces. */
#ifndef QUITS_PROTOCOL_CTL_LOGO_H
#define QUITS_PROTOCOL_CTL_LOGO_H

#include "protocol/client.h"

enum { LOGO_PIECE = 32 * 1024, LOGO_MAX = 200 * 1024 };

/* words: file=PATH. Gives the setting as it is then, in `a`. how: as for client_call. Thread: main. */
MUST_USE enum status logo_run(struct client *c, const struct sv *words, size_t n, const struct call_options *how,
			      struct arena *a, struct setting_row *ret);

#endif
