// The pseudo-language: every text of the catalogue comes out [longer and in brackets]. What has no brackets was never
// given to a translator; what is cut off will not fit a longer language either.
import './harness/life.mjs';
import { after, before, describe, it } from 'node:test';
import { show } from './harness/browser.mjs';
import * as look from './harness/look.mjs';
import { each, none, truly } from './harness/report.mjs';
import { run } from './harness/server.mjs';
import { newWorld, organisation } from './harness/world.mjs';
import { looks } from './pages.mjs';

const { err, out } = await run('quitsd', ['--help']);
const there = /--pseudo/.test(out + err);

describe('in the pseudo-language', { skip: there ? false : 'quitsd serve has no --pseudo yet' }, () => {
	const found = { plain: [], cut: [], broken: [] };
	let w, seen = 0;

	before(async () => {
		w = await newWorld('--pseudo');
		w.languages = ['en-XA'];
		await each(looks, 4, (page) => one(page).catch((e) => found.broken.push(`${page.name} | ${e.message.split('\n')[0]}`)));
	});
	after(() => w?.stop());

	async function one(page) {
		const capture = await w.capture(page, 'en-XA'), { tab, leave } = await show(capture, { width: 320 });
		await look.prepare(tab);
		const texts = await tab.evaluate(() => {
			const list = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			while (walker.nextNode()) {
				const e = walker.currentNode.parentElement;
				if (walker.currentNode.data.trim() && e.checkVisibility() && !e.closest('[hreflang], .brand, time, .amount, .balance, .data, .kept, .words, bdi, code, textarea'))
					list.push({ text: walker.currentNode.data.trim().replace(/\s+/g, ' '), at: nameOf(e), whole: e.closest('dd, li, p, td, h1, h2, h3, label, span, a')?.innerText.trim() });
			}
			for (const e of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
				for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
					if (e.getAttribute(name))
						list.push({ text: e.getAttribute(name), at: `${nameOf(e)} ${name}` });
			list.push({ text: document.title, at: 'title' });
			return list;
		});
		const data = w.dataOf(capture.debtor.person);
		for (const t of texts)
			if (/\p{L}{3}/u.test(t.text) && !/\[.*\]/.test(t.text) && !/\[.*\]/.test(t.whole ?? '') && !isData(t.text, data))
				found.plain.push(`${page.name} | ${t.at} | "${t.text.slice(0, 60)}"`);
		for (const f of [...await look.clipped(tab), ...await look.sideways(tab)])
			found.cut.push(`${page.name} | ${f.rule} | ${f.at} | ${f.text}`);
		seen++;
		await leave();
	}

	it('in the pseudo-language no visible text is left untranslated', () => {
		none(found.broken, 'could not be shown');
		truly(seen > 0, 'pages were looked at');
		none([...new Set(found.plain)], 'not given to a translator');
	});

	it('in the pseudo-language no text is cut off or too wide', () => none(found.cut, 'does not fit'));
});

// Names, numbers and days come from the book and the locale, not from the catalogue.
function isData(text, data) {
	let rest = text.replace(/\b[A-Z0-9]{5}(-[A-Z0-9]{5}){3}\b|\bSHA-256\b|\b\w+\.(txt|pdf|png|jpg)\b/g, '').replace(/\((UTC|[A-Z][A-Za-z]+\/[A-Za-z_/]+)\)/g, '').replace(/\b[A-Z]{2}(-[A-Z0-9]{4,})+\b/g, '').replace(/\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b/g, '');
	for (const d of [...data, organisation, '+1 202 555 0100, Monday to Friday'])
		rest = rest.replaceAll(d, '');
	return !/\p{L}{3}/u.test(rest);
}
