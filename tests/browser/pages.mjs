// Every page of the portal and how a test comes to it: one line a page. Every route that `quitsd routes` prints must
// stand here or among the exceptions, or a test fails.
//
//   name    what the reports call it
//   route   "VERB path" as quitsd routes prints it, or "error" for what no route answers
//   inside  true: seen by a signed-in debtor; else by a stranger who knows at most a link
//   either  true: seen from inside although its route is open to strangers too
//   at      where it is: a function of the debtor (harness/world.mjs)
//   post    fill the page's form and send it; the page is the answer (redirects followed):
//           { action: end of the form's action (default `at`), with: fields or function, times }
//   answer  instead of both: a function of (debtor, client) that gives the answer
//   status  what it answers, if not 200
//   role    another debtor than the viewer, for what changes a debtor's links or would be in others' way
//   form    "invalid" for a form shown again with faults
//   bare    true: not for people (no HTML): only searched for what may not be said
//   set     settings it is seen under, on a server beside; `before`: a function of the debtor, done under the usual ones
//   asks    the names of what can be filled in or chosen there, where that tells it from another page
//   twin    the name of a page that says the same: so it is not looked at once more, but searched and checked

import { ALL } from './harness/report.mjs';
import { outside } from './outside.mjs';
import { canaryIn } from './words.mjs';

const soon = () => new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10); // also where it is tomorrow already
const unknown = `/l/${'x'.repeat(43)}`;
const wrongDigits = (d) => ({ digits: String((Number(d.digits) + 1) % 10000).padStart(4, '0') });

// The first path on a page of the debtor's that fits.
const found = async (d, page, pattern) => {
	const hit = pattern.exec((await d.client.get(page)).text);
	if (!hit)
		throw new Error(`nothing on ${page} looks like ${pattern}`);
	return hit[1];
};
// After the right digits of somebody who owes much: the page that asks for a code.
const secondStep = async (d, client) => {
	const path = await d.freshLink();
	return client.follow(await client.post(await client.get(path), path, { digits: d.digits }));
};

const promisePath = (d) => d.once('promise path', () => found(d, '/home', /href="(\/account\/\d+\/promise)"/));
const waiting = (d) => d.once('waiting for a code', async () =>
	(await d.client.post(await d.client.get('/preferences/details'), '/details', { whatsapp: '+44 20 7946 0958' })).location);
const anotherPromise = async (d) => {
	const form = await d.client.get(await promisePath(d));
	return (await d.client.post(form, '/promise', { amount: '1.00', promised_date: soon() })).location;
};
const promised = (d) => d.once('promised', () => anotherPromise(d));

const accountPath = async (d) => (await promisePath(d)).replace('/promise', '');

const disputePath = (d) => d.once('dispute path', () => found(d, '/home', /href="(\/account\/\d+\/dispute)"/));
const disputed = (d) => d.once('disputed', async () => {
	const form = await d.client.get(`${await disputePath(d)}/form`);
	return (await d.client.post(form, '/dispute', { reason: 'already_paid', part: 'amount', amount: '1.00', statement: 'Paid.' })).location;
});
// Files leave a receipt of their own.
const proven = (d) => d.once('proven', async () => {
	const path = await disputed(d), form = (await d.client.get(path)).forms.find((f) => f.action === path);
	const parts = [['form_token', '', form.fields.form_token], ['files', '; filename="letter.txt"', 'Paid.']];
	const body = parts.map(([name, more, text]) => `--edge\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${text}\r\n`).join('');
	return d.client.request('POST', path, { body: `${body}--edge--\r\n`, type: 'multipart/form-data; boundary=edge' });
});
const asked = (d) => d.once('asked', async () => {
	const form = await d.client.get((await disputePath(d)).replace('dispute', 'creditor'));
	return (await d.client.post(form, '/creditor', {})).location;
});
// What a call's form needs, for whatever accounts, numbers and times it offers.
export const callFields = async (d) => {
	const { text } = await d.client.get('/callback'), account = /<select id="account"[^]*?<option value="([^"]+)"/.exec(text);
	return { ...account && { account: account[1] }, ...text.includes('name="number"') && { number: 'other' }, topic: 'payment',
		 window: /<option value="(\d{4}-[^"]+)"/.exec(text)[1], other_number: '+44 20 7946 0123' };
};
// A call that waits; asked for if there is none.
export const call = async (d) => {
	const page = await d.client.get('/callback'), waits = /href="(\/callback\/CB-[^"]+)"/.exec(page.text);
	return waits ? waits[1] : (await d.client.post(page, '/callback', await callFields(d))).location;
};
// A conversation that is not closed.
export const thread = async (d) => (await d.client.post(await d.client.get('/messages/new'), '/messages/new',
							{ topic: 'payment', text: 'Good morning' })).location.replace(/[?#].*/, '');
const justWritten = async (d, c) => c.follow(await c.post(await c.get('/messages/new'), '/messages/new', { topic: 'payment', text: 'Good morning' }));
const called = (d) => d.once('called', call);
const written = (d) => d.once('written', thread);
const closed = (d) => d.once('closed', async () => {
	const at = await thread(d);
	await d.client.post(await d.client.get(at), '/close');
	return at;
});

// A conversation that the team answered, with a file of the debtor's and a note that no debtor may see.
const answered = (d) => d.once('answered', async () => {
	const { server } = d.world, form = (await d.client.get('/messages/new')).form('/messages/new');
	const file = { name: 'proof.txt', mimeType: 'text/plain', buffer: Buffer.from('Paid on Monday.\n') };
	const path = (await d.client.send(form, { topic: 'payment', text: 'Please look.', files: file })).location.replace(/[?#].*/, '');
	const { thread: id } = (await server.ctl('message.list', { limit: 200 })).items.find((t) => path.endsWith(t.reference));
	await server.ctl('message.note', { thread: id, text: canaryIn('message.note') });
	await server.ctl('message.reply', { thread: id, text: 'Thank you. We have seen your file.' });
	return path;
});
const summary = (d) => d.once('summary', async () => {
	const answer = await d.client.post(await d.client.get('/summary'), '/summary', {});
	if (answer.status !== 303)
		throw new Error(`the summary answered ${answer.status}: ${answer.dom.querySelector('main')?.text.trim().replace(/\s+/g, ' ')}`);
	return answer.location;
});
const code = async (d) => (await d.signIn(), (await summary(d)).split('/').pop());

// One person's messages are stopped by what is looked at below, so all that needs a message is made before.
const ready = (d) => d.once('ready', async () => {
	await d.signIn();
	const link = await d.freshLink();
	const mail = (await d.world.server.outbox()).filter((m) => m.body.includes(link))[0];
	return { link, stop: /\/u\/[\w-]{43}/.exec(mail.body)[0] };
});
const rightChosen = async (d, c, right) => c.post(await c.get(`${(await ready(d)).link}/rights`), '/rights', { right });
const offered = (page) => /value="((?:stop|allow):[^"]+)"/.exec(page.text)[1];
const stopChosen = async (c) => {
	const page = await c.get('/opt-out');
	return c.post(page, '/opt-out', { choice: offered(page) });
};

export const everyPage = [
	{ name: 'front', route: 'GET /', at: () => '/' },
	{ name: 'landing', route: 'GET /l/:token', at: (d) => d.link(), role: 'landing' },
	{ name: 'landing, three digits', route: 'POST /l/:token', at: (d) => d.link(), role: 'landing', post: { with: { digits: '123' } }, form: 'invalid' },
	{ name: 'landing, wrong digits', route: 'POST /l/:token', at: (d) => d.freshLink(), role: 'wrong', post: { with: wrongDigits }, form: 'invalid' },
	{ name: 'landing, locked now', route: 'POST /l/:token', at: (d) => d.freshLink(), role: 'locked', post: { with: wrongDigits, times: 2 } },
	{ name: 'code', route: 'GET /l/:token/code', role: 'rich', answer: secondStep },
	{ name: 'code, wrong', route: 'POST /l/:token/code', role: 'rich', answer: async (d, c) => c.post(await secondStep(d, c), '/code', { code: '000000' }), form: 'invalid' },
	{ name: 'code, another', route: 'POST /l/:token/code/again', role: 'rich', answer: async (d, c) => c.follow(await c.post(await secondStep(d, c), '/again')) },
	{ name: 'landing, spent link', route: 'GET /l/:token', at: (d) => d.spentLink(), role: 'spent' },
	{ name: 'landing, unknown link', route: 'GET /l/:token', at: () => unknown },
	{ name: 'a new link asked for', route: 'POST /l/:token/again', role: 'spent', answer: async (d, c) => c.post(await c.get(await d.spentLink()), '/again') },
	{ name: 'rights', route: 'GET /l/:token/rights', role: 'stops', at: async (d) => `${(await ready(d)).link}/rights` },
	{ name: 'rights, none chosen', route: 'POST /l/:token/rights', role: 'stops', at: async (d) => `${(await ready(d)).link}/rights`, post: { with: {} }, form: 'invalid' },
	{ name: 'rights, to stop', route: 'POST /l/:token/rights', role: 'stops', answer: (d, c) => rightChosen(d, c, 'stop') },
	{ name: 'rights, not me', route: 'POST /l/:token/rights', role: 'stops', answer: (d, c) => rightChosen(d, c, 'not_me') },
	{ name: 'rights, letters', route: 'POST /l/:token/rights', role: 'stops', answer: (d, c) => rightChosen(d, c, 'paper') },
	{ name: 'rights, a person', route: 'POST /l/:token/rights', role: 'stops', answer: (d, c) => rightChosen(d, c, 'person') },
	{ name: 'rights, a person asked for', route: 'POST /l/:token/rights/sure', role: 'stops', answer: async (d, c) => c.post(await rightChosen(d, c, 'person'), '/rights/sure') },
	{ name: 'rights from an e-mail', route: 'GET /u/:token', role: 'stops', at: async (d) => (await ready(d)).stop },
	{ name: 'rights from an e-mail, a person', route: 'POST /u/:token/rights', role: 'stops', answer: async (d, c) => c.post(await c.get((await ready(d)).stop), '/rights', { right: 'person' }) },
	{ name: 'rights from an e-mail, a person asked for', route: 'POST /u/:token/rights/sure', role: 'stops', answer: async (d, c) => c.post(await c.post(await c.get((await ready(d)).stop), '/rights', { right: 'person' }), '/rights/sure') },
	{ name: 'stopped by the mail program', route: 'POST /u/:token', role: 'stops', answer: async (d, c) => c.request('POST', (await ready(d)).stop, { form: { 'List-Unsubscribe': 'One-Click' } }) },
	{ name: 'opt-out', route: 'GET /opt-out', inside: true, at: () => '/opt-out' },
	{ name: 'messages, none chosen', route: 'POST /opt-out', inside: true, at: () => '/opt-out', post: { with: {} }, form: 'invalid' },
	{ name: 'messages, to stop', route: 'POST /opt-out', inside: true, answer: (d, c) => stopChosen(c) },
	{ name: 'messages, changed', route: 'POST /opt-out/sure', inside: true, role: 'stops', answer: async (d, c) => (await ready(d), c.follow(await c.post(await stopChosen(c), '/opt-out/sure'))) },
	{ name: 'home', route: 'GET /home', inside: true, at: () => '/home' },
	{ name: 'account', route: 'GET /account/:account', inside: true, at: accountPath },
	{ name: 'promise form', route: 'GET /account/:account/promise', inside: true, at: promisePath },
	{ name: 'promise form, faulty', route: 'POST /account/:account/promise', inside: true, at: promisePath, post: { with: { amount: 'much', promised_date: '2001-01-01' } }, form: 'invalid' },
	{ name: 'promise form, empty', route: 'POST /account/:account/promise', inside: true, at: promisePath, post: { with: { amount: '', promised_date: '' } }, form: 'invalid' },
	{ name: 'promise receipt', route: 'GET /promise/:reference', inside: true, at: promised },
	{ name: 'promise move', route: 'GET /promise/:reference/move', inside: true, at: async (d) => `${await promised(d)}/move` },
	{ name: 'promise move, faulty', route: 'POST /promise/:reference/move', inside: true, at: async (d) => `${await promised(d)}/move`, post: { with: { promised_date: '2001-01-01' } }, form: 'invalid' },
	{ name: 'promise cancel', route: 'GET /promise/:reference/cancel', inside: true, at: async (d) => `${await promised(d)}/cancel` },
	{ name: 'promise cancelled', route: 'POST /promise/:reference/cancel', inside: true, at: async (d) => `${await anotherPromise(d)}/cancel`, post: { action: '/cancel', with: {} } },
	{ name: 'promise reminder', route: 'GET /promise/:reference/reminder.ics', inside: true, bare: true, at: async (d) => `${await promised(d)}/reminder.ics` },
	{ name: 'account with a promise', route: 'GET /account/:account', inside: true, at: async (d) => (await promised(d), accountPath(d)) },
	{ name: 'home with a promise', route: 'GET /home', inside: true, at: async (d) => (await promised(d), '/home') },
	{ name: 'activity', route: 'GET /activity', inside: true, at: async (d) => (await promised(d), '/activity') },
	{ name: 'receipt', route: 'GET /receipt/:reference', inside: true, at: async (d) => (await promised(d)).replace('/promise/', '/receipt/') },
	{ name: 'dispute, reason', route: 'GET /account/:account/dispute', inside: true, at: disputePath },
	{ name: 'dispute, part', route: 'GET /account/:account/dispute', inside: true, at: async (d) => `${await disputePath(d)}?reason=other&step=part` },
	{ name: 'dispute, words', route: 'GET /account/:account/dispute', inside: true, at: async (d) => `${await disputePath(d)}?reason=other&part=whole&step=statement` },
	{ name: 'dispute, check', route: 'POST /account/:account/dispute', inside: true, at: async (d) => `${await disputePath(d)}?reason=other&part=whole&step=statement`, post: { action: '/dispute', with: { statement: 'Two lines\nof words.', step: 'check' } } },
	{ name: 'dispute, back to the part', route: 'POST /account/:account/dispute', inside: true, at: async (d) => `${await disputePath(d)}?reason=other&part=whole&step=statement`, post: { action: '/dispute', with: { statement: 'Words.', step: 'part' } } },
	{ name: 'dispute, all on one page', route: 'GET /account/:account/dispute/form', inside: true, at: async (d) => `${await disputePath(d)}/form` },
	{ name: 'dispute, faulty', route: 'POST /account/:account/dispute', inside: true, at: async (d) => `${await disputePath(d)}/form`, post: { action: '/dispute', with: { part: 'amount', amount: 'much' } }, form: 'invalid' },
	{ name: 'dispute filed', route: 'GET /dispute/:reference', inside: true, at: disputed },
	{ name: 'dispute with files', route: 'GET /dispute/:reference', inside: true, at: async (d) => (await proven(d), disputed(d)) },
	{ name: 'dispute, no file chosen', route: 'POST /dispute/:reference', inside: true, at: disputed, post: { with: {} }, form: 'invalid' },
	{ name: 'home with a dispute', route: 'GET /home', inside: true, at: async (d) => (await disputed(d), '/home') },
	{ name: 'original creditor', route: 'GET /account/:account/creditor', inside: true, at: async (d) => (await disputePath(d)).replace('dispute', 'creditor') },
	{ name: 'original creditor asked for', route: 'GET /creditor/:reference', inside: true, at: asked },
	{ name: 'welcome', route: 'GET /welcome', inside: true, role: 'newcomer', at: () => '/welcome' },
	{ name: 'welcome, faulty', route: 'POST /welcome', inside: true, role: 'newcomer', at: () => '/welcome', post: { with: { channel: 'pigeon', answer: 'confirm' } }, form: 'invalid' },
	{ name: 'preferences', route: 'GET /preferences', inside: true, at: () => '/preferences' },
	{ name: 'preferences, waiting for a code', route: 'GET /preferences', inside: true, role: 'mover', at: async (d) => (await waiting(d), '/preferences') },
	{ name: 'preferences, faulty', route: 'POST /preferences', inside: true, at: () => '/preferences', post: { with: { from_2: '12:00', to_2: '09:00' } }, form: 'invalid' },
	{ name: 'contact details', route: 'GET /preferences/details', inside: true, at: () => '/preferences/details' },
	{ name: 'contact details, faulty', route: 'POST /preferences/details', inside: true, at: () => '/preferences/details', post: { with: { phone: '12', city: 'Leeds', street: '' } }, form: 'invalid' },
	{ name: 'code of a new number', route: 'GET /preferences/code/:channel', inside: true, role: 'mover', at: waiting },
	{ name: 'code of a new number, faulty', route: 'POST /preferences/code/:channel', inside: true, role: 'mover', at: waiting, post: { with: { code: '12' } }, form: 'invalid' },
	{ name: 'how it was, faulty', route: 'POST /feedback', inside: true, either: true, at: promised, post: { action: '/feedback', with: { line: 'quick' } }, form: 'invalid' },
	{ name: 'thanks', route: 'GET /thanks', at: () => '/thanks' },
	{ name: 'how this works', route: 'GET /help/how', at: () => '/help/how' },
	{ name: 'how we protect you', route: 'GET /help/safety', at: () => '/help/safety' },
	{ name: 'call form', route: 'GET /callback', inside: true, at: () => '/callback' },
	{ name: 'call form, faulty', route: 'POST /callback', inside: true, at: () => '/callback', post: { with: async (d) => ({ ...await callFields(d), window: '2001-01-01T10:00:00Z', other_number: '12' }) }, form: 'invalid' },
	{ name: 'call', route: 'GET /callback/:reference', inside: true, role: 'caller', at: called },
	{ name: 'call form with a call', route: 'GET /callback', inside: true, role: 'caller', at: async (d) => (await called(d), '/callback') },
	{ name: 'call off?', route: 'GET /callback/:reference/cancel', inside: true, role: 'caller', at: async (d) => `${await called(d)}/cancel` },
	{ name: 'call, calendar', route: 'GET /callback/:reference/calendar', inside: true, role: 'caller', at: async (d) => `${await called(d)}/calendar`, bare: true },
	{ name: 'messages, none', route: 'GET /messages', inside: true, role: 'caller', at: () => '/messages' },
	{ name: 'message form', route: 'GET /messages/new', inside: true, at: () => '/messages/new' },
	{ name: 'message form, faulty', route: 'POST /messages/new', inside: true, at: () => '/messages/new', post: { with: { topic: '', text: '' } }, form: 'invalid' },
	{ name: 'conversation', route: 'GET /messages/:reference', inside: true, at: written },
	{ name: 'conversation, just begun', route: 'POST /messages/new', inside: true, answer: justWritten },
	{ name: 'conversation, faulty', route: 'POST /messages/:reference', inside: true, at: written, post: { with: { text: '' } }, form: 'invalid' },
	{ name: 'conversation, closed', route: 'GET /messages/:reference', inside: true, at: closed },
	{ name: 'messages', route: 'GET /messages', inside: true, at: async (d) => (await written(d), '/messages') },
	{ name: 'conversation, answered', route: 'GET /messages/:reference', inside: true, role: 'writer', at: answered },
	{ name: 'attachment', route: 'GET /attachment/:attachment', inside: true, role: 'writer', at: async (d) => found(d, await answered(d), /href="(\/attachment\/[^"]+)"/), bare: true },
	{ name: 'call, called off', route: 'POST /callback/:reference/cancel', inside: true, role: 'call off', at: async (d) => `${await called(d)}/cancel`, post: { with: {} } },
	{ name: 'summary', route: 'GET /summary', inside: true, at: () => '/summary' },
	{ name: 'summary, made', route: 'GET /document/:code', inside: true, at: summary },
	{ name: 'summary, file', route: 'GET /document/:code/summary.pdf', inside: true, at: async (d) => `${await summary(d)}/summary.pdf`, bare: true },
	{ name: 'check a document', route: 'GET /verify', at: () => '/verify' },
	{ name: 'check a document, ours', route: 'GET /verify', at: async (d) => `/verify?code=${await code(d)}` },
	{ name: 'check a document, altered', route: 'GET /verify', at: async (d) => `/verify?code=${await code(d)}&sha256=${'0'.repeat(64)}` },
	{ name: 'check a document, unknown', route: 'GET /verify', at: () => '/verify?code=7K3F9-QXA2M-4TWRB-9HCDE' },
	{ name: 'check a document, bad sum', route: 'GET /verify', at: async (d) => `/verify?code=${await code(d)}&sha256=x`, form: 'invalid' },
	{ name: 'check a document, its file', route: 'POST /verify', at: () => '/verify', post: { with: async (d) => ({ code: await code(d), files: { name: 'summary.pdf', mimeType: 'application/pdf', buffer: (await d.client.get(`${await summary(d)}/summary.pdf`)).bytes } }) } },
	{ name: 'signed out', route: 'GET /bye', at: () => '/bye' },
	{ name: 'no such page', route: 'error', at: () => '/nowhere', status: 404 },
	{ name: 'no such page, inside', route: 'error', inside: true, at: () => '/nowhere', status: 404 },
	{ name: 'not that way', route: 'error', answer: (d, c) => c.request('POST', '/bye', { form: {} }), status: 405 },
	{ name: 'from another site', route: 'error', answer: (d, c) => c.request('POST', unknown, { form: { digits: '1' }, headers: { Origin: 'https://elsewhere.example' } }), status: 403 },
	{ name: 'forged form, inside', route: 'error', inside: true, answer: (d, c) => c.request('POST', '/sign-out', { form: { form_token: 'x'.repeat(43) } }), status: 403 },
	{ name: 'not a form', route: 'error', answer: (d, c) => c.request('POST', unknown, { body: '{}', type: 'application/json' }), status: 415 },
	...outside,
];

// While one works at a page: PAGES=promise LANGUAGES=en,ar ./dev browser screen looks at nothing else.
export const pages = everyPage.filter((p) => !process.env.PAGES || p.name.includes(process.env.PAGES));

// What is looked at, in a browser or by a reader.
export const looks = pages.filter((p) => !p.bare && !p.twin);

// Is the page, of this place among `looks`, looked at in the language of this place? Those of outside.mjs are other words
// in the forms and messages of the rest: languages take turns, two for each; words and HTML are searched in all.
export const inTurn = (page, p, l) => ALL || !page.set || (l + p) % 3 === 0;

// Routes that have no page of their own, each with its reason.
export const exceptions = {
	'POST /account/:account/creditor': 'answers with a redirect to GET /creditor/:reference; forms.mjs sends it',
	'GET /brand/:file': 'a picture, and only where a logo is set; tests/portal/brand_test.c asks for it',
	'GET /feedback': 'leads back to the overview or the last page',
	'GET /preferences/code/:channel/again': 'leads back to the code',
	'POST /preferences/code/:channel/again': 'answers with a redirect to the code',
	'POST /preferences/code/:channel/drop': 'answers with a redirect to the preferences; forms.mjs sends it',
	'POST /summary': 'answers with a redirect to GET /document/:code; forms.mjs sends it',
	'POST /callback/:reference/cancel': 'answers with a redirect to GET /callback/:reference; forms.mjs sends it',
	'POST /messages/:reference/close': 'answers with a redirect to GET /messages/:reference; forms.mjs sends it',
	'GET /messages/:reference/close': 'the same page as GET /messages/:reference',
	'GET /l/:token/code/again': 'leads back to the code',
	'GET /preferences/code/:channel/drop': 'leads back to the code',
	'GET /sign-out': 'leads back to the overview',
	'GET /l/:token/again': 'answers with a redirect to the link',
	'GET /l/:token/rights/sure': 'the choice of GET /l/:token/rights again, where the language is switched',
	'GET /u/:token/rights': 'the same page as GET /u/:token',
	'GET /u/:token/rights/sure': 'the same page as GET /u/:token',
	'GET /opt-out/sure': 'answers with a redirect to GET /opt-out',
	'POST /sign-out': 'answers with a redirect to GET /bye; forms.mjs sends it',
};
