/* `quits --host user@server[:port]`: the console here, quitsd there. ssh forwards the server's Unix socket into a scratch
 * folder of ours, so the server sees the uid of the SSH user there, and nothing listens on a network for it. What ssh has
 * to ask (password, a new host key) it asks on the terminal before the console opens. One that ends later (the machine slept, the
 * network was another) is made again by itself, where ssh need not ask: with a key, an agent. Until then the console is offline.
 * Called by main before there are threads. */
#ifndef QUITS_TUI_HOST_H
#define QUITS_TUI_HOST_H

#include "tui/warden.h"

struct arena;

/* there: as above. far_dir: the data directory on that machine; NULL: what QUITS_DIR is there. *ret_dir: the folder with
 * the forwarded rpc.sock. Whatever comes of it, warden_end(w) ends it. */
MUST_USE enum status host_start(struct warden *w, struct arena *a, const char *there, const char *far_dir, const char **ret_dir);

#endif
