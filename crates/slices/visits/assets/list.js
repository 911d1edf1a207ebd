// The list: whom to see, what was recorded of each, what has been sent.

import { takeAlong } from "./exchange.js";
import { packRow, why } from "./locked.js";
import { button, make, moment, notice, show } from "./page.js";
import { isOpen } from "./sender.js";
import { forgetList, write } from "./shelf.js";

const STATES = {
  waiting: ["soon", "在手机上，待发送"],
  stored: ["good", "已送达"],
  waits: ["soon", "已送达，等待决定"],
  aside: ["plain", "已送达，决定不采用"],
  refused: ["late", "没有被接受，请改正"],
};

/** Where a record stands, in a word. */
export const badge = ({ state }) => make("span", { class: `badge ${STATES[state][0]}` }, STATES[state][1]);

/** What a record says, in a line. */
export function line(codes, { about, incoming }) {
  const words = (list, value) => list.find(([known]) => known === value)?.[1] ?? "";
  const how = words(codes.methods, incoming.method);
  const what = {
    surveyed: () => `摸查：${words(codes.willingness, incoming.willingness)}`,
    followed_up: () => `回访：${about.words}，${incoming.found}`,
    contacted: () => "见到本人，其他联系",
    missed: () => `没有见到：${words(codes.missed, incoming.why)}`,
  }[incoming.outcome]();
  return `${incoming.on} · ${how} · ${what}`;
}

/** Shows the list. */
export function showList(app, done) {
  const { session } = app;
  const { pack, records, vault } = session;
  const of = (subject) => records.filter(({ content }) => content.incoming.subject === subject);
  const stops = pack?.stops ?? [];
  const listed = new Set(stops.map(({ subject }) => subject));
  const elsewhere = records.filter(({ content }) => !listed.has(content.incoming.subject));
  const refused = records.filter(({ state }) => state === "refused").length;
  show(
    "走访清单",
    done && notice("good", done),
    app.trouble && notice("late", ...why(app.trouble)),
    refused > 0 && notice("late", `有 ${refused} 条记录没有被接受，请打开改正后再发送。`),
    make("p", { class: "lead" }, lead(vault, pack, stops)),
    pack?.cut &&
      notice("late", `清单最多带 ${stops.length} 人，至少还有 ${pack.left_out} 人没有带上，请在电脑上的走访清单中查看，走访完一批再换新的清单。`),
    sending(app),
    groups(stops).map(([place, people]) =>
      make(
        "section",
        { class: "place" },
        make("h2", {}, place || "其他"),
        make("ul", { class: "people" }, people.map((stop) => person(stop, of(stop.subject)))),
      ),
    ),
    pack && stops.length === 0 && make("p", {}, "这几天没有要走访的人。"),
    elsewhere.length > 0 &&
      make(
        "section",
        { class: "place" },
        make("h2", {}, "不在清单上的记录"),
        make("ul", { class: "people" }, elsewhere.map((record) => rest(vault.codes, record))),
      ),
    keeping(app),
  );
}

function lead(vault, pack, stops) {
  if (!pack) return `${vault.name}：手机上没有清单，请联网后带走新的一份。没有发送的记录都还在。`;
  const until = moment(pack.until).slice(0, 10);
  return `${vault.name} · ${pack.today} 带走的清单 · ${stops.length} 人 · ${until} 以后再打开时删除`;
}

/** People of one place stand together, in the order in which the list came. */
function groups(stops) {
  const places = new Map();
  for (const stop of stops) places.set(stop.place, [...(places.get(stop.place) ?? []), stop]);
  return [...places];
}

function person(stop, records) {
  const due = stop.due.map(({ words, day }) => (day ? `${words}（${day} 前）` : words)).join("；");
  return make(
    "li",
    {},
    make(
      "a",
      { href: `#${stop.subject}`, class: "person" },
      make("span", { class: "name" }, stop.name),
      make("span", {}, stop.address || "没有登记住址"),
      make("span", { class: "soft" }, due),
      records.map(badge),
    ),
  );
}

function rest(codes, record) {
  return make(
    "li",
    {},
    make(
      "a",
      { href: `#${record.content.incoming.subject}`, class: "person" },
      make("span", { class: "name" }, record.content.name),
      make("span", { class: "soft" }, line(codes, record.content)),
      badge(record),
    ),
  );
}

function sending(app) {
  const waiting = app.session.records.filter(({ state }) => state === "waiting").length;
  const open = app.session.records.filter(isOpen).length;
  if (open === 0) return undefined;
  const words = waiting > 0 ? `发送 ${waiting} 条记录` : "看看有没有决定";
  return make("p", { class: "buttons" }, button(words, () => app.send(), { main: true }));
}

function keeping(app) {
  const { session } = app;
  const said = make("div", { class: "said" });
  const renew = (scope) => async () => {
    said.replaceChildren();
    try {
      const pack = await takeAlong(session.vault.staff, session.vault.vault, scope);
      const { staff } = session.vault;
      const vault = { ...session.vault, codes: pack.codes };
      await forgetList(staff);
      await write([{ store: "vaults", put: vault }, { store: "packs", put: await packRow(session.key, pack) }]);
      await app.open({ vault, key: session.key }, "已换成新的清单");
    } catch (error) {
      said.replaceChildren(notice("late", ...why(error)));
    }
  };
  const forget = async () => {
    await forgetList(session.vault.staff);
    await app.open({ vault: session.vault, key: session.key }, "清单已从这台设备删除；没有发送的记录都还在");
  };
  return make(
    "section",
    { class: "keeping" },
    make("h2", {}, "这台设备上的清单"),
    said,
    make(
      "div",
      { class: "buttons" },
      button("更新清单（我负责的）", renew("own")),
      button("更新清单（本机构的）", renew("office")),
      button("锁上", () => app.lock()),
    ),
    make(
      "details",
      {},
      make("summary", {}, "删除清单"),
      make("p", {}, "从这台设备删除姓名、住址、电话和已送达的记录。没有发送的记录不会删除。"),
      button("确定删除清单", forget),
    ),
  );
}
