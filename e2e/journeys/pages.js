// Every page that links lead to, as each role meets it.

import test from "node:test";

import { listen, within } from "../support/browser.js";
import { crawl } from "../support/crawl.js";
import { look, none } from "../support/look.js";
import { DISTRICT_HEAD, EVERYONE, HEAD, OFFICER } from "../support/staff.js";
import { visitors } from "../support/world.js";

/** What kinds of pages are built of, as far as some role has seen. */
const known = new Map();
/** One form for each kind of service; whoever may open it sees the same. */
const isServiceForm = (kind) => kind.startsWith("/people/{}/record/");

for (const userName of EVERYONE) {
  test(`every page that links lead ${userName} to is sound and accessible`, { timeout: 120_000 }, (t) =>
    within(visitors.of(userName), async (context) => {
      const page = await context.newPage();
      const complaints = listen(page);
      const wrong = [];
      const see = async ({ kind, address, by, response }) => {
        const found = [];
        if (response?.status() === 200) found.push(...(await look(page, { kind, known })));
        else found.push(`status ${response?.status()}`);
        found.push(...complaints.splice(0).filter((words) => found.length === 0 || !words.includes("Failed to load")));
        wrong.push(...found.map((words) => `${kind} (${address}, from ${by}): ${words}`));
      };
      await page.goto("/");
      const from = [page.url(), "/account", "/design"];
      const skip = (kind) => known.has(kind) && isServiceForm(kind);
      const { seen, files } = await crawl(page, { from, most: 80, skip, see });
      for (const address of files.values()) {
        const answer = await context.request.get(address);
        if (answer.status() !== 200) wrong.push(`${address}: status ${answer.status()}`);
      }
      t.diagnostic(`${seen.size} kinds of pages, ${files.size} files: ${[...seen].join(" ")}`);
      none(wrong);
    }));
}

for (const [userName, path] of [
  [OFFICER, "/today"],
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
