//! Showing text on a terminal.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

/// Replaces control characters, so that nothing in a ledger can move the cursor or clear the
/// screen of whoever reads it.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        Cow::Owned(text.replace(char::is_control, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Counts the columns that a text takes; a Chinese character takes two.
#[must_use]
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Makes a text printable and fills it up with spaces to a width in columns.
#[must_use]
pub fn padded(text: &str, columns: usize) -> String {
    let text = printable(text);
    let missing = columns.saturating_sub(width(&text));
    format!("{text}{:missing$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_the_terminal_shows_them() {
        assert_eq!(padded("期限", 6), "期限  ");
        assert_eq!(padded("2026", 6), "2026  ");
        assert_eq!(padded("期限期限", 6), "期限期限");
    }

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(printable("张\u{1b}[2J三\u{9b}"), "张\u{fffd}[2J三\u{fffd}");
        assert!(matches!(printable("张三"), Cow::Borrowed(_)));
    }
}
