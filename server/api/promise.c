/* Operators' methods about promises. */
#include "server/api/api.h"

#include "server/service/promise.h"

enum status api_promise_list(struct unit *u, struct snap *s, const struct promise_query *q, struct promise_page *a)
{
	return service_promise_list(u, s, q, a);
}

enum status api_promise_show(struct unit *u, struct snap *s, const struct promise_ref *q, struct promise_detail *a)
{
	return service_promise_show(u, s, q->reference, a);
}
