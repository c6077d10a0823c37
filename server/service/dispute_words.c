/* dispute_words: see dispute_words.h. Plain, and never a word of blame. */
#include "server/service/dispute_words.h"

#include "common/phrase.h"

struct sv dispute_reason_words(enum dispute_reason r)
{
	switch (r) {
	case REASON_PAID:
		return SV(N_("I have already paid"));
	case REASON_AMOUNT:
		return SV(N_("The amount is wrong"));
	case REASON_NOT_MINE:
		return SV(N_("This is not my debt"));
	case REASON_SERVICE:
		return SV(N_("The goods or the service were not as agreed"));
	case REASON_IDENTITY:
		return SV(N_("Somebody used my identity"));
	case REASON_OTHER:
		return SV(N_("Something else"));
	case dispute_reason__none:
	case dispute_reason__end:
		break;
	}
	return SV_NONE;
}

struct sv dispute_reason_hint(enum dispute_reason r)
{
	switch (r) {
	case REASON_PAID:
		return SV(N_("All of it or a part, to us or to the creditor."));
	case REASON_AMOUNT:
		return SV(N_("For example interest, fees, or a payment that is missing."));
	case REASON_NOT_MINE:
		return SV(N_("You do not know this creditor, or it is somebody else's account."));
	case REASON_SERVICE:
		return SV(N_("Not delivered, faulty, cancelled or sent back."));
	case REASON_IDENTITY:
		return SV(N_("The account was opened in your name without you."));
	case REASON_OTHER:
		return SV(N_("You can explain it in your own words."));
	case dispute_reason__none:
	case dispute_reason__end:
		break;
	}
	return SV_NONE;
}

struct sv dispute_part_words(enum dispute_part p)
{
	switch (p) {
	case PART_WHOLE:
		return SV(N_("The whole balance"));
	case PART_AMOUNT:
		return SV(N_("A part of the balance"));
	case PART_INVOICES:
		return SV(N_("Certain invoices"));
	case dispute_part__none:
	case dispute_part__end:
		break;
	}
	return SV_NONE;
}

struct sv dispute_state_words(enum dispute_state s)
{
	switch (s) {
	case DISPUTE_OPEN:
		return SV(N_("Received"));
	case DISPUTE_INVESTIGATING:
		return SV(N_("Being looked into"));
	case DISPUTE_RESOLVED:
		return SV(N_("Resolved"));
	case DISPUTE_REJECTED:
		return SV(N_("Not accepted"));
	case dispute_state__none:
	case dispute_state__end:
		break;
	}
	return SV_NONE;
}

struct sv dispute_state_text(enum dispute_state s)
{
	switch (s) {
	case DISPUTE_OPEN:
		return SV(N_("We have your dispute. We do not collect the disputed part until we have answered you. You do not need to do anything now."));
	case DISPUTE_INVESTIGATING:
		return SV(N_("A person is looking into it. We do not collect the disputed part until we have answered you."));
	case DISPUTE_RESOLVED:
		return SV(N_("We have looked into it. You find our answer below."));
	case DISPUTE_REJECTED:
		return SV(N_("We have looked into it and could not accept it. You find our answer below. You can reach a person if you disagree."));
	case dispute_state__none:
	case dispute_state__end:
		break;
	}
	return SV_NONE;
}

struct sv dispute_state_tone(enum dispute_state s)
{
	if (s == DISPUTE_OPEN || s == DISPUTE_INVESTIGATING)
		return SV("warn");
	return s == DISPUTE_RESOLVED ? SV("good") : SV_NONE;
}

struct sv dispute_step_words(struct arena *a, const struct dispute_step_row *s)
{
	switch (s->kind) {
	case STEP_FILED:
		return SV(N_("You filed the dispute"));
	case STEP_EVIDENCE:
		return phrase(a, N_("You added files: {n}"), P_NUMBER("n", s->files));
	case STEP_INVESTIGATING:
		return SV(N_("A person began to look into it"));
	case STEP_RESOLVED:
		return SV(N_("The dispute was resolved"));
	case STEP_REJECTED:
		return SV(N_("The dispute was not accepted"));
	case dispute_step__none:
	case dispute_step__end:
		break;
	}
	return SV_NONE;
}
