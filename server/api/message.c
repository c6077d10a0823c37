/* Conversations with debtors, as operators work them. */
#include "server/api/api.h"

#include "server/service/message.h"
#include "server/service/notice.h"

enum status api_message_list(struct unit *u, struct snap *s, const struct thread_query *q, struct thread_page *a)
{
	return service_message_list(u, s, q, a);
}

enum status api_message_show(struct unit *u, struct snap *s, const struct thread_ref *q, struct thread_detail *a)
{
	return service_message_show(u, s, q->thread, a);
}

enum status api_message_read(struct unit *u, struct tx *tx, const struct thread_ref *q, struct thread_row *a)
{
	return service_message_read(u, tx, q->thread, a);
}

enum status api_message_take(struct unit *u, struct tx *tx, const struct thread_ref *q, struct thread_row *a)
{
	return service_message_take(u, tx, q->thread, a);
}

enum status api_message_leave(struct unit *u, struct tx *tx, const struct thread_ref *q, struct thread_row *a)
{
	return service_message_leave(u, tx, q->thread, a);
}

enum status api_message_reply(struct unit *u, struct tx *tx, const struct message_new *q, struct thread_row *a)
{
	return service_message_reply(u, tx, q, a);
}

enum status api_message_close(struct unit *u, struct tx *tx, const struct thread_ref *q, struct thread_row *a)
{
	return service_message_close(u, tx, q->thread, a);
}

enum status api_message_assign(struct unit *u, struct tx *tx, const struct message_assign *q, struct thread_row *a)
{
	return service_message_assign(u, tx, q, a);
}

enum status api_message_note(struct unit *u, struct tx *tx, const struct message_new *q, struct thread_row *a)
{
	return service_message_note(u, tx, q, a);
}

enum status api_notice_list(struct unit *u, struct snap *s, const struct list_query *q, struct notice_page *a)
{
	return service_notice_list(u, s, q, a);
}
