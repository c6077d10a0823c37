// What nobody may read: before it is known who visits, no word of a debt; inside, nothing of the office's and nothing
// of anybody else. Status line, headers and body are searched as they came over the wire.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { ledger, raw } from './harness/client.mjs';
import { none, truly } from './harness/report.mjs';
import { organisation, world } from './harness/world.mjs';
import { everyPage, pages } from './pages.mjs';
import { amount, anyOf, canary, office, tellTale } from './words.mjs';

const whole = (answer) => [answer.statusLine, ...(answer.rawHeaders ?? []), answer.text].join('\n').replaceAll(organisation, '');

const every = anyOf(Object.values(tellTale).flat());

// What of a person a text holds: names, numbers, addresses, creditors.
function namesOf(person) {
	return [person.name, ...person.name.split(' ').filter((n) => n.length > 2), person.document, person.email, person.phone,
		...person.accounts.flatMap((a) => [a.number, a.reference, a.creditor])].filter((s) => s && s.length > 2);
}

function hits(text, person) {
	return [...[...text.matchAll(every)].map((m) => m[0]), ...[...text.matchAll(amount)].map((m) => m[0]),
		...(person ? namesOf(person).filter((n) => anyOf([n], 'u').test(text)) : [])];
}

describe('before it is known who visits', () => {
	it('before sign-in no page, header, title or error says a name, an amount, a creditor or a word of debt', async () => {
		const w = await world(), lines = [];
		let n = 0;
		for (const language of w.languages)
			for (const page of pages.filter((p) => !p.inside)) {
				const { answer, debtor } = await w.capture(page, language);
				for (const hit of hits(whole(answer), debtor.person))
					lines.push(`${page.name} | ${language} | "${hit}"`);
				n++;
			}
		console.log(`# searched ${n} pages before sign-in`);
		none(lines, 'said before sign-in');
	});

	it('the expression for an amount finds every amount on the overview, in every language', async () => {
		const w = await world(), lines = [];
		let n = 0;
		for (const language of w.languages) {
			const { answer } = await w.capture(everyPage.find((p) => p.name === 'home'), language);
			const all = answer.dom.querySelectorAll('.amount').map((e) => e.text.trim()).filter((t) => /\p{Nd}/u.test(t));
			n += all.length > 0;
			lines.push(...all.filter((t) => !t.match(amount)).map((t) => `${language} | "${t}"`));
		}
		truly(n === w.languages.length, 'every language shows an amount');
		none(lines, 'not found');
	});

	it('pages before sign-in have a neutral title and no preview of their own', async () => {
		const w = await world(), lines = [];
		for (const language of w.languages)
			for (const page of pages.filter((p) => !p.inside && !p.bare)) {
				const { dom } = (await w.capture(page, language)).answer;
				const meta = dom.querySelectorAll('meta[property], meta[name=description], meta[name^="twitter"]');
				if (meta.length)
					lines.push(`${page.name} | ${language} | ${meta[0].toString()}`);
				if (!dom.querySelector('meta[name=robots]')?.getAttribute('content').includes('noindex'))
					lines.push(`${page.name} | ${language} | may be indexed`);
			}
		none(lines, 'previews');
	});

	it('refusals below the pages say nothing either', async () => {
		const w = await world(), host = `Host: ${w.server.origin.slice(7)}`, lines = [];
		const d = w.debtor(w.languages[0], 'landing'), link = await d.link();
		const refusals = [
			[400, `GET ${link} HTTP/1.1\r\nConnection: close\r\n\r\n`],
			[400, `GET /%zz HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`],
			[400, `GET ${link} HTTP/1.1\r\n${host}\r\n${host}\r\nConnection: close\r\n\r\n`],
			[404, `GET ${link}/x HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`],
			[405, `POST /bye HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`],
			[413, `POST ${link} HTTP/1.1\r\n${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999\r\n\r\n`],
			[403, `POST ${link} HTTP/1.1\r\n${host}\r\nOrigin: https://elsewhere.example\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
				'Content-Length: 11\r\nConnection: close\r\n\r\ndigits=1234'],
		];
		for (const [status, text] of refusals) {
			const answer = await raw(w.server.origin, text);
			if (Number(answer.slice(9, 12)) !== status)
				lines.push(`${JSON.stringify(text.slice(0, 30))} answered ${answer.slice(9, 12) || 'nothing'}, not ${status}`);
			for (const hit of hits(answer, d.person))
				lines.push(`${status} | "${hit}"`);
		}
		none(lines, 'refusals');
	});

	it('what a page before sign-in loads says nothing either', async () => {
		const w = await world(), client = w.debtor(w.languages[0]).stranger();
		const front = await client.get('/'), lines = [];
		const urls = front.dom.querySelectorAll('link[href], img[src], script[src]').map((e) => e.getAttribute('href') ?? e.getAttribute('src'));
		for (const url of [...urls.filter((u) => u.startsWith('/')), '/favicon.ico']) {
			const answer = await client.get(url);
			if (answer.status !== 200)
				lines.push(`${url} | ${answer.status}`);
			for (const m of answer.text.matchAll(anyOf(['debt', 'debts', 'debtor', 'debtors', 'creditor'])))
				lines.push(`${url} | "${m[0]}"`);
		}
		truly(urls.length > 0, 'the front page has a style sheet');
		none(lines, 'loaded');
	});

	it('messages with a link say no amount, creditor, account or word of debt, and no digits of the person\'s papers', async () => {
		const w = await world(), lines = [];
		for (const language of w.languages) {
			const d = w.debtor(language, 'landing');
			await d.link();
		}
		const messages = await w.server.outbox();
		for (const m of messages) {
			const text = `${m.head}\n${m.body}`.replaceAll(organisation, '').replace(/https?:\/\/\S+/g, '');
			for (const hit of [...hits(text), ...w.book.everybody.flatMap((p) => [p.document, ...p.accounts.flatMap((a) => [a.number, a.reference, a.creditor])])
				.filter((s) => s && text.includes(s))])
				lines.push(`${m.name} | "${hit}"`);
		}
		truly(messages.length > 0, 'messages were sent');
		none(lines, 'said in messages');
	});
});

export function searchEverything() {
	describe('of everything that was answered in this run', () => {
		it('nothing that was answered holds another person\'s data', async () => {
			const w = await world(), lines = [];
			for (const language of w.languages)
				for (const page of pages)
					await w.capture(page, language);
			const owners = new Map(); // what is written in a way of its own is looked up, names and papers are searched for
			for (const p of w.book.everybody)
				for (const s of [p.name, p.document, p.email, p.phone, ...p.accounts.flatMap((a) => [a.number, a.reference])])
					if (s && s.length > 5)
						owners.set(s, [...(owners.get(s) ?? []), p.id]);
			const shaped = /[A-Z]{2}-\d{7}|REF \d+|\+\d{8,}|[\w.+-]+@[\w.-]+\w/g;
			const others = [...owners.keys()].filter((s) => !new RegExp(`^(?:${shaped.source})$`).test(s));
			for (const a of ledger) {
				const text = a.text ?? '';
				for (const s of [...[...text.matchAll(shaped)].map((m) => m[0]), ...others.filter((s) => text.includes(s))])
					if (owners.has(s) && !owners.get(s).includes(a.who))
						lines.push(`${a.method} ${a.path} | as ${a.who} | "${s}" is ${owners.get(s)[0]}'s`);
			}
			console.log(`# searched ${ledger.length} answers for ${owners.size} names and numbers`);
			truly(ledger.length > pages.length, 'there were answers to search');
			none(lines, 'of somebody else');
		});

		it('nothing that was answered says a word of the office', () => {
			const words = anyOf(office);
			none(ledger.flatMap((a) => [words, canary].flatMap((w) => [...(a.text ?? '').matchAll(w)]).map((m) => `${a.method} ${a.path} | "${m[0]}"`)), 'words of the office');
		});
	});
}

if (!process.env.QUITS_TOGETHER)
	searchEverything();
