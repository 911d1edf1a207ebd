//! BJ18 第六十三条, 第六十七条: who may be put forward for a title.

use std::fmt;

use kernel::Day;

use super::Standards;
use crate::calendar::months_later;
use crate::eligibility::Ground;
use crate::law::{Parameter, RegulationId};

/// Names a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Title {
    /// 星级职业指导师.
    StarCounsellor,
    /// 首席职业指导师.
    ChiefCounsellor,
    /// 优秀职业信息分析师.
    ExcellentAnalyst,
    /// 首席职业信息分析师.
    ChiefAnalyst,
}

impl Title {
    /// Every title.
    pub const ALL: [Self; 4] =
        [Self::StarCounsellor, Self::ChiefCounsellor, Self::ExcellentAnalyst, Self::ChiefAnalyst];

    /// Gives the figure that says how long one must have served.
    const fn service(self) -> Parameter {
        match self {
            Self::StarCounsellor => Parameter::StarCounsellorService,
            Self::ChiefCounsellor => Parameter::ChiefCounsellorService,
            Self::ExcellentAnalyst => Parameter::ExcellentAnalystService,
            Self::ChiefAnalyst => Parameter::ChiefAnalystService,
        }
    }

    /// Gives the title that must have been held before.
    const fn after(self) -> Option<Self> {
        match self {
            Self::StarCounsellor | Self::ExcellentAnalyst => None,
            Self::ChiefCounsellor => Some(Self::StarCounsellor),
            Self::ChiefAnalyst => Some(Self::ExcellentAnalyst),
        }
    }
}

impl fmt::Display for Title {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::StarCounsellor => "星级职业指导师",
            Self::ChiefCounsellor => "首席职业指导师",
            Self::ExcellentAnalyst => "优秀职业信息分析师",
            Self::ChiefAnalyst => "首席职业信息分析师",
        })
    }
}

/// Names a senior qualification (高级资质) that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualification {
    /// 高级职业指导师.
    SeniorCounsellor,
    /// 高级职业信息分析师.
    SeniorAnalyst,
    /// 高级心理咨询师.
    SeniorPsychologist,
    /// 高级企业人力资源管理师.
    SeniorPersonnelManager,
    /// 高级经济师.
    SeniorEconomist,
    /// 高级统计师.
    SeniorStatistician,
    /// Another one that the city counts as equal; both articles leave their lists open by 等.
    CountedAsEqual,
}

impl Qualification {
    /// Tells whether the article of a title names the qualification, itself or as equal to it.
    const fn counts_for(self, title: Title) -> bool {
        let is_for_counsellors = matches!(title, Title::StarCounsellor | Title::ChiefCounsellor);
        match self {
            Self::SeniorPersonnelManager | Self::SeniorEconomist | Self::CountedAsEqual => true,
            Self::SeniorCounsellor | Self::SeniorPsychologist => is_for_counsellors,
            Self::SeniorAnalyst | Self::SeniorStatistician => !is_for_counsellors,
        }
    }
}

/// What is known of somebody's work in the profession of the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Career<'facts> {
    /// The day from which the service counts: 一线职业指导工作 in a public office for counsellors,
    /// 职业信息分析工作 for analysts. Where it was interrupted and the break is not to count, the
    /// first day moved on by the break.
    pub since: Day,
    /// 业绩突出, as the office judges.
    pub is_outstanding: bool,
    /// 带领本区域职业信息分析队伍取得较好成绩, as the office judges.
    pub led_team_well: bool,
    /// The senior qualifications held.
    pub qualifications: &'facts [Qualification],
    /// The titles once held.
    pub titles_held: &'facts [Title],
}

/// One condition of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether it is fulfilled.
    pub is_met: bool,
    /// What was found, and by which article.
    pub ground: Ground,
}

/// Whether somebody may be put forward for a title. The review itself (审核) is the city's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleDecision {
    /// The title.
    pub title: Title,
    /// The first day on which the service is long enough.
    pub service_suffices_from: Day,
    /// Every condition of the article.
    pub conditions: Vec<Condition>,
}

impl TitleDecision {
    /// Tells whether every condition is fulfilled.
    #[must_use]
    pub fn is_eligible(&self) -> bool {
        self.conditions.iter().all(|condition| condition.is_met)
    }
}

impl Standards<'_> {
    /// Says whether somebody may be put forward for a title on a day, condition by condition; "N
    /// 年以上" is fulfilled from the anniversary itself on (rulebook §5). Nothing where BJ18 does
    /// not bind on that day.
    #[must_use]
    pub fn title(self, title: Title, career: &Career<'_>, on: Day) -> Option<TitleDecision> {
        self.bound_by(RegulationId::Bj18, on)?;
        let service = self.value(title.service(), on);
        let condition = |is_met: bool, words: String| {
            let words = format!("{title}：{words}{}", if is_met { "，符合" } else { "，不符合" });
            Condition { is_met, ground: Ground { words, citation: service.source.clone() } }
        };
        let suffices_from = months_later(career.since, service.value);
        let mut conditions = vec![condition(
            on >= suffices_from,
            format!(
                "{} 起从事本职业，{suffices_from} 满 {}",
                career.since,
                years_words(service.value)
            ),
        )];
        if title != Title::ChiefAnalyst {
            conditions.push(condition(career.is_outstanding, "业绩突出".to_owned()));
        }
        if let Some(former) = title.after() {
            let was = career.titles_held.contains(&former);
            conditions.push(condition(was, format!("曾被评为{former}")));
        } else {
            let is_qualified = career.qualifications.iter().any(|held| held.counts_for(title));
            conditions.push(condition(is_qualified, "具备高级资质或可视同的资质".to_owned()));
        }
        if title == Title::ChiefAnalyst {
            let words = "带领本区域职业信息分析队伍取得较好成绩";
            conditions.push(condition(career.led_team_well, words.to_owned()));
        }
        Some(TitleDecision { title, service_suffices_from: suffices_from, conditions })
    }
}

/// Words a length of service.
fn years_words(months: u16) -> String {
    match (months / 12, months % 12) {
        (years, 0) => format!("{years} 年"),
        (0, months) => format!("{months} 个月"),
        (years, months) => format!("{years} 年 {months} 个月"),
    }
}
