/* Checks behind setting.def. */
#include "server/rule/setting.h"

#include <inttypes.h>
#include <math.h>

#include "common/catalogue.h"
#include "common/utf8.h"
#include "common/zone.h"

#include "server/rule/hours.h"
#include "server/rule/colour.h"
#include "server/rule/identity.h"

enum status setting_check_any(struct sv value, size_t max)
{
	if (value.n > max)
		return fail_field(ST_INVALID, "value", "has more than %zu bytes", max);
	if (!utf8_is_clean(value, false))
		return fail_field(ST_INVALID, "value", "holds characters that no page may show");
	return ST_OK;
}

enum status setting_check_name(struct sv value, size_t max)
{
	if (sv_trim(value).n == 0)
		return fail_field(ST_INVALID, "value", "is blank");
	return setting_check_any(value, max);
}

enum status setting_check_lines(struct sv value, size_t max)
{
	if (value.n > max)
		return fail_field(ST_INVALID, "value", "has more than %zu bytes", max);
	if (!utf8_is_clean(value, true))
		return fail_field(ST_INVALID, "value", "holds characters that no page may show");
	return ST_OK;
}

static enum status check_colour_on(struct sv value, struct rgb ground, const char *on)
{
	struct rgb c, near;

	if (!colour_parse(value, &c))
		return fail_field(ST_INVALID, "value", "is not a colour like #0b5c4a");
	near = colour_nearest(c, ground);
	if (near.r == c.r && near.g == c.g && near.b == c.b)
		return ST_OK;
	return fail_field(ST_INVALID, "value",
			  "has a contrast of %.2f:1 against %s, and text needs 4.5:1; the nearest colour that has it is "
			  "#%02x%02x%02x",
			  floor(colour_contrast(c, ground) * 100) / 100, on, near.r, near.g, near.b);
}

enum status setting_check_colour(struct sv value, size_t max)
{
	(void)max;
	return check_colour_on(value, COLOUR_WHITE, "white");
}

enum status setting_check_colour_dark(struct sv value, size_t max)
{
	(void)max;
	return check_colour_on(value, COLOUR_DARK_CARD, "our dark card");
}

static bool hex_only(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return true;
}

bool setting_logo(struct sv value, struct logo *ret)
{
	struct sv size = value, file = sv_cut(&size, ' '), ending = file, hash = sv_cut(&ending, '.');
	struct logo l = { .file = file, .hash = hash };

	if (hash.n != 16 || !hex_only(hash) || !sv_int(sv_cut(&size, 'x'), &l.image.width) ||
	    !sv_int(size, &l.image.height) || l.image.width < 1 || l.image.height < 1)
		return false;
	for (enum image_type t = IMAGE_PNG; t <= IMAGE_WEBP; t++)
		if (sv_is(ending, image_ending(t)))
			l.image.type = t;
	if (!l.image.type)
		return false;
	*ret = l;
	return true;
}

enum status setting_check_logo(struct sv value, size_t max)
{
	struct logo l;

	(void)max;
	return setting_logo(value, &l) ? ST_OK : fail_field(ST_INVALID, "value", "is not a logo's file and size");
}

enum status setting_check_on_off(struct sv value, size_t max)
{
	(void)max;
	if (!sv_is(value, "on") && !sv_is(value, "off"))
		return fail_field(ST_INVALID, "value", "is on or off");
	return ST_OK;
}

enum status setting_check_language(struct sv value, size_t max)
{
	const struct catalogue *c = catalogue_find(value);

	(void)max;
	if (!c || !sv_eq(catalogue_code(c), value))
		return fail_field(ST_INVALID, "value", "is not a language of the portal, such as en, es or ar");
	return ST_OK;
}

enum status setting_check_identity(struct sv value, size_t max)
{
	enum identity_mode mode;

	(void)max;
	if (!identity_mode_from(value, &mode))
		return fail_field(ST_INVALID, "value", "is last4, last4_birth_year, last6 or full_reference");
	return ST_OK;
}

enum status setting_check_second_factor(struct sv value, size_t max)
{
	(void)max;
	if (!sv_is(value, "off") && !sv_is(value, "always") && !sv_is(value, "above"))
		return fail_field(ST_INVALID, "value", "is off, always or above");
	return ST_OK;
}

enum status setting_check_zone(struct sv value, size_t max)
{
	const struct zone *z;

	(void)max;
	if (zone_get(value, &z) != ST_OK)
		return fail_field(ST_INVALID, "value",
				  "is not an IANA time zone such as America/New_York");
	return ST_OK;
}

enum status setting_check_email(struct sv value, size_t max)
{
	size_t at = sv_find(value, '@');

	TRY(setting_check_any(value, max));
	if (at == 0 || at + 1 >= value.n)
		return fail_field(ST_INVALID, "value", "is not an e-mail address");
	for (size_t i = 0; i < value.n; i++)
		if (i != at && (value.p[i] <= ' ' || value.p[i] > '~' ||
				sv_find(SV("<>()[]:;@\\,\""), value.p[i]) < 12))
			return fail_field(ST_INVALID, "value", "is not an e-mail address");
	return ST_OK;
}

static bool loopback(struct sv host)
{
	if (sv_is(host, "localhost") || sv_is(host, "[::1]"))
		return true;
	for (size_t i = 0; i < host.n; i++) /* a name that only begins like an address is no address */
		if (host.p[i] != '.' && (host.p[i] < '0' || host.p[i] > '9'))
			return false;
	return sv_starts(host, SV("127."));
}

static bool host_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.';
}

enum status setting_check_url(struct sv value, size_t max)
{
	bool https = sv_starts(value, SV("https://"));
	struct sv rest, host;
	int64_t port = 1;

	TRY(setting_check_any(value, max));
	if (!https && !sv_starts(value, SV("http://")))
		return fail_field(ST_INVALID, "value", "begins with https:// (or http:// on loopback)");
	rest = sv_from_to(value, https ? 8 : 7, value.n);
	if (sv_starts(rest, SV("[::1]"))) {
		host = sv_from_to(rest, 0, 5);
		rest = sv_from_to(rest, 5, rest.n);
	} else {
		size_t n = 0;

		while (n < rest.n && host_character(rest.p[n]))
			n++;
		host = sv_from_to(rest, 0, n);
		rest = sv_from_to(rest, n, rest.n);
	}
	if (host.n == 0)
		return fail_field(ST_INVALID, "value", "has no host");
	if (rest.n && (rest.p[0] != ':' || !sv_int(sv_from_to(rest, 1, rest.n), &port)))
		return fail_field(ST_INVALID, "value",
				  "ends behind the host or port: no path, no slash");
	if (port < 1 || port > 65535)
		return fail_field(ST_INVALID, "value", "has a port of 1 to 65535");
	if (rest.n && port == (https ? 443 : 80)) /* browsers leave it out, and origins are compared */
		return fail_field(ST_INVALID, "value", "names the port that goes without saying");
	if (!https && !loopback(host))
		return fail_field(ST_INVALID, "value", "is http:// only on loopback");
	return ST_OK;
}

enum status setting_check_clock(struct sv value, size_t max)
{
	int minutes;

	(void)max;
	if (!hours_clock(value, &minutes))
		return fail_field(ST_INVALID, "value", "is a time of day at a quarter of an hour, such as 09:15");
	return ST_OK;
}

enum status setting_check_days(struct sv value, size_t max)
{
	unsigned days;

	TRY(setting_check_any(value, max));
	if (!hours_days(value, &days))
		return fail_field(ST_INVALID, "value", "is days of the week, such as mon-fri,sun");
	return ST_OK;
}

enum status setting_check_closed(struct sv value, size_t max)
{
	int64_t days[CLOSED_MOST];
	size_t n;

	TRY(setting_check_any(value, max));
	if (!hours_closed(value, days, CLOSED_MOST, &n))
		return fail_field(ST_INVALID, "value", "is at most %d days, such as 2026-12-25,2026-12-26", CLOSED_MOST);
	return ST_OK;
}

enum status setting_check_number(struct sv value, int64_t least, int64_t most)
{
	int64_t n;

	if (!sv_int(value, &n))
		return fail_field(ST_INVALID, "value", "is not a whole number");
	if (n < least || n > most)
		return fail_field(ST_INVALID, "value", "is from %" PRId64 " to %" PRId64, least, most);
	return ST_OK;
}
