//! Reading the embedded tables of `codes/`.

use std::fmt;

/// Gives the rows of an embedded table: comment lines and the header line are passed over.
///
/// The tables are written without quoting, which a test of each table guards; a missing cell reads
/// as blank.
pub(crate) fn rows<const WIDTH: usize>(
    text: &'static str,
) -> impl Iterator<Item = [&'static str; WIDTH]> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let mut cells = line.split(',');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

/// Checks that every row of a table has the cells that its header names and needs no quoting.
#[cfg(test)]
pub(crate) fn assert_well_formed(text: &str, header: &str) {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.next(), Some(header));
    let width = header.split(',').count();
    for line in lines {
        assert_eq!(line.split(',').count(), width, "{line}");
        assert!(!line.contains('"') && line.trim() == line && !line.contains('\u{3000}'), "{line}");
    }
    for named in ["发布机构：", "标题：", "截止日期：", "来源：", "许可："] {
        assert!(text.contains(&format!("# {named}")), "the header does not say {named}");
    }
}

/// Says that a code is not in its set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The name of the set.
    pub set: &'static str,
    /// The code as it was given.
    pub code: String,
    /// How codes of the set are written.
    pub form: &'static str,
    /// The nearest code above that exists, with its name.
    pub nearest: Option<(&'static str, &'static str)>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { set, code, form, nearest } = self;
        write!(formatter, "{set}中没有代码“{code}”")?;
        match nearest {
            Some((near, name)) => write!(formatter, "；上一级有 {near} {name}，请在其下选择"),
            None => write!(formatter, "；{form}"),
        }
    }
}

impl std::error::Error for UnknownCode {}
