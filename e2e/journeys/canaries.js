// Marks in everything that is personal, looked for wherever they do not belong.

import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../support/browser.js";
import { ANY, fill, submit } from "../support/form.js";
import { none } from "../support/look.js";
import { everybody, somebody } from "../support/person.js";
import * as staff from "../support/staff.js";
import { takeIn } from "../support/take_in.js";
import { readWorkbook } from "../support/workbook.js";
import { server, visitors } from "../support/world.js";

const person = Object.assign(somebody(), { name: "岳龘靐" });
const TOLD = {
  contact: "鑫淼犇甲",
  address: "鑫淼犇乙园9号楼",
  householdAddress: "鑫淼犇丙巷8号",
  household: "HK7741936",
  experience: "鑫淼犇丁厂",
  skills: "鑫淼犇戊证",
  family: "鑫淼犇己",
  hardship: "鑫淼犇庚",
  wanted: "鑫淼犇辛",
  note: "鑫淼犇壬",
};
const MARKS = {
  name: "龘靐",
  number: person.number,
  birth: person.number.slice(6),
  phone: person.phone,
  household: TOLD.household,
  whatever: "鑫淼犇",
};

/** Gives the names of the marks in a text, but for the one that was asked for. */
const marksIn = (text, asked) =>
  Object.entries(MARKS)
    .filter(([, mark]) => mark !== asked && (text.includes(mark) || text.includes(encodeURIComponent(mark))))
    .map(([name]) => name);

/** Gives everything that a workbook says. */
const cellsOf = (bytes) =>
  readWorkbook(bytes)
    .flat(2)
    .map((cell) => cell.text)
    .join("\n");

const addressesIn = (body) =>
  [...body.matchAll(/(?:href|action|src)="(\/[^"]*)"/g)].map(([, path]) => path.replaceAll("&amp;", "&"));

/** Gets page after page, and calls `see` with each; at most `most` of one path but for identifiers. */
async function walk(context, { from, most, see }) {
  const waiting = [...from];
  const seen = new Set();
  const perKind = new Map();
  while (waiting.length > 0 && seen.size < 400) {
    const path = waiting.shift();
    const kind = path.replaceAll(/[0-9a-f-]{36}|\d+/g, "{}").replace(/=[^&]*/g, "=");
    const count = (perKind.get(kind) ?? 0) + 1;
    if (seen.has(path) || count > most || path.startsWith("/assets")) continue;
    perKind.set(kind, count);
    seen.add(path);
    const answer = await context.request.get(path, { maxRedirects: 5 });
    const type = answer.headers()["content-type"] ?? "";
    const body = type.includes("sheet") ? cellsOf(await answer.body()) : await answer.text();
    await see({ path, answer, body });
    if (type.includes("text/html")) waiting.push(...addressesIn(body));
  }
  return seen.size;
}

let subject;

test("somebody is taken in whose every particular is a mark", () =>
  within(visitors.of(staff.CLERK), async (context) => {
    const page = await context.newPage();
    const wrong = [];
    page.on("response", async (response) => {
      const headers = await response.allHeaders().catch(() => ({}));
      const told = [response.url(), ...Object.values(headers)].join("\n");
      wrong.push(...marksIn(told).map((name) => `${name} in the address or the headers of ${response.url()}`));
    });
    subject = await takeIn(page, person, TOLD);
    await page.goto(`/people/${subject}/reveal`).catch(() => {});
    none(wrong);
  }));

for (const userName of [staff.CLERK_ELSEWHERE, staff.SYSTEM_ADMINISTRATOR, staff.AUDIT_ADMINISTRATOR]) {
  test(`no mark is anywhere that ${userName} can get to`, { timeout: 90_000 }, (t) =>
    within(visitors.of(userName), async (context) => {
      assert.ok(subject, "somebody was taken in");
      const wrong = [];
      const beneath = ["", "/print", "/workbook", "/duties", "/record", "/grade", "/reveal", "/readers", "/particulars"];
      const asked = ["name", "number", "phone"].map((name) => `/people?q=${encodeURIComponent(person[name])}`);
      const files = beneath.map((place) => `/people/${subject}${place}`);
      const from = ["/", "/account", "/people", "/offices", "/today", "/today/office", ...asked, ...files];
      const count = await walk(context, {
        from,
        most: 6,
        see: ({ path, answer, body }) => {
          const sought = decodeURIComponent(/[?&]q=([^&]*)/.exec(path)?.[1] ?? "");
          const own = sought && Object.values(MARKS).find((mark) => sought.includes(mark));
          // What somebody types into the search may stand in a field again, their own, and nowhere else.
          const shown = sought || path.includes("found=") ? body.replaceAll(/value="[^"]*"/g, "") : body;
          const told = [shown, ...Object.values(answer.headers())].join("\n");
          wrong.push(...marksIn(told).map((name) => `${name} in ${path}`));
          if (!own && marksIn(answer.url()).length > 0) wrong.push(`a mark in the address ${answer.url()}`);
        },
      });
      t.diagnostic(`${count} addresses`);
      none(wrong);
    }));
}

test("no mark is in an address, whoever is served", { timeout: 90_000 }, (t) =>
  within(visitors.of(staff.CLERK), async (context) => {
    assert.ok(subject, "somebody was taken in");
    const wrong = [];
    const count = await walk(context, {
      from: [`/people/${subject}`, "/people", "/today/office/list", `/people/${subject}/readers`],
      most: 3,
      see: ({ path, answer, body }) => {
        const told = [answer.url(), ...Object.values(answer.headers()), ...addressesIn(body)].join("\n");
        wrong.push(...marksIn(told).map((name) => `${name} in the address, the headers or the links of ${path}`));
      },
    });
    t.diagnostic(`${count} addresses`);
    none(wrong);
  }));

test("numbers of documents, telephones and households are masked until somebody asks for them", { timeout: 90_000 }, () =>
  within(visitors.of(staff.CLERK), async (context) => {
    assert.ok(subject, "somebody was taken in");
    const { number } = person;
    const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    const left = number.slice(0, 6) + "*".repeat(8) + number.slice(14);
    const wrong = [];
    await walk(context, {
      from: [`/people/${subject}`, "/people", `/people?q=${encodeURIComponent(person.name)}`],
      most: 1,
      see: ({ path, body }) => {
        const sealed = ["number", "birth", "phone", "household"].filter((name) => body.includes(MARKS[name]));
        wrong.push(...sealed.map((name) => `${name} unmasked in ${path}`));
        // All eighteen digits are known where the day of birth stands beside what the mask leaves.
        if (body.includes(day) && body.includes(left)) wrong.push(`the number can be put together in ${path}`);
      },
    });
    const page = await context.newPage();
    await page.goto(`/people/${subject}/reveal`);
    await fill(page, { 要看什么: ["证件号码"], 用途: ANY });
    await submit(page, "查看");
    const shown = await page.getByRole("main").innerText();
    if (!shown.includes(number)) wrong.push("the number is not shown to whoever asks for it");
    if (shown.includes(person.phone)) wrong.push("the telephone is shown to whoever asks for the number");
    for (const userName of [staff.HEAD, staff.AUDIT_ADMINISTRATOR]) {
      await within(visitors.of(userName), async (supervisor) => {
        const readings = await (await supervisor.request.get(`/people/${subject}/readers`)).text();
        if (!readings.includes("（证件号码）")) wrong.push(`${userName} does not see who saw the number`);
      });
    }
    none(wrong);
  }));

test("nothing personal was written for whoever runs the server", () => {
  const log = server.written();
  const found = marksIn(log);
  for (const { name, number, phone } of everybody()) {
    if ([name, number, phone].some((told) => log.includes(told))) found.push(name);
  }
  assert.deepEqual(found, []);
  assert.doesNotMatch(log, /Leye-2026(?!\n)/, "no password but in the words of welcome");
  assert.doesNotMatch(log, /panicked|ERROR|fault/, log);
});
