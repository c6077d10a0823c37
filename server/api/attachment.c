/* Files that debtors sent, as operators read them; the service does it all, and tells of it. */
#include "server/api/api.h"

#include "server/service/attachment.h"

enum status api_attachment_read(struct unit *u, struct snap *s, const struct attachment_query *q,
				struct attachment_piece *a)
{
	return service_attachment_read(u, s, q, a);
}
