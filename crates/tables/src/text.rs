//! Small things about the text of cells.

/// Shortens what a user typed, and makes control characters visible, so that a message stays on its
/// line.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|character| if character.is_control() { '\u{fffd}' } else { character })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// Tells whether a character is a blank, visible or not, that people and programs leave around text.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Takes the blanks away that stand around a text.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Brings a heading or a word into the form in which it is compared: no blanks at all (Excel breaks
/// headings into lines), full-width signs narrowed, Latin letters small.
pub(crate) fn comparable(text: &str) -> String {
    text.chars()
        .filter(|character| !is_blank(*character))
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
            }
            _ => character,
        })
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

/// Gives the letters by which Excel names a column, counted from 0: A, B, … Z, AA.
pub(crate) fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn headings_compare_without_blanks_and_width() {
        assert_eq!(comparable("服务\n对象　（ＩＤ）"), "服务对象(id)");
    }

    #[test]
    fn a_message_stays_on_its_line() {
        assert_eq!(shortened("一\n二\u{1b}[31m"), "一\u{fffd}二\u{fffd}[31m");
        assert_eq!(shortened(&"长".repeat(41)).chars().count(), 41);
        assert_eq!(shortened(&"长".repeat(40)).chars().count(), 40);
    }
}
