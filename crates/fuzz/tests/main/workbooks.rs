//! Excel workbooks, old and new.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::edits::{changed, edits, place};
use crate::sheets::{MAPPINGS, checked_read};
use crate::target;

const EXCEL_97: &[u8] = include_bytes!("../../../tables/tests/data/excel_97.xls");

/// A workbook of every kind of cell.
static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let headings = ["服务对象", "事项", "日期", "针对", "级别", "有意愿"];
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(0, column, heading).expect("a cell");
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::from_ymd(2026, 6, 3).expect("a day");
    for row in 1..4 {
        sheet.write_string(row, 0, "张三").expect("a cell");
        sheet.write_string(row, 1, "求职登记").expect("a cell");
        sheet.write_datetime_with_format(row, 2, &day, &date).expect("a cell");
        sheet.write_number(row, 4, f64::from(row)).expect("a cell");
        sheet.write_boolean(row, 5, row == 2).expect("a cell");
    }
    workbook.save_to_buffer().expect("a workbook")
});

/// The parts of that workbook, unpacked.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut archive = ZipArchive::new(Cursor::new(&**WORKBOOK)).expect("an archive");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("its content");
            (part.name().to_owned(), content)
        })
        .collect()
});

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // Two parts of one name cannot be written.
        if writer.start_file(name, stored).is_ok() {
            writer.write_all(content).expect("into memory");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn the_workbooks_are_read_as_they_stand() {
    let archive = packed(&PARTS);
    for workbook in [WORKBOOK.as_slice(), archive.as_slice(), EXCEL_97] {
        let (outcome, rows) = checked_read(workbook, MAPPINGS[0]);
        assert_eq!(outcome.map(|read| read.rows), Ok(3));
        assert!(rows.iter().all(|(_, line)| line.is_ok()), "{rows:?}");
    }
}

#[test]
fn a_workbook_with_other_bytes() {
    target!().with_generator(edits(5)).for_each(|edits| {
        let _ = checked_read(&changed(&WORKBOOK, edits), MAPPINGS[0]);
    });
}

/// The archive is whole, so that the changes get as far as the cells.
#[test]
fn a_workbook_with_other_parts() {
    let numbers = ["0", "99999999999999999999", "4294967296", "1048577", "-1", "A1", "XFD1048577"];
    let generator = (bolero::produce::<(u16, u16, u8)>(), edits(4));
    target!().with_generator(generator).for_each(|((part, number, which), edits)| {
        let mut parts = PARTS.clone();
        let part = place(*part, parts.len());
        let content = &mut parts[part].1;
        *content = changed(content, edits);
        // One of the numbers in quotation marks becomes another.
        let quotes: Vec<usize> = (0..content.len()).filter(|at| content[*at] == b'"').collect();
        if let [from, to, ..] = quotes[place(*number, quotes.len())..]
            && which % 2 == 0
        {
            let number = numbers[usize::from(which / 2) % numbers.len()];
            content.splice(from + 1..to, number.bytes());
        }
        let _ = checked_read(&packed(&parts), MAPPINGS[usize::from(which % 3 == 0)]);
    });
}

#[test]
fn a_workbook_of_excel_97_with_other_bytes() {
    target!().with_generator(edits(5)).for_each(|edits| {
        let _ = checked_read(&changed(EXCEL_97, edits), MAPPINGS[0]);
    });
}
