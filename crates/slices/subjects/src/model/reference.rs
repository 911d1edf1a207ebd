//! The reference: the name or number under which the written ledger keeps a subject.

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubjectKind {
    /// A person.
    Person,
    /// An employer.
    Employer,
    /// An office, to which fairs belong.
    Office,
    /// Not told by the ledger it came in with.
    Imported,
}
store::text_column!(SubjectKind {
    Person = "person",
    Employer = "employer",
    Office = "office",
    Imported = "imported",
});

/// Brings a reference into the form in which it is looked up: full-width letters and digits become
/// ordinary ones, small letters capital, and spaces at its ends go. Two references that become one
/// here are taken for the same subject written differently, and never for two.
#[must_use]
pub fn normalise(reference: &str) -> String {
    reference
        .chars()
        .map(|letter| match letter {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            _ => letter,
        })
        .map(|letter| letter.to_ascii_uppercase())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Shows as much of a reference as its keeper needs to recognise it.
#[must_use]
pub fn mask(reference: &str) -> String {
    let letters: Vec<char> = reference.chars().collect();
    let (head, tail) = match letters.len() {
        0 | 1 => (0, 0),
        2..=5 => (1, 0),
        6..=11 => (2, 2),
        _ => (3, 4),
    };
    letters
        .iter()
        .enumerate()
        .map(|(place, letter)| {
            let is_shown = place < head || place >= letters.len() - tail;
            if is_shown { *letter } else { '*' }
        })
        .collect()
}

/// How many digits in a row no name has.
const DIGITS_OF_A_NUMBER: usize = 6;

/// What a subject is called of which only the reference is known: a name as it is, and of anything else, which may be the
/// number of an identity card, as much as its keeper needs to recognise it.
#[must_use]
pub fn called_by(reference: &str) -> String {
    let is_ideograph =
        |sign: char| sign >= '\u{2e80}' && !('\u{ff00}'..='\u{ffef}').contains(&sign);
    let most_digits =
        reference.split(|sign: char| !sign.is_numeric()).map(|digits| digits.chars().count()).max();
    let is_name = reference.chars().any(is_ideograph) && most_digits < Some(DIGITS_OF_A_NUMBER);
    if is_name { reference.to_owned() } else { mask(reference) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subject_written_differently_is_looked_up_alike() {
        assert_eq!(normalise(" 11010519491231002x　"), "11010519491231002X");
        assert_eq!(normalise("１１０Ｘ"), "110X");
        assert_ne!(normalise("王秀英"), normalise("王秀 英"));
    }

    #[test]
    fn a_mask_leaves_the_middle_out() {
        assert_eq!(mask("110105194912310025"), "110***********0025");
        assert_eq!(mask("王秀英"), "王**");
        assert_eq!(mask("王"), "*");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn only_a_name_is_called_as_it_is_written() {
        assert_eq!(called_by("王秀英"), "王秀英");
        assert_eq!(called_by("阿依·古丽"), "阿依·古丽");
        assert_eq!(called_by("第3建筑A公司"), "第3建筑A公司");
        assert_eq!(called_by("王110105194912310021"), "王11************0021");
        assert_eq!(called_by("11010519491231002X"), "110***********002X");
        assert_eq!(called_by("１１０１０５１９４９１２３１００２Ｘ"), "１１０***********００２Ｘ");
        assert_eq!(called_by("A-0001"), "A-**01");
    }
}
