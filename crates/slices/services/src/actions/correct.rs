//! Recording that an entry was made in error.

use access::{Action, Denied, Failure};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::{Assessment, Detail, Entry, Initiator, Kind, Position, Rulebook};
use seekers::wrote_today;
use store::{EntryId, StoreError, SubjectId, Tx, seal};
use subjects::{Happening, LedgerFacts, Past, facts_of};

use super::guarded::taking_back;
use super::record::{append, find};
use super::refusal::Refusal;
use crate::model::{Done, Then};

/// Records that an entry was made in error: it counts as if it had never been made. Their officer and whoever leads do
/// so at any time; whoever wrote it, on the day they did. What nobody takes back alone is taken back by whoever leads and
/// had no part in it, with what goes with it, unless it is a slip of that day of which nothing has come.
pub async fn correct(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, wrong): (SubjectId, EntryId),
    reason: &str,
) -> Result<Done, Failure<Refusal>> {
    let (held, relation) = find(tx, occasion, Action::Correct, subject).await?;
    let past = history_of(tx, desk, subject).await?;
    let known = past.iter().find(|past| past.id == wrong);
    let action = if occasion.may(Action::Correct, relation).is_ok() {
        Action::Correct
    } else {
        occasion.may(Action::CorrectOwn, relation)?;
        if !known.is_some_and(|known| wrote_today(known, &occasion.actor, occasion.today)) {
            return Err(Denied { action: Action::Correct }.into());
        }
        Action::CorrectOwn
    };
    if reason.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let mut entries = vec![wrong];
    if let Some(known) = known {
        let whole = (known, past.as_slice());
        let taking = taking_back(tx, desk, occasion, (&held, relation), whole).await?;
        if let Some(taking) = taking {
            taking.check().map_err(Failure::Refused)?;
            entries.extend(taking.along);
            for companion in desk.companions.iter() {
                companion.take_back(tx, desk, occasion, (subject, known), reason.trim()).await?;
            }
        }
    }
    let facts = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &facts, occasion.today);
    let correction = |entry: &EntryId| {
        Happening::new(Kind::Corrected, occasion.today)
            .about(*entry)
            .text(Field::Note, reason.trim())
    };
    let happenings: Vec<Happening> = entries.iter().map(correction).collect();
    append(tx, desk, occasion, action, subject, &happenings, &now.assessment).await
}

/// Reads the ledger of a person; nothing of whoever was erased.
async fn history_of(tx: &mut Tx, desk: &Desk, subject: SubjectId) -> Result<Vec<Past>, StoreError> {
    match seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? {
        Some(key) => subjects::history(tx, &key, subject).await,
        None => Ok(Vec::new()),
    }
}

/// Says what the rules would say if some entries had never been made.
pub(crate) fn without(
    rulebook: &Rulebook<'static>,
    known: &LedgerFacts,
    wrong: impl Iterator<Item = Position>,
    today: kernel::Day,
) -> Assessment {
    let mut entries: Vec<Entry<'static>> = known.entries().to_vec();
    entries.extend(wrong.map(|wrong| Entry {
        id: "".into(),
        kind: Kind::Corrected,
        on: today,
        initiated_by: Initiator::Agency,
        detail: Detail::About { of: Some(wrong), stage: None },
        office: None,
        staff: None,
    }));
    rulebook.assess(&entries, today)
}
