//! Asking back about a recognition of hardship: whether what was seen shows the group, and whether the file and the ledger
//! say otherwise.

use desk::Desk;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::StoreError;
use web::{Form, Problem};

use super::filled::ON;
use crate::actions::open::Opened;
use crate::model::codes::{SEEN, SEEN_NUMBER};
use crate::model::{Contradiction, Draft, Then, check_material, contradictions};

/// The field of the group.
const GROUP: &str = "group";

/// Compares a recognition with what is known; nothing of any other form. What is wrong stands at its field, and what the
/// file or the ledger says otherwise is asked back there. Gives the latter.
pub(super) async fn compare(
    desk: &Desk,
    opened: &Opened,
    form: &mut Form,
    today: Day,
) -> Result<Vec<Contradiction>, Problem> {
    // No other form asks on what it rests.
    if form.text(SEEN).is_none() || !form.is_sound() {
        return Ok(Vec::new());
    }
    let group = form.words(GROUP);
    if let Err((is_number, words)) =
        check_material(&group, &form.words(SEEN), &form.words(SEEN_NUMBER))
    {
        form.refuse(if is_number { SEEN_NUMBER } else { SEEN }, words);
        return Ok(Vec::new());
    }
    let subject = opened.entered.held.subject;
    let household = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            seekers::household_recognised_on(tx, subject).await
        })
        .await?;
    let on = form.day(ON).unwrap_or(today);
    let then = Then::at(&desk.rulebook, &opened.known, on);
    let file = opened.person.as_ref().map(|person| &person.particulars);
    let found = contradictions(&group, file, household, &then);
    for one in &found {
        let words =
            format!("{}。确实属于这一类别的，请勾选下面一项，台账会写明经过核对", one.words);
        form.doubt(GROUP, one.what, words);
    }
    Ok(found)
}

/// Puts into the note of a recognition what was known otherwise, so that whoever reads it later sees that it was asked.
pub(super) fn confirm(draft: &mut Draft, contradicted: &[Contradiction]) {
    if contradicted.is_empty() || draft.happening.kind != Kind::HardshipRecognised {
        return;
    }
    let words: Vec<&str> = contradicted.iter().map(|one| one.words.as_str()).collect();
    let said = draft.text(Field::Note).unwrap_or_default();
    let note = format!("{said}；与已知情况不一致，经核对属实：{}", words.join("；"));
    draft.happening.fields.retain(|(field, _)| *field != Field::Note);
    draft.happening = draft.happening.clone().text(Field::Note, note);
}
