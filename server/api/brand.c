/* The organisation's logo as operators send it; the service does it all. */
#include "server/api/api.h"

#include "server/service/brand.h"

enum status api_brand_logo_put(struct unit *u, struct tx *tx, const struct brand_logo_new *q, struct brand_logo *a)
{
	return service_logo_begin(u, tx, q, a);
}

enum status api_brand_logo_chunk(struct unit *u, struct tx *tx, const struct brand_logo_chunk *q,
				 struct brand_logo *a)
{
	return service_logo_chunk(u, tx, q, a);
}

enum status api_brand_logo_finish(struct unit *u, struct tx *tx, const struct brand_logo_ref *q,
				  struct setting_row *a)
{
	return service_logo_finish(u, tx, q->upload, a);
}

enum status api_brand_logo_drop(struct unit *u, struct tx *tx, const struct nothing *q, struct setting_row *a)
{
	(void)q;
	return service_logo_drop(u, tx, a);
}
