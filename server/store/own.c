/* own: see own.h. What is set-based is prepared for its one run, like the rest of an import (book_plan.c). */
#include "server/store/own.h"

#include "server/store/book.h"

enum { ANY, KEEP_EMAIL, KEEP_PHONE, KEEP_WHATSAPP, KEEP_LANGUAGE, KEEP_POST, SET_EMAIL, SET_PHONE, SET_WHATSAPP,
       SET_LANGUAGE, SET_POST, LANGUAGE };

/* What the book says, once: until it says something else it is the same. $1 contact, $2 now */
#define KEEP(field, columns, values)                                                               \
	"INSERT INTO contact_own (contact, field, " columns ", at) SELECT id, '" field "', " values ", $2 FROM contact " \
	"WHERE id = $1 ON CONFLICT (contact, field) DO NOTHING"
/* `folded` is what people search by: the old address goes, the new one comes. $1 contact, $2 now, $3 value */
#define SET_ADDRESS(column)                                                                        \
	"UPDATE contact SET " column " = $3, " column "_verified_at = $2, changed_at = $2, folded = "      \
	"replace(folded, ' ' || lower(coalesce(" column ", ' ')), '') || ' ' || lower($3) WHERE id = $1"
static const struct query sql[] = {
	[ANY] = { "own.any", "SELECT count(*) FROM (SELECT 1 FROM contact_own LIMIT 1) AS some" },
	[KEEP_EMAIL] = { "own.keep_email", KEEP("email", "said", "email") },
	[KEEP_PHONE] = { "own.keep_phone", KEEP("phone", "said", "phone") },
	[KEEP_WHATSAPP] = { "own.keep_whatsapp", KEEP("whatsapp", "said", "whatsapp") },
	[KEEP_LANGUAGE] = { "own.keep_language", KEEP("language", "said", "language") },
	[KEEP_POST] = { "own.keep_post", KEEP("post", "said, city, postcode", "street, city, postcode") },
	[SET_EMAIL] = { "own.email", SET_ADDRESS("email") },
	[SET_PHONE] = { "own.phone", SET_ADDRESS("phone") },
	[SET_WHATSAPP] = { "own.whatsapp", SET_ADDRESS("whatsapp") },
	[SET_LANGUAGE] = { "own.language", "UPDATE contact SET language = $3, changed_at = $2 WHERE id = $1" },
	[LANGUAGE] = { "own.language_chosen", "SELECT count(*) FROM contact_own WHERE contact = $1 AND field = 'language'" },
	[SET_POST] = { "own.post", "UPDATE contact SET street = $3, city = $4, postcode = $5, changed_at = $2 "
				   "WHERE id = $1" },
};
struct query_set own_queries = QUERY_SET(sql);

static enum status keep(struct tx *tx, unsigned q, int64_t contact)
{
	return tx_run(tx, &own_queries, q, ARGS(V(contact), V(tx->now)), NULL);
}

enum status store_own_address(struct tx *tx, int64_t contact, enum channel channel, struct sv address)
{
	static const struct {
		unsigned keep, set;
	} of[] = { [CHANNEL_EMAIL] = { KEEP_EMAIL, SET_EMAIL },
		   [CHANNEL_SMS] = { KEEP_PHONE, SET_PHONE },
		   [CHANNEL_WHATSAPP] = { KEEP_WHATSAPP, SET_WHATSAPP } };

	TRY(keep(tx, of[channel].keep, contact));
	return tx_run(tx, &own_queries, of[channel].set, ARGS(V(contact), V(tx->now), V(address)), NULL);
}

enum status store_own_language(struct tx *tx, int64_t contact, struct sv language)
{
	TRY(keep(tx, KEEP_LANGUAGE, contact));
	return tx_run(tx, &own_queries, SET_LANGUAGE, ARGS(V(contact), V(tx->now), V(language)), NULL);
}

enum status store_own_language_chosen(struct snap *s, int64_t contact, bool *ret)
{
	int64_t n;

	TRY(snap_int(s, &own_queries, LANGUAGE, ARGS(V(contact)), &n));
	*ret = n > 0;
	return ST_OK;
}

enum status store_own_post(struct tx *tx, int64_t contact, struct sv street, struct sv city, struct sv postcode)
{
	TRY(keep(tx, KEEP_POST, contact));
	return tx_run(tx, &own_queries, SET_POST,
		      ARGS(V(contact), V(tx->now), V_OPT(street), V_OPT(city), V_OPT(postcode)), NULL);
}

/* NULL where the cell says what the book said before; nullif(x, NULL) is x. */
#define NEWS(table, key, column)                                                                   \
	column " = nullif(" column ", (SELECT w.said FROM contact c JOIN contact_own w ON w.contact = c.id AND "   \
	       "w.field = '" column "' WHERE c.external = " table "." key "))"
#define SKIP(table, key, range)                                                                    \
	"UPDATE " table " SET " NEWS(table, key, "email") ", " NEWS(table, key, "phone") ", "              \
	NEWS(table, key, "whatsapp") ", " NEWS(table, key, "language") " WHERE " range " AND EXISTS (SELECT 1 FROM " \
	"contact c JOIN contact_own w ON w.contact = c.id WHERE c.external = " table "." key ")"
#define SAYS_THE_SAME                                                                              \
	"(t.street IS NULL OR t.street IS w.said) AND (t.city IS NULL OR t.city IS w.city) AND "   \
	"(t.postcode IS NULL OR t.postcode IS w.postcode)"
#define PART(column, said) column " = CASE WHEN " SAYS_THE_SAME " THEN NULL ELSE coalesce(t." column ", w." said ") END"
#define SKIP_POST(table, key, range)                                                               \
	"UPDATE " table " AS t SET " PART("street", "said") ", " PART("city", "city") ", "                 \
	PART("postcode", "postcode") " FROM contact c JOIN contact_own w ON w.contact = c.id AND w.field = 'post' " \
	"WHERE c.external = t." key " AND " range

/* $1 import, $2 after, $3 upto */
#define STAGED_RANGE "import = $1 AND contact_external > $2 AND contact_external <= $3"
static const struct query skip_staged[] = {
	{ "own.skip_staged", SKIP("staged", "contact_external", STAGED_RANGE) },
	{ "own.skip_staged_post", SKIP_POST("staged", "contact_external", "t." STAGED_RANGE) },
};
/* $1 import */
static const struct query skip_planned[] = {
	{ "own.skip_planned", SKIP("planned_contact", "external", "import = $1") },
	{ "own.skip_planned_post", SKIP_POST("planned_contact", "external", "t.import = $1") },
};
#define UNPROVEN(column)                                                                           \
	column "_verified_at = CASE WHEN p." column " IS NULL OR p." column " IS c." column " THEN c." column    \
	"_verified_at END"
static const struct query yield[] = {
	{ "own.unproven", "UPDATE contact AS c SET " UNPROVEN("email") ", " UNPROVEN("phone") ", "
			  UNPROVEN("whatsapp") " FROM planned_contact p WHERE p.import = $1 AND p.kind = 1 AND "
			  "c.external = p.external AND coalesce(c.email_verified_at, c.phone_verified_at, "
			  "c.whatsapp_verified_at) IS NOT NULL" },
	{ "own.yield", "DELETE FROM contact_own WHERE EXISTS (SELECT 1 FROM contact c JOIN planned_contact p ON "
		       "p.import = $1 AND p.external = c.external WHERE c.id = contact_own.contact AND "
		       "CASE contact_own.field WHEN 'email' THEN p.email WHEN 'phone' THEN p.phone WHEN 'whatsapp' THEN "
		       "p.whatsapp WHEN 'language' THEN p.language ELSE coalesce(p.street, p.city, p.postcode) END "
		       "IS NOT NULL)" },
};

static enum status run_both(struct tx *tx, const struct query q[2], const struct value *v, size_t n)
{
	int64_t any;

	TRY(snap_int(tx_look(tx), &own_queries, ANY, NO_ARGS, &any));
	if (!any)
		return ST_OK;
	TRY(tx_run_once(tx, &q[0], v, n, NULL));
	return tx_run_once(tx, &q[1], v, n, NULL);
}

enum status store_own_skip_staged(struct tx *tx, const struct key_range *r)
{
	return run_both(tx, skip_staged, ARGS(V(r->import), V(r->after), V(r->upto)));
}

enum status store_own_skip_planned(struct tx *tx, int64_t import)
{
	return run_both(tx, skip_planned, ARGS(V(import)));
}

enum status store_own_yield(struct tx *tx, int64_t import)
{
	return run_both(tx, yield, ARGS(V(import)));
}
