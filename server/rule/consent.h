/* May a contact be sent a message? From what he said, in no order: facts in, verdict out. */
#ifndef QUITS_SERVER_RULE_CONSENT_H
#define QUITS_SERVER_RULE_CONSENT_H

#include "protocol/schema.h"

struct consent_fact {
	enum consent_scope scope;
	bool every;               /* whatever the address; else it is about the very address that is asked for */
	int64_t id;               /* grows with time */
	enum consent_state state;
};

/* `facts` are those about the address, and those about every address. */
enum consent_state consent_state_of(const struct consent_fact *facts, size_t n, enum channel channel);
bool consent_allows(const struct consent_fact *facts, size_t n, enum channel channel);
/* Does a stop bind this contact, said by whoever reads the address and not by him? Until he allows messages there again;
 * a parked address only by a word about that very address. That letters are wanted no more is no such word. */
bool consent_binds(const struct consent_fact *facts, size_t n, enum channel channel, enum consent_state stop, int64_t id);
bool consent_covers(enum consent_scope scope, enum channel channel);
enum consent_scope consent_scope_of(enum channel channel);
/* Two writings of one address ("Ana@Example.org ", "+1 202 555 01 01") are one here. A phone number is the same address
 * for text and WhatsApp messages. */
struct sv consent_address(struct arena *a, struct sv address);

#endif
