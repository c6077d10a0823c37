// Pictures of the pages for people to look at: node shots.mjs [--language L,..] [--width N,..] [--theme T]
// [part of a page's name ...]. They are written to build/shots/PAGE.LANGUAGE.WIDTH.png.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { end as endBrowser, show } from './harness/browser.mjs';
import { each } from './harness/report.mjs';
import { root } from './harness/server.mjs';
import { end, world } from './harness/world.mjs';
import { looks } from './pages.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: {
	language: { type: 'string', default: 'en,es,ar' }, width: { type: 'string', default: '390,1280' }, theme: { type: 'string', default: 'light' } } });
const folder = join(root, 'build/shots');
const w = await world();
const languages = values.language.split(',').filter((l) => w.languages.includes(l));
const all = looks.filter((p) => (positionals.length === 0 || positionals.some((part) => p.name.includes(part))))
	.flatMap((page) => languages.flatMap((language) => values.width.split(',').map((width) => ({ page, language, width: Number(width) }))));

await mkdir(folder, { recursive: true });
await each(all, 2, async ({ page, language, width }) => {
	const { tab, leave } = await show(await w.capture(page, language), { theme: values.theme, width, height: width < 600 ? 844 : 800 });
	const name = `${page.name.replace(/[^a-z0-9]+/gi, '-')}.${language}.${width}${values.theme === 'dark' ? '.dark' : ''}.png`;
	await tab.screenshot({ path: join(folder, name), fullPage: true });
	await leave();
});
console.log(`${all.length} pictures in build/shots`);
await endBrowser();
await end();
