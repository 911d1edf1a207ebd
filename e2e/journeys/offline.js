// Visits without a network: nothing lost, nothing doubled, nobody's record taken for another's.

import assert from "node:assert/strict";
import test from "node:test";

import { listen, within } from "../support/browser.js";
import {
  PASSCODE,
  badges,
  fillFollowUp,
  fillSurvey,
  followUp,
  onList,
  openApp,
  openPerson,
  openPhone,
  record,
  save,
  signInAnew,
  status,
  takeAlong,
  unlock,
  untilStatus,
} from "../support/device.js";
import { record as recordService } from "../support/acts.js";
import { fill, submit } from "../support/form.js";
import { look, none } from "../support/look.js";
import { somebody } from "../support/person.js";
import { CLERK, OFFICER } from "../support/staff.js";
import { takeIn, takeUnderAgreement } from "../support/take_in.js";
import { visitors } from "../support/world.js";

/** Takes somebody in, whom the officer answers for. */
const newcomer = () =>
  within(visitors.of(OFFICER), async (context) => takeIn(await context.newPage(), somebody()));

/** Takes somebody in who was guided under an agreement, so that it is to be followed up (BJ18-27). */
const guided = () =>
  within(visitors.of(OFFICER), async (context) => {
    const page = await context.newPage();
    const subject = await takeUnderAgreement(page, somebody());
    await recordService(page, subject, "guidance_given", { 主要内容: "求职与面试技巧" });
    return subject;
  });

/** The entries in somebody's ledger that say something: what each says. */
const entriesOf = (subject, hasText) =>
  within(visitors.of(OFFICER), async (context) => {
    const page = await context.newPage();
    await page.goto(`/people/${subject}`);
    const ledger = page.locator("#ledger li");
    assert.notEqual(await ledger.count(), 0, "the file shows its ledger");
    return ledger.filter({ hasText }).allInnerTexts();
  });

const surveysOf = (subject) => entriesOf(subject, "摸查");
const followUpsOf = (subject) => entriesOf(subject, /进展顺利|已经中断/);

/** A phone with a list that holds somebody new. */
async function phoneWithList(userName = OFFICER, whose = "我负责的") {
  const subject = await newcomer();
  const phone = await openPhone(visitors, userName);
  await takeAlong(phone.page, whose);
  return { subject, ...phone };
}

test("a passcode that is soon guessed is refused, with what it lacks", async () => {
  const { context, page } = await openPhone(visitors, OFFICER);
  await within(context, async () => {
    for (const [passcode, words] of [
      ["ab12", "口令至少要 8 位，现在是 4 位"],
      ["1357913579", "请至少加一个字母"],
      ["ganzelinde", "请至少加一个数字"],
    ]) {
      await page.getByLabel("设置口令").fill(passcode);
      await page.getByLabel("再输一次口令").fill(passcode);
      await page.getByRole("button", { name: "带走清单" }).click();
      await page.getByText(words).waitFor();
      assert.equal(await page.locator("a.person").count(), 0);
    }
  });
});

test("a day without a network: what is typed survives a reload, what is stored is sent once", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await context.setOffline(true);
    await untilStatus(page, "没有网络");
    await page.reload();
    // The page comes with its own title, until the script has looked at what is stored.
    await page.getByRole("heading", { level: 1, name: "输入口令" }).waitFor();
    assert.equal(await page.locator("a.person").count(), 0, "nothing personal before the passcode");
    await unlock(page);
    await openPerson(page, subject);
    await fillSurvey(page, { words: "想找份离家近的活" });
    await page.waitForTimeout(600);
    await page.reload();
    await unlock(page);
    await openPerson(page, subject);
    assert.equal(await page.getByLabel("原话和情况").inputValue(), "想找份离家近的活", "a draft");
    await page.getByRole("button", { name: "保存到手机" }).dblclick();
    await onList(page);
    assert.match(await status(page), /没有网络 · 1 条待发送/, "pressed twice, stored once");
    await page.reload();
    await unlock(page);
    assert.deepEqual(await badges(page, subject), ["在手机上，待发送"]);
    assert.equal((await surveysOf(subject)).length, 0);
    await context.setOffline(false);
    await untilStatus(page, "没有待发送的记录");
    assert.deepEqual(await badges(page, subject), ["已送达"]);
    const surveys = await surveysOf(subject);
    assert.equal(surveys.length, 1);
    await page.reload();
    await unlock(page);
    assert.equal((await surveysOf(subject)).length, 1, "nothing doubled");
  });
});

test("without a network every address of the visits leads to the page that works", async () => {
  const { context, page } = await phoneWithList();
  await within(context, async () => {
    await context.setOffline(true);
    for (const path of ["/visits", "/visits?from=menu", "/visits/", "/visits/conflicts", "/visits/app"]) {
      const other = await context.newPage();
      await other.goto(path);
      await other.waitForURL("**/visits/app");
      await other.getByRole("heading", { level: 1, name: "输入口令" }).waitFor();
      await other.close();
    }
    // With a network the way in is the page that explains it.
    await context.setOffline(false);
    await page.goto("/visits");
    await page.getByRole("heading", { level: 1, name: "随身走访" }).waitFor();
    await page.getByRole("link", { name: "打开随身走访" }).waitFor();
  });
});

test("a phone that kept the page of an older version answers for the way in as well", async () => {
  const { context, page } = await phoneWithList();
  await within(context, async () => {
    // As the older version registered it: for what lies beneath, and not for the way in.
    await page.evaluate(async () => {
      for (const known of await navigator.serviceWorker.getRegistrations()) await known.unregister();
      await navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits/" });
      await navigator.serviceWorker.ready;
    });
    const scopes = () =>
      page.evaluate(async () =>
        (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
      );
    // Opened once it registers itself anew; opened again it lets the older one go.
    for (let opened = 0; opened < 3; opened += 1) {
      await page.reload();
      await unlock(page);
      await page.waitForTimeout(300);
    }
    assert.deepEqual(await scopes(), ["/visits"]);
    await context.setOffline(true);
    await page.goto("/visits");
    await page.waitForURL("**/visits/app");
    await unlock(page);
  });
});

test("an answer that is lost on its way doubles nothing", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await page.evaluate(() => {
      const real = window.fetch;
      window.fetch = async (...asked) => {
        await real(...asked);
        window.fetch = real;
        throw new TypeError("cut off");
      };
    });
    await record(page, subject);
    await untilStatus(page, "1 条待发送");
    assert.equal((await surveysOf(subject)).length, 1, "the server has it, the phone does not know");
    await openPerson(page, subject);
    assert.equal(await page.getByRole("button", { name: "改这条记录" }).count(), 0, "it may have been received");
    await page.getByRole("link", { name: "返回清单" }).click();
    await page.getByRole("button", { name: "发送 1 条记录" }).click();
    await untilStatus(page, "没有待发送的记录");
    assert.deepEqual(await badges(page, subject), ["已送达"]);
    assert.equal((await surveysOf(subject)).length, 1);
  });
});

test("two phones, one person: both records are shown and a person decides", async () => {
  const subject = await newcomer();
  const phones = [await openPhone(visitors, OFFICER), await openPhone(visitors, CLERK)];
  const [own, theirs] = phones;
  try {
    await takeAlong(own.page);
    await takeAlong(theirs.page, "本机构的");
    for (const { context } of phones) await context.setOffline(true);
    await record(own.page, subject, { words: "专员上门时说愿意" });
    await record(theirs.page, subject, { willingness: "暂无就业意愿", words: "前台电话里说不愿意" });
    await theirs.context.setOffline(false);
    await untilStatus(theirs.page, "没有待发送的记录");
    assert.deepEqual(await badges(theirs.page, subject), ["已送达"]);
    await own.context.setOffline(false);
    await untilStatus(own.page, "1 条等待决定");
    assert.equal((await surveysOf(subject)).length, 1, "neither overwrites the other");
    await openPerson(own.page, subject);
    await own.page.getByRole("link", { name: "联网查看并决定" }).click();
    const words = await own.page.getByRole("main").innerText();
    for (const piece of ["专员上门时说愿意", "前台电话里说不愿意"]) assert.ok(words.includes(piece), words);
    none(await look(own.page));
    await own.page.setViewportSize({ width: 390, height: 844 });
    await fill(own.page, { 怎样记: /两次都记入/ });
    await submit(own.page, "决定");
    const surveys = await surveysOf(subject);
    assert.equal(surveys.length, 2);
    const makers = surveys.map((text) => text.split("\n").find((line) => line.includes("录入")).split("，")[0]);
    assert.equal(new Set(makers).size, 2, `each bears its maker's name: ${makers}`);
    await openApp(own.page);
    await unlock(own.page);
    await untilStatus(own.page, "没有待发送的记录");
    await own.page.locator(`a.person[href="#${subject}"] .badge`, { hasText: /^已送达$/ }).waitFor();
    assert.equal((await surveysOf(subject)).length, 2, "nothing doubled");
  } finally {
    for (const { context } of phones) await context.close();
  }
});

test("a follow-up is taken along, survives a reload, is changed before it is sent, and is received once", async () => {
  const subject = await guided();
  const { context, page } = await openPhone(visitors, OFFICER);
  await within(context, async () => {
    await takeAlong(page);
    await context.setOffline(true);
    await untilStatus(page, "没有网络");
    await openPerson(page, subject);
    await page.getByLabel("见到本人，做了回访").check();
    await page.getByRole("button", { name: "保存到手机" }).click();
    await page.getByText("请选择了解到的情况").first().waitFor();
    await fillFollowUp(page, { ready: "暂不具备", words: "简历还没有改" });
    await page.waitForTimeout(600);
    await page.reload();
    await unlock(page);
    await openPerson(page, subject);
    assert.equal(await page.getByLabel("原话和情况").inputValue(), "简历还没有改", "a draft");
    assert.ok(await page.getByLabel("暂不具备", { exact: true }).isChecked());
    await save(page);
    assert.deepEqual(await badges(page, subject), ["在手机上，待发送"]);
    await openPerson(page, subject);
    assert.equal(await page.getByLabel("见到本人，做了回访").count(), 0, "what is recorded is asked once");
    await page.getByRole("button", { name: "改这条记录" }).click();
    await page.getByLabel("具备上岗条件", { exact: true }).check();
    await save(page);
    assert.equal((await followUpsOf(subject)).length, 0);
    await context.setOffline(false);
    await untilStatus(page, "没有待发送的记录");
    assert.deepEqual(await badges(page, subject), ["已送达"]);
    assert.equal((await followUpsOf(subject)).length, 1);
    const assessed = await entriesOf(subject, "就业准备评估");
    assert.equal(assessed.length, 1);
    assert.match(assessed[0], /上岗准备清单/, "what it was found by");
    // The list that is taken along now asks for it no longer.
    await page.getByRole("button", { name: "更新清单（我负责的）" }).click();
    await page.getByText("已换成新的清单").waitFor();
    const asks = page.locator(`a.person[href="#${subject}"]`, { hasText: "就业指导后回访" });
    assert.equal(await asks.count(), 0);
    assert.equal((await followUpsOf(subject)).length, 1, "nothing doubled");
  });
});

test("two phones follow up the same thing: both are shown and a person decides", async () => {
  const subject = await guided();
  const phones = [await openPhone(visitors, OFFICER), await openPhone(visitors, CLERK)];
  const [own, theirs] = phones;
  try {
    await takeAlong(own.page);
    await takeAlong(theirs.page, "本机构的");
    for (const { context } of phones) await context.setOffline(true);
    await followUp(own.page, subject, { words: "专员回访说顺利" });
    await followUp(theirs.page, subject, { found: "已经中断", words: "前台回访说中断" });
    await theirs.context.setOffline(false);
    await untilStatus(theirs.page, "没有待发送的记录");
    assert.deepEqual(await badges(theirs.page, subject), ["已送达"]);
    await own.context.setOffline(false);
    await untilStatus(own.page, "1 条等待决定");
    assert.equal((await followUpsOf(subject)).length, 1, "neither overwrites the other");
    await openPerson(own.page, subject);
    await own.page.getByRole("link", { name: "联网查看并决定" }).click();
    const words = await own.page.getByRole("main").innerText();
    for (const piece of ["专员回访说顺利", "前台回访说中断", "回访哪一项"]) assert.ok(words.includes(piece), words);
    none(await look(own.page));
    await own.page.setViewportSize({ width: 390, height: 844 });
    await fill(own.page, { 怎样记: /两次都记入/ });
    await submit(own.page, "决定");
    assert.equal((await followUpsOf(subject)).length, 2);
  } finally {
    for (const { context } of phones) await context.close();
  }
});

test("a phone without room says so before anything typed is lost", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await context.setOffline(true);
    await openPerson(page, subject);
    await fillSurvey(page, { words: "存不下也不能丢" });
    await page.waitForTimeout(600);
    // From now on whatever is to be stored does not fit, the last reserve included.
    await page.evaluate(() => {
      window.realPut = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await page.getByRole("button", { name: "保存到手机" }).click();
    await page.getByText("这一条还没有存下").waitFor();
    assert.equal(await page.getByLabel("原话和情况").inputValue(), "存不下也不能丢");
    await page.getByRole("link", { name: "返回清单" }).click();
    await onList(page);
    await page.locator(`a.person[href="#${subject}"]`).click();
    await page.getByText("现在不能再记新的").waitFor();
    assert.equal(await page.locator("textarea").count(), 0, "nobody types what cannot be stored");
    await page.evaluate(() => (IDBObjectStore.prototype.put = window.realPut));
    await page.getByRole("link", { name: "返回清单" }).click();
    await onList(page);
    await openPerson(page, subject);
    assert.equal(await page.getByLabel("原话和情况").inputValue(), "存不下也不能丢", "what was typed before is there");
    await save(page);
    await context.setOffline(false);
    await untilStatus(page, "没有待发送的记录");
    assert.equal((await surveysOf(subject)).length, 1);
  });
});

test("the last record still fits on a phone that has just become full", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await context.setOffline(true);
    await openPerson(page, subject);
    await fillSurvey(page, { words: "最后一条" });
    await page.waitForTimeout(600);
    // Nothing fits until the room that was held free is given up.
    await page.evaluate(() => {
      const { put, delete: remove } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
      IDBObjectStore.prototype.delete = function (...asked) {
        if (this.name === "spare") IDBObjectStore.prototype.put = put;
        return remove.apply(this, asked);
      };
    });
    await save(page);
    await page.getByText("存储空间快满了").waitFor();
    assert.deepEqual(await badges(page, subject), ["在手机上，待发送"]);
  });
});

test("a session that is over holds the records until the same person signs in again", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await context.clearCookies();
    await record(page, subject, { words: "登录过期时记的" });
    await page.getByText("登录已过期").waitFor();
    assert.match(await status(page), /1 条待发送/);
    assert.equal((await surveysOf(subject)).length, 0);
    await page.getByRole("link", { name: "重新登录" }).click();
    await page.getByLabel("用户名").fill(OFFICER);
    await page.getByLabel("密码").fill("Leye-2026");
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/visits/app");
    await unlock(page);
    await untilStatus(page, "没有待发送的记录");
    assert.equal((await surveysOf(subject)).length, 1);
  });
});

test("somebody else on the same phone neither sees nor sends what another recorded", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await context.setOffline(true);
    await record(page, subject, { words: "只属于第一个人" });
    // The session is over when the network comes back, and somebody else signs in.
    await context.clearCookies();
    await context.setOffline(false);
    await page.getByText("登录已过期").waitFor();
    await signInAnew(context, CLERK);
    await openApp(page);
    await page.getByRole("button", { name: "换一位工作人员带清单" }).click();
    await takeAlong(page, "本机构的");
    assert.match(await status(page), /没有待发送的记录/);
    assert.ok(!(await page.getByRole("main").innerText()).includes("待发送"), "nothing of the first one's");
    await page.reload();
    await page.getByRole("radio").nth(1).waitFor();
    const first = page.getByRole("radio", { name: /1 条待发送/ });
    await first.check();
    await page.getByLabel("口令", { exact: true }).fill(PASSCODE);
    await page.getByRole("button", { name: "打开", exact: true }).click();
    await onList(page);
    await page.getByText("只能由记录人本人登录后发送").waitFor();
    assert.equal((await surveysOf(subject)).length, 0, "not sent in another's name");
    await signInAnew(context, OFFICER);
    await page.getByRole("button", { name: "发送 1 条记录" }).click();
    await untilStatus(page, "没有待发送的记录");
    assert.equal((await surveysOf(subject)).length, 1);
  });
});

test("too many wrong passcodes spoil the passcode, and nothing is lost", async () => {
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    await context.setOffline(true);
    await record(page, subject);
    await page.getByRole("button", { name: "锁上" }).click();
    await page.getByLabel("口令", { exact: true }).fill("135790");
    await page.getByRole("button", { name: "打开", exact: true }).click();
    await page.getByText("口令不对，还可以试 9 次").waitFor();
    // As after the last guess.
    await page.evaluate(
      () =>
        new Promise((done) => {
          const opening = indexedDB.open("leye-visits");
          opening.onsuccess = () => {
            const store = opening.result.transaction("vaults", "readwrite").objectStore("vaults");
            store.getAll().onsuccess = ({ target }) => {
              const [vault] = target.result;
              store.put({ ...vault, tries: 9, waitUntil: 0 }).onsuccess = () => (opening.result.close(), done());
            };
          };
        }),
    );
    await page.getByRole("button", { name: "打开", exact: true }).click();
    await page.getByText("口令已作废").waitFor();
    await page.getByLabel("口令", { exact: true }).fill(PASSCODE);
    await page.getByRole("button", { name: "打开", exact: true }).click();
    await page.getByText("口令已作废").waitFor();
    await context.setOffline(false);
    await page.getByRole("button", { name: "忘记口令" }).click();
    await page.getByLabel("设置口令").fill("ulme86420");
    await page.getByLabel("再输一次口令").fill("ulme86420");
    await page.getByRole("button", { name: "重设并打开" }).click();
    await onList(page);
    await untilStatus(page, "没有待发送的记录");
    assert.equal((await surveysOf(subject)).length, 1);
  });
});

test("nothing personal lies readable on the phone, and the list ends with its time", async () => {
  const person = somebody();
  const subject = await within(visitors.of(OFFICER), async (context) => takeIn(await context.newPage(), person));
  const { context, page } = await openPhone(visitors, OFFICER);
  await within(context, async () => {
    await takeAlong(page);
    await context.setOffline(true);
    await record(page, subject, { words: "无人可读的话" });
    const lying = await page.evaluate(async () => {
      const texts = [];
      const bytes = (value) =>
        value instanceof Uint8Array ? new TextDecoder("utf-8").decode(value) : value && typeof value === "object" ? Object.values(value).map(bytes).join(" ") : String(value);
      const shelf = await new Promise((found) => (indexedDB.open("leye-visits").onsuccess = ({ target }) => found(target.result)));
      for (const store of shelf.objectStoreNames) {
        const all = shelf.transaction(store).objectStore(store).getAll();
        await new Promise((done) => (all.onsuccess = done));
        texts.push(...all.result.map(bytes));
      }
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) texts.push(request.url, await (await cache.match(request)).text());
      }
      shelf.close();
      return texts.join("\n");
    });
    assert.ok(lying.includes("乐业"), "it was looked through");
    for (const secret of [person.name, person.phone, "无人可读的话", PASSCODE]) assert.ok(!lying.includes(secret), secret);
    // Eight days later.
    await page.addInitScript(() => {
      const { now } = Date;
      Date.now = () => now() + 8 * 86_400_000;
    });
    await page.reload();
    await unlock(page);
    assert.ok(!(await page.getByRole("main").innerText()).includes(person.phone));
    assert.match(await page.getByRole("main").innerText(), /手机上没有清单/);
    assert.match(await status(page), /1 条待发送/, "what was not sent stays");
  });
});

test("every page of the phone reads well", async () => {
  const followed = await guided();
  const { subject, context, page } = await phoneWithList();
  await within(context, async () => {
    const complaints = listen(page);
    const wrong = [];
    const see = async (kind) => wrong.push(...(await look(page)).map((words) => `${kind}: ${words}`));
    await see("list");
    await openPerson(page, subject);
    await see("person");
    await page.getByLabel("见到本人，做了摸查").check();
    await page.getByRole("button", { name: "保存到手机" }).click();
    await page.getByText("还没有保存").waitFor();
    await see("form with problems");
    await page.getByRole("link", { name: "返回清单" }).click();
    await onList(page);
    await openPerson(page, followed);
    await fillFollowUp(page);
    await see("follow-up");
    await page.getByRole("link", { name: "返回清单" }).click();
    await page.getByRole("button", { name: "锁上" }).click();
    await page.getByLabel("口令", { exact: true }).waitFor();
    await see("locked");
    await page.getByRole("button", { name: "换一位工作人员带清单" }).click();
    await page.getByLabel("设置口令").waitFor();
    await see("taking along");
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, .answer, input:not([type=radio])")]
        .filter((element) => element.getClientRects().length > 0 && element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    none([...wrong, ...small.map((words) => `too small for a thumb: ${words}`), ...complaints]);
  });
});
