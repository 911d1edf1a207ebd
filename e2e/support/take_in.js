// Taking somebody in, where a test is about what comes afterwards.

import assert from "node:assert/strict";

import { record, send } from "./acts.js";
import { subjectOf } from "./duties.js";
import { fill, missing, problemsOf, submit } from "./form.js";
import { daysAgo, everythingAbout, leastAbout } from "./intake.js";
import { somebody } from "./person.js";
import { quietly } from "./quietly.js";

/** Takes a person in through the form; everything is told where there are `marks`. Gives the subject. */
export async function takeIn(page, person, marks) {
  await page.goto("/people/new");
  await fill(page, marks ? everythingAbout(person, marks) : leastAbout(person));
  await submit(page, "建立档案");
  assert.deepEqual(await problemsOf(page), { listed: [], atFields: [] });
  const subject = subjectOf(page.url());
  assert.notEqual(subject, "new");
  return subject;
}

/** Takes somebody in who has signed an agreement. Gives the subject. */
export async function takeUnderAgreement(page, person) {
  const subject = await takeIn(page, person);
  await record(page, subject, "hardship_recognised", { 人员类别: "市、区确定的其他就业困难人员", 凭据: "本人书面承诺" });
  await page.goto(`/people/${subject}/agreement/sign`);
  await send(page, await missing(page), "签订");
  return subject;
}

/** Takes somebody in whom five employers refused in over six months of an agreement. Gives the file's address. */
export async function takeLongInVain(page) {
  const { name, number, phone } = somebody();
  const told = { channel: "counter", community: true, name, number, phone, registers: "yes", promise: "yes" };
  const file = new URL(await quietly(page, "/people/new", { ...told, on: daysAgo(220) })).pathname;
  const noted = (kind, days, values) => quietly(page, `${file}/record/${kind}`, { ...values, on: daysAgo(days) });
  await noted("hardship_recognised", 220, { group: "市、区确定的其他就业困难人员", seen: "本人书面承诺" });
  await quietly(page, `${file}/agreement/sign`, { on: daysAgo(215) });
  await quietly(page, `${file}/plan/edit`, { goal: "三个月内上岗" });
  await quietly(page, `${file}/plan/adopt`, { consent: "yes", on: daysAgo(210) });
  await noted("readiness_assessed", 200, { ready: "yes" });
  for (const employer of ["双井物业公司", "垂杨柳超市", "广和里餐厅", "双花园仓储公司", "劲松商场"]) {
    await noted("recommended", 100, { employer });
    await noted("recommendation_result", 90, { hired: "no", own_cause: "no" });
  }
  return file;
}
