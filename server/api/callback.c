/* Calls that debtors asked for, as operators work them. */
#include "server/api/api.h"

#include "server/service/callback.h"

enum status api_callback_list(struct unit *u, struct snap *s, const struct callback_query *q, struct callback_page *a)
{
	return service_callback_list(u, s, q, a);
}

enum status api_callback_take(struct unit *u, struct tx *tx, const struct callback_ref *q, struct callback_row *a)
{
	return service_callback_take(u, tx, q->callback, a);
}

enum status api_callback_leave(struct unit *u, struct tx *tx, const struct callback_ref *q, struct callback_row *a)
{
	return service_callback_leave(u, tx, q->callback, a);
}

enum status api_callback_done(struct unit *u, struct tx *tx, const struct callback_end *q, struct callback_row *a)
{
	return service_callback_end(u, tx, q, CALLBACK_DONE, a);
}

enum status api_callback_missed(struct unit *u, struct tx *tx, const struct callback_end *q, struct callback_row *a)
{
	return service_callback_end(u, tx, q, CALLBACK_MISSED, a);
}

enum status api_callback_cancel(struct unit *u, struct tx *tx, const struct callback_end *q, struct callback_row *a)
{
	return service_callback_end(u, tx, q, CALLBACK_CANCELLED, a);
}
