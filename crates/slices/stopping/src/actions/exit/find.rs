//! Reading what is kept of a person's exits.

use kernel::Day;
use store::seal::{Clear, SubjectKey};
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, SealedDocument, SealedText};

use crate::ExitId;
use crate::actions::open::Stop;
use crate::model::{ExitContent, ExitState, Told};
use crate::sql::{self, ExitRow};

/// Why, since when, and what shows it.
pub(in crate::actions) const CONTENT: SealedDocument<ExitContent> =
    SealedDocument::of("hardship_exit.content");
/// What whoever decided said.
pub(in crate::actions) const WORDS: SealedText = SealedText::of("hardship_exit.words");
/// How the person was told.
pub(in crate::actions) const TOLD: SealedDocument<Told> = SealedDocument::of("hardship_exit.told");

/// An exit, opened.
#[derive(Clone, Debug)]
pub struct Exit {
    /// Whose.
    pub subject: SubjectId,
    /// Which.
    pub id: ExitId,
    /// How far it has come.
    pub state: ExitState,
    /// Why, since when, and what shows it.
    pub content: ExitContent,
    /// The entry that had recognised the person.
    pub recognised: EntryId,
    /// When it was proposed or recorded.
    pub proposed_at: Instant,
    /// By whom.
    pub proposed_by: ActorId,
    /// Whether the person is to be told.
    pub is_to_tell: bool,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<ActorId>,
    /// What they said.
    pub words: Option<Clear>,
    /// The entry that ended the recognition.
    pub ended: Option<EntryId>,
    /// The day on which the person was told.
    pub told_on: Option<Day>,
    /// How.
    pub told: Option<Told>,
}

impl Exit {
    /// Tells whether it stands in the ledger: it was carried out and not taken back.
    #[must_use]
    pub fn stands(&self, known: &LedgerFacts) -> bool {
        Stop { entry: self.ended }.stands(known)
    }

    /// Gives the day that the ledger has for the end of the recognition: a fact's own, or that of the approval.
    #[must_use]
    pub fn ended_on(&self) -> Day {
        let since = (self.state == ExitState::Recorded).then(|| self.content.since.parse().ok());
        since.flatten().unwrap_or_else(|| self.decided_on())
    }

    /// Everybody who had a part in it.
    pub(crate) fn parts(&self) -> impl Iterator<Item = ActorId> {
        std::iter::once(self.proposed_by).chain(self.decided_by)
    }

    /// Gives the day on which it was carried out or refused.
    #[must_use]
    pub fn decided_on(&self) -> Day {
        web::day_of(self.decided_at.unwrap_or(self.proposed_at))
    }
}

/// Gives the exits of a person, latest first. The caller has the right to read the file.
pub async fn exits_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Exit>, StoreError> {
    let rows: Vec<ExitRow> = tx.all(sql::EXITS, &[&subject]).await?;
    rows.iter().map(|row| open(row, key)).collect()
}

fn open(row: &ExitRow, key: &SubjectKey) -> Result<Exit, StoreError> {
    let place = row.exit_id.bytes();
    Ok(Exit {
        subject: row.subject_id,
        id: row.exit_id,
        state: row.state,
        content: CONTENT.open(key, &place, &row.content)?,
        recognised: row.recognised_entry,
        proposed_at: row.proposed_at,
        proposed_by: row.proposed_by,
        is_to_tell: row.is_to_tell,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        words: WORDS.open_some(key, &place, row.words.as_ref())?,
        ended: row.ended_entry,
        told_on: row.told_on,
        told: TOLD.open_some(key, &place, row.told.as_ref())?,
    })
}
