//! Reading what is kept of a person's exits, and making ready for a step.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::Held;
use kernel::Day;
use serde::Serialize;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::LedgerFacts;

use crate::ExitId;
use crate::actions::open::{Stop, document};
use crate::actions::ready::{Ground, ground};
use crate::model::{ExitContent, ExitRefusal, ExitState, Told};
use crate::sql::{self, ExitRow};

pub(super) const CONTENT: &str = "hardship_exit.content";
pub(super) const WORDS: &str = "hardship_exit.words";
pub(super) const TOLD: &str = "hardship_exit.told";

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
    let words = row.words.as_ref().map(|words| key.open(WORDS, &place, words));
    let told = row.told.as_ref().map(|told| document(key, TOLD, &place, told));
    Ok(Exit {
        subject: row.subject_id,
        id: row.exit_id,
        state: row.state,
        content: document(key, CONTENT, &place, &row.content)?,
        recognised: row.recognised_entry,
        proposed_at: row.proposed_at,
        proposed_by: row.proposed_by,
        is_to_tell: row.is_to_tell,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        words: words.transpose()?,
        ended: row.ended_entry,
        told_on: row.told_on,
        told: told.transpose()?,
    })
}

/// Everything that a step is checked against. Nobody else changes it until the transaction ends.
pub(super) struct Ready {
    pub(super) held: Held,
    pub(super) key: SubjectKey,
    pub(super) known: LedgerFacts,
    pub(super) exits: Vec<Exit>,
}

/// Holds a person for a step that takes a right.
pub(super) async fn ready(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Ready, Failure<ExitRefusal>> {
    let Ground { held, key, known } = ground(tx, desk, occasion, action, subject).await?;
    let exits = exits_of(tx, &key, subject).await?;
    Ok(Ready { held, key, known, exits })
}

impl Ready {
    /// Finds an exit.
    pub(super) fn exit(&self, id: ExitId) -> Result<&Exit, Failure<ExitRefusal>> {
        let found = self.exits.iter().find(|exit| exit.id == id);
        found.ok_or(Failure::Refused(ExitRefusal::Nothing))
    }

    /// Seals a document.
    pub(super) fn seal(
        &self,
        desk: &Desk,
        column: &str,
        exit: ExitId,
        document: &impl Serialize,
    ) -> Sealed {
        let text = Clear::new(serde_json::json!(document).to_string());
        self.key.seal(column, &exit.bytes(), &text, desk.sealing.entropy.as_ref())
    }

    /// Seals a text.
    pub(super) fn seal_words(&self, desk: &Desk, exit: ExitId, words: &str) -> Sealed {
        let text = Clear::new(words.trim());
        self.key.seal(WORDS, &exit.bytes(), &text, desk.sealing.entropy.as_ref())
    }
}

/// Makes sure that exactly one row changed: the state was checked while the person was held.
pub(super) fn changed(rows: u64) -> Result<(), Failure<ExitRefusal>> {
    if rows == 1 { Ok(()) } else { Err(Failure::Refused(ExitRefusal::Moved)) }
}
