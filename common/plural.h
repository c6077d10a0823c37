/* The plural rules of gettext catalogues: "nplurals=2; plural=n != 1". The expressions are C's, over n, with ?: || &&
 * == != < > <= >= + - * / % ! and brackets (GNU gettext manual, "Plural forms"). Pure; any thread. */
#ifndef QUITS_COMMON_PLURAL_H
#define QUITS_COMMON_PLURAL_H

#include <stdint.h>

#include "common/text.h"

enum { PLURAL_FORMS_MAX = 6 };

struct plural_rule {
	unsigned forms;         /* 1 to PLURAL_FORMS_MAX */
	struct sv expression;   /* borrowed */
	unsigned char small[200]; /* the form of 0 to 199, most counts; made when it is read, so not for more */
};

/* Reads the value of a Plural-Forms header. INVALID where it is none, or where it yields a form that is not there for
 * any n up to 999. */
MUST_USE enum status plural_read(struct sv header, struct plural_rule *ret);
unsigned plural_form(const struct plural_rule *r, int64_t n); /* of a negative n: that of -n */

#endif
