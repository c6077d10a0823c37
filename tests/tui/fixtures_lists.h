/* What the fake server answers to lists and figures: a few rows of every kind, some late, some of other currencies and
 * scripts. Part of fixtures.h. */
#ifndef QUITS_TESTS_TUI_FIXTURES_LISTS_H
#define QUITS_TESTS_TUI_FIXTURES_LISTS_H

#define FAKE_MINUTE (INT64_C(60000))
#define FAKE_HOUR   (60 * FAKE_MINUTE)
#define EUR                                                                                                           \
	{                                                                                                             \
		"EUR"                                                                                                 \
	}

/* Pages of f->many links, each behind the number that `after` says. */
static void fixture_many_links(struct fake *f, const struct link_query *q, struct reply *r)
{
	struct link_page *p = r->out;
	int64_t from = f->many + 1;
	size_t most = q->limit ? (size_t)q->limit : 50;

	(void)sv_int(q->after, &from);
	p->items.at = NEW_N(&r->arena, struct link_row, most + 1);
	while (p->items.n < most && --from > 0)
		if (from != f->gone)
			p->items.at[p->items.n++] = (struct link_row){
				.link = from,
				.account = sv_print(&r->arena, "A-%lld", (long long)from),
				.contact_name = SV("Contact"),
				.channel = CHANNEL_SMS,
				.source = SOURCE_MANUAL,
				.state = LINK_PENDING,
				.tries = f->tries,
				.sent_at = f->wall - FAKE_HOUR,
				.expires_at = f->wall + FAKE_HOUR,
				.actor = SV("ana"),
			};
	if (from > 1)
		p->next = sv_print(&r->arena, "%lld", (long long)from);
	p->total = f->many - (f->gone != 0);
}

static void fixture_link_list(struct fake *f, const struct link_query *q, struct reply *r)
{
	struct link_page *p = r->out;

	if (f->many) {
		fixture_many_links(f, q, r);
		return;
	}
	FILL(struct link_row, p->items,
	     { .link = 913812, .account = SV_CONST("A-104233"), .contact_name = SV_CONST("Contact 05"),
	       .channel = CHANNEL_WHATSAPP, .source = SOURCE_AI_AGENT, .purpose = PURPOSE_REPLY, .state = LINK_PENDING,
	       .touches = 1, .actor = SV_CONST("agent") },
	     { .link = 913640, .account = SV_CONST("A-118820"), .contact_name = SV_CONST("Contact 07"),
	       .channel = CHANNEL_EMAIL, .source = SOURCE_STRATEGY, .purpose = PURPOSE_REMINDER, .state = LINK_CONSUMED,
	       .touches = 2, .actor = SV_CONST("system") },
	     { .link = 913511, .account = SV_CONST("A-113208"), .contact_name = SV_CONST("契約者 八"),
	       .channel = CHANNEL_SMS, .source = SOURCE_MANUAL, .purpose = PURPOSE_REPLY, .state = LINK_LOCKED, .tries = 5,
	       .actor = SV_CONST("ana") },
	     { .link = 913400, .account = SV_CONST("77120"), .contact_name = SV_CONST("Contact Zwei"),
	       .channel = CHANNEL_SMS, .source = SOURCE_MANUAL, .purpose = PURPOSE_REPLY, .state = LINK_REVOKED,
	       .actor = SV_CONST("raj") });
	for (size_t i = 0; i < p->items.n; i++) {
		p->items.at[i].made_at = p->items.at[i].sent_at = f->wall - 20 * FAKE_MINUTE - (int64_t)i * 7 * FAKE_HOUR;
		p->items.at[i].expires_at = p->items.at[i].sent_at + 72 * FAKE_HOUR;
	}
	p->items.at[1].verified_at = f->wall - 5 * FAKE_HOUR;
	p->items.at[3].sent_at = p->items.at[3].expires_at = 0; /* taken back while it was held */
	p->total = (int64_t)p->items.n;
}

static void fixture_held_list(struct fake *f, struct reply *r)
{
	struct held_page *p = r->out;

	FILL(struct held_row, p->items,
	     { .held = 9131, .method = SV_CONST("link.send"), .account = SV_CONST("A-104233"),
	       .contact_name = SV_CONST("Contact 05"), .channel = CHANNEL_WHATSAPP, .source = SOURCE_MANUAL,
	       .purpose = PURPOSE_REPLY, .actor = SV_CONST("ana") },
	     { .held = 9132, .method = SV_CONST("message.reply"), .account = SV_CONST("A-113208"),
	       .contact_name = SV_CONST("契約者 八"), .source = SOURCE_MANUAL, .actor = SV_CONST("raj") },
	     { .held = 9133, .method = SV_CONST("dispute.resolve"), .account = SV_CONST("77120"),
	       .contact_name = SV_CONST("Contact Zwei"), .source = SOURCE_MANUAL, .actor = SV_CONST("ana") });
	for (size_t i = 0; i < p->items.n; i++) {
		p->items.at[i].made_at = f->wall - 2000;
		p->items.at[i].until = f->wall + 3000;
	}
	p->total = (int64_t)p->items.n;
}

static void fixture_notices(struct fake *f, struct reply *r)
{
	struct notice_page *p = r->out;

	FILL(struct notice_row, p->items,
	     { .notice = 4003, .account = SV_CONST("A-104233"), .contact_name = SV_CONST("Contact 05"), .kind = NOTICE_REPLY,
	       .channel = CHANNEL_EMAIL, .state = NOTICE_QUEUED, .failures = 1 },
	     { .notice = 4002, .account = SV_CONST("A-113208"), .contact_name = SV_CONST("契約者 八"), .kind = NOTICE_WAITING,
	       .channel = CHANNEL_SMS, .state = NOTICE_SENT, .answered = true },
	     { .notice = 4001, .account = SV_CONST("77120"), .contact_name = SV_CONST("Contact Zwei"), .kind = NOTICE_CODE,
	       .channel = CHANNEL_WHATSAPP, .state = NOTICE_FAILED, .failures = 8 });
	for (size_t i = 0; i < p->items.n; i++)
		p->items.at[i].made_at = f->wall - (int64_t)(i + 1) * FAKE_HOUR;
	p->items.at[0].until = f->wall + 40000;
	p->items.at[1].sent_at = f->wall - FAKE_HOUR;
	p->total = (int64_t)p->items.n;
}

static void fixture_session_list(struct fake *f, struct reply *r)
{
	struct session_page *p = r->out;

	FILL(struct session_row, p->items,
	     { .session = 91, .account = SV_CONST("A-104233"), .contact_name = SV_CONST("Contact 05"),
	       .channel = CHANNEL_WHATSAPP, .link = 913812, .step = SV_CONST("promise"), .visit = 3, .acted = false },
	     { .session = 90, .account = SV_CONST("A-118820"), .contact_name = SV_CONST("Contact 07"),
	       .channel = CHANNEL_EMAIL, .link = 913640, .step = SV_CONST("home"), .visit = 1, .acted = true });
	p->items.at[0].active_at = f->wall - 21 * FAKE_MINUTE;
	p->items.at[1].active_at = f->wall - FAKE_MINUTE;
	for (size_t i = 0; i < p->items.n; i++) {
		p->items.at[i].started_at = f->wall - FAKE_HOUR;
		p->items.at[i].expires_at = f->wall + 23 * FAKE_HOUR;
	}
	p->total = (int64_t)p->items.n;
}

static void fixture_disputes(struct fake *f, struct reply *r)
{
	struct dispute_page *p = r->out;

	FILL(struct dispute_row, p->items,
	     { .dispute = 7001, .reference = SV_CONST("DI-7K3F-9QXA"), .account = SV_CONST("A-102977"),
	       .contact_name = SV_CONST("Contact 06"), .reason = REASON_NOT_MINE, .part = PART_WHOLE, .amount = 21000,
	       .currency = USD, .state = DISPUTE_OPEN, .team = SV_CONST("Collections"), .files = 0 },
	     { .dispute = 7002, .reference = SV_CONST("DI-2M4D-8RTC"), .account = SV_CONST("77120"),
	       .contact_name = SV_CONST("Contact Zwei"), .reason = REASON_PAID, .part = PART_AMOUNT, .amount = 5000000,
	       .currency = EUR, .state = DISPUTE_INVESTIGATING, .team = SV_CONST("Disputes"), .user = SV_CONST("raj"),
	       .files = 2 });
	p->items.at[0].filed_at = p->items.at[0].changed_at = f->wall - 26 * FAKE_HOUR;
	p->items.at[1].filed_at = f->wall - 3 * FAKE_HOUR;
	p->items.at[1].changed_at = f->wall - FAKE_HOUR;
	p->total = 2;
}

static void fixture_callbacks(struct fake *f, struct reply *r)
{
	struct callback_page *p = r->out;

	FILL(struct callback_row, p->items,
	     { .callback = 8001, .reference = SV_CONST("CB-1"), .account = SV_CONST("A-104233"), .contact = 5,
	       .contact_name = SV_CONST("Contact 05"), .topic = TOPIC_PAYMENT, .state = CALLBACK_OPEN,
	       .time_zone = SV_CONST("America/Denver"), .number = SV_CONST("+15550100405"), .on_file = true,
	       .language = SV_CONST("es"), .team = SV_CONST("Collections") },
	     { .callback = 8002, .reference = SV_CONST("CB-2"), .account = SV_CONST("A-121008"), .contact = 9,
	       .contact_name = SV_CONST("Contáct 09"), .topic = TOPIC_HARDSHIP, .state = CALLBACK_TAKEN,
	       .time_zone = SV_CONST("Europe/Berlin"), .number = SV_CONST("+495550100"), .language = SV_CONST("de"),
	       .taken_by = SV_CONST("ana") });
	p->items.at[0].from = f->wall + 20 * FAKE_MINUTE;
	p->items.at[1].from = f->wall + 26 * FAKE_HOUR;
	for (size_t i = 0; i < p->items.n; i++) {
		p->items.at[i].to = p->items.at[i].from + 2 * FAKE_HOUR;
		p->items.at[i].made_at = f->wall - 3 * FAKE_HOUR;
	}
	p->total = 2;
}

static void fixture_promises(struct reply *r)
{
	struct promise_page *p = r->out;

	FILL(struct promise_detail, p->items,
	     { .promise = 2, .reference = SV_CONST("PR-7K3F-9QXA"), .account = SV_CONST("A-104233"),
	       .contact_name = SV_CONST("Contact 05"), .amount = 25000, .currency = USD, .promised_date = DAY_JUN(30),
	       .state = PROMISE_ACTIVE, .made_at = FAKE_NOW - 40000 },
	     { .promise = 1, .reference = SV_CONST("PR-2M4D-8RTC"), .account = SV_CONST("77120"),
	       .contact_name = SV_CONST("Contact Zwei"), .amount = 900000, .currency = EUR, .promised_date = DAY_JUN(20),
	       .state = PROMISE_VERIFYING, .paid = 100000, .moves = 1, .original_date = DAY_JUN(13),
	       .made_at = FAKE_NOW - 8 * DAY_MS });
	p->total = 2;
}

static void fixture_threads(struct fake *f, struct reply *r)
{
	struct thread_page *p = r->out;

	FILL(struct thread_row, p->items,
	     { .thread = 9001, .reference = SV_CONST("MS-7K3F"), .account = SV_CONST("A-104233"),
	       .contact_name = SV_CONST("Contact 05"), .topic = TOPIC_PAYMENT, .state = THREAD_OPEN,
	       .language = SV_CONST("es"), .team = SV_CONST("Collections"), .unread = 1, .messages = 3 },
	     { .thread = 9002, .reference = SV_CONST("MS-2M4D"), .account = SV_CONST("77120"),
	       .contact_name = SV_CONST("Contact Zwei"), .topic = TOPIC_DOCUMENTS, .state = THREAD_ANSWERED,
	       .language = SV_CONST("de"), .messages = 2 });
	p->items.at[0].made_at = f->wall - 30 * FAKE_HOUR;
	p->items.at[0].changed_at = f->wall - 25 * FAKE_HOUR;
	p->items.at[1].made_at = f->wall - 5 * FAKE_HOUR;
	p->items.at[1].changed_at = f->wall - 4 * FAKE_HOUR;
	p->total = 2;
}

static void fixture_feedbacks(struct fake *f, struct reply *r)
{
	struct feedback_page *p = r->out;

	FILL(struct feedback_row, p->items,
	     { 0, 5, RECEIPT_PROMISE, SV_CONST("A-104233"), SV_CONST("Contact 05"), SV_CONST("Quick and clear.") },
	     { 0, 2, receipt_kind__none, SV_CONST("77120"), SV_CONST("Contact Zwei"), { NULL, 0 } });
	for (size_t i = 0; i < p->items.n; i++)
		p->items.at[i].at = f->wall - (int64_t)(i + 1) * FAKE_HOUR;
	p->total = 2;
}

static void fixture_events(struct fake *f, struct reply *r)
{
	struct event_page *p = r->out;

	p->items.n = f->n_events;
	p->items.at = NEW_N(&r->arena, struct event_row, f->n_events);
	for (size_t i = 0; i < f->n_events; i++)
		p->items.at[i] = f->events[f->n_events - 1 - i];
	p->total = (int64_t)f->n_events;
}

static void fixture_settings(struct reply *r)
{
	struct setting_page *p = r->out;

	FILL(struct setting_row, p->items,
	     { .name = SV_CONST("organisation.name"), .value = SV_CONST("Test Agency"), .default_value = SV_CONST("Quits"),
	       .help = SV_CONST("Name of the company, in every header and message.") },
	     { .name = SV_CONST("legal.footer.en"), .value = SV_CONST("Line one.\nLine two."), .default_value = SV_CONST(""),
	       .help = SV_CONST("Legal footer in this language.") },
	     { .name = SV_CONST("portal.on"), .value = SV_CONST("on"), .default_value = SV_CONST("on"),
	       .help = SV_CONST("The portal is open.") },
	     { .name = SV_CONST("section.disputes"), .value = SV_CONST("on"), .default_value = SV_CONST("on"),
	       .help = SV_CONST("Disputes.") },
	     { .name = SV_CONST("link.valid_hours"), .value = SV_CONST("72"), .default_value = SV_CONST("72"),
	       .help = SV_CONST("Hours a link stays valid; 1 to 720.") });
}

static void fixture_people(struct fake *f, struct reply *r)
{
	if (r->method == M_operator_list) {
		struct operator_page *p = r->out;

		FILL(struct operator_row, p->items, { 1, SV_CONST("ana"), 1001, SV_CONST("operator,supervisor"), 0, false },
		     { 2, SV_CONST("raj"), 1002, SV_CONST("viewer"), 0, false });
		for (size_t i = 0; i < p->items.n; i++)
			p->items.at[i].added_at = f->wall - 30 * DAY_MS;
	} else {
		struct team_page *p = r->out;

		FILL(struct team_row, p->items, { SV_CONST("Collections"), SV_CONST("ana, raj"), 3 },
		     { SV_CONST("Disputes"), SV_CONST("raj"), 1 });
	}
}

static void fixture_series(struct fake *f, struct reply *r)
{
	struct kpi_series *s = r->out;

	s->hours = 6;
	s->items.n = 28;
	s->items.at = NEW_N(&r->arena, struct kpi_point, s->items.n);
	for (size_t i = 0; i < s->items.n; i++) {
		struct kpi_point *p = &s->items.at[i];

		*p = (struct kpi_point){ .links_sent = (int64_t)(i * 37 % 90), .conversion_rate = (int64_t)(300 + i * 13 % 200),
					 .sessions = (int64_t)(i * 7 % 20), .promises = (int64_t)(i % 5), .disputes = i % 9 == 0,
					 .opt_outs = i == 20 };
		p->from = f->wall - (int64_t)(28 - i) * 6 * FAKE_HOUR;
		p->to = p->from + 6 * FAKE_HOUR;
	}
}

static void fixture_needs(struct fake *f, struct reply *r)
{
	struct kpi_needs *k = r->out;

	k->first_action_hours = 24;
	FILL(struct need_row, k->items, { NEED_DISPUTE, 2, 0, SV_CONST("A-102977") },
	     { NEED_CALLBACK, 1, 0, SV_CONST("A-104233") }, { NEED_MESSAGE, 3, 0, SV_CONST("A-104233") },
	     { NEED_SESSION, 0, 0, { NULL, 0 } }, { NEED_LOCKED, 1, 0, SV_CONST("A-113208") },
	     { NEED_DUE, 0, 0, { NULL, 0 } }, { NEED_BROKEN, 0, 0, { NULL, 0 } });
	k->items.at[0].since = f->wall - 26 * FAKE_HOUR;
	k->items.at[1].since = f->wall + 20 * FAKE_MINUTE;
	k->items.at[2].since = f->wall - 25 * FAKE_HOUR;
	k->items.at[4].since = f->wall - 2 * FAKE_HOUR;
}

static void fixture_channels(struct fake *f, struct reply *r)
{
	static const struct money_sum sums[] = { { USD, 4131050, 80 }, { EUR, 120000, 7 } };
	struct channel_page *p = r->out;

	p->period = SV("7d");
	p->from = f->wall - 7 * DAY_MS;
	p->to = p->as_of = f->wall;
	p->before_from = f->wall - 14 * DAY_MS;
	p->before_to = p->from;
	FILL(struct channel_row, p->items,
	     { .channel = WAY_PORTAL, .interactions = 803, .responses = 535, .response_rate = SV_CONST("66.6"),
	       .response_rate_before = SV_CONST("63.5"), .promises = 87, .ended = 41, .kept = 29, .kept_rate = SV_CONST("70.7"),
	       .links_sent = 1284, .links_opened = 803, .links_verified = 535, .links_acted = 211, .links_promised = 87 },
	     { .channel = WAY_SMS, .interactions = 612, .responses = 116, .notices = 12, .notices_answered = 4, .response_rate = SV_CONST("19.0"),
	       .response_rate_before = SV_CONST("17.8"), .promises = 31, .ended = 12, .kept = 6, .kept_rate = SV_CONST("50.0"),
	       .links_sent = 600, .links_opened = 301, .links_verified = 241, .links_acted = 88, .links_promised = 31 },
	     { .channel = WAY_VOICE, .response_rate = SV_CONST("-"), .response_rate_before = SV_CONST("-"),
	       .kept_rate = SV_CONST("-") });
	p->items.at[0].promised.at = arena_copy(&r->arena, sums, sizeof(sums));
	p->items.at[0].promised.n = 2;
	p->items.at[1].promised.at = arena_copy(&r->arena, sums, sizeof(sums[0]));
	p->items.at[1].promised.n = 1;
}

static void fixture_finds(struct fake *f, struct reply *r)
{
	struct finds_page *p = r->out;

	p->period = SV("7d");
	p->from = f->wall - 7 * DAY_MS;
	p->to = p->as_of = f->wall;
	p->visits = 512;
	p->visits_without_action = 301;
	FILL(struct find_link_row, p->links, { CHANNEL_EMAIL, 241, 68, SV_CONST("28.2") },
	     { CHANNEL_SMS, 612, 241, SV_CONST("39.4") }, { CHANNEL_WHATSAPP, 0, 0, SV_CONST("-") });
	if (f->answers < 0) { /* another channel has become the worst */
		struct find_link_row first = p->links.at[0];

		p->links.at[0] = p->links.at[1];
		p->links.at[1] = first;
	}
	FILL(struct find_reason_row, p->reasons, { REASON_PAID, 7 }, { REASON_NOT_MINE, 3 });
	p->disputes = NEW(&r->arena, struct find_wait);
	p->callbacks = NEW(&r->arena, struct find_wait);
	*p->disputes = (struct find_wait){ .acted = 8, .median = 3 * FAKE_HOUR, .p90 = 20 * FAKE_HOUR, .waiting = 2, .oldest = 26 * FAKE_HOUR };
	*p->callbacks = (struct find_wait){ .acted = 0, .waiting = 1, .oldest = 3 * FAKE_HOUR, .never = 1 };
}

static void fixture_dispute(struct fake *f, struct reply *r)
{
	struct dispute_detail *d = r->out;
	struct reply rows = { .out = arena_alloc(&r->arena, sizeof(struct dispute_page)) };

	fixture_disputes(f, &rows);
	d->head = NEW(&r->arena, struct dispute_row);
	*d->head = ((struct dispute_page *)rows.out)->items.at[1];
	record_copy(&r->arena, &dispute_row_record, d->head, d->head);
	arena_free(&rows.arena);
	d->statement = SV("I paid this in May.\nMy bank says so.");
	d->balance = 12345678;
	d->held = 5000000;
	d->currency = (struct currency)EUR;
	FILL(struct attachment_row, d->files, { 31, SV_CONST("receipt.pdf"), FILE_PDF, 48211, 0 });
	FILL(struct dispute_step_row, d->steps, { 0, STEP_FILED, 0 }, { 0, STEP_EVIDENCE, 1 }, { 0, STEP_INVESTIGATING, 0 });
	FILL(struct dispute_note_row, d->notes, { 0, SV_CONST("raj"), SV_CONST("Asked the creditor.") });
	d->files.at[0].at = d->notes.at[0].at = f->wall - FAKE_HOUR;
	for (size_t i = 0; i < d->steps.n; i++)
		d->steps.at[i].at = f->wall - (int64_t)(3 - i) * FAKE_HOUR;
}

static void fixture_thread(struct fake *f, struct reply *r)
{
	struct thread_detail *d = r->out;
	struct reply rows = { .out = arena_alloc(&r->arena, sizeof(struct thread_page)) };

	fixture_threads(f, &rows);
	d->thread = NEW(&r->arena, struct thread_row);
	*d->thread = ((struct thread_page *)rows.out)->items.at[0];
	arena_free(&rows.arena);
	FILL(struct message_row, d->messages,
	     { .message = 1, .sender = SENDER_DEBTOR, .text = SV_CONST("Can I pay in two parts?\nThank you."), .files = 1 },
	     { .message = 2, .sender = SENDER_TEAM, .by = SV_CONST("ana"), .text = SV_CONST("Yes, see Promises.") },
	     { .message = 3, .sender = SENDER_DEBTOR, .text = SV_CONST("─ Notes ─ is no line of ours.") });
	for (size_t i = 0; i < d->messages.n; i++)
		d->messages.at[i].at = f->wall - (int64_t)(28 - i) * FAKE_HOUR;
	d->messages.at[1].read_at = f->wall - 26 * FAKE_HOUR;
	FILL(struct message_file, d->files, { 1, 32, SV_CONST("letter.pdf"), FILE_PDF, 12000 });
	FILL(struct thread_note_row, d->notes, { 1, SV_CONST("ana"), FAKE_NOW - FAKE_HOUR, SV_CONST("Call him on Friday.") });
}

/* By e-mail, which was used last; accounts that end in 9 are not to be written to. */
static void preflight(struct fake *f, const struct link_preflight_query *q, struct reply *r)
{
	struct link_preflight *p = r->out;
	char last = q->account.n ? q->account.p[q->account.n - 1] : ' ';

	*p = (struct link_preflight){ .account = sv_copy(&r->arena, q->account), .contact_name = SV("Contact 05"),
				      .channel = q->channel ? q->channel : CHANNEL_EMAIL, .may = true };
	if (f->no_identity) {
		p->may = false;
		p->reason = SV("account: no link can be sent: neither document nor reference has four digits");
	} else if (last == '9') {
		p->may = false;
		p->reason = SV("channel: the contact stopped messages by email");
	}
	p->replaces = last == '0' ? 77 : 0;
	p->in_portal = last == '3';
	p->nothing_owed = last == '8';
}

/* Two pages. */
static void export_page(const struct event_export *q, struct reply *r)
{
	*(struct event_export_page *)r->out = q->after.n ? (struct event_export_page){ .rows = 1, .text = SV("{\"seq\":3}\n") }
							 : (struct event_export_page){ .rows = 2,
										       .text = SV("{\"seq\":1}\n{\"seq\":2}\n"),
										       .next = SV("2") };
}

static void views(struct reply *r)
{
	static const struct saved_view_row all[] = {
		{ .list = SV_CONST("account.list"), .name = SV_CONST("late30"), .filter = SV_CONST("dpd>30 -is:disputed sort:-bal"),
		  .user = SV_CONST("ana"), .own = true },
		{ .list = SV_CONST("account.list"), .name = SV_CONST("big ones"), .filter = SV_CONST("bal>1000"), .user = SV_CONST("raj"),
		  .shared = true },
		{ .list = SV_CONST("link.list"), .name = SV_CONST("dying"), .filter = SV_CONST("status:pending exp<6h"),
		  .user = SV_CONST("ana"), .own = true },
	};
	struct saved_view_page *p = r->out;

	p->items.at = arena_copy(&r->arena, all, sizeof(all));
	p->items.n = COUNT(all);
}

static bool fixture_list(struct fake *f, enum method_id m, const void *in, struct reply *r)
{
	if (m == M_link_list)
		fixture_link_list(f, in, r);
	else if (m == M_notice_list)
		fixture_notices(f, r);
	else if (m == M_held_list)
		fixture_held_list(f, r);
	else if (m == M_session_list && ((const struct session_query *)in)->filter.n)
		fixture_session_list(f, r);
	else if (m == M_dispute_list)
		fixture_disputes(f, r);
	else if (m == M_callback_list)
		fixture_callbacks(f, r);
	else if (m == M_promise_list)
		fixture_promises(r);
	else if (m == M_message_list)
		fixture_threads(f, r);
	else if (m == M_feedback_list)
		fixture_feedbacks(f, r);
	else if (m == M_event_list)
		fixture_events(f, r);
	else if (m == M_setting_show)
		fixture_settings(r);
	else if (m == M_setting_check)
		*(struct setting_row *)r->out = (struct setting_row){ .name = SV("x"), .value = SV("y"), .help = SV("z") };
	else if (m == M_operator_list || m == M_team_list)
		fixture_people(f, r);
	else if (m == M_kpi_series)
		fixture_series(f, r);
	else if (m == M_kpi_needs)
		fixture_needs(f, r);
	else if (m == M_channel_show)
		fixture_channels(f, r);
	else if (m == M_finds_show)
		fixture_finds(f, r);
	else if (m == M_dispute_show)
		fixture_dispute(f, r);
	else if (m == M_message_show)
		fixture_thread(f, r);
	else if (m == M_link_preflight)
		preflight(f, in, r);
	else if (m == M_event_export)
		export_page(in, r);
	else if (m == M_view_list)
		views(r);
	else if (m == M_notification_count)
		((struct notification_bell *)r->out)->unread = 3;
	else
		return false;
	return true;
}

#endif
