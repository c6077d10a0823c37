/* Files of assets/ and server/store/schema/ as bytes of the program (cmake/embed.cmake). */
#ifndef QUITS_COMMON_EMBEDDED_H
#define QUITS_COMMON_EMBEDDED_H

#include "common/text.h"

struct embedded {
	const char *path; /* "assets/portal/home.html" */
	const unsigned char *at, *end;
};

extern const struct embedded assets_files[];     /* ended by a NULL path */
extern const struct embedded schema_sql_files[]; /* in order of name */
extern const struct embedded locale_files[];     /* "locale/es.mo": compiled catalogues */
extern const struct embedded console_locale_files[]; /* those of the console */

static inline struct sv embedded_find(const struct embedded *files, const char *path)
{
	for (; files->path; files++)
		if (sv_is(sv_from(path), files->path))
			return sv_of(files->at, (size_t)(files->end - files->at));
	return SV_NONE;
}

#endif
