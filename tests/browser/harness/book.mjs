// A book for the tests: the program's own sample, in which every language of the portal gets debtors of its own (a
// debtor's language is a column like any other). Who they are, what they owe and the four digits that open their
// pages are read from the file that is imported, so a test knows what may be shown to whom.

// One line of CSV as the sample writes it.
function cells(line) {
	const out = [];
	for (const m of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
		out.push(m[1] !== undefined ? m[1].replaceAll('""', '"') : m[2]);
	return out;
}

const quoted = (v) => (/[",\r\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v);

export const lastFour = (text) => text.replace(/\D/g, '').slice(-4);

function people(rows) {
	const known = new Map();
	for (const r of rows) {
		if (!known.has(r.contact_id))
			known.set(r.contact_id, { id: r.contact_id, name: r.contact_name, document: r.document, email: r.email,
						  phone: r.phone, native: r.language, country: r.country, rows: [] });
		known.get(r.contact_id).rows.push(r);
	}
	return [...known.values()].map((p) => {
		const accounts = new Map();
		for (const r of p.rows) {
			const a = accounts.get(r.account_no) ?? { number: r.account_no, reference: r.reference,
								  creditor: r.creditor, currency: r.currency, open: 0 };
			a.open += Number(r.invoice_no ? r.invoice_open : r.balance);
			accounts.set(r.account_no, a);
		}
		p.accounts = [...accounts.values()].sort((a, b) => b.open - a.open);
		p.digits = lastFour(p.document) || lastFour(p.accounts[0].reference);
		return p;
	});
}

const owing = (p) => p.accounts.filter((a) => a.open > 50).length;

const EACH = 30; // debtors that the roles of a language need

// Whose account is above this is asked for a second factor; nobody's is in the sample.
export const much = 5000000;

// Takes one out who has another address than e-mail, and lets them owe more than anybody else.
function enrich(people) {
	const i = people.findLastIndex((p) => p.phone && p.rows.some((r) => r.invoice_no && Number(r.invoice_open) > 0));
	const [p] = people.splice(i, 1);
	const row = p.rows.find((r) => r.invoice_no && Number(r.invoice_open) > 0);
	row.invoice_amount = row.invoice_open = `${2 * much}.00`;
	p.accounts.sort((a, b) => (b.number === row.account_no) - (a.number === row.account_no));
	return p;
}

// Takes one out of whom neither a year of birth nor a postcode is on file.
function strip(people) {
	const p = people.pop();
	for (const row of p.rows)
		row.birth_date = row.postcode = '';
	return p;
}

// Has on file what any identity.mode asks for, and a second address.
const answersAll = (p) => p.phone && p.document.replace(/\D/g, '').length >= 6 && p.rows.every((r) => r.birth_date && r.postcode && r.reference);

// `first`: how many debtors the first language needs; `strict`: so many in each, and all of them can answer anything. Deals the debtors that can sign in to the languages, native speakers first, those with more accounts first.
// { csv, debtors: language -> people, rich: language -> one who owes more than `much`, bare: one of whom no second fact is
// on file, everybody }.
export function book(sample, languages, first, strict) {
	const lines = sample.trim().split(/\r?\n/);
	const head = cells(lines[0]);
	const rows = lines.slice(1).map((l) => Object.fromEntries(cells(l).map((v, i) => [head[i], v])));
	const everybody = people(rows);
	const good = everybody.filter((p) => p.email && p.digits.length === 4 && owing(p) > 0 && (!strict || answersAll(p)))
		.sort((a, b) => owing(b) - owing(a));
	const rich = {}, bare = {}, mostOf = (l) => (l === languages[0] || strict ? first : EACH);
	const debtors = Object.fromEntries(languages.map((l) => [l, []]));
	const rest = good.filter((p) => !debtors[p.native]?.push(p));
	for (const l of languages) {
		const most = mostOf(l);
		while (debtors[l].length < most) {
			const richest = languages.reduce((a, b) => (debtors[b].length > debtors[a].length ? b : a));
			const some = debtors[richest];
			const p = rest.shift() ?? (some.length > mostOf(richest) ? some.splice(debtors[l].length ? -1 : 1, 1)[0] : undefined);
			if (!p)
				throw new Error(`the sample has too few debtors for ${l}`);
			debtors[l].push(p);
		}
		for (const p of debtors[l])
			for (const r of p.rows)
				r.language = l === 'en-XA' ? 'en' : l;
		rich[l] = enrich(debtors[l]);
		if (strict)
			bare[l] = strip(debtors[l]);
	}
	const csv = [head.join(','), ...rows.map((r) => head.map((h) => quoted(r[h])).join(','))].join('\n') + '\n';
	return { csv, debtors, rich, bare, everybody };
}
