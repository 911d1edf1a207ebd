//! What somebody searched for, carried from page to page without standing in an address that says it: sealed under a
//! key of its own, which goes along wrapped by the keys of this system. Nothing of it is stored.

use store::seal::{Sealed, SubjectKey};
use store::{StoreError, SubjectId};
use subjects::SealedText;
use web::Visit;

use crate::Desk;

/// What was searched for, and when; no table has it.
const SEARCHED: SealedText = SealedText::of("search.words");
/// For how long a search can be gone back to, in microseconds: a day at the counter.
const LASTS: i64 = 10 * 3_600 * 1_000_000;
/// What separates the three pieces of what is carried.
const BETWEEN: char = '.';

impl Desk {
    /// Seals what was searched for on a page, for whoever did, from now on.
    ///
    /// # Errors
    ///
    /// Fails where the keys cannot be used.
    pub fn seal_search(
        &self,
        visit: &Visit,
        page: &str,
        words: &str,
    ) -> Result<String, StoreError> {
        let (keys, entropy) = (self.sealing.keys.as_ref(), self.sealing.entropy.as_ref());
        let name = SubjectId::new(visit.now, entropy);
        let (mut key, mut nonce) = ([0; 32], [0; 16]);
        entropy.fill(&mut key);
        entropy.fill(&mut nonce);
        let wrapped = keys.wrap(&name.bytes(), &key, &nonce)?;
        key.fill(0);
        let key = SubjectKey::unwrap(keys, name, &wrapped)?;
        let clear = format!("{} {words}", visit.now.micros());
        let sealed = SEARCHED.seal(&self.sealing, &key, &place(visit, page), clear);
        Ok(format!("{name}{BETWEEN}{}{BETWEEN}{}", hex(&wrapped), hex(sealed.bytes())))
    }

    /// Opens what was searched for on a page; nothing of what somebody else did, what is too old, and what is not ours.
    #[must_use]
    pub fn open_search(&self, visit: &Visit, page: &str, carried: &str) -> Option<String> {
        let mut pieces = carried.split(BETWEEN);
        let name: SubjectId = pieces.next()?.parse().ok()?;
        let (wrapped, sealed) = (bytes(pieces.next()?)?, bytes(pieces.next()?)?);
        let key = SubjectKey::unwrap(self.sealing.keys.as_ref(), name, &wrapped).ok()?;
        let sealed = Sealed::from_bytes(sealed);
        let clear = SEARCHED.open(&key, &place(visit, page), &sealed).ok()?;
        let (at, words) = clear.reveal().split_once(' ')?;
        let age = visit.now.micros() - at.parse::<i64>().ok()?;
        (0..=LASTS).contains(&age).then(|| words.to_owned())
    }
}

/// Whose search it is, and on which page.
fn place(visit: &Visit, page: &str) -> Vec<u8> {
    let mut place = visit.actor.id.bytes().to_vec();
    place.extend_from_slice(page.as_bytes());
    place
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
