// The page as a whole: who has it open, which part is shown, and when what waits is sent.

import { Another, Away, SignedOut } from "./exchange.js";
import { showPerson } from "./form.js";
import { showList } from "./list.js";
import { showTakeAlong, showUnlock } from "./locked.js";
import { make, notice, show } from "./page.js";
import { isOpen, sendAll } from "./sender.js";
import { all, forgetOld, get } from "./shelf.js";
import { unseal } from "./vault.js";

/** How long the page may lie hidden before it locks itself. */
const LONGEST_HIDDEN = 15 * 60_000;
/** How often what waits is tried again while the page is open. */
const AGAIN = 60_000;

const app = {
  /** Whose vault is open: the vault, its key, the list, the records. */
  session: undefined,
  /** Why sending did not go on, other than for want of a network. */
  trouble: undefined,
  isSending: false,
  hiddenSince: undefined,
  /** What must be stored before the page may go away. */
  beforeHiding: undefined,

  /** Shows whatever comes first: taking a list along, or the passcode. */
  async start() {
    this.session = undefined;
    this.beforeHiding = undefined;
    await forgetOld();
    const vaults = await all("vaults");
    const counts = {};
    for (const { staff, state } of await all("records")) if (state === "waiting") counts[staff] = (counts[staff] ?? 0) + 1;
    if (vaults.length === 0) showTakeAlong(this, { others: false });
    else showUnlock(this, vaults, counts);
    await this.tellStatus();
  },

  /** Opens what belongs to one member of staff, and nothing else. */
  async open({ vault, key }, done) {
    await forgetOld();
    const { staff } = vault;
    const row = await get("packs", staff);
    const records = [];
    for (const record of await all("records", staff)) {
      records.push({ ...record, content: await unseal(key, `record ${staff} ${record.id}`, record) });
    }
    records.sort((one, other) => one.content.incoming.made_at - other.content.incoming.made_at);
    this.session = { vault, key, records, pack: row && (await unseal(key, `pack ${staff}`, row)) };
    this.trouble = undefined;
    await this.go("", done);
    this.sendSoon();
  },

  lock() {
    history.replaceState(undefined, "", "/visits/app");
    return this.start();
  },

  /** Shows the list, or a person. */
  async go(subject, done) {
    if (location.hash.slice(1) !== subject) history.pushState(undefined, "", `/visits/app${subject ? `#${subject}` : ""}`);
    await this.render(done);
  },

  async render(done) {
    this.beforeHiding = undefined;
    if (!this.session) return this.start();
    const subject = decodeURIComponent(location.hash.slice(1));
    if (subject && subject !== "main") await showPerson(this, subject);
    else showList(this, done);
    await this.tellStatus();
  },

  /** Says at the top of every page whether there is a network and what still has to be sent. */
  async tellStatus() {
    const rows = this.session ? this.session.records : await all("records");
    const count = (state) => rows.filter((row) => row.state === state).length;
    const pieces = [navigator.onLine ? "已联网" : "没有网络"];
    if (this.isSending) pieces.push("正在发送");
    pieces.push(count("waiting") > 0 ? `${count("waiting")} 条待发送` : "没有待发送的记录");
    if (count("waits") > 0) pieces.push(`${count("waits")} 条等待决定`);
    if (count("refused") > 0) pieces.push(`${count("refused")} 条要改正`);
    const status = document.getElementById("status");
    status.textContent = pieces.join(" · ");
    status.classList.toggle("away", !navigator.onLine);
  },

  /** Sends what is open, if there is a network and anything to send. */
  sendSoon() {
    if (navigator.onLine && this.session?.records.some(isOpen)) this.send({ isAsked: false });
  },

  async send({ isAsked = true } = {}) {
    const { session } = this;
    if (!session || this.isSending) return;
    this.isSending = true;
    await this.tellStatus();
    const before = JSON.stringify(session.records.map(({ state, words }) => [state, words]));
    this.trouble = undefined;
    try {
      await sendAll(session);
    } catch (error) {
      // Without a network it waits; whoever pressed the button is told so.
      if (!(error instanceof Away) || isAsked) this.trouble = error;
      if (!(error instanceof Away || error instanceof SignedOut || error instanceof Another)) console.warn(error.message);
    }
    this.isSending = false;
    if (session !== this.session) return;
    const hasChanged = before !== JSON.stringify(session.records.map(({ state, words }) => [state, words]));
    // Whoever is typing is not interrupted.
    const isTyping = Boolean(document.querySelector("#main form"));
    if (!isTyping && (hasChanged || this.trouble)) await this.render(hasChanged ? "已发送，结果见各条记录" : undefined);
    else await this.tellStatus();
  },
};

/** Says what keeps this page from working here; nothing where it works. */
function missing() {
  if (!window.isSecureContext) return "这一页要通过 https 的安全连接打开，才能加密保存。请联系系统管理员。";
  if (!("serviceWorker" in navigator) || !("indexedDB" in window) || !crypto.subtle) {
    return "这台设备的浏览器太旧，或者正处于无痕浏览，不能离线保存。请换用普通模式或更新浏览器。";
  }
  return undefined;
}

/** Has this page and the way to it answered on the device when there is no network. */
async function keepWorking() {
  const kept = await navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits" });
  if (!kept.active) return;
  // What an older version registered reaches less far, and would answer in place of this one.
  const known = await navigator.serviceWorker.getRegistrations();
  const older = known.filter(({ scope }) => new URL(scope).pathname === "/visits/");
  await Promise.all(older.map((registration) => registration.unregister()));
}

async function begin() {
  const words = missing();
  if (words) {
    show("随身走访", notice("late", words), make("p", {}, make("a", { href: "/people/visits" }, "打印走访清单")));
    document.getElementById("status").textContent = "这台设备不能使用";
    return;
  }
  keepWorking().catch(() => {});
  window.addEventListener("online", () => {
    app.tellStatus();
    app.sendSoon();
  });
  window.addEventListener("offline", () => app.tellStatus());
  window.addEventListener("hashchange", () => {
    // The way to the text leads to no other page.
    if (location.hash !== "#main") app.render();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      app.hiddenSince = Date.now();
      app.beforeHiding?.();
    } else if (app.session && Date.now() - app.hiddenSince > LONGEST_HIDDEN) app.start();
    else app.sendSoon();
  });
  setInterval(() => app.sendSoon(), AGAIN);
  await app.start();
}

begin();
