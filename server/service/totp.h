/* totp: an operator's second factor (RFC 6238, security.md 6.2): six digits of an authenticator that unlock a connection.
 *
 * The operator enrols it himself and confirms it with a first code; from then on each connection of his may call nothing but
 * system.hello and system.unlock until one of them unlocked it, for at most 12 hours and never longer than the connection
 * lasts. Who lost his authenticator is helped by somebody with PEOPLE (operator.totp_drop).
 *
 * The secret leaves the server once, to its operator, before it is in force; in the database it is sealed with a key of the
 * key file and bound to its operator. It is no part of the remembered answer of a command: it is filled in behind the
 * commit. Codes are counted before they are compared: five wrong ones in 15 minutes, and none is heard for 15 minutes. */
#ifndef QUITS_SERVER_SERVICE_TOTP_H
#define QUITS_SERVER_SERVICE_TOTP_H

#include "protocol/schema.h"

#include "server/runtime/unit.h"

struct snap;
struct tx;

/* THREAD_WRITER. A new secret of the caller's, not in force; one that was not confirmed is forgotten. CONFLICT: he has one in
 * force. */
MUST_USE enum status service_totp_enrol(struct unit *u, struct tx *tx, struct operator_totp *ret);
/* Behind the commit: shows it. CONFLICT: it was confirmed meanwhile, and is never shown again. */
MUST_USE enum status service_totp_enrol_settle(struct unit *u, struct operator_totp *ret);
/* THREAD_WRITER. In force from now on. INVALID names code: not six digits, or not the right ones; CONFLICT: nothing waits to
 * be confirmed. */
MUST_USE enum status service_totp_confirm(struct unit *u, struct tx *tx, struct sv code, struct system_unlocked *ret);
/* THREAD_WRITER. INVALID names code: not six digits, which counts as no try; CONFLICT: he has no second factor in force.
 * A wrong code is counted and told (u->refused: UNAUTHENTICATED names code), and so many of them are heard no more
 * (FORBIDDEN names code). */
MUST_USE enum status service_totp_unlock(struct unit *u, struct tx *tx, struct sv code, struct system_unlocked *ret);
/* Behind the commit of either: the caller's connection is unlocked. */
MUST_USE enum status service_totp_unlock_settle(struct unit *u, struct system_unlocked *ret);
/* THREAD_WRITER. NOT_FOUND names user: no operator of that name has one. */
MUST_USE enum status service_totp_drop(struct unit *u, struct tx *tx, struct sv user, struct operator_row *ret);

#endif
