//! The jumps of a file: its sections, each with how much stands there.

use web::parts::{Jump, Jumps};

use super::now::open;
use super::sections::{count, of_file};
use crate::actions::file::File;

/// The jumps to what is due, to the sections of the ledger, to the ledger as a whole, and to where the file
/// leads, whose heading is called `further`.
pub(super) fn jumps(file: &File, further: Option<String>) -> Jumps {
    let jump = |label: &str, mark: &str, count: usize| Jump {
        label: label.to_owned(),
        mark: format!("{mark}-heading"),
        count: i64::try_from(count).ok(),
        digit: None,
    };
    let mut jumps = vec![jump("应办", "due", open(file).count())];
    // The number of a section is its key; the tenth has the nought.
    for (digit, section) in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].into_iter().zip(of_file(file)) {
        let mut jump = jump(section.short(), section.mark(), 0);
        jump.count = count(file, section).and_then(|count| i64::try_from(count).ok());
        jump.digit = Some(digit);
        jumps.push(jump);
    }
    jumps.push(jump("全部记录", "ledger", file.history.len()));
    if !file.changes.is_empty() {
        jumps.push(jump("资料修改", "changes", file.changes.len()));
    }
    if let Some(mark) = further {
        let (label, count, digit) = ("更多办理".to_owned(), None, None);
        jumps.push(Jump { label, mark: format!("{mark}-heading"), count, digit });
    }
    Jumps { label: "档案各节".to_owned(), jumps }
}
