/* routing: see routing.h. */
#include "server/service/routing.h"

#include "common/arena.h"
#include "common/phrase.h"

#include "server/service/team.h"
#include "server/store/setting.h"

enum status service_route_topic(struct snap *s, struct arena *a, enum talk_topic topic, int64_t *ret)
{
	struct sv name = SV_NONE;
	struct org org;

	TRY(store_org(s, a, &org));
	switch (topic) {
	case TOPIC_PAYMENT:
		name = org.topic_payment;
		break;
	case TOPIC_HARDSHIP:
		name = org.topic_hardship;
		break;
	case TOPIC_BALANCE:
		name = org.topic_balance;
		break;
	case TOPIC_DOCUMENTS:
		name = org.topic_documents;
		break;
	case TOPIC_DETAILS:
		name = org.topic_details;
		break;
	case TOPIC_COMPLAINT:
		name = org.topic_complaint;
		break;
	case TOPIC_OTHER:
		name = org.topic_other;
		break;
	case talk_topic__none:
	case talk_topic__end:
		break;
	}
	return service_team_route(s, name, ret);
}

struct sv topic_words(enum talk_topic topic)
{
	switch (topic) {
	case TOPIC_PAYMENT:
		return SV(N_("A payment"));
	case TOPIC_HARDSHIP:
		return SV(N_("I can not pay at the moment"));
	case TOPIC_BALANCE:
		return SV(N_("The balance or an invoice"));
	case TOPIC_DOCUMENTS:
		return SV(N_("Documents"));
	case TOPIC_DETAILS:
		return SV(N_("My contact details"));
	case TOPIC_COMPLAINT:
		return SV(N_("A complaint"));
	case TOPIC_OTHER:
		return SV(N_("Something else"));
	case talk_topic__none:
	case talk_topic__end:
		break;
	}
	return SV_NONE;
}

void topic_choices(struct arena *a, struct sv chosen, struct view_choice_list *ret)
{
	ret->at = NEW_N(a, struct view_choice, talk_topic_choice.n);
	ret->n = talk_topic_choice.n;
	for (size_t i = 0; i < talk_topic_choice.n; i++) {
		struct sv word = sv_from(talk_topic_choice.words[i].text);

		ret->at[i] = (struct view_choice){ .value = word, .checked = sv_eq(word, chosen),
						   .label = topic_words((enum talk_topic)talk_topic_choice.words[i].value) };
	}
}

enum status topic_of(struct sv word, enum talk_topic *ret)
{
	int value;

	if (!choice_value(&talk_topic_choice, word, &value))
		return fail_field(ST_INVALID, "topic", N_("Please choose what it is about."));
	*ret = (enum talk_topic)value;
	return ST_OK;
}
