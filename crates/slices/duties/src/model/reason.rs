//! Why something is owed, and what discharges it.

use access::Action;
use kernel::Day;
use rules::rule::Discharge;
use rules::{CountedFrom, Kind, Law, Reckoning, Rule, Stage};

/// What discharges a duty: the entry to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Discharging {
    /// Its kind.
    pub kind: Kind,
    /// Whether it names the entry that started the duty.
    pub names_cause: bool,
    /// The stage of a training that it states.
    pub stage: Option<Stage>,
}

/// Gives what most simply discharges a duty under a rule.
#[must_use]
pub fn discharging(rule: &Rule) -> Option<Discharging> {
    let simple = |kind| Discharging { kind, names_cause: false, stage: None };
    rule.met_by.first().map(|discharge| match *discharge {
        Discharge::Next(kind)
        | Discharge::EarlierThatDay(kind)
        | Discharge::OnOrAfterFrom(kind)
        | Discharge::SameVacancy(kind)
        | Discharge::SameFair(kind)
        | Discharge::InQuarter(kind) => simple(kind),
        Discharge::Naming(kind) => Discharging { names_cause: true, ..simple(kind) },
        Discharge::FollowUpAt(stage) => {
            Discharging { names_cause: true, stage: Some(stage), ..simple(Kind::FollowedUp) }
        }
        Discharge::StoppedWithNotice => simple(Kind::ServiceStopped),
    })
}

/// Gives what somebody must have a right to in order to record an entry of a kind; nothing for the kinds of
/// employers and fairs, for which there is no form yet.
#[must_use]
pub const fn needed_for(kind: Kind) -> Option<Action> {
    match kind {
        Kind::Graded => Some(Action::Grade),
        Kind::UnemploymentRegistered | Kind::UnemploymentClosed => Some(Action::DecideRegistration),
        Kind::HardshipRecognised | Kind::HardshipEnded => Some(Action::RecogniseHardship),
        Kind::Corrected => Some(Action::Correct),
        Kind::VerificationClaimed
        | Kind::Verified
        | Kind::VerificationRefused
        | Kind::VacancySubmitted
        | Kind::VacancyApproved
        | Kind::VacancyReturned
        | Kind::VacancyPublished
        | Kind::VacancyExpired
        | Kind::VacancyArchived
        | Kind::EmployerGuided
        | Kind::CandidatesRecommended
        | Kind::RecruitmentCompleted
        | Kind::KeyAgreementSigned
        | Kind::KeyAgreementEnded
        | Kind::FairScheduled
        | Kind::FairAnnounced
        | Kind::FairHeld => None,
        _ => Some(Action::RecordService),
    }
}

/// Says in a sentence why something is owed: what happened when, and how long is given for it.
#[must_use]
pub fn reason(law: &Law, rule: &Rule, because: Kind, because_on: Day, from: Day) -> String {
    let history = law.parameter(rule.period);
    let period = history.unit.words(history.on(law_of(rule, because_on, from)).value);
    let from = if from == because_on { String::new() } else { format!("，自 {from} 起算") };
    format!("因 {because_on} {}{from}，{period}", because.term())
}

/// Words how a due date was found, step by step.
#[must_use]
pub fn reckoned(law: &Law, rule: &Rule, because_on: Day, from: Day) -> Vec<String> {
    Reckoning::of(law, rule, from, law_of(rule, because_on, from)).steps()
}

/// Gives the first day on which what a rule owes can be done, where it has one.
#[must_use]
pub fn window_of(law: &Law, rule: &Rule, because_on: Day, from: Day) -> Option<Day> {
    Reckoning::first_day(law, rule, from, law_of(rule, because_on, from))
}

/// Gives the day whose law decides. A stop duty stands under the law of the day that its gate opened.
fn law_of(rule: &Rule, because_on: Day, from: Day) -> Day {
    if rule.counted_from == CountedFrom::GateOpening { from } else { because_on }
}
