// The HTML that is served, byte for byte, under the Nu HTML checker: one run of it over every page in every language.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { none, truly } from './harness/report.mjs';
import { difference } from './harness/swap.mjs';
import { end, world } from './harness/world.mjs';
import { everyPage, pages } from './pages.mjs';

const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

const check = (files) => new Promise((done, failed) => {
	execFile('java', ['-Xss8m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', jar, '--format', 'json', '--exit-zero-always', '--stdout', ...files],
		 { maxBuffer: 64 << 20 }, (e, out, err) => (e ? failed(new Error(err || e.message)) : done(JSON.parse(out).messages)));
});

describe('the HTML that is served', () => {
	after(end);

	it('the Nu HTML checker finds no error on any page in any language', async () => {
		const w = await world(), folder = await mkdtemp(join(tmpdir(), 'quits-html-'));
		const what = new Map();
		for (const language of w.languages)
			for (const page of pages.filter((p) => !p.bare)) {
				const { answer } = await w.capture(page, language);
				if (!answer.html)
					continue;
				const file = join(folder, `${what.size}.html`);
				await writeFile(file, answer.bytes);
				what.set(`file:${file}`, `${page.name} | ${language}`);
			}
		// One page that is wrong on purpose: a checker that finds nothing there has checked nothing.
		const bad = join(folder, 'bad.html');
		await writeFile(bad, '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p><ul></p></body></html>');
		const messages = await check([...[...what.keys()].map((f) => f.slice(5)), bad]);
		await rm(folder, { recursive: true });
		const errors = messages.filter((m) => m.type === 'error' || m.type === 'non-document-error');
		truly(errors.some((m) => m.url === `file:${bad}`), 'the checker finds the page that is wrong on purpose');
		console.log(`# checked the HTML of ${what.size} pages`);
		none(errors.filter((m) => m.url !== `file:${bad}`).map((m) => `${what.get(m.url)} | line ${m.lastLine} | ${m.message} | ` +
			`${(m.extract ?? '').replace(/\s+/g, ' ').slice(0, 80)}`), 'errors');
	});

	it('the languages at the foot of every page lead to a page', async () => {
		const w = await world(), lines = [];
		let n = 0;
		for (const page of pages.filter((p) => !p.bare && !p.set)) {
			const { answer, client } = await w.capture(page, w.languages[0]);
			const link = answer.dom.querySelectorAll('ul.languages a')[1]?.getAttribute('href').replaceAll('&amp;', '&');
			const to = link?.startsWith('?') ? answer.path.replace(/[?#].*/, '') + link : link;
			const got = to && await client.follow(await client.get(to));
			n++;
			// a link that is dead by now, or a visit that ended, has a page that says so: only an address without one is wrong
			if (!to || ([400, 404, 405, 500].includes(got.status) && got.status !== answer.status))
				lines.push(`${page.name} | ${to ?? 'none'} | ${got?.status}`);
		}
		truly(n > 50, 'pages were asked for in another language');
		none(lines, 'links to another language');
	});

	it('every page is HTML in UTF-8 with a title, and nobody may keep it', async () => {
		const w = await world(), lines = [];
		for (const language of w.languages)
			for (const page of pages.filter((p) => !p.bare)) {
				const { answer } = await w.capture(page, language);
				const say = (text) => lines.push(`${page.name} | ${language} | ${text}`);
				if (answer.headers['content-type'] !== 'text/html; charset=utf-8')
					say(`content type ${answer.headers['content-type']}`);
				else if (!answer.dom.querySelector('title')?.text.trim())
					say('no title');
				if (answer.headers['cache-control'] !== 'no-store')
					say(`cache-control ${answer.headers['cache-control']}`);
			}
		none(lines, 'pages');
	});

	it('a page that nobody looks at because another says the same says the same', async () => {
		const w = await world(), lines = [];
		const said = async (page, language) => {
			const main = (await w.capture(page, language)).answer.dom.querySelector('main').innerHTML;
			return main.replace(/[A-Za-z0-9_-]{43}/g, 'TOKEN').replace(/(<p class="words"[^>]*>)[^<]*/, '$1');
		};
		for (const language of w.languages)
			for (const page of pages.filter((p) => p.twin)) {
				const [its, other] = [await said(page, language), await said(everyPage.find((p) => p.name === page.twin), language)];
				if (its !== other)
					lines.push(`${page.name} | ${language} | unlike ${page.twin}: ${difference(its, other)}`);
			}
		none(lines, 'unlike');
	});
});
