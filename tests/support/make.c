/* make_*: rows put straight into the store, as an import would leave them. */
#include <stdio.h>

#include "common/date.h"
#include "common/id.h"
#include "common/utf8.h"

#include "tests/support/world.h"

static const char *or_else(const char *s, const char *fallback)
{
	return s ? s : fallback;
}

struct making {
	const struct make_account *m;
	struct world *w;
	int64_t id;
};

static const struct query sql[] = {
	{ "make.contact", "INSERT INTO contact (id, external, name, folded, digits, email, phone, whatsapp, "
			  "language, country, time_zone, added_at, changed_at, welcomed_at) VALUES ($1, $2, $3, $4, $5, $6, "
			  "$7, $8, 'en', $9, $10, $11, $11, $12) ON CONFLICT (external) DO NOTHING" },
	{ "make.account", "INSERT INTO account (contact, id, number, digits, creditor, currency, balance, "
			  "due_date, state, added_at, changed_at) SELECT id, $2, $3, $4, $5, $6, $7, $8, 'new', "
			  "$9, $9 FROM contact WHERE external = $1" },
	{ "make.ledger", "INSERT INTO ledger (account, id, at, kind, amount) VALUES ($1, $2, $3, 'opening', $4)" },
};

static enum status run_sql(struct tx *tx, size_t q, const struct value *v, size_t n)
{
	return tx_run_once(tx, &sql[q], v, n, NULL);
}

static struct hash digits_of(struct world *w, const char *of, struct sv who, const char *number)
{
	struct sv four = sv_from(number);

	four = sv_from_to(four, four.n - 4, four.n);
	return crypt_hash_parts(w->keys, KEY_IDENTITY,
				(const struct sv[]){ sv_from(of), who, four }, 3);
}

static enum status run_make(struct tx *tx, void *arg)
{
	struct making *k = arg;
	const struct make_account *m = k->m;
	struct sv number = sv_from(or_else(m->number, "A-1"));
	struct sv contact = m->contact ? sv_from(m->contact)
				       : sv_print(tx->arena, "C-" SV_FMT, SV_ARG(number));
	struct sv name = sv_from(or_else(m->name, "Maria Sample"));
	struct hash document = digits_of(k->w, "document", contact, or_else(m->document, "X1234"));
	struct hash reference = digits_of(k->w, "reference", number, or_else(m->reference, "R5678"));
	int64_t balance = m->balance ? m->balance : 10000;
	struct sv folded = utf8_fold(tx->arena, name);

	k->id = id_new();
	TRY(run_sql(tx, 0,
		    ARGS(V(id_new()), V(contact), V(name), V(folded), V_HASH(&document),
			 V_OPT(sv_from(or_else(m->email, "maria@example.org"))),
			 V_OPT(sv_from(or_else(m->phone, "+12025550143"))),
			 V_OPT(sv_from(or_else(m->whatsapp, ""))),
			 V_OPT(sv_from(or_else(m->country, "GB"))),
			 V_OPT(sv_from(or_else(m->zone, "Europe/London"))), V(tx->now),
			 m->fresh ? V_NULL : V(tx->now))));
	TRY(run_sql(tx, 1,
		    ARGS(V(contact), V(k->id), V(number), V_HASH(&reference),
			 V(sv_from(or_else(m->creditor, "Northwind Energy"))),
			 V(sv_from(or_else(m->currency, "EUR"))), V(balance),
			 V_OPT(m->due_date ? m->due_date : time_day_utc(tx->now) - 30), V(tx->now))));
	return run_sql(tx, 2, ARGS(V(k->id), V(id_new()), V(tx->now), V(balance)));
}

int64_t make_account_with(struct world *w, const struct make_account *m)
{
	struct making k = { m, w, 0 };

	CHECK_OK(world_write(w, run_make, &k));
	return k.id;
}
