// What other sites, other people and old cookies can not do.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test from "node:test";

import { signIn, within } from "../support/browser.js";
import { none } from "../support/look.js";
import * as staff from "../support/staff.js";
import { visitors } from "../support/world.js";

const SESSION = "leye_session";

/** Another site, on another port, with a page that posts to an address as soon as it is opened. */
async function otherSite(action, fields) {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  const html = `<!doctype html><form method="post" action="${action}">${inputs.join("")}</form>
    <script>document.forms[0].submit()</script>`;
  const site = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    answer.end(html);
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  return { port: site.address().port, close: () => site.close() };
}

for (const [host, how] of [
  ["127.0.0.1", "on another port"],
  ["localhost", "of another name"],
]) {
  test(`a form on a site ${how} is refused and changes nothing`, () =>
    within(visitors.of(staff.CLERK, { anew: true }), async (context) => {
      const { origin } = visitors;
      const forged = [
        ["/account/large-text", { from: "/today" }],
        ["/people/new", { name: "伪造", number: "110105199005010011", phone: "13900000000" }],
        ["/sign-out", {}],
      ];
      const page = await context.newPage();
      const wrong = [];
      for (const [path, fields] of forged) {
        const site = await otherSite(`${origin}${path}`, fields);
        const answered = page.waitForResponse((response) => response.request().method() === "POST");
        await page.goto(`http://${host}:${site.port}/`, { waitUntil: "commit" }).catch(() => {});
        const answer = await answered;
        await page.waitForLoadState();
        // A cookie for this site alone is not even sent along by a page of another name; then nobody is signed in.
        if (answer.status() !== 403) wrong.push(`${path}: status ${answer.status()}`);
        if (!(await page.locator("h1").innerText()).includes("别的网站")) wrong.push(`${path}: no words why`);
        site.close();
      }
      const response = await page.goto("/account");
      if (response.status() !== 200 || page.url().includes("sign-in")) wrong.push("the session has ended");
      if (await page.evaluate(() => document.documentElement.classList.contains("large"))) wrong.push("text became large");
      await page.goto("/people?q=" + encodeURIComponent("伪造"));
      if ((await page.getByRole("main").getByRole("link", { name: "伪造" }).count()) > 0) wrong.push("a person was made");
      none(wrong);
    }));
}

test("no other site can show a page inside its own", () =>
  within(visitors.of(staff.OFFICER), async (context) => {
    const answer = await context.request.get("/today");
    const policy = answer.headers()["content-security-policy"];
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(answer.headers()["cache-control"], "no-store");
    assert.equal(answer.headers()["x-content-type-options"], "nosniff");
  }));

test("the cookie of a session is the server's alone, is new at each sign-in, and is worth nothing afterwards", () =>
  within(visitors.stranger(), async (context) => {
    const { origin } = visitors;
    await context.addCookies([{ name: SESSION, value: "chosen-by-somebody-else", url: origin }]);
    const page = await context.newPage();
    await signIn(page, staff.OFFICER);
    const session = async () => (await context.cookies()).find((cookie) => cookie.name === SESSION);
    const first = await session();
    assert.notEqual(first.value, "chosen-by-somebody-else");
    assert.deepEqual([first.httpOnly, first.sameSite, first.path, first.domain], [true, "Lax", "/", "127.0.0.1"]);
    assert.ok(first.value.length >= 32, "long enough not to be guessed");
    assert.equal(await page.evaluate("document.cookie.includes('leye_session')"), false);

    await page.getByRole("banner").getByRole("button", { name: "退出" }).first().click();
    await page.waitForURL(/sign-in/);
    await page.goto("/today");
    assert.match(page.url(), /\/sign-in\?next=%2Ftoday$/);
    await context.addCookies([{ ...first, expires: -1 }]);
    await page.goto("/today");
    assert.match(page.url(), /\/sign-in/, "a cookie kept from before the sign-out opens nothing");

    await signIn(page, staff.OFFICER);
    assert.equal(new URL(page.url()).pathname, "/today", "back to where one wanted to go");
    assert.notEqual((await session()).value, first.value);
  }));

test("signing in leads nowhere but into the system", () =>
  within(visitors.stranger(), async (context) => {
    const wrong = [];
    for (const next of ["https://example.org/", "//example.org/", "/\\example.org", "/%2F/example.org", "javascript:alert(1)"]) {
      const page = await context.newPage();
      await context.clearCookies();
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await signIn(page, staff.OFFICER);
      await page.waitForLoadState();
      if (new URL(page.url()).origin !== visitors.origin) wrong.push(`${next} led to ${page.url()}`);
      await page.close();
    }
    none(wrong);
  }));

test("a wrong password says nothing of whether there is such an account", () =>
  within(visitors.stranger(), async (context) => {
    const page = await context.newPage();
    const said = [];
    for (const userName of ["shuangjing.qiye1", "nobody.nowhere"]) {
      await signIn(page, userName, "Wrong-2026");
      await page.waitForLoadState();
      said.push((await page.getByRole("alert").first().innerText()).replaceAll(userName, ""));
      assert.equal(await page.getByLabel("用户名").inputValue(), userName, "what was typed stays");
      assert.equal(await page.getByLabel("密码").inputValue(), "", "but for the password");
    }
    assert.equal(said[0], said[1]);
  }));

test("guessing is slowed, and the account opens again for nobody meanwhile", () =>
  within(visitors.stranger(), async (context) => {
    const page = await context.newPage();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await signIn(page, "jinsong.shenhe1", `Guess-2026-${attempt}`);
      await page.waitForLoadState();
    }
    await signIn(page, "jinsong.shenhe1");
    await page.waitForLoadState();
    assert.match(page.url(), /sign-in/);
    assert.match(await page.getByRole("main").innerText(), /分钟/);
  }));

for (const [userName, paths] of [
  [staff.CLERK, ["/audit/acts", "/staff/new", "/offices/new", "/today/hand-over"]],
  [staff.SYSTEM_ADMINISTRATOR, ["/today", "/today/office", "/people", "/people/new", "/people?q=岳", "/audit/acts", "/counselling"]],
  [staff.AUDIT_ADMINISTRATOR, ["/today", "/today/office", "/people", "/people?q=岳", "/offices/new", "/gradings"]],
]) {
  test(`pages that are not for ${userName} are refused in words`, () =>
    within(visitors.of(userName), async (context) => {
      const page = await context.newPage();
      const wrong = [];
      for (const path of paths) {
        const response = await page.goto(path);
        const words = await page.getByRole("main").innerText();
        if (response.status() !== 403) wrong.push(`${path}: status ${response.status()}`);
        if (!/无权/.test(words)) wrong.push(`${path}: ${words}`);
      }
      none(wrong);
    }));
}

test("a file of another street is not there for a clerk", () =>
  within(visitors.of(staff.CLERK), async (context) => {
    const page = await context.newPage();
    await page.goto("/people");
    const file = await page.getByRole("main").locator("td a[href^='/people/']").first().getAttribute("href");
    await within(visitors.of(staff.CLERK_ELSEWHERE), async (elsewhere) => {
      const wrong = [];
      const places = ["duties", "print", "workbook", "record", "grade", "particulars", "reveal", "readers", "pause"];
      for (const beneath of ["", ...places.map((place) => `/${place}`)]) {
        const answer = await elsewhere.request.get(file + beneath);
        if (![403, 404].includes(answer.status())) wrong.push(`${beneath}: status ${answer.status()}`);
      }
      none(wrong);
    });
  }));
