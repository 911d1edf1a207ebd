// A phone with the page that works without a network.

import { PHONE, signIn } from "./browser.js";

export const PASSCODE = "linde2468";

/** Opens a phone on which somebody is signed in. */
export async function openPhone(visitors, userName) {
  const context = await visitors.of(userName, { anew: true, viewport: PHONE });
  const page = await context.newPage();
  await openApp(page);
  return { context, page };
}

/** Opens the page and waits until the phone keeps it. */
export async function openApp(page) {
  await page.goto("/visits/app");
  await page.locator("form").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
}

/** Takes a list along: of one's own people, or of the office's. */
export async function takeAlong(page, whose = "我负责的") {
  await page.getByLabel(whose).check();
  await page.getByLabel("设置口令").fill(PASSCODE);
  await page.getByLabel("再输一次口令").fill(PASSCODE);
  await page.getByRole("button", { name: "带走清单" }).click();
  await onList(page);
}

/** Waits for the list. */
export const onList = (page) => page.getByRole("heading", { name: "走访清单", level: 1 }).waitFor();

/** Opens what is locked. */
export async function unlock(page, { whose, passcode = PASSCODE } = {}) {
  if (whose) await page.getByRole("radio", { name: new RegExp(`^${whose}`) }).check();
  await page.getByLabel("口令", { exact: true }).fill(passcode);
  await page.getByRole("button", { name: "打开", exact: true }).click();
  await onList(page);
}

/** Opens somebody's page. */
export async function openPerson(page, subject) {
  await page.locator(`a.person[href="#${subject}"]`).click();
  await page.locator("form").waitFor();
}

/** Fills in a survey. */
export async function fillSurvey(page, { willingness = "有就业意愿，暂不进行求职登记", words = "" } = {}) {
  await page.getByLabel("见到本人，做了摸查").check();
  await page.getByLabel(willingness).check();
  if (willingness.startsWith("暂无")) await page.getByLabel("具体原因").selectOption({ index: 1 });
  await page.getByLabel("原话和情况").fill(words);
}

/** Fills in a follow-up of what stands first among those that are due. */
export async function fillFollowUp(page, { found = "进展顺利", ready, words = "" } = {}) {
  await page.getByLabel("见到本人，做了回访").check();
  await page.getByRole("group", { name: "回访哪一项" }).getByRole("radio").first().check();
  await page.getByLabel(found, { exact: true }).check();
  if (ready) await page.getByLabel(ready, { exact: true }).check();
  await page.getByLabel("原话和情况").fill(words);
}

/** Records a follow-up of somebody. */
export async function followUp(page, subject, answers) {
  await openPerson(page, subject);
  await fillFollowUp(page, answers);
  await save(page);
}

/** Stores what was filled in on the phone. */
export async function save(page) {
  await page.getByRole("button", { name: "保存到手机" }).click();
  await onList(page);
}

/** Records a survey of somebody. */
export async function record(page, subject, answers) {
  await openPerson(page, subject);
  await fillSurvey(page, answers);
  await save(page);
}

/** What the line at the top says. */
export const status = (page) => page.locator("#status").textContent();

/** Waits until the line at the top says something. */
export const untilStatus = (page, words) => page.locator("#status", { hasText: words }).waitFor();

/** Where the records of somebody stand, as the list says it. */
export const badges = (page, subject) => page.locator(`a.person[href="#${subject}"] .badge`).allTextContents();

/** Another session on the same phone. */
export async function signInAnew(context, userName) {
  await context.clearCookies();
  const page = await context.newPage();
  await signIn(page, userName);
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
  await page.close();
}
