// One server and one browser for the whole run.

import { after } from "node:test";

import { openBrowser, Visitors } from "./browser.js";
import { startLeye } from "./server.js";

const [server, browser] = await Promise.all([startLeye(), openBrowser()]);

/** The server under test. */
export { server };
/** Whoever visits it. */
export const visitors = new Visitors(browser, server.origin);

after(async () => {
  await browser.close();
  await server.stop();
});
