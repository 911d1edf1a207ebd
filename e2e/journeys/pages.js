// Every page that links lead to, as each role meets it.

import assert from "node:assert/strict";
import test, { describe } from "node:test";

import { listen, within } from "../support/browser.js";
import { crawl } from "../support/crawl.js";
import { look, none } from "../support/look.js";
import { CLERK, DISTRICT_HEAD, EVERYONE, HEAD, OFFICER } from "../support/staff.js";
import { visitors } from "../support/world.js";

/** What kinds of pages are built of, as far as some role has seen. */
const known = new Map();
/** One form for each kind of service; whoever may open it sees the same. */
const isServiceForm = (kind) => kind.startsWith("/people/{}/record/");

/** The lists of employment assistance, which whoever answers for people works with. */
const ASSISTANCE = ["surveys/list", "surveys", "visits", "agreements", "plans", "panels", "posts", "stopping", "transfers", "households"];

/** Gives the addresses of forms of services, one for each kind that can be recorded of anybody in a list of people. */
async function serviceForms(context) {
  const read = async (path) => (await context.request.get(path)).text();
  const links = (html, pattern) => [...html.matchAll(pattern)].map(([, path]) => path.replaceAll("&amp;", "&"));
  const kinds = new Map();
  for (const file of new Set(links(await read("/people?officer=all"), /href="(\/people\/[0-9a-f-]{36})"/g))) {
    for (const path of links(await read(`${file}/record`), /href="(\/people\/[0-9a-f-]{36}\/record\/[^"]+)"/g)) {
      kinds.set(path.split("/")[4].split("?")[0], path);
    }
  }
  return [...kinds.values()];
}

describe("every page that links lead to is sound and accessible", { concurrency: 2 }, () => {
  for (const userName of EVERYONE) {
    test(`for ${userName}`, { timeout: 300_000 }, (t) =>
      within(visitors.of(userName), async (context) => {
        const page = await context.newPage();
        const complaints = listen(page);
        const wrong = [];
        const see = async ({ kind, address, by, response }) => {
          const found = [];
          if (response?.status() === 200) found.push(...(await look(page, { kind, known })));
          else found.push(`status ${response?.status()}`);
          const said = complaints.splice(0).filter((words) => found.length === 0 || !words.includes("Failed to load"));
          wrong.push(...[...found, ...said].map((words) => `${kind} (${address}, from ${by}): ${words}`));
        };
        await page.goto("/");
        const from = [page.url(), "/account", "/design"];
        if (userName === OFFICER) from.push(...(await serviceForms(context)));
        const skip = (kind) => known.has(kind) && isServiceForm(kind);
        const { seen, files } = await crawl(page, { from, most: 200, skip, see });
        for (const address of files.values()) {
          const answer = await context.request.get(address);
          if (answer.status() !== 200) wrong.push(`${address}: status ${answer.status()}`);
        }
        if ([OFFICER, HEAD, DISTRICT_HEAD].includes(userName)) {
          for (const list of ASSISTANCE) if (!seen.has(`/${list}`)) wrong.push(`no link leads to /${list}`);
        }
        t.diagnostic(`${seen.size} kinds of pages, ${files.size} files: ${[...seen].join(" ")}`);
        none(wrong);
      }));
  }
});

for (const [userName, path] of [
  [CLERK, "/people"],
  [HEAD, "/today/office/list"],
  [HEAD, "/today/gates"],
  [DISTRICT_HEAD, "/today/office/list"],
]) {
  test(`whatever ${path} leads ${userName} to is there`, { timeout: 60_000 }, () =>
    within(visitors.of(userName), async (context) => {
      const page = await context.newPage();
      await page.goto(path);
      const links = await page.$$eval("main td a[href]", (found) => found.map((link) => link.href));
      const wrong = [];
      for (const address of new Set(links)) {
        const answer = await context.request.get(address);
        if (answer.status() !== 200) wrong.push(`${address}: status ${answer.status()}`);
      }
      none(wrong);
    }));
}

test("a page without an address says so, and leads back", () =>
  within(visitors.of(OFFICER), async (context) => {
    const page = await context.newPage();
    const wrong = [];
    for (const path of ["/nowhere", "/people/nobody", "/offices/0", "/today/office?office=x"]) {
      const response = await page.goto(path);
      if (response.status() === 200) continue;
      if (response.status() !== 404) wrong.push(`${path}: status ${response.status()}`);
      wrong.push(...(await look(page, { kind: "missing", known })).map((words) => `${path}: ${words}`));
      if ((await page.getByRole("link").count()) < 2) wrong.push(`${path}: leads nowhere`);
    }
    none(wrong);
  }));

test("large text is asked for with a button and stays", () =>
  within(visitors.of(OFFICER), async (context) => {
    const page = await context.newPage();
    await page.goto("/today");
    const size = () => page.$eval("main", (main) => parseFloat(getComputedStyle(main).fontSize));
    const usual = await size();
    await page.getByRole("banner").getByRole("button", { name: "大字" }).first().click();
    await page.waitForLoadState();
    const wrong = [];
    if (new URL(page.url()).pathname !== "/today") wrong.push(`the button leads to ${page.url()}`);
    if ((await size()) < usual * 1.15) wrong.push(`${usual} became ${await size()}`);
    await page.goto("/offices");
    if ((await size()) < usual * 1.15) wrong.push("the next page is small again");
    wrong.push(...(await look(page)));
    none(wrong);
  }));

test("keys go where they say, and can be turned off", () =>
  within(visitors.of(HEAD), async (context) => {
    const page = await context.newPage();
    await page.goto("/account");
    const goes = async (path, ...keys) => {
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForURL((address) => address.pathname === path);
    };
    await goes("/today", "g", "t");
    await goes("/today/office", "g", "o");
    await goes("/people", "g", "p");
    const isIn = (selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
    await page.keyboard.press("j");
    assert.ok(await isIn("tbody tr:first-child *"), "j goes to the first row");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    assert.ok(await isIn("tbody tr:first-child *"), "k goes back up");
    await page.keyboard.press("?");
    const help = page.getByRole("dialog");
    assert.ok(await help.isVisible());
    none(await look(page));
    await help.getByRole("checkbox").check();
    await page.keyboard.press("Escape");
    assert.ok(!(await help.isVisible()));
    await page.keyboard.press("/");
    assert.ok(!(await isIn("#search")), "a key that was turned off does nothing");
    await page.reload();
    await page.keyboard.press("/");
    assert.ok(!(await isIn("#search")), "that stays");
  }));

test("the first step of the keyboard leads past the navigation", () =>
  within(visitors.of(HEAD), async (context) => {
    const page = await context.newPage();
    await page.goto("/today/office");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "跳到正文");
    assert.ok(await page.getByRole("link", { name: "跳到正文" }).isVisible());
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
  }));
