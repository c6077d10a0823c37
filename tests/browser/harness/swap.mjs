// What the tests share in which one debtor asks for another's things: finding them, the like of them that never was, and
// comparing what is answered.

// Every address of ours that a debtor's pages lead to, forms' included, from the overview on.
export async function walk(d) {
	const seen = new Set(['/home']), met = new Set();
	for (const path of seen) {
		met.add(path.replace(/\?.*/, ''));
		if (seen.size > 200)
			break;
		const page = await d.client.get(path);
		if (!page.html)
			continue;
		for (const a of page.dom.querySelectorAll('a[href^="/"]')) {
			const href = a.getAttribute('href').replace(/[?#].*/, '');
			if (!/^\/(static|l)\//.test(href))
				seen.add(href);
		}
		for (const form of page.forms)
			met.add(form.action);
	}
	return met;
}

// The same kind of word that nobody was ever given: digits stay digits, capitals capitals.
export const absent = (word) => (/^\d+$/.test(word) ? String(BigInt(word) ^ 0x5a5a5n)
	: word.replace(/[A-Z0-9]+$/, (end) => end.split('').map((c) => (/\d/.test(c) ? String((Number(c) + 5) % 10)
		: String.fromCharCode((c.charCodeAt(0) - 65 + 7) % 26 + 65))).join('')));

export const plain = (answer, vars) => {
	let text = `${answer.status}\n${answer.rawHeaders.filter((_, i) => !['Date', 'Content-Length'].includes(answer.rawHeaders[i - i % 2])).join('\n')}\n${answer.text}`;
	for (const v of vars)
		text = text.replaceAll(v, 'THING');
	return text.replace(/[A-Za-z0-9_-]{32,}/g, 'TOKEN');
};

// Where two answers part.
export function difference(a, b) {
	let i = 0;
	while (a[i] === b[i])
		i++;
	return JSON.stringify(`${a.slice(i, i + 30)} / ${b.slice(i, i + 30)}`);
}
