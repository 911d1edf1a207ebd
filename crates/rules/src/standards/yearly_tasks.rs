//! BJ18 第六十四条, 第六十七条, 第六十九条: what counsellors and analysts owe each calendar year.

use kernel::Day;

use super::{Quota, Standards, compared};
use crate::eligibility::Ground;
use crate::law::{Basis, Parameter, RegulationId};

/// Says whose tasks are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rank {
    /// 高级职业指导师, 高级职业信息分析师.
    Senior,
    /// 首席 or 星级职业指导师, 首席 or 优秀职业信息分析师.
    Titled,
}

/// What a counsellor did in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CounsellorYear<'facts> {
    /// The days of special guidance (专门职业指导服务) for those who need help. Only working days
    /// of the year count, each once.
    pub guidance_days: &'facts [Day],
    /// Papers published in a public journal.
    pub papers_published: u32,
    /// Papers finished but not published; they count for seniors only.
    pub papers_unpublished: u32,
    /// Cases worth keeping (有代表性的案例).
    pub cases: u32,
}

/// What an analyst did in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnalystYear {
    /// Reports on occupations or on the labour market.
    pub reports: u32,
    /// How often work of theirs was chosen as excellent (优秀文章).
    pub chosen_as_excellent: u32,
}

/// The tasks of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearlyTasks {
    /// Each task, done or not.
    pub quotas: Vec<Quota>,
    /// What follows for the title of the year as long as something is missing.
    pub consequence: Option<Ground>,
}

impl YearlyTasks {
    /// Tells whether every task is done.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.quotas.iter().all(Quota::is_met)
    }

    /// Gives the tasks not yet done.
    pub fn missing(&self) -> impl Iterator<Item = &Quota> {
        self.quotas.iter().filter(|quota| !quota.is_met())
    }

    /// Weighs tasks of which a title depends, with the article that says so.
    fn of_a_title(quotas: Vec<Quota>, title: &str, article: &str) -> Self {
        let consequence = quotas.iter().any(|quota| !quota.is_met()).then(|| Ground {
            words: format!("年度工作未完成的，不能被评定为当年度的{title}"),
            citation: article.to_owned(),
        });
        Self { quotas, consequence }
    }
}

impl Standards<'_> {
    /// Says which tasks of 第六十四条 a counsellor has done in a year. The average of two days a
    /// week is taken over the weeks that the norm counts for a year. Nothing where BJ18 did not
    /// bind on the year's first day.
    #[must_use]
    pub fn counsellor_year(
        self,
        rank: Rank,
        done: &CounsellorYear<'_>,
        year: i32,
    ) -> Option<YearlyTasks> {
        let (first, last) = self.bound_year(year)?;
        if rank == Rank::Senior {
            let papers = done.papers_published.saturating_add(done.papers_unpublished);
            let quotas = vec![
                self.quota(Parameter::SeniorCounsellorPapers, first, papers),
                self.quota(Parameter::SeniorCounsellorCases, first, done.cases),
            ];
            return Some(YearlyTasks { quotas, consequence: None });
        }
        let quotas = vec![
            self.guidance_quota(done.guidance_days, first, last),
            self.quota(Parameter::TitledCounsellorPapers, first, done.papers_published),
            self.quota(Parameter::TitledCounsellorCases, first, done.cases),
        ];
        let article = &self.value(Parameter::WeeklyGuidanceDays, first).source;
        Some(YearlyTasks::of_a_title(quotas, "首席职业指导师、星级职业指导师", article))
    }

    /// Says which tasks of 第六十七条 an analyst has done in a year. Nothing where BJ18 did not
    /// bind on the year's first day.
    #[must_use]
    pub fn analyst_year(self, rank: Rank, done: AnalystYear, year: i32) -> Option<YearlyTasks> {
        let (first, _) = self.bound_year(year)?;
        if rank == Rank::Senior {
            let quotas = vec![self.quota(Parameter::SeniorAnalystReports, first, done.reports)];
            return Some(YearlyTasks { quotas, consequence: None });
        }
        let quotas = vec![
            self.quota(Parameter::TitledAnalystReports, first, done.reports),
            self.quota(Parameter::ChosenReports, first, done.chosen_as_excellent),
        ];
        let article = &self.value(Parameter::TitledAnalystReports, first).source;
        let title = "首席职业信息分析师、优秀职业信息分析师";
        Some(YearlyTasks::of_a_title(quotas, title, article))
    }

    /// Says whether a counsellor or analyst of any rank has trained for the hours (学时) that
    /// 第六十九条 asks for in a year. Nothing where BJ18 did not bind on the year's first day.
    #[must_use]
    pub fn training_year(self, hours: u32, year: i32) -> Option<Quota> {
        let (first, _) = self.bound_year(year)?;
        Some(self.quota(Parameter::TrainingHours, first, hours))
    }

    /// Compares the days of special guidance in a year with two for each of its weeks. The article
    /// does not say how many weeks a year has, so a norm does.
    fn guidance_quota(self, days: &[Day], first: Day, last: Day) -> Quota {
        let parameter = Parameter::WeeklyGuidanceDays;
        let history = self.history(parameter);
        let a_week = history.on(first);
        let weeks = self.value(Parameter::GuidanceWeeks, first);
        let (done, provisional) = self.working_days_within(days, first, last);
        let wanted = u32::from(a_week.value) * u32::from(weeks.value);
        let words = format!(
            "{} {}，按 {} 周计：{}",
            history.meaning,
            history.words(a_week.value),
            weeks.value,
            compared(done, wanted, history.measure()),
        );
        let citation = format!("{}；{}", a_week.source, weeks.source);
        let basis = if weeks.basis == Basis::Norm { Basis::Norm } else { a_week.basis };
        Quota { parameter, done, wanted, basis, provisional, ground: Ground { words, citation } }
    }

    /// Gives first and last day of a year that BJ18 decides.
    fn bound_year(self, year: i32) -> Option<(Day, Day)> {
        let first = Day::new(year, 1, 1).ok()?;
        self.bound_by(RegulationId::Bj18, first)?;
        Some((first, Day::new(year, 12, 31).ok()?))
    }
}
