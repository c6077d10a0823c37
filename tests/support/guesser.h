/* Someone who answers links in a test, without pages: a link that is sent and handed over, an answer that is judged. */
#ifndef QUITS_TESTS_SUPPORT_GUESSER_H
#define QUITS_TESTS_SUPPORT_GUESSER_H

#include "tests/support/world.h"

#include "server/service/verify.h"

struct guesser {
	struct world *w;
	struct sv token;     /* of the link */
	int64_t link;
	enum channel channel; /* of the link; none: e-mail */
	const char *address; /* network address; NULL: none is known */
	const char *year, *postcode, *reference; /* typed besides the digits; NULL: left empty */
	struct sv browser;   /* pre-session cookie */
	struct verified ret; /* what came of the last answer */
};

/* Sends a link for the account and hands it over: *g gets its token. */
void guesser_link(struct guesser *g, const char *account);
/* The verdict; the fault of one that was no answer is left as the last fault and gives 0. */
enum verdict guesser_answer(struct guesser *g, const char *digits);
enum verdict guesser_wrong(struct guesser *g, int times); /* the last verdict of so many wrong answers */
/* So many wrong answers from there, over links of as many new accounts as it takes (numbered from `first`). */
void guesser_wrong_from(struct guesser *g, const char *address, int times, int first);
/* An account of a contact with everything on file: document X-001234, reference R 45678, born 1974, AB1 2CD. */
void guesser_account(struct world *w, const char *contact, const char *number);
/* What was judged on a day some days ago. */
void guesser_history(struct world *w, int64_t ago, int64_t tries, int64_t wrong, bool tripped);
int guesser_events(struct world *w, const char *kind); /* how many so far */
void guesser_setting(struct world *w, const char *name, const char *value);
enum link_state guesser_state(struct guesser *g);
int64_t guesser_tries(struct guesser *g); /* wrong answers of the link */

#endif
