// Taking somebody in, where a test is about what comes afterwards.

import assert from "node:assert/strict";

import { subjectOf } from "./duties.js";
import { fill, problemsOf, submit } from "./form.js";
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
