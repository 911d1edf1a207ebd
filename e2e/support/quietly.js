// What a test only needs beforehand, done without showing a page.

/**
 * Sends the form at an address as it stands, but for `values` by the names of its fields; `true` stands for the first choice
 * of a list. Gives where it leads; the page of the window stays.
 */
export const quietly = (page, path, values = {}) =>
  page.evaluate(
    async ({ path, values }) => {
      const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = [...(await read(await fetch(path))).querySelectorAll("main form.form[method=post]")].at(-1);
      if (!form) throw new Error(`${path}: no form`);
      const sent = new URLSearchParams(new FormData(form));
      for (const [name, value] of Object.entries(values)) {
        sent.delete(name);
        const first = () => form.querySelector(`select[name="${name}"] option:not([value=""])`).value;
        sent.append(name, value === true ? first() : value);
      }
      const send = () => fetch(form.getAttribute("action"), { method: "POST", body: sent });
      let answer = await send();
      if (answer.redirected) return answer.url;
      let said = await read(answer);
      // What seldom is, such as a day of long ago, is asked back about; here it is meant.
      const asked = [...said.querySelectorAll('input[name="_sure"]')];
      if (asked.length > 0) {
        asked.forEach((box) => sent.append("_sure", box.value));
        answer = await send();
        if (answer.redirected) return answer.url;
        said = await read(answer);
      }
      const problems = [...said.querySelectorAll(".problems li")].map((problem) => problem.textContent.trim());
      if (problems.length > 0) throw new Error(`${path}: ${problems.join("; ")}`);
      // A form that shows first what it would do is sent once more.
      const again = [...said.querySelectorAll("main form.form[method=post]")].at(-1);
      const done = await fetch(again.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(again)) });
      if (!done.redirected) throw new Error(`${path}: not done`);
      return done.url;
    },
    { path, values },
  );
