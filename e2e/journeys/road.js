// The whole road of one person, from the first knock at the door to steady work, as everybody on it meets it (BJ18 chapter 3).

import assert from "node:assert/strict";
import test from "node:test";

import { act, nameOf, optionWith, record, send, signOnScreen, statusOf, words } from "../support/acts.js";
import { listen, PHONE } from "../support/browser.js";
import { dutiesOf, dutiesOn, subjectOf } from "../support/duties.js";
import { ANY, fill, formTo, submit } from "../support/form.js";
import { daysAgo, everythingAbout } from "../support/intake.js";
import { look, none } from "../support/look.js";
import { somebody } from "../support/person.js";
import { CLERK, DISTRICT_HEAD, EXPERT, EXPERT_BESIDES, HEAD, OFFICER } from "../support/staff.js";
import { readWorkbook } from "../support/workbook.js";
import { visitors } from "../support/world.js";

const TODAY = daysAgo(0);

/** Answers to the scorecard that make the highest level. */
const HARDEST = {
  失业时间: "30",
  年龄: "52",
  学历: "初中及以下",
  技能水平: "没有证书，也没有参加过培训",
  工作经历: "没有工作过",
  求职准备: ["没有能用的简历", "不知道到哪里找岗位", "面试没有把握"],
  择业期望: "还没有方向",
  家庭照料: "每天有固定时段要照料",
  家庭经济: "家里没有人就业",
};

/** Somebody at work: a desk, the same without scripts, and a phone. */
async function worker(userName, wrong) {
  const contexts = [];
  const complaints = [];
  const open = async (options = {}) => {
    const context = await visitors.of(userName, options);
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    const page = await context.newPage();
    complaints.push(listen(page));
    return page;
  };
  return {
    desk: await open(),
    plain: await open({ javaScriptEnabled: false }),
    phone: await open({ viewport: PHONE }),
    async leave() {
      // A form that is asked back about is no failure.
      const said = complaints.flat().filter((words) => !words.includes("422"));
      wrong.push(...said.map((words) => `${userName}: ${words}`));
      await Promise.all(contexts.map((context) => context.close()));
    },
  };
}

test("the whole road, from the first knock to steady work", { timeout: 480_000 }, async (t) => {
  const wrong = [];
  const person = somebody({ birth: "19740501" });
  const clerk = await worker(CLERK, wrong);
  const officer = await worker(OFFICER, wrong);
  const head = await worker(HEAD, wrong);
  const district = await worker(DISTRICT_HEAD, wrong);
  const expert = await worker(EXPERT, wrong);
  const besides = await worker(EXPERT_BESIDES, wrong);
  /** Opens a page, or looks at the one that is open, at every size. */
  const see = async (page, path, kind = path) => {
    if (path) assert.equal((await page.goto(path)).status(), 200, path);
    wrong.push(...(await look(page, { kind })).map((found) => `${path}: ${found}`));
  };
  try {
    // ---- A person walks in, and is handed to an officer ----
    await act(clerk.plain, "/people/new", { ...everythingAbout(person), 本人愿意现在办理求职登记: false }, "建立档案");
    const subject = subjectOf(clerk.plain.url());
    const file = `/people/${subject}`;
    const dueNow = async () => dutiesOf(await dutiesOn(officer.desk, "/today"), subject).map((row) => row["应办事项"]);
    const officerName = await nameOf(officer.desk);
    await head.plain.goto(`${file}/hand-over`);
    const receiver = await optionWith(head.plain, "接收人", officerName);
    await send(head.plain, { 接收人: receiver, 移交原因: "由援助专员负责" }, "移交");
    assert.doesNotMatch(await words(head.plain), /求职登记、/, "nobody is registered who did not ask for it");

    // ---- Surveyed three times, on the phone at the door, by telephone, and at the desk ----
    const survey = formTo("/survey");
    const later = { 摸查方式: "主动上门", 就业意愿: "有就业意愿，暂不进行求职登记", 具体原因: "对服务不了解", 一句话: "先照顾母亲" };
    await act(officer.phone, `${file}/survey`, later, "记录摸查", survey);
    await see(officer.desk, `${file}/survey`, "survey");
    await act(officer.plain, `${file}/survey`, { ...later, 摸查方式: "电话访问" }, "记录摸查", survey);
    await act(
      officer.desk,
      `${file}/survey`,
      { 摸查方式: "前台接待", 就业意愿: "有就业意愿，进行求职登记" },
      "记录摸查",
      survey,
    );
    await officer.desk.goto(`${file}/survey`);
    assert.equal(await officer.desk.getByRole("table", { name: "历次摸查" }).locator("tbody tr").count(), 3);

    // ---- What they want is written down; they register; they are graded ----
    await act(officer.plain, `${file}/demand-file`, { 培训愿望: "电工", 希望得到的服务: ["职业技能培训", "岗位推荐"] }, "保存为新的一版");
    await see(officer.desk, `${file}/demand-file`, "demand file");
    assert.match(await words(officer.desk), /电工|第 1 版/);
    await see(officer.desk, `${file}/demand-file/print`, "demand file, printed");
    // Whoever wants to register at a survey may be registered by it already.
    if (!/求职登记/.test(await wordsAt(officer.desk, file))) await record(officer.plain, subject, "seeker_registered");
    await act(officer.plain, `${file}/grade`, HARDEST, "算出等级，先看结果");
    assert.match(await words(officer.plain), /四级/);
    await submit(officer.plain, "保存分级");
    await record(officer.plain, subject, "hardship_recognised", { 人员类别: "市、区确定的其他就业困难人员", 凭据: "本人书面承诺" });
    assert.ok((await dueNow()).some((duty) => duty.includes("签订就业援助服务协议")), "an agreement is owed");

    // ---- The agreement: seen on paper, signed, with both names on the screen ----
    await see(officer.desk, `${file}/agreement/sign`, "signing");
    await act(officer.plain, `${file}/agreement/sign`, {}, "签订");
    await see(officer.desk, `${file}/agreement`, "agreement");
    await officer.desk.getByRole("link", { name: "打印协议" }).click();
    await officer.desk.waitForURL(/\/paper$/);
    assert.match(await words(officer.desk), new RegExp(person.name));
    assert.doesNotMatch(await words(officer.desk), /＿＿/, "nothing is left to be filled in");
    await see(officer.desk, undefined, "agreement, on paper");
    await officer.desk.goto(officer.desk.url().replace("/paper", "/signature"));
    await signOnScreen(officer.desk, "乙方");
    await officer.desk.getByRole("link", { name: "在屏幕上签名" }).first().click();
    await officer.desk.waitForURL(/\/signature$/);
    await see(officer.desk, undefined, "signature");
    await signOnScreen(officer.desk, "甲方");
    await officer.desk.getByRole("link", { name: "打印协议" }).click();
    await officer.desk.waitForURL(/\/paper$/);
    assert.equal(await officer.desk.locator(".signature svg").count(), 2, "both signatures stand on the paper");
    assert.ok(!(await dueNow()).some((duty) => duty.includes("签订就业援助服务协议")), "it is owed no more");

    // ---- The team around the officer ----
    await officer.plain.goto(`${file}/team`);
    const analyst = await optionWith(officer.plain, "人员", "职业指导员");
    await send(officer.plain, { 分工: "职业指导", 人员: analyst }, "加入团队", formTo("/team"));
    await see(officer.desk, `${file}/team`, "team");

    // ---- Readiness: the checklist, and what it says ----
    await officer.plain.goto(`${file}/assessments`);
    await Promise.all([
      officer.plain.waitForNavigation(),
      officer.plain.getByRole("button", { name: "开始上岗准备清单" }).click(),
    ]);
    const answers = officer.plain.url();
    const questions = await officer.plain.locator("main fieldset.field legend").allInnerTexts();
    assert.equal(questions.length, 10);
    await send(officer.plain, Object.fromEntries(questions.map((question) => [question, "是"])), "完成评估，记入服务台账");
    await see(officer.desk, answers.replace(/\/answers$/, ""), "assessment");
    if (!/具备上岗条件/.test(await wordsAt(officer.desk, file))) {
      await record(officer.plain, subject, "readiness_assessed", { 评估结论: "具备上岗条件" });
    }

    // ---- What stands in the way, and the plan ----
    await see(officer.desk, `${file}/barriers`, "barriers");
    await act(
      officer.plain,
      `${file}/barriers`,
      { 主要障碍: ["技能不足", "求职信息与方法"], 本人是否认同: "全部认同", 本人怎么说: "想学点东西" },
      "保存，去编写方案",
    );
    await see(officer.desk, `${file}/plan/edit`, "plan, written");
    await send(officer.plain, { 总目标: "三个月内上岗" }, "保存草稿，下一步");
    await see(officer.desk, `${file}/plan/adopt`, "plan, adopted");
    await act(officer.plain, `${file}/plan/adopt`, { 本人是否同意这份方案: "同意" }, "定稿，记入台账");
    await see(officer.desk, `${file}/plan`, "plan");
    assert.match(await words(officer.desk), /三个月内上岗/);
    await see(officer.desk, `${file}/plan/page`, "plan, for the person");

    // ---- Guided, and trained ----
    await record(officer.phone, subject, "guidance_given", { 主要内容: "职业方向与测评" });
    assert.ok((await dueNow()).some((duty) => duty.startsWith("就业指导后回访")), "a call after guidance is owed by itself");
    await record(officer.plain, subject, "followed_up", { 情况: "进展顺利" });
    await record(officer.plain, subject, "training_started", { 培训项目: "职业技能培训", 计划结束日: TODAY });
    await record(officer.plain, subject, "training_ended", { 哪一次培训见习: ANY, 结果: "完成并取得证书" });

    // ---- Recommended three times, in vain ----
    assert.equal(await statusOf(expert.desk, file), 403, "nobody above reads the file yet");
    await recommend(officer.plain, subject, ["双井物业公司", "垂杨柳超市"]);
    await see(officer.desk, `${file}/panel`, "panel, not yet possible");
    assert.equal(await officer.desk.locator(formTo("/request")).count(), 0, "after two recommendations no panel can be asked");
    await recommend(officer.plain, subject, ["广和里餐厅"]);

    // ---- The panel: the gate has opened by itself ----
    await see(officer.desk, `${file}/panel`, "panel, possible");
    await act(officer.plain, `${file}/panel`, { 要请专家研究的问题: "三次都因排班不合" }, "提交申请", formTo("/request"));
    assert.equal(await statusOf(expert.desk, file), 403, "nobody above reads the file before experts are named");
    await see(expert.desk, `${file}/panel`, "panel, put before the office above");
    assert.match(await words(expert.desk), /三次都因排班不合/, "what it is asked about is seen");
    assert.doesNotMatch(await words(expert.desk), new RegExp(person.name), "whom it is about, only the experts learn");
    await see(district.desk, "/panels", "panels");
    await see(district.desk, `${file}/panel`, "panel, asked");
    const ours = await optionWith(district.desk, "专家小组", "双井街道");
    const theirs = await optionWith(district.desk, "专家小组", await nameOf(expert.desk));
    await act(district.plain, `${file}/panel`, { 专家小组: [ours, theirs] }, "确定", formTo("/accept"));
    assert.equal(await statusOf(besides.desk, file), 403, "an expert who does not sit on it reads nothing");
    await see(expert.desk, file, "file, for a panel");
    assert.match(await words(expert.desk), new RegExp(person.name), "the file is readable while the panel lasts");
    await see(expert.desk, `${file}/panel`, "panel, sitting");
    await act(expert.plain, `${file}/panel`, { 意见和建议: "放宽班次，先试半天班" }, "提出", formTo("/opinion"));
    const revises = await dueNow();
    assert.ok(revises.some((duty) => duty.includes("方案")), `the plan is to be revised: ${revises}`);

    // ---- The plan is revised, and both versions stand side by side ----
    await act(officer.plain, `${file}/plan/edit`, { 总目标: "先半天班，再全天" }, "保存草稿，下一步");
    await send(officer.plain, { 本人是否同意这份方案: "同意" }, "定稿新版，记入台账");
    await see(officer.desk, `${file}/plan/compare`, "plans, side by side");
    for (const goal of ["三个月内上岗", "先半天班，再全天"]) assert.match(await words(officer.desk), new RegExp(goal));
    assert.ok(!(await dueNow()).some((duty) => duty.includes("修订")), "the revision is done");

    // ---- Recommended again, and at work ----
    await recommend(officer.plain, subject, ["双花园仓储公司"], { 结果: "录用" });
    await record(officer.plain, subject, "started_work", { 用人单位: "双花园仓储公司", 用工形式: "固定期限劳动合同" });
    // A call on the very first day is asked back about, and recorded when it is meant.
    await officer.plain.goto(`${file}/record/followed_up`);
    await fill(officer.plain, { 情况: "进展顺利" });
    await submit(officer.plain, "记录");
    assert.match(await words(officer.plain), /本人就是这一天上岗的/);
    await officer.plain.getByLabel(/^没有填错/).check();
    await submit(officer.plain, "记录");
    assert.match(await words(officer.plain), /已记录/);
    assert.equal(await statusOf(expert.desk, file), 403, "with work the panel is over, and the file is closed to it");

    // ---- The contacts that keep the work steady ----
    const left = dutiesOf(await dutiesOn(officer.desk, "/today"), subject);
    const steady = left.filter((row) => /稳岗|稳定|个月/.test(row["应办事项"]));
    t.diagnostic(left.map((row) => `${row["期限"]} ${row["应办事项"]}`).join("; "));
    assert.equal(steady.length, 3, "1, 3 and 6 months");
    assert.equal(new Set(steady.map((row) => row["期限"].slice(0, 10))).size, 3, "each has its day");
    assert.deepEqual(left.filter((row) => row["期限"].includes("逾期")), [], "nothing that was done is overdue");

    // ---- The file: ten sections, and its workbook ----
    await see(officer.desk, file, "file");
    const sections = await officer.desk.locator("main h2").allInnerTexts();
    const numbered = [..."一二三四五六七八九十"].filter((number) => sections.some((heading) => heading.startsWith(`${number}、`)));
    assert.equal(numbered.length, 10, sections.join(" "));
    await see(officer.desk, `${file}/print`, "file, printed");
    const workbook = await officer.desk.context().request.get(`${file}/workbook`);
    const sheets = readWorkbook(await workbook.body());
    t.diagnostic(`${sheets.length} sheets`);
    assert.ok(sheets.length >= 10, `${sheets.length} sheets`);
    const cells = sheets.flat(2).map((cell) => cell.text).join(" ");
    for (const told of ["先照顾母亲", "电工", "双花园仓储公司", "放宽班次"]) assert.ok(cells.includes(told), `"${told}" is in the workbook`);
  } finally {
    for (const found of wrong) t.diagnostic(found);
    await Promise.all([clerk, officer, head, district, expert, besides].map((one) => one.leave()));
  }
  none(wrong);
});

async function wordsAt(page, path) {
  await page.goto(path);
  return page.locator("main > *").first().innerText();
}

/** Recommends somebody to employers, and notes what became of it. */
async function recommend(page, subject, employers, answers = { 结果: "没有录用", 没有录用的原因在: "不是本人原因" }) {
  for (const 用人单位 of employers) {
    await record(page, subject, "recommended", { 用人单位, 岗位: "保管员" });
    await record(page, subject, "recommendation_result", answers);
  }
}
