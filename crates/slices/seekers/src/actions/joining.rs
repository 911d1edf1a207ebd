//! How two ledgers become one: which entries of the one that goes are written once more, and what must go on in it.

use std::collections::HashMap;

use kernel::Day;
use rules::{Kind, Rulebook};
use store::{EntryId, StoreError, Tx};
use subjects::{Past, facts_of, history};

use super::merge::Pair;
use crate::model::{Copied, Joined, Lost};

/// An entry of the ledger that goes, and the one of the other that says the same already.
pub(super) struct Step<'a> {
    pub(super) entry: &'a Past,
    pub(super) same_as: Option<EntryId>,
}

/// Gives what becomes of the entries of the ledger that goes, in their order. What both say happened once, so it is counted
/// once; what was corrected, and what was about it, is left where it is.
pub(super) fn steps<'a>(kept: &[Past], gone: &'a [Past]) -> Vec<Step<'a>> {
    let counts = |entry: &&Past| !entry.is_corrected && entry.kind != Kind::Corrected;
    let mut own: Vec<&Past> = kept.iter().filter(counts).collect();
    let mut known: HashMap<EntryId, Option<EntryId>> = HashMap::new();
    let mut steps = Vec::new();
    for entry in gone.iter().filter(counts) {
        let about = match entry.of.map(|of| known.get(&of)) {
            // What it was about was corrected away; without it, it would say something else.
            Some(None) => continue,
            // What is about an entry that is written once more stands nowhere yet.
            Some(Some(None)) => None,
            Some(Some(Some(same))) => Some(Some(*same)),
            None => Some(None),
        };
        let same = about.and_then(|about| {
            own.iter().position(|own| own.of == about && own.says_the_same(entry))
        });
        let same_as = same.map(|at| own.swap_remove(at).id);
        known.insert(entry.id, same_as);
        steps.push(Step { entry, same_as });
    }
    steps
}

/// Gives what is in force in one of two files and would come to its end with their becoming one.
pub(super) async fn lost(
    tx: &mut Tx,
    rulebook: &Rulebook<'static>,
    today: Day,
    Pair { kept, gone }: &Pair,
) -> Result<Option<Lost>, StoreError> {
    let (one, other) = (kept.person.subject, gone.person.subject);
    let own = history(tx, &kept.entered.key, one).await?;
    let past = history(tx, &gone.entered.key, other).await?;
    let (known, leaving) = (facts_of(tx, one).await?, facts_of(tx, other).await?);
    let mut stands = vec![None; leaving.entries().len()];
    for step in steps(&own, &past) {
        let Some(at) = leaving.place(step.entry.id) else { continue };
        let same = step.same_as.and_then(|same| known.place(same));
        stands[at] = Some(same.map_or(Copied::Anew, Copied::As));
    }
    let joined = Joined { kept: known.entries(), gone: leaving.entries(), stands: &stands };
    Ok(joined.lost(rulebook, today))
}
