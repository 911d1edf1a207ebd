//! What somebody searched for, carried from page to page without standing in an address that says it.

use desk::Desk;
use store::StoreError;
use web::{Form, Submitted, Visit};

use crate::model::{LookupKind, sought};

/// The name in addresses.
pub(super) const FOUND: &str = "found";
/// The page that is searched from.
const PAGE: &str = "/people";
/// How many characters are carried at most; no name and no number is longer.
const MOST: usize = 100;
/// The digits of a resident's number as it once was; the numbers of permits are shorter.
const OLD_NUMBER: usize = 15;

/// Seals what was searched for, for whoever did, from now on.
pub(super) fn carried(visit: &Visit, desk: &Desk, words: &str) -> Result<String, StoreError> {
    let words: String = words.chars().take(MOST).collect();
    desk.seal_search(visit, PAGE, &words)
}

/// Gives what was searched for, as the address carries it.
pub(super) fn in_address(visit: &Visit, desk: &Desk, query: &Submitted) -> Option<String> {
    desk.open_search(visit, PAGE, query.text(FOUND)?)
}

/// Fills in what was searched for, where a form asks for it: a name, a number or a telephone, told by how it is
/// written.
pub(super) fn filled_in(mut form: Form, words: &str) -> Form {
    let Ok(sought) = sought(words) else { return form };
    let has = |kind| sought.ways.iter().any(|(known, _)| *known == kind);
    let field = if has(LookupKind::Phone) {
        "phone"
    } else if has(LookupKind::Number) {
        "number"
    } else if has(LookupKind::Name) {
        "name"
    } else {
        return form;
    };
    let is_residents = words.chars().filter(char::is_ascii_digit).count() >= OLD_NUMBER;
    for asked in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
        if asked.name == field {
            asked.values = vec![words.trim().to_owned()];
        } else if asked.name == "document" && field == "number" && !is_residents {
            // Which of the permits it is, is asked.
            asked.values = Vec::new();
        }
    }
    form
}
