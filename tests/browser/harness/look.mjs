// What is judged about a page on a screen. Each check gives findings { rule, at, text }; none is good.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function axe(tab) {
	await tab.evaluate(axeSource);
	const broken = await tab.evaluate(async (values) => {
		const r = await globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
		return r.violations.map((v) => ({ rule: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => ({ at: n.target.join(' '),
			why: [...n.any, ...n.all, ...n.none].map((c) => c.message)[0] ?? '' })) }));
	}, tags);
	return broken.flatMap((v) => v.nodes.map((n) => ({ rule: v.rule, at: n.at, text: (n.why || v.help).slice(0, 160) })));
}

// Functions in the page: a short name for an element, and whether anything of it can be seen.
const helpers = () => {
	globalThis.nameOf = (e) => {
		if (e.id)
			return `#${e.id}`;
		const own = e.tagName.toLowerCase() + (e.getAttribute('name') ? `[name=${e.getAttribute('name')}]`
			: [...e.classList].map((c) => `.${c}`).join(''));
		return e.parentElement && e.parentElement !== document.body ? `${globalThis.nameOf(e.parentElement)} > ${own}` : own;
	};
	globalThis.isSeen = (e) => {
		const box = e.getBoundingClientRect();
		return e.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
	};
};

export const prepare = (tab) => tab.evaluate(helpers);

// Nothing may be wider than the screen.
export async function sideways(tab, rule = 'sideways') {
	return tab.evaluate((rule) => {
		const wide = document.scrollingElement.scrollWidth - innerWidth;
		if (wide <= 0)
			return [];
		const worst = [...document.querySelectorAll('body *')].filter((e) => isSeen(e))
			.map((e) => ({ e, right: Math.max(e.getBoundingClientRect().right - innerWidth, -e.getBoundingClientRect().left) }))
			.sort((a, b) => b.right - a.right)[0];
		return [{ rule, at: worst ? nameOf(worst.e) : 'body', text: `${wide} px wider than ${innerWidth} px` }];
	}, rule);
}

// Letters twice as large: still not wider than the screen, and nothing cut off.
export async function largeText(tab) {
	await tab.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
	const found = [...await sideways(tab, 'sideways at 200 % text'), ...await clipped(tab, 'clipped at 200 % text')];
	await tab.evaluate(() => { document.documentElement.style.fontSize = ''; });
	return found;
}

// What is cut off by its own box.
export async function clipped(tab, rule = 'clipped') {
	return tab.evaluate((rule) => [...document.querySelectorAll('body *')].filter((e) => {
		const style = getComputedStyle(e);
		const hides = (v) => v === 'hidden' || v === 'clip';
		return isSeen(e) && !e.matches('input, select, textarea') && e.clientWidth > 1 && ((hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) ||
			(hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1));
	}).slice(0, 3).map((e) => ({ rule, at: nameOf(e), text: `${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}` })), rule);
}

// What a finger must hit is at least 24 by 24; a link inside a sentence is as high as its line.
export async function targets(tab) {
	return tab.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, label:has(> input)')]
		.filter((e) => isSeen(e) && !e.matches('.skip, .visually-hidden'))
		.filter((e) => {
			if (e.matches('input[type=checkbox], input[type=radio]') && e.closest('label'))
				return false;
			const inText = e.matches('a') && getComputedStyle(e).display === 'inline' &&
				[...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
			const box = e.getBoundingClientRect();
			return !inText && (box.width < 24 || box.height < 24);
		})
		.slice(0, 3)
		.map((e) => ({ rule: 'target size', at: nameOf(e), text: `${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)}` })));
}

// The whole page by the Tab key: every element that can have the focus gets it, in order, and shows it. The page notes
// each stop as it comes, so that the keys need not wait for one another.
export async function focus(tab) {
	const want = await tab.evaluate(() => {
		const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
			.filter((e) => !e.disabled && e.checkVisibility({ visibilityProperty: true }));
		const groups = new Set();
		globalThis.stops = all.filter((e) => {
			if (e.type !== 'radio')
				return true;
			const first = !groups.has(e.name);
			groups.add(e.name);
			return first;
		});
		const lookOf = (e) => {
			const s = getComputedStyle(e);
			return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow].join(' ');
		};
		const before = new Map(stops.map((e) => [e, lookOf(e)]));
		globalThis.met = new Map(); // place among the stops -> what was seen of it
		document.activeElement?.blur();
		getSelection().setPosition(document.body, 0);
		document.addEventListener('focusin', ({ target: e }) => {
			const i = stops.findIndex((s) => s === e || (s.type === 'radio' && e.name === s.name && e.type === 'radio'));
			if (i < 0 || met.has(i))
				return;
			const style = getComputedStyle(e), box = e.getBoundingClientRect();
			met.set(i, { name: nameOf(e), unseen: before.get(stops[i]) === lookOf(e) || (style.outlineStyle === 'none' && style.boxShadow === 'none'),
				     out: Math.min(box.width, box.height) < 4 || box.right < 0 || box.left > innerWidth });
		}, true);
		return stops.length;
	});
	for (let pressed = 0, left = want; left > 0 && pressed < 3 * want + 8;) { // a date field has several stops of its own
		const times = Math.min(left, 3 * want + 8 - pressed);
		await Promise.all(Array.from({ length: times }, () => tab.keyboard.press('Tab')));
		pressed += times;
		left = want - await tab.evaluate(() => met.size);
	}
	return tab.evaluate(() => [...[...met.values()].flatMap(({ name, unseen, out }) => [
		...(unseen ? [{ rule: 'focus not visible', at: name, text: 'outline and shadow do not show it' }] : []),
		...(out ? [{ rule: 'focus not visible', at: name, text: 'has the focus where nobody sees it' }] : []),
	]), ...stops.filter((_, i) => !met.has(i)).slice(0, 3)
		.map((e) => ({ rule: 'focus not reached', at: nameOf(e), text: 'the Tab key does not come here' }))]);
}

// What moved after it was shown.
export async function shifts(tab) {
	const value = await tab.evaluate(() => new Promise((done) => {
		let sum = 0;
		const o = new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; });
		o.observe({ type: 'layout-shift', buffered: true });
		setTimeout(() => { // not two frames: a tab that is not in front may have to wait long for them
			for (const e of o.takeRecords())
				sum += e.value;
			done(sum);
		}, 40);
	}));
	return value > 0 ? [{ rule: 'layout shift', at: 'page', text: value.toFixed(4) }] : [];
}

// Words of the page: its language and direction are said.
export async function language(tab, want) {
	return tab.evaluate((want) => {
		const html = document.documentElement, found = [];
		const direction = /^(ar|he|fa|ur)\b/.test(want) ? 'rtl' : 'ltr';
		if ((html.lang || '').split('-')[0] !== want.split('-')[0])
			found.push({ rule: 'language', at: 'html', text: `lang is "${html.lang}", not "${want}"` });
		if (getComputedStyle(document.body).direction !== direction)
			found.push({ rule: 'direction', at: 'body', text: `is not ${direction}` });
		if (document.querySelectorAll('h1').length !== 1)
			found.push({ rule: 'headings', at: 'main', text: `${document.querySelectorAll('h1').length} h1` });
		return found;
	}, want);
}

// Forms: what is wrong is said beside its field and summarised with a link to it; what is asked for says how it is typed.
export async function fields(tab, invalid) {
	return tab.evaluate((invalid) => {
		const found = [], say = (rule, e, text) => found.push({ rule, at: e ? nameOf(e) : 'page', text });
		const faulty = [...document.querySelectorAll('[aria-invalid=true]')].filter(isSeen);
		const summary = document.querySelector('.error-summary');
		if (invalid && !summary)
			say('error summary', null, 'a form with faults has none');
		// A group of choices can not be invalid itself: its fault stands inside it, where the summary leads to.
		const groups = [...(summary?.querySelectorAll('a[href^="#"]') ?? [])].map((a) => document.getElementById(a.getAttribute('href').slice(1))?.closest('fieldset'))
			.filter((e) => e?.querySelector('.field-error'));
		if (invalid && faulty.length === 0 && groups.length === 0)
			say('aria-invalid', null, 'no field of a form with faults has it, and no group of choices says it');
		for (const e of faulty) {
			const text = (e.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean)
				.map((id) => document.getElementById(id)).filter((d) => d?.matches('.field-error, .error-summary *') && d.textContent.trim());
			if (text.length === 0)
				say('described by', e, 'aria-describedby names no text that says what is wrong');
			const near = e.closest('fieldset[id], [role=group]') ?? e;
			if (![...(summary?.querySelectorAll('a[href^="#"]') ?? [])].some((a) => near.contains(document.getElementById(a.getAttribute('href').slice(1)))))
				say('error summary', e, 'the summary has no link to it');
		}
		for (const a of summary?.querySelectorAll('a[href^="#"]') ?? [])
			if (!document.getElementById(a.getAttribute('href').slice(1)))
				say('error summary', a, 'leads nowhere');
		for (const e of document.querySelectorAll('input, textarea, select')) {
			const type = e.getAttribute('type') ?? 'text', named = e.name ?? '';
			if (['hidden', 'checkbox', 'radio', 'submit', 'file', 'date', 'time'].includes(type) || e.tagName !== 'INPUT')
				continue;
			if (!e.hasAttribute('autocomplete'))
				say('autocomplete', e, 'is not said');
			if ((/amount|digits/.test(named) || e.autocomplete === 'one-time-code') && !/^(numeric|decimal)$/.test(e.inputMode))
				say('inputmode', e, 'numbers are typed here');
			if (/e_?mail/.test(named) && type !== 'email' && e.inputMode !== 'email')
				say('inputmode', e, 'an address is typed here');
			if (/phone|number/.test(named) && type !== 'tel' && !/^(tel|numeric)$/.test(e.inputMode))
				say('inputmode', e, 'a number is typed here');
		}
		return found;
	}, invalid);
}
