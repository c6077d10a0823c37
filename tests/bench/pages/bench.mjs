// ./dev bench pages: Lighthouse over the landing page and the overview, and what the first page costs. Prints figures,
// and exits 1 where one of them is under its bar: accessibility and best practices 100, performance 95.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import lighthouse from 'lighthouse';
import { connect, executable } from '../../browser/harness/browser.mjs';
import { end, world } from '../../browser/harness/world.mjs';

const bars = { accessibility: 100, 'best-practices': 100, performance: 95 };

async function chromium() {
	const home = await mkdtemp(join(tmpdir(), 'quits-lighthouse-'));
	const child = spawn(executable, ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--remote-debugging-port=0', `--user-data-dir=${home}`, 'about:blank'],
		{ stdio: ['ignore', 'ignore', 'pipe'] });
	const port = await new Promise((done, failed) => {
		let err = '';
		child.stderr.on('data', (d) => {
			err += d;
			const m = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(err);
			if (m)
				done(Number(m[1]));
		});
		child.once('exit', () => failed(new Error(err)));
	});
	return { port, end: async () => {
		const ended = new Promise((done) => child.once('exit', done));
		child.kill();
		await ended;
		await rm(home, { recursive: true, force: true, maxRetries: 5 });
	} };
}

const w = await world(), d = w.debtor('en');
await d.signIn();
const c = await chromium();
const window = (await connect(c.port)).contexts()[0];
await window.addCookies(Object.entries(d.client.cookies).map(([name, value]) => ({ name, value, url: w.server.origin })));
let bad = 0;
for (const [name, path] of [['landing', await w.debtor('en', 'landing').link()], ['home', '/home']])
	for (const form of ['mobile', 'desktop']) {
		const settings = form === 'desktop' ? { formFactor: 'desktop', screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
			throttling: { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1 } } : {};
		const run = await lighthouse(w.server.origin + path, { port: c.port, logLevel: 'error', onlyCategories: Object.keys(bars),
			disableStorageReset: true, ...settings });
		if (new URL(run.lhr.finalDisplayedUrl).pathname !== path)
			throw new Error(`lighthouse was shown ${run.lhr.finalDisplayedUrl}, not ${path}`);
		const scores = Object.entries(bars).map(([k, bar]) => [k, Math.round(run.lhr.categories[k].score * 100), bar]);
		console.log(`pages: lighthouse ${name}, ${form}: ${scores.map(([k, s]) => `${k} ${s}`).join(', ')}; ` +
			`first paint ${run.lhr.audits['first-contentful-paint'].displayValue}, shift ${run.lhr.audits['cumulative-layout-shift'].displayValue}, ` +
			`${run.lhr.audits['network-requests'].details.items.length} requests`);
		for (const [k, s, bar] of scores.filter(([, s, bar]) => s < bar)) {
			bad++;
			console.log(`       under its bar of ${bar}: ${k} ${s}`);
			for (const ref of run.lhr.categories[k].auditRefs) {
				const a = run.lhr.audits[ref.id];
				if (a.score !== null && a.score < 1 && ref.weight > 0)
					console.log(`       ${a.id}: ${a.title}${a.displayValue ? ` (${a.displayValue})` : ''}`);
			}
		}
	}
await c.end();
for (const language of w.languages) {
	const first = w.debtor(language, 'landing'), client = first.stranger(), page = await client.get(await first.link());
	const parts = [page, ...await Promise.all(page.dom.querySelectorAll('link[href], img[src], script[src]').map((e) => client.get(e.getAttribute('href') ?? e.getAttribute('src'))))];
	const sizes = parts.map((p) => gzipSync(p.bytes, { level: 9 }).length);
	console.log(`pages: first page in ${language}: ${sizes[0]} B packed, ${sizes.reduce((a, b) => a + b)} B with its ${parts.length - 1} files, bar 14000`);
}
await end();
process.exitCode = bad ? 1 : 0;
