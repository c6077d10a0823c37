/* channel: joins four counts into a row a channel; see channel.h. */
#include "server/service/channel.h"

#include "server/service/kpi.h"
#include "server/store/channel.h"

enum { WAYS = way__end - 1, CURRENCIES = 200 };

static enum way way_of(enum channel c)
{
	switch (c) {
	case CHANNEL_SMS:
		return WAY_SMS;
	case CHANNEL_WHATSAPP:
		return WAY_WHATSAPP;
	case CHANNEL_EMAIL:
		return WAY_EMAIL;
	case channel__none:
	case channel__end:
		break;
	}
	return way__none;
}

/* Rows by enum way; rows[0] is nobody's. */
struct way_asked {
	struct channel_asked all, notices; /* notices: the part of all that are no links */
};

static enum status asked_in(struct snap *s, int64_t from, int64_t to, struct way_asked ret[way__end])
{
	struct channel_links links[channel__end];
	struct channel_asked notices[channel__end];

	TRY(store_channel_links(s, from, to, CHANNEL_ANSWER_MS, links));
	TRY(store_channel_notices(s, from, to, CHANNEL_ANSWER_MS, notices));
	for (int c = channel__none + 1; c < channel__end; c++)
		ret[way_of((enum channel)c)] = (struct way_asked){
			{ links[c].sent + notices[c].asked, links[c].answered + notices[c].answered }, notices[c]
		};
	return store_channel_visits(s, from, to, CHANNEL_ANSWER_MS, &ret[WAY_PORTAL].all);
}

static void add_links(struct channel_row *r, const struct channel_links *l)
{
	r->links_sent += l->sent;
	r->links_opened += l->opened;
	r->links_verified += l->verified;
	r->links_acted += l->acted;
	r->links_promised += l->promised;
}

/* They come by currency, so one that is there already is the last. */
static void add_promises(struct channel_row *r, const struct channel_promises *p)
{
	struct money_sum_list *l = &r->promised;

	r->promises += p->count;
	r->ended += p->ended;
	r->kept += p->kept;
	if (l->n == 0 || !currency_eq(l->at[l->n - 1].currency, p->currency)) {
		if (l->n == CURRENCIES)
			return; /* there are fewer currencies than that */
		l->at[l->n++] = (struct money_sum){ .currency = p->currency };
	}
	l->at[l->n - 1].count += p->count;
	l->at[l->n - 1].amount += p->amount;
}

static void each_promises(void *arg, const struct channel_promises *p)
{
	struct channel_row *rows = arg; /* of the portal first */

	add_promises(&rows[WAY_PORTAL - 1], p);
	if (way_of(p->channel))
		add_promises(&rows[way_of(p->channel) - 1], p);
}

enum status service_channel_show(struct unit *u, struct snap *s, const struct period_query *q, struct channel_page *ret)
{
	struct way_asked now[way__end] = { { { 0, 0 }, { 0, 0 } } }, before[way__end] = { { { 0, 0 }, { 0, 0 } } };
	struct channel_links links[channel__end];
	struct channel_row *rows = NEW_N(&u->arena, struct channel_row, WAYS);
	struct asked k;

	TRY(service_period_now(u, s, q, &k));
	TRY(asked_in(s, k.period.from, k.period.to, now));
	TRY(asked_in(s, k.period.before_from, k.period.before_to, before));
	TRY(store_channel_links(s, k.period.from, k.period.to, CHANNEL_ANSWER_MS, links));
	for (int i = 0; i < WAYS; i++)
		rows[i].promised.at = NEW_N(&u->arena, struct money_sum, CURRENCIES);
	for (int c = channel__none + 1; c < channel__end; c++) {
		add_links(&rows[WAY_PORTAL - 1], &links[c]);
		add_links(&rows[way_of((enum channel)c) - 1], &links[c]);
	}
	TRY(store_channel_promises(s, k.period.from, k.period.to, each_promises, rows));
	for (int i = 0; i < WAYS; i++) {
		struct channel_row *r = &rows[i];
		enum way way = (enum way)(i + 1);

		r->channel = way;
		r->interactions = now[way].all.asked;
		r->responses = now[way].all.answered;
		r->notices = now[way].notices.asked;
		r->notices_answered = now[way].notices.answered;
		r->interactions_before = before[way].all.asked;
		r->responses_before = before[way].all.answered;
		r->notices_before = before[way].notices.asked;
		r->notices_answered_before = before[way].notices.answered;
		r->response_rate = service_rate(&u->arena, r->responses, r->interactions);
		r->response_rate_before = service_rate(&u->arena, r->responses_before, r->interactions_before);
		r->kept_rate = service_rate(&u->arena, r->kept, r->ended);
	}
	*ret = (struct channel_page){ .period = k.text,
				      .from = k.period.from,
				      .to = k.period.to,
				      .before_from = k.period.before_from,
				      .before_to = k.period.before_to,
				      .items = { rows, WAYS },
				      .as_of = u->now };
	return ST_OK;
}
