/* addressee: see addressee.h. */
#include "server/service/addressee.h"

#include "common/catalogue.h"
#include "common/locale.h"

#include "server/rule/hours.h"
#include "server/store/account.h"
#include "server/store/setting.h"

void addressee_of(struct arena *a, const struct contact_core *c, const struct org *org, enum channel channel,
		  struct sv language, struct addressee *ret)
{
	*ret = (struct addressee){
		.channel = channel,
		.to = contact_address(c, channel),
		.name = c->name,
		.organisation = org->organisation,
		.contact_line = org->contact_line,
		.from = org->email_from,
		.language = catalogue_find(language.n ? language : c->language),
	};
	if (!ret->language)
		ret->language = catalogue_find(org->language);
	ret->locale = locale_tag(a, catalogue_code(ret->language), c->country);
	ret->zone = hours_home(c->time_zone, c->country, org->time_zone);
}
