// Debian's Chromium, one for a whole run. `show` brings a captured page into it: a page that is reached by its address
// is loaded from the server with the debtor's cookies; the answer to a form is laid under its address byte for byte
// with its headers, so that looking at it again sends nothing again.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { world } from './world.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	       '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--force-prefers-reduced-motion'];

export const executable = process.env.CHROME_PATH ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser',
	'/usr/bin/google-chrome'].find((p) => existsSync(p));

let started;
const contexts = new Map(); // key -> the window
const idle = new Map();     // key -> tabs nobody looks at; a new tab costs more than a page in it

// A Chromium that somebody else started, by its debugging port.
export const connect = (port) => chromium.connectOverCDP(`http://127.0.0.1:${port}`);

export function browser() {
	started ??= chromium.launch({ executablePath: executable, headless: true, args: flags });
	return started;
}

// A new private window; give it away with close().
export async function windowFor({ language, origin, cookies = {}, script = true }) {
	origin ??= (await world()).server.origin;
	const context = await (await browser()).newContext({ locale: language, javaScriptEnabled: script, viewport: { width: 1280, height: 900 } });
	const list = Object.entries(language === 'en-XA' ? { lang: language, ...cookies } : cookies).map(([name, value]) => ({ name, value, url: origin }));
	if (list.length)
		await context.addCookies(list);
	context.setDefaultTimeout(30000);
	return context;
}

// Windows that only look are kept: one per language and visitor.
async function tabOf(capture, script) {
	const { page, language, client } = capture;
	const key = [client.origin, language, page.inside ? client.who : 'nobody', script].join(' ');
	if (!contexts.has(key))
		contexts.set(key, windowFor({ language, origin: client.origin, cookies: page.inside ? client.cookies : {}, script }));
	const tab = idle.get(key)?.pop() ?? await (await contexts.get(key)).newPage();
	const leave = async () => {
		await tab.unrouteAll();
		tab.removeAllListeners();
		idle.set(key, [...(idle.get(key) ?? []), tab]);
	};
	return { tab, leave };
}

// What is not at an address of its own for anybody who comes with the visitor's cookies.
const replayed = ({ answer, replay }) => replay || answer.method !== 'GET' || answer.status >= 400;

// A tab that shows the capture: { tab, requests, said (console errors), leave() when it is looked at no more }.
export async function show(capture, { theme = 'light', width = 1280, height = 900, script = true } = {}) {
	const { answer } = capture;
	const { tab, leave } = await tabOf(capture, script);
	const url = capture.client.origin + answer.path;
	const seen = { tab, requests: [], said: [], url, leave };
	tab.on('request', (r) => seen.requests.push(r.url()));
	tab.on('console', (m) => {
		if (['error', 'warning'].includes(m.type()) && !(answer.status >= 400 && /status of \d+/.test(m.text())))
			seen.said.push(m.text());
	});
	tab.on('pageerror', (e) => seen.said.push(e.message));
	await tab.setViewportSize({ width, height });
	await tab.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
	await tab.waitForFunction((width) => innerWidth === width, width, { polling: 10 }); // or the page would be laid out twice
	if (replayed(capture)) {
		const headers = { ...answer.headers };
		for (const name of ['set-cookie', 'content-length', 'transfer-encoding', 'connection'])
			delete headers[name];
		await tab.route(url, (route) => route.fulfill({ status: answer.status, headers, body: answer.bytes }));
	}
	const response = await tab.goto(url, { waitUntil: 'load' });
	if (response.status() !== answer.status)
		seen.said.push(`answered ${response.status()}, not ${answer.status} (now at ${tab.url()})`);
	return seen;
}

export async function end() {
	if (started)
		await (await started).close();
	started = undefined;
	contexts.clear();
	idle.clear();
}
