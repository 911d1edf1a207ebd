//! Codes of divisions, occupations and industries.

use kernel::{
    DivisionIssuer, DivisionSet, Industry, Occupation, division_changes_into, division_successors,
};

use crate::edits::{edits, place, respelt};
use crate::target;

#[test]
fn a_division() {
    let generator = (bolero::produce::<(bool, u16, u8, u8)>(), edits(3));
    target!().with_generator(generator).for_each(|((which, start, length, year), edits)| {
        let issuer = DivisionIssuer::ALL[usize::from(*which) % DivisionIssuer::ALL.len()];
        let set = DivisionSet::of(issuer);
        let mut divisions = set.iter();
        let valid = divisions.nth(place(*start, set.iter().len())).expect("a division").code();
        let text = respelt(&valid, "0123456789A０ ", edits);
        let length = [2, 4, 6, 9, 12, 64][usize::from(length % 6)];
        let text: String = text.chars().chain(std::iter::repeat('0')).take(length).collect();
        match set.find(&text) {
            Ok(division) => {
                assert!(text.starts_with(division.code().trim_end_matches('0')), "{text}");
                assert_eq!(set.find(&division.code()).expect("its own code"), division);
                let above = std::iter::successors(Some(division), |division| division.parent());
                assert!(above.take(9).count() <= 5, "{text}");
                assert!(division.full_name().ends_with(division.name()), "{text}");
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        // Following the changes ends, even where codes were given back.
        let six: String = text.chars().take(6).collect();
        let ends = division_successors(&six, 1970 + i32::from(*year));
        assert!(!ends.is_empty() && ends.is_sorted(), "{six}: {ends:?}");
        assert!(division_changes_into(&six).all(|change| change.new_code == six));
    });
}

#[test]
fn an_occupation() {
    let codes: Vec<&str> = Occupation::all().map(Occupation::code).collect();
    let generator = (bolero::produce::<u16>(), edits(3));
    target!().with_generator(generator).for_each(|(start, edits)| {
        let text = respelt(codes[place(*start, codes.len())], "0123456789-—４L", edits);
        match Occupation::find(&text) {
            Ok(occupation) => assert_eq!(occupation.code(), text),
            Err(error) => {
                assert!(!codes.contains(&&*text), "{text}");
                assert!(!error.to_string().is_empty());
            }
        }
    });
}

#[test]
fn an_industry() {
    let codes: Vec<&str> = Industry::all().map(Industry::code).collect();
    let generator = (bolero::produce::<(u16, bool)>(), edits(3));
    target!().with_generator(generator).for_each(|((start, short), edits)| {
        let valid = codes[place(*start, codes.len())];
        let valid = if *short { &valid[1..] } else { valid };
        let text = respelt(valid, "0123456789AaTＡ张", edits);
        match Industry::find(&text) {
            Ok(industry) => assert!(industry.code() == text || industry.code()[1..] == text),
            Err(error) => {
                let is_code = |code: &&str| *code == text || !text.is_empty() && code[1..] == text;
                assert!(!codes.iter().any(is_code), "{text}");
                assert!(!error.to_string().is_empty());
            }
        }
    });
}
