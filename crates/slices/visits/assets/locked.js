// Before anything personal is seen: taking a list along for the first time, the passcode, and the way round a
// forgotten one.

import { Another, Away, SignedOut, rescueKey, takeAlong } from "./exchange.js";
import { button, choice, field, make, moment, notice, show } from "./page.js";
import { Full, all, write } from "./shelf.js";
import { SHORTEST, Spoilt, Waiting, WrongPasscode, lacking, makeVault, reopen, seal, unlock } from "./vault.js";

const note = (vault) => write([{ store: "vaults", put: vault }]);

/** The way to the sign-in page and back. */
export const signInLink = () => make("a", { class: "button main", href: "/sign-in?next=/visits/app" }, "重新登录");

/** Says why the server could not be asked. */
export function why(error) {
  if (error instanceof Away) return ["现在没有网络，这一步要联网才能办。"];
  if (error instanceof SignedOut) return ["登录已过期。手机上的记录都在，重新登录以后接着办。", signInLink()];
  if (error instanceof Another) return [`${error.message}。`];
  if (error instanceof Full) return ["手机的存储空间已满，没有存下。请清理手机空间后再试。"];
  return [error.message || "没有办成，请再试一次。"];
}

/** A form that does one thing at a time and says what went wrong. */
function form(act, ...content) {
  const said = make("div", { class: "said" });
  const element = make("form", { class: "form", novalidate: true }, said, content);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (element.ariaBusy === "true") return;
    element.ariaBusy = "true";
    said.replaceChildren();
    try {
      await act(new FormData(element));
    } catch (error) {
      said.replaceChildren(notice("late", ...why(error)));
    } finally {
      element.ariaBusy = "false";
    }
  });
  return element;
}

const passcode = (name, label, hint) =>
  field(name, label, make("input", { type: "password", autocomplete: "off", autocapitalize: "off", required: true }), { hint });

const twice = () => [
  passcode("passcode", "设置口令", `至少 ${SHORTEST} 位，既有字母又有数字；只用在这台设备上。`),
  passcode("again", "再输一次口令"),
];

function chosen(data) {
  const passcode = String(data.get("passcode"));
  const wrong = lacking(passcode);
  if (wrong) throw new Error(wrong);
  if (passcode !== data.get("again")) throw new Error("两次输入的口令不一样，请重新输入。");
  return passcode;
}

const main = (words) => make("button", { class: "button main" }, words);
const scope = () =>
  choice("scope", "带哪些人", [["own", "我负责的"], ["office", "本机构的"]], "own");

/** What is stored of a list. */
export async function packRow(key, pack) {
  const { staff, taken_at, keep_days, today, stops, cut, left_out } = pack;
  const until = Date.now() + keep_days * 86_400_000;
  return { staff, until, ...(await seal(key, `pack ${staff}`, { taken_at, today, until, stops, cut, left_out })) };
}

/** Takes a list along on a device where this member of staff has none. */
export function showTakeAlong(app, { others }) {
  const take = async (data) => {
    const secret = chosen(data);
    const name = crypto.randomUUID();
    const pack = await takeAlong("", name, data.get("scope"));
    const known = (await all("vaults", pack.staff))[0];
    if (known) {
      throw new Error(`这台设备上已有${known.name}的走访，请用原来的口令打开，再更新清单；忘记口令的可以在那里重设。`);
    }
    const { staff, codes } = pack;
    const { vault, key } = await makeVault({ staff, name: pack.name, vault: name, codes }, secret, pack.rescue);
    await write([{ store: "vaults", put: vault }, { store: "packs", put: await packRow(key, pack) }]);
    navigator.storage?.persist?.();
    await app.open({ vault, key });
  };
  show(
    "带走今天的清单",
    make("p", {}, "带走以后没有网络也能看清单、记走访。姓名、住址、电话和记录都用口令加密存在这台设备上。"),
    form(take, scope(), twice(), main("带走清单")),
    others && button("返回", () => app.start()),
  );
}

/** Asks for the passcode; of several members of staff, whose. */
export function showUnlock(app, vaults, counts) {
  const open = async (data) => {
    const staff = data.get("staff") ?? vaults[0].staff;
    const vault = (await all("vaults", staff))[0];
    try {
      await app.open(await unlock(vault, String(data.get("passcode")), note));
    } catch (error) {
      if (error instanceof WrongPasscode) throw new Error(`口令不对，还可以试 ${error.left} 次；试完以后须联网登录重设，记录不会丢。`);
      if (error instanceof Waiting) throw new Error(`口令错的次数多了，${moment(error.until).slice(11)} 以后再试。`);
      if (error instanceof Spoilt) throw new Error("口令已作废，请联网登录后重设；记录都在。");
      throw error;
    }
  };
  const words = ({ staff, name }) => `${name}${counts[staff] ? `（${counts[staff]} 条待发送）` : ""}`;
  const whose =
    vaults.length > 1
      ? choice("staff", "谁的走访", vaults.map((vault) => [vault.staff, words(vault)]), vaults[0].staff)
      : make("p", {}, `${words(vaults[0])}的走访已锁上。`);
  show(
    "输入口令",
    form(open, whose, passcode("passcode", "口令"), main("打开")),
    make(
      "div",
      { class: "buttons" },
      button("忘记口令", () => showForgotten(app, vaults)),
      button("换一位工作人员带清单", () => showTakeAlong(app, { others: true })),
    ),
  );
}

/** Sets a new passcode for whoever is signed in. */
function showForgotten(app, vaults) {
  const renew = async (data) => {
    const secret = chosen(data);
    const vault = vaults.find(({ staff }) => staff === (data.get("staff") ?? vaults[0].staff));
    const opened = await reopen(vault, await rescueKey(vault.staff, vault.vault), secret);
    await note(opened.vault);
    await app.open(opened);
  };
  const whose =
    vaults.length > 1 &&
    choice("staff", "谁的走访", vaults.map(({ staff, name }) => [staff, name]), vaults[0].staff);
  show(
    "重设口令",
    make("p", {}, "须联网，并由本人登录。手机上的清单和没有发送的记录都会保留。"),
    form(renew, whose, twice(), main("重设并打开")),
    button("返回", () => app.start()),
  );
}
