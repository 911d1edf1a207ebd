// Filling in forms, by keyboard or by mouse, by what the questions are called.

/** Whichever answer is offered first. */
export const ANY = Symbol("any");

/** Tells where the keyboard is. */
export const whereIs = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    const words = (element) => {
      const copy = element?.cloneNode(true);
      copy?.querySelectorAll(".must, .unseen").forEach((mark) => mark.remove());
      return copy?.textContent.replaceAll(/\s+/g, " ").trim() ?? "";
    };
    const own = words(at.labels?.[0]);
    const chosen = at.name && document.querySelector(`input[type=radio][name="${CSS.escape(at.name)}"]:checked`);
    return {
      tag: at.tagName,
      type: at.type ?? "",
      words: at.getAttribute("aria-label") ?? words(at),
      question: at.closest("fieldset.field") ? words(at.closest("fieldset").querySelector("legend")) : own,
      answer: own,
      value: at.tagName === "SELECT" ? words(at.selectedOptions[0]) : at.value,
      chosen: chosen ? words(chosen.labels[0]) : undefined,
      isChecked: at.checked ?? false,
      isInForm: at.closest("main form") !== null,
      href: at.href ?? "",
    };
  });

/** Goes on by Tab until the keyboard is where it is `wanted`. */
export async function tabTo(page, wanted, { most = 150 } = {}) {
  const passed = [];
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const at = await whereIs(page);
    if (wanted(at)) return at;
    passed.push(`${at.tag} ${at.words || at.question}`.trim());
  }
  throw new Error(`not reached by Tab on ${page.url()}; passed: ${passed.join(", ")}`);
}

/** Goes to a link by keyboard and follows it: by its words, or by where it leads. */
export async function followByKeyboard(page, wanted) {
  const fits = (at) => (typeof wanted === "string" ? at.words === wanted : wanted.test(at.href));
  await tabTo(page, (at) => at.tag === "A" && fits(at));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

/**
 * Fills in the form of a page by keyboard alone and presses its button. `answers` by question: text; the words of an
 * answer; a list of them; true or false; ANY. Gives the questions that were not met.
 */
export async function fillByKeyboard(page, answers, button) {
  const left = new Map(Object.entries(answers));
  for (let step = 0; step < 300; step += 1) {
    await page.keyboard.press("Tab");
    const at = await whereIs(page);
    if (at.tag === "BUTTON" && at.isInForm && at.words === button) {
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      return [...left.keys()];
    }
    if (!left.has(at.question)) continue;
    const answer = left.get(at.question);
    if (at.type === "checkbox") {
      const wanted = answer === ANY || (Array.isArray(answer) ? answer.includes(at.answer) : answer);
      if (at.isChecked !== wanted) await page.keyboard.press("Space");
      if (Array.isArray(answer)) {
        left.set(at.question, answer.filter((words) => words !== at.answer));
        if (left.get(at.question).length > 0) continue;
      }
    } else {
      await answerByKeyboard(page, at, answer);
    }
    left.delete(at.question);
  }
  throw new Error(`the button "${button}" was not reached by Tab on ${page.url()}`);
}

/** Answers where the keyboard is. */
export async function answerByKeyboard(page, at, answer) {
  if (at.type === "radio") {
    if (at.chosen === answer || (answer === ANY && at.chosen !== undefined)) return;
    if (at.chosen === undefined && (answer === ANY || at.answer === answer)) return page.keyboard.press("Space");
    return stepTo(page, answer, (now) => now.chosen);
  }
  if (at.tag === "SELECT") {
    if (at.value === answer) return;
    await page.keyboard.press("Home");
    if (answer === ANY) return page.keyboard.press("ArrowDown");
    if ((await whereIs(page)).value === answer) return;
    return stepTo(page, answer, (now) => now.value);
  }
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(answer);
}

async function stepTo(page, answer, present) {
  const passed = [];
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press("ArrowDown");
    const now = present(await whereIs(page));
    if (now === answer) return;
    if (passed.at(-1) === now) break;
    passed.push(now);
  }
  throw new Error(`no answer "${answer}" among ${passed.join(", ")}`);
}

/** The form of a page that changes something. */
const FORM = "main form.form[method=post]";

/** The form of a page that is sent to an address that ends in `place`. */
export const formTo = (place) => `${FORM}[action$="${place}"]`;

/** Fills in a form of a page with the mouse, without pressing its button; works without JavaScript. */
export async function fill(page, answers, at = FORM) {
  const form = page.locator(at).last();
  for (const [question, answer] of Object.entries(answers)) {
    if (answer === true || answer === false) {
      await form.getByRole("checkbox", { name: question }).setChecked(answer);
      continue;
    }
    const group = form.locator("fieldset.field").filter({ has: page.locator("legend", { hasText: question }) }).first();
    if ((await group.count()) > 0) {
      for (const words of [answer].flat()) {
        const choice = words === ANY ? group.locator("input") : group.getByLabel(words, { exact: true });
        await choice.first().check();
      }
      continue;
    }
    const field = form.locator(".field").filter({ has: page.locator("label", { hasText: question }) }).first();
    const list = field.locator("select");
    if ((await list.count()) > 0) await list.selectOption(answer === ANY ? { index: 1 } : { label: answer });
    // Beside a day that is typed stands one that is chosen, which is hidden from whoever types.
    else await field.locator("input:not([aria-hidden]), textarea").fill(answer);
  }
}

/** Presses the button of a form. */
export async function submit(page, button, at = FORM) {
  const name = { name: button, exact: true };
  await Promise.all([page.waitForNavigation(), page.locator(at).last().getByRole("button", name).click()]);
}

/** Gives the questions of the form that must be answered and are not yet, each with an answer that would do. */
export const missing = async (page) => {
  const questions = await page.evaluate((form) => {
    const fields = [...[...document.querySelectorAll(form)].at(-1).querySelectorAll(".field")];
    const must = fields.filter((field) => field.querySelector(".must"));
    const blank = must.filter((field) => {
      const [first] = field.querySelectorAll("input, select, textarea");
      if (first.type === "radio" || first.type === "checkbox") return !field.querySelector(":checked");
      return first.value === "";
    });
    return blank.map((field) => {
      const words = field.querySelector("legend, label").cloneNode(true);
      words.querySelectorAll(".must").forEach((mark) => mark.remove());
      const isChosen = field.querySelector("input[type=radio], input[type=checkbox], select") !== null;
      return [words.textContent.trim(), isChosen];
    });
  }, FORM);
  return Object.fromEntries(questions.map(([question, isChosen]) => [question, isChosen ? ANY : "如实填写"]));
};

/** Gives the problems that a page shows: at their fields, and listed above. */
export const problemsOf = (page) =>
  page.evaluate(() => {
    const words = (element) => element.textContent.replaceAll(/\s+/g, " ").trim();
    return {
      listed: [...document.querySelectorAll(".problems li")].map(words),
      atFields: [...document.querySelectorAll(".field.wrong")].map((field) => ({
        name: field.querySelector("[name]")?.name,
        words: words(field.querySelector(".problem") ?? field),
      })),
    };
  });

/** Gives what the form of a page would send. */
export const valuesOf = (page) =>
  page.evaluate(() => {
    const form = [...document.querySelectorAll("main form.form[method=post]")].at(-1);
    return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  });

/** How a clerk works without a mouse. */
export const byKeyboard = {
  async search(page, words) {
    await page.keyboard.press("/");
    await page.keyboard.insertText(words);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  },
  follow: followByKeyboard,
  fillIn: fillByKeyboard,
};

/** How a clerk works where scripts do not run. */
export const byMouse = {
  async search(page, words) {
    await page.getByRole("searchbox").fill(words);
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "查找" }).click()]);
  },
  async follow(page, wanted) {
    const links = page.locator("a:visible");
    const found =
      typeof wanted === "string"
        ? page.getByRole("link", { name: wanted, exact: true })
        : links.nth((await links.evaluateAll((all) => all.map((link) => link.href))).findIndex((href) => wanted.test(href)));
    await Promise.all([page.waitForNavigation(), found.first().click()]);
  },
  async fillIn(page, answers, button) {
    await fill(page, answers);
    await submit(page, button);
  },
};
