/* Operators' methods that a service answers whole: links, visits, accounts, figures, people, settings. What
 * joins or decides is in the service; nothing is here but the door's shape. */
#include "server/api/api.h"

#include "common/clock.h"

#include "server/service/account.h"
#include "server/service/export.h"
#include "server/service/feed.h"
#include "server/service/health.h"
#include "server/service/kpi.h"
#include "server/service/link.h"
#include "server/service/operator.h"
#include "server/service/session.h"
#include "server/service/totp.h"
#include "server/service/work.h"

enum status api_system_hello(struct unit *u, struct snap *s, const struct nothing *q, struct hello *a)
{
	(void)q;
	return service_hello(u, s, a);
}

enum status api_health_show(struct unit *u, struct snap *s, const struct nothing *q, struct health *a)
{
	(void)q;
	return service_health(u, s, a);
}

enum status api_link_send(struct unit *u, struct tx *tx, const struct link_new *q, struct link_sent *a)
{
	return service_link_send(u, tx, q, a);
}

enum status api_link_preflight(struct unit *u, struct snap *s, const struct link_preflight_query *q,
			       struct link_preflight *a)
{
	return service_link_preflight(u, s, q, a);
}

enum status api_link_list(struct unit *u, struct snap *s, const struct link_query *q,
			  struct link_page *a)
{
	return service_link_list(u, s, q, a);
}

enum status api_link_revoke(struct unit *u, struct tx *tx, const struct link_ref *q, struct link_row *a)
{
	return service_link_revoke(u, tx, q->link, a);
}

enum status api_link_cancel(struct unit *u, struct tx *tx, const struct link_ref *q, struct link_row *a)
{
	return service_link_cancel(u, tx, q->link, a);
}

enum status api_session_list(struct unit *u, struct snap *s, const struct session_query *q,
			     struct session_page *a)
{
	return service_session_list(u, s, q, a);
}

enum status api_session_end(struct unit *u, struct tx *tx, const struct session_ref *q,
			    struct session_row *a)
{
	return service_session_end(u, tx, q->session, END_REVOKED, a);
}

enum status api_feed_read(struct unit *u, struct snap *s, const struct feed_query *q,
			  struct feed_page *a)
{
	return service_feed_read(u, s, q, a);
}

enum status api_account_find(struct unit *u, struct snap *s, const struct account_query *q,
			     struct account_page *a)
{
	return service_account_find(u, s, q, a);
}

enum status api_account_list(struct unit *u, struct snap *s, const struct list_query *q,
			     struct account_page *a)
{
	return service_account_list(u, s, q, a);
}

enum status api_account_show(struct unit *u, struct snap *s, const struct account_ref *q,
			     struct account_detail *a)
{
	return service_account_open(u, s, q, a);
}

enum status api_account_release(struct unit *u, struct snap *s, const struct account_release *q, struct account_work *a)
{
	return service_account_release(u, s, q->account, a);
}

enum status api_kpi_show(struct unit *u, struct snap *s, const struct period_query *q,
			 struct kpi_page *a)
{
	return service_kpi_show(u, s, q, a);
}

enum status api_token_overview(struct unit *u, struct snap *s, const struct period_query *q,
			       struct token_page *a)
{
	return service_token_overview(u, s, q, a);
}

enum status api_event_list(struct unit *u, struct snap *s, const struct list_query *q, struct event_page *a)
{
	return service_event_list(u, s, q, a);
}

enum status api_event_export(struct unit *u, struct tx *tx, const struct event_export *q, struct event_export_page *a)
{
	return service_event_export(u, tx, q, a);
}

enum status api_notification_list(struct unit *u, struct snap *s, const struct notification_query *q,
				  struct notification_page *a)
{
	return service_notification_list(u, s, q, a);
}

enum status api_operator_add(struct unit *u, struct tx *tx, const struct operator_new *q,
			     struct operator_row *a)
{
	return service_operator_add(u, tx, q, a);
}

enum status api_operator_list(struct unit *u, struct snap *s, const struct nothing *q,
			      struct operator_page *a)
{
	(void)q;
	return service_operator_list(u, s, a);
}

enum status api_operator_totp_enrol(struct unit *u, struct tx *tx, const struct nothing *q, struct operator_totp *a)
{
	(void)q;
	return service_totp_enrol(u, tx, a);
}

enum status api_operator_totp_confirm(struct unit *u, struct tx *tx, const struct system_code *q, struct system_unlocked *a)
{
	return service_totp_confirm(u, tx, q->code, a);
}

enum status api_operator_totp_drop(struct unit *u, struct tx *tx, const struct operator_ref *q, struct operator_row *a)
{
	return service_totp_drop(u, tx, q->user, a);
}

enum status api_system_unlock(struct unit *u, struct tx *tx, const struct system_code *q, struct system_unlocked *a)
{
	return service_totp_unlock(u, tx, q->code, a);
}

enum status api_setting_show(struct unit *u, struct snap *s, const struct setting_query *q,
			     struct setting_page *a)
{
	return service_setting_show(u, s, q->name, a);
}

enum status api_setting_check(struct unit *u, struct snap *s, const struct setting_put *q,
			      struct setting_row *a)
{
	return service_setting_judge(u, s, q, a);
}

enum status api_setting_put(struct unit *u, struct tx *tx, const struct setting_put *q,
			    struct setting_row *a)
{
	return service_setting_put(u, tx, q, a);
}

enum status api_audit_verify(struct unit *u, struct snap *s, const struct audit_query *q,
			     struct audit_result *a)
{
	return service_audit_verify(u, s, q->head, a);
}
