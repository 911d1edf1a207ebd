// scratch
import { openBrowser, Visitors } from "./support/browser.js";
import { fill, submit, problemsOf } from "./support/form.js";
export const dump = async (page) => {
  const r = await page.evaluate(() => {
    const w = (e) => e?.textContent.replaceAll(/\s+/g, " ").trim() ?? "";
    const forms = [...document.querySelectorAll("main form")].map((f) => ({
      action: f.getAttribute("action"), method: f.method,
      fields: [...f.querySelectorAll(".field")].map((x) => {
        const label = w(x.querySelector("legend, label"));
        const i = [...x.querySelectorAll("input,select,textarea")][0];
        const opts = x.querySelector("select") ? [...x.querySelectorAll("option")].slice(0, 14).map((o) => w(o)+(o.selected?"*":"")) : [...x.querySelectorAll("input[type=radio],input[type=checkbox]")].slice(0,14).map((o) => w(o.labels[0])+(o.checked?"*":""));
        return `${label} [${i?.type}${x.querySelector(".must")?"!":""}] ${opts.join(" | ")}${i && !opts.length && i.value ? "="+i.value : ""}`;
      }),
      buttons: [...f.querySelectorAll("button")].map(w),
    }));
    const main = document.querySelector("main").cloneNode(true);
    main.querySelectorAll("form").forEach((f) => { f.replaceWith("[FORM]"); });
    const links = [...document.querySelectorAll("main a[href]")].map((a) => `${w(a).slice(0,16)}→${a.getAttribute("href").replace(/[0-9a-f-]{36}/g,"#")}`);
    return { h1: w(document.querySelector("h1")), text: main.innerText, forms, links: [...new Set(links)] };
  });
  return `URL ${page.url()}\nH1 ${r.h1}\n${r.text.replace(/\n\s*\n+/g,"\n").slice(0, 1500)}\nFORMS\n${r.forms.map(f=>`  ${f.method} ${f.action} <${f.buttons.join(",")}>\n${f.fields.map(x=>"     "+x).join("\n")}`).join("\n")}\nLINKS ${r.links.slice(0,40).join("  ")}`;
};
