// The first day of a city: an administrator sets a phone up before anything opens, loses it, and gets another with two
// colleagues' help.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { PHONE, signIn, within } from "../support/browser.js";
import { startCity } from "../support/server.js";
import { visitors } from "../support/world.js";

const OWN = "Steady-harbour-27";
const words = (page) => page.getByRole("main").innerText();

/** What a phone shows for a secret as it is typed, some steps of 30 seconds from now (RFC 6238). */
function codeOf(secret, later = 0) {
  let bits = "";
  for (const letter of secret.replaceAll(" ", "")) {
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  }
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac("sha1", key).update(step).digest();
  const four = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(four % 1_000_000).padStart(6, "0");
}

const secretOn = async (page) => /[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}/.exec(await words(page))[0];

/** Signs in for the first time: a password of one's own, then the phone. Gives the secret. */
async function firstSignIn(page, userName, password) {
  await signIn(page, userName, password);
  await page.locator('input[name="new"]').fill(OWN);
  await page.getByLabel("再填一次新密码").fill(OWN);
  await page.getByRole("button", { name: "保存并进入" }).click();
  await page.waitForURL(/second-factor/);
  return setUp(page);
}

async function setUp(page) {
  assert.match(await words(page), /先设置两步验证/);
  await page.getByRole("img", { name: "两步验证密钥的二维码" }).waitFor();
  for (const closed of ["/", "/offices", "/account"]) {
    await page.goto(closed);
    assert.match(page.url(), /\/sign-in/, `${closed} opens before a phone is set up`);
  }
  await page.goto("/sign-in/second-factor");
  const secret = await secretOn(page);
  await page.getByLabel("验证码").fill("12345");
  await page.getByRole("button", { name: "启用并进入" }).click();
  assert.match(await words(page), /验证码不正确/);
  await page.getByLabel("验证码").fill(codeOf(secret));
  await page.getByRole("button", { name: "启用并进入" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return secret;
}

async function inCity(act) {
  const folder = mkdtempSync(join(tmpdir(), "leye-city-"));
  for (const part of ["data", "keys"]) mkdirSync(join(folder, part));
  const city = await startCity(folder);
  try {
    await act(city, visitors.at(city.origin));
  } finally {
    await city.stop();
    rmSync(folder, { recursive: true });
  }
}

test("an administrator sets a phone up first, loses it, and two others help", { timeout: 120_000 }, () =>
  inCity(async (city, own) => {
    assert.deepEqual([...city.accounts.keys()], ["xitong", "anquan", "shenji"]);
    const [system, security, auditor] = await Promise.all([
      own.stranger({ viewport: PHONE }),
      own.stranger(),
      own.stranger({ javaScriptEnabled: false }),
    ]);
    const pages = await Promise.all([system.newPage(), security.newPage(), auditor.newPage()]);
    const secret = await firstSignIn(pages[0], "xitong", city.accounts.get("xitong"));
    await firstSignIn(pages[1], "anquan", city.accounts.get("anquan"));
    await firstSignIn(pages[2], "shenji", city.accounts.get("shenji"));

    await within(own.stranger(), async (context) => {
      const page = await context.newPage();
      await signIn(page, "xitong", OWN);
      await page.waitForURL(/sign-in\/code/);
      assert.match(await words(page), /另一位管理员同意/, "what to do without the phone");
      await page.getByLabel("验证码").fill(codeOf(secret, 1));
      await page.getByRole("button", { name: "继续" }).click();
      await page.waitForURL(/offices/);
    });

    const asks = pages[1];
    await asks.goto("/offices");
    await asks.getByRole("main").getByRole("link", { name: /公共就业服务中心/ }).click();
    await asks.getByRole("main").getByRole("link", { name: "系统管理员" }).click();
    await asks.getByRole("link", { name: "重置两步验证" }).click();
    await asks.getByLabel("手机丢失").check();
    await asks.getByRole("button", { name: "申请重置" }).click();
    assert.match(await words(asks), /申请的人不能自己同意/);
    assert.equal(await asks.getByRole("button", { name: "同意重置" }).count(), 0);
    await pages[0].goto("/account");
    assert.match(pages[0].url(), /account/, "nothing has happened yet");

    const consents = pages[2];
    await consents.goto("/audit/acts");
    await consents.getByRole("link", { name: "两步验证重置（1）" }).click();
    await consents.getByRole("link", { name: "系统管理员" }).click();
    await consents.getByLabel("我已向本人核实").check();
    await consents.getByRole("button", { name: "同意重置" }).click();
    assert.match(await words(consents), /已同意/);

    await pages[0].goto("/account");
    assert.match(pages[0].url(), /sign-in/, "every session has ended");
    await signIn(pages[0], "xitong", OWN);
    await pages[0].waitForURL(/second-factor/);
    assert.notEqual(await setUp(pages[0]), secret);
    await Promise.all([system.close(), security.close(), auditor.close()]);
  }),
);
