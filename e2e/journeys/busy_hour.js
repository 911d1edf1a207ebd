// The officer's busiest hour: twenty acts for twenty people, worked off the list of the day without a mouse.

import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../support/browser.js";
import { subjectOf } from "../support/duties.js";
import { problemsOf, whereIs } from "../support/form.js";
import { daysAgo } from "../support/intake.js";
import { answerOn, countOn, pressOn } from "../support/keys.js";
import { somebody } from "../support/person.js";
import { quietly } from "../support/quietly.js";
import { OFFICER_BESIDES } from "../support/staff.js";
import { visitors } from "../support/world.js";

const TOLD = {
  channel: "counter",
  community: true,
  education: "71",
  skill_level: "none",
  family_care: "none",
  family_marks: "nobody_works",
  unemployed_since: daysAgo(200),
  registers: "yes",
  promise: "yes",
};
const GRADED = { age: "36", work_experience: "short", job_search: "resume", expectations: "undecided" };

/** Takes somebody in who has registered. Gives the file's address. */
async function registered(page) {
  const { name, number, phone } = somebody();
  return new URL(await quietly(page, "/people/new", { ...TOLD, name, number, phone })).pathname;
}

async function graded(page) {
  const file = await registered(page);
  await quietly(page, `${file}/grade`, GRADED);
  return file;
}

async function recognised(page) {
  const file = await graded(page);
  await quietly(page, `${file}/record/hardship_recognised`, { group: "市、区确定的其他就业困难人员", seen: "本人书面承诺" });
  return file;
}

/**
 * Five people each: how they come to have something due, what is answered when it is done, and what that may take, where a
 * paper form has some twenty fields.
 */
const KINDS = [
  {
    duty: "进行就业困难程度分级",
    owe: registered,
    answers: { 工作经历: "一年以上，原行当招人很少", 求职准备: "没有能用的简历", 择业期望: "还没有方向" },
    isShownFirst: true,
    most: { keys: 13, loads: 3 },
  },
  { duty: "签订就业援助服务协议", owe: recognised, answers: {}, most: { keys: 3, loads: 2 } },
  {
    duty: "就业指导后回访",
    async owe(page) {
      const file = await recognised(page);
      await quietly(page, `${file}/agreement/sign`);
      await quietly(page, `${file}/record/guidance_given`);
      return file;
    },
    answers: { 情况: "进展顺利", 一句话: "简历已改好" },
    most: { keys: 8, loads: 2 },
  },
  {
    duty: "跟踪推荐结果",
    async owe(page) {
      const file = await graded(page);
      await quietly(page, `${file}/record/recommended`, { employer: "双井物业公司" });
      return file;
    },
    answers: { 结果: "没有录用", 没有录用的原因在: "不是本人原因", 一句话: "离家远" },
    most: { keys: 10, loads: 2 },
  },
];

test("twenty acts for twenty people in the busiest hour, by keyboard alone", { timeout: 300_000 }, (t) =>
  within(visitors.of(OFFICER_BESIDES), async (context) => {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto("/account");
    const waiting = new Map();
    for (const kind of KINDS) {
      for (let one = 0; one < 5; one += 1) waiting.set(subjectOf(await kind.owe(page)), kind);
    }

    const counter = countOn(page);
    const took = [];
    await page.goto("/account");
    const start = await counter.of(async () => {
      await page.keyboard.press("g");
      await pressOn(page, "t");
      await page.keyboard.press("j");
    });
    while (waiting.size > 0) {
      let kind;
      const counts = await counter.of(async () => {
        const at = await whereIs(page);
        const subject = subjectOf(at.href);
        assert.ok(waiting.has(subject), `at "${at.words}" ${at.href} on ${page.url()}, with ${waiting.size} to go`);
        kind = waiting.get(subject);
        waiting.delete(subject);
        await pressOn(page, "Enter");
        await answerOn(page, kind.answers);
        if (kind.isShownFirst) await pressOn(page, "Enter");
        assert.deepEqual(await problemsOf(page), { listed: [], atFields: [] });
        assert.equal(new URL(page.url()).pathname, "/today", `back at the list after ${kind.duty}`);
      });
      took.push({ kind, ...counts });
    }

    t.diagnostic(`to the list: ${start.keys} keys, ${start.loads} page`);
    for (const kind of KINDS) {
      const all = took.filter((one) => one.kind === kind);
      const most = (what) => Math.max(...all.map((one) => one[what]));
      t.diagnostic(`${kind.duty}: ${most("keys")} keys, ${most("typed")} characters, ${most("loads")} pages each`);
    }
    const sum = (what) => took.reduce((sum, one) => sum + one[what], 0);
    t.diagnostic(`twenty acts: ${sum("keys")} keys, ${sum("typed")} characters, ${sum("loads")} pages`);
    for (const { kind, keys, loads } of took) {
      assert.ok(keys <= kind.most.keys, `${kind.duty}: ${keys} keys`);
      assert.ok(loads <= kind.most.loads, `${kind.duty}: ${loads} pages`);
    }
  }));
