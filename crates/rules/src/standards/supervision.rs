//! BJ18 第五十八条: when the head of an office may be interviewed (警示约谈).

use std::collections::BTreeMap;

use kernel::Day;

use super::Standards;
use crate::eligibility::Ground;
use crate::law::{Parameter, RegulationId};

/// What the higher office did about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SupervisionStep {
    /// 通报.
    Notice,
    /// 整改验收通过: the rectification was accepted as effective.
    RectificationAccepted,
}

/// One step taken towards an office because of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supervision<'facts> {
    /// The office that was found wanting.
    pub office: &'facts str,
    /// The problem; the same text is the same problem.
    pub problem: &'facts str,
    /// The day of the step.
    pub on: Day,
    /// The step.
    pub step: SupervisionStep,
}

/// The head of an office may be interviewed about a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview<'facts> {
    /// The office.
    pub office: &'facts str,
    /// The problem.
    pub problem: &'facts str,
    /// The day from which the head may be interviewed.
    pub since: Day,
    /// The days of the notices that stand, oldest first.
    pub notices: Vec<Day>,
    /// Why.
    pub ground: Ground,
}

impl Standards<'_> {
    /// Says whose head may be interviewed on a day, and about which problem: after three notices
    /// of it with no rectification accepted after the first. An accepted rectification ends the
    /// row; the next notice is the first of a new one. Ordered by office, then problem.
    ///
    /// Steps of one day count in the order given; those after the day do not count, those before
    /// BJ18 took effect do, as facts. Nothing is decided where BJ18 does not bind on that day.
    #[must_use]
    pub fn interviews<'facts>(
        self,
        steps: &[Supervision<'facts>],
        as_of: Day,
    ) -> Option<Vec<Interview<'facts>>> {
        self.bound_by(RegulationId::Bj18, as_of)?;
        let bound_from = self.law.binds_from(RegulationId::Bj18, self.jurisdiction)?;
        let mut known: Vec<_> = steps.iter().filter(|step| step.on <= as_of).collect();
        known.sort_by_key(|step| step.on);
        let mut standing: BTreeMap<(&str, &str), Vec<Day>> = BTreeMap::new();
        for step in known {
            let notices = standing.entry((step.office, step.problem)).or_default();
            match step.step {
                SupervisionStep::Notice => notices.push(step.on),
                SupervisionStep::RectificationAccepted => notices.clear(),
            }
        }
        let interviews = standing.into_iter().filter_map(|((office, problem), notices)| {
            let wanted = self.value(Parameter::InterviewNotices, *notices.first()?);
            let last_needed = usize::from(wanted.value).saturating_sub(1);
            let since = (*notices.get(last_needed)?).max(bound_from);
            let words = format!(
                "同一问题“{problem}”自 {} 起已通报 {} 次，满 {} 次而整改未获验收，{since} 起可约谈\
                 主要负责人",
                notices[0],
                notices.len(),
                wanted.value,
            );
            let ground = Ground { words, citation: wanted.source.clone() };
            Some(Interview { office, problem, since, notices, ground })
        });
        Some(interviews.collect())
    }
}
