/* paper: see paper.h. */
#include "server/service/paper.h"

#include "common/id.h"

#include "server/service/consent.h"
#include "server/service/event.h"
#include "server/store/consent.h"

enum { CONSENTS_MOST = 200 };

/* Of what was said the newest decides: what was said of one channel, one address or all of them goes behind the yes that
 * ends the letters, in the order in which it was said, so that neither a stop nor its lifting is lost. */
static enum status others_stay(struct tx *tx, int64_t contact)
{
	struct consent *rows = NEW_N(tx->arena, struct consent, CONSENTS_MOST);
	size_t n;

	TRY(store_consent_list(tx_look(tx), contact, rows, CONSENTS_MOST, &n, tx->arena));
	while (n--) /* the oldest first */
		if (rows[n].scope != CONSENT_ELECTRONIC)
			TRY(store_consent_again(tx, &rows[n], id_new()));
	return ST_OK;
}

enum status service_paper(struct tx *tx, int64_t contact, int64_t account, int64_t session, bool paper, bool *ret)
{
	struct consent_change change = { .contact = contact, .scope = CONSENT_ELECTRONIC, .why = CONSENT_PAPER,
					 .state = paper ? CONSENT_WITHDRAWN : CONSENT_ALLOWED,
					 .door = CONSENT_IN_PORTAL, .actor = SV("debtor") };
	struct event_body b = { .session = session, .reason = SV("signed_in"), .name = SV("electronic") };
	bool changed;

	TRY(store_contact_paper(tx, contact, paper, ret));
	if (!*ret)
		return ST_OK;
	TRY(service_consent_change(tx, &change, &changed));
	if (!paper)
		TRY(others_stay(tx, contact));
	if (paper)
		TRY(tx_tell(tx, E_portal_paper, account, contact, SV("debtor"), &b));
	if (changed)
		return tx_tell(tx, paper ? E_portal_opt_out : E_portal_opt_in, account, contact, SV("debtor"), &b);
	return ST_OK;
}
