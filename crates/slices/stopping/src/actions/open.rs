//! Reading what is kept of the cases of a person.

use kernel::Day;
use rules::{Entry, Gate, GateCondition, Kind, Rulebook};
use store::seal::{Clear, SubjectKey};
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, SealedDocument, SealedText};

use crate::CaseId;
use crate::model::{
    CaseState, Ground, Told, Under, Undone, Verification, back_at, gate_of, ground_of_case, undone,
};
use crate::sql::{self, CaseRow};

/// What was tried and found.
pub(super) const CONTENT: SealedDocument<Verification> = SealedDocument::of("stop_case.content");
/// What whoever decided said.
pub(super) const WORDS: SealedText = SealedText::of("stop_case.words");
/// How the person was told.
pub(super) const TOLD: SealedDocument<Told> = SealedDocument::of("stop_case.told");

/// A case, opened.
#[derive(Clone, Debug)]
pub struct Case {
    /// Whose service.
    pub subject: SubjectId,
    /// Which.
    pub id: CaseId,
    /// The gate that proposed it.
    pub gate: Gate,
    /// Since when it stood open when the case began.
    pub gate_since: Day,
    /// The day on which somebody first tried to verify.
    pub began_on: Day,
    /// How many entries the ledger had then.
    pub entries_seen: usize,
    /// How far it has come.
    pub state: CaseState,
    /// What was tried and found.
    pub verification: Verification,
    /// When that was finished.
    pub verified_at: Option<Instant>,
    /// By whom.
    pub verified_by: Option<ActorId>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<ActorId>,
    /// What they said.
    pub words: Option<Clear>,
    /// The entry that notified the registry.
    pub notified: Option<EntryId>,
    /// The entry that ended the agreement, where there was one to end.
    pub ended: Option<EntryId>,
    /// The entry that stopped the service.
    pub stopped: Option<EntryId>,
    /// The day on which the person was told.
    pub told_on: Option<Day>,
    /// How.
    pub told: Option<Told>,
}

impl Case {
    /// Says whether the ground of a pending case still holds.
    #[must_use]
    pub fn ground(&self, rulebook: &Rulebook<'static>, known: &LedgerFacts, today: Day) -> Ground {
        ground_of_case(rulebook, known, self.gate, (self.began_on, self.entries_seen), today)
    }

    /// Tells whether the stop stands in the ledger: it was carried out and not taken back.
    #[must_use]
    pub fn stands(&self, known: &LedgerFacts) -> bool {
        self.stop().stands(known)
    }

    const fn stop(&self) -> Stop {
        Stop { entry: self.stopped }
    }

    /// Gives when the person came back after the stop, and by what; nothing while the service stays stopped, or where
    /// the stop was taken back.
    #[must_use]
    pub fn resumed(&self, known: &LedgerFacts) -> Option<(Day, Kind)> {
        self.stop().resumed(known)
    }

    /// Gives the conditions of the gate as they stood when the stop was decided, with that day: the stop itself ends the
    /// period that they look at. Before a decision, as they stand.
    #[must_use]
    pub fn conditions(
        &self,
        rulebook: &Rulebook<'static>,
        known: &LedgerFacts,
        today: Day,
    ) -> (Day, Vec<GateCondition>) {
        let (day, before) = self.before(known, today);
        (day, rulebook.conditions(self.gate, before, day))
    }

    /// Gives what the office owed the person and did not do, or did late, as it stood when the stop was decided; before a
    /// decision, as it stands.
    #[must_use]
    pub fn undone(
        &self,
        rulebook: &Rulebook<'static>,
        known: &LedgerFacts,
        today: Day,
    ) -> Vec<Undone> {
        let (day, before) = self.before(known, today);
        undone(rulebook, before, self.gate, day)
    }

    /// Gives since when the agreement was in force that ended with the stop, and the day of its end; nothing where none did,
    /// or where the service was not stopped.
    pub(crate) fn agreement_ended(&self, known: &LedgerFacts) -> Option<(Day, Day)> {
        let ended_on = known.entries().get(known.place(self.stopped?)?)?.on;
        let (day, before) = self.before(known, ended_on);
        Some((Under::of(before, day)?.since, ended_on))
    }

    /// The day of the decision, and the entries of the ledger before it; before a decision, all as of today.
    fn before<'k>(&self, known: &'k LedgerFacts, today: Day) -> (Day, &'k [Entry<'static>]) {
        let entries = known.entries();
        let first = [self.notified, self.ended, self.stopped].into_iter().flatten();
        let place = first.filter_map(|entry| known.place(entry)).min();
        match (place, self.decided_at) {
            (Some(place), Some(at)) => (web::day_of(at), entries.get(..place).unwrap_or(entries)),
            _ => (today, entries),
        }
    }

    /// The entries that carried it out, the last first, without what was taken back.
    #[must_use]
    pub fn carried_out(&self, known: &LedgerFacts) -> Vec<EntryId> {
        let entries = [self.stopped, self.ended, self.notified].into_iter().flatten();
        entries.filter(|entry| Stop { entry: Some(*entry) }.stands(known)).collect()
    }

    /// Everybody who had a part in verifying.
    pub(crate) fn verifiers(&self) -> Vec<ActorId> {
        let tried = self.verification.attempts.iter().filter_map(|tried| tried.by.parse().ok());
        self.verified_by.into_iter().chain(tried).collect()
    }
}

/// The entry by which a service stopped, where there is one, and what the ledger says of it since.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    pub(crate) entry: Option<EntryId>,
}

impl Stop {
    /// Tells whether it was not taken back.
    pub(crate) fn stands(self, known: &LedgerFacts) -> bool {
        // What a file that was merged into this one says, and this one does not, was corrected before.
        let is_known = |entry: &EntryId| known.place(*entry).is_some();
        self.entry.filter(is_known).is_some_and(|entry| !is_corrected(known, entry))
    }

    /// Gives when the person came back after it, and by what.
    pub(crate) fn resumed(self, known: &LedgerFacts) -> Option<(Day, Kind)> {
        let place = self.entry.filter(|_| self.stands(known)).and_then(|id| known.place(id))?;
        let stopped_on = known.entries().get(place)?.on;
        back_at(known, (stopped_on, place + 1), Day::LAST)
    }
}

/// Tells whether a later entry takes this one back.
fn is_corrected(known: &LedgerFacts, entry: EntryId) -> bool {
    let place = known.place(entry);
    let mut entries = known.entries().iter();
    entries.any(|entry| entry.kind == Kind::Corrected && entry.of() == place && place.is_some())
}

/// Gives the cases of a person, latest first. The caller has the right to read the file.
pub async fn cases_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Case>, StoreError> {
    let rows: Vec<CaseRow> = tx.all(sql::CASES, &[&subject]).await?;
    rows.iter().map(|row| open_case(row, key)).collect()
}

fn open_case(row: &CaseRow, key: &SubjectKey) -> Result<Case, StoreError> {
    let place = row.case_id.bytes();
    let gate = gate_of(&row.clause).ok_or_else(|| StoreError::Contradiction {
        table: "stop_case",
        column: "clause".to_owned(),
        row: row.case_id.to_string(),
        why: "不是停止服务的条款".to_owned(),
    })?;
    Ok(Case {
        subject: row.subject_id,
        id: row.case_id,
        gate,
        gate_since: row.gate_since,
        began_on: row.began_on,
        entries_seen: usize::try_from(row.entries_seen).unwrap_or(usize::MAX),
        state: row.state,
        verification: CONTENT.open(key, &place, &row.content)?,
        verified_at: row.verified_at,
        verified_by: row.verified_by,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        words: WORDS.open_some(key, &place, row.words.as_ref())?,
        notified: row.notified_entry,
        ended: row.ended_entry,
        stopped: row.stopped_entry,
        told_on: row.told_on,
        told: TOLD.open_some(key, &place, row.told.as_ref())?,
    })
}
