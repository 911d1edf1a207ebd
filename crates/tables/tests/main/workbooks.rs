//! Tables as Excel workbooks.

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tables::{RowsRead, TableError};

use crate::reading::{MAPPING, read, read_with};

/// Builds a workbook of one sheet with the usual headings and further ones.
fn workbook(headings: &[&str], fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("服务台账").expect("within the sheet");
    for (column, heading) in (0..).zip(["服务对象", "事项", "日期"].iter().chain(headings))
    {
        sheet.write_string(0, column, *heading).expect("within the sheet");
    }
    fill(sheet);
    workbook.save_to_buffer().expect("a workbook")
}

fn texts(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        sheet.write_string(row, column, *cell).expect("within the sheet");
    }
}

#[test]
fn every_kind_of_cell_is_read() {
    let bytes = workbook(&["版本", "录入时间", "已履约", "专员", "编号"], |sheet| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        texts(sheet, 1, &["0012", "制定援助方案"]);
        let day = ExcelDateTime::from_ymd(2026, 6, 3).unwrap();
        sheet.write_datetime_with_format(1, 2, &day, &date).unwrap();
        sheet.write_number(1, 3, 2).unwrap();
        let instant = ExcelDateTime::from_ymd(2026, 6, 4).unwrap().and_hms(9, 30, 0).unwrap();
        sheet.write_datetime_with_format(1, 4, &instant, &moment).unwrap();
        sheet.write_number(1, 7, 1001).unwrap();
        texts(sheet, 2, &["0012", "签订援助协议"]);
        sheet.write_number(2, 2, 46_203).unwrap();
        sheet.write_boolean(2, 5, false).unwrap();
        sheet.write_formula(2, 6, Formula::new("A1&B1").set_result("王专员")).unwrap();
        sheet.write_number(2, 7, 1002).unwrap();
    });
    let (read, told) = read(&bytes).unwrap();
    assert_eq!(read, RowsRead { rows: 2, blank: 0 });
    assert_eq!(
        told,
        [
            (2, Ok(r#"{"id":"1001","subject":"0012","kind":"plan_adopted","on":"2026-06-03","recorded_at":"2026-06-04T09:30:00+08:00","version":2}"#.to_owned())),
            (3, Ok(r#"{"id":"1002","subject":"0012","kind":"agreement_signed","on":"2026-06-30","officer":"王专员","duties_met":false}"#.to_owned())),
        ]
    );
}

#[test]
fn numbers_that_excel_has_cut_are_refused() {
    let bytes = workbook(&[], |sheet| {
        texts(sheet, 1, &["", "求职登记", "2026-06-03"]);
        sheet.write_number(1, 0, 110_105_194_912_310_020_f64).unwrap();
    });
    let settings = format!("{MAPPING}[resident_ids]\ncolumns = [\"服务对象\"]\n");
    for mapping in [MAPPING, &settings] {
        let (_, told) = read_with(&bytes, mapping).unwrap();
        let reason = told[0].1.as_ref().unwrap_err();
        assert!(reason.contains("A 列“服务对象”") && reason.contains("15 位"), "{reason}");
    }
}

#[test]
fn failed_formulas_are_refused_where_they_matter() {
    let bytes = workbook(&["备注"], |sheet| {
        texts(sheet, 1, &["张三", "求职登记"]);
        sheet.write_formula(1, 2, Formula::new("NA()").set_result("#N/A")).unwrap();
    });
    let (_, told) = read(&bytes).unwrap();
    let reason = told[0].1.as_ref().unwrap_err();
    assert!(reason.contains("C 列“日期”") && reason.contains("#N/A"), "{reason}");
}

#[test]
fn merged_titles_and_gaps_keep_the_row_numbers() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 2, "二〇二六年服务台账", &Format::new()).unwrap();
    texts(sheet, 2, &["服务对象", "事项", "日期"]);
    texts(sheet, 3, &["张三", "求职登记", "2026-06-03"]);
    texts(sheet, 9, &["张三", "离职", "2026-06-03"]);
    sheet.write_blank(20, 0, &Format::new().set_bold()).unwrap();
    let (read, told) = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(told.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4, 10]);
    assert_eq!(read, RowsRead { rows: 7, blank: 5 });
}

#[test]
fn a_cell_in_the_far_corner_costs_nothing() {
    let bytes = workbook(&[], |sheet| {
        texts(sheet, 1, &["张三", "求职登记", "2026-06-03"]);
        sheet.write_string(1_048_575, 16_383, "远").unwrap();
    });
    let (read, told) = read(&bytes).unwrap();
    assert_eq!((told.len(), read), (1, RowsRead { rows: 1, blank: 0 }));
}

#[test]
fn the_sheet_is_chosen_by_name_or_the_first_visible_one() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("说明").unwrap().set_hidden(true);
    let sheet = workbook.add_worksheet().set_name("台账").unwrap();
    sheet.set_active(true);
    texts(sheet, 0, &["服务对象", "事项", "日期"]);
    texts(sheet, 1, &["张三", "求职登记", "2026-06-03"]);
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(read(&bytes).unwrap().1.len(), 1);
    let named = |name: &str| read_with(&bytes, &format!("{MAPPING}[table]\nsheet = \"{name}\"\n"));
    assert_eq!(named("台账").unwrap().1.len(), 1);
    assert_eq!(named("说明"), Err(TableError::EmptySheet));
    assert_eq!(named("帐").unwrap_err().to_string(), "没有名为“帐”的工作表，现有：“说明”、“台账”");
}

/// The file was made for this test: headings in row 3, entries in rows 4 and 6.
#[test]
fn workbooks_of_excel_97_are_read() {
    let (read, told) = read(include_bytes!("../data/excel_97.xls")).unwrap();
    assert_eq!(read, RowsRead { rows: 3, blank: 1 });
    assert_eq!(
        told,
        [
            (4, Ok(r#"{"id":"17","subject":"张三","kind":"seeker_registered","on":"2026-06-03","note":"true"}"#.to_owned())),
            (6, Ok(r#"{"id":"b","subject":"李四","kind":"contacted","on":"2026-06-04"}"#.to_owned())),
        ]
    );
}

/// The file was made for this test: a workbook under a password.
#[test]
fn a_password_is_told() {
    let bytes = include_bytes!("../data/with_password.xlsx");
    assert_eq!(read(bytes), Err(TableError::Encrypted));
}

#[test]
fn an_empty_sheet_is_told() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    assert_eq!(read(&workbook.save_to_buffer().unwrap()), Err(TableError::EmptySheet));
}

#[test]
fn files_of_other_kinds_are_told_apart() {
    for (bytes, expected) in [
        (&b"<html><table>"[..], "网页"),
        (b"\xEF\xBB\xBF  <?xml version=\"1.0\"?><Workbook>", "网页"),
        (b"%PDF-1.7", "PDF"),
        (b"\x7FELF\0\0\0", "不是"),
        (b"PK\x03\x04 and nothing else", "损坏"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and nothing else", "损坏"),
    ] {
        let reason = read(bytes).unwrap_err().to_string();
        assert!(reason.contains(expected), "{reason}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Text is kept to the character, formula-like and number-like text too.
    #[test]
    fn text_survives_the_round_trip(
        rows in prop::collection::vec(("[=+@\\-0-9a-zA-Z一-龥\"{}\\\\]{1,12}", "\\PC{0,20}"), 1..6)
    ) {
        let bytes = workbook(&["备注"], |sheet| {
            for (row, (subject, note)) in (1..).zip(&rows) {
                texts(sheet, row, &[subject, "联系", "2026-06-03", note]);
            }
        });
        let (_, told) = read(&bytes).unwrap();
        prop_assert_eq!(told.len(), rows.len());
        for ((_, line), (subject, note)) in told.iter().zip(&rows) {
            let line: serde_json::Value = serde_json::from_str(line.as_ref().unwrap()).unwrap();
            prop_assert_eq!(line["subject"].as_str(), Some(subject.as_str()));
            // Blanks around a text are nobody's meaning.
            let blank = |character: char| character.is_whitespace() || character.is_control()
                || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
            prop_assert_eq!(line["note"].as_str().unwrap_or_default(), note.trim_matches(blank));
        }
    }
}
