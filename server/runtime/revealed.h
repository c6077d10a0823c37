/* Which reads of unmasked details have been told to the audit log lately: the same operator, method, account and contact within
 * fifteen minutes is one look (RULE: the time after which the console covers itself, so one sitting at an account is one row,
 * not one for every refresh; security.md 6.6). Memory alone: after a restart the first read is told again.
 *
 * A look is begun before its row is written and ended when the row is committed or could not be. Who begins the same look
 * meanwhile waits for that end, so nobody is answered before the row is on the disk, and there is one row.
 *
 * The table is bounded: where a row of places is full, the look that was told longest ago is forgotten, and told again.
 *
 * Any thread but THREAD_WRITER, whom revealed_begin may wait for. A row of places is taken for a few instructions. */
#ifndef QUITS_SERVER_RUNTIME_REVEALED_H
#define QUITS_SERVER_RUNTIME_REVEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct revealed;

enum { REVEALED_PLACES = 8192, REVEALED_MS = 15 * 60000 };

struct look { /* who looked at whom, and how; account or contact may be 0 */
	int64_t operator, method, account, contact;
};

struct revealed *revealed_new(size_t places); /* rounded up to whole rows of eight */
void revealed_free(struct revealed *r);       /* NULL is fine; nobody may be in it */
/* False: it was told less than REVEALED_MS before `now` (ms UTC) and its row is committed. True: the caller tells it, and says
 * revealed_end whatever came of it. */
bool revealed_begin(struct revealed *r, const struct look *l, int64_t now);
void revealed_end(struct revealed *r, const struct look *l, bool committed); /* false: as if it had never been begun */

#endif
