//! What the office itself owed a person and did not do, or did late: whoever verifies a stop and whoever approves it see it
//! beside what speaks against the person. Nobody is given up for what we never tried without somebody saying why (BJ18-59).

use kernel::Day;
use rules::{Entry, Gate, Initiator, Kind, Position, Rulebook, State};

use super::under::{Under, in_order};

/// Something that the office owed a person and did not do, or did late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What.
    pub duty: &'static str,
    /// The clause or the rule that asks for it.
    pub clause: &'static str,
    /// The entry that it comes from; nothing where it is owed throughout.
    pub because: Option<Position>,
    /// Until when; nothing where the article sets no day.
    pub due: Option<Day>,
    /// What became of it.
    pub how: How,
}

/// What became of something that the office owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// 迟办: done after its day, on this one.
    Late(Day),
    /// 逾期: not done, the day past.
    Overdue,
    /// 错过: not done, and it cannot be made good any more.
    Missed,
    /// 没有做过: the article sets no day, and nothing of the kind was ever done.
    Never,
    /// 未到期: not done yet, and the day has not come; with a stop nobody will.
    NotYet,
}

impl How {
    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Late(_) => State::Late.term(),
            Self::Overdue => State::Overdue.term(),
            Self::Missed => State::Missed.term(),
            Self::Never => "没有做过",
            Self::NotYet => "还没有到期",
        }
    }
}

impl Undone {
    /// Tells whether whoever approves a stop says why it is right nevertheless: what is not due yet was not failed.
    #[must_use]
    pub fn asks_for_words(&self) -> bool {
        self.how != How::NotYet
    }
}

/// Gives what the office owed a person up to a day and did not do, or did late, by its day, and last what no article sets a
/// day for. `entries` are those of the ledger before anybody decided.
#[must_use]
pub fn undone(
    rulebook: &Rulebook<'static>,
    entries: &[Entry<'static>],
    gate: Gate,
    day: Day,
) -> Vec<Undone> {
    let assessment = rulebook.assess(entries, day);
    // To stop in time is owed to the registry, and to nobody whose service is stopped.
    let owed = assessment.duties.iter().filter(|duty| !duty.rule.rule().id.ends_with(" stop"));
    let mut undone: Vec<Undone> = owed
        .filter_map(|duty| {
            let how = match (duty.state, duty.met_by) {
                (State::Late, Some(by)) => How::Late(entries.get(by)?.on),
                (State::Overdue, _) => How::Overdue,
                (State::Missed, _) => How::Missed,
                (State::Open, _) => How::NotYet,
                _ => return None,
            };
            let rule = duty.rule.rule();
            Some(Undone {
                duty: rule.duty,
                clause: rule.id,
                because: Some(duty.because),
                due: Some(duty.due.day),
                how,
            })
        })
        .collect();
    undone.sort_by_key(|undone| undone.due);
    if let Some(under) = Under::of(entries, day) {
        undone.extend(never_under(&under, entries, assessment.standing.ready));
    }
    if gate == Gate::SilentUnemployed && was_left_alone(entries, day) {
        undone.push(never("在没有联系的这段时间里主动联系本人", "BJ18-4"));
    }
    undone
}

const fn never(duty: &'static str, clause: &'static str) -> Undone {
    Undone { duty, clause, because: None, due: None, how: How::Never }
}

/// What the team offers under an agreement, and never did. That a plan is made and that what was offered is followed up are
/// duties of their own (BJ18-26(1), BJ18-27).
fn never_under(under: &Under, entries: &[Entry<'_>], ready: Option<bool>) -> Vec<Undone> {
    let lacks = |kind| under.last(entries, kind).is_none();
    let offers = [
        (lacks(Kind::GuidanceGiven), never("提供就业指导", "BJ18-26")),
        (lacks(Kind::ReadinessAssessed), never("评估就业准备状况", "BJ18-26")),
        // Recommendations are for whoever can take up work.
        (
            ready == Some(true) && lacks(Kind::Recommended),
            never("为具备上岗条件的本人匹配推荐岗位", "BJ18-26(2)"),
        ),
    ];
    offers.into_iter().filter(|(is_lacking, _)| *is_lacking).map(|(_, never)| never).collect()
}

/// Tells whether nobody turned to the person since they last did something of their own, or ever.
fn was_left_alone(entries: &[Entry<'_>], day: Day) -> bool {
    let places = in_order(entries, day);
    let own = |place: &Position| entries[*place].initiated_by == Initiator::Subject;
    let since = places.iter().rposition(own).map_or(0, |place| place + 1);
    let turns_to = |place: &Position| {
        let entry = &entries[*place];
        entry.initiated_by == Initiator::Agency
            && matches!(
                entry.kind,
                Kind::Contacted
                    | Kind::Surveyed
                    | Kind::FollowedUp
                    | Kind::GuidanceGiven
                    | Kind::Recommended
                    | Kind::TrainingStarted
                    | Kind::ReadinessAssessed
                    | Kind::PublicPostRecommended
            )
    };
    !places[since..].iter().any(turns_to)
}

/// Tells whether the person was called back under the agreement, as BJ18-29 asks before it lets what they said count
/// (经跟踪回访后其明确表示). No other gate asks for it: BJ18-21 counts its surveys, BJ18-13 the silence.
#[must_use]
pub fn was_called_back(entries: &[Entry<'_>], gate: Gate, day: Day) -> bool {
    if gate != Gate::Termination {
        return true;
    }
    Under::of(entries, day).is_some_and(|under| under.last(entries, Kind::FollowedUp).is_some())
}
