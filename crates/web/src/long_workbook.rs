//! A list as a workbook that is written page after page, however long it is: no more than a page of it and what is
//! packed of the others is in memory, and nothing that names people lies on a disk on its way.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use axum::response::Response;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::parts::{Cell, Row, Table};
use crate::problem::Problem;
use crate::workbook::download;

/// How many lines a sheet of Excel has.
const LINES: u32 = 1_048_576;
/// How many UTF-16 units a cell of Excel holds.
const LONGEST_TEXT: usize = 32_767;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS_OF_WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Plain cells, and headings as other workbooks have them.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEF3F1"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;
/// What stands before the rows: the heading stays in sight. The widths of the columns stand between.
const SHEET: [&str; 2] = [
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#,
    "<sheetData>",
];
const END_OF_SHEET: &str = "</sheetData></worksheet>";

/// A workbook of one list that is written page after page.
pub struct LongWorkbook {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    /// How many lines the sheet may have.
    lines: u32,
    /// How many it has; none before the first page.
    written: u32,
    /// Which columns are written.
    shown: Vec<usize>,
    is_full: bool,
    /// A page on its way.
    text: String,
}

impl Default for LongWorkbook {
    fn default() -> Self {
        Self::of_lines(LINES)
    }
}

impl LongWorkbook {
    /// Starts one with as many lines as Excel has.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts one of fewer lines, for tests.
    #[must_use]
    pub fn of_lines(lines: u32) -> Self {
        Self {
            archive: ZipWriter::new(Cursor::new(Vec::new())),
            lines,
            written: 0,
            shown: Vec::new(),
            is_full: false,
            text: String::new(),
        }
    }

    /// Writes the next page of the list; the first one tells the columns. False where it found no room and nothing of
    /// it was written: the sheet then says in its last line that the list goes on.
    ///
    /// # Errors
    ///
    /// A fault where it cannot be packed.
    pub fn add(&mut self, page: &Table) -> Result<bool, Problem> {
        self.add_page(page).map_err(|error| fault(&error))
    }

    /// Tells whether the list is longer than the sheet.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.is_full
    }

    /// Answers with the workbook.
    ///
    /// # Errors
    ///
    /// A fault where it cannot be packed.
    pub fn answer(self, name: &str) -> Result<Response, Problem> {
        Ok(download(name, self.finish().map_err(|error| fault(&error))?))
    }

    fn add_page(&mut self, page: &Table) -> io::Result<bool> {
        if self.written == 0 {
            self.begin(page)?;
        }
        // The last line is kept for saying that the list goes on.
        let room = self.lines.saturating_sub(self.written + 1);
        if self.is_full || u32::try_from(page.rows.len()).map_or(true, |rows| rows > room) {
            if !self.is_full {
                self.is_full = true;
                self.line(&[Cell::text(goes_on(self.lines))], 1);
                self.pack()?;
            }
            return Ok(false);
        }
        for row in &page.rows {
            self.row(row);
        }
        self.pack().map(|()| true)
    }

    fn begin(&mut self, page: &Table) -> io::Result<()> {
        let columns = page.columns.iter().enumerate();
        self.shown =
            columns.filter(|(_, column)| !column.is_screen_only).map(|(at, _)| at).collect();
        self.archive.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())?;
        self.text.push_str(SHEET[0]);
        let count = self.shown.len();
        if count > 0 {
            let _ = write!(
                self.text,
                r#"<cols><col min="1" max="{count}" width="18" customWidth="1"/></cols>"#
            );
        }
        self.text.push_str(SHEET[1]);
        let headings: Vec<Cell> =
            self.shown.iter().map(|at| Cell::text(&page.columns[*at].heading)).collect();
        self.line(&headings, 1);
        self.pack()
    }

    fn row(&mut self, row: &Row) {
        let nothing = Cell::Nothing;
        let cells: Vec<Cell> =
            self.shown.iter().map(|at| row.cells.get(*at).unwrap_or(&nothing).clone()).collect();
        self.line(&cells, 0);
    }

    fn line(&mut self, cells: &[Cell], style: u8) {
        self.written += 1;
        let _ = write!(self.text, r#"<row r="{}">"#, self.written);
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", letters(column), self.written);
            if let Cell::Number(number) = cell {
                let _ = write!(self.text, r#"<c r="{place}" s="{style}"><v>{number}</v></c>"#);
                continue;
            }
            let words = cell.plain();
            if words.is_empty() {
                continue;
            }
            let _ = write!(
                self.text,
                r#"<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#
            );
            write_escaped(&mut self.text, &words);
            self.text.push_str("</t></is></c>");
        }
        self.text.push_str("</row>");
    }

    fn pack(&mut self) -> io::Result<()> {
        self.archive.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<Vec<u8>> {
        if self.written == 0 {
            self.begin(&Table::default())?;
        }
        self.archive.write_all(END_OF_SHEET.as_bytes())?;
        for (name, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS_OF_WORKBOOK),
            ("xl/styles.xml", STYLES),
        ] {
            self.archive.start_file(name, SimpleFileOptions::default())?;
            self.archive.write_all(content.as_bytes())?;
        }
        Ok(self.archive.finish()?.into_inner())
    }
}

/// What the last line of a sheet says under which nothing more fits.
fn goes_on(lines: u32) -> String {
    format!(
        "名单没有完：Excel 的一张工作表最多 {lines} 行，后面的没有列出。请按机构、责任人、状态或期限分几次导出"
    )
}

fn fault(error: &io::Error) -> Problem {
    Problem::Fault(format!("workbook: {error}"))
}

/// The letters of a column: A to Z, AA and on.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        if column < 26 {
            return letters.iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

/// Writes words as XML has them, as long as a cell of Excel may be; signs that XML has no place for are left out.
fn write_escaped(text: &mut String, words: &str) {
    let mut room = LONGEST_TEXT;
    for sign in words.chars() {
        let Some(left) = room.checked_sub(sign.len_utf16()) else { return };
        room = left;
        match sign {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\t' | '\n' => text.push(sign),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => text.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::parts::{Button, Column};

    fn page(names: &[&str]) -> Table {
        let columns = vec![Column::text("姓名"), Column::buttons("办理"), Column::number("多少")];
        let rows = (1..).zip(names).map(|(number, name)| {
            let button = Button::link("办理", "/x");
            vec![Cell::text(*name), Cell::Buttons(vec![button]), Cell::Number(number)]
        });
        Table::new("名单", columns).rows(rows)
    }

    fn read(book: LongWorkbook) -> Vec<Vec<Data>> {
        let bytes = book.finish().expect("packed");
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
        let (_, sheet) = book.worksheets().into_iter().next().expect("a sheet");
        sheet.rows().map(<[Data]>::to_vec).collect()
    }

    fn texts(rows: &[Vec<Data>]) -> Vec<String> {
        rows.iter().map(|row| row[0].to_string()).collect()
    }

    #[test]
    fn pages_stand_below_each_other_under_one_heading_without_what_is_only_for_the_screen() {
        let mut book = LongWorkbook::new();
        assert!(book.add(&page(&["甲", "乙"])).expect("written"));
        assert!(book.add(&page(&["<丙>&\u{1}", "=1+1"])).expect("written"));
        assert!(!book.is_full());
        let rows = read(book);
        assert_eq!(texts(&rows), ["姓名", "甲", "乙", "<丙>&", "'=1+1"]);
        assert!(rows.iter().all(|row| row.len() == 2));
        assert_eq!(rows[4][1], Data::Float(2.0), "a number stays a number");
    }

    #[test]
    fn a_sheet_that_is_full_says_so_in_its_last_line() {
        let mut book = LongWorkbook::of_lines(5);
        assert!(book.add(&page(&["甲", "乙", "丙"])).expect("written"));
        assert!(!book.is_full(), "whatever fits is not cut");
        assert!(!book.add(&page(&["丁"])).expect("written"));
        assert!(!book.add(&page(&["戊"])).expect("written"));
        assert!(book.is_full());
        let found = texts(&read(book));
        assert_eq!(found.len(), 5);
        assert_eq!(found[3], "丙");
        assert!(found[4].contains("名单没有完") && found[4].contains("最多 5 行"), "{found:?}");
    }

    #[test]
    fn nobody_in_a_list_is_a_workbook_too_and_columns_go_on_after_z() {
        let mut book = LongWorkbook::new();
        assert!(book.add(&page(&[])).expect("written"));
        assert_eq!(texts(&read(book)), ["姓名"]);
        assert!(read(LongWorkbook::new()).is_empty());
        let columns = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(columns, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_cell_holds_no_more_than_excel_lets_it() {
        let mut text = String::new();
        write_escaped(&mut text, &"😀".repeat(20_000));
        assert_eq!(text.chars().count(), LONGEST_TEXT / 2);
    }
}
