//! Which entries of a ledger stand for those of another one that went on in it.

use std::collections::{HashMap, HashSet};

use ledger::{Field, fields_of};
use rules::Kind;
use store::EntryId;

use super::history::Past;

/// What the note of an entry says that was written once more from the ledger of a file of this number.
#[must_use]
pub fn transcribed_from(file_number: &str) -> String {
    format!("转录自档案 {file_number} 的台账")
}

impl Past {
    /// Tells whether two entries say that the same happened: its kind, its day, and whatever both of them say of it.
    /// Who wrote it, and what was noted beside it, may differ.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let of_writer = |field| matches!(field, Field::Note | Field::Staff);
        self.kind == other.kind
            && self.on == other.on
            && fields_of(self.kind)
                .iter()
                .map(|rule| rule.field)
                // Further entries say with whom, and in which post.
                .chain([Field::Employer, Field::Vacancy])
                .filter(|field| !of_writer(*field))
                .all(|field| {
                    let differ = |one: Option<String>, other: Option<String>| {
                        matches!((one, other), (Some(one), Some(other)) if one != other)
                    };
                    let text = |past: &Self| {
                        let text = past.text(field)?.reveal().to_owned();
                        (!text.is_empty()).then_some(text)
                    };
                    let number = |past: &Self| past.number(field).map(|number| number.to_string());
                    let flag = |past: &Self| past.flag(field).map(|flag| flag.to_string());
                    !differ(text(self), text(other))
                        && !differ(number(self), number(other))
                        && !differ(flag(self), flag(other))
                })
    }

    fn note(&self) -> String {
        self.text(Field::Note).map_or_else(String::new, |note| note.reveal().to_owned())
    }
}

/// Finds, for the entries of a ledger that went on in another one, those that stand for them there: what was written
/// once more says from which file, and what both files said already was counted once. Whatever was corrected in the
/// ledger that went on stands for nothing.
#[must_use]
pub fn copies(kept: &[Past], gone: &[Past], file_number: &str) -> HashMap<EntryId, EntryId> {
    let mark = transcribed_from(file_number);
    let mut names: HashMap<EntryId, EntryId> = HashMap::new();
    let mut taken: HashSet<EntryId> = HashSet::new();
    for entry in gone.iter().filter(|entry| !entry.is_corrected && entry.kind != Kind::Corrected) {
        let about = match entry.of.map(|of| names.get(&of).copied()) {
            // What it was about was corrected away, and so it was not written once more.
            Some(None) => continue,
            Some(about) => about,
            None => None,
        };
        let fitting: Vec<&Past> = kept
            .iter()
            .filter(|own| !taken.contains(&own.id) && own.of == about && own.says_the_same(entry))
            .collect();
        let note = entry.note();
        let is_copy = |own: &&&Past| {
            let own = own.note();
            own.starts_with(&note) && own.contains(&mark)
        };
        if let Some(own) = fitting.iter().find(is_copy).or(fitting.first()) {
            taken.insert(own.id);
            names.insert(entry.id, own.id);
        }
    }
    names
}
