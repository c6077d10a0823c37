// Every form of the portal, filled in rightly, and what one sending of it may do: the double-submit and back-button
// tests send each twice and count the events. Every POST route must stand here or among the exceptions.
//
//   enctype  multipart/form-data for a form that takes files
//   route    as quitsd routes prints it
//   inside   sent by a signed-in debtor
//   at       the page that has the form: a function of the debtor
//   action   end of the form's action (default `at`)
//   with     what is typed, by field name: a function of the debtor
//   effect   { kind of event: how many }, after one sending and after two of the same
//   ends     where one comes to, as an expression
//   ended    true: the visit is over; going back shows nothing of it
//   before   what the debtor must have done first, as a function of the debtor
//   button   which button, if not the form's last, as a selector
import { call, callFields, thread } from './pages.mjs';

const soon = () => new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10);
const first = async (d, page, pattern) => pattern.exec((await d.client.get(page)).text)[1];

const waiting = async (d) => d.client.post(await d.client.get('/preferences/details'), '/details', { whatsapp: '+44 20 7946 0958' });
const later = () => new Date(Date.now() + 9 * 86400000).toISOString().slice(0, 10);
const promise = async (d) => {
	const form = await d.client.get(await first(d, '/home', /href="(\/account\/\d+\/promise)"/));
	return (await d.client.post(form, '/promise', { amount: '1.00', promised_date: soon() })).location;
};

export const forms = [
	{ route: 'POST /l/:token', at: (d) => d.freshLink(), with: (d) => ({ digits: d.digits }),
	  effect: { 'portal.session_started': 1 }, ends: /^\/(home|welcome)$/ },
	{ route: 'POST /account/:account/promise', inside: true, action: '/promise',
	  at: (d) => first(d, '/home', /href="(\/account\/\d+\/promise)"/),
	  with: () => ({ amount: '2.00', promised_date: soon() }), effect: { 'portal.promise_created': 1 },
	  ends: /^\/promise\/PR-/ },
	{ route: 'POST /account/:account/dispute', inside: true, action: '/dispute',
	  at: async (d) => `${await first(d, '/home', /href="(\/account\/\d+\/dispute)"/)}/form`,
	  with: () => ({ reason: 'other', part: 'amount', amount: '1.00', statement: 'In my own words.' }),
	  effect: { 'portal.dispute_filed': 1 }, ends: /^\/dispute\/DI-/ },
	{ route: 'POST /account/:account/creditor', inside: true, action: '/creditor',
	  at: async (d) => (await first(d, '/home', /href="(\/account\/\d+\/dispute)"/)).replace('dispute', 'creditor'),
	  with: () => ({}), effect: { 'portal.creditor_requested': 1 }, ends: /^\/creditor\/CR-/ },
	{ route: 'POST /preferences', inside: true, at: () => '/preferences', with: () => ({ channel: 'email', from_1: '09:00', to_1: '12:30' }),
	  effect: { 'portal.preferences_updated': 1 }, ends: /^\/receipt\/RC-/ },
	{ route: 'POST /preferences/details', inside: true, at: () => '/preferences/details',
	  with: () => ({ whatsapp: '+44 20 7946 0958' }), effect: { 'portal.code_sent': 1 }, ends: /^\/preferences\/code\/whatsapp$/ },
	{ route: 'POST /preferences/code/:channel/drop', inside: true, before: waiting, at: () => '/preferences/code/whatsapp', action: '/drop',
	  with: () => ({}), effect: {}, ends: /^\/preferences$/ },
	{ route: 'POST /feedback', inside: true, action: '/feedback', with: () => ({ answer: '4', line: 'quick' }),
	  at: (d) => d.once('receipt to ask about', async () => {
		const form = await d.client.get(await first(d, '/home', /href="(\/account\/\d+\/promise)"/));
		return (await d.client.post(form, '/promise', { amount: '1.50', promised_date: soon() })).location;
	  }),
	  effect: { 'portal.feedback': 1 }, ends: /^\/thanks$/ },
	{ route: 'POST /welcome', inside: true, role: 'newcomer', at: () => '/welcome', with: () => ({ channel: 'email' }),
	  button: 'button[value=confirm]', effect: { 'portal.preferences_updated': 1 }, ends: /^\/home$/ },
	{ route: 'POST /callback', inside: true, at: () => '/callback', with: callFields,
	  effect: { 'portal.callback_requested': 1 }, ends: /^\/callback\/CB-/ },
	{ route: 'POST /callback/:reference/cancel', inside: true, at: async (d) => `${await call(d)}/cancel`, with: () => ({}),
	  effect: { 'callback.cancelled': 1 }, ends: /^\/callback\/CB-/ },
	{ route: 'POST /messages/new', inside: true, enctype: 'multipart/form-data', at: () => '/messages/new',
	  with: () => ({ topic: 'payment', text: 'Good morning' }), effect: { 'portal.message_sent': 1 }, ends: /^\/messages\/MS-/ },
	{ route: 'POST /messages/:reference', inside: true, enctype: 'multipart/form-data', at: thread, with: () => ({ text: 'And good night' }),
	  effect: { 'portal.message_sent': 1 }, ends: /^\/messages\/MS-/ },
	{ route: 'POST /messages/:reference/close', inside: true, at: thread, action: '/close', with: () => ({}),
	  effect: { 'message.closed': 1 }, ends: /^\/messages\/MS-/ },
	{ route: 'POST /promise/:reference/move', inside: true, action: '/move', at: async (d) => `${await promise(d)}/move`,
	  with: () => ({ promised_date: later() }), effect: { 'portal.promise_rescheduled': 1 }, ends: /^\/promise\/PR-/ },
	{ route: 'POST /promise/:reference/cancel', inside: true, action: '/cancel', at: async (d) => `${await promise(d)}/cancel`,
	  with: () => ({}), effect: { 'portal.promise_cancelled': 1 }, ends: /^\/receipt\/RC-/ },
	{ route: 'POST /summary', inside: true, at: () => '/summary', with: () => ({}), effect: { 'portal.summary_downloaded': 1 }, ends: /^\/document\// },
	{ route: 'POST /sign-out', inside: true, at: () => '/home', action: '/sign-out', with: () => ({}),
	  effect: { 'portal.session_ended': 1 }, ends: /^\/(bye)?$/, ended: true },
];

export const exceptions = {
	'POST /l/:token/code': 'its code is only in a message; tests/portal/opening_test.c sends it',
	'POST /l/:token/code/again': 'sending it twice sends two codes, as asked; at most three an hour',
	'POST /verify': 'changes nothing',
	'POST /l/:token/again': 'sends a message as often as three times a day: tests/service/consent_test.c',
	'POST /l/:token/rights': 'a choice that changes nothing: tests/portal/rights_test.c',
	'POST /l/:token/rights/sure': 'stands only in the answer to another form; tests/portal/rights_test.c and tests/service/consent_test.c send it, twice too',
	'POST /u/:token': 'sent by mail programs, which have no page; tests/whole/consent_test.py sends it',
	'POST /u/:token/rights': 'a choice that changes nothing: tests/portal/rights_test.c',
	'POST /u/:token/rights/sure': 'as POST /l/:token/rights/sure',
	'POST /opt-out': 'a choice that changes nothing: tests/portal/rights_test.c',
	'POST /opt-out/sure': 'stands only in the answer to another form; tests/portal/rights_test.c sends it twice',
	'POST /dispute/:reference': 'files only: tests/portal/dispute_test.c and tests/whole/dispute_test.py send them, twice too',
	'POST /preferences/code/:channel': 'its code is only in a message; tests/portal/preferences_test.c sends it',
	'POST /preferences/code/:channel/again': 'sending it twice sends two codes, as asked; at most three an hour',
};
