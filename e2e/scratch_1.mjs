import { dump } from "./scratch_x.mjs";
import { openBrowser, Visitors } from "./support/browser.js";
import { fill, submit, problemsOf, ANY } from "./support/form.js";
import { everythingAbout } from "./support/intake.js";
import { somebody } from "./support/person.js";
const b = await openBrowser(); const v = new Visitors(b, "http://127.0.0.1:8191");
const c = await v.of("shuangjing.qiantai1"); const p = await c.newPage(); p.setDefaultTimeout(30000);
const person = somebody();
await p.goto("/people/new"); await fill(p, { ...everythingAbout(person), 本人愿意现在办理求职登记: false });
await submit(p, "建立档案");
console.log(await dump(p)); const S = p.url().match(/people\/([0-9a-f-]{36})/)[1]; console.log("SUBJECT", S);
const o = await (await v.of("shuangjing.yuanzhu1")).newPage(); o.setDefaultTimeout(30000);
const h = await (await v.of("shuangjing.suozhang")).newPage(); h.setDefaultTimeout(30000);
await h.goto(`/people/${S}/hand-over`); console.log(await dump(h));
for (const u of ["", "/survey", "/demand-file", "/record", "/record/registered_seeker", "/record/recognised", "/agreement/sign", "/barriers", "/plan/edit", "/panel", "/post", "/stop", "/transfer", "/team"]) { await o.goto(`/people/${S}${u}`); console.log("-----------", u); console.log(await dump(o)); }
await b.close();
