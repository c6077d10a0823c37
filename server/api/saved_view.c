/* Views of lists that operators keep. */
#include "server/api/api.h"

#include "server/service/saved_view.h"

enum status api_view_put(struct unit *u, struct tx *tx, const struct saved_view_new *q, struct saved_view_row *a)
{
	return service_view_put(u, tx, q, a);
}

enum status api_view_list(struct unit *u, struct snap *s, const struct saved_view_query *q, struct saved_view_page *a)
{
	return service_view_list(u, s, q, a);
}

enum status api_view_drop(struct unit *u, struct tx *tx, const struct saved_view_ref *q, struct saved_view_row *a)
{
	return service_view_drop(u, tx, q, a);
}
