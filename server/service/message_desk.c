/* message: the operators' side of conversations; see message.h. */
#include "common/id.h"
#include "common/phrase.h"

#include "server/service/account.h"
#include "server/service/attachment.h"
#include "server/service/event.h"
#include "server/service/leave.h"
#include "server/service/list.h"
#include "server/service/message.h"
#include "server/service/message_inside.h"
#include "server/service/notice.h"
#include "server/service/section.h"
#include "server/store/message.h"
#include "server/store/team.h"

enum { LIST_DEFAULT = 100, NOTES_SHOWN = 50 };

enum status service_message_list(struct unit *u, struct snap *s, const struct thread_query *q, struct thread_page *ret)
{
	struct thread_filter f = { .state = q->state, .unread = q->unread,
				   .limit = q->limit ? (size_t)q->limit : LIST_DEFAULT };

	if (service_list_asked(&thread_query_record, q))
		return service_list_read(u, s, &thread_list_sql, &thread_query_record, q, &thread_page_record, ret);
	if (q->account.n)
		TRY(service_account_id(u, s, q->account, &f.account));
	if (q->team.n)
		TRY(store_team_id(s, q->team, &f.team));
	return store_thread_list(s, &f, ret, &u->arena);
}

static enum status files_of(struct unit *u, struct snap *s, struct thread_detail *ret)
{
	size_t most = 0;

	for (size_t i = 0; i < ret->messages.n; i++)
		most += (size_t)ret->messages.at[i].files;
	ret->files.at = NEW_N(&u->arena, struct message_file, most);
	for (size_t i = 0; i < ret->messages.n; i++) {
		struct attachment_row_list l = { NULL, 0 };

		if (ret->messages.at[i].files)
			TRY(service_attachment_list(u, s, OWNER_MESSAGE, ret->messages.at[i].message, &l));
		for (size_t k = 0; k < l.n && ret->files.n < most; k++)
			ret->files.at[ret->files.n++] = (struct message_file){ .message = ret->messages.at[i].message,
									       .attachment = l.at[k].attachment,
									       .name = l.at[k].name,
									       .type = l.at[k].type,
									       .bytes = l.at[k].bytes };
	}
	return ST_OK;
}

enum status service_message_show(struct unit *u, struct snap *s, int64_t id, struct thread_detail *ret)
{
	struct thread_core t;

	TRY(store_thread_by_id(s, id, &t, &u->arena));
	ret->thread = NEW(&u->arena, struct thread_row);
	TRY(store_thread_row(s, id, ret->thread, &u->arena));
	TRY(store_message_rows(s, &t, MESSAGES_SHOWN, &ret->messages, &u->arena));
	TRY(files_of(u, s, ret));
	return store_note_rows(s, id, NOTES_SHOWN, &ret->notes, &u->arena);
}

enum status service_message_read(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret)
{
	struct thread_core t;

	(void)u;
	TRY(store_thread_by_id(tx_look(tx), id, &t, tx->arena));
	TRY(store_message_read(tx, &t, SENDER_TEAM, tx->now));
	return store_thread_row(tx_look(tx), id, ret, tx->arena);
}

enum status service_message_take(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret)
{
	struct event_body b = { .thread = id, .operator = u->operator };
	struct thread_core t;

	TRY(store_thread_by_id(tx_look(tx), id, &t, tx->arena));
	TRY(store_thread_row(tx_look(tx), id, ret, tx->arena));
	if (t.taken_by)
		return t.taken_by == u->operator
			       ? ST_OK
			       : fail_field(ST_CONFLICT, "thread", SV_FMT " has taken it", SV_ARG(ret->taken_by));
	if (t.state == THREAD_CLOSED)
		return fail_field(ST_CONFLICT, "thread", "it is closed");
	TRY(store_thread_take(tx, &t, u->operator));
	TRY(tx_tell(tx, E_message_taken, t.account, t.contact, u->actor, &b));
	return store_thread_row(tx_look(tx), id, ret, tx->arena);
}

enum status service_message_leave(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret)
{
	struct event_body b = { .thread = id, .operator = u->operator };
	struct thread_core t;

	TRY(store_thread_by_id(tx_look(tx), id, &t, tx->arena));
	TRY(store_thread_row(tx_look(tx), id, ret, tx->arena));
	TRY(service_may_leave(u, "thread", t.taken_by, ret->taken_by));
	b.name = ret->taken_by;
	TRY(store_thread_take(tx, &t, 0));
	TRY(tx_tell(tx, E_message_left, t.account, t.contact, u->actor, &b));
	return store_thread_row(tx_look(tx), id, ret, tx->arena);
}

/* "Something waits inside", on the contact's channel where that is allowed. Says nothing of what it is. */
static enum status notify_debtor(struct tx *tx, int64_t contact)
{
	struct notice_new n = { .contact = contact, .kind = NOTICE_WAITING,
				.subject = SV(N_("A new message for you")),
				.text = SV(N_("There is a new message for you in your private page.")) };

	bool queued;

	TRY(service_notice_queued(tx_look(tx), contact, n.kind, &queued));
	if (queued) /* it waits for his contact times, and tells of this one too */
		return ST_OK;
	TRY(service_notice_channel(tx_look(tx), tx->arena, contact, n.kind, &n.channel));
	return n.channel ? service_notice_add(tx, &n) : ST_OK;
}

enum status service_message_reply(struct unit *u, struct tx *tx, const struct message_new *q, struct thread_row *ret)
{
	struct message_core m = { .id = id_new(), .sender = SENDER_TEAM, .operator = u->operator };
	struct event_body b = { .thread = q->thread, .message = m.id, .operator = u->operator };
	struct thread_core t;

	TRY(store_thread_by_id(tx_look(tx), q->thread, &t, tx->arena));
	if (t.state == THREAD_CLOSED) /* that would begin it anew */
		TRY(service_section(tx_look(tx), tx->arena, SECTION_MESSAGES));
	TRY(message_text(tx->arena, q->text, &m.text));
	TRY(thread_move(tx, &t, THREAD_ANSWERED));
	m.contact = t.contact;
	m.thread = t.id;
	TRY(store_message_read(tx, &t, SENDER_TEAM, tx->now)); /* who answers has read */
	TRY(store_message_add(tx, &m));
	TRY(tx_tell(tx, E_message_replied, t.account, t.contact, u->actor, &b));
	if (t.unread == 0) /* one notice for what is not read yet, not one a message */
		TRY(notify_debtor(tx, t.contact));
	return store_thread_row(tx_look(tx), t.id, ret, tx->arena);
}

enum status service_message_close(struct unit *u, struct tx *tx, int64_t id, struct thread_row *ret)
{
	struct event_body b = { .thread = id, .operator = u->operator };
	struct thread_core t;

	TRY(store_thread_by_id(tx_look(tx), id, &t, tx->arena));
	if (t.state == THREAD_CLOSED)
		return fail_field(ST_CONFLICT, "thread", "it is closed already");
	TRY(thread_move(tx, &t, THREAD_CLOSED));
	TRY(store_message_read(tx, &t, SENDER_TEAM, tx->now));
	TRY(tx_tell(tx, E_message_closed, t.account, t.contact, u->actor, &b));
	return store_thread_row(tx_look(tx), id, ret, tx->arena);
}

enum status service_message_assign(struct unit *u, struct tx *tx, const struct message_assign *q,
				   struct thread_row *ret)
{
	struct event_body b = { .thread = q->thread, .operator = u->operator, .team = TEAM_DEFAULT };
	struct thread_core t;

	TRY(store_thread_by_id(tx_look(tx), q->thread, &t, tx->arena));
	if (q->team.n)
		TRY(store_team_id(tx_look(tx), q->team, &b.team));
	TRY(store_thread_team(tx, &t, b.team));
	TRY(store_thread_row(tx_look(tx), t.id, ret, tx->arena));
	b.name = ret->team;
	return tx_tell(tx, E_message_assigned, t.account, t.contact, u->actor, &b);
}

enum status service_message_note(struct unit *u, struct tx *tx, const struct message_new *q, struct thread_row *ret)
{
	struct event_body b = { .thread = q->thread, .operator = u->operator };
	struct thread_core t;
	struct sv text;

	TRY(store_thread_by_id(tx_look(tx), q->thread, &t, tx->arena));
	TRY(message_text(tx->arena, q->text, &text));
	TRY(store_note_add(tx, t.id, id_new(), u->operator, text));
	TRY(tx_tell(tx, E_message_noted, t.account, t.contact, u->actor, &b));
	return store_thread_row(tx_look(tx), t.id, ret, tx->arena);
}
