//! What waits for an officer: terms in public-welfare posts that end soon, and who is to be spoken to before they do.

use desk::{Desk, Occasion, Waiting, WaitingKind, served_by};
use kernel::Day;
use rules::Kind;
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::actions::register::Placing;
use crate::model::Term;
use crate::sql::{self, ServedRow};

/// 公益性岗位期满.
pub const TERM: WaitingKind = WaitingKind { name: "post-term", term: "公益性岗位期满" };
/// 公益性岗位期内联系.
pub const CONTACT: WaitingKind =
    WaitingKind { name: "post-contact", term: "公益性岗位期内联系" };

/// Gives the placements in force whose term ends soon or is over, as the list of placements shows them. One before
/// whose end nobody spoke to the person when the local norm asks for it stands there as a contact that is owed.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let today = occasion.today;
    let contacts = desk.rulebook.public_post_contacts(today);
    let until = today.plus_days(contacts[0]);
    let mut waiting = Vec::new();
    for (officer, office) in served_by(&occasion.actor) {
        let values: [&dyn ToValue; 4] = [&officer, &office, &until, &limit];
        let rows: Vec<ServedRow> = tx.all(sql::PLACED_OF_SERVED, &values).await?;
        for row in rows {
            let placing = Placing {
                file: row.file_id,
                goes_on_in: (row.file_id != row.subject_id).then_some(row.subject_id),
                entry: row.entry_id,
                on: row.on_day,
                corrections: row.corrections,
            };
            let is_known = waiting.iter().any(|one: &Waiting| one.subject == row.subject_id);
            if is_known || placing.in_force(tx).await?.is_none() {
                continue;
            }
            let term = term(&row, today, contacts[0]);
            waiting.push(match contact(tx, &row, today, contacts).await? {
                Some((before, day)) => Waiting {
                    kind: CONTACT,
                    words: format!(
                        "岗位 {} 期满；期满前 {before} 天的联系还没有记录",
                        row.last_day
                    ),
                    until: Some(day),
                    is_norm: true,
                    label: "记录回访",
                    path: format!("/people/{}/record/{}", row.subject_id, Kind::FollowedUp.name()),
                    ..term
                },
                None => term,
            });
        }
    }
    Ok(waiting)
}

const fn term_of(row: &ServedRow) -> Term {
    Term { from: row.on_day, last: row.last_day }
}

/// Says that a term comes to its end; it is listed as ending some days before.
fn term(row: &ServedRow, today: Day, before: i32) -> Waiting {
    let words = if term_of(row).is_over(today) {
        "安置期已满：办理期满，符合条件的继续援助"
    } else {
        "安置期将满：与本人商量期满以后的去向"
    };
    Waiting {
        kind: TERM,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words: words.to_owned(),
        since: row.on_day.max(row.last_day.plus_days(-before)),
        until: Some(row.last_day),
        clause: "BJ18-30",
        is_norm: false,
        label: "看岗位",
        path: format!("/people/{}/post", row.subject_id),
    }
}

/// Gives the contact that is owed: how many days before the end, and which day that was. There is none that would lie
/// before the placement, and none any more once the term is over.
async fn contact(
    tx: &mut Tx,
    row: &ServedRow,
    today: Day,
    contacts: [i32; 2],
) -> Result<Option<(i32, Day)>, StoreError> {
    let days = contacts.map(|before| (before, row.last_day.plus_days(-before)));
    let mut reached = days.into_iter().rev().filter(|(_, day)| *day <= today && *day > row.on_day);
    let Some((before, day)) = reached.next().filter(|_| !term_of(row).is_over(today)) else {
        return Ok(None);
    };
    Ok((!is_spoken_to(tx, row.subject_id, day).await?).then_some((before, day)))
}

/// Tells whether somebody spoke to a person since a day.
async fn is_spoken_to(tx: &mut Tx, subject: SubjectId, since: Day) -> Result<bool, StoreError> {
    let known = facts_of(tx, subject).await?;
    let entries = known.entries();
    let is_corrected = |place: usize| {
        entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place))
    };
    Ok(entries.iter().enumerate().any(|(place, entry)| {
        let speaks = matches!(
            entry.kind,
            Kind::GuidanceGiven
                | Kind::FollowedUp
                | Kind::Contacted
                | Kind::TrainingStarted
                | Kind::ReadinessAssessed
                | Kind::Recommended
        );
        speaks && entry.on >= since && !is_corrected(place)
    }))
}
