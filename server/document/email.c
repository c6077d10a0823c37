/* email: RFC 5322 by hand; tests read it back with an independent parser. */
#include "server/document/email.h"

#include "common/date.h"

enum { LINE = 76, WORD = 45 }; /* 45 bytes of text make an encoded word of 72 */

static bool atext(char c)
{
	static const struct sv others = SV_CONST("!#$%&'*+-/=?^_`{|}~.");

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       sv_find(others, c) < others.n;
}

static enum status check_address(struct sv a, const char *field)
{
	size_t at = sv_find(a, '@');

	if (at == 0 || at + 1 >= a.n || a.n > 254)
		return fail_field(ST_INVALID, field, "is not an e-mail address");
	for (size_t i = 0; i < a.n; i++)
		if (i != at && !atext(a.p[i]))
			return fail_field(ST_INVALID, field, "is not an e-mail address");
	return ST_OK;
}

static bool plain(struct sv s) /* printable ASCII: needs no encoded word */
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7e)
			return false;
	return s.n <= 60;
}

static void base64(struct buf *b, struct sv s)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = 0;

		for (size_t j = 0; j < 3; j++)
			v = v << 8 | (i + j < s.n ? (unsigned char)s.p[i + j] : 0);
		buf_char(b, digit[v >> 18]);
		buf_char(b, digit[v >> 12 & 63]);
		buf_char(b, i + 1 < s.n ? digit[v >> 6 & 63] : '=');
		buf_char(b, i + 2 < s.n ? digit[v & 63] : '=');
	}
}

/* RFC 2047: words of at most 75 characters, never splitting a character, folded apart. */
static void encoded(struct buf *b, struct sv s)
{
	const char *fold = "";

	while (s.n) {
		size_t n = s.n < WORD ? s.n : WORD;

		while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
			n--;
		if (n == 0)
			n = s.n < WORD ? s.n : WORD;
		buf_print(b, "%s=?UTF-8?B?", fold);
		base64(b, sv_from_to(s, 0, n));
		buf_z(b, "?=");
		s = sv_from_to(s, n, s.n);
		fold = "\r\n ";
	}
}

static void words(struct buf *b, struct sv s, bool phrase)
{
	if (!plain(s)) {
		encoded(b, s);
		return;
	}
	if (!phrase) {
		buf_add(b, s);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
}

static void mailbox(struct buf *b, const char *header, struct sv name, struct sv address)
{
	buf_print(b, "%s: ", header);
	if (name.n) {
		words(b, name, true);
		buf_z(b, "\r\n ");
	}
	buf_print(b, "<" SV_FMT ">\r\n", SV_ARG(address));
}

/* No blank, no angle bracket, no line break: it stands between < and >. */
static enum status check_url(struct sv url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= ' ' || url.p[i] > '~' || url.p[i] == '<' || url.p[i] == '>')
			return fail_field(ST_INVALID, "unsubscribe", "is not an address");
	return ST_OK;
}

static void date_header(struct buf *b, int64_t ms)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t day = time_day_utc(ms), s = (ms - day_time_utc(day)) / 1000;
	struct civil c = day_civil(day);

	buf_print(b, "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0000\r\n", days + 3 * day_weekday(day),
		  c.day, months + 3 * (c.month - 1), c.year, (int)(s / 3600), (int)(s / 60 % 60),
		  (int)(s % 60));
}

/* Quoted-printable: what is not printable ASCII, '=' and blanks at a line's end are =XX; soft breaks. */
static void quoted(struct buf *b, struct sv text)
{
	size_t column = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool end = i + 1 == text.n || text.p[i + 1] == '\n';
		bool raw = (c > 0x20 && c < 0x7f && c != '=') || (c == ' ' && !end);

		if (c == '\n') {
			buf_z(b, "\r\n");
			column = 0;
			continue;
		}
		if (c == '.' && column == 0) /* relays dot-stuff; some forget to undo it */
			raw = false;
		if (column + (raw ? 1 : 3) > LINE - 1) {
			buf_z(b, "=\r\n");
			column = 0;
		}
		if (raw)
			buf_char(b, (char)c);
		else
			buf_print(b, "=%02X", c);
		column += raw ? 1 : 3;
	}
	if (column)
		buf_z(b, "\r\n");
}

enum status email_write(struct buf *b, const struct email *e)
{
	TRY(check_address(e->from, "from"));
	TRY(check_address(e->to, "to"));
	TRY(check_url(e->unsubscribe));
	date_header(b, e->date);
	mailbox(b, "From", e->from_name, e->from);
	mailbox(b, "To", e->to_name, e->to);
	buf_z(b, "Subject: ");
	words(b, e->subject, false);
	buf_print(b, "\r\nMessage-ID: <" SV_FMT "@" SV_FMT ">\r\n", SV_ARG(e->message_id),
		  SV_ARG(sv_from_to(e->from, sv_find(e->from, '@') + 1, e->from.n)));
	if (e->unsubscribe.n)
		buf_print(b,
			  "List-Unsubscribe:\r\n <" SV_FMT ">\r\n"
			  "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
			  SV_ARG(e->unsubscribe));
	buf_z(b, "MIME-Version: 1.0\r\n"
		 "Content-Type: text/plain; charset=utf-8\r\n"
		 "Content-Transfer-Encoding: quoted-printable\r\n"
		 "Auto-Submitted: auto-generated\r\n\r\n");
	quoted(b, e->text);
	return buf_end(b, "the message");
}
