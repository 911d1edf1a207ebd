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
 * Gives in which colours the words of a page stand, as axe judges them: those of the words and of what they stand in, of every
 * ground below them, and the size and weight of the letters.
 */
const coloursOf = (page) =>
  page.evaluate(() => {
    const styles = new Map();
    const styleOf = (element) => {
      if (!styles.has(element)) styles.set(element, getComputedStyle(element));
      return styles.get(element);
    };
    const grounds = (element) => (element ? `${styleOf(element).backgroundColor};${grounds(element.parentElement)}` : "");
    const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const colours = [...document.querySelectorAll("body *")].filter(hasWords).map((element) => {
      const { color, fontSize, fontWeight, opacity, textDecorationLine } = styleOf(element);
      const around = styleOf(element.parentElement).color;
      return [element.localName, color, around, grounds(element), fontSize, fontWeight, opacity, textDecorationLine].join("|");
    });
    return [...new Set(colours)];
  });

/** Waits until a page has answered to another size: its scripts are told with the frame that is drawn next. */
const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** What axe finds otherwise on a phone than at a desk, where the page is built of the same. */
const BY_SIZE = ["target-size", "scrollable-region-focusable"];

/** What was looked at: what pages of each kind are built of, and of any; in which colours words stood in the dark. */
const known = { kinds: new Map(), shapes: new Set(), colours: new Set() };

/** Tells whether any of this was not known, and remembers it. */
function isNews(known, found) {
  const news = found.filter((one) => !known.has(one));
  news.forEach((one) => known.add(one));
  return news.length > 0;
}

/** Tells whether a page of a kind was looked at. */
export const isKnown = (kind) => known.kinds.has(kind);

/**
 * Looks at a page at a desk, in the dark, on a phone and in large text. Gives what is wrong. Of a page of some `kind` axe
 * looks at what it has not seen yet; of any other at everything.
 */
export async function look(page, { kind } = {}) {
  const shapes = await shapesOf(page);
  if (kind && !isKnown(kind)) known.kinds.set(kind, new Set());
  const isNew = !kind || isNews(known.kinds.get(kind), shapes);
  const isBuiltAnew = !kind || isNews(known.shapes, shapes);

  const wrong = [...(await words(page)), ...(await overflow(page, "desk"))];
  if (isNew) wrong.push(...(await inspect(page, "desk")));
  await page.emulateMedia({ colorScheme: "dark" });
  if (isNews(known.colours, await coloursOf(page)) || !kind) {
    wrong.push(...(await inspect(page, "dark", ["color-contrast", "link-in-text-block"])));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(PHONE);
  wrong.push(...(await overflow(page, "phone")));
  // As the server writes it for whoever asked for large text; that it does is a test of its own.
  await page.evaluate(() => document.documentElement.classList.add("large"));
  wrong.push(...(await overflow(page, "phone, large text")));
  await drawn(page);
  if (isNew) wrong.push(...(await inspect(page, "phone, large text", isBuiltAnew ? undefined : BY_SIZE)));
  await page.setViewportSize(DESK);
  wrong.push(...(await overflow(page, "desk, large text")));
  await page.evaluate(() => document.documentElement.classList.remove("large"));
  return wrong;
}

/** Fails with everything that is wrong, a line each. */
export function none(wrong) {
  if (wrong.length > 0) throw new Error(`${wrong.length} things are wrong:\n  - ${wrong.join("\n  - ")}`);
}
