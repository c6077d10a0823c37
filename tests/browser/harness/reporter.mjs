// A line a test, what failed in full once, and a summary that stands last.
const seconds = (ms) => (ms >= 1000 ? ` (${(ms / 1000).toFixed(1)} s)` : '');

export default async function* reporter(events) {
	let passed = 0, failed = 0, skipped = 0, todo = 0;
	const lines = [];
	for await (const { type, data } of events) {
		if (type === 'test:diagnostic' && data.nesting > 0)
			yield `     ${data.message}\n`;
		if (type === 'test:stderr' || type === 'test:stdout')
			yield data.message;
		const setUp = type === 'test:fail' && data.details.error?.failureType === 'hookFailed';
		if ((type !== 'test:pass' && type !== 'test:fail') || (data.details?.type === 'suite' && !setUp) || /\.mjs$/.test(data.name))
			continue;
		if (data.skip !== undefined) {
			skipped++;
			yield `skip ${data.name}${typeof data.skip === 'string' ? `: ${data.skip}` : ''}\n`;
		} else if (data.todo !== undefined && type === 'test:fail') {
			todo++;
			yield `todo ${data.name}: ${data.todo}\n`;
		} else if (type === 'test:pass') {
			passed++;
			yield `ok   ${data.name}${seconds(data.details.duration_ms)}\n`;
		} else {
			failed++;
			const e = data.details.error, cause = e?.cause ?? e;
			const text = cause?.name === 'Untrue' ? cause.message
				: String(cause?.stack ?? cause?.message ?? cause).split('\n').filter((l) => !l.includes('node:internal')).slice(0, 6).join('\n');
			lines.push(`FAIL ${data.name}\n     ${text.split('\n').slice(0, 30).join('\n     ')}\n`);
			yield lines.at(-1);
		}
	}
	yield `browser: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}${todo ? `, ${todo} known and not done` : ''}\n`;
}
