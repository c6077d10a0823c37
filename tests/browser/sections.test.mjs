// A section that is switched off is not there: its pages and forms answer as an address that never was, and no page
// leads to them. Run on a server of its own, since it changes what everybody sees.
import './harness/life.mjs';
import { after, before, describe, it } from 'node:test';
import { forms } from './forms.mjs';
import { none, truly } from './harness/report.mjs';
import { newWorld } from './harness/world.mjs';

// What leaves a receipt with a page of its own.
const leaves = ['POST /account/:account/promise', 'POST /account/:account/dispute', 'POST /account/:account/creditor', 'POST /callback',
	'POST /messages/new', 'POST /summary'];

// One of each; the pages to which they led.
async function doOneOfEach(d) {
	const pages = [];
	for (const form of leaves.map((route) => forms.find((f) => f.route === route))) {
		const at = await form.at(d);
		const answer = await d.client.post(await d.client.get(at), form.action ?? at, await form.with(d));
		truly(answer.status === 303, `${form.route} answered ${answer.status}`);
		pages.push(answer.location.replace(/[?#].*/, ''));
	}
	return pages;
}

describe('a section that is switched off', () => {
	let w;

	before(async () => {
		w = await newWorld();
	});
	after(() => w.stop());

	it('a section that is switched off has no page, no form and no link to either', async () => {
		const lines = [], d = w.debtor(w.languages[0]);
		await d.signIn();
		const sections = [...new Set(w.routes.flatMap((r) => r.guards).filter((g) => g.startsWith('section.')))];
		truly(sections.length > 0, 'there are sections');
		const without = (path) => path.split('/').map((p) => (p.startsWith(':') ? 'x1' : p)).join('/');
		const done = await doOneOfEach(d);
		const account = /href="(\/account\/\d+)"/.exec((await d.client.get('/home')).text)[1];
		const token = (await d.client.get('/home')).forms[0].fields.form_token;
		const unknown = await d.client.get('/nowhere');
		const tokens = (text) => text.replace(/[A-Za-z0-9_-]{32,}/g, 'TOKEN');
		for (const section of sections) {
			await w.server.ctl('setting.put', { name: section, value: 'off' });
			const nowhere = await d.client.get('/nowhere');
			for (const route of w.routes.filter((r) => r.guards.includes(section))) {
				const answer = await d.client.request(route.verb, without(route.path), route.verb === 'POST' ? { form: { form_token: token } } : {});
				if (answer.status !== unknown.status || tokens(answer.text) !== tokens(nowhere.text))
					lines.push(`${section} | ${route.name} | ${answer.status}, unlike an unknown address`);
			}
			const behind = (path) => w.routes.some((r) => r.guards.includes(section) && fits(r.path, path));
			for (const path of done.filter(behind)) {
				const answer = await d.client.get(path);
				if (answer.status !== unknown.status || tokens(answer.text) !== tokens(nowhere.text))
					lines.push(`${section} | ${path} | ${answer.status}, unlike an unknown address`);
			}
			const activity = await d.client.get('/activity');
			const receipts = activity.dom.querySelectorAll('a[href^="/receipt/"]').map((a) => a.getAttribute('href'));
			for (const path of ['/home', '/activity', account, ...receipts]) {
				const page = await d.client.get(path);
				if (page.status !== 200)
					lines.push(`${section} | ${path} | ${page.status}`);
				for (const a of page.dom.querySelectorAll('a[href^="/"], form[action^="/"]')) {
					const to = (a.getAttribute('href') ?? a.getAttribute('action')).replace(/[?#].*/, '');
					if (behind(to))
						lines.push(`${section} | ${path} leads to ${to}`);
				}
			}
			await w.server.ctl('setting.put', { name: section, value: 'on' });
		}
		console.log(`# switched ${sections.length} sections off and on`);
		none(lines, 'still there');
	});

	it('a portal that is switched off shows nothing but that, except the rights', async () => {
		const lines = [], d = w.debtor(w.languages[0]);
		await d.signIn();
		await w.server.ctl('setting.put', { name: 'portal.on', value: 'off' });
		for (const route of w.routes.filter((r) => r.verb === 'GET' && !r.path.includes(':') && !r.guards.includes('always'))) {
			const answer = await d.client.get(route.path);
			if (answer.status !== 503)
				lines.push(`${route.name} | ${answer.status}`);
		}
		await w.server.ctl('setting.put', { name: 'portal.on', value: 'on' });
		none(lines, 'open');
	});
});

function fits(pattern, path) {
	const a = pattern.split('/'), b = path.split('/');
	return a.length === b.length && a.every((p, i) => p.startsWith(':') || p === b[i]);
}
