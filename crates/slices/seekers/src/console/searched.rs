//! What somebody searched for, carried from page to page without standing in an address that says it: sealed under a
//! key of its own, which goes along wrapped by the keys of this system. Nothing of it is stored.

use desk::Desk;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{StoreError, SubjectId};
use web::{Form, Submitted, Visit};

use crate::model::{LookupKind, sought};

/// The name in addresses.
pub(super) const FOUND: &str = "found";
/// The place that the words are sealed for.
const COLUMN: &str = "search.words";
/// For how long a search can be gone back to, in microseconds: a day at the counter.
const LASTS: i64 = 10 * 3_600 * 1_000_000;
/// How many characters are carried at most; no name and no number is longer.
const MOST: usize = 100;
/// The digits of a resident's number as it once was; the numbers of permits are shorter.
const OLD_NUMBER: usize = 15;
/// What separates the three pieces of what is carried.
const BETWEEN: char = '.';

/// Seals what was searched for, for whoever did, from now on.
pub(super) fn carried(visit: &Visit, desk: &Desk, words: &str) -> Result<String, StoreError> {
    let (keys, entropy) = (desk.sealing.keys.as_ref(), desk.sealing.entropy.as_ref());
    let name = SubjectId::new(visit.now, entropy);
    let (mut key, mut nonce) = ([0; 32], [0; 16]);
    entropy.fill(&mut key);
    entropy.fill(&mut nonce);
    let wrapped = keys.wrap(&name.bytes(), &key, &nonce)?;
    key.fill(0);
    let words: String = words.chars().take(MOST).collect();
    let clear = Clear::new(format!("{} {words}", visit.now.micros()));
    let key = SubjectKey::unwrap(keys, name, &wrapped)?;
    let sealed = key.seal(COLUMN, &visit.actor.id.bytes(), &clear, entropy);
    Ok(format!("{name}{BETWEEN}{}{BETWEEN}{}", hex(&wrapped), hex(sealed.bytes())))
}

/// Opens what was searched for; nothing of what somebody else did, what is too old, and what is not ours.
pub(super) fn opened(visit: &Visit, desk: &Desk, carried: &str) -> Option<String> {
    let mut pieces = carried.split(BETWEEN);
    let name: SubjectId = pieces.next()?.parse().ok()?;
    let (wrapped, sealed) = (bytes(pieces.next()?)?, bytes(pieces.next()?)?);
    let key = SubjectKey::unwrap(desk.sealing.keys.as_ref(), name, &wrapped).ok()?;
    let clear = key.open(COLUMN, &visit.actor.id.bytes(), &Sealed::from_bytes(sealed)).ok()?;
    let (at, words) = clear.reveal().split_once(' ')?;
    let age = visit.now.micros() - at.parse::<i64>().ok()?;
    (0..=LASTS).contains(&age).then(|| words.to_owned())
}

/// Gives what was searched for, as the address carries it.
pub(super) fn in_address(visit: &Visit, desk: &Desk, query: &Submitted) -> Option<String> {
    opened(visit, desk, query.text(FOUND)?)
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

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
