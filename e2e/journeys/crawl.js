// Every page that links lead to, as each role meets it.

import test, { describe } from "node:test";

import { listen, within } from "../support/browser.js";
import { crawl } from "../support/crawl.js";
import { isKnown, look, none } from "../support/look.js";
import {
  ANALYST,
  DISTRICT_HEAD,
  ENTERPRISE_OFFICER,
  EVERYONE,
  EXPERT,
  HEAD,
  INFORMATION_REVIEWER,
  INSPECTOR,
  OFFICER,
  PRINCIPAL,
} from "../support/staff.js";
import { linksIn, walk } from "../support/walk.js";
import { visitors } from "../support/world.js";

/** One form for each kind of service; whoever may open it sees the same. */
const isServiceForm = (kind) => kind.startsWith("/people/{}/record/");

/** How many kinds of pages are looked at: of roles that see what others see as well, those that they come to first. */
const mostFor = (userName) => (PRINCIPAL.includes(userName) ? 200 : LOOKED_ON.includes(userName) ? 40 : 60);
const LOOKED_ON = [EXPERT, INSPECTOR, ANALYST, ENTERPRISE_OFFICER, INFORMATION_REVIEWER];

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
          if (response?.status() === 200) found.push(...(await look(page, { kind })));
          else found.push(`status ${response?.status()}`);
          const said = complaints.splice(0).filter((words) => found.length === 0 || !words.includes("Failed to load"));
          wrong.push(...[...found, ...said].map((words) => `${kind} (${address}, from ${by}): ${words}`));
        };
        await page.goto("/");
        const from = [page.url(), "/account", "/design"];
        if (userName === OFFICER) from.push(...(await serviceForms(context)));
        const skip = (kind) => isKnown(kind) && isServiceForm(kind);
        const most = mostFor(userName);
        const { seen, files } = await crawl(page, { from, most, skip, see });
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

describe("every link that somebody is shown opens for them", { concurrency: 2 }, () => {
  for (const userName of EVERYONE) {
    test(`for ${userName}`, { timeout: 120_000 }, (t) =>
      within(visitors.of(userName), async (context) => {
        const wrong = [];
        const see = ({ path, answer, by }) => {
          if (answer.status() !== 200) wrong.push(`${path} (from ${by}): status ${answer.status()}`);
        };
        // Several of each kind: what one person's page leads to another's may not.
        const count = await walk(context, { from: ["/"], most: 4, leads: linksIn, see });
        t.diagnostic(`${count} addresses`);
        none(wrong);
      }));
  }
});
