/* consent: see consent.h. */
#include "server/rule/consent.h"

#include "common/utf8.h"

enum consent_scope consent_scope_of(enum channel channel)
{
	switch (channel) {
	case CHANNEL_SMS:
		return CONSENT_SMS;
	case CHANNEL_WHATSAPP:
		return CONSENT_WHATSAPP;
	case CHANNEL_EMAIL:
		return CONSENT_EMAIL;
	case channel__none:
	case channel__end:
		break;
	}
	return consent_scope__none;
}

bool consent_covers(enum consent_scope scope, enum channel channel)
{
	return scope == CONSENT_ALL || scope == CONSENT_ELECTRONIC || scope == consent_scope_of(channel);
}

enum consent_state consent_state_of(const struct consent_fact *facts, size_t n, enum channel channel)
{
	enum consent_state newest = CONSENT_ALLOWED;
	int64_t id = -1;

	for (size_t i = 0; i < n; i++) {
		const struct consent_fact *f = &facts[i];

		if (!consent_covers(f->scope, channel))
			continue;
		if (f->state == CONSENT_PARKED)
			return CONSENT_PARKED;
		if (f->id > id) {
			id = f->id;
			newest = f->state;
		}
	}
	return newest;
}

bool consent_allows(const struct consent_fact *facts, size_t n, enum channel channel)
{
	return consent_state_of(facts, n, channel) == CONSENT_ALLOWED;
}

bool consent_binds(const struct consent_fact *facts, size_t n, enum channel channel, enum consent_state stop, int64_t id)
{
	for (size_t i = 0; i < n; i++) {
		const struct consent_fact *f = &facts[i];

		if (f->state != CONSENT_ALLOWED || f->id < id || !consent_covers(f->scope, channel))
			continue;
		if (!f->every || (stop == CONSENT_WITHDRAWN && f->scope != CONSENT_ELECTRONIC))
			return false;
	}
	return true;
}

struct sv consent_address(struct arena *a, struct sv address)
{
	struct buf b = buf_new(a, 512);

	address = sv_trim(address);
	if (sv_find(address, '@') < address.n)
		return utf8_fold(a, address);
	for (size_t i = 0; i < address.n; i++)
		if (address.p[i] == '+' || (address.p[i] >= '0' && address.p[i] <= '9'))
			buf_char(&b, address.p[i]);
	return buf_sv(&b);
}
