//! A whole ledger to be imported, its lines gathered by subject.

use std::collections::HashMap;
use std::ops::Range;

use ledger::Reader;

use super::reference::normalise;

/// A line that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Why, in Chinese.
    pub reason: String,
}

/// The lines of one subject, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectLines {
    /// The reference as the first of them writes it.
    pub reference: String,
    /// The reference as it is looked up.
    pub normalised: String,
    /// The number of each line, and where it stands.
    pub lines: Vec<(u64, Range<usize>)>,
}

/// A ledger whose lines have the right form, subjects in the order of their first lines.
#[derive(Debug)]
pub struct Sheet {
    bytes: Vec<u8>,
    /// The subjects.
    pub subjects: Vec<SubjectLines>,
    /// The lines that have not.
    pub refused: Vec<RefusedLine>,
    /// How many lines have the right form.
    pub entries: u64,
}

impl Sheet {
    /// Reads a ledger in the written form. A byte order mark, CRLF and blank lines are passed over.
    #[must_use]
    pub fn read(bytes: Vec<u8>) -> Self {
        let mut subjects: Vec<SubjectLines> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut refused = Vec::new();
        let mut entries = 0;
        let mut start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut number = 0;
        let mut reader = Reader::new();
        while start < bytes.len() {
            let end = bytes[start..].iter().position(|byte| *byte == b'\n');
            let end = end.map_or(bytes.len(), |length| start + length);
            let line = &bytes[start..end];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let place = start..start + line.len();
            number += 1;
            start = end + 1;
            match reader.draft(line) {
                Ok(None) => {}
                Err(reason) => {
                    refused.push(RefusedLine { line: number, reason: reason.to_string() });
                }
                Ok(Some(draft)) => {
                    entries += 1;
                    let normalised = normalise(&draft.subject);
                    let next = subjects.len();
                    let index = *places.entry(normalised.clone()).or_insert(next);
                    if index == next {
                        let reference = draft.subject.into_owned();
                        subjects.push(SubjectLines { reference, normalised, lines: Vec::new() });
                    }
                    subjects[index].lines.push((number, place));
                }
            }
        }
        drop(reader);
        Self { bytes, subjects, refused, entries }
    }

    /// Gives a line.
    #[must_use]
    pub fn line(&self, place: &Range<usize>) -> &[u8] {
        &self.bytes[place.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_as_in_the_file_and_gathered() {
        let line = |id: &str, subject: &str| {
            format!(r#"{{"id":"{id}","subject":"{subject}","kind":"intake","on":"2026-01-05"}}"#)
        };
        let text = format!(
            "\u{feff}{}\r\n\n{}\nnonsense\n{}",
            line("1", "a"),
            line("1", "b"),
            line("2", "A ")
        );
        let sheet = Sheet::read(text.into_bytes());
        assert_eq!(sheet.entries, 3);
        assert_eq!(sheet.refused.iter().map(|refused| refused.line).collect::<Vec<_>>(), [4]);
        let [one, other] = sheet.subjects.as_slice() else { panic!("two subjects") };
        assert_eq!((one.reference.as_str(), other.reference.as_str()), ("a", "b"));
        let numbers: Vec<u64> = one.lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 5]);
        assert_eq!(sheet.line(&one.lines[1].1), line("2", "A ").as_bytes());
    }
}
