//! Bringing what was typed or pasted into the form that a standard prescribes.

use std::borrow::Cow;
use std::fmt;

/// A value together with what had to be changed in the text to read it.
///
/// The caller shows the changes, so that nobody wonders why the saved number looks different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised<T> {
    /// The value read.
    pub value: T,
    /// What was changed, in the order in which it was done; empty if the text was clean.
    pub changes: Vec<Change>,
}

/// One thing that was changed in a text before it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The apostrophe that spreadsheets put before a number kept as text was taken away.
    ApostropheRemoved,
    /// Spaces, tabs, line ends or invisible characters were taken away.
    SpacesRemoved,
    /// Hyphens or dashes were taken away.
    HyphensRemoved,
    /// Full-width digits or letters were narrowed.
    WidthNarrowed,
    /// Lower-case letters were raised.
    LettersRaised,
    /// A sign that merely looks like the letter X was replaced by it.
    CrossReplaced {
        /// The sign found.
        found: char,
    },
    /// The `.0` that a program writes after a number was taken away.
    DecimalTailRemoved,
    /// A first-generation number of 15 digits was upgraded to 18: the century 19 and the check
    /// character were added (GB 11643-1999).
    UpgradedFromFifteen,
    /// The two digits that count the issues of a permit were taken away; the first nine characters
    /// are the holder's for life.
    IssueCountRemoved,
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApostropheRemoved => formatter.write_str("去掉了开头的撇号"),
            Self::SpacesRemoved => formatter.write_str("去掉了空格或不可见字符"),
            Self::HyphensRemoved => formatter.write_str("去掉了连字符"),
            Self::WidthNarrowed => formatter.write_str("全角字符改成了半角"),
            Self::LettersRaised => formatter.write_str("小写字母改成了大写"),
            Self::CrossReplaced { found } => write!(formatter, "“{found}”改成了字母 X"),
            Self::DecimalTailRemoved => formatter.write_str("去掉了末尾的“.0”"),
            Self::UpgradedFromFifteen => {
                formatter.write_str("15 位旧号码已升为 18 位：年份前补 19，末位补校验码")
            }
            Self::IssueCountRemoved => formatter.write_str("去掉了末尾两位换证次数"),
        }
    }
}

/// Narrows, raises and strips a text, and reports each kind of change once.
pub(crate) fn tidy(text: &str) -> (Cow<'_, str>, Vec<Change>) {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut changes = Vec::new();
    let mut note = |change| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    let mut tidied = String::with_capacity(text.len());
    for character in text.chars() {
        let narrow = match character {
            '\u{ff01}'..='\u{ff5e}' => {
                note(Change::WidthNarrowed);
                char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
            }
            _ => character,
        };
        match narrow {
            '\'' | '‘' | '’' | '`' if tidied.is_empty() => note(Change::ApostropheRemoved),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => note(Change::HyphensRemoved),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {
                note(Change::SpacesRemoved);
            }
            space if space.is_whitespace() || space.is_control() => note(Change::SpacesRemoved),
            // The multiplication sign, the Roman numeral ten and the Cyrillic and Greek letters
            // all stand where an input method or a scan put them for X.
            '×' | '✕' | 'Ⅹ' | 'ⅹ' | 'Х' | 'х' | 'Χ' | 'χ' => {
                note(Change::CrossReplaced { found: narrow });
                tidied.push('X');
            }
            'a'..='z' => {
                note(Change::LettersRaised);
                tidied.push(narrow.to_ascii_uppercase());
            }
            _ => tidied.push(narrow),
        }
    }
    (Cow::Owned(tidied), changes)
}

/// Tells whether a tidied text is a number in scientific notation, as `1.10105E+17`.
///
/// Digits before and after the point, then `E`, an optional sign and the exponent. The minus sign
/// has gone with the hyphens, which does no harm: such a text is refused all the same.
pub(crate) fn is_scientific(tidied: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    tidied.split_once('E').is_some_and(|(mantissa, exponent)| {
        let exponent_is_signed = exponent.starts_with('+');
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        // Without point or sign it could be a credit code with an E inside.
        (exponent_is_signed || mantissa.contains('.'))
            && digits(whole)
            && digits(fraction)
            && digits(exponent.trim_start_matches('+'))
    })
}

/// Takes away a decimal tail of zeros, as in `110105491231002.0`; nothing if there is none.
pub(crate) fn without_decimal_tail(tidied: &str) -> Option<&str> {
    let (whole, tail) = tidied.split_once('.')?;
    (!whole.is_empty() && !tail.is_empty() && tail.bytes().all(|byte| byte == b'0'))
        .then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_left_alone() {
        let (text, changes) = tidy("11010519491231002X");
        assert!(matches!(text, Cow::Borrowed("11010519491231002X")));
        assert!(changes.is_empty());
    }

    #[test]
    fn every_change_is_told_once() {
        let (text, changes) = tidy("'１１0105 1949-1231\u{200b}002x");
        assert_eq!(text, "11010519491231002X");
        assert_eq!(
            changes,
            [
                Change::ApostropheRemoved,
                Change::WidthNarrowed,
                Change::SpacesRemoved,
                Change::HyphensRemoved,
                Change::LettersRaised
            ]
        );
        assert_eq!(tidy("2×").1, [Change::CrossReplaced { found: '×' }]);
    }

    #[test]
    fn scientific_notation_is_told_from_a_code_with_an_e() {
        assert!(is_scientific("1.10105E+17"));
        assert!(is_scientific("1E+17"));
        assert!(!is_scientific("92340603MA2UK0ME1G"));
        assert!(!is_scientific("913101160764094E27"));
    }

    #[test]
    fn only_a_tail_of_zeros_is_a_decimal_tail() {
        assert_eq!(without_decimal_tail("110105491231002.0"), Some("110105491231002"));
        assert_eq!(without_decimal_tail("110105491231002.5"), None);
        assert_eq!(without_decimal_tail("110105491231002."), None);
        assert_eq!(without_decimal_tail(".0"), None);
    }
}
