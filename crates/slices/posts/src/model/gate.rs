//! What BJ18 第三十条 asks for before a public-welfare post: the figures that the ledger's own gate counts, and what a
//! ledger alone does not decide, the plan and whether the person may be placed at all.

use kernel::Day;
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

/// The plan of the agreement in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanInForce {
    /// The entry by which it was first adopted under this agreement: since then it is carried out.
    pub first: Position,
    /// The last one by which it was adopted or revised.
    pub last: Position,
}

/// Gives the plan in force: what was adopted and revised under the agreement in force.
#[must_use]
pub fn plan_in_force(then: &Then<'_>) -> Option<PlanInForce> {
    let (mut is_signed, mut plan): (bool, Option<PlanInForce>) = (false, None);
    for (place, entry) in then.entries() {
        match entry.kind {
            Kind::AgreementSigned if !is_signed => (is_signed, plan) = (true, None),
            Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => {
                (is_signed, plan) = (false, None);
            }
            Kind::PlanAdopted | Kind::PlanRevised if is_signed => {
                let first = plan.map_or(place, |plan| plan.first);
                plan = Some(PlanInForce { first, last: place });
            }
            _ => {}
        }
    }
    plan
}

/// What is known of how a plan was carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CarriedOut {
    /// How far the person's own steps have come.
    pub own: Tally,
    /// From which day on it has been carried out for as long as is asked for, by a local norm.
    pub long_enough_from: Option<Day>,
    /// The day on which its first adoption was recorded, where that is another one than its own.
    pub recorded_on: Option<Day>,
}

/// 按照就业援助方案执行行动计划 (BJ18-30): there is a plan under this agreement, and it has been carried out for as long as a
/// local norm asks: a plan of yesterday says nothing of the months in which the person was served. How it was carried out
/// is shown, and weighed by whoever recommends and whoever confirms.
#[must_use]
pub fn planned(then: &Then<'_>, carried_out: CarriedOut) -> GateCondition {
    let Some(plan) = plan_in_force(then) else {
        return Asked::Plan.condition("本期协议内还没有制定方案".to_owned(), false, None);
    };
    let CarriedOut { own, long_enough_from, recorded_on } = carried_out;
    let entry = |wanted| then.entries().find(|(known, _)| *known == wanted).map(|(_, entry)| entry);
    let made = |place| {
        entry(place).map_or_else(String::new, |made| format!("{} {}", made.on, made.kind.term()))
    };
    let recorded = recorded_on.map(|day| format!("（{day} 才记入台账）")).unwrap_or_default();
    let revised =
        if plan.last == plan.first { String::new() } else { format!("，{}", made(plan.last)) };
    let is_long_enough = long_enough_from.is_some_and(|from| from <= then.day);
    let since = match long_enough_from {
        Some(from) if is_long_enough => format!("；{from} 起执行已满期限（本地规范）"),
        Some(from) => format!("；要执行到 {from} 才满期限（本地规范）"),
        None => String::new(),
    };
    let Tally { steps, done, given_up, late } = own;
    let steps = match (steps, late) {
        (0, _) => String::new(),
        (_, 0) => {
            format!("；由本人做的 {steps} 项，已完成 {done} 项，不再进行 {given_up} 项，没有逾期的")
        }
        _ => format!("；由本人做的 {steps} 项，已完成 {done} 项，逾期未办 {late} 项"),
    };
    let found = [made(plan.first), recorded, revised, since, steps].concat();
    Asked::Plan.condition(found, is_long_enough, Some(plan.last))
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
