//! What ties somebody in hardship to the office that answers for them, and who may be their officer (BJ18-23, BJ18-24).

use rules::{Entry, Kind, Standing};
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::facts_of;

use super::hand_over::Receiver;
use super::take_on::Held;
use crate::model::ServicePlaces;
use crate::sql;

/// Why somebody cannot be handed over to another office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// The service relation lasts: it changes by a transfer (BJ18-24), or with the whole office.
    Relation,
    /// The office serves neither where they live nor where their household is registered (BJ18-23).
    NotServed,
}

/// Tells whether somebody is helped as a person in hardship (BJ18 chapter 3), so that their officer guides people to
/// work: 本机构职业指导人员 (BJ18-23).
pub(crate) const fn is_assisted(standing: &Standing) -> bool {
    standing.under_agreement || standing.hardship_recognised
}

/// Tells whether the service relation of somebody with their office lasts (就业援助服务关系): the first agreement
/// establishes it (BJ18-23), and it goes on between one agreement and the next and in a public-welfare post (BJ18-30), as
/// long as they are in hardship and their service was not stopped (BJ18-29). Who was never under an agreement has none:
/// where they are to be served is still to be chosen.
pub(crate) async fn is_in_relation(tx: &mut Tx, held: &Held) -> Result<bool, StoreError> {
    let standing = &held.standing;
    if standing.under_agreement {
        return Ok(true);
    }
    if !standing.hardship_recognised || standing.stopped {
        return Ok(false);
    }
    let known = facts_of(tx, held.subject).await?;
    let entries = known.entries();
    let corrections = entries.iter().filter(|entry| entry.kind == Kind::Corrected);
    let corrected: Vec<usize> = corrections.filter_map(Entry::of).collect();
    let mut places = entries.iter().enumerate();
    Ok(places
        .any(|(place, entry)| entry.kind == Kind::AgreementSigned && !corrected.contains(&place)))
}

/// Gives why somebody cannot be handed over to the office of a receiver; nothing where they stay with theirs, or are no
/// person in hardship: registrations (BJ18-10) are no service relation.
pub(super) async fn tie(tx: &mut Tx, held: &Held, to: Receiver) -> Result<Option<Tie>, StoreError> {
    if to.office_code == held.office_code || !is_assisted(&held.standing) {
        return Ok(None);
    }
    if is_in_relation(tx, held).await? {
        return Ok(Some(Tie::Relation));
    }
    let places = places_of(tx, held.subject).await?;
    // Of whoever lives nobody knows where, the new office finds it out.
    let is_known = places.residence.is_some();
    Ok((is_known && places.served_by(to.office_code).is_none()).then_some(Tie::NotServed))
}

/// Gives where somebody can be served, by their file; nothing is known of a ledger that came in without a person.
async fn places_of(tx: &mut Tx, subject: SubjectId) -> Result<ServicePlaces, StoreError> {
    let row: Option<(i64, String)> = tx.optional(sql::PLACES, &[&subject]).await?;
    Ok(row
        .map_or_else(ServicePlaces::default, |(home, division)| ServicePlaces::of(home, &division)))
}

/// Tells whether somebody may be the officer of a person in hardship, and holds them there until this is done. Whoever
/// is handed over is held before: two who hold people first and staff after never wait for each other.
pub(super) async fn may_be_officer(
    tx: &mut Tx,
    officer: ActorId,
    office_code: i64,
) -> Result<bool, StoreError> {
    let staff = offices::hold_staff(tx, officer).await?;
    Ok(staff.is_some_and(|staff| staff.guides_at(office_code)))
}
