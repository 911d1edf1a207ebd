//! Whatever the file, there is an answer and never a panic.

use std::io::{Cursor, Read, Write};

use kernel::Day;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use tables::{Mapping, TableError, read_rows};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::reading::{MAPPING, read, read_with};

fn sample_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in
        (0..).zip([["服务对象", "事项", "日期"], ["张三", "求职登记", "2026-06-03"]])
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_that_breaks_off_is_damaged() {
    let whole = sample_workbook();
    assert!(read(&whole).is_ok());
    for length in (0..whole.len()).step_by(37) {
        assert!(read(&whole[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_opened() {
    let mut bomb = sample_workbook();
    // The directory's entry of the sheet is made to declare a gigabyte.
    let entry = bomb.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    let error = read(&bomb).unwrap_err();
    assert!(matches!(error, TableError::Bomb { mebibytes: 1024, .. }), "{error:?}");
}

/// Without a check, memory for as many texts as are claimed would be asked for at once, and the
/// process would be ended for it.
#[test]
fn more_texts_claimed_than_there_are_bytes_are_refused() {
    let sample = sample_workbook();
    let mut archive = zip::ZipArchive::new(Cursor::new(&sample)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        let content = content.replace("uniqueCount=\"6\"", "uniqueCount=\"900000000000\"");
        writer.start_file(part.name(), SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    let reason = read(&writer.finish().unwrap().into_inner()).unwrap_err().to_string();
    assert!(reason.contains("xl/sharedStrings.xml 自称有 900000000000 条文字"), "{reason}");
}

/// An archive behind the sign of the old container is not opened as an archive.
#[test]
fn an_archive_in_the_guise_of_an_old_workbook_is_refused() {
    let mut guise = include_bytes!("../data/excel_97.xls").to_vec();
    guise.resize(guise.len().next_multiple_of(4096), 0);
    let old = read(&guise);
    guise.extend(sample_workbook());
    assert_eq!(read(&guise), old, "what stands behind it does not matter");
    let mut bare = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bare.resize(4096, 0);
    bare.extend(sample_workbook());
    assert!(matches!(read(&bare), Err(TableError::Damaged(_))));
}

#[test]
fn a_file_is_read_and_a_missing_one_is_told() {
    let mapping = Mapping::parse("对照.toml", MAPPING).unwrap();
    let today = Day::new(2026, 6, 30).unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&sample_workbook()).unwrap();
    let mut lines = 0;
    let read = read_rows(file.path(), &mapping, today, &mut |_, line| {
        lines += usize::from(line.is_ok());
    });
    assert_eq!((read.map(|read| read.rows), lines), (Ok(1), 1));
    let path = file.path().to_owned();
    drop(file);
    assert!(matches!(
        read_rows(&path, &mapping, today, &mut |_, _| {}),
        Err(TableError::Unreadable(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A table of any strings yields lines that are JSON, or refusals.
    #[test]
    fn any_table_is_answered(rows in prop::collection::vec(prop::collection::vec(
        prop_oneof![
            "\\PC{0,8}", ".{0,8}", "[0-9./年月日-]{0,10}",
            "(求职登记|摸查|跟踪回访|就业困难分级|是|否|2026-06-30|1e999|NaN|-0)"
        ], 0..9), 0..9))
    {
        let settings = format!(
            "{MAPPING}[table]\nreferences = \"row\"\n[resident_ids]\ncolumns = [\"服务对象\"]\n"
        );
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        for quote in [true, false] {
            let mut table = "服务对象,事项,日期,级别,分级工具,针对,阶段,有意愿\n".to_owned();
            for row in &rows {
                let cells: Vec<String> =
                    row.iter().map(|cell| if quote { quoted(cell) } else { cell.clone() }).collect();
                table.push_str(&cells.join(","));
                table.push('\n');
            }
            for mapping in [MAPPING, &settings] {
                let outcome = read_with(table.as_bytes(), mapping);
                // A text with a NUL in it is taken for no text at all.
                prop_assert_eq!(outcome.is_err(), table.contains('\0'));
                for (_, line) in outcome.unwrap_or_default().1 {
                    match line {
                        Ok(line) => {
                            let draft = ledger::Reader::new().draft(line.as_bytes()).map(|_| ());
                            let ends = Err(ledger::Refusal::EndsBeforeStart);
                            prop_assert!(draft == Ok(()) || draft == ends, "{line}: {draft:?}");
                        }
                        Err(reason) => prop_assert!(!reason.contains('\n')),
                    }
                }
            }
        }
    }

    /// Bytes of any kind are answered.
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    /// A damaged workbook is answered.
    #[test]
    fn any_damage_is_answered(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = sample_workbook();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes);
    }

    /// A mapping of any text is answered.
    #[test]
    fn any_mapping_is_answered(text in "\\PC{0,60}") {
        let _ = Mapping::parse("对照.toml", &text);
        let _ = Mapping::parse("对照.toml", &format!("{MAPPING}{text}"));
    }
}
