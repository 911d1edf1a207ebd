//! Ledgers kept in Excel or CSV, and the workbook that a check writes.

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

use crate::harness::{Desk, Run};

const ROWS: &[[&str; 6]] = &[
    ["服务对象", "事项", "日期", "专员", "版本", "形式"],
    ["=甲", "签订援助协议", "2026-03-02", "王芳", "", ""],
    ["=甲", "制定援助方案", "2026/3/5", "", "1", ""],
    ["=甲", "就业指导", "2026年3月4日", "", "", "一般"],
    ["乙", "求职登记", "2026-06-29", "", "", ""],
];

fn desk() -> Desk {
    let desk = Desk::new();
    assert_eq!(desk.leye("check --template mapping.toml").status, 0);
    desk
}

fn check(desk: &Desk, file: &str, more: &str) -> Run {
    desk.leye(&format!(
        "check {file} --mapping mapping.toml --regulation beijing --as-of 2026-06-30 {more}"
    ))
}

fn write_workbook(desk: &Desk, rows: &[[&str; 6]]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    workbook.save(desk.path("ledger.xlsx")).unwrap();
}

#[test]
fn csv_and_excel_say_what_the_same_lines_in_json_say() {
    let desk = desk();
    let csv: Vec<String> = ROWS.iter().map(|row| row.join(",")).collect();
    desk.write("ledger.csv", csv.join("\r\n"));
    write_workbook(&desk, ROWS);
    let from_csv = check(&desk, "ledger.csv", "--format json");
    let from_excel = check(&desk, "ledger.xlsx", "--format json");
    assert_eq!(from_csv.status, 1, "{}", from_csv.complaints);
    assert_eq!(from_csv.out, from_excel.out);
    let lines: Vec<&str> = from_csv.out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with(
        r#"{"subject":"=甲","rule":"BJ18-27(1)","owes":"follow up, assess readiness","because":"r4","from":"2026-03-04","due":"2026-03-11""#
    ));
    assert!(lines[2].starts_with(r#"{"subject":"乙","rule":"BJ18-12""#));
}

#[test]
fn refused_rows_are_told_by_their_numbers_in_order() {
    let desk = desk();
    let rows = [
        ROWS[0],
        ["甲", "求职登记", "2026-02-30", "", "", ""],
        ["甲", "就业指导", "2026-03-04", "", "", ""],
        ["甲", "喝茶", "2026-03-04", "", "", ""],
        ["乙", "求职登记", "2026-06-29", "", "", ""],
    ];
    write_workbook(&desk, &rows);
    let run = check(&desk, "ledger.xlsx", "--format json --keep-going");
    let told: Vec<&str> =
        run.complaints.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(told, ["ledger.xlsx:2", "ledger.xlsx:3", "ledger.xlsx:4"], "{}", run.complaints);
    assert_eq!((run.status, run.out.lines().count()), (2, 1));
}

#[test]
fn a_message_about_another_row_names_it_as_the_user_sees_it() {
    let desk = desk();
    let rows = [
        "服务对象,事项,日期,编号",
        ",,,",
        "甲,求职登记,2026-06-29,7",
        ",,,",
        "甲,联系,2026-06-30,7",
    ];
    desk.write("ledger.csv", rows.join("\n"));
    let run = check(&desk, "ledger.csv", "--format json");
    assert!(run.complaints.starts_with("ledger.csv:5: "), "{}", run.complaints);
    assert!(run.complaints.contains("已在第 3 行用过"), "{}", run.complaints);
}

#[test]
fn numbers_that_excel_has_mangled_are_refused_with_the_remedy() {
    let desk = desk();
    let mapping = std::fs::read_to_string(desk.path("mapping.toml")).unwrap();
    desk.write(
        "mapping.toml",
        mapping.replace("# columns = [\"服务对象\"]", "columns = [\"服务对象\"]"),
    );
    let mut rows = vec![ROWS[0]];
    for subject in ["1.10105E+17", "110105194912310000", "11010519491231002X"] {
        rows.push([subject, "求职登记", "2026-06-29", "", "", ""]);
    }
    write_workbook(&desk, &rows);
    let run = check(&desk, "ledger.xlsx", "--format json --keep-going");
    let complaints: Vec<&str> = run.complaints.lines().collect();
    assert_eq!(complaints.len(), 2, "{}", run.complaints);
    assert!(complaints.iter().all(|complaint| complaint.contains("文本")), "{}", run.complaints);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn the_workbook_has_every_sheet_and_keeps_text_as_text() {
    let desk = desk();
    write_workbook(&desk, ROWS);
    let run = check(&desk, "ledger.xlsx", "--format xlsx duties.xlsx");
    assert_eq!((run.status, run.out.as_str()), (1, ""), "{}", run.complaints);
    let mut workbook: Xlsx<_> = open_workbook(desk.path("duties.xlsx")).unwrap();
    assert_eq!(workbook.sheet_names(), ["应办清单", "可行使事项", "被拒行", "汇总"]);
    let duties = workbook.worksheet_range("应办清单").unwrap();
    assert_eq!(duties.height(), 4, "a heading and three duties");
    assert_eq!(duties.get_value((1, 0)), Some(&Data::String("=甲".to_owned())));
    assert!(matches!(duties.get_value((1, 7)), Some(Data::DateTime(_))), "a date is a date");
    assert!(workbook.worksheet_formula("应办清单").unwrap().is_empty());
    let summary = workbook.worksheet_range("汇总").unwrap();
    assert!(summary.height() >= 3, "a heading, an office and a total");
}

#[test]
fn a_bomb_and_a_broken_workbook_are_refused() {
    let desk = desk();
    desk.write("ledger.xlsx", b"PK\x03\x04 and then nothing");
    let broken = check(&desk, "ledger.xlsx", "");
    assert_eq!(broken.status, 66);
    assert!(!broken.complaints.is_empty());
    // A workbook of one sheet with half a million equal cells is small on disk and large in memory.
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..1_000_000 {
        sheet.write_number(row, 0, 1.0).unwrap();
    }
    workbook.save(desk.path("ledger.xlsx")).unwrap();
    let mut bytes = std::fs::read(desk.path("ledger.xlsx")).unwrap();
    declare_a_bomb(&mut bytes);
    desk.write("ledger.xlsx", bytes);
    let bomb = check(&desk, "ledger.xlsx", "");
    assert_eq!(bomb.status, 66);
    assert!(bomb.complaints.contains("MiB"), "{}", bomb.complaints);
}

/// Raises the unpacked size that the archive declares for its largest part to a gibibyte.
fn declare_a_bomb(bytes: &mut [u8]) {
    const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
    let entries: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter_map(|(place, window)| (window == DIRECTORY_ENTRY).then_some(place))
        .collect();
    let size = |place: usize| u32::from_le_bytes(bytes[place + 24..place + 28].try_into().unwrap());
    let largest = entries.into_iter().max_by_key(|place| size(*place)).unwrap();
    bytes[largest + 24..largest + 28].copy_from_slice(&(1_u32 << 30).to_le_bytes());
}
