/* The same checks and the same words at every door: required fields, ranges, lengths, clean text. */
#ifndef QUITS_COMMON_RECORD_CHECK_H
#define QUITS_COMMON_RECORD_CHECK_H

#include "common/record.h"

/* INVALID with the field named; nested records and lists are checked too. */
MUST_USE enum status record_check(const struct record *r, const void *rec);

#endif
