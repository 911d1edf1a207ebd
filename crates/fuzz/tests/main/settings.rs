//! Files that an office writes itself: norms, calendars, mappings.

use kernel::Day;
use tables::Mapping;

use crate::edits::{Edit, changed, edits};
use crate::{LAW, target};

const CALENDAR: &str = include_str!("../../../../law/calendars/2026.toml");
const NORMS: &str = "[[norm]]\nparameter = \"grading\"\nfrom = 2026-05-01\nvalue = 5\n\
                     source = \"本区规范第一条\"\n\n[[norm]]\nparameter = \"plan_adoption\"\n\
                     from = 2026-06-01\nvalue = 15\nsource = \"本区规范第二条\"\n";

/// Changes bytes, and swaps lines, so that the text often remains TOML.
fn changed_file(text: &str, edits: &[Edit]) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let (swaps, edits) = edits.split_at(edits.len() / 2);
    for &(what, first, second, _) in swaps {
        let first = usize::from(first) % lines.len();
        let second = usize::from(second) % lines.len();
        match what % 3 {
            0 => lines.swap(first, second),
            1 => lines.insert(first, lines[second]),
            _ if lines.len() > 1 => drop(lines.remove(first)),
            _ => {}
        }
    }
    String::from_utf8(changed(lines.join("\n").as_bytes(), edits)).ok()
}

#[test]
fn a_file_of_norms() {
    target!().with_generator(edits(6)).for_each(|edits| {
        let Some(text) = changed_file(NORMS, edits) else { return };
        match LAW.clone().with_norms("规范.toml", &text) {
            Ok(law) => {
                // Norms move figures of norms, and nothing that the law lays down.
                for (before, after) in LAW.parameters().iter().zip(law.parameters()) {
                    assert!(after.values().is_sorted_by_key(|value| value.from));
                    if before.values().iter().all(|value| value.basis != rules::Basis::Norm) {
                        assert_eq!(format!("{before:?}"), format!("{after:?}"), "{text}");
                    }
                }
            }
            Err(error) => assert!(error.to_string().starts_with("规范.toml")),
        }
    });
}

#[test]
fn a_calendar() {
    let start = Day::new(2025, 12, 1).expect("a day");
    target!().with_generator(edits(6)).for_each(|edits| {
        let Some(text) = changed_file(CALENDAR, edits) else { return };
        match LAW.clone().with_calendar("日历.toml", &text) {
            Ok(law) => {
                let calendar = law.calendar();
                let mut last = start;
                for count in 1..60 {
                    let due = calendar.working_days_after(start, count);
                    assert!(due.day > last && calendar.is_working(due.day), "{count}: {text}");
                    last = due.day;
                }
            }
            Err(error) => assert!(error.to_string().starts_with("日历.toml")),
        }
    });
}

#[test]
fn a_mapping() {
    let template = tables::template();
    target!().with_generator(edits(6)).for_each(|edits| {
        let Some(text) = changed_file(template, edits) else { return };
        if let Err(error) = Mapping::parse("对照.toml", &text) {
            assert!(error.to_string().starts_with("对照文件 对照.toml："), "{error}");
        }
    });
}
