// The tables against the program: no route of the portal is forgotten, none is listed that is not there.
import './harness/life.mjs';
import { describe, it } from 'node:test';
import { exceptions as noForm, forms } from './forms.mjs';
import { none } from './harness/report.mjs';
import { routes } from './harness/server.mjs';
import { exceptions as noPage, everyPage as pages } from './pages.mjs';

describe('the tables', () => {
	const listed = (table, but) => new Set([...table.map((x) => x.route), ...Object.keys(but)]);

	it('every route has a page in pages.mjs, or a reason to have none', async () => {
		const have = listed(pages, noPage);
		none((await routes()).filter((r) => !have.has(r.name)).map((r) => r.name), 'routes that no test looks at');
	});

	it('every POST has a form in forms.mjs, or a reason to have none', async () => {
		const have = listed(forms, noForm);
		none((await routes()).filter((r) => r.verb === 'POST' && !have.has(r.name)).map((r) => r.name), 'forms that no test sends');
	});

	it('every route in the tables is the program\'s, and no page is named twice', async () => {
		const real = new Set(['error', ...(await routes()).map((r) => r.name)]);
		const names = pages.map((p) => p.name);
		none([...listed(pages, noPage), ...listed(forms, noForm)].filter((name) => !real.has(name)), 'routes that are not there');
		none(names.filter((n, i) => names.indexOf(n) !== i), 'names given twice');
	});

	it('a page is looked at from inside exactly where its route wants a signed-in visitor', async () => {
		const all = await routes();
		const wrong = pages.filter((p) => {
			const route = all.find((r) => r.name === p.route);
			return route && !p.either && Boolean(p.inside) !== route.guards.includes('signed-in');
		});
		none(wrong.map((p) => `${p.name} | ${p.route} | is ${p.inside ? 'open to strangers' : 'for signed-in visitors'}`), 'pages seen from the wrong side');
	});
});
