//! The figures of the regulations as dated values.

use std::fmt;
use std::ops::RangeInclusive;

use kernel::Day;
use serde::Deserialize;
use toml::value::Datetime;

use super::LawError;
use super::file::{day_of, parse};

macro_rules! parameters {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// Names a figure that a rule depends on. Its values stand in `law/parameters/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Parameter { $($(#[$doc])* $variant,)* }

        impl Parameter {
            /// Every parameter.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the name that the law files use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

parameters! {
    /// BJ18-11.
    LedgerOpening "ledger_opening",
    /// BJ18-12.
    Grading "grading",
    /// BJ18-20.
    SurveyRecords "survey_records",
    /// BJ18-21(2).
    SurveyAgain "survey_again",
    /// BJ18-21(2), where childbirth or caring moves the next survey.
    SurveyAgainAtMost "survey_again_at_most",
    /// BJ18-23.
    AgreementSigning "agreement_signing",
    /// BJ18-26(1).
    PlanAdoption "plan_adoption",
    /// BJ18-27(1).
    GuidanceFollowUp "guidance_follow_up",
    /// BJ18-27(2).
    TrainingFollowUp "training_follow_up",
    /// BJ18-27(3).
    RecommendationFollowUp "recommendation_follow_up",
    /// BJ18-27(4), first sentence.
    StartFollowUp "start_follow_up",
    /// BJ18-27(4), after one month.
    SteadyFirstMonth "steady_first_month",
    /// BJ18-27(4), after three months.
    SteadyThirdMonth "steady_third_month",
    /// BJ18-27(4), after six months.
    SteadySixthMonth "steady_sixth_month",
    /// How far "左右" reaches in BJ18-27(4).
    SteadyWindow "steady_window",
    /// BJ18-28.
    PlanRevision "plan_revision",
    /// BJ18-16.
    RecommendationOutcome "recommendation_outcome",
    /// BJ18-39.
    VacancyPublication "vacancy_publication",
    /// BJ18-41.
    VacancyArchiving "vacancy_archiving",
    /// BJ18-43(2).
    FairAnnouncement "fair_announcement",
    /// BJ18-48.
    KeyEnterpriseContact "key_enterprise_contact",
    /// BJ18-49(1).
    KeyGuidanceFollowUp "key_guidance_follow_up",
    /// BJ18-49(2).
    KeyInterviews "key_interviews",
    /// BJ18-49(3).
    KeyStarts "key_starts",
    /// BJ18-13(3).
    Silence "silence",
    /// BJ18-21(2), the six months.
    WillingSilence "willing_silence",
    /// BJ18-21(2), the three surveys.
    WillingSurveys "willing_surveys",
    /// BJ18-21(3), the three surveys.
    UnwillingSurveys "unwilling_surveys",
    /// What follows when a gate to stop the service opens.
    Stopping "stopping",
    /// Within how long whoever is served no longer is asked to object (BJ18-29).
    StopObjection "stop_objection",
    /// On how many days somebody who fell silent is sought before their service stops (BJ18-13(3), BJ18-21(2)).
    StopAttemptDays "stop_attempt_days",
    /// Through how many channels they are sought.
    StopAttemptChannels "stop_attempt_channels",
    /// Within how long an objection is decided and answered (BJ18-29).
    ObjectionAnswer "objection_answer",
    /// For how long the same evidence is not verified again (BJ18-13(3)).
    StopRest "stop_rest",
    /// How long before the end of a term in a public-welfare post the person is spoken to first (BJ18-30).
    PublicPostFirstContact "public_post_first_contact",
    /// How long before it the last time.
    PublicPostLastContact "public_post_last_contact",
    /// After how many months at most the person is spoken to again throughout the term (BJ18-30(2)).
    PublicPostContactInterval "public_post_contact_interval",
    /// For how long a plan was carried out before somebody is recommended to a public-welfare post (BJ18-30).
    PublicPostPlan "public_post_plan",
    /// How long after what was said last a panel is told how things go (BJ18-28(3)).
    PanelFeedback "panel_feedback",
    /// BJ18-28, the three recommendations.
    ConsultationRecommendations "consultation_recommendations",
    /// BJ18-30, the six months.
    PublicPostMonths "public_post_months",
    /// BJ18-30, the five recommendations.
    PublicPostRecommendations "public_post_recommendations",
    /// NA18-3.
    UnemploymentRegistration "unemployment_registration",
    /// NA18-4.
    Verification "verification",
    /// SD19-5(18).
    UnemploymentRegistrationAtOnce "unemployment_registration_at_once",
    /// BJ18-12, the first level of those to be helped first.
    KeyGroupLevel "key_group_level",
    /// BJ18-58.
    InterviewNotices "interview_notices",
    /// BJ18-63, the five years.
    StarCounsellorService "star_counsellor_service",
    /// BJ18-63, the ten years.
    ChiefCounsellorService "chief_counsellor_service",
    /// BJ18-64, the two working days a week.
    WeeklyGuidanceDays "weekly_guidance_days",
    /// Over how many weeks a year BJ18-64 is averaged.
    GuidanceWeeks "guidance_weeks",
    /// BJ18-64, the published paper of those with a title.
    TitledCounsellorPapers "titled_counsellor_papers",
    /// BJ18-64, the five cases of those with a title.
    TitledCounsellorCases "titled_counsellor_cases",
    /// BJ18-64, the paper of seniors.
    SeniorCounsellorPapers "senior_counsellor_papers",
    /// BJ18-64, the three cases of seniors.
    SeniorCounsellorCases "senior_counsellor_cases",
    /// BJ18-67, the two years.
    ExcellentAnalystService "excellent_analyst_service",
    /// BJ18-67, the five years.
    ChiefAnalystService "chief_analyst_service",
    /// BJ18-67, the four reports of those with a title.
    TitledAnalystReports "titled_analyst_reports",
    /// BJ18-67, the one chosen as excellent.
    ChosenReports "chosen_reports",
    /// BJ18-67, the two reports of seniors.
    SeniorAnalystReports "senior_analyst_reports",
    /// BJ18-69.
    TrainingHours "training_hours",
    /// HE24-4, the staff.
    OutletStaff "outlet_staff",
    /// HE24-4, the days of county staff in a quarter.
    OutletCountyDays "outlet_county_days",
    /// HE24-4, the sessions of experts in a year.
    OutletExpertSessions "outlet_expert_sessions",
}

/// Says how a value is to be counted (rulebook §1). The list is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 当天.
    SameDay,
    /// N 个工作日内.
    WorkingDays,
    /// 前 N 个工作日.
    WorkingDaysBefore,
    /// N 天, rolled on to a working day (民法典 art. 203).
    Days,
    /// N 个月 (民法典 art. 202), rolled on to a working day (art. 203).
    Months,
    /// 最长不超过 N 天, brought forward to a working day.
    DaysAtMost,
    /// N 个月左右: a window around the day N months later.
    MonthsAbout,
    /// The days that a window reaches before and after its target.
    DaysAround,
    /// 每季度.
    QuarterEnd,
    /// 超过 N 个月: holds from the day after.
    MonthsExceeded,
    /// 满 N 个月: holds from the day itself.
    MonthsInForce,
    /// N 次, or of whatever else the parameter counts.
    Times,
}

impl Unit {
    /// Words a value in this unit.
    #[must_use]
    pub fn words(self, value: u16) -> String {
        match self {
            Self::SameDay => "当天".to_owned(),
            Self::WorkingDays => format!("{value} 个工作日内"),
            Self::WorkingDaysBefore => format!("前 {value} 个工作日"),
            Self::Days => format!("{value} 天内"),
            Self::Months => format!("{value} 个月内"),
            Self::DaysAtMost => format!("最长不超过 {value} 天"),
            Self::MonthsAbout => format!("{value} 个月左右"),
            Self::DaysAround => format!("前后 {value} 天"),
            Self::QuarterEnd => "每季度".to_owned(),
            Self::MonthsExceeded => format!("超过 {value} 个月"),
            Self::MonthsInForce => format!("满 {value} 个月"),
            Self::Times => format!("{value} 次"),
        }
    }

    /// Gives the figures that make sense in this unit, and that a norm must keep to. Zero makes
    /// sense only where it means "at once" or "on the day itself"; 15 days around the first month
    /// never reach back to the day from which it is counted.
    #[must_use]
    pub const fn bounds(self) -> RangeInclusive<u16> {
        match self {
            Self::SameDay => 0..=0,
            Self::DaysAround => 0..=15,
            Self::QuarterEnd => 1..=1,
            Self::WorkingDays | Self::WorkingDaysBefore => 1..=250,
            Self::Days | Self::DaysAtMost => 1..=366,
            Self::Months | Self::MonthsAbout | Self::MonthsExceeded => 1..=60,
            Self::MonthsInForce => 1..=240,
            Self::Times => 1..=100,
        }
    }
}

/// Says whether a figure is the law's own or a local norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 条文.
    Law,
    /// 本地规范, shown as such and never as law.
    Norm,
}

impl Basis {
    /// Gives the name that the ledger check prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Norm => "norm",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Law => "法定",
            Self::Norm => "规范",
        })
    }
}

/// A figure from the day it takes effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The first day on which an event is judged by it.
    pub from: Day,
    /// The figure, in the parameter's unit.
    pub value: u16,
    /// Law or norm.
    pub basis: Basis,
    /// Where it is laid down.
    pub source: String,
    /// The day on which somebody last compared it with its source.
    pub checked: Option<Day>,
}

/// A parameter with all its values, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Which parameter.
    pub parameter: Parameter,
    /// The clause that it comes from.
    pub clause: String,
    /// What it measures, in Chinese.
    pub meaning: String,
    /// How it is counted.
    pub unit: Unit,
    /// What is counted instead of 次, where the unit is [`Unit::Times`].
    counted_in: Option<String>,
    /// The values; never empty, in ascending order of their first days.
    pub(super) values: Vec<Value>,
}

impl History {
    /// Gives the values, oldest first.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Gives the word for what the figure counts, such as 篇.
    #[must_use]
    pub fn measure(&self) -> &str {
        self.counted_in.as_deref().unwrap_or("次")
    }

    /// Words a value of this parameter.
    #[must_use]
    pub fn words(&self, value: u16) -> String {
        match self.unit {
            Unit::Times => format!("{value} {}", self.measure()),
            unit => unit.words(value),
        }
    }

    /// Gives the value in force on a day. Before the first value the first one counts: facts older
    /// than a regulation are weighed by the regulation that weighs them.
    #[must_use]
    pub fn on(&self, day: Day) -> &Value {
        let index = self.values.partition_point(|value| value.from <= day);
        &self.values[index.saturating_sub(1)]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    parameter: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    clause: String,
    meaning: String,
    unit: Unit,
    #[serde(default)]
    counted_in: Option<String>,
    values: Vec<ValueRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueRow {
    from: Datetime,
    value: u16,
    basis: Basis,
    source: String,
    checked: Datetime,
}

/// Reads a file of parameters. Unknown names, empty or unsorted values and missing sources are
/// refused.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<History>, LawError> {
    let file: File = parse(name, text)?;
    file.parameter.into_iter().map(|row| history(name, row)).collect()
}

fn history(name: &str, row: Row) -> Result<History, LawError> {
    let Some(parameter) = Parameter::ALL.iter().copied().find(|known| known.name() == row.name)
    else {
        return Err(LawError::new(name, format!("没有规则使用参数“{}”", row.name)));
    };
    let values = row
        .values
        .into_iter()
        .map(|value| {
            if value.source.trim().is_empty() {
                return Err(LawError::new(name, format!("参数“{}”缺少出处", row.name)));
            }
            Ok(Value {
                from: day_of(name, value.from)?,
                value: value.value,
                basis: value.basis,
                source: value.source,
                checked: Some(day_of(name, value.checked)?),
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    if values.is_empty() {
        return Err(LawError::new(name, format!("参数“{}”没有任何值", row.name)));
    }
    if !values.is_sorted_by(|earlier, later| earlier.from < later.from) {
        return Err(LawError::new(name, format!("参数“{}”的值没有按生效日期先后排列", row.name)));
    }
    if row.counted_in.is_some() && row.unit != Unit::Times {
        return Err(LawError::new(
            name,
            format!("参数“{}”的单位不是 times，不能另写 counted_in", row.name),
        ));
    }
    Ok(History {
        parameter,
        clause: row.clause,
        meaning: row.meaning,
        unit: row.unit,
        counted_in: row.counted_in,
        values,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[[parameter]]
name = "grading"
clause = "BJ18-12"
meaning = "分级"
unit = "working_days"
values = [
    { from = 2018-08-01, value = 3, basis = "norm", source = "本地规范", checked = 2026-11-22 },
    { from = 2024-01-01, value = 5, basis = "norm", source = "另一规范", checked = 2026-11-22 },
]
"#;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_value_of_the_day_holds_from_its_first_day() {
        let read = read("figures.toml", TEXT).unwrap();
        let value = |text| read[0].on(day(text)).value;
        assert_eq!(value("2017-01-01"), 3);
        assert_eq!(value("2018-08-01"), 3);
        assert_eq!(value("2023-12-31"), 3);
        assert_eq!(value("2024-01-01"), 5);
        assert_eq!(value("2024-01-02"), 5);
    }

    #[test]
    fn what_is_counted_stands_in_the_words() {
        let times = TEXT.replace("working_days", "times");
        assert_eq!(read("figures.toml", &times).unwrap()[0].words(3), "3 次");
        let papers = times.replace("unit =", "counted_in = \"篇\"\nunit =");
        assert_eq!(read("figures.toml", &papers).unwrap()[0].words(3), "3 篇");
        assert_eq!(read("figures.toml", TEXT).unwrap()[0].words(3), "3 个工作日内");
    }

    #[test]
    fn a_broken_file_is_refused_with_its_name_and_the_reason() {
        let values = TEXT.split_once("values = ").unwrap().1;
        for (from, to, reason) in [
            ("name = \"grading\"", "name = \"gradings\"", "没有规则使用参数“gradings”"),
            ("\"working_days\"", "\"fortnights\"", "第 6 行"),
            ("\"本地规范\"", "\" \"", "参数“grading”缺少出处"),
            ("source = \"本地规范\", ", "", "第 "),
            ("checked = 2026-11-22", "", "第 "),
            ("2024-01-01", "2018-08-01", "没有按生效日期先后排列"),
            ("2024-01-01", "2018-07-31", "没有按生效日期先后排列"),
            ("2024-01-01", "2024-01-01T08:00:00", "应是日期"),
            ("2024-01-01", "2024-02-30", "第 "),
            ("value = 3", "value = -3", "第 "),
            ("value = 3", "days = 3", "第 "),
            ("\"norm\"", "\"custom\"", "第 "),
            ("unit =", "counted_in = \"篇\"\nunit =", "单位不是 times"),
            ("clause =", "article = \"\"\nclause =", "第 "),
            (values, "[]", "没有任何值"),
        ] {
            assert!(TEXT.contains(from), "{from} is not in the file");
            let message = read("figures.toml", &TEXT.replacen(from, to, 1)).unwrap_err();
            let message = message.to_string();
            assert!(message.starts_with("figures.toml："), "{message}");
            assert!(message.contains(reason), "{to}: {message}");
        }
    }
}
