/* A calendar file (iCalendar, RFC 5545) with one event: a promised day, an arranged call. Lines end in CR LF and are
 * folded at 75 octets without splitting a character; texts are escaped, control characters in them dropped. Calendars
 * are shared with families and colleagues, so what a caller puts into the summary must say nothing of a debt, a creditor
 * or an amount; events are marked private and leave the day free. Pure; any thread. */
#ifndef QUITS_SERVER_DOCUMENT_ICS_H
#define QUITS_SERVER_DOCUMENT_ICS_H

#include "common/text.h"

struct ics_event {
	struct sv uid;         /* the same for every copy of this event: another file replaces the entry, not doubles it (ics_uid) */
	int64_t stamp;         /* ms UTC: when this file is made (DTSTAMP) */
	int64_t sequence;      /* rises with every change of the event; 0 at first */
	int64_t day;           /* an all-day event on that Julian day; 0: the two instants below */
	int64_t start, end;    /* ms UTC; written in UTC, so every calendar shows them in its own zone */
	struct sv summary;     /* neutral: see above */
	struct sv description; /* may be empty */
	int64_t alarm_minutes; /* a reminder so long before the start (of an all-day event: before its midnight); 0: none */
};

/* "PR-7K3F9-QXA2M@pay.example.com": the reference of what the event is of, which is unique in one organisation alone, and
 * the host of its portal, which makes it so everywhere (RFC 5545 3.8.4.7). It hangs on nothing that a change of the event
 * changes; a portal that moves to another host gives other ones. */
struct sv ics_uid(struct arena *a, struct sv reference, struct sv base_url);

/* INVALID names uid (empty), day (neither day nor start) or end (not after the start). LIMIT: b is full. */
MUST_USE enum status ics_write(struct buf *b, const struct ics_event *e);

#endif
