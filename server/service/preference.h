/* preference: what a debtor wishes: on which channel, at which times, in which language. Section PREFERENCES; every
 * function that acts for a debtor answers NOT_FOUND while it is switched off. Contact details: details.h. */
#ifndef QUITS_SERVER_SERVICE_PREFERENCE_H
#define QUITS_SERVER_SERVICE_PREFERENCE_H

#include "common/zone.h"

#include "server/rule/window.h"
#include "server/runtime/unit.h"
#include "server/service/view.h"

struct catalogue;
struct snap;
struct tx;

/* `shown`: the language of the page, chosen where the contact has none of ours. The page: channels, languages, times, addresses; what is in error fields is left alone. */
MUST_USE enum status service_preferences(struct unit *u, struct snap *s, int64_t contact, int64_t session,
					 const struct zone *zone, const struct catalogue *shown,
					 struct view_preferences *ret);

struct preference_ask {
	int64_t contact, session;
	struct sv channel, language;     /* words, as sent; no channel: no wish; no language: as it is */
	struct sv form_id;               /* of the preferences form; empty: of the welcome, which is answered once anyway */
	bool times;                      /* from, to, paper and shown are part of it */
	bool paper;                      /* letters instead of electronic messages */
	struct sv from[WEEK], to[WEEK];  /* "09:00" or empty, Monday first */
	struct preference_shown {        /* what the form showed, as it came with it */
		struct sv channel, language, paper, times;
	} shown;
};
/* Paper as a form says it showed it: a box that was not there is no "no". */
#define PAPER_ON "on"
#define PAPER_OFF "off"
#define PAPER_NOT_ASKED "none"

/* THREAD_WRITER. Changes what differs, with one receipt and one event. *ret_reference is empty if nothing did; for a form
 * sent twice it is the first one's. The preferences form may be older than what is on file: only where it says otherwise
 * than it showed does it wish for anything, so none of what was chosen elsewhere meanwhile (letters, times) is taken back
 * by a form that never knew of it. INVALID names channel, language, paper, from_1 to to_7, or form_id: a form that does
 * not say what it showed. */
MUST_USE enum status service_preferences_save(struct unit *u, struct tx *tx, const struct preference_ask *q,
					      struct sv *ret_reference);

/* The first visit's welcome, offered once in a contact's life. */
MUST_USE enum status service_welcome(struct unit *u, struct snap *s, int64_t contact, int64_t session,
				     const struct catalogue *shown, struct view_welcome *ret); /* NOT_FOUND: not for this visit */
/* THREAD_WRITER. At sign-in, once the visit has begun; *ret false: it was before, or the section is off. */
MUST_USE enum status service_welcome_offer(struct tx *tx, int64_t contact, bool *ret);
/* Confirmed with `q`, or skipped (NULL). Answered already: nothing is done. */
MUST_USE enum status service_welcome_answer(struct unit *u, struct tx *tx, int64_t contact, int64_t session,
					    const struct preference_ask *q);

/* For outreach: the preferred channel, or 0; the first instant from `at` on at which the contact wants to hear from us. */
MUST_USE enum status service_preference_channel(struct snap *s, struct arena *a, int64_t contact, enum channel *ret);
MUST_USE enum status service_preference_window(struct snap *s, int64_t contact, const struct zone *zone, int64_t at,
					       int64_t *ret_at);
/* For operators: "Mon 09:00-12:00, Tue 18:00-20:00"; empty: no wish. */
MUST_USE enum status service_preference_times(struct snap *s, struct arena *a, int64_t contact, struct sv *ret);

/* "E-mail", "Text message", "WhatsApp": a phrase. */
struct sv service_channel_words(enum channel channel);
/* The account through which this visit came in, for events about the whole contact. */
MUST_USE enum status service_visit_account(struct tx *tx, int64_t session, int64_t *ret);

#endif
