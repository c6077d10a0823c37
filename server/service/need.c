/* need: see need.h. Visits are judged in memory, the rest is one statement a kind. */
#include "server/service/need.h"

#include "common/zone.h"

#include "server/service/session.h"
#include "server/store/event.h"
#include "server/store/need.h"
#include "server/store/setting.h"

enum { HOUR = 3600000, KINDS = need__end - 1 };

static enum status need_of(struct unit *u, struct snap *s, const struct org *org, const struct zone *z,
			   struct need_row *ret)
{
	int64_t today = zone_day(z, u->now);

	switch (ret->kind) {
	case NEED_DISPUTE:
		return store_need_disputes(s, u->now - org->first_action * HOUR, ret, &u->arena);
	case NEED_CALLBACK:
		return store_need_callbacks(s, u->now, u->now + NEED_CALLBACK_MS, ret, &u->arena);
	case NEED_MESSAGE:
		return store_need_threads(s, ret, &u->arena);
	case NEED_SESSION:
		return service_session_hesitant(u, s, NEED_IDLE_MS, ret);
	case NEED_LOCKED:
		return store_need_locked(s, zone_day_start(z, today), ret, &u->arena);
	case NEED_DUE:
		return store_need_due(s, today, ret, &u->arena);
	case NEED_BROKEN:
		return store_need_broken(s, zone_day_start(z, today - (NEED_BROKEN_DAYS - 1)), ret, &u->arena);
	case need__none:
	case need__end:
		break;
	}
	return ST_OK;
}

enum status service_kpi_needs(struct unit *u, struct snap *s, struct kpi_needs *ret)
{
	const struct zone *z;
	struct org org;

	TRY(store_org(s, &u->arena, &org));
	if (zone_get(org.time_zone, &z) != ST_OK)
		z = zone_utc();
	*ret = (struct kpi_needs){ .items = { NEW_N(&u->arena, struct need_row, KINDS), KINDS },
				   .first_action_hours = org.first_action,
				   .as_of = u->now };
	for (int i = 0; i < KINDS; i++) {
		ret->items.at[i].kind = (enum need)(i + 1);
		TRY(need_of(u, s, &org, z, &ret->items.at[i]));
	}
	return store_event_head(s, &ret->seq);
}
