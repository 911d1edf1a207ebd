// Whatever is typed stays, and each problem stands at its field.

import assert from "node:assert/strict";
import test from "node:test";

import { listen, within } from "../support/browser.js";
import { fill, problemsOf, submit, valuesOf } from "../support/form.js";
import { leastAbout } from "../support/intake.js";
import { look, none } from "../support/look.js";
import { somebody } from "../support/person.js";
import { CLERK } from "../support/staff.js";
import { visitors } from "../support/world.js";

const SCRIPT = `"><script>hit=1</script><img src=x onerror="hit=1">'&amp;%00\u202e🀄`;
const LONG = "长".repeat(101);

/** Rubbish by field, and what is wrong with it. */
const RUBBISH = {
  姓名: [LONG, /最多 100 个字/],
  证件号码: ["11010519900501001", /证件号码/],
  联系电话: ["没有电话", /联系电话/],
  "街道（乡镇）": ["亚特兰蒂斯街道", /没有找到/],
  户籍所在地: ["亚特兰蒂斯", /没有找到/],
  从事或做过的工作: [LONG, /最多/],
  失业时间: ["2026-02-30", /失业时间/],
  期望月薪不低于: ["一千", /整数/],
  采集日期: ["明年", /采集日期/],
  其他联系方式: [SCRIPT.repeat(3), /最多 100 个字/],
  详细地址: [LONG, /最多/],
  户籍地址: [LONG, /最多/],
  户号: [LONG, /最多/],
  技能特长: [LONG, /最多/],
  其他家庭因素: [LONG, /最多/],
  工作经历: ["历".repeat(2001), /最多 2000 个字/],
  困难情况: ["难".repeat(2001), /最多 2000 个字/],
  想做的工作: [LONG, /最多/],
  希望的工作地点: [LONG, /最多/],
  备注: [`${SCRIPT}\n第二行\n\n${"注".repeat(2000)}`, /最多 2000 个字/],
};

test("rubbish in every field of the intake form is shown again, with what is wrong at each", () =>
  within(visitors.of(CLERK), async (context) => {
    const page = await context.newPage();
    const complaints = listen(page);
    await page.goto("/people/new");
    const typed = Object.fromEntries(Object.entries(RUBBISH).map(([question, [words]]) => [question, words]));
    await fill(page, { ...typed, 本人愿意现在办理求职登记: true });
    const sent = await valuesOf(page);
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === "POST"),
      submit(page, "建立档案"),
    ]);
    assert.equal(response.status(), 422);
    const plain = (values) => values.map(([name, value]) => [name, value.replaceAll("\r\n", "\n").trim()]);
    assert.deepEqual(plain(await valuesOf(page)), plain(sent), "every value is kept");

    const wrong = [];
    const { listed, atFields } = await problemsOf(page);
    for (const [question, [, words]] of Object.entries(RUBBISH)) {
      const field = page.locator(".field.wrong").filter({ has: page.locator("label, legend", { hasText: question }) });
      const said = (await field.locator(".problem").allInnerTexts()).join(" ");
      if (!words.test(said)) wrong.push(`${question}: "${said}"`);
    }
    const expected = Object.keys(RUBBISH).length + 1;
    if (atFields.length !== expected) {
      wrong.push(`${atFields.length} problems at fields, not ${expected}: ${atFields.map(({ name }) => name)}`);
    }
    if (listed.length !== atFields.length) wrong.push(`${listed.length} listed, ${atFields.length} at fields`);
    for (const link of await page.locator(".problems a").all()) {
      const target = (await link.getAttribute("href")).slice(1);
      if ((await page.locator(`[id="${target}"]`).count()) !== 1) wrong.push(`#${target} leads nowhere`);
    }
    if (await page.evaluate(() => "hit" in window)) wrong.push("a script that was typed ran");
    if (!(await page.evaluate(() => document.activeElement.matches(".problems")))) wrong.push("the problems are not where one is");
    wrong.push(...complaints.filter((words) => !words.includes("422")));
    wrong.push(...(await look(page)));
    none(wrong);
  }));

test("answers that nobody was offered are refused, whatever they are", () =>
  within(visitors.of(CLERK), async (context) => {
    const page = await context.newPage();
    await page.goto("/people/new");
    await fill(page, leastAbout(somebody()));
    const sent = await valuesOf(page);
    const send = (values) =>
      page.evaluate(async (values) => {
        const answer = await fetch("/people/new", { method: "POST", body: new URLSearchParams(values) });
        return [answer.status, (await answer.text()).length];
      }, values);
    const wrong = [];
    const changed = (name, value) => sent.map(([known, before]) => [known, known === name ? value : before]);
    for (const name of ["channel", "document", "community", "registers"]) {
      for (const value of ["zzz", "9".repeat(30), "-1", "\u0000", "'; drop table subject; --"]) {
        const [status] = await send(changed(name, value));
        if (name === "registers" ? status >= 500 : status !== 422) wrong.push(`${name}=${JSON.stringify(value)}: ${status}`);
      }
    }
    for (const values of [[], [["name", "x"]], sent.filter(([name]) => name !== "_once")]) {
      const [status] = await send(values);
      if (![400, 422].includes(status)) wrong.push(`${JSON.stringify(values).slice(0, 60)}: ${status}`);
    }
    none(wrong);
  }));

test("a search for anything at all is answered in words", () =>
  within(visitors.of(CLERK), async (context) => {
    const page = await context.newPage();
    const complaints = listen(page);
    const wrong = [];
    for (const words of ["", " ", "%", "_", "'", SCRIPT, "x".repeat(500), "岳", "110105", "\u202e", "ａｂｃ", "１３９", "*"]) {
      const response = await page.goto(`/people?q=${encodeURIComponent(words)}`);
      if (response.status() !== 200) wrong.push(`${JSON.stringify(words)}: status ${response.status()}`);
      if (await page.evaluate(() => "hit" in window)) wrong.push(`${JSON.stringify(words)} ran`);
    }
    none([...wrong, ...complaints]);
  }));
