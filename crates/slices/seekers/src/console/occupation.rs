//! What work somebody does: kept in their own words, found in the classification, and chosen with a click where the
//! words may mean several occupations. Words that are found nowhere hold nobody up; they are classed later.

use web::{Choice, Field, Form, Submitted};

use super::fields::suggestion;
use crate::model::{OccupationFound, find_occupation, occupation_reference};

/// The question which of several occupations it is.
pub(super) const CHOICE: &str = "occupation_code";
/// The answer that it is to be classed later.
pub(super) const LATER: &str = "later";
/// The question in which the words stand.
const WORDS: &str = "occupation";

/// Asks once more which of several occupations it is, where that was answered; before a form takes what was sent.
pub(super) fn with_choice(mut form: Form, sent: &Submitted) -> Form {
    if sent.text(CHOICE).is_some() {
        ask(&mut form, sent.text(WORDS).unwrap_or_default());
    }
    form
}

/// Asks which of the occupations it is that words may mean.
fn ask(form: &mut Form, words: &str) {
    let OccupationFound::Several(several) = find_occupation(words) else { return };
    let mut choices: Vec<Choice> =
        several.into_iter().map(|one| Choice::new(one.code(), suggestion(one))).collect();
    choices.push(Choice::new(LATER, "都不像，照原话保存，以后归类"));
    let field = Field::one(CHOICE, "是下面哪一种职业", choices);
    for group in &mut form.groups {
        if let Some(at) = group.fields.iter().position(|field| field.name == WORDS) {
            group.fields.insert(at + 1, field);
            return;
        }
    }
}

/// Gives the occupation, by reference; blank of words that are to be classed later.
pub(super) fn read(form: &mut Form) -> String {
    let words = form.words(WORDS);
    let several = match find_occupation(&words) {
        OccupationFound::One(occupation) => return occupation_reference(occupation),
        OccupationFound::None => return String::new(),
        OccupationFound::Several(several) => several,
    };
    let chosen = form.words(CHOICE);
    if chosen == LATER {
        return String::new();
    }
    if let Some(occupation) = several.into_iter().find(|one| one.code() == chosen) {
        return occupation_reference(occupation);
    }
    if form.fields().all(|field| field.name != CHOICE) {
        ask(form, &words);
    }
    form.refuse(CHOICE, format!("“{words}”可以是几种职业，请点选其中一种，不用重新填写"));
    String::new()
}
