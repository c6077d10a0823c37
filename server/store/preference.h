/* preference: what a contact wishes, and what waits for its code. */
#ifndef QUITS_SERVER_STORE_PREFERENCE_H
#define QUITS_SERVER_STORE_PREFERENCE_H

#include "protocol/schema.h"

#include "server/store/store.h"

struct preference {
	enum channel channel; /* 0: no wish */
	struct sv language, email, phone, whatsapp, street, city, postcode;
	int64_t verified_at[channel__end]; /* by channel; 0: never */
	struct sv waiting[channel__end];   /* by channel: the new address that waits for its code; empty: none */
};
MUST_USE enum status store_preference(struct snap *s, int64_t contact, struct preference *ret, struct arena *a);
struct sv preference_address(const struct preference *p, enum channel channel);

/* 0: no wish. */
MUST_USE enum status store_preferred_channel(struct tx *tx, int64_t contact, enum channel channel);

struct window_row {
	int64_t weekday, from, to; /* 0 Monday; minutes */
};
enum { WINDOWS_MOST = 7 };
MUST_USE enum status store_windows(struct snap *s, int64_t contact, struct window_row rows[WINDOWS_MOST],
				   size_t *ret_n);
/* In place of those before. */
MUST_USE enum status store_windows_put(struct tx *tx, int64_t contact, const struct window_row *rows, size_t n);

/* An address that waits for its code, in place of another on this channel. */
MUST_USE enum status store_address_wait(struct tx *tx, int64_t contact, enum channel channel, struct sv address);
MUST_USE enum status store_address_forget(struct tx *tx, int64_t contact, enum channel channel);

/* The welcome is offered to the contact's newest visit, if it never was to any. */
MUST_USE enum status store_welcome_offer(struct tx *tx, int64_t contact, bool *ret_offered);
/* This visit's welcome was answered. */
MUST_USE enum status store_welcome_end(struct tx *tx, int64_t contact, int64_t session);
MUST_USE enum status store_welcome_is_for(struct snap *s, int64_t contact, int64_t session, bool *ret);

#endif
