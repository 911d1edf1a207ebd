//! Noting that a duty of the agreement was not met, and why (BJ18-25).

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use kernel::Day;
use store::seal::SubjectKey;
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedDocument;

use super::documents::{Document, documents_of};
use super::sign::force;
use crate::model::{Edition, Refusal, UnmetContent};
use crate::sql::{self, UnmetRow};

store::identifier! {
    /// Names a note that a duty was not met.
    pub UnmetId
}

/// What a note says.
const CONTENT: SealedDocument<UnmetContent> = SealedDocument::of("unmet_duty.content");

/// A duty that was not met, as it was noted.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// Its name in the database.
    pub id: UnmetId,
    /// The signing under which it was noted.
    pub entry: EntryId,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: ActorId,
    /// What.
    pub content: UnmetContent,
    /// Who took it back, and when.
    pub withdrawn: Option<(ActorId, Instant)>,
}

/// Notes that the person did not meet a duty under the agreement in force.
pub async fn note_unmet(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    (on, content): (Day, &UnmetContent),
) -> Result<(), Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let current = force(tx, desk, occasion, subject).await?;
    let current = current.ok_or(Failure::Refused(Refusal::NoAgreement))?;
    let last = current.last();
    if on < last.on || on > occasion.today {
        return Err(Failure::Refused(Refusal::UnmetOutside { from: last.on }));
    }
    if content.reason.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let files = duties::files_of(tx, desk, subject).await?;
    let documents = documents_of(tx, &files).await?;
    let text = documents.iter().find(|document| document.entry == last.entry);
    // An agreement of an imported ledger has no text here; its duties are those of the edition of its day.
    let edition = text.map_or_else(|| Edition::on(last.on), Document::edition);
    let is_known = |edition: &Edition| edition.duties().any(|duty| duty.duty == content.duty);
    if !edition.is_some_and(is_known) {
        return Err(Failure::Refused(Refusal::UnknownDuty));
    }
    let told = content.told_on.trim();
    if told.is_empty() != content.said.trim().is_empty() {
        return Err(Failure::Refused(Refusal::HalfHeard));
    }
    let is_told_then = |day: Day| day >= on && day <= occasion.today;
    if !told.is_empty() && !told.parse().is_ok_and(is_told_then) {
        return Err(Failure::Refused(Refusal::ToldOutside { from: on }));
    }
    let content = UnmetContent {
        on: on.to_string(),
        told_on: told.to_owned(),
        said: content.said.trim().to_owned(),
        ..content.clone()
    };
    let id = UnmetId::new(occasion.now, desk.sealing.entropy.as_ref());
    let sealed = CONTENT.seal(&desk.sealing, &key, &id.bytes(), &content)?;
    let values: [&dyn ToValue; 6] =
        [&subject, &id, &last.entry, &occasion.now, &occasion.actor.id, &sealed];
    tx.execute(sql::PUT_UNMET, &values).await?;
    Ok(())
}

/// Takes a note back that was made in error, as long as no renewal rests on it. It stays to be seen.
pub async fn withdraw_unmet(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, UnmetId),
) -> Result<(), Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let current = force(tx, desk, occasion, subject).await?;
    let current = current.ok_or(Failure::Refused(Refusal::NoUnmet))?;
    let entry = current.last().entry;
    let values: [&dyn ToValue; 5] = [&occasion.now, &occasion.actor.id, &subject, &id, &entry];
    match tx.execute(sql::WITHDRAW_UNMET, &values).await? {
        0 => Err(Failure::Refused(Refusal::NoUnmet)),
        _ => Ok(()),
    }
}

/// Gives what was noted in these files; what was taken back too.
pub(crate) async fn unmet_of(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<Unmet>, StoreError> {
    let mut all = Vec::new();
    for (file, key) in files {
        let rows: Vec<UnmetRow> = tx.all(sql::UNMET, &[file]).await?;
        for row in rows {
            all.push(Unmet {
                id: row.unmet_id,
                entry: row.entry_id,
                at: row.noted_at,
                by: row.noted_by,
                content: CONTENT.open(key, &row.unmet_id.bytes(), &row.content)?,
                withdrawn: row.withdrawn_by.zip(row.withdrawn_at),
            });
        }
    }
    Ok(all)
}
