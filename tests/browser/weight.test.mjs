// What the first page costs, and that the content policy stands on every page.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { windowFor } from './harness/browser.mjs';
import { none, truly } from './harness/report.mjs';
import { world } from './harness/world.mjs';
import { pages } from './pages.mjs';

const MOST_BYTES = 14000, MOST_REQUESTS = 4, MOST_SCRIPT = 5000;
const packed = (bytes) => gzipSync(bytes, { level: 9 }).length;

// Everything a browser fetches for a page, as bytes by address.
async function cost(context, url) {
	const tab = await context.newPage(), got = new Map(), waits = [];
	tab.on('response', (r) => waits.push(r.body().then((b) => got.set(r.url(), b), () => got.set(r.url(), Buffer.alloc(0)))));
	await tab.goto(url, { waitUntil: 'networkidle' });
	await Promise.all(waits);
	await tab.close();
	return got;
}

export async function firstPages(w) {
	const rows = [];
	for (const language of w.languages) {
		const d = w.debtor(language, 'landing'), path = await d.link();
		const context = await windowFor({ language });
		const got = await cost(context, w.server.origin + path);
		rows.push({ language, requests: got.size, bytes: [...got.values()].reduce((n, b) => n + packed(b), 0),
			    page: packed([...got.entries()].find(([u]) => u.endsWith(path))[1]) });
		await context.close();
	}
	return rows;
}

describe('weight', () => {
	it('the first page with all it needs is under 14 kB packed and at most 4 requests, in every language', async () => {
		const rows = await firstPages(await world());
		console.log(`# first page, packed: ${rows.map((r) => `${r.language} ${r.page} of ${r.bytes} B in ${r.requests}`).join(', ')}`);
		truly(rows.every((r) => r.requests >= 2), 'the requests were seen');
		none(rows.filter((r) => r.bytes > MOST_BYTES || r.requests > MOST_REQUESTS)
			.map((r) => `${r.language} | ${r.bytes} B | ${r.requests} requests`), 'too heavy');
	});

	it('a page inside is under 14 kB packed too, and all script together under 5 kB', async () => {
		const w = await world(), lines = [], scripts = new Set();
		for (const page of pages.filter((p) => !p.bare)) {
			const { answer } = await w.capture(page, w.languages[0]);
			if (packed(answer.bytes) > MOST_BYTES)
				lines.push(`${page.name} | ${packed(answer.bytes)} B`);
			for (const s of answer.dom.querySelectorAll('script[src]'))
				scripts.add(s.getAttribute('src'));
		}
		let bytes = 0;
		for (const url of scripts)
			bytes += (await w.debtor(w.languages[0]).stranger().get(url)).bytes.length;
		if (bytes > MOST_SCRIPT)
			lines.push(`script | ${bytes} B`);
		none(lines, 'too heavy');
	});

	it('every answer has a content policy without exceptions, and nothing is written into a page past it', async () => {
		const w = await world(), lines = [];
		for (const page of pages) {
			const { answer } = await w.capture(page, w.languages[0]);
			const policy = answer.headers['content-security-policy'] ?? '';
			if (!policy.includes("default-src 'none'") || /unsafe|\*|https?:/.test(policy))
				lines.push(`${page.name} | ${policy || 'no policy'}`);
			if (answer.html && answer.dom.querySelector('[style], style, script:not([src]), [onclick], [onsubmit], [onchange], [onload]'))
				lines.push(`${page.name} | has style or script of its own`);
		}
		none(lines, 'policies');
	});
});
