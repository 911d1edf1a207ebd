// Getting page after page, without a browser's help: what links and forms lead to.

import { readWorkbook } from "./workbook.js";

/** Gives everything that a workbook says. */
const cellsOf = (bytes) =>
  readWorkbook(bytes)
    .flat(2)
    .map((cell) => cell.text)
    .join("\n");

const found = (body, pattern) => [...body.matchAll(pattern)].map(([, path]) => path.replaceAll(/&amp;|&#38;/g, "&"));

/** Gives every address of ours that a page names. */
export const addressesIn = (body) => found(body, /(?:href|action|src)="(\/[^"]*)"/g);

/** Gives where the links of a page lead. */
export const linksIn = (body) => found(body, /href="(\/[^"]*)"/g).map((path) => path.split("#")[0]);

/**
 * Gets page after page, and calls `see` with each; at most `most` of one path but for identifiers, `altogether` at most.
 * Gives how many.
 */
export async function walk(context, { from, most, altogether = 400, leads = addressesIn, see }) {
  const waiting = from.map((path) => ({ path, by: "the test" }));
  const seen = new Set();
  const perKind = new Map();
  while (waiting.length > 0 && seen.size < altogether) {
    const { path, by } = waiting.shift();
    const kind = path.replaceAll(/[0-9a-f-]{36}|\d+/g, "{}").replace(/=[^&]*/g, "=");
    const count = (perKind.get(kind) ?? 0) + 1;
    if (seen.has(path) || count > most || path.startsWith("/assets")) continue;
    perKind.set(kind, count);
    seen.add(path);
    const answer = await context.request.get(path, { maxRedirects: 5 });
    const type = answer.headers()["content-type"] ?? "";
    const body = type.includes("sheet") ? cellsOf(await answer.body()) : await answer.text();
    await see({ path, by, answer, body });
    if (type.includes("text/html")) waiting.push(...leads(body).map((next) => ({ path: next, by: path })));
  }
  return seen.size;
}
