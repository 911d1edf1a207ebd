//! A duty as bytes, for sorting more of them than memory holds.

use kernel::Day;
use rules::{Basis, Due, Kind, RuleIndex, State};

use crate::row::{DutyRow, EntryMention};

/// The numbers of a record: four days, five codes, five lengths.
const HEAD: usize = 4 * 4 + 5 + 5 * 4;

const PROVISIONAL: u8 = 1;
const NORM: u8 = 2;
const MET: u8 = 4;

/// Appends a duty. What is written is read again by this very process, so its form may change.
pub(crate) fn write(row: &DutyRow<'_>, bytes: &mut Vec<u8>) {
    let met_by =
        row.met_by.unwrap_or(EntryMention { id: "", kind: row.because.kind, on: Day::FIRST });
    for day in [row.due.day, row.from, row.because.on, met_by.on] {
        bytes.extend_from_slice(&day.number().to_le_bytes());
    }
    let flags = if row.due.provisional { PROVISIONAL } else { 0 }
        | if row.basis == Basis::Norm { NORM } else { 0 }
        | if row.met_by.is_some() { MET } else { 0 };
    bytes.extend_from_slice(&[
        row.rule.number(),
        row.state as u8,
        row.because.kind as u8,
        met_by.kind as u8,
        flags,
    ]);
    let texts = [row.subject, row.because.id, met_by.id, row.office, row.staff];
    for text in texts {
        // A line is at most LONGEST_LINE bytes, so every text of it fits.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
    }
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
    }
}

/// What merging needs of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outline<'a> {
    /// The number of the due day.
    pub(crate) due: i32,
    pub(crate) subject: &'a [u8],
    /// The bytes of the whole record.
    pub(crate) length: usize,
}

/// Looks at the record at the beginning of some bytes without reading all of it. Nothing where the
/// bytes hold only a part of it.
pub(crate) fn outline(bytes: &[u8]) -> Option<Outline<'_>> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let size = |index: usize| {
        let size = head[HEAD - 20 + index * 4..][..4].try_into().ok()?;
        Some(u32::from_le_bytes(size) as usize)
    };
    let texts = size(0)? + size(1)? + size(2)? + size(3)? + size(4)?;
    let due = i32::from_le_bytes(head[..4].try_into().ok()?);
    let subject = rest.get(..texts)?.get(..size(0)?)?;
    Some(Outline { due, subject, length: HEAD + texts })
}

/// Reads the record at the beginning of some bytes; gives its length too. Nothing where the bytes
/// hold only a part of it.
pub(crate) fn read(bytes: &[u8]) -> Option<(DutyRow<'_>, usize)> {
    let (head, mut rest) = bytes.split_at_checked(HEAD)?;
    let (days, head) = head.split_at(16);
    let (codes, lengths) = head.split_at(5);
    let mut texts = [""; 5];
    let mut length = HEAD;
    for (text, size) in texts.iter_mut().zip(lengths.chunks_exact(4)) {
        let size = u32::from_le_bytes(size.try_into().ok()?) as usize;
        let (part, after) = rest.split_at_checked(size)?;
        *text = std::str::from_utf8(part).ok()?;
        rest = after;
        length += size;
    }
    let day = |index: usize| {
        let number = days[index * 4..][..4].try_into().ok()?;
        Some(Day::from_number(i32::from_le_bytes(number)))
    };
    let [rule, state, because_kind, met_kind, flags] = codes.try_into().ok()?;
    let kind = |code: u8| Kind::ALL.get(usize::from(code)).copied();
    let met_by = if flags & MET == 0 {
        None
    } else {
        Some(EntryMention { id: texts[2], kind: kind(met_kind)?, on: day(3)? })
    };
    let row = DutyRow {
        subject: texts[0],
        rule: RuleIndex::numbered(rule)?,
        because: EntryMention { id: texts[1], kind: kind(because_kind)?, on: day(2)? },
        from: day(1)?,
        due: Due { day: day(0)?, provisional: flags & PROVISIONAL != 0 },
        state: *State::ALL.get(usize::from(state))?,
        met_by,
        basis: if flags & NORM == 0 { Basis::Law } else { Basis::Norm },
        office: texts[3],
        staff: texts[4],
    };
    Some((row, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_as_it_was_written() {
        for rule in RuleIndex::all() {
            for (state, met) in [(State::Met, true), (State::Overdue, false)] {
                let on = Day::new(2026, 2, 3).unwrap();
                let row = DutyRow {
                    subject: "张三",
                    rule,
                    because: EntryMention { id: "1", kind: Kind::Intake, on },
                    from: on.plus_days(1),
                    due: Due { day: on.plus_days(2), provisional: met },
                    state,
                    met_by: met.then(|| EntryMention {
                        id: "",
                        kind: Kind::FairHeld,
                        on: on.plus_days(3),
                    }),
                    basis: if met { Basis::Norm } else { Basis::Law },
                    office: "",
                    staff: "李四",
                };
                let mut bytes = Vec::new();
                write(&row, &mut bytes);
                for end in 0..bytes.len() {
                    assert_eq!(read(&bytes[..end]), None, "{end} bytes are not a record");
                    assert_eq!(outline(&bytes[..end]), None, "{end} bytes are not a record");
                }
                bytes.push(7);
                let length = bytes.len() - 1;
                assert_eq!(read(&bytes), Some((row, length)));
                let due = row.due.day.number();
                let subject = row.subject.as_bytes();
                assert_eq!(outline(&bytes), Some(Outline { due, subject, length }));
            }
        }
    }
}
