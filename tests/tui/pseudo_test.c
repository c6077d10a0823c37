/* Every screen in the pseudo-language: English in brackets, accented and longer by two fifths. What has a plain vowel and
 * is no word of the data, of the protocol or of a key was not given to a translator; what is cut or pushed away shows in the
 * goldens (tests/golden/screens/pseudo, UPDATE=1). */
#include "common/utf8.h"

#include "protocol/lists.h"

#include "tests/tui/arranged.h"
#include "tui/widget/tr.h"

enum { W = 80, H = 24 };

/* Words of the fixtures, of units and of what is typed. */
static const char *const data[] = {
	"22ana", "Agency", "America", "Asked", "Can", "Collections", "Contact", "Contáct", "Creditor", "DI", "Denver", "EM", "EUR", "First", "Friday", "Hours", "KONTO", "Legal", "Line", "May", "NUMBER", "Notes", "Quick", "Test", "Thank", "WA", "We", "WheelD…", "Yes", "Zwei", "agent", "ana", "and", "attachment", "attachment.get", "bank", "c05@example.org", "clear", "column", "company", "creditor", "debt", "debtor", "error", "es", "every", "footer", "him", "home", "in", "into", "is", "it", "i…", "language", "legal.footer.en", "letter.pdf", "line", "link.valid_hours", "log", "looked", "min", "no", "number", "of", "on", "one", "organisation.name", "ours", "parts", "pay", "portal.on", "quits", "quitsctl", "raj", "receipt.pdf", "roles", "says", "section.disputes", "see", "stands", "stays", "supervisor", "system", "this", "two", "valid", "val…", "viewer", "with", "you",
};

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 || c == '.' || c == '_' || c == '@' ||
	       (c >= '0' && c <= '9');
}

static struct sv without_points(struct sv word)
{
	while (word.n && word.p[word.n - 1] == '.')
		word.n--;
	while (word.n && word.p[0] == '.')
		word = sv_from_to(word, 1, word.n);
	if (sv_starts(word, SV("│"))) /* the edge of a box, and what it covers behind it */
		word = sv_from_to(word, strlen("│"), word.n);
	return word;
}

static bool plain(struct sv word)
{
	for (size_t i = 0; i < word.n; i++)
		if (strchr("aeiouAEIOU", word.p[i]))
			return true;
	return false;
}

static bool of_choice(const struct choice *c, struct sv word)
{
	int value;

	return c && choice_value(c, word, &value);
}

static bool of_lists(struct sv word)
{
	for (size_t i = 0; i < list_table_n; i++) {
		const struct filter_words *w = list_table[i].words;

		for (size_t k = 0; k < w->n; k++)
			if (sv_is(word, w->fields[k].name) || of_choice(w->fields[k].of, word))
				return true;
		for (size_t k = 0; k < w->n_flags; k++)
			if (sv_is(word, w->flags[k].name))
				return true;
	}
	return false;
}

static bool of_protocol(struct sv word)
{
	enum screen_id id;

	if (method_find(word) || event_find(word) < E__COUNT || of_choice(&feed_code_choice, word))
		return true;
	return of_lists(word) || screen_by_name(word, &id) || word_by_name(word) || action_by_name(word);
}

static bool expected(struct fake *f, struct sv word)
{
	size_t cut = sv_find_sv(word, SV("…"));

	for (size_t i = 0; i < COUNT(data); i++)
		if (sv_is(word, data[i]) || (cut > 1 && cut < word.n && sv_starts(sv_from(data[i]), sv_from_to(word, 0, cut))))
			return true;
	return key_by_name(word) != KEY_NONE || of_protocol(word) || of_protocol(utf8_fold(&f->arena, word));
}

/* Whether every word of ours is accented. */
static bool ours_is_marked(struct fake *f, const char *name)
{
	struct sv screen = sv_from(fake_screen(f, false));
	bool good = true;

	for (size_t at = 0; at < screen.n;) {
		size_t end = at;
		struct sv word;

		while (end < screen.n && letter(screen.p[end]))
			end++;
		word = without_points(sv_from_to(screen, at, end));
		at = end > at ? end : at + 1;
		if (!plain(word) || expected(f, word))
			continue;
		print_error("%s: English: " SV_FMT "\n", name, SV_ARG(word));
		good = false;
	}
	return good;
}

static void no_row_is_wider(struct fake *f)
{
	struct sv rest = sv_from(fake_screen(f, false));

	while (rest.n)
		CHECK(grid_columns(sv_cut(&rest, '\n')) <= W);
}

static bool looks(const char *name, void (*arrange)(struct fake *f))
{
	struct fake *f = fake_live(W, H);
	const char *wrong;
	bool good;

	arrange(f);
	no_row_is_wider(f);
	wrong = against_golden(f, arena_print(&f->arena, "pseudo/%s", name), UTF8);
	if (wrong)
		print_error("%s\n", wrong);
	good = ours_is_marked(f, name) && !wrong;
	fake_free(f);
	return good;
}

static void every_screen_is_in_the_language(void **state)
{
	static const struct {
		const char *name;
		void (*arrange)(struct fake *f);
	} all[] = {
		{ "dashboard", just_live },   { "dashboard-held", held_feed }, { "accounts", at_accounts },
		{ "account", at_account },    { "account-sending", sending },  { "help", at_help },
		{ "offline", offline },	      { "palette", at_palette },       { "dispute", at_dispute },
		{ "thread", at_thread },      { "form", at_form },	       { "form-answer", at_answer },
		{ "sure", at_sure },	      { "why", at_why },	       { "peek", at_peek },
		{ "filter", at_filter },      { "replay", at_replay },
	};

	bool good = true;

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++)
		good = looks(all[i].name, all[i].arrange) && good;
	CHECK(good);
}

static void every_list_is_in_the_language(void **state)
{
	bool good = true;

	(void)state;
	for (size_t i = 0; i < COUNT(opened); i++) {
		opens = opened[i];
		good = looks(opens, at_opened) && good;
	}
	CHECK(good);
}

static int begin(void **state)
{
	(void)state;
	return tr_start() == ST_OK && tr_choose(SV("qps")) ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	tr_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_screen_is_in_the_language),
		cmocka_unit_test(every_list_is_in_the_language),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
