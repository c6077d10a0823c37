// Pages before identity that a portal set as ours usually is never shows: other questions than the default one, what a
// used-up budget leads to, a portal that is closed. Columns as in pages.mjs; `set` holds while the page is asked for,
// `shared`: one debtor for all languages.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { canaryIn } from './words.mjs';

const year = { 'identity.mode': 'last4_birth_year' }, six = { 'identity.mode': 'last6' }, whole = { 'identity.mode': 'full_reference' };
const twice = { 'second_factor': 'always' }, closed = { 'portal.on': 'off' };

// An answer to whatever a landing page asks, as it may look and wrong.
const wrong = (d, page) => {
	const long = page.text.includes('minlength="6"') ? 6 : 4, digits = `00${d.digits}`.slice(-long);
	const all = { digits: digits.replace(/\d$/, (c) => (Number(c) + 1) % 10), reference: 'REF 00000000', year: '1901', postcode: 'ZZ9 9ZZ' };
	return Object.fromEntries(Object.entries(all).filter(([name]) => page.dom.querySelector(`[name=${name}]`)));
};
const answer = async (d, client, path, fields, times = 1) => {
	let page = await client.get(path);
	for (let i = 0; i < times; i++)
		page = await client.post(page, path, fields ?? wrong(d, page));
	return page;
};
// The pseudo-language is no link's.
const link = (d, language) => d.freshLink(language === d.language ? undefined : language);
const fresh = (fields, times) => async (d, client) => answer(d, client, await link(d, client.language), fields, times);

// Wrong answers until a contact's next one needs more than the question: ten, and for a person ten more. The host changes,
// or it would be the one that is stopped; the breaker is reset, or everybody would be asked for a second fact.
const guess = async (d, needs) => {
	for (let host = 20; ; host++) {
		const now = await d.world.server.ctl('budget.show', { account: d.account.number });
		if (now.tripped)
			await d.world.calm();
		else if (now.needs === needs)
			return;
		else
			await fresh(undefined, 2)(d, d.stranger(d.address.replace(/\d+$/, String(host))));
	}
};
const stepped = (d) => d.once('asked for a second fact', () => guess(d, 'a second fact'));
const paused = (d) => d.once('contact paused', () => guess(d, 'a person'));
const lifted = (d) => d.once('contact paused no more', async () => {
	await guess(d, 'a second fact');
	await d.world.server.ctl('budget.lift', { account: d.account.number, reason: canaryIn('budget.lift') });
});

// One host of which too many wrong answers came, for all who come from there.
const host = (d) => d.stranger('10.255.255.7');
const stopped = (d) => d.once('host stopped', async () => {
	for (let i = 0; i < 15; i += 2)
		await fresh(undefined, Math.min(2, 15 - i))(d, host(d));
});

const alone = (d) => d.once('alone', async () => {
	for (const scope of ['sms', 'whatsapp'])
		await d.world.server.ctl('consent.set', { account: d.account.number, scope, state: 'withdrawn', reason: canaryIn('consent.set') });
});
const right = (d) => ({ digits: d.digits });
const codePage = async (d, client) => client.follow(await answer(d, client, await d.freshLink(), right(d)));
const wrongCodes = async (d, client, code, times) => {
	let page = await codePage(d, client);
	for (let i = 0; i < times; i++)
		page = await client.post(page, '/code', { code });
	return page;
};
const moreCodes = async (d, client) => {
	let page = await codePage(d, client);
	for (let i = 0; i < 3; i++)
		page = await client.follow(await client.post(page, '/code/again'));
	return page;
};

const linkOf = (d) => d.once('one link', async () => (await d.world.server.sendLink(d.account.number, 'email')));
const revoked = (d) => d.once('revoked', async () => {
	const { id, path } = await linkOf(d);
	await d.world.server.ctl('link.revoke', { link: id });
	return path;
});
// Time is not waited for: the day of the link is moved.
const expired = (d) => d.once('expired', async () => {
	const { id, path } = await d.world.server.sendLink(d.account.number, 'email');
	execFileSync('sqlite3', ['-cmd', '.timeout 5000', join(d.world.server.dir, 'quits.db'), `UPDATE link SET expires_at = 1 WHERE id = ${id}`]);
	return path;
});

// The form of a landing page, filled in.
const asked = (d) => d.once('asked', async () => {
	const form = (await d.stranger().get((await linkOf(d)).path)).forms.find((f) => 'digits' in f.fields);
	return { ...form, fields: { ...form.fields, ...right(d) } };
});

// The pages of one question; `faults` are answers that are none.
const question = (name, set, asks, faults, lockedTwin) => [
	{ name: `landing, ${name}`, route: 'GET /l/:token', set, role: 'asked', asks, at: link },
	...Object.entries(faults).map(([fault, fields]) => ({ name: `landing, ${name}, ${fault}`, route: 'POST /l/:token', set, role: 'asked', asks,
		answer: fresh(fields), form: 'invalid' })),
	{ name: `landing, ${name}, wrong`, route: 'POST /l/:token', set, role: `asked ${name}`, asks, answer: fresh(), form: 'invalid' },
	{ name: `landing, ${name}, locked now`, route: 'POST /l/:token', set, asks: '', role: `asked ${name}`, answer: fresh(undefined, 2), twin: lockedTwin },
	{ name: `how we protect you, ${name}`, route: 'GET /help/safety', set, role: 'asked', at: () => '/help/safety' },
];

export const outside = [
	...question('year of birth', year, 'digits year', { 'three digits': { digits: '123', year: '1974' }, 'short year': { digits: '1234', year: '74' } }),
	...question('six digits', six, 'digits', { 'four digits': { digits: '1234' } }, 'landing, locked now'),
	...question('whole reference', whole, 'reference', { 'none': { reference: '-' } }),
	{ name: 'landing, second fact', route: 'GET /l/:token', set: {}, asks: 'digits year', role: 'guessed', shared: true, before: stepped, at: link },
	{ name: 'landing, second fact, none', route: 'POST /l/:token', set: {}, asks: 'digits year', role: 'guessed', shared: true, before: stepped, answer: fresh({ digits: '1234', year: '' }), form: 'invalid' },
	{ name: 'landing, second fact, of six digits', route: 'GET /l/:token', set: six, asks: 'digits year', role: 'guessed', shared: true, before: stepped, at: link },
	{ name: 'landing, second fact, of a reference', route: 'GET /l/:token', set: whole, asks: 'reference year', role: 'guessed', shared: true, before: stepped, at: link },
	{ name: 'landing, second fact, postcode', route: 'GET /l/:token', set: year, asks: 'digits year postcode', role: 'guessed', shared: true, before: stepped, at: link },
	{ name: 'landing, second fact, no postcode', route: 'POST /l/:token', set: year, asks: 'digits year postcode', role: 'guessed', shared: true, before: stepped,
	  answer: fresh({ digits: '1234', year: '1974', postcode: '-' }), form: 'invalid' },
	{ name: 'a person helps, contact paused', route: 'GET /l/:token', set: {}, asks: '', role: 'paused', shared: true, before: paused, at: link },
	{ name: 'landing, contact paused no more', route: 'GET /l/:token', set: {}, role: 'lifted', shared: true, before: lifted, at: link, twin: 'landing' },
	{ name: 'a person helps, no second fact on file', route: 'GET /l/:token', set: {}, role: 'bare', shared: true, before: paused, at: link,
	  twin: 'a person helps, contact paused' },
	{ name: 'a person helps, no year of birth on file', route: 'GET /l/:token', set: year, role: 'bare', before: linkOf, at: async (d) => (await linkOf(d)).path,
	  twin: 'a person helps, contact paused' },
	{ name: 'a person helps, no second address', route: 'POST /l/:token', set: twice, role: 'alone', before: alone,
	  answer: async (d, c) => answer(d, c, await d.freshLink(), right(d)), twin: 'a person helps, contact paused' },
	{ name: 'later', route: 'POST /l/:token', set: {}, role: 'host', shared: true, before: stopped,
	  answer: (d, c) => fresh()(d, Object.assign(host(d), { language: c.language })), status: 429 },
	{ name: 'landing, form of another browser', route: 'POST /l/:token', set: {}, role: 'asked', asks: 'digits',
	  answer: async (d, c) => d.stranger().send((await c.get(await d.freshLink())).forms.find((f) => 'digits' in f.fields), right(d)) },
	{ name: 'code, three digits', route: 'POST /l/:token/code', set: twice, role: 'code short', answer: (d, c) => wrongCodes(d, c, '123', 1), form: 'invalid' },
	{ name: 'code, wrong too often', route: 'POST /l/:token/code', set: twice, asks: 'code', role: 'code dead', answer: (d, c) => wrongCodes(d, c, '000000', 6) },
	{ name: 'code, another too soon', route: 'POST /l/:token/code/again', set: twice, asks: '', role: 'code asked', answer: moreCodes },
	{ name: 'landing, revoked link', route: 'GET /l/:token', set: {}, role: 'taken back', at: revoked, twin: 'landing, spent link' },
	{ name: 'landing, expired link', route: 'GET /l/:token', set: {}, role: 'taken back', at: expired, twin: 'landing, spent link' },
	{ name: 'closed', route: 'GET /', set: closed, role: 'asked', at: () => '/', status: 503 },
	{ name: 'closed, link', route: 'GET /l/:token', set: closed, role: 'shut', before: linkOf, at: async (d) => (await linkOf(d)).path, status: 503 },
	{ name: 'closed, answer', route: 'POST /l/:token', set: closed, role: 'shut', before: asked, answer: async (d, c) => c.send(await asked(d)), status: 503, twin: 'closed, link' },
	{ name: 'closed, home', route: 'GET /home', set: closed, role: 'asked', at: () => '/home', status: 503, twin: 'closed', either: true },
	{ name: 'closed, rights', route: 'GET /l/:token/rights', set: closed, role: 'shut', before: linkOf, at: async (d) => `${(await linkOf(d)).path}/rights`, twin: 'rights' },
];
