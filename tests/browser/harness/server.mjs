// The real quitsd on a data directory in a scratch folder, on loopback and a port of its own choice, with quitsctl
// to ask it things and its outbox to read what it sent.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const bin = resolve(process.env.QUITS_BIN ?? join(root, 'build/release/bin'));

// Runs a program of ours to its end; { code, out, err }.
export function run(program, words, input) {
	return new Promise((done) => {
		const child = execFile(join(bin, program), words, { maxBuffer: 64 << 20, timeout: 60000 }, (e, out, err) =>
			done({ code: e ? e.code ?? -1 : 0, out, err }));
		if (input !== undefined)
			child.stdin.end(input);
	});
}

async function must(program, words) {
	const r = await run(program, words);
	if (r.code !== 0)
		throw new Error(`${program} ${words.join(' ')}: exit ${r.code}: ${r.err.trim()}`);
	return r.out;
}

// "METHOD path guards fields" of each route, as the program itself tells them.
export async function routes() {
	const lines = (await must('quitsd', ['routes'])).trim().split('\n');
	return lines.map((line) => {
		const [verb, path, guards, fields] = line.split(' ');
		return { verb, path, name: `${verb} ${path}`, guards: guards === 'open' ? [] : guards.split(','),
			 fields: fields === '-' ? [] : fields.split(',') };
	});
}

export const sample = (contacts) => must('quitsd', ['sample', '--contacts', String(contacts), '--seed', '7']);

// What a letter says as a reader sees it: quoted-printable undone, headers kept apart.
function mail(text) {
	const cut = text.indexOf('\r\n\r\n');
	const head = text.slice(0, cut).replace(/\r\n[ \t]+/g, ' ');
	let body = text.slice(cut + 4);
	if (/^content-transfer-encoding: *base64/im.test(head))
		body = Buffer.from(body, 'base64').toString();
	else if (/^content-transfer-encoding: *quoted-printable/im.test(head))
		body = Buffer.from(body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, h) =>
			String.fromCharCode(parseInt(h, 16))), 'latin1').toString();
	return { head, body };
}

export class Server {
	static async start(...flags) {
		const s = new Server();
		s.scratch = await mkdtemp(join(tmpdir(), 'quits-browser-'));
		s.dir = join(s.scratch, 'data');
		await must('quitsd', ['init', s.dir]);
		s.child = spawn(join(bin, 'quitsd'), ['serve', s.dir, '--listen', '127.0.0.1:0', ...flags],
				{ stdio: ['ignore', 'pipe', 'pipe'] });
		s.log = '';
		s.child.stderr.on('data', (d) => { s.log += d; });
		s.origin = await new Promise((done, failed) => {
			let out = '';
			s.child.stdout.on('data', (d) => {
				out += d;
				const ready = /^quitsd ready: portal (\S+)/m.exec(out);
				if (ready)
					done(ready[1]);
			});
			s.child.once('exit', (code) => failed(new Error(`quitsd ended (${code}): ${out}${s.log}`)));
		});
		return s;
	}

	async ctl(method, params = {}) {
		const words = ['-d', this.dir, '--json', method, ...Object.entries(params).map(([k, v]) => `${k}=${v}`)];
		// A question whose answer was lost on the way is asked once more, as its caller should (README); a command never.
		const asks = /\.(read|list|show)$/.test(method), first = asks && await run('quitsctl', words);
		return JSON.parse(first && first.code === 0 ? first.out : await must('quitsctl', words));
	}

	async importBook(csv) {
		const path = join(this.scratch, 'book.csv');
		await writeFile(path, csv);
		return this.ctl('book.import', { file: path });
	}

	// Every message that the server handed over so far, or those with `part` in their name: { name, head, body }; a text
	// message has no head.
	async outbox(part = '') {
		const folder = join(this.dir, 'outbox');
		const names = (await readdir(folder)).filter((n) => n.includes(part) && !n.endsWith('.tmp')).sort();
		return Promise.all(names.map(async (name) => {
			const text = await readFile(join(folder, name), 'utf8');
			return { name, ...(name.endsWith('.eml') ? mail(text) : { head: '', body: text }) };
		}));
	}

	// Sends a one-time link and reads it from its message: { id, path, message }.
	async sendLink(account, channel, language) {
		const sent = await this.ctl('link.send', { account, channel, source: 'manual', ...language && { language } });
		const [message] = await this.outbox(`-${sent.link}-`);
		const url = message && /https?:\/\/\S+\/l\/\S+/.exec(message.body);
		if (!url)
			throw new Error(`no link in the message for ${account} (${sent.state})`);
		return { id: sent.link, path: new URL(url[0]).pathname, message };
	}

	async events(after, account) {
		const page = await this.ctl('feed.read', { after, limit: 500, ...(account ? { account } : {}) });
		return page.items;
	}

	async head() {
		return (await this.ctl('feed.read', { last: 1 })).head;
	}

	// Stands still until release(): requests that come meanwhile wait in their sockets.
	hold() {
		this.child.kill('SIGSTOP');
	}

	release() {
		this.child.kill('SIGCONT');
	}

	async stop() {
		this.release();
		const ended = new Promise((done) => this.child.once('exit', done));
		this.child.kill('SIGTERM');
		await ended;
		await rm(this.scratch, { recursive: true, force: true });
	}
}
