// With JavaScript off everything works and says the same.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { forms } from './forms.mjs';
import { show, windowFor } from './harness/browser.mjs';
import { effects, fill, ready } from './harness/fill.mjs';
import { each, equal, none, truly } from './harness/report.mjs';
import { world } from './harness/world.mjs';
import { looks } from './pages.mjs';

const tomorrow = () => new Date(Date.now() + 86400000).toISOString().slice(0, 10);

describe('without JavaScript', () => {
	it('without JavaScript the whole way is walked: link, digits, overview, promise, receipt, activity, out', async () => {
		const w = await world(), d = w.debtor(w.languages[0], 'no script');
		const context = await windowFor({ language: d.language, script: false });
		const tab = await context.newPage();
		const press = async (action, values) => {
			await (await fill(tab, action, values)).click();
			await tab.waitForLoadState('load');
		};
		const path = await d.freshLink();
		await tab.goto(w.server.origin + path);
		truly(await tab.evaluate(() => [...document.scripts].every((s) => s.src || !s.textContent)), 'no script stands inside a page');
		await press(path, { digits: d.digits });
		equal('/welcome', new URL(tab.url()).pathname, 'after the digits, the first time');
		await tab.locator('button[value=skip]').click();
		await tab.waitForLoadState('load');
		equal('/home', new URL(tab.url()).pathname, 'after the welcome');
		truly((await tab.content()).includes(d.account.number), 'the overview shows the account');
		await tab.locator('a[href$="/promise"]').first().click();
		await press('/promise', { amount: '1.00', promised_date: tomorrow() });
		truly(/\/promise\/PR-/.test(tab.url()), `a receipt after the promise (${tab.url()})`);
		await tab.locator('a[href="/activity"]').first().click();
		truly(/PR-/.test(await tab.content()), 'the activity list names the promise');
		await press('/sign-out', {});
		equal('/bye', new URL(tab.url()).pathname, 'after signing out');
		await tab.goto(`${w.server.origin}/home`);
		equal('/', new URL(tab.url()).pathname, 'the overview after signing out');
		await context.close();
	});

	for (const entry of forms)
		it(`without JavaScript ${entry.route} works`, async () => {
			const w = await world(), d = w.debtor(w.languages[0], `${entry.route} bare`);
			if (entry.inside) {
				await d.open(await d.freshLink());
				await entry.before?.(d);
			}
			const context = await windowFor({ language: d.language, cookies: entry.inside ? d.client.cookies : {}, script: false });
			const { tab, button } = await ready(context, w.server.origin, entry, d);
			const head = await w.server.head();
			await button.click();
			await tab.waitForLoadState('load');
			equal(entry.effect, await effects(w.server, entry, d, head), 'done');
			truly(entry.ends.test(new URL(tab.url()).pathname), `ends at ${new URL(tab.url()).pathname}`);
			await context.close();
		});

	it('without JavaScript every page says and offers the same', async () => {
		const w = await world(), language = w.languages[0], lines = [];
		for (const page of looks) // so that none changes while another is looked at
			await w.capture(page, language);
		await each(looks, 4, async (page) => {
			const said = [];
			for (const script of [true, false]) {
				const { tab, leave } = await show(await w.capture(page, language), { script, width: 390 });
				said.push(await tab.evaluate(() => [document.body.innerText.replace(/\s+/g, ' '),
					[...document.querySelectorAll('input, button, select, textarea, a')].filter((e) => e.checkVisibility()).length]));
				await leave();
			}
			if (JSON.stringify(said[0]) !== JSON.stringify(said[1]))
				lines.push(`${page.name} | ${said[0][1]} things with script, ${said[1][1]} without`);
		});
		none(lines, 'different');
	});
});
