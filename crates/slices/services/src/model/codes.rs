//! The coded answers of the forms. Where the ledger fixes a value, it stands beside its words; elsewhere the
//! words themselves are kept.

use access::Area;
use kernel::Day;

/// A value of the ledger and the words for it.
pub type Code = (&'static str, &'static str);

/// 摸查方式, BJ18 第十九条.
pub const METHODS: &[Code] =
    &[("phone", "电话访问"), ("counter", "前台接待"), ("visit", "主动上门")];

/// The channels of any other service.
pub const CHANNELS: &[Code] = &[
    ("counter", "前台"),
    ("phone", "电话"),
    ("visit", "上门"),
    ("online", "网络"),
    ("fair", "招聘会"),
    ("terminal", "自助终端"),
];

/// What keeps a willing person from registering, BJ18 第二十一条第（二）项.
pub const CIRCUMSTANCES: &[Code] =
    &[("none", "没有特殊情形"), ("childbirth", "生育"), ("caring", "陪护家人")];

/// Why somebody is not willing for the time being, or does not register.
pub const UNWILLING_REASONS: &[&str] = &[
    "身体原因",
    "照料老人或病人",
    "照料子女",
    "等待退休",
    "家庭有其他收入",
    "已有灵活就业收入",
    "正在学习或培训",
    "想要的岗位难找",
    "对服务不了解",
    "其他原因",
];

/// The forms of guidance, BJ18 第十四条.
pub const GUIDANCE_FORMS: &[Code] =
    &[("general", "一般性指导"), ("special", "专门指导"), ("group", "分类指导")];

/// What guidance was about.
pub const GUIDANCE_TOPICS: &[&str] = &[
    "择业观念与心理调适",
    "职业方向与测评",
    "求职与面试技巧",
    "创业咨询",
    "政策咨询",
    "协助办理优惠政策",
    "适应岗位",
];

/// 培训见习项目, BJ18 第二十六条第（二）项.
pub const SCHEMES: &[Code] =
    &[("skills", "职业技能培训"), ("startup", "创业培训"), ("internship", "就业见习")];

/// The group that goes by age, and from which completed year on a woman and a man belong to it.
pub const AGED_GROUP: &str = "女满四十、男满五十周岁以上失业人员";
pub(crate) const AGED: (i32, i32) = (40, 50);

/// Those of whose household nobody works.
pub const IDLE_GROUP: &str = "零就业家庭成员";
/// Those who live on the minimum allowance.
pub const LIVING_GROUP: &str = "享受最低生活保障人员";
/// Those with a certificate of disability.
pub const DISABLED_GROUP: &str = "持证残疾人";
/// Those without work for more than a year.
pub const LONG_GROUP: &str = "连续失业一年以上人员";

/// The answers of what a recognition rests on, and of its number or day.
pub const SEEN: &str = "seen";
/// The second of them.
pub const SEEN_NUMBER: &str = "seen_number";

/// What a recognition rests on, in the order in which it is offered.
pub const HARDSHIP_MATERIALS: &[&str] = &[
    "残疾人证",
    "低保证或民政部门名单",
    "身份证件",
    "失业登记或社会保险记录",
    "零就业家庭的认定",
    "市、区文件或名单",
    "部门信息核查",
    "工作人员调查",
    "本人书面承诺",
];

/// The groups of persons in hardship as Beijing recognises them.
pub const HARDSHIP_GROUPS: &[&str] = &[
    IDLE_GROUP,
    LIVING_GROUP,
    AGED_GROUP,
    DISABLED_GROUP,
    LONG_GROUP,
    "市、区确定的其他就业困难人员",
];

/// A group that a city or a district determined beside them, BJ18 第三十三条.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherGroup {
    /// What it is called.
    pub name: String,
    /// From which day on.
    pub since: Day,
    /// Its last day, where it ends.
    pub until: Option<Day>,
    /// Where it holds.
    pub area: Area,
}

impl OtherGroup {
    /// Tells whether somebody of an office can be recognised by it on a day.
    #[must_use]
    pub fn holds(&self, office_code: i64, day: Day) -> bool {
        self.area.holds(office_code)
            && self.since <= day
            && self.until.is_none_or(|until| day <= until)
    }
}

/// Why a seeker's information is archived, BJ18 第十六条 and 第三十一条.
pub const ARCHIVING_REASONS: &[&str] =
    &["已实现就业", "本人撤回求职", "求职信息到期", "已不再求职", "迁出本市"];

/// Why an agreement ends otherwise than by a public-welfare post or a stop.
pub const AGREEMENT_END_REASONS: &[&str] =
    &["已稳定就业", "协议期满", "服务关系划转", "不再属于就业困难人员", DECLINED];

/// The end of an agreement that needs the office's approval, BJ18 第二十九条.
pub const DECLINED: &str = "本人无就业意愿或拒绝服务";

/// How a training ended.
pub const TRAINING_ENDS: &[&str] = &["完成并取得证书", "完成，未取得证书", "中途退出"];

/// How a recommendation was made.
pub const RECOMMENDED_HOW: &[&str] = &["电话告知岗位", "当面推荐", "招聘会推荐", "网上推送"];

/// The kinds of contract under which somebody starts to work.
pub const CONTRACTS: &[&str] = &[
    "固定期限劳动合同",
    "无固定期限劳动合同",
    "以完成一定工作任务为期限的劳动合同",
    "劳务派遣",
    "非全日制用工",
    "灵活就业",
    "自主创业",
];

/// Whether starting to work is registered as employment as well.
pub const EMPLOYMENT_REGISTRATION: &[&str] = &[REGISTERS_EMPLOYMENT, "只记录上岗"];

/// The answer that registers employment.
pub const REGISTERS_EMPLOYMENT: &str = "同时办理就业登记";

/// Why somebody left work.
pub const LEAVING_REASONS: &[&str] =
    &["合同到期", "用人单位解除", "本人辞职", "用人单位停业", "身体或家庭原因"];

/// What a follow-up found. Somebody who was not reached has not been followed up.
pub const FOLLOW_UP_OUTCOMES: &[&str] =
    &["进展顺利", "有困难，已给予指导", "有困难，需要另行安排服务", "已经中断"];

/// The kinds of public-welfare posts.
pub const PUBLIC_POSTS: &[&str] = &[
    "社区服务",
    "公共管理辅助",
    "环境与绿化养护",
    "治安与交通协管",
    "养老助残服务",
    "其他公益性岗位",
];

/// How a public-welfare post ended.
pub const PUBLIC_POST_ENDS: &[&str] =
    &[PUBLIC_POST_FULL, PUBLIC_POST_MARKET, "本人退出", "用人组织提前终止"];

/// The end of a term that ran to its last day.
pub const PUBLIC_POST_FULL: &str = "安置期满";

/// The end that leads on to work in the market.
pub const PUBLIC_POST_MARKET: &str = "已通过市场就业";

/// What the registry was told.
pub const NOTICES: &[&str] =
    &["超过六个月未联系", "多次跟踪摸查仍不求职登记", "多次跟踪摸查仍无就业意愿", "拒绝接受服务"];

/// Why the service is stopped; each names the clause of its gate.
pub const STOP_REASONS: &[&str] = &[
    "登记失业人员超过六个月未联系（BJ18-13(3)）",
    "跟踪摸查三次以上仍不求职登记，超过六个月未联系（BJ18-21(2)）",
    "跟踪摸查三次以上仍无就业意愿（BJ18-21(3)）",
    "明确无就业意愿或拒绝服务，经核实、批准（BJ18-29）",
];

/// Who set a contact going.
pub const INITIATORS: &[Code] = &[("subject", "本人主动联系我们"), ("agency", "我们联系到本人")];

/// The stages of a training, BJ18 第二十七条第（二）项.
pub const STAGES: &[Code] = &[("early", "初期"), ("middle", "中期"), ("final", "终期")];

/// Finds the words of a value; the value itself where there are none.
#[must_use]
pub fn words_of<'a>(codes: &[Code], value: &'a str) -> &'a str {
    codes.iter().find(|(code, _)| *code == value).map_or(value, |(_, words)| words)
}
