// Debian's Chromium, and members of staff who are signed in to it.

import { chromium } from "playwright-core";

import { PASSWORD } from "./staff.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a phone shows at once. */
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

/** Opens the browser. */
export const openBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell", args: FLAGS });

/** A browser, and the address that it goes to. */
export class Visitors {
  #browser;
  #signedIn = new Map();

  constructor(browser, origin) {
    this.#browser = browser;
    this.origin = origin;
  }

  /** The same browser, going to another address. */
  at(origin) {
    return new Visitors(this.#browser, origin);
  }

  /** Opens a window of somebody who is not signed in. */
  async stranger(options = {}) {
    const context = await this.#browser.newContext({
      baseURL: this.origin,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      viewport: DESK,
      // Colours that are still changing have no contrast of their own.
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(10_000);
    return context;
  }

  /** Opens a window of a member of staff. They sign in once; `anew` gives them a session of its own. */
  async of(userName, { anew = false, ...options } = {}) {
    if (anew || !this.#signedIn.has(userName)) {
      const context = await this.stranger(options);
      await signIn(await context.newPage(), userName);
      if (anew) return context;
      this.#signedIn.set(userName, await context.storageState());
      return context;
    }
    return this.stranger({ storageState: this.#signedIn.get(userName), ...options });
  }
}

/** Signs in on a page, through its form. */
export async function signIn(page, userName, password = PASSWORD) {
  if (!page.url().includes("/sign-in")) await page.goto("/sign-in");
  await page.getByLabel("用户名").fill(userName);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

/** Collects whatever a page complains about: scripts, policies, requests without an answer. */
export function listen(page) {
  const complaints = [];
  const note = (words) => complaints.push(words);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") note(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => note(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") note(`no answer: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) note(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** Does something in a window and closes it. */
export async function within(context, act) {
  try {
    return await act(await context);
  } finally {
    await (await context).close();
  }
}
