// Ends the browser and the server when the last test of the process is done.
import { after } from 'node:test';
import { end as endBrowser } from './browser.mjs';
import { end } from './world.mjs';

after(async () => {
	await endBrowser();
	await end();
});
