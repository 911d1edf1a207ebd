//! The standards that other facts than a ledger decide (rulebook §3): groups, interviews, titles,
//! yearly tasks, outlets. Facts in, decision and reasoning out.
//!
//! A regulation decides from its first day on and only where it is followed; elsewhere the answer
//! is `None`, which is not the same as "unmet". A yearly or quarterly figure belongs to the law in
//! force on the first day of its year or quarter (rulebook §1), so a year begun without the
//! regulation is never judged by it.

mod groups;
mod outlets;
mod supervision;
mod titles;
mod yearly_tasks;

use std::fmt;

use kernel::Day;

pub use groups::{GroupDecision, SupportGroup};
pub use supervision::{Interview, Supervision, SupervisionStep};
pub use titles::{Career, Condition, Qualification, Title, TitleDecision};
pub use yearly_tasks::{AnalystYear, CounsellorYear, Rank, YearlyTasks};

use crate::eligibility::Ground;
use crate::law::{Basis, History, Jurisdiction, Law, Parameter, RegulationId, Value};

/// Decides by the standards that bind a jurisdiction.
#[derive(Clone, Copy, Debug)]
pub struct Standards<'law> {
    law: &'law Law,
    jurisdiction: Jurisdiction,
}

/// How much of something a standard asks for in a period, and how much there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The figure that asks for it.
    pub parameter: Parameter,
    /// How much there is, in what the figure counts.
    pub done: u32,
    /// How much there must be at least.
    pub wanted: u32,
    /// Norm where a norm has a part in what is wanted.
    pub basis: Basis,
    /// True where working days were counted in a year whose holiday notice is not at hand.
    pub provisional: bool,
    /// What was found, and by which article.
    pub ground: Ground,
}

impl Quota {
    /// Tells how much is still missing; 0 where the standard is met.
    #[must_use]
    pub const fn missing(&self) -> u32 {
        self.wanted.saturating_sub(self.done)
    }

    /// Tells whether there is enough.
    #[must_use]
    pub const fn is_met(&self) -> bool {
        self.missing() == 0
    }
}

impl fmt::Display for Quota {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ground.fmt(formatter)?;
        if self.provisional {
            formatter.write_str("（暂定：当年放假安排尚未公布）")?;
        }
        Ok(())
    }
}

impl<'law> Standards<'law> {
    /// Decides by a law, for those who follow a jurisdiction.
    #[must_use]
    pub const fn new(law: &'law Law, jurisdiction: Jurisdiction) -> Self {
        Self { law, jurisdiction }
    }

    /// Gives nothing where the regulation does not bind on a day.
    fn bound_by(self, regulation: RegulationId, on: Day) -> Option<()> {
        let from = self.law.binds_from(regulation, self.jurisdiction)?;
        (on >= from).then_some(())
    }

    fn history(self, parameter: Parameter) -> &'law History {
        self.law.parameter(parameter)
    }

    fn value(self, parameter: Parameter, on: Day) -> &'law Value {
        self.history(parameter).on(on)
    }

    /// Compares an amount with the figure of a day.
    fn quota(self, parameter: Parameter, on: Day, done: u32) -> Quota {
        let history = self.history(parameter);
        let value = history.on(on);
        let (wanted, measure) = (u32::from(value.value), history.measure());
        let words = format!("{}：{}", history.meaning, compared(done, wanted, measure));
        let ground = Ground { words, citation: value.source.clone() };
        Quota { parameter, done, wanted, basis: value.basis, provisional: false, ground }
    }

    /// Counts the different working days among some days from `first` to `last`, and tells whether
    /// the count is provisional.
    fn working_days_within(self, days: &[Day], first: Day, last: Day) -> (u32, bool) {
        let calendar = self.law.calendar();
        let counts = |day: &Day| *day >= first && *day <= last && calendar.is_working(*day);
        let mut days: Vec<Day> = days.iter().copied().filter(counts).collect();
        days.sort_unstable();
        days.dedup();
        (number(days.len()), !calendar.is_published(first.year()))
    }
}

/// Words a comparison.
fn compared(done: u32, wanted: u32, measure: &str) -> String {
    let words = format!("应不少于 {wanted} {measure}，已有 {done} {measure}");
    match wanted.saturating_sub(done) {
        0 => words,
        missing => format!("{words}，尚缺 {missing} {measure}"),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
