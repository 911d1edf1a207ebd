// A person walks in: looked for, registered, graded, handed over, served; and the figures follow.

import assert from "node:assert/strict";
import test from "node:test";

import { listen, within } from "../support/browser.js";
import { dutiesOf, dutiesOn, loadOf, OPEN, RESTING, subjectOf } from "../support/duties.js";
import { byKeyboard, byMouse, missing, problemsOf } from "../support/form.js";
import { everythingAbout, SCORECARD } from "../support/intake.js";
import { none } from "../support/look.js";
import { somebody } from "../support/person.js";
import { CLERK, DISTRICT_HEAD, HEAD, OFFICER } from "../support/staff.js";
import { visitors } from "../support/world.js";

const words = (page) => page.getByRole("main").innerText();

/** The clerk's part: from the search to the grading. Gives the subject. */
async function takeIn(page, hands, person) {
  await page.goto("/");
  await hands.search(page, person.name);
  assert.match(await words(page), /没有查到/);
  await hands.follow(page, "建立档案");
  await hands.fillIn(page, everythingAbout(person), "建立档案");
  assert.deepEqual(await problemsOf(page), { listed: [], atFields: [] });
  const subject = subjectOf(page.url());
  assert.equal(await page.locator("h1").innerText(), person.name);
  const file = await words(page);
  assert.match(file, /已建立档案和服务台账，并办理求职登记/);
  for (const [what, told] of [["the number", person.number], ["the telephone", person.phone]]) {
    assert.ok(!file.includes(told), `${what} is shown masked`);
  }
  assert.match(file, /会开叉车/);

  await hands.follow(page, /\/grade$/);
  await hands.fillIn(page, SCORECARD, "算出等级，先看结果");
  assert.deepEqual(await problemsOf(page), { listed: [], atFields: [] });
  assert.match(await words(page), /得分/);
  await hands.fillIn(page, {}, "保存分级");
  assert.match(await words(page), /级，(一般|重点)帮扶对象/, "what follows from the level is said");
  assert.match(page.url(), new RegExp(`/people/${subject}$`), "on the file, where it goes on");

  await hands.follow(page, "记录服务");
  await hands.follow(page, /\/record\/unemployment_claimed/);
  await hands.fillIn(page, await missing(page), "记录");
  assert.deepEqual(await problemsOf(page), { listed: [], atFields: [] });

  await hands.search(page, person.phone);
  assert.match(await words(page), new RegExp(person.name), "found again by telephone");
  return subject;
}

/** A person's whole first day, and what it does to the figures. */
async function walkIn({ hands, options }) {
  const person = somebody();
  const clerk = await visitors.of(CLERK, options);
  const officer = await visitors.of(OFFICER, options);
  const head = await visitors.of(HEAD, options);
  try {
    const before = (await loadOf(await head.newPage())).total;
    const page = await clerk.newPage();
    const complaints = listen(page);
    const subject = await takeIn(page, hands, person);
    none(complaints);

    const leads = await head.newPage();
    const due = dutiesOf(await dutiesOn(leads, "/today/office/list"), subject);
    assert.notEqual(due.length, 0, "the duties of the new person stand in the office's list");
    const withThem = (await loadOf(leads)).total;
    assert.equal(withThem["待办合计"] - before["待办合计"], due.length);

    await leads.goto(`/people/${subject}`);
    await hands.follow(leads, /\/hand-over$/);
    const name = await (await officer.newPage()).goto("/account").then((answer) => answer.text());
    const officerName = /<b>([^<]+)<\/b>/.exec(name)[1];
    const receiver = await leads.locator("select[name=to] option").allInnerTexts();
    const chosen = receiver.find((label) => label.startsWith(officerName));
    await hands.fillIn(leads, { 接收人: chosen, 移交原因: "由援助专员负责" }, "移交");
    assert.match(await words(leads), /已移交/);
    assert.equal((await loadOf(leads)).total["待办合计"], withThem["待办合计"], "handing over changes nobody's duties");

    const serves = await officer.newPage();
    const own = dutiesOf(await dutiesOn(serves, "/today"), subject);
    assert.equal(own.length, due.length, "whatever is due stands in the officer's own list");
    const first = own.find((row) => row.links.some((href) => href.includes("/record/")));
    const way = first.links.find((href) => href.includes("/record/"));
    await serves.goto(way);
    await hands.fillIn(serves, await missing(serves), "记录");
    assert.deepEqual(await problemsOf(serves), { listed: [], atFields: [] });
    const left = dutiesOf(await dutiesOn(serves, "/today"), subject);
    const same = (row) => row["应办事项"] === first["应办事项"] && row["期限"] === first["期限"];
    assert.equal(left.filter(same).length, own.filter(same).length - 1, `${first["应办事项"]} is discharged`);

    const after = (await loadOf(leads)).total;
    assert.equal(after["待办合计"] - before["待办合计"], left.length, "the head sees it leave the count");
    assert.equal(after["近 90 天办结"] - before["近 90 天办结"] >= 1, true, "and counted as done");
  } finally {
    await Promise.all([clerk, officer, head].map((context) => context.close()));
  }
}

test("a person walks in, and is served, by keyboard alone", { timeout: 90_000 }, () => walkIn({ hands: byKeyboard }));

test("a person walks in, and is served, without JavaScript", { timeout: 90_000 }, () =>
  walkIn({ hands: byMouse, options: { javaScriptEnabled: false } }));

for (const userName of [HEAD, DISTRICT_HEAD]) {
  test(`the figures that ${userName} sees add up, down to the rows behind them`, { timeout: 60_000 }, () =>
    within(visitors.of(userName), async (context) => {
      const page = await context.newPage();
      const { lines, total } = await loadOf(page);
      const wrong = [];
      const equal = (what, one, other) => one === other || wrong.push(`${what}: ${one} is not ${other}`);
      for (const name of [...OPEN, "待办合计", RESTING, "近 90 天办结"]) {
        equal(`${name}, all lines`, total[name], lines.reduce((sum, line) => sum + line[name], 0));
      }
      for (const line of [...lines, total]) {
        equal("one line", line["待办合计"], OPEN.reduce((sum, name) => sum + line[name], 0));
      }
      const rows = await dutiesOn(page, "/today/office/list");
      equal("rows of the list", rows.length + total[RESTING], total["待办合计"]);
      const resting = await dutiesOn(page, "/today/office/resting", "按决定暂不办的事项");
      equal("rows of what rests", resting.length, total[RESTING]);
      assert.ok(total[RESTING] > 0, "somebody was spared");
      const busiest = [...lines].sort((one, other) => other["待办合计"] - one["待办合计"]).slice(0, 3);
      // A line leads to what is behind it, and the head on to handing it over.
      const behindOf = (line) => line.links.find((path) => path.includes("/today/office"));
      for (const line of busiest.filter(behindOf)) {
        const path = behindOf(line);
        const behind = path.includes("/list")
          ? (await dutiesOn(page, path)).length + line[RESTING]
          : (await loadOf(page, path)).total["待办合计"];
        equal(`behind ${path}`, behind, line["待办合计"]);
      }
      none(wrong);
    }));
}
