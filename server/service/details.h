/* details: a debtor's own addresses. Section PREFERENCES.
 *
 * A new e-mail address, phone or WhatsApp number waits until a code that was sent to it has come back (service/code.h);
 * the old one stays in use, and hears of the change when it is made. A new postal address counts at once, and every
 * address that is known hears of it. What a debtor
 * changed himself outlives imports that say what they said before (store/own.h). */
#ifndef QUITS_SERVER_SERVICE_DETAILS_H
#define QUITS_SERVER_SERVICE_DETAILS_H

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

/* The form, filled with what is on file. */
MUST_USE enum status service_details(struct unit *u, struct snap *s, int64_t contact, int64_t session,
				     struct view_details *ret);

struct details_ask {
	int64_t contact, session;
	struct sv email, phone, whatsapp, street, city, postcode; /* as typed */
	struct sv form_id;
};
struct details_done {
	struct sv reference;  /* of the receipt for a new postal address; empty: it is as it was */
	enum channel waiting; /* the first that waits for a code now; 0: none */
};
/* THREAD_WRITER. INVALID names the field; an address that is on file can be changed and not emptied. LIMIT: too many
 * codes in the last hour, and then nothing was changed. Sent twice, done once. */
MUST_USE enum status service_details_save(struct unit *u, struct tx *tx, const struct details_ask *q,
					  struct details_done *ret);

/* The form for a code. NOT_FOUND: nothing waits on this channel (a word of `channel`). */
MUST_USE enum status service_details_code(struct unit *u, struct snap *s, int64_t contact, struct sv channel,
					  struct view_address_code *ret);
struct details_answer {
	int64_t contact, session;
	struct sv channel; /* a word */
	struct sv typed;
};
/* THREAD_WRITER. Right: the address is in use, *ret_reference names the receipt. Wrong or dead: *ret_reference is empty
 * and *ret_says a phrase; the count stays. INVALID names code where no six digits were typed. */
MUST_USE enum status service_details_answer(struct unit *u, struct tx *tx, const struct details_answer *q,
					    struct sv *ret_reference, struct sv *ret_says);
/* THREAD_WRITER. Another code to the same address. */
MUST_USE enum status service_details_again(struct unit *u, struct tx *tx, const struct details_answer *q);
/* THREAD_WRITER. The old address stays; nothing waits any more. */
MUST_USE enum status service_details_drop(struct unit *u, struct tx *tx, const struct details_answer *q);

#endif
