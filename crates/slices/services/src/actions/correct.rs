//! Recording that an entry was made in error.

use access::{Action, Denied, Failure};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::{Assessment, Detail, Entry, Initiator, Kind, Position, Rulebook};
use seekers::wrote_today;
use store::{EntryId, StoreError, SubjectId, Tx, seal};
use subjects::{Happening, LedgerFacts, facts_of};

use super::record::{append, find};
use super::refusal::Refusal;
use crate::model::{Done, Then};

/// Records that an entry was made in error: it counts as if it had never been made. Their officer and whoever leads do
/// so at any time; whoever wrote it, on the day they did.
pub async fn correct(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, wrong): (SubjectId, EntryId),
    reason: &str,
) -> Result<Done, Failure<Refusal>> {
    let (_, relation) = find(tx, occasion, Action::Correct, subject).await?;
    let action = if occasion.may(Action::Correct, relation).is_ok() {
        Action::Correct
    } else {
        occasion.may(Action::CorrectOwn, relation)?;
        if !is_own_of_today(tx, desk, occasion, (subject, wrong)).await? {
            return Err(Denied { action: Action::Correct }.into());
        }
        Action::CorrectOwn
    };
    if reason.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let known = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let happening = Happening::new(Kind::Corrected, occasion.today)
        .about(wrong)
        .text(Field::Note, reason.trim());
    append(tx, desk, occasion, action, subject, &[happening], &now.assessment).await
}

/// Tells whether the actor wrote an entry today.
async fn is_own_of_today(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, wrong): (SubjectId, EntryId),
) -> Result<bool, StoreError> {
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(false);
    };
    let past = subjects::history(tx, &key, subject).await?;
    let wrong = past.iter().find(|past| past.id == wrong);
    Ok(wrong.is_some_and(|wrong| wrote_today(wrong, &occasion.actor, occasion.today)))
}

/// Says what the rules would say if an entry had never been made.
pub(crate) fn without(
    rulebook: &Rulebook<'static>,
    known: &LedgerFacts,
    wrong: Position,
    today: kernel::Day,
) -> Assessment {
    let mut entries: Vec<Entry<'static>> = known.entries().to_vec();
    entries.push(Entry {
        id: "".into(),
        kind: Kind::Corrected,
        on: today,
        initiated_by: Initiator::Agency,
        detail: Detail::About { of: Some(wrong), stage: None },
        office: None,
        staff: None,
    });
    rulebook.assess(&entries, today)
}
