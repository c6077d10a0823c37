/* What people call the commands that forms send; see form.h. A form that was asked for by the name of its method keeps that
 * name: whoever types it knows it. */
#include "tui/screens/form.h"

#include "common/arena.h"
#include "common/utf8.h"

#include "tui/widget/table.h"
#include "tui/widget/format.h"

static const struct form_words words[M__COUNT] = {
	/* opened by screens */
	[M_message_reply] = { N_("Reply to %s"), N_("Reply"), N_("Send"), N_("answered") },
	[M_message_note] = { N_("Note on the conversation with %s"), N_("Note on a conversation"), N_("Keep"), N_("noted") },
	[M_dispute_resolve] = { N_("End the dispute of %s"), N_("End the dispute"), N_("End it"), N_("ended") },
	[M_dispute_note] = { N_("Note on the dispute of %s"), N_("Note on a dispute"), N_("Keep"), N_("noted") },
	[M_callback_done] = { N_("Spoke with %s"), N_("Spoke with the debtor"), N_("Keep"), N_("noted") },
	[M_callback_missed] = { N_("No answer from %s"), N_("Nobody answered the call"), N_("Keep"), N_("noted") },
	[M_callback_cancel] = { N_("Call off the call to %s"), N_("Call off the call"), N_("Call it off"), N_("called off") },
	[M_operator_add] = { N_("Roles of %s"), N_("Operator and roles"), N_("Save"), N_("saved") },
	[M_team_member_add] = { N_("New member of team %s"), N_("New member of a team"), N_("Add"), N_("added") },
	[M_setting_put] = { N_("Setting %s"), N_("Setting"), N_("Save"), N_("saved") },
	[M_audit_verify] = { N_("Check the event log"), N_("Check the event log"), N_("Check"), "" },
	/* by their names alone */
	[M_approval_give] = { .bare = N_("Second person"), .effect = N_("Give"), .done = N_("given") },
	[M_approval_refuse] = { .bare = N_("Second person"), .effect = N_("Refuse"), .done = N_("refused") },
	[M_book_import] = { .bare = N_("Import"), .effect = N_("Import"), .done = N_("begun") },
	[M_book_chunk] = { .bare = N_("Import"), .effect = N_("Send"), .done = N_("sent") },
	[M_book_finish] = { .bare = N_("Import"), .effect = N_("Finish"), .done = N_("finished") },
	[M_brand_logo_put] = { .bare = N_("Logo"), .effect = N_("Send"), .done = N_("sent") },
	[M_brand_logo_chunk] = { .bare = N_("Logo"), .effect = N_("Send"), .done = N_("sent") },
	[M_brand_logo_finish] = { .bare = N_("Logo"), .effect = N_("Finish"), .done = N_("finished") },
	[M_brand_logo_drop] = { .bare = N_("Logo"), .effect = N_("Remove"), .done = N_("removed") },
	[M_callback_take] = { .bare = N_("Take the call"), .effect = N_("Take"), .done = N_("taken") },
	[M_callback_leave] = { .bare = N_("Leave the call"), .effect = N_("Leave"), .done = N_("left") },
	[M_consent_set] = { .bare = N_("Consent"), .effect = N_("Save"), .done = N_("saved") },
	[M_dispute_take] = { .bare = N_("Take the dispute"), .effect = N_("Take"), .done = N_("taken") },
	[M_dispute_leave] = { .bare = N_("Leave the dispute"), .effect = N_("Leave"), .done = N_("left") },
	[M_creditor_answer] = { .bare = N_("Name the original creditor"), .effect = N_("Answer"), .done = N_("answered") },
	[M_event_export] = { .bare = N_("Export"), .effect = N_("Export"), .done = N_("exported") },
	[M_budget_lift] = { .bare = N_("Lift the pause"), .effect = N_("Lift"), .done = N_("lifted") },
	[M_budget_reset] = { .bare = N_("Reset the breaker"), .effect = N_("Reset"), .done = N_("reset") },
	[M_link_send] = { .bare = N_("Send a new link"), .effect = N_("Send"), .done = N_("sent") },
	[M_link_revoke] = { .bare = N_("Revoke the link"), .effect = N_("Revoke"), .done = N_("revoked") },
	[M_link_cancel] = { .bare = N_("Stop the sending"), .effect = N_("Stop"), .done = N_("stopped") },
	[M_message_read] = { .bare = N_("Read"), .effect = N_("Read"), .done = N_("read") },
	[M_message_take] = { .bare = N_("Take the conversation"), .effect = N_("Take"), .done = N_("taken") },
	[M_message_leave] = { .bare = N_("Leave the conversation"), .effect = N_("Leave"), .done = N_("left") },
	[M_message_close] = { .bare = N_("Close the conversation"), .effect = N_("Close"), .done = N_("closed") },
	[M_message_assign] = { .bare = N_("Give to a team"), .effect = N_("Give"), .done = N_("given") },
	[M_notification_done] = { .bare = N_("Done"), .effect = N_("Done"), .done = N_("done") },
	[M_notification_snooze] = { .bare = N_("Put off"), .effect = N_("Put off"), .done = N_("put off") },
	[M_notification_done_all] = { .bare = N_("All done"), .effect = N_("Done"), .done = N_("all done") },
	[M_notification_undo] = { .bare = N_("Undo"), .effect = N_("Undo"), .done = N_("taken back") },
	[M_operator_totp_enrol] = { .bare = N_("Second factor"), .effect = N_("Get it"), .done = N_("made") },
	[M_operator_totp_confirm] = { .bare = N_("Second factor"), .effect = N_("Confirm"), .done = N_("in force") },
	[M_operator_totp_drop] = { .bare = N_("Second factor"), .effect = N_("Take away"), .done = N_("taken away") },
	[M_view_put] = { .bare = N_("View"), .effect = N_("Keep"), .done = N_("kept as a view") },
	[M_view_drop] = { .bare = N_("View"), .effect = N_("Forget"), .done = N_("forgotten") },
	[M_command_hold] = { .bare = N_("Hold a command"), .effect = N_("Hold"), .done = N_("held") },
	[M_held_stop] = { .bare = N_("Stop what is held"), .effect = N_("Stop"), .done = N_("stopped") },
	[M_session_end] = { .bare = N_("End the visit"), .effect = N_("End"), .done = N_("ended") },
	[M_system_unlock] = { .bare = N_("Unlock"), .effect = N_("Unlock"), .done = N_("unlocked") },
	[M_team_put] = { .bare = N_("Team"), .effect = N_("Save"), .done = N_("saved") },
	[M_team_member_remove] = { .bare = N_("Member of a team"), .effect = N_("Take out"), .done = N_("taken out") },
};

const struct form_words *form_words(enum method_id m)
{
	static const struct form_words question = { .bare = N_("Question"), .effect = N_("Ask"), .done = "" };
	static const struct form_words command = { .bare = N_("Command"), .effect = N_("Do it"), .done = N_("done") };

	return words[m].effect ? &words[m] : method_table[m].command ? &command : &question;
}

/* The first thing that the command is told of, by its field: "account 77120". */
static void first_of(struct buf *b, const struct form *m, bool blur)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct form_field *f = &m->at[i];
		struct sv value = form_value(f);

		if (!(f->f->flags & REQ) || (f->f->flags & (MULTI | SECRET)) || (blur && f->f->flags & PERSONAL) || !value.n)
			continue;
		table_label(b, f->f->name);
		buf_char(b, ' ');
		buf_add(b, utf8_cut(value, 40));
		return;
	}
}

void form_about(struct buf *b, const struct form *m, bool blur)
{
	const char *name = blur && m->account[0] ? "" : m->name;

	buf_print(b, "%s%s%s", name, name[0] && m->account[0] ? ", " : "", m->account);
	if (!m->name[0] && !m->account[0])
		first_of(b, m, blur);
}

void form_title(struct buf *b, const struct form *m)
{
	const struct form_words *w = form_words(m->method->id);
	struct sv text = TS(w->title && (m->name[0] || m->account[0]) ? w->title : w->bare);
	size_t at = sv_find_sv(text, SV("%s"));

	if (m->by_name) {
		buf_z(b, m->method->name);
		return;
	}
	buf_add(b, sv_from_to(text, 0, at));
	if (at == text.n)
		return;
	form_about(b, m, false);
	buf_add(b, sv_from_to(text, at + 2, text.n));
}
