// Making what stands on the page, and saying what happens.

/** Makes an element. Marks named on… are what it does; `false` and nothing leave a mark out. */
export function make(tag, marks = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(marks)) {
    if (value === false || value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...content.flat(Infinity).filter((piece) => piece !== false && piece !== undefined && piece !== null));
  return element;
}

/** A button as wide as a thumb needs it. */
export const button = (words, act, { main = false, ...marks } = {}) =>
  make("button", { type: "button", class: main ? "button main" : "button", onclick: act, ...marks }, words);

/** A sentence that matters: `late` is read out at once, everything else when there is time. */
export const notice = (tone, ...words) =>
  make("div", { class: `notice ${tone}`, role: tone === "late" ? "alert" : "status" }, make("p", {}, ...words));

/** Shows a page: its title, and what stands on it. The keyboard and whoever listens begin at the title. */
export function show(title, ...content) {
  const heading = make("h1", { tabindex: "-1" }, title);
  document.getElementById("main").replaceChildren(heading, ...content.flat(Infinity).filter(Boolean));
  document.title = `${title} · 乐业 随身走访`;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** A question with a line to answer on. */
export function field(name, label, input, { hint } = {}) {
  input.id = name;
  input.name = name;
  const marks = hint ? make("p", { class: "hint", id: `${name}-hint` }, hint) : undefined;
  if (hint) input.setAttribute("aria-describedby", `${name}-hint`);
  return make("div", { class: "field" }, make("label", { for: name }, label), marks, input);
}

/** A question with a few answers, each as large as a thumb. */
export function choice(name, legend, answers, chosen, { hint, act } = {}) {
  const answer = ([value, words], place) =>
    make(
      "label",
      { class: "answer" },
      make("input", { type: "radio", name, value, id: `${name}-${place}`, checked: value === chosen, onchange: act }),
      make("span", {}, words),
    );
  const marks = hint ? make("p", { class: "hint", id: `${name}-hint` }, hint) : undefined;
  const named = { class: "field", id: name, "aria-describedby": hint ? `${name}-hint` : undefined };
  return make("fieldset", named, make("legend", {}, legend), marks, answers.map(answer));
}

/** Says at a question what is wrong with its answer, or that nothing is. */
export function blame(question, words) {
  question.querySelector(".wrong")?.remove();
  question.classList.toggle("faulty", Boolean(words));
  const inputs = question.querySelectorAll("input, select, textarea");
  inputs.forEach((input) => (words ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid")));
  if (words) question.querySelector("legend, label").after(make("p", { class: "wrong" }, words));
}

/** The civil day at UTC+8, wherever the device thinks it is. */
export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** An instant as people read it. */
export const moment = (milliseconds) =>
  new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
