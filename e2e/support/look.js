// What must hold of every page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { DESK, PHONE } from "./browser.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Words that come from a program rather than from its writer. */
const SLIPS = /\b(undefined|NaN|None|null|Some\(|Ok\(|Err\()|\[object |\{\{|\}\}/;

/**
 * Marks rows that are built like one above them, which axe need not see again, and gives what the page is built of: the
 * tags and classes that occur.
 */
const shapesOf = (page) =>
  page.evaluate(() => {
    const shape = (element) => `${element.tagName}.${[...element.classList].sort().join(".")}`;
    const all = (element) => [...element.querySelectorAll("*")].map(shape).join(" ");
    for (const body of document.querySelectorAll("tbody, ul, ol")) {
      const seen = new Set();
      for (const row of body.children) {
        const built = `${shape(row)} ${all(row)}`;
        if (seen.has(built)) row.dataset.again = "";
        seen.add(built);
      }
    }
    return [...new Set([...document.querySelectorAll("body, body *")].map(shape))];
  });

/** Lets axe look at the page as it is. Gives what it finds. */
async function inspect(page, where, only) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(
    async ({ tags, only }) => {
      const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: tags };
      const context = { include: [["html"]], exclude: [["[data-again]"]] };
      const found = await window.axe.run(context, { runOnly, resultTypes: ["violations"] });
      return found.violations.map(({ id, help, nodes }) => {
        const first = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)}`);
        return `${id} (${help}) at ${nodes.length}: ${first.join(" | ")}`;
      });
    },
    { tags: TAGS, only },
  );
  return violations.map((words) => `${where}, axe: ${words}`);
}

/** Tells what sticks out to the side, if the page can be moved sideways. */
async function overflow(page, where) {
  const wide = await page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth <= innerWidth) return undefined;
    const out = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 120));
    return `${scrollWidth} pixels wide in ${innerWidth}: ${out.join(" | ")}`;
  });
  return wide ? [`${where}: ${wide}`] : [];
}

async function words(page) {
  const { title, heading, text, language } = await page.evaluate(() => ({
    title: document.title,
    heading: [...document.querySelectorAll("h1")].map((element) => element.textContent.trim()),
    text: document.body.innerText,
    language: document.documentElement.lang,
  }));
  const wrong = [];
  if (heading.length !== 1 || !heading[0]) wrong.push(`headings of the first level: ${JSON.stringify(heading)}`);
  if (!title.includes(heading[0] ?? " ")) wrong.push(`title "${title}" does not name "${heading[0]}"`);
  if (language !== "zh-CN") wrong.push(`language "${language}"`);
  const slip = SLIPS.exec(text);
  if (slip) wrong.push(`"${text.slice(Math.max(0, slip.index - 30), slip.index + 40)}"`);
  return wrong;
}

/**
 * Looks at a page at a desk, in the dark, on a phone and in large text. Gives what is wrong. What kinds of pages are built
 * of is remembered in `known`: axe looks where something is new.
 */
export async function look(page, { kind, known = new Map() } = {}) {
  const shapes = await shapesOf(page);
  const before = known.get(kind) ?? new Set();
  const isNew = shapes.some((shape) => !before.has(shape));
  known.set(kind, new Set([...before, ...shapes]));
  const axe = (where, only) => (isNew ? inspect(page, where, only) : []);

  const wrong = [...(await words(page)), ...(await axe("desk")), ...(await overflow(page, "desk"))];
  await page.emulateMedia({ colorScheme: "dark" });
  wrong.push(...(await axe("dark", ["color-contrast", "link-in-text-block"])));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(PHONE);
  wrong.push(...(await overflow(page, "phone")));
  // As the server writes it for whoever asked for large text; that it does is a test of its own.
  await page.evaluate(() => document.documentElement.classList.add("large"));
  wrong.push(...(await overflow(page, "phone, large text")), ...(await axe("phone, large text")));
  await page.setViewportSize(DESK);
  wrong.push(...(await overflow(page, "desk, large text")));
  await page.evaluate(() => document.documentElement.classList.remove("large"));
  return wrong;
}

/** Fails with everything that is wrong, a line each. */
export function none(wrong) {
  if (wrong.length > 0) throw new Error(`${wrong.length} things are wrong:\n  - ${wrong.join("\n  - ")}`);
}
