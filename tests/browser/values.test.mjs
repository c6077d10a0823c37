// One debtor's visit, with its own good form tokens, sends another's values where no path names them: in the fields of
// forms and in queries. Each must be answered like a value that was never given to anybody, say nothing of the other and
// change nothing of the other's; one's own value must make a difference, or nothing was tried.
import './harness/life.mjs';
import { before, describe, it } from 'node:test';
import { forms } from './forms.mjs';
import { equal, none, truly } from './harness/report.mjs';
import { absent, difference, plain } from './harness/swap.mjs';
import { world } from './harness/world.mjs';
import { callFields, pages } from './pages.mjs';
import { anyOf } from './words.mjs';

const number = (d) => d.account.number;
const pathOf = async (d, pattern) => pattern.exec((await d.client.get('/home')).text)[1];
const accountId = (d) => d.once('account id', () => pathOf(d, /href="\/account\/(\d+)"/));
const dispute = async (d) => `/account/${await accountId(d)}/dispute`;
const partOf = async (d) => `${await dispute(d)}?reason=other&part=invoices&step=part`;
const invoice = (d) => d.once('invoice', async () => (await d.client.get(await partOf(d))).choices('i')[0]);
const receipt = (d) => d.once('the newer of two receipts', async () => {
	for (const channel of ['', 'email'])
		await d.client.post(await d.client.get('/preferences'), '/preferences', { channel });
	return /href="\/receipt\/([^"]+)"/.exec((await d.client.get('/activity')).text)[1];
});
const sure = async (d) => {
	const page = await d.client.get('/opt-out');
	return (await d.client.post(page, '/opt-out', { choice: /value="(\w+:email:this)"/.exec(page.text)[1] })).form('/opt-out/sure');
};

// The form of an entry of forms.mjs on the debtor's own page, filled in; the same each time.
const filled = (d, entry) => d.once(`filled ${entry.route}`, async () => {
	await entry.before?.(d);
	const at = await entry.at(d), form = (await d.client.get(at)).form(entry.action ?? at);
	return { ...form, fields: { ...form.fields, ...await entry.with(d) } };
});
const formOf = (route) => forms.find((f) => f.route === route);
const disputed = async (d, more) => {
	const page = await d.client.get(`${await dispute(d)}/form`), form = page.form('/dispute');
	const fields = { ...form.fields, reason: 'other', statement: 'In my own words.', ...more };
	return d.client.request('POST', form.action, { form: Object.entries(fields).flatMap(([k, v]) => [v].flat().map((one) => [k, one])) });
};

const asked = (path) => async (d, v) => d.client.get((typeof path === 'function' ? await path(d) : path) + encodeURIComponent(v));

//   what   what the report calls it
//   of     the debtor's own value
//   send   sends a value from the visit of a debtor
//   never  a value of the same kind that is nobody's (default: harness/swap.mjs)
//   mute   why one's own value makes no difference
const rows = [
	{ what: 'GET /activity?before=', of: receipt, send: asked('/activity?before=') },
	{ what: 'GET /home?after=', of: accountId, send: asked('/home?after='), never: (v) => String(BigInt(v) + 1n) }, // counted past, so it stays near
	{ what: 'GET /callback?account=', of: number, send: asked('/callback?account=') },
	{ what: 'GET /messages/new?account=', of: number, send: asked('/messages/new?account=') },
	{ what: 'GET /account/:account/dispute?i=', of: invoice, send: asked(async (d) => `${await partOf(d)}&i=`) },
	{ what: 'GET /account/:account/dispute?account=', of: number, send: asked(async (d) => `${await partOf(d)}&account=`), mute: 'the path says which' },
	{ what: 'POST /callback account', of: number,
	  send: async (d, v) => d.client.post(await d.client.get('/callback'), '/callback', { ...await callFields(d), account: v }) },
	{ what: 'POST /messages/new account', of: number,
	  send: async (d, v) => d.client.post(await d.client.get('/messages/new'), '/messages/new', { topic: 'payment', text: 'Mine', account: v }) },
	{ what: 'POST /account/:account/dispute i, to be checked', of: invoice, send: (d, v) => disputed(d, { step: 'check', part: 'invoices', i: v }) },
	{ what: 'POST /account/:account/dispute i beside one\'s own, to be checked', of: invoice, mute: 'it is sent beside itself',
	  send: async (d, v) => disputed(d, { step: 'check', part: 'invoices', i: [await invoice(d), v] }) },
	{ what: 'POST /account/:account/dispute account', of: number, mute: 'the path says which',
	  send: (d, v) => disputed(d, { step: 'check', part: 'whole', account: v }) },
	{ what: 'POST /account/:account/dispute i', of: invoice, send: (d, v) => disputed(d, { part: 'invoices', i: v }) },
	{ what: 'POST /opt-out/sure address', of: async (d) => (await sure(d)).fields.address, send: async (d, v) => d.client.send(await sure(d), { address: v }) },
	{ what: 'POST /opt-out/sure form_id', of: async (d) => (await sure(d)).fields.form_id, send: async (d, v) => d.client.send(await sure(d), { form_id: v }) },
];
const token = (v) => (v.length === 43 ? 'x'.repeat(42) + 'w' : absent(v));

describe('another debtor\'s values in a form or a query', () => {
	let w, mine, other;

	before(async () => {
		w = await world();
		[mine, other] = [w.debtor(w.languages[0], 'sends values'), w.debtor(w.languages[0], 'values are sent')];
		for (const d of [mine, other]) {
			await d.signIn();
			await receipt(d);
		}
		for (const route of w.routes.filter((r) => r.fields.includes('form_id') && formOf(r.name) && r.path !== '/feedback'))
			rows.push({ what: `${route.name} form_id`, of: async (d) => (await filled(d, formOf(route.name))).fields.form_id,
				    send: async (d, v) => d.client.send(await filled(d, formOf(route.name)), { form_id: v }) });
	});

	// Of the other's, and not of one's own too: creditors and towns are shared.
	const tellTales = () => w.dataOf(other.person).filter((s) => s.length > 3 && !w.dataOf(mine.person).some((m) => m.includes(s)));

	// What the other is shown, and what happened to the other since.
	const state = async () => Promise.all(['/home', '/activity', '/messages', '/callback', '/opt-out', '/preferences', '/preferences/details']
		.map(async (path) => plain(await other.client.get(path), [])));
	const happened = async (head) => {
		const numbers = new Set(other.person.accounts.map((a) => a.number));
		return (await w.server.events(head)).filter((e) => numbers.has(e.account) || e.contact_name === other.person.name);
	};

	it('another debtor\'s value is answered like one that nobody was given, says nothing of the other and changes nothing', async () => {
		const lines = [], said = anyOf(tellTales(), 'u');
		for (const { what, of, send, never: nobodys = token, mute } of rows) {
			const its = await of(other), never = nobodys(its), own = await of(mine);
			const head = await w.server.head(), before = await state();
			const answers = [await send(mine, its), await send(mine, never)];
			const [theirs, nothing] = answers.map((a) => plain(a, [its, never, own]));
			if (theirs !== nothing)
				lines.push(`${what} | ${answers[0].status} for the other's, ${answers[1].status} for none; first difference: ${difference(theirs, nothing)}`);
			for (const hit of plain(answers[0], [its]).matchAll(new RegExp(said.source, 'gu')))
				lines.push(`${what} | says "${hit[0]}"`);
			for (const e of await happened(head))
				lines.push(`${what} | event ${e.kind} of the other's`);
			(await state()).forEach((now, i) => now === before[i] || lines.push(`${what} | the other is shown something else: ${difference(before[i], now)}`));
			if (!mute && plain(await send(mine, own), [its, never, own]) === nothing)
				lines.push(`${what} | one's own value makes no difference, so nothing was tried`);
		}
		const routes = w.routes.filter((r) => r.fields.includes('form_id')).map((r) => `${r.name} form_id`).filter((n) => !n.includes('/feedback'));
		for (const name of routes.filter((n) => !rows.some((r) => r.what === n)))
			lines.push(`${name} | was not tried: give forms.mjs its form`);
		console.log(`# sent ${rows.length} values of another's`);
		none(lines, 'told apart');
	});

	// Its id is the right to answer once, visit or none: who holds it may, as with a link.
	it('the id of another\'s question how it was tells nothing of the other and answers no more than once', async () => {
		const page = pages.find((p) => p.name === 'promise receipt'), head = await w.server.head();
		const form = (await other.client.get(await page.at(other))).form('/feedback');
		await other.client.send(form, { answer: '5' });
		const answer = await mine.client.send(form, { answer: '1', line: 'not the other' }), faulty = await mine.client.send(form, { answer: '9' });
		none([answer, faulty].flatMap((a) => [...plain(a, []).matchAll(anyOf(tellTales(), 'gu'))].map((m) => `${a.status} says "${m[0]}"`)), 'said of the other');
		const given = (await happened(head)).filter((e) => e.kind === 'portal.feedback');
		equal([5], given.map((e) => e.body.score), 'marks given');
		truly(!(await w.server.ctl('feedback.list')).items.some((f) => JSON.stringify(f).includes('not the other')), 'no word of mine is kept as the other\'s');
	});
});
