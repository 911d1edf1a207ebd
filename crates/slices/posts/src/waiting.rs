//! What waits for an officer: terms in public-welfare posts that end soon, and who is to be spoken to throughout a term and
//! before it ends.

use desk::{Desk, Occasion, ServedList, Waiting, WaitingKind};
use kernel::Day;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::actions::register::Placing;
use crate::model::{ContactNorm, ContactOccasion, NextContact, Term, spoken_to};
use crate::sql::{self, ServedRow};

/// 公益性岗位期满.
pub const TERM: WaitingKind = WaitingKind { name: "post-term", term: "公益性岗位期满" };
/// 公益性岗位期内联系.
pub const CONTACT: WaitingKind =
    WaitingKind { name: "post-contact", term: "公益性岗位期内联系" };

desk::in_order!(ServedRow: last_day from Day::FIRST, entry_id from EntryId::from_bytes([0; 16]));

/// Gives the placements in force whose term ends soon or is over, as the list of placements shows them, and those in which
/// nobody spoke to the person when a local norm asks for it: they stand there as a contact that is owed.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let norm = ContactNorm::on(&desk.rulebook, occasion.today);
    let mut waiting: Vec<Waiting> = Vec::new();
    let until = occasion.today.plus_days(norm.before[0]);
    let silent_since = norm.silent_since(occasion.today);
    let further: [&dyn ToValue; 2] = [&until, &silent_since];
    let mut list: ServedList<ServedRow> =
        ServedList::of(&occasion.actor, sql::PLACED_OF_SERVED, &further, limit);
    while let Some(row) = list.next(tx).await? {
        if waiting.iter().any(|one| one.subject == row.subject_id) {
            continue;
        }
        if let Some(one) = of_row(tx, &row, occasion.today, norm).await? {
            list.count();
            waiting.push(one);
        }
    }
    Ok(waiting)
}

/// Gives what waits of a placement: a contact that is asked for by now, or the end of the term where that is near.
async fn of_row(
    tx: &mut Tx,
    row: &ServedRow,
    today: Day,
    norm: ContactNorm,
) -> Result<Option<Waiting>, StoreError> {
    let placing = Placing {
        file: row.file_id,
        goes_on_in: (row.file_id != row.subject_id).then_some(row.subject_id),
        entry: row.entry_id,
        on: row.on_day,
        corrections: row.corrections,
    };
    if placing.in_force(tx).await?.is_none() {
        return Ok(None);
    }
    let known = facts_of(tx, row.subject_id).await?;
    let term = term_of(row);
    let last = spoken_to(known.entries(), term.from);
    let next = norm.next(term, last, today).filter(|next| next.asked_from() <= today);
    let ends = term_ends(row, today, norm.before[0]);
    Ok(match next {
        Some(next) => Some(contact(row, next, last)),
        None => ends,
    })
}

fn contact(row: &ServedRow, next: NextContact, last: Option<Day>) -> Waiting {
    Waiting {
        kind: CONTACT,
        words: next.words(term_of(row), last),
        since: row.on_day.max(next.asked_from()),
        until: Some(next.until),
        clause: match next.occasion {
            ContactOccasion::Guidance(_) => "BJ18-30(2)",
            ContactOccasion::End(_) => "BJ18-30",
        },
        is_norm: true,
        label: "记录回访",
        path: followed_up(row.subject_id),
        ..term(row, "")
    }
}

/// Where a contact is recorded.
pub(crate) fn followed_up(subject: SubjectId) -> String {
    format!("/people/{subject}/record/{}", rules::Kind::FollowedUp.name())
}

const fn term_of(row: &ServedRow) -> Term {
    Term { from: row.on_day, last: row.last_day }
}

/// Says that a term comes to its end; it is listed as ending some days before.
fn term_ends(row: &ServedRow, today: Day, before: i32) -> Option<Waiting> {
    let words = if term_of(row).is_over(today) {
        "安置期已满：办理期满，符合条件的继续援助"
    } else if term_of(row).days_left(today) <= before {
        "安置期将满：与本人商量期满以后的去向"
    } else {
        return None;
    };
    let since = row.on_day.max(row.last_day.plus_days(-before));
    Some(Waiting { since, ..term(row, words) })
}

fn term(row: &ServedRow, words: &str) -> Waiting {
    Waiting {
        kind: TERM,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words: words.to_owned(),
        since: row.on_day,
        until: Some(row.last_day),
        clause: "BJ18-30",
        is_norm: false,
        label: "看岗位",
        path: format!("/people/{}/post", row.subject_id),
    }
}
