/* document: a service answers whole. */
#include "server/api/api.h"

#include "server/service/document.h"

enum status api_document_check(struct unit *u, struct snap *s, const struct document_query *q,
			       struct document_checked *a)
{
	return service_document_check(u, s, q, a);
}
