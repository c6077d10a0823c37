// A debtor's browser without a browser: requests as bytes, cookies as the server sets them, forms read from the HTML
// alone, redirects followed only when told to. Every answer anybody got is kept in `ledger`, so that one test can
// search them all for what may never be in any.
import http from 'node:http';
import net from 'node:net';
import { parse } from 'node-html-parser';

export const ledger = [];

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

class Answer {
	constructor(request, response, body) {
		Object.assign(this, request);
		this.status = response.statusCode;
		this.headers = response.headers;
		this.rawHeaders = response.rawHeaders;
		this.statusLine = `${response.statusCode} ${response.statusMessage}`;
		this.bytes = body;
		this.text = body.toString('utf8');
	}

	get html() {
		return (this.headers['content-type'] ?? '').startsWith('text/html');
	}

	get dom() {
		this.parsed ??= parse(this.text);
		return this.parsed;
	}

	form(action) {
		const form = this.forms.find((f) => f.method === 'POST' && f.action.endsWith(action));
		if (!form)
			throw new Error(`${this.path} (${this.status}) has no form for ${action}`);
		return form;
	}

	// What a field of choices offers: the values of its options or buttons, without the empty one.
	choices(name) {
		return [...this.dom.querySelectorAll(`select[name="${name}"] option`), ...this.dom.querySelectorAll(`input[name="${name}"]`)]
			.map((e) => e.getAttribute('value')).filter(Boolean);
	}

	get location() {
		return this.headers.location;
	}

	// Forms as a person could send them: what is hidden or filled in already, and what each button adds.
	get forms() {
		return this.dom.querySelectorAll('form').map((form) => {
			const fields = {};
			for (const e of form.querySelectorAll('input, select, textarea')) {
				const name = e.getAttribute('name'), type = e.getAttribute('type') ?? 'text';
				if (!name || type === 'submit' || type === 'file')
					continue;
				if ((type === 'checkbox' || type === 'radio') && !e.hasAttribute('checked'))
					continue;
				if (e.tagName === 'SELECT') {
					const options = e.querySelectorAll('option');
					const chosen = options.find((o) => o.hasAttribute('selected')) ?? options[0];
					fields[name] = chosen?.getAttribute('value') ?? chosen?.text ?? '';
				} else {
					fields[name] = e.tagName === 'TEXTAREA' ? e.text.replace(/^\n/, '')
										: e.getAttribute('value') ?? '';
				}
			}
			return { action: form.getAttribute('action') ?? this.path, fields, enctype: form.getAttribute('enctype'),
				 method: (form.getAttribute('method') ?? 'get').toUpperCase() };
		});
	}
}

export class Client {
	constructor(origin, { who = 'nobody', language, address } = {}) {
		this.origin = origin;
		this.address = address; // where a proxy says that it comes from: wrong answers are counted by it
		this.who = who;
		this.language = language;
		// The pseudo-language is nobody's own: it is chosen, as a reader chooses a language on a page.
		this.cookies = language === 'en-XA' ? { lang: 'en-XA' } : {};
	}

	// Another browser of the same kind of person: no cookies.
	fresh() {
		return new Client(this.origin, { who: this.who, language: this.language, address: this.address });
	}

	request(method, path, { form, headers = {}, body, type } = {}) {
		const h = { ...headers };
		const cookies = Object.entries(this.cookies).map(([k, v]) => `${k}=${v}`).join('; ');
		if (cookies)
			h.Cookie = cookies;
		if (this.address)
			h['X-Forwarded-For'] = this.address;
		if (this.language)
			h['Accept-Language'] = this.language;
		if (form !== undefined) {
			body = new URLSearchParams(form).toString();
			type ??= 'application/x-www-form-urlencoded';
		}
		if (body !== undefined) {
			h['Content-Type'] = type ?? 'application/x-www-form-urlencoded';
			h['Content-Length'] = Buffer.byteLength(body);
		}
		const url = new URL(this.origin);
		return new Promise((done, failed) => {
			const r = http.request({ agent, method, host: url.hostname, port: url.port, path, headers: h }, (response) => {
				const parts = [];
				response.on('data', (d) => parts.push(d));
				response.on('error', failed);
				response.on('end', () => {
					const answer = new Answer({ who: this.who, language: this.language, method, path }, response,
								  Buffer.concat(parts));
					this.keep(response.headers['set-cookie'] ?? []);
					ledger.push(answer);
					done(answer);
				});
			});
			r.on('error', failed);
			r.end(body);
		});
	}

	keep(lines) {
		for (const line of lines) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			if (value && !/max-age=0/i.test(line))
				this.cookies[name] = value;
			else
				delete this.cookies[name];
		}
	}

	get(path, options) {
		return this.request('GET', path, options);
	}

	// Sends the form of a page whose action ends with `action`, with some fields changed.
	post(page, action, fields = {}) {
		return this.send(page.form(action), fields);
	}

	// A field that is an object is a file: { name, mimeType, buffer }.
	send(form, values = {}) {
		const fields = { ...form.fields, ...values };
		if (form.enctype !== 'multipart/form-data')
			return this.request('POST', form.action, { form: fields });
		const edge = 'edge-of-a-part';
		const parts = Object.entries(fields).flatMap(([name, value]) => {
			const file = typeof value === 'object';
			return [`--${edge}\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${value.name}"\r\nContent-Type: ${value.mimeType}` : ''}\r\n\r\n`,
				file ? value.buffer : String(value), '\r\n'];
		});
		return this.request('POST', form.action, { body: Buffer.concat([...parts, `--${edge}--\r\n`].map((p) => Buffer.from(p))),
							   type: `multipart/form-data; boundary=${edge}` });
	}

	async follow(answer) {
		for (let i = 0; i < 5 && answer.status === 303; i++)
			answer = await this.get(answer.location.replace(/#.*/, '')); // where on the page is a browser's affair
		return answer;
	}
}

// Sends bytes as they are and gives what comes back until the server closes or says nothing for a second.
export function raw(origin, text) {
	const url = new URL(origin);
	return new Promise((done, failed) => {
		const parts = [];
		const s = net.connect(Number(url.port), url.hostname, () => s.write(text));
		const end = () => {
			s.destroy();
			const answer = Buffer.concat(parts).toString('utf8');
			ledger.push({ who: 'nobody', method: 'RAW', path: JSON.stringify(text.slice(0, 40)), text: answer, headers: {},
				      rawHeaders: [], status: Number(answer.slice(9, 12)) });
			done(answer);
		};
		s.setTimeout(1000, end);
		s.on('data', (d) => parts.push(d));
		s.on('end', end);
		s.on('error', failed);
	});
}
