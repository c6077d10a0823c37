/* The tables of lists.def; see lists.h. */
#include "protocol/lists.h"

#include "protocol/schema.h"

enum { LF_LOOSE = 1, LF_SORTS = 2, LF_PERSONAL = 4, LF_AGED = 8, LF_FROM = 16, LF_UNTIL = 32 };

#define LIST_WORDS(list) static const struct filter_field list##_fields[] = {
#define LIST_FIELD(list, ID, word, k, choice, traits, about)                                                          \
	[list##_##ID] = {                                                                                             \
		.name = word,                                                                                         \
		.kind = K_##k,                                                                                        \
		.of = choice,                                                                                         \
		.loose = ((traits) & LF_LOOSE) != 0,                                                                  \
		.sorts = ((traits) & LF_SORTS) != 0,                                                                  \
		.personal = ((traits) & LF_PERSONAL) != 0,                                                            \
		.aged = ((traits) & LF_AGED) != 0,                                                                    \
		.bound = (traits) & LF_FROM    ? FILTER_FROM                                                          \
			 : (traits) & LF_UNTIL ? FILTER_UNTIL                                                         \
					       : FILTER_BOTH,                                                         \
		.help = about,                                                                                        \
	},
#define LIST_SIGNS(list)                                                                                              \
	}                                                                                                             \
	;                                                                                                             \
	static const struct filter_flag list##_flags[] = {
#define LIST_SIGN(list, ID, sign, about) [list##_is_##ID] = { .name = sign, .help = about },
#define LIST_END(list)                                                                                                \
	}                                                                                                             \
	;                                                                                                             \
	const struct filter_words list##_list_words = { list##_fields, COUNT(list##_fields), list##_flags,                 \
						   COUNT(list##_flags) };
#include "protocol/lists.def"

const struct list_word list_table[] = {
	{ "account.list", &account_list_words },   { "link.list", &link_list_words },	  { "session.list", &session_list_words },
	{ "promise.list", &promise_list_words },   { "dispute.list", &dispute_list_words }, { "callback.list", &callback_list_words },
	{ "message.list", &thread_list_words },    { "feedback.list", &feedback_list_words },
	{ "held.list", &held_list_words }, { "notice.list", &notice_list_words }, { "feed.read", &event_list_words },	      { "event.list", &event_list_words }, { "event.export", &event_list_words },	  { "notification.list", &event_list_words },
};
const size_t list_table_n = COUNT(list_table);

const struct filter_words *list_words(struct sv method)
{
	for (size_t i = 0; i < list_table_n; i++)
		if (sv_is(method, list_table[i].method))
			return list_table[i].words;
	return NULL;
}
