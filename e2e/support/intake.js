// What somebody who walks in tells the clerk.

import { ANY } from "./form.js";

/** Gives a day some days ago at UTC+8, as 2026-03-01. */
export const daysAgo = (days) => new Date(Date.now() + 8 * 3600_000 - days * 86_400_000).toISOString().slice(0, 10);

/** Everything that the form asks, about `person`. */
export const everythingAbout = (person, marks = {}) => ({
  姓名: person.name,
  证件号码: person.number,
  联系电话: person.phone,
  其他联系方式: marks.contact ?? "家里人也接这个电话",
  "社区（村）": ANY,
  详细地址: marks.address ?? "3号楼2单元501",
  户籍所在地: "北京市朝阳区",
  户籍性质: ANY,
  户籍地址: marks.householdAddress ?? "某某胡同7号",
  户号: marks.household ?? "",
  学历: "普通高中毕业",
  从事或做过的工作: "保洁",
  工作经历: marks.experience ?? "在写字楼做过四年",
  失业时间: daysAgo(200).replace("-", "年").replace("-", "月") + "日",
  技能水平: ANY,
  技能特长: marks.skills ?? "会开叉车",
  家庭照料: ANY,
  家庭经济: ANY,
  其他家庭因素: marks.family ?? "孩子上小学",
  实名制群体: ["农村转移劳动力", "失去土地人员"],
  困难情况: marks.hardship ?? "房租压力较大",
  想做的工作: marks.wanted ?? "仓库管理",
  期望月薪不低于: "5000",
  希望的工作地点: "朝阳区东部",
  工作时间: ANY,
  备注: marks.note ?? "下午方便接电话",
  本人愿意现在办理求职登记: true,
  "本人承诺以上信息真实、有效": true,
});

/** The least that the form asks. */
export const leastAbout = (person) => ({
  姓名: person.name,
  证件号码: person.number,
  联系电话: person.phone,
  "社区（村）": ANY,
  本人愿意现在办理求职登记: true,
  "本人承诺以上信息真实、有效": true,
});

/** Answers to the scorecard that make a level in between. */
export const SCORECARD = {
  失业时间: "7",
  年龄: "36",
  学历: "高中或中职",
  技能水平: "参加过培训，没有证书",
  工作经历: "一年以上，原行当招人很少",
  求职准备: ["没有能用的简历", "面试没有把握"],
  择业期望: "还没有方向",
  家庭照料: "不影响上班时间",
};
