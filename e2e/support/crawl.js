// Walking from link to link, looking at one page of each kind.

/** An identifier in an address: a number, or letters and digits that nobody would say. */
const ID = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*\d)[0-9A-Za-z_-]{16,})$/;

/** Gives the path of an address without identifiers, and the names of what is asked for; where one came from does not count. */
function partsOf(address) {
  const { pathname, searchParams } = new URL(address);
  const path = pathname.split("/").map((piece) => (ID.test(piece) ? "{}" : piece));
  const names = [...new Set(searchParams.keys())].filter((name) => name !== "_back" && searchParams.get(name) !== "");
  return { path: path.join("/"), asked: names.sort() };
}

/** Gives the kind of page that an address leads to: identifiers and what is asked for do not count. */
export function kindOf(address) {
  const { path, asked } = partsOf(address);
  return path + (asked.length ? `?${asked.join("&")}` : "");
}

/** Gives where a page leads: pages, and files to keep. */
export async function linksOf(page) {
  const links = await page.evaluate(() =>
    [...document.querySelectorAll("a[href]")].map((link) => ({ href: link.href, keeps: link.hasAttribute("download") })),
  );
  const origin = new URL(page.url()).origin;
  const own = links.filter((link) => link.href.startsWith(`${origin}/`));
  const plain = (link) => link.href.split("#")[0];
  return {
    pages: own.filter((link) => !link.keeps).map(plain),
    files: own.filter((link) => link.keeps).map(plain),
  };
}

/**
 * Visits one page of each kind, and again for whatever has not been asked of it before, breadth first, `most` at most, but
 * for those to `skip`. `see` is called with each; the files that pages offer are given in the end, one of each kind.
 */
export async function crawl(page, { from, most = 60, skip = () => false, see }) {
  const origin = new URL(page.url()).origin;
  const waiting = from.map((path) => ({ address: new URL(path, origin).href, by: "the test" }));
  const seen = new Set();
  const known = new Set();
  const files = new Map();
  /** Notes what an address asks of its page; tells whether any of it is new. */
  const isNews = (address) => {
    const parts = partsOf(address);
    const news = ["", ...parts.asked].map((name) => `${parts.path}?${name}`).filter((one) => !known.has(one));
    news.forEach((one) => known.add(one));
    return news.length > 0;
  };
  while (waiting.length > 0 && seen.size < most) {
    const { address, by } = waiting.shift();
    const kind = kindOf(address);
    if (seen.has(kind) || skip(kind) || !isNews(address)) continue;
    seen.add(kind);
    const response = await page.goto(address);
    await see({ kind, address, by, response });
    const links = await linksOf(page);
    for (const file of links.files) if (!files.has(kindOf(file))) files.set(kindOf(file), file);
    for (const next of links.pages) if (!seen.has(kindOf(next))) waiting.push({ address: next, by: kind });
  }
  return { seen, files };
}
