// Sent twice, done once.

import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../support/browser.js";
import { subjectOf } from "../support/duties.js";
import { fill, missing, submit, valuesOf } from "../support/form.js";
import { leastAbout, SCORECARD } from "../support/intake.js";
import { somebody } from "../support/person.js";
import { CLERK } from "../support/staff.js";
import { takeIn } from "../support/take_in.js";
import { visitors } from "../support/world.js";

/** How many of the ledger's entries are of a kind, by its words. */
async function entriesOf(page, subject, words) {
  await page.goto(`/people/${subject}`);
  const ledger = page.locator("#ledger li");
  assert.notEqual(await ledger.count(), 0, "the file shows its ledger");
  return ledger.filter({ hasText: words }).count();
}

/** How many files a search finds. */
async function filesOf(page, person) {
  await page.goto(`/people?q=${person.number}`);
  return page.getByRole("main").getByRole("link", { name: person.name }).count();
}

const GUIDANCE = { path: "guidance_given", words: "就业指导" };

async function openGuidance(page, subject) {
  await page.goto(`/people/${subject}/record/${GUIDANCE.path}`);
  await fill(page, await missing(page));
}

test("one form sent from two tabs is recorded once", () =>
  within(visitors.of(CLERK), async (context) => {
    const [one, other] = [await context.newPage(), await context.newPage()];
    const subject = await takeIn(one, somebody());
    const before = await entriesOf(one, subject, GUIDANCE.words);
    await openGuidance(one, subject);
    await other.goto("/today");
    const sent = { path: new URL(one.url()).pathname, values: await valuesOf(one) };
    const send = (page) =>
      page.evaluate(async ({ path, values }) => {
        const answer = await fetch(path, { method: "POST", body: new URLSearchParams(values) });
        return [answer.status, answer.redirected];
      }, sent);
    const answers = await Promise.all([send(one), send(other), send(one), send(other)]);
    assert.deepEqual(answers, Array(4).fill([200, true]), "each is told that it is done");
    assert.equal((await entriesOf(one, subject, GUIDANCE.words)) - before, 1);
  }));

test("one person typed in in two tabs is taken in once", () =>
  within(visitors.of(CLERK), async (context) => {
    const person = somebody();
    const tabs = [await context.newPage(), await context.newPage()];
    for (const tab of tabs) {
      await tab.goto("/people/new");
      await fill(tab, leastAbout(person));
    }
    await Promise.all(tabs.map((tab) => submit(tab, "建立档案")));
    const made = tabs.filter((tab) => subjectOf(tab.url()) !== "new");
    assert.equal(made.length, 1, tabs.map((tab) => tab.url()).join(" "));
    const refused = tabs.find((tab) => !made.includes(tab));
    const words = await refused.getByRole("main").innerText();
    assert.match(words, /已有档案/);
    assert.equal(await filesOf(made[0], person), 1);
  }));

test("what is clicked twice without JavaScript is recorded once", () =>
  within(visitors.of(CLERK, { javaScriptEnabled: false }), async (context) => {
    const page = await context.newPage();
    const subject = await takeIn(page, somebody());
    const before = await entriesOf(page, subject, GUIDANCE.words);
    await openGuidance(page, subject);
    await page.getByRole("main").getByRole("button", { name: "记录", exact: true }).dblclick({ noWaitAfter: true });
    await page.waitForURL((address) => !address.pathname.includes("/record/"));
    assert.equal((await entriesOf(page, subject, GUIDANCE.words)) - before, 1);
  }));

test("what is sent, and gone back to, is recorded once", () =>
  within(visitors.of(CLERK), async (context) => {
    const page = await context.newPage();
    const subject = await takeIn(page, somebody());
    const before = await entriesOf(page, subject, GUIDANCE.words);
    const count = async (tab) => (await entriesOf(tab, subject, GUIDANCE.words)) - before;
    await openGuidance(page, subject);
    await fill(page, { 一句话: "谈了一次求职方向" });
    await submit(page, "记录");
    await page.reload();
    const tab = await context.newPage();
    assert.equal(await count(tab), 1, "after a reload");
    while (!page.url().includes("/record/")) await page.goBack();
    await page.waitForTimeout(300); // The browser puts back what was typed after the page is there.
    // Either the form is as it was sent, and counts once; or it is blank, so that one sees that it is another.
    const isAsSent = (await valuesOf(page)).some(([, value]) => value === "谈了一次求职方向");
    if (isAsSent) await submit(page, "记录");
    assert.equal(await count(tab), 1, isAsSent ? "after sending the form again as it stood" : "after the way back");
  }));

test("somebody taken in, and gone back to, is taken in once", () =>
  within(visitors.of(CLERK), async (context) => {
    const person = somebody();
    const page = await context.newPage();
    await takeIn(page, person);
    await page.goBack();
    await fill(page, leastAbout(person));
    await submit(page, "建立档案");
    assert.equal(await filesOf(page, person), 1);
  }));

test("a grading sent twice counts once", () =>
  within(visitors.of(CLERK), async (context) => {
    const page = await context.newPage();
    const subject = await takeIn(page, somebody());
    await page.goto(`/people/${subject}/grade`);
    await fill(page, SCORECARD);
    await submit(page, "算出等级，先看结果");
    const sent = await valuesOf(page);
    await submit(page, "保存分级");
    const again = await page.evaluate(async ({ path, sent }) => {
      const answer = await fetch(path, { method: "POST", body: new URLSearchParams(sent) });
      return answer.status;
    }, { path: `/people/${subject}/grade`, sent });
    assert.equal(again, 200);
    assert.equal(await entriesOf(page, subject, "分级"), 1);
  }));
