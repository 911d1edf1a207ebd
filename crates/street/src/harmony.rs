//! What stands in the database of a person, and what the ledger check says of their exported ledger: the same.

use std::num::NonZeroUsize;
use std::sync::Arc;

use check::{Listener, Options, RefusedLine};
use kernel::Day;
use rules::State;
use store::{StoreError, SubjectId, Tx};

use crate::world::World;

/// Duties and gates as lines of text, in an order of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// One line a duty: rule, cause, days, state, basis, what met it.
    pub duties: Vec<String>,
    /// One line a gate: clause and since when.
    pub gates: Vec<String>,
}

impl Owed {
    /// Reads the duties and gates as they are stored, and as they stand on a day.
    pub async fn stored(tx: &mut Tx, subject: SubjectId, today: Day) -> Result<Self, StoreError> {
        let duties = duties::duties_of(tx, subject).await?;
        let gates = duties::gates_of(tx, subject).await?;
        let mut duties: Vec<String> = duties
            .into_iter()
            .map(|duty| {
                let state = duty.state.on(duty.due_day, today);
                let by = duty.settled_by.filter(|_| matches!(state, State::Met | State::Late));
                line(
                    &duty.rule,
                    &duty.because_id.to_string(),
                    (duty.from_day, duty.due_day, duty.provisional),
                    (state, duty.basis == duties::model::Basis::Law),
                    by.map(|by| by.to_string()),
                )
            })
            .collect();
        duties.sort();
        let gates = gates.into_iter().map(|(clause, since)| format!("{clause} {since}"));
        Ok(Self { duties, gates: gates.collect() })
    }
}

impl World {
    /// Gives the duties and gates as they are stored.
    pub async fn stored(&self, subject: SubjectId) -> Owed {
        let today = self.today();
        let read = self.desk.db.read(async move |tx| Owed::stored(tx, subject, today).await);
        read.await.expect("read")
    }

    /// Gives the ledger of a person as it is exported.
    pub async fn export(&self, reference: &str) -> String {
        let mut text = String::new();
        let keys = Arc::clone(&self.desk.sealing.keys);
        let mut take = |lines: &str| {
            text.push_str(lines);
            Ok(())
        };
        let exported =
            subjects::export::<StoreError>(&self.desk.db, keys, Some(reference), &mut take).await;
        exported.expect("exported");
        text
    }

    /// Gives the duties and gates that the check computes from an exported ledger.
    pub fn checked(&self, export: &str) -> Owed {
        let options = Options {
            rulebook: &self.desk.rulebook,
            as_of: self.today(),
            grouped: false,
            gates: true,
            offices: false,
            jobs: NonZeroUsize::MIN,
        };
        let mut checked = check::check(export.as_bytes(), options, &mut Strict).expect("checked");
        let gates = std::mem::take(&mut checked.gates);
        let gates = gates.iter().map(|gate| format!("{} {}", gate.gate.clause(), gate.since));
        let gates = gates.collect();
        let mut duties = Vec::new();
        let taken: std::io::Result<()> = checked.duties(|duty| {
            duties.push(line(
                duty.rule.rule().id,
                duty.because.id,
                (duty.from, duty.due.day, duty.due.provisional),
                (duty.state, duty.basis == rules::Basis::Law),
                duty.met_by.map(|by| by.id.to_owned()),
            ));
            Ok(())
        });
        taken.expect("duties");
        duties.sort();
        Owed { duties, gates }
    }
}

fn line(
    rule: &str,
    because: &str,
    (from, due, provisional): (Day, Day, bool),
    (state, is_law): (State, bool),
    by: Option<String>,
) -> String {
    let by = by.unwrap_or_default();
    format!("{rule} {because} {from} {due} {provisional} {} {is_law} {by}", state.name())
}

/// Takes no refused line: whatever was recorded here is a whole ledger.
struct Strict;

impl Listener for Strict {
    fn progress(&mut self, _: u64) {}

    fn refused(&mut self, line: &RefusedLine) {
        panic!("line {}: {}", line.line, line.reason);
    }
}
