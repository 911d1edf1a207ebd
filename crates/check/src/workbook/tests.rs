//! What is written can be read back.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use proptest::prelude::*;
use rules::{Basis, Due, Gate, Kind, RuleIndex};

use super::*;
use crate::row::EntryMention;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn duty<'a>(subject: &'a str, id: &'a str, state: State) -> DutyRow<'a> {
    DutyRow {
        subject,
        rule: RuleIndex::numbered(1).expect("a rule"),
        because: EntryMention { id, kind: Kind::SeekerRegistered, on: day("2026-06-01") },
        from: day("2026-06-01"),
        due: Due { day: day("2026-06-04"), provisional: state == State::Open },
        state,
        met_by: (state == State::Met).then(|| EntryMention {
            id: "0002",
            kind: Kind::Graded,
            on: day("2026-06-03"),
        }),
        basis: Basis::Norm,
        office: "=东街所",
        staff: "",
    }
}

/// Reads a workbook back: its sheets by name, each as its rows.
fn read_back(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheets = workbook.worksheets();
    sheets
        .into_iter()
        .map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()))
        .collect()
}

fn finished(writer: WorkbookWriter, summary: &Summary) -> Vec<u8> {
    let mut bytes = Vec::new();
    writer.finish(summary, &mut bytes).expect("written");
    bytes
}

fn text(text: &str) -> Data {
    if text.is_empty() { Data::Empty } else { Data::String(text.to_owned()) }
}

#[test]
fn the_workbook_says_what_was_found() {
    let rows = [duty("110105194912310021", "0001", State::Met), duty("甲", "2", State::Open)];
    let mut writer = WorkbookWriter::new();
    let mut summary = Summary::default();
    for row in &rows {
        writer.duty(row).unwrap();
        summary.add(row);
    }
    let gate = GateRow {
        subject: "007".to_owned(),
        gate: Gate::Consultation,
        since: day("2026-01-02"),
        because: vec!["1".to_owned(), "2".to_owned()],
    };
    writer.gate(&gate).unwrap();
    let refused = RefusedLine { line: 12, reason: "缺少字段".to_owned() };
    writer.refused(&refused).unwrap();
    let bytes = finished(writer, &summary);
    let sheets = read_back(bytes);
    let names: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["应办清单", "可行使事项", "被拒行", "汇总"]);

    let duties = &sheets[0].1;
    assert_eq!(duties.len(), 3);
    let words: Vec<_> = duties[1].iter().map(ToString::to_string).collect();
    let rule = RuleIndex::numbered(1).unwrap().rule();
    assert_eq!(duties[1][0], text("110105194912310021"));
    assert_eq!(duties[1][3], text("0001"));
    assert_eq!((words[1].as_str(), words[2].as_str()), (rule.id, rule.duty));
    let serials: Vec<Option<f64>> = [5, 6, 7, 11]
        .iter()
        .map(|column| match &duties[1][*column] {
            Data::DateTime(moment) => Some(moment.as_f64()),
            _ => None,
        })
        .collect();
    assert_eq!(serials, [46_174.0, 46_174.0, 46_177.0, 46_176.0].map(Some));
    assert_eq!(duties[1][8..11], [text(""), text("按期"), text("0002")]);
    assert_eq!(duties[1][12..], [text("规范"), text("=东街所"), text("")]);
    assert_eq!(duties[2][8..12], [text("暂定"), text("待办"), text(""), text("")]);

    assert_eq!(sheets[1].1[1][0], text("007"));
    assert_eq!(sheets[1].1[1][4], text("1、2"));
    assert_eq!(sheets[2].1[1], [Data::Float(12.0), text("缺少字段")]);
    let tallies = &sheets[3].1;
    assert_eq!(tallies[1][..3], [text("=东街所"), text("（小计）"), Data::Float(2.0)]);
    assert_eq!(tallies[2][1], text(crate::summary::UNNAMED));
    assert_eq!(tallies[2][9], Data::Float(2.0));
    assert_eq!(tallies[3][0], text("合计"));
    assert_eq!(tallies[5][0], text("条款"));
    assert_eq!(tallies[6][0], text(rule.id));
}

#[test]
fn nothing_found_still_makes_every_sheet() {
    let sheets = read_back(finished(WorkbookWriter::new(), &Summary::default()));
    assert_eq!(sheets.len(), 4);
    assert!(sheets[..3].iter().all(|(_, rows)| rows.len() == 1));
}

#[test]
fn a_full_sheet_goes_on_in_the_next() {
    let mut writer = WorkbookWriter::with_rows(3);
    for number in 0..5 {
        writer.duty(&duty(&number.to_string(), "1", State::Met)).unwrap();
    }
    let sheets = read_back(finished(writer, &Summary::default()));
    let lists: Vec<_> = sheets
        .iter()
        .filter(|(name, _)| name.starts_with("应办清单"))
        .map(|(name, rows)| {
            let subjects: Vec<_> = rows[1..].iter().map(|row| row[0].to_string()).collect();
            (name.as_str(), subjects.join(" "))
        })
        .collect();
    assert_eq!(
        lists,
        [
            ("应办清单", "0 1".to_owned()),
            ("应办清单2", "2 3".to_owned()),
            ("应办清单3", "4".to_owned())
        ]
    );
}

#[test]
fn the_same_rows_make_the_same_bytes() {
    let write = || {
        let mut writer = WorkbookWriter::new();
        writer.duty(&duty("甲", "1", State::Overdue)).unwrap();
        finished(writer, &Summary::default())
    };
    assert_eq!(write(), write());
}

#[test]
fn text_that_no_cell_holds_is_shortened() {
    let longest = "长".repeat(LONGEST_TEXT);
    assert_eq!(fitting(&longest), longest);
    for text in [format!("{longest}长"), "𠮷".repeat(LONGEST_TEXT)] {
        let shortened = fitting(&text);
        assert!(shortened.ends_with(SHORTENED));
        let length = shortened.encode_utf16().count();
        assert!((LONGEST_TEXT - 1..=LONGEST_TEXT).contains(&length), "{length}");
    }
}

#[test]
fn days_before_excel_counts_are_text() {
    let row = DutyRow { from: day("1900-02-28"), ..duty("甲", "1", State::Open) };
    let mut writer = WorkbookWriter::new();
    writer.duty(&row).unwrap();
    writer.duty(&DutyRow { from: day("1900-03-01"), ..row }).unwrap();
    let sheets = read_back(finished(writer, &Summary::default()));
    assert_eq!(sheets[0].1[1][6], text("1900-02-28"));
    let serial = sheets[0].1[2][6].get_datetime().map(|moment| moment.as_f64());
    assert_eq!(serial, Some(61.0));
}

#[test]
fn what_cannot_be_written_is_an_error() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    assert!(WorkbookWriter::new().finish(&Summary::default(), Full).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a ledger says stays the same text, formula-like text too, and no cell is a
    /// formula.
    #[test]
    fn text_stays_text(
        subject in "[=+@\\-\t]?[\\PC]{1,12}", id in "[=+@-]{0,1}(cmd\\|' /C calc'!A0|_x0041_|[0-9E.+]{1,20})"
    ) {
        let mut writer = WorkbookWriter::new();
        writer.duty(&duty(&subject, &id, State::Overdue)).unwrap();
        let bytes = finished(writer, &Summary::default());
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
        prop_assert!(workbook.worksheet_formula("应办清单").unwrap().is_empty());
        let sheets = read_back(bytes);
        let row = &sheets[0].1[1];
        prop_assert_eq!(row[0].to_string(), subject);
        prop_assert_eq!(&row[3], &text(&id));
    }
}
