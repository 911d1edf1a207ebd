// Screenshots for the tour in the README: node tour.js FOLDER

import { mkdir, stat } from "node:fs/promises";
import path from "node:path";

import { openBrowser, PHONE, Visitors } from "./support/browser.js";
import { startLeye } from "./support/server.js";
import * as staff from "./support/staff.js";

const LARGEST = 250 * 1024;
const DESK = { width: 1440, height: 900 };

async function openFile(page) {
  await page.goto("/today");
  const links = await page.$$eval("main td a[href^='/people/']", (all) => all.map((link) => link.getAttribute("href")));
  const often = new Map();
  for (const link of links) {
    const file = link.split("/").slice(0, 3).join("/");
    often.set(file, (often.get(file) ?? 0) + 1);
  }
  const [[file]] = [...often].sort(([, one], [, other]) => other - one);
  await page.goto(file);
  return file;
}

/** What is shown: the name of the picture, who looks, at what size, and how they get there. */
const PICTURES = [
  ["today", staff.OFFICER, DESK, (page) => page.goto("/today")],
  ["office", staff.DISTRICT_HEAD, DESK, (page) => page.goto("/today/office")],
  ["intake", staff.CLERK, DESK, (page) => page.goto("/people/new")],
  ["file", staff.OFFICER, DESK, openFile],
  [
    "grading",
    staff.OFFICER,
    DESK,
    async (page) => {
      await page.goto(`${await openFile(page)}/grade`);
    },
  ],
  [
    "plan",
    staff.OFFICER,
    DESK,
    async (page) => {
      await page.goto("/plans");
      const links = await page.$$eval("main td a[href$='/plan']", (all) => all.map((link) => link.getAttribute("href")));
      // One that has a text, and has come some way.
      for (const link of links) {
        await page.goto(link);
        if ((await page.getByRole("main").innerText()).includes("%")) return;
      }
    },
  ],
  ["design", staff.OFFICER, DESK, (page) => page.goto("/design")],
  ["today-phone", staff.OFFICER, PHONE, (page) => page.goto("/today")],
  ["file-phone", staff.OFFICER, PHONE, openFile],
];

const folder = process.argv[2];
if (!folder) {
  console.error("node tour.js FOLDER");
  process.exit(64);
}
await mkdir(folder, { recursive: true });
const [server, browser] = await Promise.all([startLeye({ persons: 20_000 }), openBrowser()]);
try {
  const visitors = new Visitors(browser, server.origin);
  for (const [name, userName, viewport, goTo] of PICTURES) {
    const context = await visitors.of(userName, { viewport });
    const page = await context.newPage();
    await goTo(page);
    await page.evaluate(() => scrollTo(0, 0));
    const picture = path.join(folder, `${name}.png`);
    await page.screenshot({ path: picture, animations: "disabled", caret: "hide" });
    const { size } = await stat(picture);
    console.log(`${picture}  ${Math.ceil(size / 1024)} KB  ${await page.title()}`);
    if (size > LARGEST) throw new Error(`${picture} is larger than ${LARGEST / 1024} KB`);
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
