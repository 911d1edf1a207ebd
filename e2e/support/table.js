// Reading tables as people read them.

/** Gives a table by its caption: rows by column heading, and the sums. */
export async function readTable(page, caption) {
  const table = await page.evaluate((caption) => {
    const words = (element) => element?.innerText.replaceAll(/\s+/g, " ").trim() ?? "";
    const tables = [...document.querySelectorAll("table")];
    const table = tables.find((table) => words(table.caption).startsWith(caption));
    if (!table) return { captions: tables.map((table) => words(table.caption)) };
    const headings = [...table.tHead.rows[0].cells].map(words);
    const read = (row) => Object.fromEntries([...row.cells].map((cell, place) => [headings[place], words(cell)]));
    const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains("empty"));
    return {
      rows: rows.map((row) => ({ ...read(row), links: [...row.querySelectorAll("a[href]")].map((link) => link.href) })),
      total: table.tFoot ? read(table.tFoot.rows[0]) : undefined,
    };
  }, caption);
  if (!table.rows) throw new Error(`no table "${caption}" on ${page.url()}, only ${JSON.stringify(table.captions)}`);
  return table;
}

/** Reads a figure as it is written. */
export const figure = (words) => Number(words.replaceAll(/[,，\s]/g, "") || "0");
