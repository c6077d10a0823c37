/* finds: see finds.h. */
#include "server/service/finds.h"

#include "server/service/kpi.h"
#include "server/store/finds.h"

enum { CHANNELS = channel__end - 1 };

/* a converts worse than b: compared across, so that nothing is divided; without links is behind everything. */
static bool worse(const struct find_link_row *a, const struct find_link_row *b)
{
	if (!a->sent || !b->sent)
		return a->sent > b->sent;
	return a->verified * b->sent < b->verified * a->sent;
}

static enum status links_of(struct unit *u, struct snap *s, const struct period *p, struct find_link_row_list *ret)
{
	struct find_link_row found[channel__end];

	TRY(store_finds_links(s, p->from, p->to, found));
	*ret = (struct find_link_row_list){ NEW_N(&u->arena, struct find_link_row, CHANNELS), 0 };
	for (int c = channel__none + 1; c < channel__end; c++) {
		size_t i = ret->n++;

		found[c].channel = (enum channel)c;
		found[c].rate = service_rate(&u->arena, found[c].verified, found[c].sent);
		for (; i > 0 && worse(&found[c], &ret->at[i - 1]); i--)
			ret->at[i] = ret->at[i - 1];
		ret->at[i] = found[c];
	}
	return ST_OK;
}

enum status service_finds_show(struct unit *u, struct snap *s, const struct period_query *q, struct finds_page *ret)
{
	const struct period *p;
	struct asked k;

	TRY(service_period_now(u, s, q, &k));
	p = &k.period;
	*ret = (struct finds_page){ .period = k.text,
				    .from = p->from,
				    .to = p->to,
				    .disputes = NEW(&u->arena, struct find_wait),
				    .callbacks = NEW(&u->arena, struct find_wait),
				    .as_of = u->now };
	TRY(store_finds_visits(s, p->from, p->to, &ret->visits, &ret->visits_without_action));
	TRY(links_of(u, s, p, &ret->links));
	TRY(store_finds_reasons(s, p->from, p->to, &ret->reasons, &u->arena));
	TRY(store_finds_disputes(s, p->from, p->to, u->now, ret->disputes));
	return store_finds_callbacks(s, p->from, p->to, u->now, ret->callbacks);
}
