/* interaction: statements; see interaction.h. */
#include "server/store/interaction.h"

enum { ADD, LIST };
static const struct query sql[] = {
	[ADD] = { "interaction.add", "INSERT INTO interaction (contact, seq, at, kind, account, channel) VALUES "
				     "($1, $2, $3, $4, $5, $6)" },
	[LIST] = { "interaction.list", "SELECT i.seq, i.at, i.kind, i.account, i.channel, CASE WHEN i.kind = 'callback.missed' AND "
				       "EXISTS (SELECT 1 FROM event e WHERE e.seq = i.seq AND e.body LIKE "
				       "'%\"reason\":\"no_answer\"%') THEN 1 ELSE 0 END FROM interaction i WHERE "
				       "i.contact = $1 AND ($2 = 0 OR i.account = $2) ORDER BY i.seq DESC LIMIT $3" },
};
struct query_set interaction_queries = QUERY_SET(sql);

enum status store_interaction_add(struct tx *tx, const struct interaction *i)
{
	return tx_run(tx, &interaction_queries, ADD,
		      ARGS(V(i->contact), V(i->seq), V(tx->now), V(sv_from(event_table[i->kind].name)),
			   V_OPT(i->account), V_WORD(channel, i->channel)),
		      NULL);
}

enum status store_interaction_list(struct snap *s, int64_t contact, int64_t account, struct interaction *out,
				   size_t max, size_t *ret_n, struct arena *a)
{
	struct rows r;
	size_t n = 0;
	bool row;

	TRY(rows_open(s, &interaction_queries, LIST, &r, ARGS(V(contact), V(account), V((int64_t)max))));
	for (;;) {
		TRY(rows_next(&r, &row));
		if (!row)
			break;
		out[n++] = (struct interaction){
			.contact = contact,
			.seq = rows_int(&r, 0),
			.at = rows_int(&r, 1),
			.kind = event_find(rows_text(&r, 2, a)),
			.account = rows_int(&r, 3),
			.channel = (enum channel)rows_choice(&r, 4, &channel_choice),
			.no_answer = rows_int(&r, 5) != 0,
		};
	}
	*ret_n = n;
	return ST_OK;
}
