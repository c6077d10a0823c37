/* The message of a code, written to DIR/outbox like every message of this release; its name carries when it may be
 * removed (engine/outbox.c). What is written before the commit and rolled back is a code that opens nothing. */
#include "server/service/code_message.h"

#include <inttypes.h>

#include "common/file.h"
#include "common/phrase.h"

#include "server/document/email.h"
#include "server/store/account.h"
#include "server/store/setting.h"
#include "server/store/store.h"

enum { MESSAGE_MAX = 8192 };

/* A contact that is not on file (yet) reads the organisation's language. */
static enum status language_of(struct tx *tx, const struct org *org, int64_t contact,
			       const struct catalogue **ret)
{
	struct contact_core c = { .language = SV_NONE };
	enum status st = store_contact_core(tx_look(tx), contact, &c, tx->arena);

	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	*ret = catalogue_find(c.language);
	if (!*ret)
		*ret = catalogue_find(org->language);
	return ST_OK;
}

static struct sv words(struct arena *a, const struct org *org, const struct catalogue *language,
		       const char *id, struct sv digits)
{
	struct render how = { .locale = catalogue_code(language), .language = language };
	struct buf b = buf_new(a, MESSAGE_MAX);

	phrase_print(&b, phrase(a, id, P_TEXT("organisation", org->organisation), P_TEXT("code", digits)), &how);
	return buf_sv(&b);
}

enum status code_message_send(struct unit *u, struct tx *tx, const struct code_message *m)
{
	const char *const endings[] = { [CHANNEL_SMS] = "sms.txt", [CHANNEL_WHATSAPP] = "whatsapp.txt",
					[CHANNEL_EMAIL] = "eml" };
	struct buf mail = buf_new(tx->arena, MESSAGE_MAX);
	struct email e = { .to = m->to, .date = tx->now };
	const struct catalogue *language;
	struct org org;
	struct sv text;

	TRY(store_org(tx_look(tx), tx->arena, &org));
	TRY(language_of(tx, &org, m->contact, &language));
	text = words(tx->arena, &org, language,
		     N_("Your code at {organisation}: {code}. It works for ten minutes. We never ask for it on "
			"the phone."),
		     m->digits);
	if (m->channel == CHANNEL_EMAIL) {
		e.from_name = org.organisation;
		e.from = org.email_from;
		e.subject = words(tx->arena, &org, language, N_("Your code at {organisation}"), SV_NONE);
		e.message_id = sv_print(tx->arena, "%" PRId64, m->code);
		e.text = text;
		TRY(email_write(&mail, &e));
		text = buf_sv(&mail);
	}
	return file_write(tx->arena,
			  arena_print(tx->arena, "%s/outbox/%" PRId64 "-%" PRId64 "-x%" PRId64 ".code.%s",
				      u->shared->dir, tx->now, m->code, m->expires_at, endings[m->channel]),
			  text);
}
