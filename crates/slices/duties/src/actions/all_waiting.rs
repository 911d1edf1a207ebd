//! What waits for somebody though no duty says it: every slice is asked.

use std::collections::HashMap;

use access::{Action, Actor};
use desk::{Desk, Occasion, UnderGate, Waiting};
use store::{StoreError, SubjectId, Tx};
use subjects::{mask, open_name};

use crate::sql::{self, NameRow};

/// How many names are read in one journey.
const AT_ONCE: usize = 10;

/// Gives what waits for the actor, of every slice, the most urgent first; at most so many of a kind.
pub async fn all_waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    for companion in desk.companions.iter() {
        waiting.extend(companion.waiting_for(tx, desk, occasion, limit).await?);
    }
    waiting.sort_by_key(Waiting::urgency);
    Ok(waiting)
}

/// Gives what is under way of that which some gates let do, of every slice.
pub(crate) async fn under_gates(
    tx: &mut Tx,
    desk: &Desk,
    gates: &[(SubjectId, String)],
) -> Result<Vec<UnderGate>, StoreError> {
    let mut under_way = Vec::new();
    for companion in desk.companions.iter() {
        under_way.extend(companion.under_gates(tx, gates).await?);
    }
    Ok(under_way)
}

/// Gives what a list calls those of whom something waits: their names to whoever may read the file, the first letter to
/// others, a dash for who was erased.
pub(crate) async fn names_of_waiting(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    waiting: &[Waiting],
) -> Result<HashMap<SubjectId, String>, StoreError> {
    let mut rows: HashMap<SubjectId, NameRow> = HashMap::new();
    for some in waiting.chunks(AT_ONCE) {
        let place = |at: usize| some.get(at).or(some.first()).map(|one| one.subject);
        let subjects: [Option<SubjectId>; AT_ONCE] = std::array::from_fn(place);
        let values = subjects.each_ref().map(|subject| subject as &dyn store::ToValue);
        let found: Vec<NameRow> = tx.all(sql::NAMES, &values).await?;
        rows.extend(found.into_iter().map(|row| (row.subject_id, row)));
    }
    let mut names: HashMap<SubjectId, String> = HashMap::new();
    for one in waiting {
        let Some(row) = rows.get(&one.subject) else { continue };
        let (label, wrapped) = (row.label.as_ref(), row.wrapped.as_deref());
        let Some(name) = open_name(&desk.sealing, one.subject, label, wrapped)? else { continue };
        let relation = actor.relation_to(one.office_code, one.officer);
        let is_shown = one.is_open || actor.may(Action::ReadFile, relation).is_ok();
        let shown = if is_shown { name.reveal().to_owned() } else { mask(name.reveal()) };
        // Where one of several things opens the file, the name is known.
        if is_shown || !names.contains_key(&one.subject) {
            names.insert(one.subject, shown);
        }
    }
    Ok(names)
}
