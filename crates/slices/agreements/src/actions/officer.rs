//! The officer whom a text names that nobody has signed yet: whoever answers by now (agreement, article 3).

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use store::seal::SubjectKey;
use store::{ActorId, EntryId, StoreError, SubjectId, ToValue, Tx};

use super::documents::{CONTENT, Document, Signature, documents_of, signatures_of};
use super::papers::papers_of;
use super::sign::force;
use crate::model::Refusal;
use crate::sql::{self, PaperRow};

/// Lets the text of a signing name the officer who answers now, as long as neither side has signed it nor a scan of it is
/// there: nothing that anybody has signed changes. Tells whether it named another one.
pub(crate) fn name_now(
    text: &mut Document,
    (signatures, papers): (&[Signature], &[PaperRow]),
    (officer, name): (ActorId, &str),
) -> bool {
    let is_signed = signatures.iter().any(|signature| signature.entry == text.entry)
        || papers.iter().any(|paper| paper.entry_id == text.entry);
    if is_signed || text.officer == officer || name.is_empty() {
        return false;
    }
    text.officer = officer;
    name.clone_into(&mut text.content.officer);
    true
}

/// Finds the text of a signing under the agreement in force, as it is signed now, and keeps it so.
pub(crate) async fn keep_named(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    (entry, officer): (EntryId, Option<ActorId>),
) -> Result<Option<Document>, StoreError> {
    let files = duties::files_of(tx, desk, subject).await?;
    let documents = documents_of(tx, &files).await?;
    let own = |text: &Document| text.subject == subject && text.entry == entry;
    let Some(mut text) = documents.into_iter().find(own) else { return Ok(None) };
    let Some(officer) = officer else { return Ok(Some(text)) };
    let name = offices::staff_name(tx, officer).await?;
    let signatures = signatures_of(tx, &files).await?;
    let papers = papers_of(tx, &files).await?;
    if name_now(&mut text, (&signatures, &papers), (officer, &name)) {
        let content = CONTENT.seal(&desk.sealing, key, &entry.bytes(), &text.content)?;
        let values: [&dyn ToValue; 4] = [&officer, &content, &subject, &entry];
        tx.execute(sql::NAME_OFFICER, &values).await?;
    }
    Ok(Some(text))
}

/// Keeps the officer who answers now in a text that is about to be printed for signing. What is not the last signing in
/// force stays as it is.
pub(crate) async fn print_named(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, entry): (SubjectId, EntryId),
) -> Result<(), Failure<Refusal>> {
    let (held, _) = hold_for::<Refusal>(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to::<Refusal>(tx, desk, subject).await?;
    let current = force(tx, desk, occasion, subject).await?;
    if current.is_some_and(|period| period.last().entry == entry) {
        keep_named(tx, desk, (subject, &key), (entry, held.officer)).await?;
    }
    Ok(())
}
