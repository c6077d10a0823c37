/* Held commands, and all that is held, at the operators' door. */
#include "server/api/api.h"

#include "server/service/held.h"

enum status api_command_hold(struct unit *u, struct tx *tx, const struct command_new *q, struct command_row *a)
{
	return service_command_hold(u, tx, q, a);
}

enum status api_command_show(struct unit *u, struct snap *s, const struct command_ref *q, struct command_row *a)
{
	return service_command_show(u, s, q->command, a);
}

enum status api_held_list(struct unit *u, struct snap *s, const struct list_query *q, struct held_page *a)
{
	return service_held_list(u, s, q, a);
}

enum status api_held_stop(struct unit *u, struct tx *tx, const struct held_ref *q, struct held_row *a)
{
	return service_held_stop(u, tx, q->held, a);
}
