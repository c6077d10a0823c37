/* Disputes, requests for the original creditor's name, and teams, as operators work them; services do it all. */
#include "server/api/api.h"

#include "server/service/creditor.h"
#include "server/service/dispute_desk.h"
#include "server/service/team.h"

enum status api_dispute_list(struct unit *u, struct snap *s, const struct dispute_query *q, struct dispute_page *a)
{
	return service_dispute_list(u, s, q, a);
}

enum status api_dispute_show(struct unit *u, struct snap *s, const struct dispute_ref *q, struct dispute_detail *a)
{
	return service_dispute_show(u, s, q->dispute, a);
}

enum status api_dispute_take(struct unit *u, struct tx *tx, const struct dispute_ref *q, struct dispute_row *a)
{
	return service_dispute_take(u, tx, q->dispute, a);
}

enum status api_dispute_leave(struct unit *u, struct tx *tx, const struct dispute_leave *q, struct dispute_row *a)
{
	return service_dispute_leave(u, tx, q, a);
}

enum status api_dispute_resolve(struct unit *u, struct tx *tx, const struct dispute_end *q, struct dispute_row *a)
{
	return service_dispute_resolve(u, tx, q, a);
}

enum status api_dispute_note(struct unit *u, struct tx *tx, const struct dispute_note_new *q,
			     struct dispute_row *a)
{
	return service_dispute_note(u, tx, q, a);
}

enum status api_creditor_list(struct unit *u, struct snap *s, const struct creditor_query *q,
			      struct creditor_page *a)
{
	return service_creditor_list(u, s, q, a);
}

enum status api_creditor_answer(struct unit *u, struct tx *tx, const struct creditor_answer *q,
				struct creditor_row *a)
{
	return service_creditor_answer(u, tx, q, a);
}

enum status api_team_list(struct unit *u, struct snap *s, const struct nothing *q, struct team_page *a)
{
	(void)q;
	return service_team_list(u, s, a);
}

enum status api_team_put(struct unit *u, struct tx *tx, const struct team_new *q, struct team_row *a)
{
	return service_team_put(u, tx, q, a);
}

enum status api_team_member_add(struct unit *u, struct tx *tx, const struct team_member *q, struct team_row *a)
{
	return service_team_member(u, tx, q, true, a);
}

enum status api_team_member_remove(struct unit *u, struct tx *tx, const struct team_member *q, struct team_row *a)
{
	return service_team_member(u, tx, q, false, a);
}
