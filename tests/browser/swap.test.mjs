// One debtor's visit asks for another's things: every route, every method, every id and reference of the other that a
// path can name. What it gets must be what anybody gets for a thing that was never there: the same status and, but for
// tokens, the same bytes; and nothing of the other may change.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { forms } from './forms.mjs';
import { none, truly } from './harness/report.mjs';
import { absent, difference, plain, walk } from './harness/swap.mjs';
import { world } from './harness/world.mjs';
import { pages } from './pages.mjs';

// Paths whose variable is no debtor's thing, by how they begin, with the reason.
const nobodys = {
	'/l/:token': 'a link is the right of whoever holds it; before the digits it shows nothing',
	'/u/:token': 'the same for the link that stops messages',
	'/brand/:file': 'the organisation\'s own picture',
	'/preferences/code/:channel': 'a channel, one\'s own at any name',
};

const pattern = (path) => new RegExp(`^${path.split('/').map((p) => (p.startsWith(':') ? '([^/]+)' : p.replaceAll('.', '\\.'))).join('/')}$`);

describe('another debtor\'s things', () => {
	it('another debtor\'s things are answered like things that were never there, on every route by every method', async () => {
		const w = await world(), language = w.languages[0];
		const mine = w.debtor(language), other = w.debtor(language, 'swapped');
		const lines = [], met = { mine: new Set(), other: new Set() };
		await mine.signIn();
		await other.signIn();
		for (const [who, d] of [['mine', mine], ['other', other]]) {
			for (const page of pages.filter((p) => p.inside && p.at))
				met[who].add((await page.at(d)).replace(/[?#].*/, ''));
			for (const path of await walk(d))
				met[who].add(path);
		}
		const token = (await mine.client.get('/home')).forms.find((f) => f.fields.form_token).fields.form_token;
		const head = await w.server.head();
		let tried = 0;
		for (const route of w.routes.filter((r) => r.path.includes(':') && !Object.keys(nobodys).some((n) => r.path.startsWith(n)))) {
			const fits = (p) => pattern(route.path).test(p) && !w.routes.some((r) => r.path === p);
			const its = [...met.other].filter(fits), own = [...met.mine].filter(fits);
			if (its.length === 0 || own.length === 0) {
				lines.push(`${route.name} | no page leads there, so nothing was tried: give pages.mjs one`);
				continue;
			}
			for (const path of its.slice(0, 5)) {
				const vars = pattern(route.path).exec(path).slice(1), never = vars.map(absent);
				const gone = vars.reduce((p, v, i) => p.replace(`/${v}`, `/${never[i]}`), path);
				const form = forms.find((f) => f.route === route.name);
				const fields = form ? { ...Object.fromEntries(route.fields.map((f) => [f, ''])), ...await form.with(mine), form_token: token } : {};
				for (const method of route.verb === 'POST' ? ['POST'] : ['GET', 'HEAD']) {
					const ask = (p) => (method === 'POST' ? mine.client.send({ action: p, fields, enctype: form?.enctype }) : mine.client.request(method, p));
					const [a, b] = [await ask(path), await ask(gone)];
					tried++;
					const [theirs, none] = [a, b].map((answer) => plain(answer, [...vars, ...never]));
					if (theirs !== none)
						lines.push(`${method} ${route.path} | ${a.status} for the other's, ${b.status} for none; first difference: ${difference(theirs, none)}`);
					if (a.status < 400)
						lines.push(`${method} ${route.path} | answers ${a.status}`);
				}
			}
			if (route.verb === 'GET') {
				const good = await mine.client.get(own[0]);
				if (good.status !== 200)
					lines.push(`${route.name} | does not even show one's own: ${good.status}`);
			}
		}
		const numbers = new Set(other.person.accounts.map((a) => a.number));
		for (const e of await w.server.events(head))
			if (numbers.has(e.account))
				lines.push(`event ${e.kind} on the other's account`);
		console.log(`# asked ${tried} times for another's things`);
		truly(tried > 0, 'something was tried');
		none(lines, 'told apart');
	});

	it('a form that was made for another debtor\'s visit is refused', async () => {
		const w = await world(), language = w.languages[0];
		const mine = w.debtor(language);
		await mine.signIn();
		const lines = [];
		for (const entry of forms.filter((f) => w.route(f.route).guards.includes('form'))) {
			const other = w.debtor(language, `${entry.route} swapped`);
			await other.signIn();
			await entry.before?.(other);
			const path = await entry.at(other), page = await other.client.get(path);
			const answer = await mine.client.send(page.form(entry.action ?? path), await entry.with(other));
			if (answer.status !== 403)
				lines.push(`${entry.route} | ${answer.status}`);
		}
		none(lines, 'taken');
	});

	it('nothing inside is shown or done without a visit', async () => {
		const w = await world(), d = w.debtor(w.languages[0]), lines = [];
		await d.signIn();
		const met = await walk(d);
		for (const route of w.routes.filter((r) => r.guards.includes('signed-in') && !r.guards.includes('always')))
			for (const path of [...met].filter((p) => pattern(route.path).test(p)).slice(0, 2)) {
				const answer = await d.stranger().request(route.verb, path, route.verb === 'POST' ? { form: {} } : {});
				if (answer.status !== 303 || answer.location !== '/' || answer.text)
					lines.push(`${route.name} | ${answer.status} ${answer.location ?? ''} ${answer.text.length} bytes`);
			}
		none(lines, 'shown without a visit');
	});
});
