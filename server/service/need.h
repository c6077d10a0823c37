/* need: what needs a person now, in figures (console.md b.2, 01: "Needs you"). Each kind is counted whole and named by its
 * most urgent one, which is always the one that waits longest. Days are those of the organisation's zone.
 *
 *   dispute_late     open disputes filed dispute.first_action_hours ago or earlier that nobody acted on: neither taken nor
 *                    ended (then they are open no more) nor noted on; since: when it was filed
 *   callback_now     calls asked for, taken or not, whose window has not ended and begins within 60 minutes or has begun;
 *                    since: when the window begins
 *   message_unread   threads with a message of the debtor that the team has not read; since: the oldest such message. A
 *                    thread about no account names none
 *   session_idle     visits that last (store and clock agree), idle for more than 20 minutes, without a receipt of anything
 *                    done in them; since: last activity. Where session.idle_minutes is 20 or less there are none
 *   link_locked      links that wrong answers locked since midnight; since: when
 *   promise_due      promises not ended whose promised day is today; since: when it was made
 *   promise_broken   promises broken since midnight six days ago (the days of 7d); since: when
 *
 * It can not be told of a past instant: neither what was unread nor who was idle then is kept. Any reading thread. */
#ifndef QUITS_SERVER_SERVICE_NEED_H
#define QUITS_SERVER_SERVICE_NEED_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

enum { NEED_CALLBACK_MS = 60 * 60000, NEED_IDLE_MS = 20 * 60000, NEED_BROKEN_DAYS = 7 };

MUST_USE enum status service_kpi_needs(struct unit *u, struct snap *s, struct kpi_needs *ret);

#endif
