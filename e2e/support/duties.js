// What is due, as the pages of the day show it.

import { figure, readTable } from "./table.js";

/** Gives every row of a list of duties, over all its pages. */
export async function dutiesOn(page, path, caption = "应办事项") {
  const rows = [];
  await page.goto(path);
  for (;;) {
    rows.push(...(await readTable(page, caption)).rows);
    const next = page.getByRole("link", { name: "下一页" });
    if ((await next.count()) === 0) return rows;
    await page.goto(await next.first().getAttribute("href"));
  }
}

/** Gives the rows of one person. */
export const dutiesOf = (rows, subject) =>
  rows.filter((row) => row.links.some((href) => new URL(href).pathname.startsWith(`/people/${subject}`)));

/** The headings of the figures of an office, in the order of the four tiles. */
export const OPEN = ["逾期", "今天到期", "本周到期", "以后到期"];

/** The heading of how much of what is open rests: the figures count it, and the lists of what is to be done do not. */
export const RESTING = "其中按决定暂不办";

/** Gives what an office has open, line by line and in all. */
export async function loadOf(page, path = "/today/office") {
  await page.goto(path);
  const { rows, total } = await readTable(page, "待办与办理情况");
  const read = (row) => Object.fromEntries([...OPEN, "待办合计", RESTING, "近 90 天办结"].map((name) => [name, figure(row[name])]));
  return { lines: rows.map((row) => ({ ...row, ...read(row) })), total: total ? read(total) : undefined };
}

/** The address of a person's file. */
export const subjectOf = (address) => /\/people\/([^/?#]+)/.exec(address)?.[1];
