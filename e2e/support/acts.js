// What members of staff do for one person, page by page.

import assert from "node:assert/strict";

import { fill, problemsOf, submit } from "./form.js";

/** What the page says. */
export const words = (page) => page.getByRole("main").innerText();

/** Answers the form of the page, or the one that goes `to`, and sends it. Fails if it comes back. */
export async function send(page, answers, button, to) {
  await fill(page, answers, to);
  await submit(page, button, to);
  assert.deepEqual(await problemsOf(page), { listed: [], atFields: [] }, `"${button}" was refused on ${page.url()}`);
}

/** Opens a page and sends its form. */
export async function act(page, path, answers, button, to) {
  const response = await page.goto(path);
  assert.equal(response.status(), 200, path);
  await send(page, answers, button, to);
}

/** Records a service by the form of its kind. What is the same as before on the same day would not be recorded. */
export async function record(page, subject, kind, answers = {}) {
  await act(page, `/people/${subject}/record/${kind}`, answers, "记录");
  assert.match(await words(page), /已记录/, kind);
}

/** Opens a page that may be refused. Gives the status. */
export const statusOf = async (page, path) => (await page.context().request.get(path)).status();

/** The words of a choice that begin or contain what is looked for, in a list of the page. */
export async function optionWith(page, question, part) {
  const field = page.locator(".field").filter({ has: page.locator("label, legend", { hasText: question }) }).first();
  const labels = await field.locator("option, label").allInnerTexts();
  const found = labels.find((label) => label.includes(part));
  if (!found) throw new Error(`no "${part}" among ${labels.join(", ")} on ${page.url()}`);
  return found.trim();
}

/** The name of whoever is signed in. */
export async function nameOf(page) {
  const account = await page.context().request.get("/account");
  return /<b>([^<]+)<\/b>/.exec(await account.text())[1];
}

/** Signs on the screen, with the mouse, in the place of a party. */
export async function signOnScreen(page, party) {
  const pad = page.locator("canvas").and(page.getByLabel(`${party}签名处`));
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const at = (x, y) => page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 });
  for (const stroke of [[[0.2, 0.3], [0.5, 0.3], [0.5, 0.8]], [[0.3, 0.6], [0.7, 0.5]]]) {
    await at(...stroke[0]);
    await page.mouse.down();
    for (const point of stroke.slice(1)) await at(...point);
    await page.mouse.up();
  }
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: `保存${party}签名` }).click()]);
  assert.match(await words(page), new RegExp(`${party}已签名`));
}
