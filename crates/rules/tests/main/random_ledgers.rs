//! Ledgers of one subject, made up at random.

use std::borrow::Cow;

use kernel::Day;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rules::{Circumstance, Detail, Entry, Initiator, Kind, Shape, Stage};

/// One line of a ledger as numbers; whatever they are, [`ledger`] makes a sound entry of them.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    kind: Kind,
    /// Days after the first day of the ledger.
    offset: i32,
    /// Picks the entry to name among those that the kind may name.
    of: u8,
    /// Sets the flags, the stage, the circumstance.
    flags: u8,
    /// Days from the entry's own day to the end of a training, or to a fair.
    length: i32,
    initiated_by: Option<Initiator>,
}

/// What people do under an agreement, what surveys bring, what employers do: kinds that concern
/// one another must meet in one ledger, or nothing happens.
const UNDER_AGREEMENT: &[Kind] = &[
    Kind::HardshipRecognised,
    Kind::HardshipEnded,
    Kind::SeekerRegistered,
    Kind::Graded,
    Kind::AgreementSigned,
    Kind::AgreementSigned,
    Kind::AgreementEnded,
    Kind::PlanAdopted,
    Kind::PlanRevised,
    Kind::ConsultationOpinion,
    Kind::GuidanceGiven,
    Kind::ReadinessAssessed,
    Kind::ReadinessAssessed,
    Kind::TrainingStarted,
    Kind::TrainingEnded,
    Kind::Recommended,
    Kind::Recommended,
    Kind::Recommended,
    Kind::RecommendationResult,
    Kind::RecommendationResult,
    Kind::FollowedUp,
    Kind::FollowedUp,
    Kind::FollowedUp,
    Kind::StartedWork,
    Kind::LeftWork,
    Kind::ServiceDeclined,
    Kind::ServiceStopped,
];
/// What leads to a public-welfare post, which five fruitless recommendations take.
const FRUITLESS: &[Kind] = &[
    Kind::AgreementSigned,
    Kind::ReadinessAssessed,
    Kind::Recommended,
    Kind::Recommended,
    Kind::Recommended,
    Kind::Recommended,
    Kind::RecommendationResult,
    Kind::RecommendationResult,
    Kind::RecommendationResult,
    Kind::RecommendationResult,
    Kind::RecommendationResult,
    Kind::RecommendationResult,
];
const SURVEYS: &[Kind] = &[
    Kind::Intake,
    Kind::LedgerOpened,
    Kind::DemandFileOpened,
    Kind::Surveyed,
    Kind::Surveyed,
    Kind::Surveyed,
    Kind::Surveyed,
    Kind::SeekerRegistered,
    Kind::SeekerArchived,
    Kind::UnemploymentClaimed,
    Kind::UnemploymentRegistered,
    Kind::UnemploymentClosed,
    Kind::RegistryNotified,
    Kind::ServiceStopped,
    Kind::Contacted,
];
const EMPLOYERS: &[Kind] = &[
    Kind::VerificationClaimed,
    Kind::Verified,
    Kind::VerificationRefused,
    Kind::VacancySubmitted,
    Kind::VacancyApproved,
    Kind::VacancyPublished,
    Kind::VacancyExpired,
    Kind::VacancyArchived,
    Kind::EmployerGuided,
    Kind::CandidatesRecommended,
    Kind::RecruitmentCompleted,
    Kind::KeyAgreementSigned,
    Kind::KeyAgreementEnded,
    Kind::FollowedUp,
    Kind::Contacted,
    Kind::FairScheduled,
    Kind::FairScheduled,
    Kind::FairAnnounced,
    Kind::FairHeld,
];

/// Makes up to `most` lines, most of them close together, some months or years apart; half of the
/// ledgers are entered in the order of their days.
pub(crate) fn lines(most: usize) -> impl Strategy<Value = Vec<Line>> {
    let kinds = select(vec![Kind::ALL, UNDER_AGREEMENT, FRUITLESS, SURVEYS, EMPLOYERS]);
    let lines = kinds.prop_flat_map(move |kinds| vec(line(kinds), 0..most));
    (lines, any::<bool>()).prop_map(|(mut lines, in_order)| {
        if in_order {
            lines.sort_by_key(|line| line.offset);
        }
        lines
    })
}

/// Makes one line of any kind.
pub(crate) fn any_line() -> impl Strategy<Value = Line> {
    line(Kind::ALL)
}

fn line(kinds: &'static [Kind]) -> impl Strategy<Value = Line> {
    (
        select(kinds),
        prop_oneof![6 => 0..30_i32, 3 => 0..260_i32, 1 => -400..800_i32],
        any::<u8>(),
        any::<u8>(),
        prop_oneof![0..10_i32, 0..120_i32],
        prop_oneof![
            4 => Just(None),
            1 => Just(Some(Initiator::Subject)),
            1 => Just(Some(Initiator::Agency)),
        ],
    )
        .prop_map(|(kind, offset, of, flags, length, initiated_by)| Line {
            kind,
            offset,
            of,
            flags,
            length,
            initiated_by,
        })
}

/// Makes entries of lines. A line whose kind must name an entry that the ledger does not have
/// becomes a contact; so does a correction unless `corrections` allows it.
pub(crate) fn ledger(first: Day, lines: &[Line], corrections: bool) -> Vec<Entry<'static>> {
    let mut entries: Vec<Entry<'static>> = Vec::new();
    for line in lines {
        let entry = entry(first, line, &entries, corrections);
        entries.push(entry);
    }
    entries
}

/// Makes an entry of a line, to stand after `entries`.
pub(crate) fn entry(
    first: Day,
    line: &Line,
    entries: &[Entry<'_>],
    corrections: bool,
) -> Entry<'static> {
    let fitting: Vec<usize> =
        (0..entries.len()).filter(|position| line.kind.may_name(entries[*position].kind)).collect();
    let of = (!fitting.is_empty()).then(|| fitting[usize::from(line.of) % fitting.len()]);
    let needs_of = matches!(line.kind.shape(), Shape::About | Shape::Result);
    let kind = if (needs_of && of.is_none()) || (line.kind == Kind::Corrected && !corrections) {
        Kind::Contacted
    } else {
        line.kind
    };
    let on = first.plus_days(line.offset);
    let flag = |bit: u8| line.flags >> bit & 1 == 1;
    let name = Cow::Borrowed(if flag(0) { "甲" } else { "乙" });
    let detail = match kind.shape() {
        Shape::Plain => Detail::Plain,
        Shape::Claim => Detail::Claim { complete: flag(0) },
        Shape::Survey => Detail::Survey {
            willing: flag(0),
            registers: flag(1) && flag(2),
            circumstance: match line.flags >> 3 & 3 {
                0 => Circumstance::Childbirth,
                1 => Circumstance::Caring,
                _ => Circumstance::None,
            },
        },
        Shape::Agreement => Detail::Agreement { duties_met: flag(0) || flag(1) },
        Shape::Readiness => Detail::Readiness { ready: flag(0) },
        Shape::Training => Detail::Training { ends: on.plus_days(line.length) },
        Shape::About => Detail::About { of, stage: None },
        Shape::MayBeAbout => Detail::About {
            of: of.filter(|_| flag(0) || flag(1) || flag(2)),
            stage: match line.flags >> 3 & 3 {
                0 => Some(Stage::Early),
                1 => Some(Stage::Middle),
                2 => Some(Stage::Final),
                _ => None,
            },
        },
        Shape::Result => Detail::Result {
            of: of.unwrap_or_default(),
            hired: flag(0) && flag(1),
            own_cause: flag(2) && flag(3),
        },
        Shape::Vacancy => Detail::Vacancy(name),
        Shape::Fair => Detail::Fair(name),
        Shape::FairDay => Detail::FairDay { fair: name, day: on.plus_days(line.length) },
    };
    Entry {
        id: Cow::Owned(entries.len().to_string()),
        kind,
        on,
        initiated_by: line.initiated_by.unwrap_or(kind.default_initiator()),
        detail,
        office: None,
        staff: None,
    }
}

/// Moves every day of a ledger by a number of days.
pub(crate) fn moved(entries: &[Entry<'static>], days: i32) -> Vec<Entry<'static>> {
    let mut entries = entries.to_vec();
    for entry in &mut entries {
        entry.on = entry.on.plus_days(days);
        match &mut entry.detail {
            Detail::Training { ends: day } | Detail::FairDay { day, .. } => {
                *day = day.plus_days(days);
            }
            _ => {}
        }
    }
    entries
}

/// Puts the lines of a ledger into another order, in which those of one day keep theirs. Gives
/// also, for each entry of the new order, its position in the old one.
pub(crate) fn reordered(
    entries: &[Entry<'static>],
    keys: &[u32],
) -> (Vec<Entry<'static>>, Vec<usize>) {
    let mut keys: Vec<u32> = keys.iter().copied().cycle().take(entries.len()).collect();
    let mut days: Vec<Day> = entries.iter().map(|entry| entry.on).collect();
    days.sort();
    days.dedup();
    for day in days {
        let of_day: Vec<usize> =
            (0..entries.len()).filter(|position| entries[*position].on == day).collect();
        let mut sorted: Vec<u32> = of_day.iter().map(|position| keys[*position]).collect();
        sorted.sort_unstable();
        for (position, key) in of_day.into_iter().zip(sorted) {
            keys[position] = key;
        }
    }
    let mut old_positions: Vec<usize> = (0..entries.len()).collect();
    old_positions.sort_by_key(|position| (keys[*position], *position));
    let new_position =
        |old: usize| old_positions.iter().position(|known| *known == old).expect("a place");
    let mut new: Vec<Entry<'static>> =
        old_positions.iter().map(|position| entries[*position].clone()).collect();
    for entry in &mut new {
        match &mut entry.detail {
            Detail::About { of: Some(of), .. } | Detail::Result { of, .. } => {
                *of = new_position(*of);
            }
            _ => {}
        }
    }
    (new, old_positions)
}
