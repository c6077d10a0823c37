// Findings as short lines, and a failure that says only them.
export const ALL = process.env.ALL === '1';

export class Untrue extends Error {
	constructor(what, lines) {
		const shown = lines.slice(0, 25);
		super([what, ...shown.map((l) => `  ${l}`), ...(lines.length > shown.length ? [`  and ${lines.length - shown.length} more`] : [])].join('\n'));
		this.name = 'Untrue';
		this.stack = this.message;
	}
}

// Fails if there are any lines.
export function none(lines, what) {
	if (lines.length)
		throw new Untrue(`${what}: ${lines.length}`, lines);
}

export function equal(want, got, what) {
	const [a, b] = [JSON.stringify(want), JSON.stringify(got)];
	if (a !== b)
		throw new Untrue(`${what}: want ${a}, got ${b}`, []);
}

export function truly(yes, what) {
	if (!yes)
		throw new Untrue(what, []);
}

// Runs `work` over items, `width` at a time.
export async function each(items, width, work) {
	let next = 0;
	await Promise.all(Array.from({ length: width }, async () => {
		while (next < items.length)
			await work(items[next++]);
	}));
}
