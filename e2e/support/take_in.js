// Taking somebody in, where a test is about what comes afterwards.

import assert from "node:assert/strict";

import { record, send } from "./acts.js";
import { subjectOf } from "./duties.js";
import { fill, missing, problemsOf, submit } from "./form.js";
import { everythingAbout, leastAbout } from "./intake.js";

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
  await record(page, subject, "hardship_recognised", { 人员类别: "零就业家庭成员" });
  await page.goto(`/people/${subject}/agreement/sign`);
  await send(page, await missing(page), "签订");
  return subject;
}
