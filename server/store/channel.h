/* channel: messages, visits and promises of a period counted by channel; the definitions are service/channel.h's. Reads cost
 * what lies in the period (indexes by time), not what lies in the tables. Any reading thread. */
#ifndef QUITS_SERVER_STORE_CHANNEL_H
#define QUITS_SERVER_STORE_CHANNEL_H

#include "protocol/schema.h"

#include "server/store/store.h"

/* For SQL: a message is answered within so many ms; service/channel.h says it as a number. */
#define ANSWER_MS "604800000"
/* A receipt or promise x of the visit that link l opened; a condition on x and a bracket follow. */
#define DONE_BY_LINK(thing)                                                                                           \
	"EXISTS (SELECT 1 FROM session s JOIN " thing " x ON x.contact = s.contact AND x.session = s.id "             \
	"WHERE s.contact = l.contact AND s.link = l.id"

struct channel_links { /* links that a channel took in the period, and what became of them by now */
	int64_t sent, opened, verified, answered, acted, promised;
};
struct channel_asked { /* messages, or links opened; and those answered, or acted on */
	int64_t asked, answered;
};
struct channel_promises {
	enum channel channel; /* none: its visit is not known */
	struct currency currency;
	int64_t count, amount, ended, kept; /* amount in minor units */
};

/* [from, to) and `within` in ms. Arrays are by enum channel; channel__none stays zero. */
MUST_USE enum status store_channel_links(struct snap *s, int64_t from, int64_t to, int64_t within,
					 struct channel_links ret[channel__end]);
MUST_USE enum status store_channel_notices(struct snap *s, int64_t from, int64_t to, int64_t within,
					   struct channel_asked ret[channel__end]);
MUST_USE enum status store_channel_visits(struct snap *s, int64_t from, int64_t to, int64_t within,
					  struct channel_asked *ret);
/* By currency, then channel; each is handed to `each`. */
MUST_USE enum status store_channel_promises(struct snap *s, int64_t from, int64_t to,
					    void (*each)(void *arg, const struct channel_promises *p), void *arg);

#endif
