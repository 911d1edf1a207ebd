//! The ledger of the synthetic city, seen from outside.

use std::collections::{BTreeMap, BTreeSet};

use city::{LedgerPlan, Written, write_ledger};
use kernel::Day;
use ledger::{Reader, SubjectLedger};
use rules::duties::RULES;
use rules::{Gate, Jurisdiction, Kind, Law, Rulebook, State};

fn until() -> Day {
    "2026-06-30".parse().expect("a day")
}

fn written(plan: &LedgerPlan) -> (String, Written) {
    let law = Law::shipped().expect("the shipped law");
    let mut out = Vec::new();
    let written = write_ledger(plan, &law, &mut out, &mut |_| {}).expect("memory takes everything");
    (String::from_utf8(out).expect("UTF-8"), written)
}

fn subject_of(line: &str) -> &str {
    text_of(line, "subject").expect("every line names its subject")
}

/// Gives the text of a field, as far as the text needs no escape.
fn text_of<'a>(line: &'a str, field: &str) -> Option<&'a str> {
    line.split(&format!("\"{field}\":\"")).nth(1)?.split('"').next()
}

fn by_subject(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut subjects: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        let subject = subject_of(line);
        match subjects.last_mut() {
            Some((last, lines)) if *last == subject => lines.push(line),
            _ => subjects.push((subject, vec![line])),
        }
    }
    subjects
}

/// Reads the lines of one subject, which must all have the form of the contract.
fn read<'a>(lines: &[&'a str]) -> SubjectLedger<'a> {
    let mut reader = Reader::new();
    let mut ledger = SubjectLedger::new();
    for (number, line) in (1..).zip(lines) {
        let draft = reader.draft(line.as_bytes()).unwrap_or_else(|refusal| {
            panic!("{line}: {refusal}");
        });
        let draft = draft.expect("no blank lines");
        ledger.take(number, draft).unwrap_or_else(|refusal| {
            panic!("{line}: {refusal}");
        });
    }
    ledger
}

#[test]
fn every_line_has_the_form_of_the_contract() {
    for seed in [0, 1, 20_260_630, u64::MAX] {
        let plan = LedgerPlan::of_two_years(2000, seed, until());
        let (text, written) = written(&plan);
        let subjects = by_subject(&text);
        for (_, lines) in &subjects {
            for entry in read(lines).entries() {
                assert!(plan.from <= entry.on && entry.on <= plan.until, "{entry:?}");
            }
        }
        assert_eq!(written.subjects, subjects.len() as u64);
        assert_eq!(written.entries, text.lines().count() as u64);
    }
}

#[test]
fn subjects_ascend_and_never_come_back() {
    let (text, _) = written(&LedgerPlan::of_two_years(3000, 5, until()));
    let subjects: Vec<&str> = by_subject(&text).into_iter().map(|(subject, _)| subject).collect();
    assert!(subjects.is_sorted_by(|one, other| one < other));
}

#[test]
fn lines_of_a_subject_stand_in_the_order_of_recording() {
    let (text, _) = written(&LedgerPlan::of_two_years(500, 5, until()));
    for (_, lines) in by_subject(&text) {
        let days: Vec<&str> = lines
            .iter()
            .map(|line| {
                let day = text_of(line, "recorded_at").or(text_of(line, "on")).unwrap();
                &day[..10]
            })
            .collect();
        assert!(days.is_sorted(), "{lines:#?}");
    }
}

#[test]
fn same_seed_gives_same_bytes_and_another_seed_others() {
    let plan = LedgerPlan::of_two_years(300, 42, until());
    let (first, _) = written(&plan);
    assert_eq!(first, written(&plan).0);
    assert_ne!(first, written(&LedgerPlan { seed: 43, ..plan }).0);
}

#[test]
fn a_subject_does_not_depend_on_how_many_there_are() {
    let small = written(&LedgerPlan::of_two_years(400, 9, until())).0;
    let large = written(&LedgerPlan::of_two_years(1200, 9, until())).0;
    let of_large: BTreeMap<&str, Vec<&str>> = by_subject(&large).into_iter().collect();
    for (subject, lines) in by_subject(&small) {
        assert_eq!(of_large.get(subject), Some(&lines), "{subject}");
    }
}

#[test]
fn recommended_employers_are_in_the_ledger() {
    let (text, _) = written(&LedgerPlan::of_two_years(1000, 3, until()));
    let subjects: BTreeSet<&str> =
        by_subject(&text).into_iter().map(|(subject, _)| subject).collect();
    let mut recommendations = 0;
    for line in text.lines() {
        if let Some(employer) = text_of(line, "employer") {
            // The last ones may not have come yet when the story ends.
            assert!(employer <= "E00000100", "{line}");
            recommendations += usize::from(subjects.contains(employer));
        }
    }
    assert!(recommendations > 1000, "{recommendations}");
}

#[test]
fn number_of_employers_can_be_given() {
    let plan = LedgerPlan { employers: Some(0), ..LedgerPlan::of_two_years(50, 1, until()) };
    let (text, _) = written(&plan);
    assert!(!text.lines().any(|line| subject_of(line).starts_with('E')));
    assert!(text.lines().any(|line| subject_of(line).starts_with('P')));
}

#[test]
fn plans_without_sense_are_refused() {
    let law = Law::shipped().unwrap();
    let plan = LedgerPlan::of_two_years(1, 1, until());
    let backwards = LedgerPlan { from: plan.until.plus_days(1), ..plan.clone() };
    let too_many = LedgerPlan { persons: 100_000_000, employers: Some(0), ..plan.clone() };
    let far = LedgerPlan { until: Day::LAST, ..plan.clone() };
    let one_day = LedgerPlan { from: plan.until, ..plan };
    let mut out = Vec::new();
    let mut attempt = |plan: &LedgerPlan| write_ledger(plan, &law, &mut out, &mut |_| {});
    assert!(attempt(&backwards).unwrap_err().to_string().contains("起始日"));
    assert!(attempt(&too_many).unwrap_err().to_string().contains("最多"));
    assert!(attempt(&far).unwrap_err().to_string().contains("9999-12-31"));
    assert!(attempt(&one_day).is_ok());
}

#[test]
fn progress_ends_at_the_number_of_subjects() {
    let law = Law::shipped().unwrap();
    let plan = LedgerPlan::of_two_years(2500, 1, until());
    let mut heard = Vec::new();
    write_ledger(&plan, &law, &mut std::io::sink(), &mut |done| heard.push(done)).unwrap();
    // 5 offices, 250 employers, 2500 persons.
    assert_eq!(heard, [1000, 2000, 2755]);
}

/// A share in whole per mille.
fn per_mille(part: usize, whole: usize) -> usize {
    part * 1000 / whole
}

#[test]
fn the_city_is_lifelike() {
    let law = Law::shipped().unwrap();
    let rulebook = Rulebook::new(&law, Jurisdiction::Beijing);
    let plan = LedgerPlan::of_two_years(5000, 1, until());
    let (text, _) = written(&plan);
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    let mut duties: BTreeMap<&str, BTreeMap<State, usize>> = BTreeMap::new();
    let mut gates: BTreeMap<Gate, usize> = BTreeMap::new();
    let (mut person_lines, mut assisted) = (0, 0);
    for (subject, lines) in by_subject(&text) {
        let ledger = read(&lines);
        let has = |kind| ledger.entries().iter().any(|entry| entry.kind == kind);
        if subject.starts_with('P') {
            person_lines += lines.len();
            assisted += usize::from(has(Kind::HardshipRecognised));
        }
        for entry in ledger.entries() {
            *kinds.entry(entry.kind).or_default() += 1;
        }
        let assessment = rulebook.assess(ledger.entries(), plan.until);
        for duty in assessment.duties {
            *states.entry(duty.state).or_default() += 1;
            let of_rule = duties.entry(duty.rule.rule().id).or_default();
            *of_rule.entry(duty.state).or_default() += 1;
        }
        for gate in assessment.gates {
            *gates.entry(gate.gate).or_default() += 1;
        }
    }
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !kinds.contains_key(kind)).collect();
    assert!(missing.is_empty(), "no entry of {missing:?}");
    for state in State::ALL {
        assert!(states.contains_key(&state), "no duty is {state:?}");
    }
    // What only Shandong knows cannot occur.
    let unseen: Vec<&str> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !duties.contains_key(id) && !id.starts_with("SD19"))
        .collect();
    assert!(unseen.is_empty(), "nothing is owed by {unseen:?}");
    for gate in Gate::ALL {
        assert!(gates.contains_key(&gate), "{gate:?} never holds");
    }
    let all: usize = states.values().sum();
    let met = per_mille(states[&State::Met], all);
    assert!((750..900).contains(&met), "{met} of 1000 duties are met");
    let open = per_mille(states[&State::Open], all);
    assert!((2..40).contains(&open), "{open} of 1000 duties are open");
    let length = person_lines / 5000;
    assert!((18..=25).contains(&length), "{length} entries a person");
    assert!((500..700).contains(&assisted), "{assisted} of 5000 in hardship");
}

#[test]
fn a_century_has_an_end() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    let plan = LedgerPlan {
        from: day("2000-01-01"),
        until: day("2100-12-31"),
        ..LedgerPlan::of_two_years(300, 1, until())
    };
    for (_, lines) in by_subject(&written(&plan).0) {
        read(&lines);
    }
}
