/* opt_out: a debtor who is signed in decides which messages he gets (section OPT_OUT): by channel and address, or all;
 * and allows them again. A choice is a word of this file, "stop:email:this"; it acts only with its confirmation. */
#ifndef QUITS_SERVER_SERVICE_OPT_OUT_H
#define QUITS_SERVER_SERVICE_OPT_OUT_H

#include "server/runtime/unit.h"
#include "server/service/view.h"

struct snap;
struct tx;

/* What is so, and what may be changed. */
MUST_USE enum status service_opt_out_show(struct unit *u, struct snap *s, int64_t contact, struct view_opt_out *ret);
/* The confirmation of a choice, in words. INVALID names choice: none was made, or it is one no more. */
MUST_USE enum status service_opt_out_ask(struct unit *u, struct snap *s, int64_t contact, int64_t session,
					 struct sv choice, struct view_opt_out_sure *ret);

struct opt_out_ask {
	int64_t contact, session;
	struct sv choice;
	struct sv address; /* of the confirmation: a mark of the very address that it spoke of */
	struct sv form_id; /* of the confirmation: sent twice, done once */
};
/* THREAD_WRITER. INVALID names choice, also when the address has become another since. *ret_path leads to the receipt;
 * for a confirmation sent twice to the first one's. */
MUST_USE enum status service_opt_out_act(struct unit *u, struct tx *tx, const struct opt_out_ask *q,
					 struct sv *ret_path);

#endif
