//! Gathering the entries of one subject: ids are unique, and `of` names an earlier line.

use hashbrown::HashTable;
use rules::{Detail, Entry, Position};
use xxhash_rust::xxh3::xxh3_64;

use crate::form::Draft;
use crate::line::shortened;
use crate::refusal::Refusal;

/// The entries of one subject, in the order of their lines.
#[derive(Debug, Default)]
pub struct SubjectLedger<'a> {
    entries: Vec<Entry<'a>>,
    lines: Vec<u64>,
    /// Positions by id.
    ids: HashTable<u32>,
}

impl<'a> SubjectLedger<'a> {
    /// Starts with nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the draft of a line in, or says why the line does not count.
    pub fn take(&mut self, line: u64, draft: Draft<'a>) -> Result<(), Refusal> {
        let Draft { mut entry, of, .. } = draft;
        if let Some(used) = self.position(&entry.id) {
            let id = shortened(&entry.id);
            return Err(Refusal::IdTwice { id, line: self.lines[used] });
        }
        if let Some(id) = of {
            let named = self.named(&entry, &id)?;
            match &mut entry.detail {
                Detail::About { of, .. } => *of = Some(named),
                Detail::Result { of, .. } => *of = named,
                _ => {}
            }
        }
        let position = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let entries = &self.entries;
        self.ids.insert_unique(xxh3_64(entry.id.as_bytes()), position, |other| {
            xxh3_64(entries[*other as usize].id.as_bytes())
        });
        self.entries.push(entry);
        self.lines.push(line);
        Ok(())
    }

    fn named(&self, entry: &Entry<'_>, id: &str) -> Result<Position, Refusal> {
        let Some(position) = self.position(id) else {
            return Err(Refusal::NamesNothing { id: shortened(id) });
        };
        let named = self.entries[position].kind;
        if entry.kind.may_name(named) {
            Ok(position)
        } else {
            Err(Refusal::NamesUnfit { kind: entry.kind, id: shortened(id), named })
        }
    }

    fn position(&self, id: &str) -> Option<Position> {
        let matches = |position: &u32| self.entries[*position as usize].id == id;
        self.ids.find(xxh3_64(id.as_bytes()), matches).map(|position| *position as Position)
    }

    /// Gives the entries, as the rules take them.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// Forgets everything, keeping the memory for the next subject.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.lines.clear();
        self.ids.clear();
    }
}
