// The portal in lynx, a browser of letters only: every page is readable there, and the whole way from a link to a
// promise and out again is walked by keys in a real terminal (tmux).
import './harness/life.mjs';
import { execFile, execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { each, none, truly, Untrue } from './harness/report.mjs';
import { world } from './harness/world.mjs';
import { inTurn, looks } from './pages.mjs';

const flags = ['-assume_charset=utf-8', '-display_charset=utf-8', '-nopause', '-accept_all_cookies'];
const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'xterm', HOME: '/nonexistent', LYNX_CFG: '', LYNX_TEMP_SPACE: '/tmp' };
const squeezed = (text) => text.replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();

function dump(html) {
	return new Promise((done, failed) => {
		const child = execFile('lynx', [...flags, '-stdin', '-dump', '-force_html', '-nolist', '-width=500'], { env, maxBuffer: 8 << 20 },
				       (e, out) => (e ? failed(e) : done(squeezed(out))));
		child.stdin.end(html);
	});
}

describe('in lynx', () => {
	it('every page has its heading, labels, buttons and links in lynx', async () => {
		const w = await world(), lines = [];
		const all = w.languages.flatMap((language, l) => looks.filter((page, p) => inTurn(page, p, l)).map((page) => ({ page, language })));
		await each(all, 2, async ({ page, language }) => {
			const { answer } = await w.capture(page, language);
			const text = await dump(answer.text);
			for (const e of answer.dom.querySelectorAll('h1, h2, h3, label, legend, button, main a, dt, dd')) {
				const said = squeezed(e.structuredText);
				if (!said && e.tagName !== 'LABEL')
					lines.push(`${page.name} | ${language} | ${e.toString().slice(0, 80)} | has no words`);
				else if (said && !text.includes(said))
					lines.push(`${page.name} | ${language} | ${e.tagName.toLowerCase()} | "${said.slice(0, 60)}" can not be read`);
			}
		});
		console.log(`# read ${all.length} pages in lynx`);
		none(lines, 'not readable');
	});

	it('the whole way is walked by keys in lynx: digits, overview, promise, receipt, out', async () => {
		const w = await world(), d = w.debtor('en', 'lynx'), head = await w.server.head();
		const screen = new Screen(w.server.origin + await d.freshLink());
		try {
			await screen.until(/four digits/);
			await screen.field(1, d.digits);
			await screen.press();
			await screen.until(/\(skip\)/);
			await screen.press('(skip)');
			await screen.until(new RegExp(d.account.number));
			await screen.link('Promise to pay');
			await screen.until(/I will pay by/);
			await screen.field(1, '3.00');
			await screen.field(2, new Date(Date.now() + 2 * 86400000).toISOString().slice(0, 10));
			await screen.press();
			await screen.until(/PR-[A-Z0-9]+/);
			screen.keys('Home');
			await screen.press('Sign out');
			await screen.until(/signed out|ended/i);
			const mine = d.person.accounts.map((a) => a.number);
			const made = (await w.server.events(head)).filter((e) => mine.includes(e.account)).map((e) => e.kind);
			for (const kind of ['portal.session_started', 'portal.promise_created', 'portal.session_ended'])
				truly(made.includes(kind), `${kind} happened`);
		} finally {
			screen.end();
		}
	});
});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// lynx in a terminal of its own; what stands on the screen decides what is pressed next.
class Screen {
	constructor(url) {
		this.name = `quits-lynx-${process.pid}`;
		const words = ['lynx', ...flags, `'${url}'`].join(' ');
		this.tmux('new-session', '-d', '-x', '110', '-y', '60', words);
	}

	tmux(...words) {
		return execFileSync('tmux', ['-L', this.name, '-f', '/dev/null', ...words], { env, encoding: 'utf8' });
	}

	text() {
		return this.tmux('capture-pane', '-p');
	}

	keys(...keys) {
		this.tmux('send-keys', ...keys);
	}

	// Presses a key and waits until it is seen to have done something.
	async key(key) {
		const state = () => this.tmux('display-message', '-p', '#{cursor_x} #{cursor_y}') + this.text();
		const before = state();
		this.keys(key);
		for (let i = 0; i < 60 && state() === before; i++)
			await pause(20);
	}

	async until(pattern) {
		for (let i = 0; i < 150; i++) {
			if (pattern.test(this.text()))
				return;
			await pause(100);
		}
		throw new Untrue(`lynx never showed ${pattern}`, this.text().split('\n').filter((l) => l.trim()).slice(0, 20));
	}

	// Goes down, thing by thing, until lynx says that it stands on one that fits.
	async down(pattern, what) {
		for (let i = 0; i < 40; i++) {
			const lines = this.text().trimEnd().split('\n');
			if (pattern.test(lines.slice(-3).join('\n')))
				return;
			await this.key('Down');
		}
		throw new Untrue(`lynx has no ${what}`, this.text().split('\n').filter((l) => l.trim()).slice(0, 20));
	}

	// Types into the nth text field after where it stands now.
	async field(n, text) {
		if (n > 1)
			await this.key('Down');
		await this.down(/Enter text\./, 'text field');
		this.keys('-l', text);
		await this.until(new RegExp(text.replaceAll('.', '\\.')));
	}

	async press(name) {
		if (name)
			await this.find(name);
		else
			await this.key('Down');
		await this.down(/form submit button/i, 'button');
		this.keys('Enter');
	}

	async link(name) {
		await this.find(name);
		this.keys('Enter');
	}

	async find(text) {
		this.keys('/');
		await this.until(/whereis query/i);
		this.keys('-l', text);
		this.keys('Enter');
		await pause(200);
	}

	end() {
		try {
			this.tmux('kill-server');
		} catch { /* it has ended by itself */ }
	}
}
