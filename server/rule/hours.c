/* Hours of places and weeks; see hours.h. Called when callbacks are offered and asked for; any thread.
 *
 * The table is counsel's draft in short: only who may be *called* at his place, not every duty of the rule files.
 * "policy" says that no law there names hours, and why ours are what they are. */
#include "server/rule/hours.h"

#define H(h)        ((h) * 60)
#define NONE        { 0, 0 }
#define EVERY_DAY(a, b) { H(a), H(b) }, { H(a), H(b) }, { H(a), H(b) }

struct place {
	const char *countries; /* ISO 3166-1, blank separated; "" everywhere */
	const char *region;    /* ISO 3166-2 behind the country; NULL all of it */
	struct hours_day weekday, saturday, sunday;
	const char *source;
};

static const struct place places[] = {
	{ "", NULL, EVERY_DAY(8, 21), "house policy: the United States' hours bound every place" },
	{ "US", NULL, EVERY_DAY(8, 21), "15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)" },
	{ "GB", NULL, { H(8), H(21) }, { H(8), H(20) }, NONE,
	  "policy; FCA CONC 7.9.4R (no unreasonable times)" },
	{ "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE", NULL,
	  { H(8), H(20) }, { H(9), H(18) }, NONE, "policy; Directive 2005/29/EC art. 9(a)" },
	{ "DE", NULL, { H(8), H(20) }, { H(8), H(18) }, NONE, "policy; UWG s. 4a, Sunday laws of the Laender" },
	{ "ES", NULL, { H(9), H(21) }, NONE, NONE, "policy; RDLeg 1/2007 art. 96.2 by analogy" },
	{ "FR", NULL, { H(8), H(20) }, { H(9), H(18) }, NONE, "policy; Code de la consommation L121-6, L121-7" },
	{ "IE", NULL, { H(9), H(21) }, { H(9), H(21) }, NONE, "Consumer Credit Act 1995 s. 46(a)(ii)" },
	{ "PT", NULL, { H(9), H(20) }, NONE, NONE, "policy; DL 227/2012 art. 4" },
	{ "BR", NULL, { H(8), H(20) }, { H(8), H(14) }, NONE, "policy; CDC arts 42, 71" },
	{ "BR", "SP", { H(8), H(20) }, { H(8), H(14) }, NONE, "Lei SP 15.426/2014" },
	{ "BR", "AL", { H(8), H(20) }, { H(8), H(14) }, NONE, "Lei AL 7.782/2016" },
	{ "BR", "RJ", { H(9), H(19) }, NONE, NONE, "Lei RJ 7.868/2018 art. 3" },
	{ "BR", "ES", { H(8), H(19) }, NONE, NONE, "Lei ES 10.626/2017" },
	{ "BR", "AM", { H(8), H(19) }, NONE, NONE, "Lei AM 306/2016" },
	{ "MX", NULL, { H(7), H(22) }, NONE, NONE, "LTOSF art. 17 Bis 4; CONDUSEF, despachos de cobranza, Cuarta" },
	{ "CO", NULL, { H(7), H(19) }, { H(8), H(15) }, NONE, "Ley 2300 de 2023 art. 3" },
	{ "CL", NULL, { H(8), H(20) }, { H(8), H(20) }, NONE, "Ley 19.496 art. 37; CPC art. 59" },
	{ "AR", NULL, { H(9), H(19) }, { H(10), H(12) }, NONE, "policy; Ley 24.240 art. 8 bis" },
	{ "IN", NULL, EVERY_DAY(8, 19), "RBI circular of 2022-08-12" },
	{ "AU", NULL, { H(7) + 30, H(21) }, { H(9), H(21) }, { H(9), H(21) }, "ASIC/ACCC RG 96 part 2 s. 4" },
};

/* Where a country has several zones, all that people live in at different times of day. */
static const struct {
	const char *country, *zones;
} homes[] = {
	{ "US", "America/New_York|America/Chicago|America/Denver|America/Phoenix|America/Los_Angeles|"
		"America/Anchorage|Pacific/Honolulu" },
	{ "GB", "Europe/London" }, { "IE", "Europe/Dublin" }, { "DE", "Europe/Berlin" },
	{ "FR", "Europe/Paris" }, { "ES", "Europe/Madrid|Atlantic/Canary" },
	{ "PT", "Europe/Lisbon|Atlantic/Azores" }, { "AT", "Europe/Vienna" }, { "BE", "Europe/Brussels" },
	{ "BG", "Europe/Sofia" }, { "HR", "Europe/Zagreb" }, { "CY", "Asia/Nicosia" }, { "CZ", "Europe/Prague" },
	{ "DK", "Europe/Copenhagen" }, { "EE", "Europe/Tallinn" }, { "FI", "Europe/Helsinki" },
	{ "GR", "Europe/Athens" }, { "HU", "Europe/Budapest" }, { "IT", "Europe/Rome" }, { "LV", "Europe/Riga" },
	{ "LT", "Europe/Vilnius" }, { "LU", "Europe/Luxembourg" }, { "MT", "Europe/Malta" },
	{ "NL", "Europe/Amsterdam" }, { "PL", "Europe/Warsaw" }, { "RO", "Europe/Bucharest" },
	{ "SK", "Europe/Bratislava" }, { "SI", "Europe/Ljubljana" }, { "SE", "Europe/Stockholm" },
	{ "CH", "Europe/Zurich" }, { "NO", "Europe/Oslo" },
	{ "BR", "America/Sao_Paulo|America/Manaus|America/Rio_Branco|America/Noronha" },
	{ "MX", "America/Mexico_City|America/Cancun|America/Hermosillo|America/Tijuana" },
	{ "CO", "America/Bogota" }, { "CL", "America/Santiago|America/Punta_Arenas|Pacific/Easter" },
	{ "AR", "America/Argentina/Buenos_Aires" }, { "IN", "Asia/Kolkata" },
	{ "AU", "Australia/Sydney|Australia/Brisbane|Australia/Adelaide|Australia/Darwin|Australia/Perth" },
	{ "CA", "America/Toronto|America/St_Johns|America/Halifax|America/Winnipeg|America/Regina|"
		"America/Edmonton|America/Vancouver" },
	{ "NZ", "Pacific/Auckland" },
};

static bool is_one_of(struct sv list, struct sv country)
{
	if (list.n == 0)
		return true;
	while (list.n)
		if (sv_eq_fold(sv_cut(&list, ' '), country) && country.n)
			return true;
	return false;
}

static bool fits(const struct place *p, struct sv country, struct sv region)
{
	size_t dash = sv_find(region, '-');

	if (!is_one_of(sv_from(p->countries), country))
		return false;
	if (dash < region.n)
		region = sv_from_to(region, dash + 1, region.n);
	return !p->region || sv_eq_fold(sv_from(p->region), region);
}

static void narrow(struct hours_day *d, struct hours_day by)
{
	if (by.from > d->from)
		d->from = by.from;
	if (by.to < d->to)
		d->to = by.to;
}

void hours_of_place(struct sv country, struct sv region, struct hours_week *ret)
{
	for (int i = 0; i < 7; i++)
		ret->day[i] = (struct hours_day){ 0, H(24) };
	for (size_t p = 0; p < COUNT(places); p++) {
		if (!fits(&places[p], country, region))
			continue;
		for (int i = 0; i < 5; i++)
			narrow(&ret->day[i], places[p].weekday);
		narrow(&ret->day[5], places[p].saturday);
		narrow(&ret->day[6], places[p].sunday);
	}
}

static size_t zones_of(struct sv list, const struct zone *ret[HOURS_ZONES])
{
	size_t n = 0;

	while (list.n && n < HOURS_ZONES)
		if (zone_get(sv_trim(sv_cut(&list, '|')), &ret[n]) == ST_OK)
			n++;
	return n;
}

size_t hours_zones(struct sv zones, struct sv country, const struct zone *fallback,
		   const struct zone *ret[HOURS_ZONES])
{
	size_t n = zones_of(zones, ret);

	for (size_t i = 0; n == 0 && country.n && i < COUNT(homes); i++)
		if (sv_eq_fold(sv_from(homes[i].country), country))
			n = zones_of(sv_from(homes[i].zones), ret);
	if (n == 0)
		ret[n++] = fallback;
	return n;
}

const struct zone *hours_home(struct sv zones, struct sv country, struct sv desk)
{
	const struct zone *all[HOURS_ZONES], *fallback;

	if (zone_get(desk, &fallback) != ST_OK)
		fallback = zone_utc();
	(void)hours_zones(zones, country, fallback, all);
	return all[0];
}

static bool open_at(const struct hours_member *m, int64_t at)
{
	int64_t day = zone_day(m->zone, at), ms = zone_ms_of_day(m->zone, at);
	const struct hours_day *d = &m->week.day[day_weekday(day)];

	for (size_t i = 0; i < m->n_closed; i++)
		if (m->closed[i] == day)
			return false;
	return ms >= d->from * INT64_C(60000) && ms < d->to * INT64_C(60000);
}

bool hours_permit(const struct hours *h, int64_t from, int64_t to)
{
	/* Both ends of each quarter, so that a clock that is changed can not carry a call out of its hours. */
	for (int64_t at = from; at < to; at += QUARTER_MS)
		for (size_t i = 0; i < h->n; i++)
			if (!open_at(&h->at[i], at) || !open_at(&h->at[i], at + QUARTER_MS - 1))
				return false;
	return h->n > 0 && from < to;
}

bool hours_clock(struct sv text, int *ret)
{
	int64_t hour, minute;

	if (text.n != 5 || text.p[2] != ':' || text.p[0] == '-' || text.p[3] == '-' ||
	    !sv_int(sv_from_to(text, 0, 2), &hour) || !sv_int(sv_from_to(text, 3, 5), &minute))
		return false;
	if (hour > 24 || minute > 59 || minute % QUARTER_MINUTES || (hour == 24 && minute))
		return false;
	*ret = (int)(hour * 60 + minute);
	return true;
}

static bool weekday(struct sv name, int *ret)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

	for (int i = 0; i < 7; i++)
		if (sv_is(name, names[i])) {
			*ret = i;
			return true;
		}
	return false;
}

bool hours_days(struct sv text, unsigned *ret)
{
	unsigned days = 0;

	while (text.n) {
		struct sv last = sv_trim(sv_cut(&text, ',')), first = sv_cut(&last, '-');
		int from, to;

		if (!weekday(first, &from))
			return false;
		to = from;
		if (last.p && (!weekday(last, &to) || to < from))
			return false;
		for (int i = from; i <= to; i++)
			days |= 1u << i;
	}
	*ret = days;
	return days != 0;
}

bool hours_closed(struct sv text, int64_t *days, size_t max, size_t *ret_n)
{
	size_t n = 0;

	while (text.n) {
		if (n == max || !day_parse(sv_trim(sv_cut(&text, ',')), &days[n]))
			return false;
		n++;
	}
	*ret_n = n;
	return true;
}
