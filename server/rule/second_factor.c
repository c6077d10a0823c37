/* See second_factor.h. */
#include "server/rule/second_factor.h"

bool second_factor_asked(struct sv mode, int64_t above, int64_t highest)
{
	if (sv_is(mode, "always"))
		return true;
	return sv_is(mode, "above") && highest > above;
}

static struct sv address_of(const struct addresses *a, enum channel channel)
{
	switch (channel) {
	case CHANNEL_SMS:
		return a->phone;
	case CHANNEL_WHATSAPP:
		return a->whatsapp;
	case CHANNEL_EMAIL:
		return a->email;
	case channel__none:
	case channel__end:
		break;
	}
	return SV_NONE;
}

enum channel second_factor_to(const struct addresses *a, enum channel link, struct sv *ret_to)
{
	static const enum channel order[] = { CHANNEL_SMS, CHANNEL_WHATSAPP, CHANNEL_EMAIL };
	struct sv used = address_of(a, link);

	for (size_t i = 0; i < COUNT(order); i++) {
		struct sv to = address_of(a, order[i]);

		if (order[i] != link && to.n && !sv_eq(to, used)) {
			*ret_to = to;
			return order[i];
		}
	}
	return channel__none;
}
