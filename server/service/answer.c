/* answer: see answer.h. */
#include "server/service/answer.h"

#include "common/phrase.h"

#include "server/service/notice.h"
#include "server/store/store.h"

enum status service_answer_waits(struct tx *tx, int64_t contact, struct sv reference)
{
	struct notice_new n = { .contact = contact, .kind = NOTICE_REPLY };

	TRY(service_notice_channel(tx_look(tx), tx->arena, contact, n.kind, &n.channel));
	if (!n.channel)
		return ST_OK;
	n.subject = phrase(tx->arena, N_("An answer for you: {reference}"), P_TEXT("reference", reference));
	n.text = phrase(tx->arena, N_("There is an answer to {reference} on your private page."),
			P_TEXT("reference", reference));
	return service_notice_add(tx, &n);
}
