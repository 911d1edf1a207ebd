// A keyboard that counts.

import { answerByKeyboard, whereIs } from "./form.js";

/** Counts what is pressed, and the pages that are loaded. What is typed counts by its characters, beside the keys. */
export function countOn(page) {
  const counts = { keys: 0, typed: 0, loads: 0 };
  const { keyboard } = page;
  const [press, insertText] = [keyboard.press.bind(keyboard), keyboard.insertText.bind(keyboard)];
  keyboard.press = (key, options) => {
    counts.keys += 1;
    return press(key, options);
  };
  keyboard.insertText = (text) => {
    counts.typed += [...text].length;
    return insertText(text);
  };
  page.on("load", () => (counts.loads += 1));
  return {
    /** Gives what one act took. */
    async of(act) {
      const before = { ...counts };
      await act();
      return Object.fromEntries(Object.keys(counts).map((what) => [what, counts[what] - before[what]]));
    },
  };
}

/** Presses a key that leads to another page. */
export const pressOn = (page, key) => Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);

/** Answers questions from where the keyboard is, in the order in which they stand, and sends the form. */
export async function answerOn(page, answers) {
  const left = new Map(Object.entries(answers));
  for (let step = 0; left.size > 0; step += 1) {
    if (step > 60) throw new Error(`not met on ${page.url()}: ${[...left.keys()].join(", ")}`);
    const at = await whereIs(page);
    if (left.has(at.question)) {
      const answer = left.get(at.question);
      if (at.type !== "checkbox") {
        await answerByKeyboard(page, at, answer);
        left.delete(at.question);
      } else if (answer === at.answer) {
        await page.keyboard.press("Space");
        left.delete(at.question);
      }
    }
    if (left.size > 0) await page.keyboard.press("Tab");
  }
  await pressOn(page, "Control+Enter");
}
