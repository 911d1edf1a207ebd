//! Lines of a ledger, one by one; and the lines that the other targets start from.

use std::collections::HashMap;
use std::sync::LazyLock;

use city::{LedgerPlan, write_ledger};
use ledger::{Reader, SubjectLedger, subject_of};
use serde_json::{Map, Value, json};

use crate::edits::{Edit, changed, edits, place};
use crate::{LAW, target, today};

/// The ledger of the demonstration, and that of a very small city.
pub(crate) static LINES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut bytes = include_bytes!("../../../../demo/ledger.jsonl").to_vec();
    let plan = LedgerPlan::of_two_years(10, 7, today());
    write_ledger(&plan, &LAW, &mut bytes, &mut |_| {}).expect("a ledger in memory");
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
});

/// Values that stand in no honest ledger, or seldom.
static ODD_VALUES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let values = json!([
        null, true, false, 0, -1, 5, 1e300, i64::MIN, u64::MAX, 0.5, "", " ", "1", "0", "王秀英",
        "0001-01-01", "9999-12-31", "2026-02-30", "2026-06-30", "2024-02-29", "\u{0}\"\\\n", "😀",
        [], {}, [[1]], {"id": "1"}, "followed_up", "surveyed", "fair_announced", "graded",
        "training_started", "early", "subject", "字".repeat(300)
    ]);
    values.as_array().cloned().unwrap_or_default()
});

/// Changes the fields of a line: one gets an odd value, one that another line has, or goes.
pub(crate) fn changed_fields(line: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut fields = fields_of(line);
    for &(what, first, second, byte) in edits {
        let other = fields_of(&LINES[place(second, LINES.len())]);
        let own: Vec<String> = fields.keys().cloned().collect();
        let field = own.get(place(first, own.len())).cloned().unwrap_or_default();
        match what % 4 {
            0 => {
                let odd = &ODD_VALUES[usize::from(byte) % ODD_VALUES.len()];
                fields.insert(field, odd.clone());
            }
            1 | 2 => {
                let taken = other.into_iter().nth(usize::from(byte) % 8);
                fields.extend(taken);
            }
            _ => drop(fields.remove(&field)),
        }
    }
    Value::Object(fields).to_string().into_bytes()
}

fn fields_of(line: &[u8]) -> Map<String, Value> {
    serde_json::from_slice(line).expect("a valid line")
}

#[test]
fn a_line() {
    let generator = (bolero::produce::<u16>(), edits(4), edits(3));
    target!().with_generator(generator).for_each(|(start, field_edits, byte_edits)| {
        let start = &LINES[place(*start, LINES.len())];
        let line = changed(&changed_fields(start, field_edits), byte_edits);
        check_line(&line);
    });
}

#[test]
fn any_bytes_as_a_line() {
    target!().for_each(check_line);
}

fn check_line(line: &[u8]) {
    let mut reader = Reader::new();
    let draft = match reader.draft(line) {
        Ok(Some(draft)) => draft,
        Ok(None) => return assert!(line.iter().all(u8::is_ascii_whitespace)),
        Err(refusal) => {
            let words = refusal.to_string();
            assert!(!words.is_empty() && words.chars().count() < 400, "{words}");
            return;
        }
    };
    assert_eq!(subject_of(line).as_deref(), Some(&*draft.subject));

    // What a line says does not depend on how its JSON is spelt.
    if let Ok(value) = serde_json::from_slice::<Value>(line) {
        let spelt = value.to_string();
        assert_eq!(Reader::new().draft(spelt.as_bytes()), Ok(Some(draft.clone())), "{spelt}");

        if draft.check_first().is_ok() {
            let mut gathered = SubjectLedger::new();
            gathered.take(1, draft.clone()).expect("the first of its subject");
            let [entry] = gathered.entries() else { panic!("one entry") };
            assert_eq!(value["subject"], *draft.subject);
            assert_eq!(value["id"], *entry.id);
            assert_eq!(value["kind"], entry.kind.name());
            assert_eq!(value["on"], *entry.on.to_string());
            assert!(entry.detail.fits(entry.kind));
            if let Some(office) = &entry.office {
                assert_eq!(value["office"], **office);
            }
            assert!(gathered.take(2, draft).is_err(), "the same id twice");
        }
    }
}

#[test]
fn the_lines_of_one_subject() {
    let generator = bolero::produce::<Vec<(u16, Vec<Edit>)>>().with().len(0..12usize);
    target!().with_generator(generator).for_each(|picks| {
        let lines: Vec<Vec<u8>> = picks
            .iter()
            .map(|(start, edits)| {
                let line = &LINES[place(*start, LINES.len())];
                changed_fields(line, &edits[..edits.len().min(2)])
            })
            .collect();
        let mut reader = Reader::new();
        let mut gathered = SubjectLedger::new();
        let mut ids: HashMap<String, usize> = HashMap::new();
        for (number, line) in (1..).zip(&lines) {
            let Ok(Some(draft)) = reader.draft(line) else { continue };
            if gathered.take(number, draft).is_err() {
                continue;
            }
            // Ids are unique, and whoever is named stands further up and may be named.
            let position = gathered.entries().len() - 1;
            let entry = &gathered.entries()[position];
            assert_eq!(ids.insert(entry.id.to_string(), position), None);
            if let Some(named) = entry.of() {
                assert!(named < position);
                assert!(entry.kind.may_name(gathered.entries()[named].kind));
            }
        }
    });
}
