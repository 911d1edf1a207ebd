//! Recording that an entry was made in error.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::{Assessment, Detail, Entry, Initiator, Kind, Position, Rulebook};
use store::{EntryId, SubjectId, Tx};
use subjects::{Happening, LedgerFacts, facts_of};

use super::record::{append, find};
use super::refusal::Refusal;
use crate::model::{Done, Then};

/// Records that an entry was made in error: it counts as if it had never been made.
pub async fn correct(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, wrong): (SubjectId, EntryId),
    reason: &str,
) -> Result<Done, Failure<Refusal>> {
    let (_, relation) = find(tx, occasion, Action::Correct, subject).await?;
    occasion.may(Action::Correct, relation)?;
    if reason.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let known = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let happening = Happening::new(Kind::Corrected, occasion.today)
        .about(wrong)
        .text(Field::Note, reason.trim());
    append(tx, desk, occasion, Action::Correct, subject, &[happening], &now.assessment).await
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
