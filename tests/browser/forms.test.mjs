// Every form sent twice and gone back to: pressed twice in a hurry, sent twice at once as bytes, and walked back and
// forth through the browser's history. Each does what one sending does; quitsctl counts.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { forms } from './forms.mjs';
import { windowFor } from './harness/browser.mjs';
import { effects, ready } from './harness/fill.mjs';
import { equal, truly } from './harness/report.mjs';
import { world } from './harness/world.mjs';

// A debtor of their own for each form and test, so that no count mixes with another.
async function debtorFor(w, entry, why) {
	const d = w.debtor(w.languages[0], `${entry.route} ${why}`);
	if (entry.inside) {
		await d.open(await d.freshLink());
		await entry.before?.(d);
	}
	return d;
}

const inside = (tab, d) => tab.content().then((html) => html.includes(d.account.number));

for (const entry of forms)
	describe(entry.route, () => {
		it(`${entry.route} pressed twice in a hurry does it once`, async () => {
			const w = await world(), d = await debtorFor(w, entry, 'double');
			const context = await windowFor({ language: d.language, cookies: entry.inside ? d.client.cookies : {} });
			const { tab, button } = await ready(context, w.server.origin, entry, d);
			const head = await w.server.head();
			await button.scrollIntoViewIfNeeded();
			const box = await button.boundingBox();
			w.server.hold(); // so that the second press comes while the first is under way, as on a slow line
			try {
				for (let i = 0; i < 2; i++) {
					let taken = false;
					const gone = tab.waitForRequest((r) => r.method() === 'POST', { timeout: 30000 });
					gone.catch(() => {}).finally(() => (taken = true));
					for (let press = 0; !taken; press++) { // Chromium drops a press that comes while it paints; one more never does harm
						if (press % 2) // the button has the focus of the click before
							await tab.keyboard.press('Enter');
						else
							await tab.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
						await Promise.race([gone, new Promise((done) => setTimeout(done, 2000))]).catch(() => {});
					}
					await gone;
				}
			} finally {
				w.server.release();
			}
			await tab.waitForEvent('load');
			equal(entry.effect, await effects(w.server, entry, d, head), 'done');
			truly(await tab.locator('h1').count() === 1, `ends on a page (${tab.url()})`);
			await context.close();
		});

		it(`${entry.route} sent again when the first answer was lost ends where the first would have`, async () => {
			const w = await world(), d = await debtorFor(w, entry, 'lost');
			const client = entry.inside ? d.client : d.another();
			const path = await entry.at(d), page = await client.get(path), kept = { ...client.cookies };
			const values = await entry.with(d);
			await client.post(page, entry.action ?? path, values);
			client.cookies = kept;
			const answer = await client.follow(await client.post(page, entry.action ?? path, values));
			truly(answer.status === 200 && entry.ends.test(answer.path), `ends at ${answer.path}, not at ${entry.ends}`);
		});

		it(`${entry.route} sent twice at once as bytes does it once`, async () => {
			const w = await world(), d = await debtorFor(w, entry, 'bytes');
			const client = entry.inside ? d.client : d.another();
			const path = await entry.at(d), page = await client.get(path);
			const form = page.form(entry.action ?? path), values = await entry.with(d);
			const head = await w.server.head();
			const answers = await Promise.all([1, 2].map(() => client.send(form, values)));
			equal(entry.effect, await effects(w.server, entry, d, head), 'done');
			truly(answers.every((a) => a.status < 400), `answers ${answers.map((a) => a.status)}`);
		});

		it(`${entry.route} and then back, forward and reload does nothing more`, async () => {
			const w = await world(), d = await debtorFor(w, entry, 'back');
			const context = await windowFor({ language: d.language, cookies: entry.inside ? d.client.cookies : {} });
			const { tab, button } = await ready(context, w.server.origin, entry, d);
			const head = await w.server.head();
			await button.click();
			await tab.waitForLoadState('load');
			const after = tab.url();
			equal(entry.effect, await effects(w.server, entry, d, head), 'done');
			for (const step of ['goBack', 'goForward', 'reload', 'goBack']) {
				const response = await tab[step]();
				truly(!response || response.status() < 400, `${step} from ${after} answers ${response?.status()}`);
				truly(await tab.locator('h1').count() === 1, `${step} shows a page (${tab.url()})`);
			}
			if (entry.ended)
				truly(!await inside(tab, d), 'the way back leads in again');
			equal(entry.effect, await effects(w.server, entry, d, head), 'done after going back and forth');
			await context.close();
		});
	});
