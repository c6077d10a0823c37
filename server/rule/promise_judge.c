/* Whether promises were kept: how the money of an account is shared out among them; see promise.h. */
#include "server/rule/promise.h"

static bool promise_before(const struct promise_open *a, const struct promise_open *b)
{
	return a->day != b->day ? a->day < b->day
				: a->made_at != b->made_at ? a->made_at < b->made_at : a->id < b->id;
}

static bool money_before(const struct promise_money *a, const struct promise_money *b)
{
	return a->day != b->day ? a->day < b->day : a->told_at < b->told_at;
}

/* Few of either, and in order already as the store gives them: insertion, which also keeps equals as they came. */
static void sort(struct promise_open *p, size_t n, struct promise_money *m, size_t n_money)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j > 0 && promise_before(&p[j], &p[j - 1]); j--) {
			struct promise_open swap = p[j];

			p[j] = p[j - 1];
			p[j - 1] = swap;
		}
	for (size_t i = 1; i < n_money; i++)
		for (size_t j = i; j > 0 && money_before(&m[j], &m[j - 1]); j--) {
			struct promise_money swap = m[j];

			m[j] = m[j - 1];
			m[j - 1] = swap;
		}
}

/* What was taken back undoes the newest money before it; more than that was no promise's. */
static void net(struct promise_money *m, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i; m[i].amount < 0 && j-- > 0;) {
			int64_t part = m[j].amount < -m[i].amount ? m[j].amount : -m[i].amount;

			if (part <= 0)
				continue;
			m[j].amount -= part;
			m[i].amount += part;
		}
		if (m[i].amount < 0)
			m[i].amount = 0;
	}
}

static bool counts(const struct promise_open *p, const struct promise_money *m)
{
	return m->amount > 0 && m->told_at >= p->made_at && m->day >= p->made_day &&
	       (p->put_off || m->day <= p->until);
}

/* Promise `i` takes what counts for it. Each take uses up some money or fills the promise, so all of them together are
 * at most as many as there are of both. */
static void take(struct promise_open *p, size_t i, struct promise_money *m, size_t n_money, struct promise_take *takes,
		 size_t *done)
{
	for (size_t j = 0; j < n_money && p[i].paid < p[i].amount; j++) {
		int64_t wanted = p[i].amount - p[i].paid;
		int64_t part = m[j].amount < wanted ? m[j].amount : wanted;

		if (!counts(&p[i], &m[j]))
			continue;
		m[j].amount -= part;
		p[i].paid += part;
		takes[(*done)++] = (struct promise_take){ i, j, part };
	}
}

static enum promise_state verdict(const struct promise_open *p, const struct promise_terms *t)
{
	if (p->paid >= p->amount || t->balance <= 0)
		return PROMISE_KEPT;
	if (p->put_off)
		return p->state;
	if (t->today > p->until)
		return p->paid > 0 ? PROMISE_PARTLY_KEPT : PROMISE_BROKEN;
	if (p->state == PROMISE_VERIFYING) /* also when the contact moved west of its day's end */
		return p->state;
	return t->today > p->day ? PROMISE_VERIFYING : PROMISE_ACTIVE;
}

static int64_t look_day(const struct promise_open *p, int64_t today)
{
	if (p->put_off)
		return p->day > today ? p->day : today;
	return p->next == PROMISE_VERIFYING ? p->until : p->day;
}

void promise_judge(struct promise_open *p, size_t n, struct promise_money *m, size_t n_money,
		   const struct promise_terms *t, struct promise_take *takes, size_t *ret_takes)
{
	int64_t room = t->balance - t->held; /* what may be collected, less what the promises before lack */
	size_t done = 0;

	sort(p, n, m, n_money);
	net(m, n_money);
	for (size_t i = 0; i < n; i++) {
		p[i].paid = 0;
		p[i].put_off = false;
		p[i].until = (t->released > p[i].day ? t->released : p[i].day) + t->grace_days;
		take(p, i, m, n_money, takes, &done);
		p[i].put_off = t->held > 0 && p[i].amount - p[i].paid > room;
		if (p[i].put_off)
			take(p, i, m, n_money, takes, &done);
		else
			room -= p[i].amount - p[i].paid;
		p[i].next = verdict(&p[i], t);
		p[i].look_day = look_day(&p[i], t->today);
	}
	*ret_takes = done;
}
