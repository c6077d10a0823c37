/* Assertions that cmocka lacks: views, money, decimals, statuses with the fault's text. Include this
 * instead of <cmocka.h>. */
#ifndef QUITS_TESTS_SUPPORT_CHECK_H
#define QUITS_TESTS_SUPPORT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

#undef fail /* ours notes a fault; cmocka's ends a test, and is called by its own name here */
#undef fail_msg
#define fail_msg(...)                                                                              \
	do {                                                                                       \
		print_error("ERROR: " __VA_ARGS__);                                                \
		print_error("\n");                                                                 \
		_fail(__FILE__, __LINE__);                                                         \
	} while (0)

#include "common/status.h"
#include "common/text.h"

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond))                                                                       \
			fail_msg("%s:%d: not true: %s", __FILE__, __LINE__, #cond);                \
	} while (0)
#define CHECK_INT(want, got)                                                                       \
	do {                                                                                       \
		int64_t want_ = (int64_t)(want), got_ = (int64_t)(got);                            \
		if (want_ != got_)                                                                 \
			fail_msg("%s:%d: %s: want %" PRId64 ", got %" PRId64, __FILE__, __LINE__,  \
				 #got, want_, got_);                                               \
	} while (0)
#define CHECK_MONEY(want, got) CHECK_INT(want, got)
#define CHECK_SV(want, got)                                                                        \
	do {                                                                                       \
		struct sv got_ = (got);                                                            \
		if (!sv_is(got_, (want)))                                                          \
			fail_msg("%s:%d: %s: want \"%s\", got \"%.*s\"", __FILE__, __LINE__, #got, \
				 (want), (int)got_.n, got_.p ? got_.p : "");                       \
	} while (0)
#define CHECK_STATUS(want, expr)                                                                   \
	do {                                                                                       \
		enum status got_ = (expr);                                                         \
		if (got_ != (want))                                                                \
			fail_msg("%s:%d: %s: want %s, got %s (%s: %s)", __FILE__, __LINE__, #expr, \
				 status_name(want), status_name(got_), fault_last()->field,        \
				 got_ == ST_OK ? "" : fault_last()->text);                         \
	} while (0)
#define CHECK_OK(expr) CHECK_STATUS(ST_OK, expr)
/* The status, and that the fault names the field and says the words. */
#define CHECK_FAULT(want, field_, part, expr)                                                      \
	do {                                                                                       \
		CHECK_STATUS(want, expr);                                                          \
		if (strcmp(fault_last()->field, (field_)) != 0 ||                                  \
		    !strstr(fault_last()->text, (part)))                                           \
			fail_msg("%s:%d: want fault %s: %s, got %s: %s", __FILE__, __LINE__,       \
				 (field_), (part), fault_last()->field, fault_last()->text);       \
	} while (0)

#endif
