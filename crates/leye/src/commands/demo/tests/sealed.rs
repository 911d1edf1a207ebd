//! Where everything lies that is sealed: under which name, and for which row. Both are part of the format: what an older
//! program sealed opens in every later one.

use std::collections::BTreeSet;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use store::SubjectId;
use store::seal::{Clear, Sealed, SubjectKey};
use testkit::Place;

/// A table and one of its columns, what tells a row from the subject's others, and whether a document lies there.
type Column = (&'static str, &'static str, &'static [&'static str], Lies);

#[derive(Clone, Copy, PartialEq)]
enum Lies {
    Document,
    Text,
}
use Lies::{Document, Text};

const COLUMNS: &[Column] = &[
    ("agreement", "content", &["entry_id"], Document),
    ("agreement_scan", "content", &["scan_id"], Text),
    ("agreement_scan", "removed_because", &["scan_id"], Text),
    ("agreement_signature", "strokes", &["entry_id", "side"], Text),
    ("appointment", "note", &["appointment_id"], Text),
    ("appointment_change", "reason", &["appointment_id", "place"], Text),
    ("assessment", "content", &["assessment_id"], Document),
    ("barrier_analysis", "content", &["analysis_id"], Document),
    ("demand_file", "content", &["version"], Document),
    ("entry", "sealed", &["entry_id"], Document),
    ("grading", "answers", &["entry_id"], Document),
    ("handover", "reason", &["handed_at"], Text),
    ("hardship_exit", "content", &["exit_id"], Document),
    ("hardship_exit", "told", &["exit_id"], Document),
    ("hardship_exit", "words", &["exit_id"], Text),
    ("household_evidence", "content", &["evidence_id"], Document),
    ("panel", "end_reason", &["entry_id"], Text),
    ("panel_feedback", "words", &["entry_id", "told_at"], Text),
    ("pause", "reason", &["paused_at"], Text),
    ("person", "particulars", &[], Document),
    ("person_change", "changes", &["version"], Document),
    ("placement_request", "content", &["request_id"], Document),
    ("placement_request", "words", &["request_id"], Text),
    ("plan", "content", &["entry_id"], Document),
    ("plan_draft", "content", &[], Document),
    ("plan_step", "words", &["entry_id", "number"], Text),
    ("post_document", "content", &["entry_id"], Document),
    ("proposal", "content", &["proposal_id"], Document),
    ("proposal", "words", &["proposal_id"], Text),
    ("stop_case", "content", &["case_id"], Document),
    ("stop_case", "told", &["case_id"], Document),
    ("stop_case", "words", &["case_id"], Text),
    ("stop_notice", "letter", &["notice_id"], Document),
    ("stop_notice", "receipt", &["notice_id"], Text),
    ("stop_objection", "content", &["objection_id"], Text),
    ("stop_objection", "told", &["objection_id"], Document),
    ("stop_objection", "words", &["objection_id"], Text),
    ("subject", "label", &[], Text),
    ("subject", "reference", &[], Text),
    ("survey_attempt", "words", &["attempt_id"], Text),
    ("survey_plan", "reason", &["planned_at"], Text),
    ("transfer", "content", &["transfer_id"], Document),
    ("transfer_step", "words", &["transfer_id", "place"], Text),
    ("unmet_duty", "content", &["unmet_id"], Document),
    ("visit_record", "content", &["record_id"], Document),
    ("visit_settlement", "words", &["record_id"], Text),
];

/// Tables that are called otherwise since: what lies in them is sealed under the first name.
const RENAMED: &[(&str, &str)] = &[("stop_objection", "objection")];

/// What the demonstration may have nothing of.
const NOT_SHOWN: &[&str] = &[
    "agreement_scan.content",
    "agreement_scan.removed_because",
    "appointment.note",
    "appointment_change.reason",
    "assessment.content",
    "grading.answers",
    "hardship_exit.content",
    "hardship_exit.told",
    "hardship_exit.words",
    "pause.reason",
    "person_change.changes",
    "placement_request.words",
    "plan_draft.content",
    "proposal.content",
    "proposal.words",
    "stop_notice.receipt",
    "stop_objection.told",
    "stop_objection.words",
    "visit_settlement.words",
];

/// Opens some rows of every sealed column by its name and what tells them apart, with nothing of the slices.
pub(super) fn opens_by_column_and_row(place: &Place, desk: &desk::Desk) {
    for column in COLUMNS {
        let (name, (.., lies)) = (name_of(column), column);
        let opened = opened(place, desk, column, 20);
        for clear in &opened {
            let document: Result<serde_json::Value, _> = serde_json::from_str(clear.reveal());
            let is_document = document.is_ok_and(|value| value.is_object() || value.is_array());
            assert_eq!(is_document, *lies == Document, "{name}");
        }
        assert!(!opened.is_empty() || NOT_SHOWN.contains(&&*name), "nothing in {name}");
    }
}

/// Gives every sealed column in which something stands that contains a text, once it is opened.
pub(crate) fn columns_with(place: &Place, desk: &desk::Desk, wanted: &str) -> BTreeSet<String> {
    let contains = |column: &&Column| {
        let opened = opened(place, desk, column, i64::MAX);
        opened.iter().any(|clear| clear.reveal().contains(wanted))
    };
    COLUMNS.iter().filter(contains).map(name_of).collect()
}

/// The name under which a column was sealed.
fn name_of((table, column, ..): &Column) -> String {
    format!("{table}.{column}")
}

/// Opens so many rows of a column at most.
fn opened(place: &Place, desk: &desk::Desk, of: &Column, most: i64) -> Vec<Clear> {
    let (name, (table, column, row, _)) = (name_of(of), of);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(&place.url, flags).expect("opens");
    let renamed = RENAMED.iter().find(|(first, _)| first == table);
    let table = renamed.map_or(*table, |(_, now)| now);
    let row = row.iter().fold(String::new(), |all, one| all + ", t." + one);
    let text = format!(
        "SELECT t.subject_id, k.wrapped, t.{column}{row} FROM {table} AS t
            JOIN subject_key AS k ON k.subject_id = t.subject_id WHERE t.{column} IS NOT NULL LIMIT {most}"
    );
    let mut statement = database.prepare(&text).expect("a table");
    let mut rows = statement.query([]).expect("rows");
    let mut opened = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        let subject = SubjectId::from_bytes(row.get(0).expect("a subject"));
        let wrapped: Vec<u8> = row.get(1).expect("a key");
        let key = SubjectKey::unwrap(desk.sealing.keys.as_ref(), subject, &wrapped);
        let sealed = Sealed::from_bytes(row.get(2).expect("bytes"));
        let clear = key.expect("a key").open(&name, &place_of(row), &sealed);
        opened.push(clear.unwrap_or_else(|fault| panic!("{fault}")));
    }
    opened
}

/// What tells a row apart, as bytes: names as they are, numbers in eight, the greatest first.
fn place_of(row: &Row<'_>) -> Vec<u8> {
    let mut place = Vec::new();
    for at in 3..row.as_ref().column_count() {
        match row.get_ref(at).expect("a value") {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => place.extend_from_slice(bytes),
            ValueRef::Integer(number) => place.extend_from_slice(&number.to_be_bytes()),
            other => panic!("{other:?}"),
        }
    }
    place
}
