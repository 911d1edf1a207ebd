// Pages beyond what links lead to: what lists name is there, what is nowhere says so, large text, keys.

import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../support/browser.js";
import { look, none } from "../support/look.js";
import { CLERK, DISTRICT_HEAD, HEAD, OFFICER } from "../support/staff.js";
import { visitors } from "../support/world.js";

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
      wrong.push(...(await look(page, { kind: "missing" })).map((words) => `${path}: ${words}`));
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
