/* channel: the portal beside SMS, WhatsApp, e-mail and voice in a period (product.md 4, "Channel analytics").
 *
 * What is counted of a period [from, to), as of now:
 *   interactions  of a message channel: what it took in the period and what asks for an answer: links, and notices that
 *                 tell of a waiting message or carry a reply. Codes and confirmations ask for none and are left out.
 *                 Of the portal: links whose visit began in the period
 *   responses     of a link as a message: it was verified within 7 days of being sent. Of a notice: its contact came to the
 *                 portal or did something there within 7 days after it. Of the portal: something with a receipt was done
 *                 in the visit, within 7 days. Rights used without signing in belong to no visit and are no response
 *   rates         part of whole in tenths of a per cent, half up; "-" where the whole is 0, so nothing is divided by it.
 *                 The rate before is that of the same span moved back (rule/period.h), answered within 7 days by now
 *   promises      made in the period, each chain once, when and for the amount at first promised (what kpi.show counts);
 *                 a promise belongs to the visit in which it was made, by it to its link, by that to the link's channel;
 *                 the portal has them all. Sums are per currency, in minor units
 *   ended, kept   of these, chains whose outcome is known by now: kept, kept in part or broken. One taken back by the
 *                 debtor was neither kept nor broken and counts in neither
 *   links_*       a cohort: links that the channel took in the period; of these, fetched by anything (scanners open links:
 *                 this is no conversion), verified, with a receipt left in the visit, with a promise made in it. The
 *                 portal's are the sums of all
 *
 * Voice has no source yet: zeros. The cost is that of the links, notices, visits and promises of both periods; nothing
 * outside them is read. It is not told as of a past instant: what was opened and done later can not be told apart.
 * Any reading thread. */
#ifndef QUITS_SERVER_SERVICE_CHANNEL_H
#define QUITS_SERVER_SERVICE_CHANNEL_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;

#define CHANNEL_ANSWER_MS (INT64_C(7) * 86400000)

/* INVALID names "period" or "at". */
MUST_USE enum status service_channel_show(struct unit *u, struct snap *s, const struct period_query *q,
					  struct channel_page *ret);

#endif
