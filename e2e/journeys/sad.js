// The road's sad twins: somebody who refuses, somebody who moves away in the middle, a public-welfare post.

import assert from "node:assert/strict";
import test from "node:test";

import { act, nameOf, optionWith, record, send, statusOf, words } from "../support/acts.js";
import { listen } from "../support/browser.js";
import { dutiesOf, dutiesOn } from "../support/duties.js";
import { formTo } from "../support/form.js";
import { look, none } from "../support/look.js";
import { somebody } from "../support/person.js";
import { DISTRICT_HEAD, HEAD, HEAD_ELSEWHERE, OFFICER, OFFICER_ELSEWHERE } from "../support/staff.js";
import { takeLongInVain, takeUnderAgreement } from "../support/take_in.js";
import { visitors } from "../support/world.js";

/** Opens a page for each, lets them act, and gives what is wrong with the pages that they saw. */
async function together(userNames, story, options = {}) {
  const contexts = await Promise.all(userNames.map((userName) => visitors.of(userName, options)));
  try {
    const wrong = [];
    const pages = await Promise.all(contexts.map((context) => context.newPage()));
    const complaints = pages.map(listen);
    const see = async (page, path, kind) => {
      if (path) assert.equal((await page.goto(path)).status(), 200, path);
      wrong.push(...(await look(page, { kind })).map((found) => `${kind}: ${found}`));
    };
    await story({ pages, see });
    // A form that comes back with what is wrong is no failure.
    none([...wrong, ...complaints.flat().filter((said) => !said.includes("422"))]);
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/** Follows a link of the page. */
async function follow(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole("link", { name, exact: true }).first().click()]);
}

/** Verifies that somebody wants no more service. */
async function verify(page, file) {
  await act(page, `${file}/stop/attempt`, { 联系本人: "联系到本人，已说明停止服务意味着什么", 一句话: "本人说已决定回老家，不再求职" }, "记下这次核实");
  await follow(page, "得出核实结论");
  const offered = "推荐过岗位，请过面谈；本人说都不需要";
  await send(page, { 有没有不宜停止的特殊情形: "没有", "提供过什么，本人怎样拒绝": offered, 核实结论: "本人态度明确" }, "提交核实结论");
}

const APPROVED = { 决定: "批准：反馈登记管理部门并停止服务", 说明: "该做的有的还没有来得及做，本人已明确不需要" };

test("somebody refuses the service, is told, objects, and is served as before", { timeout: 180_000 }, () =>
  together([OFFICER, HEAD, DISTRICT_HEAD], async ({ pages: [officer, head, district], see }) => {
    const person = somebody();
    const subject = await takeUnderAgreement(officer, person);
    const file = `/people/${subject}`;
    const dutiesNow = async () =>
      dutiesOf(await dutiesOn(officer, "/today"), subject).map((row) => `${row["应办事项"]} ${row["期限"]}`);
    const before = await dutiesNow();
    assert.notDeepEqual(before, []);
    await record(officer, subject, "service_declined");
    // Nobody who declines is given up before they were called back.
    await record(officer, subject, "followed_up", { 情况: "已经中断" });
    await see(officer, `${file}/stop`, "stop, possible");
    await verify(officer, file);
    await see(officer, `${file}/stop`, "stop, submitted");
    assert.equal(await officer.getByRole("link", { name: "批准或退回" }).count(), 0, "nobody is offered to approve their own");

    await head.goto(`${file}/stop`);
    await follow(head, "批准或退回");
    const decision = head.url();
    assert.equal(await statusOf(officer, decision), 403, "the officer approves nothing");
    await see(head, undefined, "stop, decided");
    await head.goto(decision);
    await send(head, APPROVED, "提交决定");
    assert.deepEqual(await dutiesNow(), [], "nothing is owed to whoever is not served");

    await officer.goto(`${file}/stop`);
    await follow(officer, "停止服务告知书");
    for (const told of [person.name, "怎样回来", "提出异议"]) assert.match(await words(officer), new RegExp(told));
    await see(officer, undefined, "stop, told by letter");
    await officer.goto(`${file}/stop`);
    await follow(officer, "记录告知本人");
    await send(officer, { 一句话: "本人当面收到告知书" }, "记下告知");
    await follow(officer, "记录本人的异议");
    await see(officer, undefined, "objection");
    await send(officer, { 本人说: "我没有说过不找工作" }, "记下异议");

    await see(district, "/stopping", "stopping");
    await district.goto(`${file}/stop`);
    await follow(district, "处理异议");
    await see(district, undefined, "objection, decided");
    await send(district, { 决定: "异议成立：撤销停止，恢复服务", 理由: "本人愿意继续，核实有误" }, "提交决定");

    await officer.goto(`${file}/stop`);
    await follow(officer, "记录答复本人");
    await send(officer, { 一句话: "已电话告诉本人：服务照旧" }, "记下告知");
    assert.deepEqual(await dutiesNow(), before, "everything is owed again, on the days on which it was");
    await see(officer, `${file}/agreement`, "agreement, again");
    assert.match(await words(officer), /在执行/);
  }));

test("somebody is taken off the register of hardship, objects, and has never left it", { timeout: 180_000 }, () =>
  together([OFFICER, HEAD, DISTRICT_HEAD], async ({ pages: [officer, head, district], see }) => {
    const person = somebody();
    const subject = await takeUnderAgreement(officer, person);
    const file = `/people/${subject}`;
    const dutiesNow = async () =>
      dutiesOf(await dutiesOn(officer, "/today"), subject).map((row) => `${row["应办事项"]} ${row["期限"]}`);
    const before = await dutiesNow();
    assert.notDeepEqual(before, []);
    await act(officer, `${file}/exit`, { 退出情形: "认定时的情形不再具备", 凭据: "查询显示低保已停发" }, "提交");
    await head.goto(`${file}/exit`);
    await follow(head, "批准或退回");
    await see(head, undefined, "exit, decided");
    await send(head, { 决定: "批准退出，从今天起" }, "提交决定");
    await officer.goto(`${file}/exit`);
    await follow(officer, "退出告知书");
    for (const told of [person.name, "提出异议", "第五十九条"]) assert.match(await words(officer), new RegExp(told));
    await see(officer, undefined, "exit, told by letter");
    await officer.goto(`${file}/exit`);
    await follow(officer, "记录告知本人");
    await see(officer, undefined, "exit, telling");
    await send(officer, { 一句话: "本人当面收到告知书" }, "记下告知");
    await follow(officer, "记录本人的异议");
    await see(officer, undefined, "objection against an exit");
    await send(officer, { 本人说: "低保没有停，是换了银行卡" }, "记下异议");

    await head.goto(`${file}/exit`);
    assert.equal(await head.getByRole("link", { name: "处理异议" }).count(), 0, "nobody hears what they approved");
    await see(district, "/stopping?show=objections&whose=all", "objections");
    assert.match(await words(district), /本人对退出就业困难人员的异议/);
    await district.goto(`${file}/exit`);
    await follow(district, "处理异议");
    await see(district, undefined, "objection against an exit, decided");
    const why = "民政部门答复低保仍在发放";
    await send(district, { 决定: "异议成立：撤销退出，恢复就业困难人员认定", 理由: why }, "提交决定");

    await see(officer, `${file}/exit`, "exit, taken back");
    await follow(officer, "记录答复本人");
    await follow(officer, "打印答复书");
    for (const told of [person.name, why, "从一开始就撤销"]) assert.match(await words(officer), new RegExp(told));
    await see(officer, undefined, "answer to an objection");
    await officer.goBack();
    await send(officer, { 一句话: "已电话告诉本人：一直是就业困难人员" }, "记下告知");
    assert.deepEqual(await dutiesNow(), before, "everything is owed again, on the days on which it was");
  }));

test("no head verifies in the officer's place, and so nobody approves what they verified", { timeout: 90_000 }, () =>
  together(
    [OFFICER, HEAD],
    async ({ pages: [officer, head] }) => {
      const subject = await takeUnderAgreement(officer, somebody());
      const file = `/people/${subject}`;
      await record(officer, subject, "service_declined");
      await head.goto(`${file}/stop`);
      assert.equal(await head.getByRole("link", { name: "记录核实" }).count(), 0);
      await assert.rejects(verify(head, file), /由负责的就业援助服务专员核实/);
      await head.goto(`${file}/agreement`);
      assert.match(await words(head), /在执行/, "the agreement stands");
    },
    { javaScriptEnabled: false },
  ));

test("somebody moves to another street in the middle of an agreement", { timeout: 180_000 }, () =>
  together(
    [OFFICER, HEAD, DISTRICT_HEAD, HEAD_ELSEWHERE, OFFICER_ELSEWHERE],
    async ({ pages: [officer, head, district, headThere, officerThere], see }) => {
      const subject = await takeUnderAgreement(officer, somebody());
      const file = `/people/${subject}`;
      const transfer = `${file}/transfer`;
      await see(officer, transfer, "transfer, not asked");
      assert.equal(await statusOf(officerThere, file), 403);
      const to = await optionWith(officer, "改由哪个街道", "劲松街道");
      await send(officer, { 改由哪个街道: to, 一句话说明: "搬到女儿家" }, "提出申请", formTo("/request"));
      await act(officer, transfer, { 核实的情况: "看过居住登记" }, "核实无误，报负责人", formTo("/verify"));
      assert.equal(await officer.locator(formTo("/forward")).count(), 0, "whoever asks does not submit");
      await see(head, transfer, "transfer, verified");
      await act(head, transfer, {}, "提交", formTo("/forward"));
      assert.equal(await head.locator(formTo("/approve")).count(), 0, "whoever submits does not approve");
      await see(district, "/transfers", "transfers");
      await act(district, transfer, {}, "批准", formTo("/approve"));
      assert.equal(await statusOf(officer, file), 200, "until it is accepted, the officer answers for them");

      await see(headThere, transfer, "transfer, approved");
      const receiver = await optionWith(headThere, "就业援助服务专员", await nameOf(officerThere));
      const home = await optionWith(headThere, "现在居住的社区", "里");
      await act(headThere, transfer, { 就业援助服务专员: receiver, "现在居住的社区（村）": home }, "接收", formTo("/accept"));
      assert.match(headThere.url(), /\/agreement\/sign/, "an agreement is offered at once");

      assert.equal(await statusOf(officer, file), 403, "the file is closed to the former officer");
      assert.deepEqual(dutiesOf(await dutiesOn(officer, "/today"), subject), []);
      await see(officerThere, file, "file, received");
      assert.match(await words(officerThere), /服务关系划转/);
      await see(officerThere, `${file}/agreement/sign`, "signing, after a transfer");
    },
  ));

test("a public-welfare post out of reach: every condition is shown, and no form", { timeout: 90_000 }, () =>
  together([OFFICER], async ({ pages: [officer], see }) => {
    const subject = await takeUnderAgreement(officer, somebody());
    const path = `/people/${subject}/post`;
    await see(officer, path, "post");
    const conditions = officer.getByRole("table", { name: /^推荐公益性岗位的条件/ }).locator("tbody tr");
    const shown = await conditions.allInnerTexts();
    assert.equal(shown.length, 9, "BJ18-30: six of the ledger's gate, the plan, hardship, age");
    const unmet = shown.filter((row) => row.includes("不满足"));
    assert.equal(unmet.length, 4, shown.join("; "));
    assert.ok(unmet.some((row) => row.includes("协议执行满 6 个月")));
    assert.ok(unmet.some((row) => row.includes("制定了就业援助方案")));
    assert.equal(await officer.getByRole("link", { name: "去制定援助方案" }).count(), 1, "it leads there");
    assert.equal(await officer.locator("main form").count(), 0);
    assert.equal(await officer.getByRole("link", { name: /推荐/ }).count(), 0);
    await officer.goto(`${path}/recommend`);
    assert.equal(await officer.getByRole("button", { name: "推荐", exact: true }).count(), 0, "neither is it at its address");
  }));

test("a public-welfare post within reach: recommended, placed, and back in assistance at its end", { timeout: 120_000 }, () =>
  together([OFFICER, HEAD], async ({ pages: [officer, head], see }) => {
    await officer.goto("/account");
    const file = await takeLongInVain(officer);
    const path = `${file}/post`;
    await see(officer, path, "post, possible");
    assert.doesNotMatch(await words(officer), /不满足/);
    const organisation = `双井公益服务社${Date.now()}`;
    await act(officer, "/posts/new", { 社会公益性就业组织: organisation, 岗位类别: "社区服务" }, "保存");
    await officer.goto(path);
    await follow(officer, "推荐");
    const post = await optionWith(officer, "用人组织和岗位", organisation);
    await send(officer, { 用人组织和岗位: post, 为什么推荐这个岗位: "离家近，每天半日" }, "记录推荐");
    await follow(officer, "报请安置");
    await see(officer, undefined, "post, to be placed");
    await officer.goto(`${path}/place`);
    await send(officer, {}, "报请安置");
    await see(officer, undefined, "post, asked for");
    assert.match(await words(officer), /等待另一位负责人确认/);
    assert.equal(await officer.getByRole("link", { name: "核对并确认" }).count(), 0, "not by who asked");
    await see(officer, `${file}/agreement`, "agreement, while a post waits");
    assert.match(await words(officer), /在执行/, "nothing has changed yet");
    await head.goto(path);
    await follow(head, "核对并确认");
    await see(head, undefined, "post, to be confirmed");
    await send(head, { 决定: "确认安置" }, "提交决定");
    await officer.goto(path);
    assert.match(await words(officer), new RegExp(organisation));
    await see(officer, `${file}/agreement`, "agreement, ended by a post");
    assert.doesNotMatch(await words(officer), /状态\s*在执行/, "the agreement ended with the placement");
    await record(officer, file.split("/")[2], "guidance_given");
    await see(officer, "/posts/people", "people in posts");
    assert.match(await words(officer), new RegExp(organisation));

    await officer.goto(path);
    await follow(officer, "办理期满或提前结束");
    await see(officer, undefined, "post, ended");
    // The term is not over: it cannot be full, and an early end says why.
    const full = await optionWith(officer, "结果", "期满");
    await officer.goto(`${path}/end`);
    await assert.rejects(send(officer, { 结果: full }, "记录结束"), /was refused/);
    assert.match(await words(officer), /届满，从这一天起才能记/);
    const outcome = await optionWith(officer, "结果", "用人组织");
    await officer.goto(`${path}/end`);
    await send(officer, { 结果: outcome, 一句话: "组织的项目结束，本人愿意继续找工作" }, "记录结束");
    assert.match(await words(officer), /协议/, "what comes next is said");
    await act(officer, `${file}/agreement/sign`, {}, "签订");
    assert.match(await words(officer), /在执行/, "assistance goes on");
  }));
