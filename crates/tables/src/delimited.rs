//! Text with separators: its encoding, its separator, its records.
//!
//! The usual readers of CSV pass over blank lines and mend wrong quoting without a word. Here a
//! blank line is a row, because the user sees it as one, and wrong quoting is told.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::cell::Cell;
use crate::error::TableError;
use crate::mapping::Encoding;

/// Turns the bytes of a file into text.
pub(crate) fn text_of(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, TableError> {
    let marked = [
        (&b"\xEF\xBB\xBF"[..], UTF_8, "UTF-8"),
        (b"\xFF\xFE", UTF_16LE, "UTF-16"),
        (b"\xFE\xFF", UTF_16BE, "UTF-16"),
        (b"\x84\x31\x95\x33", GB18030, "GB18030"),
    ];
    for (mark, encoding, name) in marked {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return encoding
                .decode_without_bom_handling_and_without_replacement(rest)
                .ok_or(TableError::Encoding { expected: name, line: None });
        }
    }
    let gb18030 = || GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    let bad_line =
        |good: usize| u64::try_from(bytes[..good].split(|byte| *byte == b'\n').count()).ok();
    match (encoding, std::str::from_utf8(bytes)) {
        (Encoding::Auto | Encoding::Utf8, Ok(text)) => Ok(Cow::Borrowed(text)),
        (Encoding::Utf8, Err(error)) => {
            Err(TableError::Encoding { expected: "UTF-8", line: bad_line(error.valid_up_to()) })
        }
        (Encoding::Auto, Err(error)) => gb18030().ok_or(TableError::Encoding {
            expected: "UTF-8 或 GB18030",
            line: bad_line(error.valid_up_to()),
        }),
        (Encoding::Gb18030, _) => {
            gb18030().ok_or(TableError::Encoding { expected: "GB18030", line: None })
        }
    }
}

/// Finds out what separates the fields: whatever stands most often outside quotes in the first
/// lines that are not blank.
pub(crate) fn separator_of(text: &str) -> char {
    const LINES: usize = 20;
    let mut counts = [(',', 0_usize), ('\t', 0), (';', 0)];
    let mut is_quoted = false;
    for line in text.lines().take(LINES) {
        for character in line.chars() {
            if character == '"' {
                is_quoted = !is_quoted;
            }
            for (separator, count) in &mut counts {
                *count += usize::from(character == *separator && !is_quoted);
            }
        }
    }
    // Of equals the first counts.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(separator, _)| *separator)
}

/// Yields the records of a text, the blank ones too.
pub(crate) struct Records<'t> {
    rest: &'t str,
    separator: char,
}

impl<'t> Records<'t> {
    pub(crate) const fn new(text: &'t str, separator: char) -> Self {
        Self { rest: text, separator }
    }

    /// Reads the next field, and what follows it.
    fn field(&mut self) -> Result<(Cell, After), String> {
        // What a system writes to keep Excel from taking a number for one: ="0123".
        let as_formula = self.rest.strip_prefix("=\"");
        if let Some(quoted) = as_formula.or_else(|| self.rest.strip_prefix('"')) {
            return self.quoted(quoted);
        }
        let end = self.rest.find([self.separator, '\n', '\r', '"']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        if rest.starts_with('"') {
            return Err("引号出现在一格的中间；含引号的格子应整个用引号括起来，\
                        里面的引号写成两个"
                .to_owned());
        }
        self.rest = rest;
        Ok((Cell::of_text(field), self.after()?))
    }

    fn quoted(&mut self, quoted: &'t str) -> Result<(Cell, After), String> {
        let mut text = String::new();
        let mut rest = quoted;
        loop {
            let Some((before, after)) = rest.split_once('"') else {
                self.rest = "";
                return Err("从这一行起的引号没有结束，其后的内容都无法识别".to_owned());
            };
            text.push_str(before);
            let Some(after_both) = after.strip_prefix('"') else {
                self.rest = after;
                return Ok((Cell::of_text(&text), self.after()?));
            };
            text.push('"');
            rest = after_both;
        }
    }

    /// Passes over what separates fields or records.
    fn after(&mut self) -> Result<After, String> {
        let mut characters = self.rest.chars();
        let after = match characters.next() {
            None => After::End,
            Some('\n') => After::Record,
            Some('\r') => {
                if characters.as_str().starts_with('\n') {
                    characters.next();
                }
                After::Record
            }
            Some(character) if character == self.separator => After::Field,
            Some(_) => {
                return Err("结束的引号后面还有文字；里面的引号应写成两个".to_owned());
            }
        };
        self.rest = characters.as_str();
        Ok(after)
    }

    /// Passes over the rest of a line that cannot be read.
    fn pass_line(&mut self) {
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        self.rest = &self.rest[end..];
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
}

/// What follows a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Field,
    Record,
    End,
}

impl Iterator for Records<'_> {
    type Item = Result<Vec<Cell>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            match self.field() {
                Ok((cell, after)) => {
                    cells.push(cell);
                    if after != After::Field {
                        return Some(Ok(cells));
                    }
                }
                Err(reason) => {
                    self.pass_line();
                    return Some(Err(reason));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands for a row that is quoted wrongly.
    const WRONG: &str = "(wrong)";

    fn rows(text: &str) -> Vec<Vec<String>> {
        let words = |cells: Vec<Cell>| {
            cells
                .into_iter()
                .map(|cell| match cell {
                    Cell::Text(text) => text,
                    _ => String::new(),
                })
                .collect()
        };
        Records::new(text, ',')
            .map(|row| row.map_or_else(|_| vec![WRONG.to_owned()], words))
            .collect()
    }

    #[test]
    fn records_are_what_excel_shows_as_rows() {
        assert!(rows("").is_empty());
        assert_eq!(rows("a,b\n"), [vec!["a", "b"]]);
        assert_eq!(rows("a,\r\n\r\n,c\rd"), [vec!["a", ""], vec![""], vec!["", "c"], vec!["d"]]);
        assert_eq!(rows("\"a\nb\",\"c\"\"d,\""), [vec!["a\nb", "c\"d,"]]);
        assert_eq!(rows("=\"0123\",x"), [vec!["0123", "x"]]);
    }

    #[test]
    fn wrong_quoting_spoils_its_own_row_only() {
        assert_eq!(rows("a\"b,c\nd"), [vec![WRONG], vec!["d"]]);
        assert_eq!(rows("\"a\"b,c\nd"), [vec![WRONG], vec!["d"]]);
        assert_eq!(rows("a\"b\rc\r\nd"), [vec![WRONG], vec!["c"], vec!["d"]]);
        assert_eq!(rows("a\n\"b\nc\n"), [vec!["a"], vec![WRONG]]);
    }

    #[test]
    fn the_separator_is_found_outside_quotes() {
        assert_eq!(separator_of("a,b\n"), ',');
        assert_eq!(separator_of("a\tb,c\td\n"), '\t');
        assert_eq!(separator_of("\"a,b,c\";d\n"), ';');
        assert_eq!(separator_of(""), ',');
    }

    #[test]
    fn encodings_are_told_apart() {
        let (gb18030, _, _) = GB18030.encode("服务对象,㐀");
        for encoding in [Encoding::Auto, Encoding::Gb18030] {
            assert_eq!(text_of(&gb18030, encoding).as_deref(), Ok("服务对象,㐀"));
        }
        assert_eq!(
            text_of(&gb18030, Encoding::Utf8),
            Err(TableError::Encoding { expected: "UTF-8", line: Some(1) })
        );
        assert_eq!(text_of(b"\xEF\xBB\xBFa", Encoding::Gb18030).as_deref(), Ok("a"));
        assert_eq!(text_of(b"\xFF\xFE\x0D\x67", Encoding::Auto).as_deref(), Ok("服"));
        assert_eq!(
            text_of(b"a\nb\xFF", Encoding::Auto),
            Err(TableError::Encoding { expected: "UTF-8 或 GB18030", line: Some(2) })
        );
    }
}
