//! How much stands in each part of the list, counted by the database; the ledger is asked only where something was
//! corrected.

use access::Area;
use store::{ActorId, StoreError, Tx};
use subjects::facts_of;

use super::board::Queue;
use super::open::Stop;
use crate::sql::{self, CaseLine, CountRow};

/// How much stands in each part of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// On how many people a gate stands open: of them are the lines of [`Queue::Proposed`], which the ledger alone knows.
    pub candidates: i64,
    /// Of [`Queue::Verifying`].
    pub verifying: i64,
    /// Of [`Queue::Submitted`].
    pub submitted: i64,
    /// Of [`Queue::ToTell`].
    pub to_tell: i64,
    /// Of [`Queue::Objections`].
    pub objections: i64,
    /// Of [`Queue::Ended`].
    pub ended: i64,
    /// Of [`Queue::Resumed`].
    pub resumed: i64,
    /// The letters that wait to be delivered.
    pub letters: i64,
}

impl Counts {
    /// Gives how many lines a part has; nothing where only the ledger knows, because gates stand open.
    #[must_use]
    pub const fn of(&self, queue: Queue) -> Option<i64> {
        match queue {
            Queue::Proposed if self.candidates > 0 => None,
            Queue::Proposed => Some(0),
            Queue::Verifying => Some(self.verifying),
            Queue::Submitted => Some(self.submitted),
            Queue::ToTell => Some(self.to_tell),
            Queue::Objections => Some(self.objections),
            Queue::Ended => Some(self.ended),
            Queue::Resumed => Some(self.resumed),
        }
    }
}

/// Counts what stands in each part of the list for an office and below, of those only of whom `is_shown` by office and
/// officer.
pub async fn counts_within(
    tx: &mut Tx,
    area: Area,
    is_shown: impl Fn(i64, Option<ActorId>) -> bool,
) -> Result<Counts, StoreError> {
    let bounds: [&dyn store::ToValue; 2] = [&area.first, &area.last];
    let mut counts = Counts::default();
    let cases: Vec<CountRow> = tx.all(sql::COUNT_CASES, &bounds).await?;
    for row in cases.into_iter().filter(|row| is_shown(row.office_code, row.officer_id)) {
        counts.verifying += row.verifying;
        counts.submitted += row.submitted;
        counts.to_tell += row.to_tell;
        counts.ended += row.ended;
        counts.resumed += row.resumed;
    }
    let doubtful: Vec<CaseLine> = tx.all(sql::DOUBTFUL, &bounds).await?;
    for row in doubtful.into_iter().filter(|row| is_shown(row.office_code, row.officer_id)) {
        let known = facts_of(tx, row.subject_id).await?;
        let stop = Stop { entry: row.stopped_entry };
        if stop.stands(&known) && stop.resumed(&known).is_none() {
            counts.ended += 1;
            counts.to_tell += i64::from(row.told_on.is_none());
        }
    }
    for (statement, count) in [
        (sql::COUNT_CANDIDATES, &mut counts.candidates),
        (sql::COUNT_OBJECTIONS, &mut counts.objections),
        (sql::COUNT_LETTERS, &mut counts.letters),
    ] {
        let rows: Vec<(i64, Option<ActorId>, i64)> = tx.all(statement, &bounds).await?;
        let shown = rows.into_iter().filter(|(office, officer, _)| is_shown(*office, *officer));
        *count = shown.map(|(_, _, number)| number).sum();
    }
    Ok(counts)
}
