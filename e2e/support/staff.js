// The accounts of the demonstration that the journeys use.

export const PASSWORD = "Leye-2026";

export const CLERK = "shuangjing.qiantai1";
export const OFFICER = "shuangjing.yuanzhu1";
/** Whose list of the day holds nobody but those whom a test gives them. */
export const OFFICER_BESIDES = "shuangjing.yuanzhu2";
export const HEAD = "shuangjing.suozhang";
export const DISTRICT_HEAD = "chaoyang.zhuren";
export const SYSTEM_ADMINISTRATOR = "beijing.xitong";
export const AUDIT_ADMINISTRATOR = "beijing.shenji";
/** Experts of the district: one who sits on the panel, and one who does not. */
export const EXPERT = "chaoyang.zhuanjia1";
export const EXPERT_BESIDES = "chaoyang.zhuanjia2";
/** Who supervises the district's offices, and who counts for them. */
export const INSPECTOR = "chaoyang.jiancha";
export const ANALYST = "chaoyang.fenxi";
/** Who serves employers and who checks what is entered: they read the files of nobody but those they answer for. */
export const ENTERPRISE_OFFICER = "shuangjing.qiye1";
export const INFORMATION_REVIEWER = "shuangjing.shenhe1";
/** Of another street of the same district. */
export const CLERK_ELSEWHERE = "jinsong.qiantai1";
export const HEAD_ELSEWHERE = "jinsong.suozhang";
export const OFFICER_ELSEWHERE = "jinsong.yuanzhu1";

/** Whose pages are looked at wherever links lead. */
export const PRINCIPAL = [CLERK, OFFICER, HEAD, DISTRICT_HEAD, SYSTEM_ADMINISTRATOR, AUDIT_ADMINISTRATOR];
/** Everyone whose pages are looked at: with these one of every other role, and an expert of a panel. */
export const EVERYONE = [
  ...PRINCIPAL,
  "shuangjing.zhidao1",
  "shuangjing.shequ1",
  "beijing.anquan",
  EXPERT,
  INSPECTOR,
  ANALYST,
  ENTERPRISE_OFFICER,
  INFORMATION_REVIEWER,
];
