/* Figures beside the six, and what operators do with notifications: the door's shape of what services answer whole. */
#include "server/api/api.h"

#include "server/service/channel.h"
#include "server/service/finds.h"
#include "server/service/need.h"
#include "server/service/notification.h"
#include "server/service/series.h"

enum status api_kpi_series(struct unit *u, struct snap *s, const struct period_query *q, struct kpi_series *a)
{
	return service_kpi_series(u, s, q, a);
}

enum status api_kpi_needs(struct unit *u, struct snap *s, const struct nothing *q, struct kpi_needs *a)
{
	(void)q;
	return service_kpi_needs(u, s, a);
}

enum status api_channel_show(struct unit *u, struct snap *s, const struct period_query *q, struct channel_page *a)
{
	return service_channel_show(u, s, q, a);
}

enum status api_finds_show(struct unit *u, struct snap *s, const struct period_query *q, struct finds_page *a)
{
	return service_finds_show(u, s, q, a);
}

enum status api_notification_count(struct unit *u, struct snap *s, const struct nothing *q, struct notification_bell *a)
{
	(void)q;
	return service_notification_bell(u, s, a);
}

enum status api_notification_done(struct unit *u, struct tx *tx, const struct notification_ref *q,
				  struct notification_bell *a)
{
	return service_notification_done(u, tx, q->seq, a);
}

enum status api_notification_snooze(struct unit *u, struct tx *tx, const struct notification_snooze *q,
				    struct notification_bell *a)
{
	return service_notification_snooze(u, tx, q->seq, q->until, a);
}

enum status api_notification_done_all(struct unit *u, struct tx *tx, const struct notification_ref *q,
				      struct notification_bell *a)
{
	return service_notification_done_all(u, tx, q->seq, a);
}

enum status api_notification_undo(struct unit *u, struct tx *tx, const struct notification_ref *q,
				  struct notification_bell *a)
{
	return service_notification_undo(u, tx, q->seq, a);
}
