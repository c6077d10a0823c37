/* Imports as operators ask for them; the service does it all. */
#include "server/api/api.h"

#include "server/service/book.h"

enum status api_book_import(struct unit *u, struct tx *tx, const struct book_new *q, struct book_report *a)
{
	return service_book_import(u, tx, q, a);
}

enum status api_book_chunk(struct unit *u, struct tx *tx, const struct book_chunk *q, struct book_report *a)
{
	return service_book_chunk(u, tx, q, a);
}

enum status api_book_finish(struct unit *u, struct tx *tx, const struct book_ref *q, struct book_report *a)
{
	return service_book_finish(u, tx, q->import, a);
}

enum status api_book_show(struct unit *u, struct snap *s, const struct book_ref *q, struct book_report *a)
{
	return service_book_show(u, s, q->import, a);
}
