//! Whoever says at a survey that they register as a seeker is led to the registration: at once, and until it is done it
//! waits for their officer (BJ18-19, BJ18-21(1)).

use access::Action;
use desk::{NextStep, Occasion, Served, ServedList, Waiting, WaitingKind};
use kernel::Day;
use rules::{Detail, Entry, Kind, Position};
use store::{StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, facts_of};

use crate::sql;

/// 愿意求职登记，待登记.
pub const REGISTER: WaitingKind =
    WaitingKind { name: "survey-register", term: "愿意求职登记，待登记" };

/// What ends the wait: the registration itself, work, another survey, or the end of the service.
const ENDING: [Kind; 5] = [
    Kind::SeekerRegistered,
    Kind::StartedWork,
    Kind::Surveyed,
    Kind::ServiceDeclined,
    Kind::ServiceStopped,
];

/// Where somebody is registered as a seeker.
pub(crate) fn path(subject: SubjectId) -> String {
    format!("/people/{subject}/record/seeker_registered")
}

/// Gives the day of the survey at which somebody said that they register, where they have not since, nor has anything
/// else overtaken it.
pub(crate) fn agreed_on(known: &LedgerFacts, today: Day) -> Option<Day> {
    let entries = known.entries();
    let is_correction = |entry: &&Entry<'_>| entry.kind == Kind::Corrected && entry.on <= today;
    let corrected: Vec<Position> =
        entries.iter().filter(is_correction).filter_map(Entry::of).collect();
    let counting = entries
        .iter()
        .enumerate()
        .filter(|(place, entry)| entry.on <= today && !corrected.contains(place));
    let last = counting
        .filter(|(_, entry)| ENDING.contains(&entry.kind))
        .max_by_key(|(place, entry)| (entry.on, *place));
    let (_, entry) = last?;
    matches!(entry.detail, Detail::Survey { willing: true, registers: true, .. })
        .then_some(entry.on)
}

/// Gives those whom the actor serves who said that they register, and are not registered.
pub(crate) async fn waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<Served> =
        ServedList::of(&occasion.actor, sql::AGREED_OF_SERVED, &[], limit);
    while let Some(served) = list.next(tx).await? {
        let known = facts_of(tx, served.0).await?;
        if let Some(since) = agreed_on(&known, occasion.today) {
            list.count();
            waiting.push(one(served, since));
        }
    }
    Ok(waiting)
}

fn one((subject, office_code, officer): Served, since: Day) -> Waiting {
    Waiting {
        kind: REGISTER,
        subject,
        office_code,
        officer,
        is_open: false,
        words: "摸查时本人愿意求职登记，还没有登记".to_owned(),
        since,
        until: None,
        clause: "BJ18-21(1)",
        is_norm: false,
        label: "求职登记",
        path: path(subject),
    }
}

/// Says the same in the file.
pub(crate) async fn next_steps(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(Vec::new()) };
    if held.standing.seeker_registered {
        return Ok(Vec::new());
    }
    let known = facts_of(tx, subject).await?;
    let Some(on) = agreed_on(&known, Day::LAST) else { return Ok(Vec::new()) };
    let words = format!(
        "下一步：本人 {on} 摸查时表示愿意求职登记，还没有登记。请核对求职登记信息和精细化服务信息，办理求职登记（BJ18-21(1)）"
    );
    let label = "求职登记".to_owned();
    Ok(vec![NextStep { words, action: Action::RecordService, label, path: path(subject) }])
}
