//! Ledgers to import: the demonstration's, a city's, and random ones.

use std::io;
use std::num::NonZeroUsize;

use check::{Listener, Options, RefusedLine};
use city::LedgerPlan;
use ledger::{FieldType, fields_of};
use rules::{Jurisdiction, Kind, Law, Rulebook};
use serde_json::{Map, Value};
use testkit::SeededEntropy;

pub(crate) const DEMO: &str = include_str!("../../../../../demo/ledger.jsonl");

pub(crate) fn city(persons: u64) -> String {
    let law = Law::shipped().expect("the law");
    let until = "2026-06-30".parse().expect("a day");
    let mut out = Vec::new();
    let plan = LedgerPlan::of_two_years(persons, 3, until);
    city::write_ledger(&plan, &law, &mut out, &mut |_| {}).expect("written");
    String::from_utf8(out).expect("text")
}

/// A ledger of every kind, subjects scattered, with whatever texts a field can hold.
pub(crate) fn random(seed: u64, lines: usize) -> String {
    let chance = SeededEntropy::new(seed);
    let mut subjects: Vec<(String, Vec<(String, Kind)>)> = (0..=chance.below(6))
        .map(|number| (format!("{}{number}", text(&chance)), Vec::new()))
        .collect();
    let mut out = String::new();
    for number in 0..lines {
        let count = subjects.len();
        let (subject, entries) = &mut subjects[chance.below(count)];
        let kind = Kind::ALL[chance.below(Kind::ALL.len())];
        let mut line = Map::new();
        let id = format!("{}{number}", text(&chance));
        line.insert("id".to_owned(), id.clone().into());
        line.insert("subject".to_owned(), subject.clone().into());
        line.insert("kind".to_owned(), kind.name().into());
        line.insert("on".to_owned(), day(&chance, 0).into());
        for name in ["note", "office", "staff", "channel", "recorded_at", "initiated_by", "at"] {
            if chance.below(3) == 0 {
                let value = match (name, chance.below(2)) {
                    ("channel", 0) => "phone".to_owned(),
                    ("initiated_by", 0) => "subject".to_owned(),
                    ("recorded_at", 0) => "2026-02-03T10:00:00+08:00".to_owned(),
                    _ => text(&chance),
                };
                line.insert(name.to_owned(), value.into());
            }
        }
        line.insert("surplus".to_owned(), text(&chance).into());
        let fitting: Vec<&String> =
            entries.iter().filter(|(_, named)| kind.may_name(*named)).map(|(id, _)| id).collect();
        let mut complete = true;
        for rule in fields_of(kind) {
            if !rule.required && chance.below(2) == 0 {
                continue;
            }
            let value: Value = match rule.field_type {
                FieldType::Text => match chance.below(3) {
                    0 => ["childbirth", "caring", "none"][chance.below(3)].into(),
                    _ => format!("v{}", chance.below(3)).into(),
                },
                FieldType::Day => day(&chance, 400).into(),
                FieldType::Flag => (chance.below(2) == 0).into(),
                FieldType::Level => (1 + chance.below(4)).into(),
                FieldType::Version => chance.next().into(),
                FieldType::Stage => ["early", "middle", "final"][chance.below(3)].into(),
                FieldType::Reference if fitting.is_empty() => {
                    complete &= !rule.required;
                    continue;
                }
                FieldType::Reference => fitting[chance.below(fitting.len())].clone().into(),
            };
            line.insert(rule.field.name().to_owned(), value);
        }
        if complete {
            entries.push((id, kind));
            out.push_str(&Value::Object(line).to_string());
            out.push_str(if chance.below(9) == 0 { "\r\n\n" } else { "\n" });
        }
    }
    out
}

fn day(chance: &SeededEntropy, later: i32) -> String {
    let first: kernel::Day = "2025-01-01".parse().expect("a day");
    let number = i32::try_from(chance.below(400)).expect("a small number");
    first.plus_days(number + later).to_string()
}

fn text(chance: &SeededEntropy) -> String {
    const PIECES: [&str; 9] = ["王", "\"", "\\", "\n", "\u{0}", "𠀀", "a", "\u{2028}", " b"];
    (0..chance.below(5)).map(|_| PIECES[chance.below(PIECES.len())]).collect()
}

struct Silent;

impl Listener for Silent {
    fn progress(&mut self, _: u64) {}
    fn refused(&mut self, line: &RefusedLine) {
        panic!("line {}: {}", line.line, line.reason);
    }
}

/// The duties and gates that follow from a ledger, as `leye check` prints them.
pub(crate) fn checked(text: &str) -> (String, String) {
    let law = Law::shipped().expect("the law");
    let rulebook = Rulebook::new(&law, Jurisdiction::Beijing);
    let options = Options {
        rulebook: &rulebook,
        as_of: "2026-06-30".parse().expect("a day"),
        grouped: false,
        gates: true,
        offices: false,
        jobs: NonZeroUsize::MIN,
    };
    let mut checked = check::check(text.as_bytes(), options, &mut Silent).expect("checked");
    let mut gates = Vec::new();
    for gate in std::mem::take(&mut checked.gates) {
        check::write_gate(&gate, &mut gates).expect("written");
    }
    let mut duties = Vec::new();
    let written: io::Result<()> = checked.write_duties(NonZeroUsize::MIN, |_| true, &mut duties);
    written.expect("written");
    (String::from_utf8(duties).expect("text"), String::from_utf8(gates).expect("text"))
}
