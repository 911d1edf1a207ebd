// What makes Leye quicker for whoever has scripts. Everything works without it.
"use strict";

const root = document.documentElement;
root.classList.add("scripted");

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
const isTyping = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable ||
    element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=file])"));
const isSeen = (element) => element.getClientRects().length > 0;

// ---- Keys ----

const KEYS_OFF = "leye_keys_off";
const remembers = () => {
  try {
    return localStorage.getItem(KEYS_OFF) === "yes";
  } catch {
    return false;
  }
};
let keysAreOff = remembers();
let goesOn = 0;

const openHelp = () => {
  const help = document.getElementById("keys");
  if (help && !help.open) help.showModal();
};

const step = (by) => {
  const rows = [...document.querySelectorAll(".table tbody tr")];
  // What a row is for is its button; where it has none, the first link.
  const aim = (row) => row.querySelector(".buttons a, .buttons button") ?? row.querySelector("a[href], button");
  const links = rows.map(aim).filter((link) => link && isSeen(link));
  if (links.length === 0) return;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
};

const press = (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = target instanceof Element && target.closest("form.form");
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".buttons button"));
    }
    return;
  }
  if (event.key === "Escape") {
    const menu = document.querySelector(".menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (isTyping(target)) target.blur();
    else if (target instanceof Element) {
      const more = target.closest("details[open]");
      if (more) {
        more.open = false;
        more.querySelector("summary").focus();
      }
    }
    return;
  }
  if (keysAreOff || event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key;
  if (goesOn > event.timeStamp) {
    goesOn = 0;
    const link = [...document.querySelectorAll("a[data-key]")].find((item) => item.dataset.key === key);
    if (link) {
      event.preventDefault();
      link.click();
      return;
    }
  }
  if (key === "/" || key === "、") {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (key === "?" || key === "？") {
    event.preventDefault();
    openHelp();
  } else if (/^\d$/.test(key)) {
    const jump = document.querySelector(`.jumps a[data-digit="${key}"]`);
    if (!jump) return;
    event.preventDefault();
    jump.click();
  } else if (key === "g") {
    goesOn = event.timeStamp + 1500;
  } else if (key === "j" || key === "k") {
    event.preventDefault();
    step(key === "j" ? 1 : -1);
  }
};
document.addEventListener("keydown", press);

const keysSwitch = document.getElementById("keys-off");
if (keysSwitch) {
  keysSwitch.checked = keysAreOff;
  keysSwitch.addEventListener("change", () => {
    keysAreOff = keysSwitch.checked;
    try {
      localStorage.setItem(KEYS_OFF, keysAreOff ? "yes" : "no");
    } catch {
      // Without a memory the choice lasts as long as the page.
    }
  });
}

// ---- Forms ----

const changed = new Set();

each("form.form", (form) => {
  if (form.getAttribute("method") !== "post" || "asks" in form.dataset) return;
  if (form.querySelector(".problems")) changed.add(form);
  form.addEventListener("input", () => changed.add(form));
  form.querySelectorAll(".buttons a").forEach((link) => link.addEventListener("click", () => changed.delete(form)));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  changed.delete(form);
  const buttons = form.querySelectorAll("button");
  // After the form has been read for sending, since a disabled button would not be sent.
  setTimeout(() => buttons.forEach((button) => (button.disabled = true)), 0);
  // An answer that is a file leaves the page standing.
  setTimeout(() => release(form), 10000);
});

const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((button) => (button.disabled = false));
};
window.addEventListener("pageshow", () => each("form[data-sent]", release));

window.addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});

const count = (input) => {
  const longest = Number(input.dataset.longest);
  const left = longest - [...input.value.trim()].length;
  const field = input.closest(".field");
  let words = field.querySelector(".remaining");
  if (left > longest / 5 && !words) return;
  if (!words) {
    words = document.createElement("p");
    words.setAttribute("aria-live", "polite");
    input.after(words);
  }
  words.textContent = left < 0 ? `超出 ${-left} 字` : left > longest / 5 ? "" : `还可填 ${left} 字`;
  words.className = left < 0 ? "remaining over" : "remaining";
};
each("[data-longest]", (input) => input.addEventListener("input", () => count(input)));

// A day, however it was written, is shown as it will be read; a calendar stands by for whoever looks for one.
const WRITTEN = /^(\d{4})\s*[-/.。年]\s*(\d{1,2})\s*[-/.。月]\s*(\d{1,2})\s*日?$|^(\d{4})(\d{2})(\d{2})$/;
const tidy = (input) => {
  const text = input.value.trim().normalize("NFKC");
  const parts = WRITTEN.exec(text)?.slice(1).filter((part) => part !== undefined);
  if (parts) input.value = [parts[0], parts[1].padStart(2, "0"), parts[2].padStart(2, "0")].join("-");
};
each("input[data-day]", (input) => {
  input.addEventListener("change", () => tidy(input));
  const calendar = document.createElement("input");
  if (!("showPicker" in calendar)) return;
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pick";
  // The field itself opens it with Alt and the arrow, so that the way through a form has no further stop.
  button.tabIndex = -1;
  button.setAttribute("aria-label", `打开日历：${input.labels[0]?.firstChild?.textContent ?? ""}`);
  const open = () => {
    tidy(input);
    calendar.value = input.value;
    calendar.showPicker();
  };
  button.addEventListener("click", open);
  input.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "ArrowDown") return;
    event.preventDefault();
    open();
  });
  calendar.addEventListener("change", () => {
    if (calendar.value) input.value = calendar.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
  input.after(button, calendar);
});

// ---- On arrival ----

const problems = document.querySelector(".problems");
if (problems) {
  document.title = `有需要改正的地方 · ${document.title}`;
  problems.focus();
}

// Whoever came from a list answers what is still open, sends it, and is back at the list's next row.
const quick = document.querySelector("form[data-quick]");
if (quick && !problems) {
  const stops = [...quick.querySelectorAll("[aria-required=true]")].map((field) => {
    if (field.matches("fieldset")) return field.querySelector(":checked") ? null : field.querySelector("input");
    return field.value === "" ? field : null;
  });
  (stops.find((stop) => stop && isSeen(stop)) ?? quick.querySelector(".buttons button")).focus();
}
if (location.hash === "#next") step(1);

// What an address names is opened if it is folded.
const unfold = () => {
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = named; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
  if (named) named.scrollIntoView();
};
window.addEventListener("hashchange", unfold);
unfold();

// A page that is made to be paper.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

// ---- Long pages ----

// The jump to what is being read is marked, and stays in sight where the row of jumps is longer than the screen.
const jumps = [...document.querySelectorAll(".jumps a")].flatMap((link) => {
  const aim = document.getElementById(link.hash.slice(1));
  return aim && !aim.closest(".aside, .jumps") ? [{ link, aim }] : [];
});
let marked;
const markJump = () => {
  // As far down as a jump leads, and a little further.
  const edge = parseFloat(getComputedStyle(root).scrollPaddingTop) + 8;
  const passed = jumps.filter(({ aim }) => aim.getBoundingClientRect().top <= edge);
  const isEnd = root.scrollHeight - innerHeight - scrollY < 2 && scrollY > 0;
  const at = isEnd ? jumps.at(-1) : passed.at(-1);
  if (at?.link === marked) return;
  marked?.removeAttribute("aria-current");
  marked = at?.link;
  if (!marked) return;
  marked.setAttribute("aria-current", "location");
  const row = marked.closest("ul");
  row.scrollLeft = marked.offsetLeft - row.offsetLeft - (row.clientWidth - marked.offsetWidth) / 2;
};
if (jumps.length > 0) {
  let waits = false;
  const soon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      markJump();
    });
  };
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  markJump();
}

// What can be scrolled sideways can be scrolled by keyboard.
const scrolls = () =>
  each(".table-scroll", (box) => {
    box.classList.remove("wide");
    if (box.scrollWidth > box.clientWidth + 1) {
      box.classList.add("wide");
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent ?? "");
    } else box.removeAttribute("tabindex");
  });
// A table changes its width with the window, with the size of the text, and when what folds it away is opened.
const widths = new ResizeObserver(scrolls);
each(".table-scroll, .table-scroll > table", (element) => widths.observe(element));
scrolls();

// ---- Staying ----

// Whoever types is there: the session does not end by idleness in the middle of a long form.
const STAYS = 5 * 60 * 1000;
let stayed = Date.now();
document.addEventListener("input", (event) => {
  const types = event.target instanceof Element && event.target.closest("form.form[method=post]");
  if (!types || Date.now() - stayed < STAYS) return;
  stayed = Date.now();
  // Should it not get through, the form says so when it is sent, and keeps what was typed.
  fetch("/account", { method: "HEAD", redirect: "manual" }).catch(() => {});
});
