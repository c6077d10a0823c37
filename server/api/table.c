/* The table that app.c hands to call/: thunks give every handler one type without casting functions. */
#include "server/api/api.h"

#include "server/service/consent.h"
#include "server/service/export.h"
#include "server/service/link.h"
#include "server/service/operator.h"
#include "server/service/reveal.h"
#include "server/service/totp.h"

/* clang-format off */
#define QUERY(id, name, permission, in, out, help)                                                 \
	static enum status thunk_##id(struct unit *u, struct snap *s, const void *q, void *a)      \
	{                                                                                          \
		return api_##id(u, s, q, a);                                                       \
	}
#define COMMAND(id, name, permission, in, out, help)                                               \
	static enum status thunk_##id(struct unit *u, struct tx *tx, const void *q, void *a)       \
	{                                                                                          \
		return api_##id(u, tx, q, a);                                                      \
	}
#include "protocol/schema.def"

static enum status settle_link_send(struct unit *u, const void *in, void *out)
{
	(void)in;
	return service_link_settle(u, out);
}

static enum status settle_setting_put(struct unit *u, const void *in, void *out)
{
	(void)in;
	return service_setting_settle(u, out);
}

static enum status settle_event_export(struct unit *u, const void *in, void *out)
{
	return service_event_export_settle(u, in, out);
}

static enum status settle_totp_enrol(struct unit *u, const void *in, void *out)
{
	(void)in;
	return service_totp_enrol_settle(u, out);
}

static enum status settle_unlock(struct unit *u, const void *in, void *out)
{
	(void)in;
	return service_totp_unlock_settle(u, out);
}

static enum status settle_consent_set(struct unit *u, const void *in, void *out)
{
	(void)in;
	(void)out;
	service_consent_settle(u, 0);
	return ST_OK;
}

const struct handler api_table[M__COUNT] = {
#define QUERY(id, name, permission, in, out, help)   [M_##id] = { .query = thunk_##id, .reveal = service_reveal },
#define COMMAND(id, name, permission, in, out, help) [M_##id] = { .command = thunk_##id, .second = api_second, .settle = SETTLE_##id },
#define SETTLE_link_send    settle_link_send
#define SETTLE_link_revoke  NULL
#define SETTLE_link_cancel  NULL
#define SETTLE_consent_set  settle_consent_set
#define SETTLE_session_end  NULL
#define SETTLE_callback_take   NULL
#define SETTLE_callback_leave  NULL
#define SETTLE_callback_done   NULL
#define SETTLE_callback_missed NULL
#define SETTLE_callback_cancel NULL
#define SETTLE_message_read    NULL
#define SETTLE_message_take    NULL
#define SETTLE_message_leave   NULL
#define SETTLE_message_reply   NULL
#define SETTLE_message_close   NULL
#define SETTLE_message_assign  NULL
#define SETTLE_message_note    NULL
#define SETTLE_event_export settle_event_export
#define SETTLE_view_put     NULL
#define SETTLE_view_drop    NULL
#define SETTLE_command_hold NULL
#define SETTLE_held_stop    NULL
#define SETTLE_book_import  NULL
#define SETTLE_book_chunk   NULL
#define SETTLE_book_finish  NULL
#define SETTLE_operator_add NULL
#define SETTLE_operator_totp_enrol   settle_totp_enrol
#define SETTLE_operator_totp_confirm settle_unlock
#define SETTLE_operator_totp_drop    NULL
#define SETTLE_system_unlock         settle_unlock
#define SETTLE_setting_put  settle_setting_put
#define SETTLE_budget_lift  NULL
#define SETTLE_budget_reset NULL
#define SETTLE_brand_logo_put    NULL
#define SETTLE_brand_logo_chunk  NULL
#define SETTLE_brand_logo_finish NULL
#define SETTLE_brand_logo_drop   NULL
#define SETTLE_approval_give   NULL
#define SETTLE_dispute_take    NULL
#define SETTLE_dispute_leave   NULL
#define SETTLE_dispute_resolve NULL
#define SETTLE_dispute_note    NULL
#define SETTLE_creditor_answer NULL
#define SETTLE_team_put        NULL
#define SETTLE_team_member_add NULL
#define SETTLE_team_member_remove NULL
#define SETTLE_approval_refuse NULL
#define SETTLE_notification_done     NULL
#define SETTLE_notification_snooze   NULL
#define SETTLE_notification_done_all NULL
#define SETTLE_notification_undo     NULL
#include "protocol/schema.def"
};
/* clang-format on */
