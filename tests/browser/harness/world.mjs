// One world for a whole run: a server with a book, and for each language of the portal its debtors, signed in when
// they are first asked for. Pages are fetched once as bytes (`capture`); the tests look at those bytes, or at the same
// page in a browser.
import { book, much } from './book.mjs';
import { Client } from './client.mjs';
import { canaryIn } from '../words.mjs';
import { routes, sample, Server } from './server.mjs';

const STRICT = 20; // debtors that the pages of outside.mjs need in each language
const usual = { 'identity.mode': 'last4', 'second_factor': 'off', 'portal.on': 'on' };

export const organisation = 'Harbour Office';

// The languages a page offers, as its own list of them says; a page without a list has one language.
export function languagesOf(page) {
	const offered = [...page.dom.querySelectorAll('[hreflang]').map((e) => e.getAttribute('hreflang')),
			 ...page.dom.querySelectorAll('[name=language] option, button[name=language], input[name=language]')
				 .map((e) => e.getAttribute('value'))];
	const own = page.dom.querySelector('html').getAttribute('lang');
	return [...new Set([own, ...offered])].filter((l) => l && l !== 'en-XA');
}

export class Debtor {
	constructor(world, language, person) {
		Object.assign(this, { world, language, person });
		this.known = new Map();
		const n = world.roles.size;
		this.address = `10.${n >> 8}.${n & 255}.7`; // a network of their own
		this.client = new Client(world.server.origin, { who: person.id, language, address: this.address });
	}

	get digits() {
		return this.person.digits;
	}

	get account() {
		return this.person.accounts[0];
	}

	// Something that is made once for this debtor and asked for by several pages.
	once(name, make) {
		if (!this.known.has(name))
			this.known.set(name, make(this));
		return this.known.get(name);
	}

	stranger(address = this.address) {
		return new Client(this.world.server.origin, { who: 'nobody', language: this.language, address });
	}

	// Another browser of the same person.
	another() {
		return this.client.fresh();
	}

	// A link nobody used; the same each time.
	link() {
		return this.once('link', () => this.freshLink());
	}

	// A link nobody used; any earlier one ends.
	async freshLink(language) {
		return (await this.world.server.sendLink(this.account.number, 'email', language)).path;
	}

	async spentLink() {
		return this.once('spent', async () => {
			const path = await this.freshLink();
			await this.open(path, this.another());
			return path;
		});
	}

	// Proves who they are in `client` with a link; the first page inside.
	async open(path, client = this.client) {
		const landing = await client.get(path);
		const answer = await client.post(landing, path, { digits: this.digits });
		if (answer.status !== 303)
			throw new Error(`${this.person.id} could not sign in: ${answer.status}`);
		return client.follow(answer);
	}

	signIn() {
		return this.once('signed in', async () => this.open(await this.freshLink()));
	}
}

class World {
	constructor(strict) {
		this.strict = strict; // pages of outside.mjs are shown here, each under settings of its own
	}

	async start(flags, first) {
		this.flags = flags;
		this.routes = await routes();
		this.server = await Server.start('--proxy', '127.0.0.1', ...flags);
		this.languages = languagesOf(await new Client(this.server.origin).get('/'));
		const only = process.env.LANGUAGES?.split(',');
		this.languages = this.languages.filter((l) => !only || only.includes(l));
		if (flags.includes('--pseudo'))
			this.languages = ['en-XA', ...this.languages];
		this.book = book(await sample(this.strict ? 400 : 1600), this.languages, first, this.strict);
		const settings = { 'organisation.name': organisation, 'organisation.contact': '+1 202 555 0100, Monday to Friday',
				   'promise.most_open': 20, 'link.tries': 2,
				   'second_factor': 'above', 'second_factor.above': much * 100 };
		await this.put(settings);
		const done = await this.server.importBook(this.book.csv);
		if (done.state !== 'done')
			throw new Error(`the book was not imported: ${JSON.stringify(done)}`);
		this.roles = new Map();
		this.captured = new Map();
		for (const role of ['sends values', 'values are sent']) // they need several accounts, so they choose first
			this.debtor(this.languages[0], role);
		return this;
	}

	async put(settings) {
		for (const [name, value] of Object.entries(settings))
			await this.server.ctl('setting.put', { name, value });
	}

	// A world beside this one for the pages that take other settings.
	beside() {
		this.sister ??= new World(true).start(this.flags, STRICT);
		return this.sister;
	}

	async stop() {
		await this.server.stop();
		await (await this.sister)?.stop();
	}

	// The debtor who plays `role` in a language; another role is another person.
	debtor(language, role = 'viewer') {
		const key = `${language} ${role}`;
		if (!this.roles.has(key)) {
			const apart = ['rich', 'bare'];
			const taken = [...this.roles.keys()].filter((k) => k.startsWith(`${language} `) && !apart.some((r) => k === `${language} ${r}`)).length;
			const first = this.book.debtors[language];
			const index = role === 'viewer' ? 0 : 1 + taken - (this.roles.has(`${language} viewer`) ? 1 : 0);
			if (apart.includes(role))
				return this.roles.set(key, new Debtor(this, language, this.book[role][language])).get(key);
			if (!first[index])
				throw new Error(`no debtor left for ${role} in ${language}`);
			this.roles.set(key, new Debtor(this, language, first[index]));
		}
		return this.roles.get(key);
	}

	// What of a person's data a page may show.
	dataOf(person) {
		return [person.name, person.document, person.email, person.phone,
			...person.rows.flatMap((r) => [r.street, r.city, r.postcode]),
			...person.accounts.flatMap((a) => [a.number, a.reference, a.creditor])].filter(Boolean);
	}

	route(name) {
		return this.routes.find((r) => r.name === name);
	}

	// A page as it is served to its visitor in a language: { page, language, client, debtor, answer }.
	async capture(page, language) {
		if (page.set && !this.strict)
			return (await this.beside()).capture(page, language);
		const key = `${language} ${page.name}`;
		if (!this.captured.has(key)) {
			// One after the other for each debtor, since a new link of theirs ends the one before; and for a whole world
			// whose settings change.
			const one = this.strict ? this : this.debtor(language, page.role);
			one.busy = (one.busy ?? Promise.resolve()).catch(() => {}).then(() => (this.strict ? this.calmly(page, language) : this.fetch(page, language)));
			this.captured.set(key, one.busy);
		}
		return this.captured.get(key);
	}

	// What a page takes is made under the usual settings; then its own hold.
	async arrange(d, page) {
		const set = async (more) => {
			const want = { ...usual, ...more };
			await this.put(Object.fromEntries(Object.entries(want).filter(([name, value]) => this.now?.[name] !== value)));
			this.now = want;
		};
		if (page.before) {
			await set({});
			await page.before(d);
		}
		await set(page.set);
	}

	// What is shown while the breaker trips is what nobody else sees: everybody is asked for a second fact.
	async calmly(page, language) {
		const capture = await this.fetch(page, language).catch((e) => e);
		if ((await this.server.ctl('budget.show')).tripped) {
			await this.calm();
			return this.fetch(page, language);
		}
		if (capture instanceof Error)
			throw capture;
		return capture;
	}

	calm() {
		return this.server.ctl('budget.reset', { reason: canaryIn('budget.reset') });
	}

	async fetch(page, language) {
		const v = this.debtor(page.shared ? this.languages[0] : language, page.role);
		if (page.set)
			await this.arrange(v, page);
		if (page.inside)
			await v.signIn();
		const client = page.inside ? v.client : v.stranger();
		client.language = language;
		const path = page.at ? await page.at(v, language) : '/';
		let answer = page.answer ? await page.answer(v, client) : await client.get(path);
		if (page.post) {
			const { action = path, times = 1, ...fields } = page.post;
			for (let i = 0; i < times; i++)
				answer = await client.post(answer, action.replace(/^.*:/, ''), typeof fields.with === 'function'
					? await fields.with(v) : fields.with);
			answer = await client.follow(answer);
		}
		const want = page.status ?? 200;
		if (answer.status !== want)
			throw new Error(`page "${page.name}" in ${language}: ${answer.method} ${answer.path} answered ` +
					`${answer.status}${answer.location ? ` to ${answer.location}` : ''}, not ${want}`);
		const asks = [...new Set(answer.dom.querySelectorAll('main [name]:not([type=hidden])').map((e) => e.getAttribute('name')))];
		if (page.asks && page.asks !== asks.join(' '))
			throw new Error(`page "${page.name}" in ${language} asks for "${asks.join(' ')}", not "${page.asks}"`);
		return { page, language, client, answer, debtor: v, replay: Boolean(page.answer || page.post || page.set) };
	}
}

// A world of its own for a test that changes what everybody sees; its server is the test's to stop.
export const newWorld = (...flags) => new World().start(flags, 30);

let started;

// The world of this process; the first caller starts it.
export function world(...flags) {
	started ??= new World().start(flags, 160); // a debtor of their own for every test of every form
	return started;
}

export async function end() {
	if (started)
		await (await started).stop();
	started = undefined;
}
