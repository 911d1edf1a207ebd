//! A list of people kept in Excel or CSV, as texts.

use std::fmt;
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Reader as _};
use kernel::Day;

/// How many people a list holds at most.
pub const MOST_ROWS: usize = 1_000;
/// How many columns are looked at.
const MOST_COLUMNS: usize = 64;
/// How many bytes a workbook may unpack to.
const MOST_UNPACKED: u64 = 64 << 20;
/// The least whole number of which Excel has lost digits: it keeps 15.
const FIRST_INEXACT: f64 = 1e15;
/// The day that Excel counts as 25569.
const EPOCH: i32 = 25_569;
/// How many days later the calendar of the Macintosh begins.
const MACINTOSH: i32 = 1_462;

/// A list: its headings, and its rows with their numbers as Excel shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What stands in the first row.
    pub headings: Vec<String>,
    /// The rows below in which something stands.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sheet({} rows)", self.rows.len())
    }
}

/// Why a file is no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetRefusal {
    /// Nothing was sent.
    Empty,
    /// It is neither a workbook nor text.
    Unreadable,
    /// It unpacks to too much.
    TooLarge,
    /// It has too many rows.
    TooManyRows {
        /// How many.
        found: usize,
    },
    /// There is nobody in it.
    Nobody,
}

impl fmt::Display for SheetRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("请选择要导入的文件"),
            Self::Unreadable => out.write_str(
                "文件读不出来；请用 Excel 另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”后再上传，有密码的请先去掉密码",
            ),
            Self::TooLarge => {
                write!(out, "文件展开后超过 {} MB，不像是名单；请只保留名单这一张表", MOST_UNPACKED >> 20)
            }
            Self::TooManyRows { found } => {
                write!(out, "一次最多导入 {MOST_ROWS} 人，现有 {found} 行；请分成几个文件")
            }
            Self::Nobody => out.write_str("表里没有人；第一行是表头，从第二行起每行一人"),
        }
    }
}

impl Sheet {
    /// Reads the first sheet of a workbook (`.xlsx`, `.xls`), or CSV in UTF-8 or GB 18030.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetRefusal> {
        let rows = if bytes.is_empty() {
            return Err(SheetRefusal::Empty);
        } else if bytes.starts_with(b"PK\x03\x04") {
            check_unpacked(bytes)?;
            workbook(bytes)?
        } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            workbook(bytes)?
        } else {
            delimited(bytes)?
        };
        let mut rows =
            rows.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        let (_, headings) = rows.next().ok_or(SheetRefusal::Nobody)?;
        let rows: Vec<(usize, Vec<String>)> = rows.collect();
        match rows.len() {
            0 => Err(SheetRefusal::Nobody),
            found if found > MOST_ROWS => Err(SheetRefusal::TooManyRows { found }),
            _ => Ok(Self { headings, rows }),
        }
    }
}

/// Unpacks every part in passing: a few kilobytes can unpack to gigabytes, and the reader of workbooks sets
/// no limit.
fn check_unpacked(bytes: &[u8]) -> Result<(), SheetRefusal> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetRefusal::Unreadable)?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| SheetRefusal::Unreadable)?;
        let mut part = part.take(left + 1);
        let unpacked =
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| SheetRefusal::Unreadable)?;
        left = left.checked_sub(unpacked).ok_or(SheetRefusal::TooLarge)?;
    }
    Ok(())
}

fn workbook(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, SheetRefusal> {
    // A file so damaged that nobody thought of it makes the reader panic.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut workbook = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
        workbook.worksheet_range_at(0)?.ok()
    }));
    let range = read.ok().flatten().ok_or(SheetRefusal::Unreadable)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    // A single cell far below makes as many rows in between.
    if range.height() > MOST_ROWS * 20 {
        return Err(SheetRefusal::TooManyRows { found: range.height() - 1 });
    }
    let blanks = usize::try_from(first_column).unwrap_or(0).min(MOST_COLUMNS);
    Ok(range
        .rows()
        .enumerate()
        .map(|(index, cells)| {
            let number = usize::try_from(first_row).unwrap_or(0) + index + 1;
            let texts = cells.iter().take(MOST_COLUMNS).map(text_of);
            (number, std::iter::repeat_n(String::new(), blanks).chain(texts).collect())
        })
        .collect())
}

/// Gives what a cell says. A number of which Excel has lost digits is written as Excel shows it, so that it
/// is recognised for what it is.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Float(number) if number.abs() >= FIRST_INEXACT => scientific(*number),
        Data::Float(number) => number.to_string(),
        #[expect(clippy::cast_precision_loss, reason = "such large numbers are refused anyway")]
        Data::Int(number) if *number as f64 >= FIRST_INEXACT => scientific(*number as f64),
        Data::Int(number) => number.to_string(),
        Data::Bool(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => day_of(*moment).map_or_else(String::new, |day| day.to_string()),
    }
}

fn scientific(number: f64) -> String {
    let text = format!("{number:.5E}");
    match text.split_once('E') {
        Some((digits, exponent)) => format!("{digits}E+{exponent}"),
        None => text,
    }
}

fn day_of(moment: ExcelDateTime) -> Option<Day> {
    let serial = moment.as_f64();
    if moment.is_duration() || !(1.0..3_000_000.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the bounds were checked")]
    let whole = serial.floor() as i32;
    let is_macintosh = moment == ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, true);
    Some(Day::from_number(whole - EPOCH + if is_macintosh { MACINTOSH } else { 0 }))
}

fn delimited(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, SheetRefusal> {
    let (text, encoding, is_damaged) = encoding_rs::UTF_8.decode(bytes);
    let text = if is_damaged && encoding == encoding_rs::UTF_8 {
        let (text, _, is_damaged) = encoding_rs::GB18030.decode(bytes);
        if is_damaged {
            return Err(SheetRefusal::Unreadable);
        }
        text
    } else {
        text
    };
    if text.contains('\0') {
        return Err(SheetRefusal::Unreadable);
    }
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| SheetRefusal::Unreadable)?;
        let number = record.position().map_or(0, |position| line_at(&text, position.byte()));
        let cells = record.iter().take(MOST_COLUMNS).map(|cell| unquoted(cell.trim())).collect();
        rows.push((number, cells));
    }
    Ok(rows)
}

/// Gives the number of the line on which a record begins; blank lines before it still belong to its place.
fn line_at(text: &str, byte: u64) -> usize {
    let start = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let passed = text.as_bytes()[start..].iter().take_while(|byte| is_end(byte)).count();
    text[..start + passed].matches('\n').count() + 1
}

/// Takes away what is written around a number so that Excel leaves it alone: `="0123"`.
fn unquoted(cell: &str) -> String {
    let inner = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(cell).to_owned()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn a_workbook_and_its_csv_say_the_same() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        for (column, heading) in (0..).zip(["姓名", "证件号码", "联系电话", "失业时间"])
        {
            sheet.write_string(0, column, heading).expect("written");
        }
        sheet.write_string(1, 0, "王秀英").expect("written");
        sheet.write_number(1, 1, 1.101_051_949_123_1e17).expect("written");
        sheet.write_number(1, 2, 15_400_000_001.0).expect("written");
        sheet.write_number_with_format(1, 3, 46_027.0, &date).expect("written");
        let bytes = workbook.save_to_buffer().expect("saved");
        let read = Sheet::read(&bytes).expect("read");
        let row = vec!["王秀英", "1.10105E+17", "15400000001", "2026-01-05"];
        assert_eq!(read.rows, [(2, row.into_iter().map(str::to_owned).collect())]);
        let text =
            "姓名,证件号码,联系电话,失业时间\r\n王秀英,1.10105E+17,=\"15400000001\",2026-01-05\r\n";
        let (national, _, _) = encoding_rs::GB18030.encode(text);
        for bytes in [text.as_bytes(), &national, format!("\u{feff}{text}").as_bytes()] {
            let other = Sheet::read(bytes).expect("read");
            assert_eq!((other.headings, other.rows), (read.headings.clone(), read.rows.clone()));
        }
    }

    #[test]
    fn what_is_no_list_is_refused_with_the_way_out() {
        for (bytes, refusal) in [
            (b"".as_slice(), SheetRefusal::Empty),
            (b"PK\x03\x04 and nothing", SheetRefusal::Unreadable),
            (b"\xD0\xCF\x11\xE0 and nothing", SheetRefusal::Unreadable),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", SheetRefusal::Unreadable),
            ("姓名,证件号码\n\n,,\n".as_bytes(), SheetRefusal::Nobody),
        ] {
            assert_eq!(Sheet::read(bytes), Err(refusal));
        }
        let many = "甲\n".repeat(MOST_ROWS + 2);
        assert_eq!(
            Sheet::read(many.as_bytes()),
            Err(SheetRefusal::TooManyRows { found: MOST_ROWS + 1 })
        );
        assert!(Sheet::read("甲\n".repeat(MOST_ROWS + 1).as_bytes()).is_ok());
    }
}
