// What operators note among themselves: a word of its own is noted in every way there is, then every page, file and
// message of the debtor it is about is read. The search of all that was answered (privacy.test.mjs) looks for the same.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { forms } from './forms.mjs';
import { equal, none, truly } from './harness/report.mjs';
import { run } from './harness/server.mjs';
import { walk } from './harness/swap.mjs';
import { world } from './harness/world.mjs';
import { call, thread } from './pages.mjs';
import { canary, canaryIn } from './words.mjs';

const found = async (d, method) => (await d.world.server.ctl(method, { account: d.account.number })).items[0];
const disputeOf = (d) => d.once('dispute noted on', async () => {
	const form = forms.find((f) => f.route === 'POST /account/:account/dispute');
	await d.client.post(await d.client.get(await form.at(d)), form.action, await form.with(d));
	return (await found(d, 'dispute.list')).dispute;
});
const callOf = async (d) => {
	const reference = (await call(d)).split('/').pop();
	return (await d.world.server.ctl('callback.list', { limit: 200 })).items.find((c) => c.reference === reference).callback;
};
const takenDisputeOf = async (d) => {
	const dispute = await disputeOf(d);
	await d.world.server.ctl('dispute.take', { dispute });
	return dispute;
};
const threadOf = async (d) => {
	const reference = (await thread(d)).split('/').pop();
	return (await d.world.server.ctl('message.list', { limit: 200 })).items.find((t) => t.reference === reference).thread;
};

// How each command that takes a note is given one about a debtor: its parameters without the note, and its name.
const ways = {
	'message.note': ['text', async (d) => ({ thread: await threadOf(d) })],
	'dispute.note': ['note', async (d) => ({ dispute: await disputeOf(d) })],
	'dispute.leave': ['reason', async (d) => ({ dispute: await takenDisputeOf(d) })],
	'dispute.resolve': ['note', async (d) => ({ dispute: await disputeOf(d), outcome: 'resolved', reply: 'You were right.' })],
	'callback.done': ['note', async (d) => ({ callback: await callOf(d) })],
	'callback.missed': ['note', async (d) => ({ callback: await callOf(d) })],
	'callback.cancel': ['note', async (d) => ({ callback: await callOf(d) })],
	'consent.set': ['reason', (d) => ({ account: d.account.number, scope: 'whatsapp', state: 'withdrawn' })],
};
const exceptions = {
	'budget.lift': 'takes a contact that is paused: outside.mjs lifts it before identity',
	'budget.reset': 'is about nobody',
};

describe('what operators note', () => {
	it('every command that takes a note or a reason is given a word to find, or is among the exceptions', async () => {
		const { records, methods } = JSON.parse((await run('quitsctl', ['schema', '--json'])).out);
		const takes = (m) => m.name.endsWith('.note') || records.find((r) => r.name === m.in).fields.some((f) => ['note', 'reason'].includes(f.name));
		equal([...Object.keys(ways), ...Object.keys(exceptions)].sort(), methods.filter((m) => m.command && takes(m)).map((m) => m.name).sort(), 'commands');
	});

	it('what an operator noted is on no page, in no file and in no message of the debtor it is about', async () => {
		const w = await world(), d = w.debtor(w.languages[0], 'noted about'), lines = [];
		await d.signIn();
		for (const [method, [name, params]] of Object.entries(ways))
			await w.server.ctl(method, { ...await params(d), [name]: canaryIn(method) });
		const seen = JSON.stringify(await w.server.ctl('dispute.show', { dispute: await disputeOf(d) }));
		truly(['dispute.note', 'dispute.leave', 'dispute.resolve'].every((m) => seen.includes(canaryIn(m))), 'the notes are kept for the office');
		const met = [...await walk(d)];
		for (const kind of ['/dispute/DI-', '/callback/CB-', '/messages/MS-', '/account/', '/activity', '/opt-out', '/preferences'])
			truly(met.some((path) => path.startsWith(kind)), `the walk came to ${kind}`);
		for (const path of met) {
			const answer = await d.client.get(path);
			lines.push(...[...`${answer.rawHeaders}${answer.text}`.matchAll(canary)].map((m) => `${path} | "${m[0]}"`));
		}
		for (const m of await w.server.outbox())
			lines.push(...[...`${m.head}${m.body}`.matchAll(canary)].map((hit) => `${m.name} | "${hit[0]}"`));
		console.log(`# read ${met.length} pages for ${Object.keys(ways).length} notes`);
		none(lines, 'shown to a debtor');
	});
});
