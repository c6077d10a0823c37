/* app: the composition root. Builds every room's part in order, takes them down in reverse. */
#ifndef QUITS_SERVER_APP_H
#define QUITS_SERVER_APP_H

#include "common/text.h"

struct app;

struct app_config {
	const char *dir;
	struct sv listen;   /* "127.0.0.1:8080"; port 0: any */
	const char *url;    /* of the RPC socket; NULL: ipc://DIR/rpc.sock */
	size_t listeners;   /* HTTP threads; 0: one per core */
	size_t workers;     /* RPC threads; 0: cores + 2 */
	const char *proxy;  /* addresses, comma separated, whose X-Forwarded-For is believed; NULL: nobody's */
	bool pseudo;        /* offers en-XA, which shows what is not translated */
};

MUST_USE enum status app_start(const struct app_config *config, struct app **ret);
const char *app_address(const struct app *a); /* where the portal listens: "127.0.0.1:41234" */
/* Doors stop accepting, engines end, parked callers are answered, the writer drains, the store closes. */
void app_stop(struct app *a);

/* quitsd init: folder, keys, database, the first operator. group: NULL or the name whose members may call. */
MUST_USE enum status app_init(const char *dir, const char *group);
/* quitsd check: settings, migrations on a copy, every statement, every template. Prints what it did. */
MUST_USE enum status app_check(const char *dir);

#endif
