// Every browser test in one process, on one server and one browser; what was answered in all of them is searched last.
process.env.QUITS_TOGETHER = '1';
await import('./routes.test.mjs');
await import('./html.test.mjs');
await import('./lynx.test.mjs');
await import('./weight.test.mjs');
await import('./noscript.test.mjs');
await import('./forms.test.mjs');
await import('./sections.test.mjs');
await import('./pseudo.test.mjs');
await import('./swap.test.mjs');
await import('./values.test.mjs');
await import('./notes.test.mjs');
await import('./screen.test.mjs');
const { searchEverything } = await import('./privacy.test.mjs');
searchEverything();
