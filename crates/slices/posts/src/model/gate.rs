//! What BJ18 第三十条 asks for before a public-welfare post: the figures that the ledger's own gate counts, and what a
//! ledger alone does not decide, the plan and whether the person may be placed at all.

use plans::model::Tally;
use rules::{GateCondition, Kind, Position};
use services::model::Then;

/// What is asked for beside what the ledger's own gate counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// 就业援助方案和行动计划 (BJ18-30).
    Plan,
    /// 就业困难人员 (BJ18-30; NA18-8: 就业援助对象…符合条件的).
    Hardship,
    /// 劳动年龄内 (BJ18-30, NA18-3).
    Age,
}

impl Asked {
    const ALL: [Self; 3] = [Self::Plan, Self::Hardship, Self::Age];

    /// What is asked, as a user reads it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Plan => "本期协议内制定了就业援助方案，执行相关行动计划",
            Self::Hardship => "就业困难人员认定有效",
            Self::Age => "在劳动年龄内",
        }
    }

    const fn clause(self) -> &'static str {
        match self {
            Self::Plan => "BJ18-30",
            Self::Hardship => "BJ18-30、NA18-8",
            Self::Age => "BJ18-30、NA18-3",
        }
    }

    /// Tells which of them a condition is; none where the ledger's own gate asks.
    #[must_use]
    pub fn of(condition: &GateCondition) -> Option<Self> {
        Self::ALL.into_iter().find(|asked| asked.words() == condition.words)
    }

    fn condition(self, found: String, is_met: bool, because: Option<Position>) -> GateCondition {
        GateCondition {
            words: self.words().to_owned(),
            found,
            is_met,
            because: because.into_iter().collect(),
            clause: self.clause(),
        }
    }
}

/// Gives the entry of the plan in force: the last one that was adopted or revised under the agreement in force.
#[must_use]
pub fn plan_in_force(then: &Then<'_>) -> Option<Position> {
    let (mut is_signed, mut plan) = (false, None);
    for (place, entry) in then.entries() {
        match entry.kind {
            Kind::AgreementSigned if !is_signed => (is_signed, plan) = (true, None),
            Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => {
                (is_signed, plan) = (false, None);
            }
            Kind::PlanAdopted | Kind::PlanRevised if is_signed => plan = Some(place),
            _ => {}
        }
    }
    plan
}

/// 按照就业援助方案执行行动计划 (BJ18-30): there is a plan under this agreement. How it was carried out is shown, and
/// weighed by whoever recommends: `own` is how far the person's own steps have come.
#[must_use]
pub fn planned(then: &Then<'_>, own: Tally) -> GateCondition {
    let place = plan_in_force(then);
    let entry = place.and_then(|place| then.entries().find(|(known, _)| *known == place));
    let found = entry.map_or_else(
        || "本期协议内还没有制定方案".to_owned(),
        |(_, entry)| {
            let Tally { steps, done, given_up, late } = own;
            let made = format!("{} {}", entry.on, entry.kind.term());
            match (steps, late) {
                (0, _) => made,
                (_, 0) => format!("{made}；由本人做的 {steps} 项，已完成 {done} 项，不再进行 {given_up} 项，没有逾期的"),
                _ => format!("{made}；由本人做的 {steps} 项，已完成 {done} 项，逾期未办 {late} 项"),
            }
        },
    );
    Asked::Plan.condition(found, place.is_some(), place)
}

/// 符合公益性岗位安置条件: recognised as a person in hardship.
#[must_use]
pub fn in_hardship(then: &Then<'_>) -> GateCondition {
    let holds = then.standing().hardship_recognised;
    let last = [Kind::HardshipRecognised, Kind::HardshipEnded]
        .into_iter()
        .filter_map(|kind| then.last(kind))
        .max_by_key(|(place, entry)| (entry.on, *place));
    let found = last.map_or_else(
        || "没有认定".to_owned(),
        |(_, entry)| format!("{} {}", entry.on, entry.kind.term()),
    );
    Asked::Hardship.condition(found, holds, last.map(|(place, _)| place))
}

/// 符合公益性岗位安置条件: of working age. Where the file says no day of birth, the officer looks at the documents.
#[must_use]
pub fn of_age(age: Result<String, String>) -> GateCondition {
    let is_met = age.is_ok();
    let (Ok(found) | Err(found)) = age;
    Asked::Age.condition(found, is_met, None)
}
