// sets up one person in agreement, dumps the sad pages
import { dump } from "./scratch_x.mjs";
import { openBrowser, Visitors } from "./support/browser.js";
import { fill, submit, missing, ANY, formTo } from "./support/form.js";
import { leastAbout } from "./support/intake.js"; import { somebody } from "./support/person.js";
import { act, record, send, optionWith, nameOf } from "./support/acts.js";
const b = await openBrowser(); const v = new Visitors(b, "http://127.0.0.1:8191");
const who = async (u) => { const p = await (await v.of(u)).newPage(); p.setDefaultTimeout(30000); return p; };
const o = await who("shuangjing.yuanzhu1"), h = await who("shuangjing.suozhang"), d = await who("chaoyang.zhuren"), j = await who("jinsong.suozhang"); const jo = await who("jinsong.yuanzhu1");
const make = async () => { await act(o, "/people/new", leastAbout(somebody()), "建立档案"); const S = o.url().match(/people\/([0-9a-f-]{36})/)[1];
 await record(o, S, "hardship_recognised", { 人员类别: "零就业家庭成员" }); await act(o, `/people/${S}/agreement/sign`, {}, "签订"); return S; };
const show = async (p, path) => { await p.goto(path); console.log("-----", path); console.log(await dump(p)); };
try {
const S = await make(); const f = `/people/${S}`;
await record(o, S, "service_declined");
await show(o, `${f}/stop`); await show(o, `${f}/stop/attempt`);
await fill(o, { ...(await missing(o)) }); await submit(o, "记下这次核实"); console.log(await dump(o));
await o.getByRole("link", { name: "得出核实结论" }).click(); await o.waitForURL(/finish/); console.log(await dump(o));
await fill(o, { 有没有不宜停止的特殊情形: "没有", 核实结论: "本人坚持" }); await submit(o, "提交核实结论"); console.log(await dump(o));
await show(h, `${f}/stop`); await h.getByRole("link", { name: "批准或退回" }).click(); await h.waitForURL(/decide/); console.log(await dump(h));
const path = h.url(); console.log("officer at decide:", (await o.goto(path)).status(), await o.locator("main").innerText());
} catch (e) { console.log(e.message); }
try {
const S = await make(); const f = `/people/${S}`;
await o.goto(`${f}/transfer`); const to = await optionWith(o, "改由哪个街道", "劲松");
await send(o, { 改由哪个街道: to, 一句话说明: "搬家了", 核实的情况: "看了居住登记" }, "提出申请"); console.log(await dump(o));
await show(h, `${f}/transfer`);
await send(h, {}, "提交", formTo("/forward")); 
await show(d, `${f}/transfer`); await send(d, {}, "批准", formTo("/approve"));
await show(j, `${f}/transfer`); await send(j, { 就业援助服务专员: await nameOf(jo) }, "接收", formTo("/accept")); console.log(await dump(j));
console.log("old officer", (await o.goto(f)).status(), (await o.locator("main").innerText()).slice(0,200));
await show(jo, f); await show(jo, "/today"); await show(jo, `${f}/agreement/sign`);
} catch (e) { console.log(e.message); }
await b.close();
