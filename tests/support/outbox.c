/* See outbox.h. */
#include "tests/support/outbox.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/file.h"

#include "server/engine/engine.h"

static int walk(struct world *w, const char *part, char newest[256])
{
	DIR *d = opendir(arena_print(&w->u.arena, "%s/outbox", w->dir));
	int n = 0;

	newest[0] = '\0';
	for (const struct dirent *e; d && (e = readdir(d)) != NULL;) {
		if (e->d_name[0] == '.' || !strstr(e->d_name, part))
			continue;
		n++;
		if (strcmp(e->d_name, newest) > 0)
			snprintf(newest, 256, "%s", e->d_name);
	}
	if (d)
		closedir(d);
	return n;
}

struct sv outbox_newest(struct world *w, const char *part)
{
	char newest[256];
	struct sv text;

	CHECK(walk(w, part, newest) > 0);
	CHECK_OK(file_read(&w->u.arena, arena_print(&w->u.arena, "%s/outbox/%s", w->dir, newest), 65536, &text));
	return text;
}

static int hex(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

struct sv outbox_text(struct world *w, const char *part)
{
	struct sv mail = outbox_newest(w, part), text;
	size_t head = sv_find_sv(mail, SV("\r\n\r\n"));
	struct buf b = buf_new(&w->u.arena, 65536);

	if (head == mail.n)
		return mail;
	text = sv_from_to(mail, head + 4, mail.n);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r')
			continue;
		if (text.p[i] != '=' || i + 2 >= text.n) {
			buf_char(&b, text.p[i]);
			continue;
		}
		if (text.p[i + 1] != '\r')
			buf_char(&b, (char)(hex(text.p[i + 1]) * 16 + hex(text.p[i + 2])));
		i += 2;
	}
	return buf_sv(&b);
}

int outbox_count(struct world *w, const char *part)
{
	char newest[256];

	return walk(w, part, newest);
}

void outbox_hand_over(struct world *w)
{
	struct turn t = { .now = clock_now() };

	CHECK_OK(engine_outreach.turn(world_look(w), &t));
}

struct sv outbox_code(struct world *w)
{
	struct sv text;

	outbox_hand_over(w);
	text = outbox_newest(w, "-x");

	for (size_t i = 0, run = 0; i < text.n; i++) {
		run = isdigit((unsigned char)text.p[i]) ? run + 1 : 0;
		if (run == 6 && (i + 1 == text.n || !isdigit((unsigned char)text.p[i + 1])) &&
		    text.p[i - 6] == ' ')
			return sv_from_to(text, i - 5, i + 1);
	}
	fail_msg("no code in: " SV_FMT, SV_ARG(text));
	return SV_NONE;
}
