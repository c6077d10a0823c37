// Every page on a screen. With ALL=1 the whole matrix of page, language, theme and width; else each page once in each
// language, where theme and width take turns along both: of any four neighbours in a row or a column of the table, each
// combination is met once.
import { after, before, describe, it } from 'node:test';
import { show, end as endBrowser } from './harness/browser.mjs';
import * as look from './harness/look.mjs';
import { ALL, each, none } from './harness/report.mjs';
import { end, world } from './harness/world.mjs';
import { inTurn, looks } from './pages.mjs';

const screens = [['light', 320], ['dark', 1280], ['dark', 320], ['light', 1280]];

function screensOf(languages) {
	return languages.flatMap((language, l) => looks.flatMap((page, p) =>
		screens.filter((_, s) => inTurn(page, p, l) && (ALL || s === (l + p) % screens.length))
			.map(([theme, width]) => ({ page, language, theme, width }))));
}

describe('every page on a screen', () => {
	const found = [];
	let count = 0, w;

	const of = (...rules) => found.filter((f) => rules.some((r) => f.kind === r))
		.map((f) => `${f.page} | ${f.language} | ${f.theme} ${f.width} px | ${f.rule} | ${f.at} | ${f.text}`);

	// Since it was loaded: what moves late is seen too. On a busy machine Chromium may lay a page out before it knows
	// the screen; what a page does by itself it does again.
	async function moved(tab) {
		if ((await look.shifts(tab)).length === 0)
			return [];
		await tab.reload();
		await tab.waitForTimeout(300);
		const again = await look.shifts(tab);
		await look.prepare(tab);
		return again;
	}

	async function one({ page, language, theme, width }) {
		const note = (kind, list) => found.push(...list.map((f) => ({ kind, page: page.name, language, theme, width, ...f })));
		let seen;
		try {
			seen = await show(await w.capture(page, language), { theme, width });
			const { tab } = seen;
			await look.prepare(tab);
			note('said', seen.said.map((text) => ({ rule: 'console', at: 'page', text: text.slice(0, 200) })));
			note('elsewhere', seen.requests.filter((u) => !u.startsWith(new URL(seen.url).origin)).map((u) => ({ rule: 'request', at: 'page', text: u })));
			note('sideways', await look.sideways(tab));
			note('clipped', await look.clipped(tab));
			note('targets', await look.targets(tab));
			note('language', await look.language(tab, language));
			note('fields', await look.fields(tab, page.form === 'invalid'));
			note('axe', await look.axe(tab));
			note('shifts', await moved(tab));
			note('focus', await look.focus(tab));
			note('sideways', await look.largeText(tab));
		} catch (e) {
			note('broken', [{ rule: 'broken', at: 'page', text: e.message.split('\n')[0] }]);
		}
		await seen?.leave();
		count++;
	}

	before(async () => {
		w = await world();
		const began = Date.now();
		const all = screensOf(w.languages);
		await each(all, 4, one);
		console.log(`# looked at ${looks.length} pages in ${w.languages.length} languages: ${count} of ` +
			`${looks.length * w.languages.length * screens.length} screens in ${((Date.now() - began) / 1000).toFixed(0)} s`);
	});
	after(async () => {
		await endBrowser();
		await end();
	});

	it('every page can be reached and looked at', () => none(of('broken'), 'pages that could not be shown'));
	it('axe finds no violation', () => none(of('axe'), 'violations'));
	it('nothing scrolls sideways, not even with letters twice as large', () => none(of('sideways'), 'too wide or cut'));
	it('nothing is cut off by its box', () => none(of('clipped'), 'clipped'));
	it('every element that can have the focus is reached by the Tab key and shows it', () => none(of('focus'), 'focus'));
	it('every target is at least 24 pixels wide and high', () => none(of('targets'), 'too small'));
	it('nothing moves while a page loads', () => none(of('shifts'), 'layout shifts'));
	it('every page says its language and direction and has one heading of the first rank', () => none(of('language'), 'words'));
	it('a fault stands beside its field and in a summary that leads there, and fields say how they are typed', () =>
		none(of('fields'), 'forms'));
	it('no page asks anybody else for anything', () => none(of('elsewhere'), 'requests'));
	it('the browser has nothing to complain about, the content policy blocks nothing', () => none(of('said'), 'complaints'));
});
