/* What a contact told an operator about messages. */
#include "server/api/api.h"

#include "server/service/consent.h"

enum status api_consent_set(struct unit *u, struct tx *tx, const struct consent_new *q, struct consent_page *a)
{
	return service_consent_set(u, tx, q, a);
}
