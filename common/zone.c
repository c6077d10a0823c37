/* Time zones; see zone.h. Callers: the contact-window rules, engines that wait for a local hour, pages and
 * mails. Any thread.
 *
 * A zone is read out of GLib once, as the list of its changes from 1970 to 2100, and then looked up without
 * GLib. Zones are prepended to one atomic list and stay for the program's life; two threads that want the
 * same new zone at once both build it and the loser frees its own, so no lock is needed. Only names that
 * stand in the system's zone folder are read, since GLib also takes rules and offsets ("ABC5DEF") for names
 * and a misspelt zone must not become one. After the last change in the system's file (2037 as Debian builds
 * it) the last offset holds. */
#include "common/zone.h"

#include <glib.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>

#include "common/arena.h"

enum { NAME_MAX_LEN = 64, CHANGES_MAX = 2048, FARTHEST_S = 26 * 3600 };

#define YEAR_2100_S INT64_C(4102444800)

struct change {
	int64_t from; /* UTC ms; the first one's is INT64_MIN */
	int offset_s;
};

struct zone {
	struct zone *next;
	char name[NAME_MAX_LEN + 1];
	size_t n;
	struct change changes[];
};

static _Atomic(struct zone *) zones;

static const struct zone utc = { NULL, "UTC", 1, { { INT64_MIN, 0 } } };

static bool name_is_sound(struct sv name)
{
	if (name.n == 0 || name.n > NAME_MAX_LEN || !g_ascii_isalpha(name.p[0]) ||
	    name.p[name.n - 1] == '/' || sv_find_sv(name, SV("//")) < name.n ||
	    sv_starts(name, SV("right/")) || sv_starts(name, SV("posix")) ||
	    sv_is(name, "localtime"))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!g_ascii_isalnum(name.p[i]) && name.p[i] != '_' && name.p[i] != '+' &&
		    name.p[i] != '-' && name.p[i] != '/')
			return false; /* no dot, so no ".." either */
	return true;
}

static bool name_has_file(const char *name)
{
	const char *folder = g_getenv("TZDIR"); /* GLib reads the same one */
	char path[512];
	struct stat st;
	int n =
	    g_snprintf(path, sizeof(path), "%s/%s", folder ? folder : "/usr/share/zoneinfo", name);

	return n > 0 && (size_t)n < sizeof(path) && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The first second after `from` that lies in another interval; the last of the table if there is none. */
static int64_t interval_end(GTimeZone *g, int64_t from)
{
	int here = g_time_zone_find_interval(g, G_TIME_TYPE_UNIVERSAL, from);
	int64_t lo = from, hi = YEAR_2100_S;

	if (g_time_zone_find_interval(g, G_TIME_TYPE_UNIVERSAL, hi) == here)
		return hi;
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;

		if (g_time_zone_find_interval(g, G_TIME_TYPE_UNIVERSAL, mid) == here)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

static struct zone *build(GTimeZone *g, struct sv name)
{
	struct zone *z = mem_new(sizeof(*z) + CHANGES_MAX * sizeof(z->changes[0]));
	int64_t at = 0;

	memcpy(z->name, name.p, name.n); /* mem_new has put the NUL behind it */
	while (at < YEAR_2100_S && z->n < CHANGES_MAX) {
		int i = g_time_zone_find_interval(g, G_TIME_TYPE_UNIVERSAL, at);
		int offset = g_time_zone_get_offset(g, i);

		if (z->n == 0 || z->changes[z->n - 1].offset_s != offset) {
			z->changes[z->n].from = z->n ? at * 1000 : INT64_MIN;
			z->changes[z->n++].offset_s = offset;
		}
		at = interval_end(g, at);
	}
	return mem_grow(z, sizeof(*z) + z->n * sizeof(z->changes[0]));
}

static const struct zone *find(const struct zone *z, const struct zone *end, struct sv name)
{
	for (; z != end; z = z->next)
		if (sv_is(name, z->name))
			return z;
	return NULL;
}

/* Puts z into the list, unless another thread was first: then z is freed and the other returned. */
static const struct zone *publish(struct zone *z)
{
	struct zone *head = atomic_load_explicit(&zones, memory_order_acquire), *seen = NULL;

	do {
		const struct zone *other = find(head, seen, sv_from(z->name));

		if (other) {
			mem_free(z);
			return other;
		}
		seen = z->next = head;
	} while (!atomic_compare_exchange_weak_explicit(&zones, &head, z, memory_order_acq_rel,
	                                                memory_order_acquire));
	return z;
}

enum status zone_get(struct sv name, const struct zone **ret)
{
	const struct zone *z = NULL;
	char text[NAME_MAX_LEN + 1];
	GTimeZone *g;

	if (sv_is(name, "UTC")) {
		*ret = &utc;
		return ST_OK;
	}
	if (!name_is_sound(name))
		return fail(ST_NOT_FOUND, "that is not the name of a time zone");
	z = find(atomic_load_explicit(&zones, memory_order_acquire), NULL, name);
	if (!z) {
		memcpy(text, name.p, name.n);
		text[name.n] = '\0';
		g = name_has_file(text) ? g_time_zone_new_identifier(text) : NULL;
		if (!g)
			return fail(ST_NOT_FOUND, "there is no time zone %s", text);
		z = publish(build(g, name));
		g_time_zone_unref(g);
	}
	*ret = z;
	return ST_OK;
}

const struct zone *zone_utc(void)
{
	return &utc;
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

static size_t change_at(const struct zone *z, int64_t utc_ms)
{
	size_t lo = 0, hi = z->n;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (z->changes[mid].from <= utc_ms)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

int zone_offset_s(const struct zone *z, int64_t utc_ms)
{
	return z->changes[change_at(z, utc_ms)].offset_s;
}

/* The offset that holds when clocks show `local` ms (as if UTC). In a fold the earlier one; in a gap the
 * one before it, and *ret_gap is the instant of the gap, otherwise INT64_MIN. */
static int64_t offset_for_local(const struct zone *z, int64_t local, int64_t *ret_gap)
{
	size_t i = change_at(z, local - FARTHEST_S * INT64_C(1000));

	*ret_gap = INT64_MIN;
	for (; i + 1 < z->n; i++) {
		int64_t next = z->changes[i + 1].from;

		if (local - z->changes[i].offset_s * INT64_C(1000) < next)
			break;
		if (local - z->changes[i + 1].offset_s * INT64_C(1000) < next) {
			*ret_gap = next;
			break;
		}
	}
	return z->changes[i].offset_s * INT64_C(1000);
}

int64_t zone_day_start(const struct zone *z, int64_t day)
{
	int64_t local = day_time_utc(day), gap;
	int64_t offset = offset_for_local(z, local, &gap);

	return gap != INT64_MIN ? gap : local - offset;
}

int64_t zone_day(const struct zone *z, int64_t utc_ms)
{
	return time_day_utc(utc_ms + zone_offset_s(z, utc_ms) * INT64_C(1000));
}

int64_t zone_instant(const struct zone *z, int64_t day, int64_t ms_of_day)
{
	int64_t local = day_time_utc(day) + ms_of_day, gap;

	return local - offset_for_local(z, local, &gap);
}

int64_t zone_ms_of_day(const struct zone *z, int64_t utc_ms)
{
	int64_t local = utc_ms + zone_offset_s(z, utc_ms) * INT64_C(1000);

	return local - day_time_utc(time_day_utc(local));
}
