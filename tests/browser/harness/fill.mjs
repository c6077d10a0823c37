// Filling in a form in a real browser as a person would, whatever kinds its fields are.
export async function fill(tab, action, values, button) {
	const form = tab.locator(`form[method=post][action$="${action}"]`).first();
	for (const [name, value] of Object.entries(values)) {
		const field = form.locator(`[name="${name}"]`).first();
		const kind = await field.evaluate((e) => (e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()));
		if (kind === 'hidden')
			continue;
		if (kind === 'radio' || kind === 'checkbox')
			await form.locator(`[name="${name}"][value="${value}"]`).check();
		else if (kind === 'select')
			await field.selectOption(String(value));
		else if (kind === 'file')
			await field.setInputFiles(value);
		else
			await field.fill(String(value));
	}
	return button ? form.locator(button) : form.locator('button:not([type=button]), input[type=submit]').last();
}

// Opens the form of a table entry in a new tab of `context`, filled in: { tab, button }.
export async function ready(context, origin, entry, debtor) {
	const tab = await context.newPage(), path = await entry.at(debtor);
	await tab.goto(origin + path);
	return { tab, button: await fill(tab, entry.action ?? path, await entry.with(debtor), entry.button) };
}

// How often each kind of event that the entry names happened to the debtor's accounts since `head`.
export async function effects(server, entry, debtor, head) {
	const counts = Object.fromEntries(Object.keys(entry.effect).map((k) => [k, 0]));
	const mine = new Set(debtor.person.accounts.map((a) => a.number));
	for (const e of await server.events(head))
		if (e.kind in counts && (mine.has(e.account) || !e.account))
			counts[e.kind]++;
	return counts;
}
