// What leaves the screen: paper and workbooks.

import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../support/browser.js";
import { look, none } from "../support/look.js";
import { somebody } from "../support/person.js";
import { AUDIT_ADMINISTRATOR, DISTRICT_HEAD, HEAD, OFFICER, SYSTEM_ADMINISTRATOR } from "../support/staff.js";
import { takeIn } from "../support/take_in.js";
import { readWorkbook } from "../support/workbook.js";
import { visitors } from "../support/world.js";

/** Columns that a spreadsheet would spoil if they were numbers. */
const AS_TEXT = /号码|编号|电话|户号|代码/;

/** Gets a workbook. Gives its sheets, and what is wrong with it. */
async function download(context, path) {
  const answer = await context.request.get(path);
  if (answer.status() !== 200) return { sheets: [], wrong: [`${path}: status ${answer.status()}`] };
  const wrong = [];
  const { "content-type": type = "", "content-disposition": kept = "" } = answer.headers();
  if (!type.includes("spreadsheetml")) wrong.push(`${path}: ${type}`);
  if (!/attachment.*\.xlsx/.test(kept)) wrong.push(`${path}: ${kept}`);
  const sheets = readWorkbook(await answer.body());
  if (sheets.length === 0 || sheets[0].length === 0) wrong.push(`${path}: an empty workbook`);
  for (const cell of sheets.flat(2)) if (cell.isFormula) wrong.push(`${path}: a formula ${cell.text}`);
  for (const rows of sheets) {
    const named = rows[0]?.filter((cell) => AS_TEXT.test(cell.text)).map((cell) => cell.column) ?? [];
    for (const cell of rows.slice(1).flat()) {
      const isNumber = named.includes(cell.column) && cell.text !== "" && cell.type === "n";
      if (isNumber) wrong.push(`${path}: ${cell.text} is a number`);
    }
  }
  return { sheets, wrong };
}

test("a personal ledger is printed and kept as a workbook, nothing of it taken for a formula", () =>
  within(visitors.of(OFFICER), async (context) => {
    const page = await context.newPage();
    const person = somebody();
    const subject = await takeIn(page, person, { skills: "=1+1", note: "+86", experience: "@SUM(A1)", hardship: "-2" });
    await page.goto(`/people/${subject}/print`);
    await page.emulateMedia({ media: "print" });
    const wrong = [];
    for (const hidden of ["banner", "navigation", "search"]) {
      for (const part of await page.getByRole(hidden).all()) {
        if (await part.isVisible()) wrong.push(`${hidden} is printed`);
      }
    }
    if ((await page.locator("main h2").count()) < 6) wrong.push("fewer than the six sections of BJ18-17");
    const paper = await page.pdf({ format: "A4" });
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
    const { wide, text } = await page.evaluate(() => ({
      wide: document.scrollingElement.scrollWidth > innerWidth,
      text: document.body.innerText,
    }));
    if (wide) wrong.push("wider than the paper");
    if (text.includes(person.number)) wrong.push("the number is printed unmasked");
    await page.emulateMedia({ media: "screen" });
    wrong.push(...(await look(page)));

    const { sheets, wrong: spoilt } = await download(context, `/people/${subject}/workbook`);
    const cells = sheets.flat(2);
    for (const told of [person.name, "=1+1"]) {
      if (!cells.some((cell) => cell.text.includes(told))) wrong.push(`"${told}" is not in the workbook`);
    }
    none([...wrong, ...spoilt]);
  }));

for (const [userName, paths] of [
  [OFFICER, ["/today?format=xlsx", "/people?format=xlsx"]],
  [HEAD, ["/today/office?format=xlsx", "/today/office/list?format=xlsx", "/today/gates?format=xlsx", "/people?format=xlsx&officer=all"]],
  [DISTRICT_HEAD, ["/today/office?format=xlsx", "/people?format=xlsx&officer=all"]],
  [SYSTEM_ADMINISTRATOR, ["/offices?format=xlsx"]],
  [AUDIT_ADMINISTRATOR, ["/audit/acts?format=xlsx"]],
]) {
  test(`the workbooks of ${userName} open, and numbers of documents are text in them`, () =>
    within(visitors.of(userName), async (context) => {
      const wrong = [];
      for (const path of paths) wrong.push(...(await download(context, path)).wrong);
      none(wrong);
    }));
}

test("the list of people carries their numbers as text, masked", () =>
  within(visitors.of(HEAD), async (context) => {
    const { sheets, wrong } = await download(context, "/people?format=xlsx&officer=all");
    const [head, ...rows] = sheets[0];
    const { column } = head.find((cell) => cell.text === "证件号码");
    const numbers = rows.map((row) => row.find((cell) => cell.column === column)).filter((cell) => cell?.text);
    assert.notEqual(numbers.length, 0);
    for (const { type, text } of numbers) {
      if (type !== "s" && type !== "inlineStr") wrong.push(`${text} is stored as ${type}`);
      if (!text.includes("*")) wrong.push(`${text.slice(0, 3)}… is not masked`);
    }
    none(wrong);
  }));

test("every page of the day prints without what is only for the screen", () =>
  within(visitors.of(HEAD), async (context) => {
    const page = await context.newPage();
    const wrong = [];
    for (const path of ["/today", "/today/office", "/today/office/list", "/today/gates", "/people"]) {
      await page.goto(path);
      await page.emulateMedia({ media: "print" });
      for (const hidden of [page.getByRole("banner").getByRole("button"), page.locator(".button"), page.getByRole("navigation")]) {
        for (const part of await hidden.all()) {
          if (await part.isVisible()) wrong.push(`${path}: "${(await part.innerText()).slice(0, 30)}" is printed`);
        }
      }
      await page.emulateMedia({ media: "screen" });
    }
    none(wrong);
  }));
