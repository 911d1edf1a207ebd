import { dump } from "./scratch_x.mjs";
import { openBrowser, Visitors } from "./support/browser.js";
const b = await openBrowser(); const v = new Visitors(b, "http://127.0.0.1:8191");
const who = async (u) => { const p = await (await v.of(u)).newPage(); p.setDefaultTimeout(30000); return p; };
const S = "01a20342-44fb-72e1-b406-1d3d4b22b161";
const o = await who("shuangjing.yuanzhu1");
for (const p of [`/people/${S}/grade`, `/people/${S}/record/recommended`, `/people/${S}/record/recommendation_made`, `/people/${S}/record/matched`, `/people/${S}/plan`, `/people/${S}/plan/progress`, "/today"]) { await o.goto(p); console.log("-------", p); console.log((await dump(o)).slice(0, 5000)); }
await o.goto(`/people/${S}/assessments`); await o.getByRole("button", { name: "开始上岗准备清单" }).click(); await o.waitForLoadState(); console.log(await dump(o));
await o.goto(`/people/${S}/record`); console.log(await o.$$eval("main a", a=>a.map(x=>x.textContent.trim()+" "+x.getAttribute("href").split("/").pop()).join("\n")));
const c = await v.stranger(); const p = await c.newPage(); const { signIn } = await import("./support/browser.js");
for (const u of ["chaoyang.zhidao1", "jinsong.yuanzhu1", "jinsong.suozhang"]) { await p.context().clearCookies(); await p.goto("/sign-in"); await signIn(p, u); await p.waitForLoadState(); console.log(u, p.url(), (await p.locator("header").innerText()).replace(/\n/g," ")); }
await b.close();
