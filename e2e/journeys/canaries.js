// Marks in everything that is personal, looked for wherever they do not belong.

import assert from "node:assert/strict";
import test from "node:test";

import { within } from "../support/browser.js";
import { act, nameOf, optionWith, record, send } from "../support/acts.js";
import { ANY, fill, formTo, submit } from "../support/form.js";
import { none } from "../support/look.js";
import { everybody, somebody } from "../support/person.js";
import * as staff from "../support/staff.js";
import { takeIn, takeLongInVain, takeUnderAgreement } from "../support/take_in.js";
import { addressesIn, walk } from "../support/walk.js";
import { server, visitors } from "../support/world.js";

const person = Object.assign(somebody(), { name: "岳龘靐" });
const TOLD = {
  contact: "鑫淼犇甲",
  address: "鑫淼犇乙园9号楼",
  householdAddress: "鑫淼犇丙巷8号",
  household: "HK7741936",
  experience: "鑫淼犇丁厂",
  skills: "鑫淼犇戊证",
  family: "鑫淼犇己",
  hardship: "鑫淼犇庚",
  wanted: "鑫淼犇辛",
  note: "鑫淼犇壬",
};
const MARKS = {
  name: "龘靐",
  number: person.number,
  birth: person.number.slice(6),
  phone: person.phone,
  household: TOLD.household,
  whatever: "鑫淼犇",
};

/** Gives the names of the marks in a text, but for the one that was asked for. */
const marksIn = (text, asked) =>
  Object.entries(MARKS)
    .filter(([, mark]) => mark !== asked && (text.includes(mark) || text.includes(encodeURIComponent(mark))))
    .map(([name]) => name);

let subject;
/** Others of whom something is said in signs that nothing else says. */
const others = [];

test("somebody is taken in whose every particular is a mark", () =>
  within(visitors.of(staff.CLERK), async (context) => {
    const page = await context.newPage();
    const wrong = [];
    page.on("response", async (response) => {
      const headers = await response.allHeaders().catch(() => ({}));
      const told = [response.url(), ...Object.values(headers)].join("\n");
      wrong.push(...marksIn(told).map((name) => `${name} in the address or the headers of ${response.url()}`));
    });
    subject = await takeIn(page, person, TOLD);
    await page.goto(`/people/${subject}/reveal`).catch(() => {});
    none(wrong);
  }));

/** What is said of somebody in employment assistance (BJ18 chapter 3), each in words of its own. */
const SAID = {
  handover: "鑫淼犇子",
  attempt: "鑫淼犇丑",
  survey: "鑫淼犇寅",
  demand: "鑫淼犇卯",
  barriers: "鑫淼犇辰",
  goal: "鑫淼犇巳",
  consent: "鑫淼犇午",
  unmet: "鑫淼犇未",
  outcome: "鑫淼犇申",
  transfer: "鑫淼犇酉",
  address: "鑫淼犇戌路3号",
  verified: "鑫淼犇亥",
};

test("whatever employment assistance asks is answered with a mark, and no address or header tells it", { timeout: 120_000 }, () =>
  within(visitors.of(staff.HEAD), async (head) =>
    within(visitors.of(staff.OFFICER), async (officer) => {
      assert.ok(subject, "somebody was taken in");
      const wrong = [];
      const open = async (context) => {
        const page = await context.newPage();
        page.on("response", async (response) => {
          const headers = await response.allHeaders().catch(() => ({}));
          const told = [response.url(), ...Object.values(headers)].join("\n");
          wrong.push(...marksIn(told).map((name) => `${name} in the address or the headers of ${response.url()}`));
        });
        return page;
      };
      const [leader, page] = [await open(head), await open(officer)];
      const file = `/people/${subject}`;
      await leader.goto(`${file}/hand-over`);
      const receiver = await optionWith(leader, "接收人", await nameOf(page));
      await send(leader, { 接收人: receiver, 移交原因: SAID.handover }, "移交");
      await act(page, `${file}/survey`, { 怎样联系的: ANY, 结果: ANY, 一句话: SAID.attempt }, "记录未联系上", formTo("/attempt"));
      const later = { 摸查方式: "主动上门", 就业意愿: "有就业意愿，暂不进行求职登记", 具体原因: "对服务不了解" };
      await act(page, `${file}/survey`, { ...later, 一句话: SAID.survey }, "记录摸查", formTo("/survey"));
      await act(page, `${file}/demand-file`, { 培训愿望: SAID.demand }, "保存为新的一版");
      await record(page, subject, "hardship_recognised", { 人员类别: "市、区确定的其他就业困难人员", 凭据: "本人书面承诺" });
      await act(page, `${file}/agreement/sign`, {}, "签订");
      const barriers = { 主要障碍: ["技能不足"], 本人是否认同: "全部认同", 本人怎么说: SAID.barriers };
      await act(page, `${file}/barriers`, barriers, "保存，去编写方案");
      await send(page, { 总目标: SAID.goal }, "保存草稿，下一步");
      await act(page, `${file}/plan/adopt`, { 本人是否同意这份方案: "同意", 本人怎么说: SAID.consent }, "定稿，记入台账");
      await act(page, `${file}/agreement/unmet`, { 哪一项义务: ANY, 有没有正当理由: ANY, 原因: SAID.unmet }, "记入");
      await record(page, subject, "contacted", { 由谁联系: ANY, 一句话: SAID.outcome });
      await page.goto(`${file}/transfer`);
      const to = await optionWith(page, "改由哪个街道", "劲松街道");
      const wish = { 改由哪个街道: to, 一句话说明: SAID.transfer, 新的地址: SAID.address };
      await send(page, wish, "提出申请", formTo("/request"));
      await act(page, `${file}/transfer`, { 核实的情况: SAID.verified }, "核实无误，报负责人", formTo("/verify"));
      // Whoever may read the file is shown all of it, so that each mark is known to lie there.
      const shown = [];
      for (const place of ["", "/survey", "/demand-file", "/agreement", "/barriers", "/plan", "/transfer", "/duties"]) {
        shown.push(await (await officer.request.get(`${file}${place}`)).text());
      }
      const all = shown.join("\n");
      // Why somebody was handed over is kept, and shown on none of their pages.
      const { handover, ...told } = SAID;
      assert.ok(!all.includes(handover));
      for (const [name, mark] of Object.entries(told)) if (!all.includes(mark)) wrong.push(`${name} is not in the file`);
      none(wrong);
    }),
  ));

/** Pages of several members of staff, whose addresses and headers are looked at. */
async function together(userNames, story) {
  const wrong = [];
  const contexts = await Promise.all(userNames.map((userName) => visitors.of(userName)));
  try {
    const pages = await Promise.all(contexts.map((context) => context.newPage()));
    for (const page of pages) {
      page.on("response", async (response) => {
        const headers = await response.allHeaders().catch(() => ({}));
        const told = [response.url(), ...Object.values(headers)].join("\n");
        wrong.push(...marksIn(told).map((name) => `${name} in the address or the headers of ${response.url()}`));
      });
    }
    await story(pages, wrong);
    none(wrong);
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/** Follows a link of the page. */
const follow = (page, name) =>
  Promise.all([page.waitForNavigation(), page.getByRole("link", { name, exact: true }).first().click()]);

test("a stop, an objection and what was decided on it are told in marks", { timeout: 120_000 }, () =>
  together([staff.OFFICER, staff.HEAD, staff.DISTRICT_HEAD], async ([officer, head, district], wrong) => {
    const stopped = await takeUnderAgreement(officer, somebody());
    others.push(stopped);
    const file = `/people/${stopped}`;
    await record(officer, stopped, "service_declined", { 一句话: "鑫淼犇一" });
    await record(officer, stopped, "followed_up", { 情况: ANY, 一句话: "鑫淼犇二" });
    await act(officer, `${file}/stop/attempt`, { 联系本人: "联系到本人，已说明停止服务意味着什么", 一句话: "鑫淼犇三已决定回老家" }, "记下这次核实");
    await follow(officer, "得出核实结论");
    const offered = { "提供过什么，本人怎样拒绝": "鑫淼犇四，本人说不需要", 核实结论: "鑫淼犇五，态度明确" };
    await send(officer, { 有没有不宜停止的特殊情形: "没有", ...offered }, "提交核实结论");
    await head.goto(`${file}/stop`);
    await follow(head, "批准或退回");
    await send(head, { 决定: "批准：反馈登记管理部门并停止服务", 说明: "鑫淼犇六，本人已明确不需要" }, "提交决定");
    await officer.goto(`${file}/stop`);
    await follow(officer, "记录告知本人");
    await send(officer, { 一句话: "鑫淼犇七，当面收到" }, "记下告知");
    await follow(officer, "记录本人的异议");
    await send(officer, { 本人说: "鑫淼犇八，没有说过不找" }, "记下异议");
    await district.goto(`${file}/stop`);
    await follow(district, "处理异议");
    await send(district, { 决定: "异议成立：撤销停止，恢复服务", 理由: "鑫淼犇九，核实有误" }, "提交决定");
    await officer.goto(`${file}/stop`);
    await follow(officer, "记录答复本人");
    await send(officer, { 一句话: "鑫淼犇十，已电话答复" }, "记下告知");
    const shown = await Promise.all(
      ["", "/stop", "/print"].map(async (place) => (await officer.context().request.get(file + place)).text()),
    );
    for (const mark of [..."三四五六八九"]) {
      if (!shown.join("\n").includes(`鑫淼犇${mark}`)) wrong.push(`鑫淼犇${mark} is not in the file`);
    }
  }));

test("why a post is recommended, and on what terms, is told in marks", { timeout: 120_000 }, () =>
  together([staff.OFFICER], async ([officer], wrong) => {
    await officer.goto("/account");
    const file = await takeLongInVain(officer);
    others.push(file.split("/")[2]);
    const organisation = `双井公益服务社${Date.now()}`;
    await act(officer, "/posts/new", { 社会公益性就业组织: organisation, 岗位类别: "社区服务" }, "保存");
    await officer.goto(`${file}/post/recommend`);
    const post = await optionWith(officer, "用人组织和岗位", organisation);
    const terms = { 工作时间: "鑫淼犇甲一", 待遇: "鑫淼犇甲二" };
    await send(officer, { 用人组织和岗位: post, ...terms, 为什么推荐这个岗位: "鑫淼犇甲三" }, "记录推荐");
    const shown = await (await officer.context().request.get(`${file}/post`)).text();
    for (const mark of ["甲三"]) if (!shown.includes(`鑫淼犇${mark}`)) wrong.push(`鑫淼犇${mark} is not on the page`);
  }));

for (const userName of [
  staff.CLERK_ELSEWHERE,
  staff.ENTERPRISE_OFFICER,
  staff.INFORMATION_REVIEWER,
  staff.ANALYST,
  staff.SYSTEM_ADMINISTRATOR,
  staff.AUDIT_ADMINISTRATOR,
]) {
  test(`no mark is anywhere that ${userName} can get to`, { timeout: 90_000 }, (t) =>
    within(visitors.of(userName), async (context) => {
      assert.ok(subject, "somebody was taken in");
      const wrong = [];
      const beneath = ["", "/print", "/workbook", "/duties", "/record", "/grade", "/reveal", "/readers", "/particulars"];
      beneath.push("/survey", "/survey/plan", "/demand-file", "/demand-file/print", "/agreement", "/agreement/unmet", "/team");
      beneath.push("/barriers", "/plan", "/plan/page", "/plan/edit", "/plan/compare", "/panel", "/stop", "/exit", "/post", "/transfer");
      const asked = ["name", "number", "phone"].map((name) => `/people?q=${encodeURIComponent(person[name])}`);
      const files = [subject, ...others].flatMap((one) => beneath.map((place) => `/people/${one}${place}`));
      const lists = ["/surveys", "/surveys/list", "/agreements", "/plans", "/panels", "/stopping", "/transfers", "/posts/people"];
      const from = ["/", "/account", "/people", "/offices", "/today", "/today/office", ...lists, ...asked, ...files];
      const count = await walk(context, {
        from,
        most: 6,
        see: ({ path, answer, body }) => {
          const sought = decodeURIComponent(/[?&]q=([^&]*)/.exec(path)?.[1] ?? "");
          const own = sought && Object.values(MARKS).find((mark) => sought.includes(mark));
          // What somebody types into the search may stand in a field again, their own, and nowhere else.
          const shown = sought || path.includes("found=") ? body.replaceAll(/value="[^"]*"/g, "") : body;
          const told = [shown, ...Object.values(answer.headers())].join("\n");
          wrong.push(...marksIn(told).map((name) => `${name} in ${path}`));
          if (!own && marksIn(answer.url()).length > 0) wrong.push(`a mark in the address ${answer.url()}`);
        },
      });
      t.diagnostic(`${count} addresses`);
      none(wrong);
    }));
}

test("no mark is in an address, whoever is served", { timeout: 90_000 }, (t) =>
  within(visitors.of(staff.CLERK), async (context) => {
    assert.ok(subject, "somebody was taken in");
    const wrong = [];
    const count = await walk(context, {
      from: [`/people/${subject}`, "/people", "/today/office/list", `/people/${subject}/readers`],
      most: 3,
      see: ({ path, answer, body }) => {
        const told = [answer.url(), ...Object.values(answer.headers()), ...addressesIn(body)].join("\n");
        wrong.push(...marksIn(told).map((name) => `${name} in the address, the headers or the links of ${path}`));
      },
    });
    t.diagnostic(`${count} addresses`);
    none(wrong);
  }));

test("numbers of documents, telephones and households are masked until somebody asks for them", { timeout: 90_000 }, () =>
  within(visitors.of(staff.CLERK), async (context) => {
    assert.ok(subject, "somebody was taken in");
    const { number } = person;
    const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    const left = number.slice(0, 6) + "*".repeat(8) + number.slice(14);
    const wrong = [];
    await walk(context, {
      from: [`/people/${subject}`, "/people", `/people?q=${encodeURIComponent(person.name)}`],
      most: 1,
      see: ({ path, body }) => {
        const sealed = ["number", "birth", "phone", "household"].filter((name) => body.includes(MARKS[name]));
        wrong.push(...sealed.map((name) => `${name} unmasked in ${path}`));
        // All eighteen digits are known where the day of birth stands beside what the mask leaves.
        if (body.includes(day) && body.includes(left)) wrong.push(`the number can be put together in ${path}`);
      },
    });
    const page = await context.newPage();
    await page.goto(`/people/${subject}/reveal`);
    await fill(page, { 要看什么: ["证件号码"], 用途: ANY });
    await submit(page, "查看");
    const shown = await page.getByRole("main").innerText();
    if (!shown.includes(number)) wrong.push("the number is not shown to whoever asks for it");
    if (shown.includes(person.phone)) wrong.push("the telephone is shown to whoever asks for the number");
    for (const userName of [staff.HEAD, staff.AUDIT_ADMINISTRATOR]) {
      await within(visitors.of(userName), async (supervisor) => {
        const readings = await (await supervisor.request.get(`/people/${subject}/readers`)).text();
        if (!readings.includes("（证件号码）")) wrong.push(`${userName} does not see who saw the number`);
      });
    }
    none(wrong);
  }));

test("nothing personal was written for whoever runs the server", () => {
  const log = server.written();
  const found = marksIn(log);
  for (const { name, number, phone } of everybody()) {
    if ([name, number, phone].some((told) => log.includes(told))) found.push(name);
  }
  assert.deepEqual(found, []);
  assert.doesNotMatch(log, /Leye-2026(?!\n)/, "no password but in the words of welcome");
  assert.doesNotMatch(log, /panicked|ERROR|fault/, log);
});
