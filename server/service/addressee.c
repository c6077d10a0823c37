/* addressee: see addressee.h. */
#include "server/service/addressee.h"

#include "common/catalogue.h"
#include "common/locale.h"

#include "server/rule/hours.h"
#include "server/store/account.h"
#include "server/store/setting.h"

/* A short message says one way to reach a person, an e-mail all that are set. */
static struct sv how_to_reach(struct arena *a, const struct org *org, enum channel channel)
{
	const struct sv all[] = { org->contact_line, org->phone, org->email, org->hours, org->address };
	struct buf b = buf_new(a, 1024);

	for (size_t i = 0; i < (channel == CHANNEL_EMAIL ? COUNT(all) : 3); i++) {
		if (!all[i].n || sv_find_sv(buf_sv(&b), all[i]) < b.n)
			continue; /* the first is free text and may hold the others */
		if (b.n && channel != CHANNEL_EMAIL)
			break;
		if (b.n)
			buf_z(&b, ", ");
		buf_add(&b, all[i]);
	}
	return buf_sv(&b);
}

void addressee_of(struct arena *a, const struct contact_core *c, const struct org *org, enum channel channel,
		  struct sv language, struct addressee *ret)
{
	*ret = (struct addressee){
		.channel = channel,
		.to = contact_address(c, channel),
		.name = c->name,
		.organisation = org->organisation,
		.contact_line = how_to_reach(a, org, channel),
		.from = org->email_from,
		.language = catalogue_find(language.n ? language : c->language),
	};
	if (!ret->language)
		ret->language = catalogue_find(org->language);
	ret->locale = locale_tag(a, catalogue_code(ret->language), c->country);
	ret->zone = hours_home(c->time_zone, c->country, org->time_zone);
}
