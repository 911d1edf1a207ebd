// One person: what is known, what was recorded, and recording a visit. Whatever is typed is kept as it is typed.

import { bring, Trouble } from "./exchange.js";
import { badge, line } from "./list.js";
import { why } from "./locked.js";
import { blame, button, choice, field, make, notice, show, today } from "./page.js";
import { heard, stored } from "./sender.js";
import { Full, forgetList, get, hasRoom, write } from "./shelf.js";
import { seal, unseal } from "./vault.js";

/** How long after the last letter a draft is stored. */
const PAUSE = 250;

const draftPlace = (session, subject) => `draft ${session.vault.staff} ${subject}`;

/** Shows a person; `edited` is a record that is changed before it is sent. */
export async function showPerson(app, subject, edited) {
  const { session } = app;
  const stop = session.pack?.stops.find((stop) => stop.subject === subject);
  const records = session.records.filter(({ content }) => content.incoming.subject === subject);
  const name = stop?.name ?? records[0]?.content.name;
  if (!name) return app.go("");
  const place = draftPlace(session, subject);
  const kept = await get("drafts", place);
  const draft = edited ? edited.content.incoming : kept && (await unseal(session.key, place, kept));
  const isRecordable = edited || stop;
  show(
    name,
    make("p", {}, make("a", { href: "#", class: "back" }, "返回清单")),
    stop && known(stop),
    records.length > 0 && recorded(app, records),
    isRecordable && (await recording(app, { subject, name, stop, draft, edited })),
    !isRecordable && make("p", {}, "这个人不在现在的清单上；要再记一次，请更新清单。"),
  );
}

function known(stop) {
  const fact = (name, ...value) => [make("dt", {}, name), make("dd", {}, ...value)];
  const due = stop.due.map(({ words, day }) => (day ? `${words}，${day} 前` : words));
  const phone = stop.phone ? make("a", { href: `tel:${stop.phone}`, class: "call" }, stop.phone) : "没有登记电话";
  return make(
    "dl",
    { class: "facts" },
    fact("住址", stop.address || "没有登记住址"),
    fact("电话", phone),
    fact("要办的", due.join("；")),
    fact("上次摸查", stop.last || "还没有摸查过"),
    stop.registered && fact("注意", "本人已经求职登记，再摸查不计入跟踪摸查次数（《京人社153号文》第二十一条）"),
  );
}

function recorded(app, records) {
  const { session } = app;
  const row = (record) => {
    const isOwn = record.state === "refused" || (record.state === "waiting" && !record.asked);
    const drop = async () => {
      await write([{ store: "records", remove: record.id }]);
      session.records.splice(session.records.indexOf(record), 1);
      app.go("", "这条记录已撤销，没有发送");
    };
    return make(
      "li",
      {},
      badge(record),
      make("p", {}, line(session.vault.codes, record.content)),
      record.content.incoming.words && make("p", { class: "soft" }, record.content.incoming.words),
      record.words && make("p", { class: "wrong" }, record.words),
      record.path && make("p", {}, make("a", { href: record.path }, "联网查看并决定")),
      isOwn && button("改这条记录", () => showPerson(app, record.content.incoming.subject, record)),
      isOwn &&
        make("details", {}, make("summary", {}, "撤销这条记录"), button("确定撤销，不发送", drop)),
    );
  };
  return make("section", {}, make("h2", {}, "在这台设备上的记录"), make("ul", { class: "records" }, records.map(row)));
}

/** The form. It is not shown where there is no room to store what would be typed. */
async function recording(app, { subject, name, stop, draft, edited }) {
  const { session } = app;
  if (!(await hasRoom())) {
    return notice(
      "late",
      "手机的存储空间已满，现在不能再记新的：记了也存不下。请先联网发送已有的记录，或清理手机空间，再打开这一页。",
    );
  }
  const { codes } = session.vault;
  const said = make("div", { class: "said" });
  const typed = { outcome: "", method: "visit", circumstance: "none", reason: "", ready: "", on: today(), words: "", ...draft };
  const due = toFollowUp(session, subject, stop, edited);
  const questions = {
    outcome: choice("outcome", "结果", due.length > 0 ? OUTCOMES : OUTCOMES.filter(([value]) => value !== "followed_up"), typed.outcome),
    method: choice("method", "方式", codes.methods, typed.method),
    willingness: choice("willingness", "就业意愿", codes.willingness, typed.willingness),
    circumstance: choice("circumstance", "特殊情形", codes.circumstances, typed.circumstance),
    reason: field("reason", "具体原因", options(codes.reasons, typed.reason), { hint: "暂无就业意愿的必选。" }),
    follow_up: choice("follow_up", "回访哪一项", due.map((one) => [placeOf(one), one.words]), typed.follow_up ?? placeOf(typed.of ? typed : (due.length === 1 && due[0]) || {})),
    found: choice("found", "情况", (codes.found ?? []).map((words) => [words, words]), typed.found),
    ready: choice("ready", "是否具备上岗条件", [["", "没有评估"], ...(codes.ready ?? [])], typed.ready, { hint: codes.ready_means }),
    why: choice("why", "没有见到的原因", codes.missed, typed.why),
    on: field("on", "日期", make("input", { type: "date", max: today(), value: typed.on, required: true })),
    words: field("words", "原话和情况", make("textarea", { rows: "4", maxlength: codes.longest }), {
      hint: "本人怎么说就怎么记；其他联系的，写明办了什么。",
    }),
  };
  questions.words.querySelector("textarea").value = typed.words;
  const element = make(
    "form",
    { class: "form", novalidate: true },
    make("h2", {}, edited ? "改这条记录" : "记一次走访"),
    said,
    Object.values(questions),
    make("button", { class: "button main" }, "保存到手机"),
  );

  const answers = () => Object.fromEntries(new FormData(element));
  const fit = () => {
    const given = answers();
    questions.willingness.hidden = given.outcome !== "surveyed";
    questions.circumstance.hidden = questions.reason.hidden = !isHeldUp(given);
    questions.why.hidden = given.outcome !== "missed";
    questions.follow_up.hidden = questions.found.hidden = given.outcome !== "followed_up";
    questions.ready.hidden = !chosen(given)?.assesses;
  };
  /** What is followed up; nothing where nothing is. */
  const chosen = ({ outcome, follow_up }) => (outcome === "followed_up" ? due.find((one) => placeOf(one) === follow_up) : undefined);
  let timer;
  /** Once it is a record, it is no draft any more. */
  let isOver = false;
  const keepDraft = async () => {
    clearTimeout(timer);
    if (edited) return;
    const place = draftPlace(session, subject);
    try {
      const sealed = await seal(session.key, place, answers());
      if (element.isConnected && !isOver) await write([{ store: "drafts", put: { place, staff: session.vault.staff, ...sealed } }]);
    } catch (error) {
      sayNotStored(error);
    }
  };
  const sayNotStored = (error) => {
    if (error instanceof Full) sayFull();
    else said.replaceChildren(notice("late", `没有存下：${error.message}。填的内容都还在本页，请不要关闭，再试一次。`));
  };
  const sayFull = () => {
    const direct = button("联网直接发送这条", () => sendNow());
    const room = button("删除清单，腾出空间", async () => {
      await forgetList(session.vault.staff);
      session.pack = undefined;
      said.replaceChildren(notice("note", "清单已删除，请再按“保存到手机”。"));
    });
    said.replaceChildren(
      notice(
        "late",
        "手机的存储空间已满，这一条还没有存下。填的内容都还在本页：请不要关闭，先腾出空间再保存，或者联网直接发送。",
      ),
      make("div", { class: "buttons" }, direct, room),
    );
    said.scrollIntoView({ block: "nearest" });
  };
  // Named once for this form: pressed twice, it is one record.
  const own = edited?.content.incoming ?? { id: crypto.randomUUID(), base: stop.base, taken_at: session.pack.taken_at };
  const made = () => {
    const given = answers();
    const { outcome, method, on, words } = given;
    const others = session.records.filter(({ id, content }) => id !== own.id && content.incoming.subject === subject);
    const incoming = {
      id: own.id,
      subject,
      on,
      made_at: Date.now(),
      taken_at: own.taken_at,
      base: own.base,
      known: others.map(({ id }) => id),
      outcome,
      method,
      words: words.trim(),
    };
    if (outcome === "surveyed") {
      const held = isHeldUp(given) ? given : { circumstance: "none", reason: "" };
      Object.assign(incoming, { willingness: given.willingness, circumstance: held.circumstance, reason: held.reason });
    }
    if (outcome === "missed") incoming.why = given.why;
    const about = chosen(given);
    if (about) {
      const { of, stage, assesses } = about;
      Object.assign(incoming, { of, stage, found: given.found, ready: assesses ? given.ready : "" });
    }
    return { name, about, incoming };
  };
  const row = async (content, state = "waiting") => {
    const { staff } = session.vault;
    const { id } = content.incoming;
    const sealed = await seal(session.key, `record ${staff} ${id}`, content);
    return { id, staff, state, asked: false, ...sealed, content };
  };
  const place = (record) => {
    const at = session.records.findIndex(({ id }) => id === record.id);
    if (at < 0) session.records.push(record);
    else session.records[at] = record;
  };
  const save = async () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    try {
      const record = await row(made());
      const { isTight } = await write([
        { store: "records", put: stored(record) },
        { store: "drafts", remove: draftPlace(session, subject) },
      ]);
      place(record);
      app.go("", isTight ? "已存在手机上，但存储空间快满了，请尽快联网发送" : "已存在手机上，待发送");
      app.sendSoon();
    } catch (error) {
      isOver = false;
      sayNotStored(error);
    }
  };
  const sendNow = async () => {
    const record = await row(made());
    try {
      const [answer] = await bring(session.vault.staff, [record.content.incoming]);
      if (!answer || answer.state === "refused" || answer.state === "later") throw new Trouble(answer?.words ?? "");
      isOver = true;
      // It is with the server; that this device remembers it is worth a try.
      const sent = heard(record, answer);
      place(sent);
      await write([{ store: "drafts", remove: draftPlace(session, subject) }]).catch(() => {});
      await write([{ store: "records", put: stored(sent) }]).catch(() => {});
      app.go("", "已直接送达");
    } catch (error) {
      said.append(notice("late", ...why(error)));
    }
  };

  element.addEventListener("input", () => {
    fit();
    clearTimeout(timer);
    timer = setTimeout(keepDraft, PAUSE);
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = problems(answers(), questions);
    if (wrong.length > 0) return sayWrong(said, wrong);
    said.replaceChildren();
    return save();
  });
  app.beforeHiding = keepDraft;
  fit();
  return element;
}

/** Names what is followed up among everything that is. */
const placeOf = ({ of, stage }) => (of ? `${of} ${stage ?? ""}` : undefined);

/** What can be followed up: what is due and has no record on this device yet, and what a record that is changed is about. */
function toFollowUp(session, subject, stop, edited) {
  const recorded = session.records
    .filter(({ id, state, content }) => id !== edited?.id && !["refused", "aside"].includes(state) && content.incoming.subject === subject)
    .map(({ content }) => placeOf(content.incoming));
  const due = (stop?.follow_ups ?? []).filter((one) => !recorded.includes(placeOf(one)));
  const own = edited?.content.about;
  return own && !due.some((one) => placeOf(one) === placeOf(own)) ? [own, ...due] : due;
}

const OUTCOMES = [
  ["surveyed", "见到本人，做了摸查"],
  ["followed_up", "见到本人，做了回访"],
  ["contacted", "见到本人，其他联系"],
  ["missed", "没有见到本人"],
];

/** Tells whether there is something that keeps the person from registering, to be asked for. */
const isHeldUp = ({ outcome, willingness }) => outcome === "surveyed" && ["willing", "unwilling"].includes(willingness);

function options(reasons, chosen) {
  const option = (value, words) => make("option", { value, selected: value === chosen }, words);
  return make("select", {}, option("", "没有选择"), reasons.map((reason) => option(reason, reason)));
}

/** Says what is missing; the server asks for the same. Each names its question. */
function problems(given, questions) {
  const wrong = [];
  const ask = (name, isMissing, words) => {
    blame(questions[name], isMissing ? words : "");
    if (isMissing) wrong.push([name, words]);
  };
  const isSurvey = given.outcome === "surveyed";
  ask("outcome", !given.outcome, "请选择结果");
  ask("method", !given.method, "请选择方式");
  ask("willingness", isSurvey && !given.willingness, "请选择就业意愿");
  ask("circumstance", isHeldUp(given) && !given.circumstance, "请选择特殊情形");
  ask("reason", isHeldUp(given) && given.willingness === "unwilling" && !given.reason, "暂无就业意愿的，请问清具体原因（《京人社153号文》第十九条）");
  const isFollowUp = given.outcome === "followed_up";
  ask("follow_up", isFollowUp && !given.follow_up, "请选择回访的是哪一项（《京人社153号文》第二十七条）");
  ask("found", isFollowUp && !given.found, "请选择了解到的情况");
  ask("why", given.outcome === "missed" && !given.why, "请选择没有见到的原因");
  ask("on", !given.on || given.on > today(), "日期应是今天或以前的一天");
  ask("words", given.outcome === "contacted" && !given.words.trim(), "请写明办了什么");
  return wrong;
}

function sayWrong(said, wrong) {
  const link = ([name, words]) => make("li", {}, make("a", { href: `#${name}`, onclick: (event) => jump(event, name) }, words));
  said.replaceChildren(
    make(
      "div",
      { class: "notice late", role: "alert" },
      make("p", {}, `还没有保存，有 ${wrong.length} 处要补；填的内容都在`),
      make("ul", {}, wrong.map(link)),
    ),
  );
  said.scrollIntoView({ block: "nearest" });
}

/** Goes to a question without leaving the person's page. */
function jump(event, name) {
  event.preventDefault();
  const question = document.getElementById(name);
  (question.matches("fieldset") ? question.querySelector("input") : question).focus();
}
