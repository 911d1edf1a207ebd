//! Numbers of persons and employers, as people type them.

use kernel::{
    AddressRule, CreditCode, IdentityDocument, IdentityDocumentKind, Recognised, ResidentId,
};

use crate::edits::{edits, respelt};
use crate::{target, today};

/// What people and programs put into numbers.
const SIGNS: &str = "0123456789XxХ× 　-–'．.０９Ａa+E\u{200b}\u{feff}G张\n";
const RESIDENT_IDS: [&str; 4] =
    ["11010519491231002X", "110105491231002", "440524188001010014", "81000019900101001X"];
const CREDIT_CODES: [&str; 3] = ["91350100M000100Y43", "92340603MA2UK0ME1G", "12100000400000456N"];
const PERMITS: [&str; 3] = ["H12345678", "M1234567801", "01234567"];

/// The check character of ISO 7064 MOD 11-2, by its definition: the whole number is 1 modulo 11.
fn mod_11_2_holds(number: &str) -> bool {
    let sum = number.bytes().fold(0_u32, |sum, byte| {
        let value = if byte == b'X' { 10 } else { u32::from(byte - b'0') };
        (sum * 2 + value) % 11
    });
    sum == 1
}

#[test]
fn a_resident_id() {
    let generator = (bolero::produce::<(u8, bool)>(), edits(4));
    target!().with_generator(generator).for_each(|((start, known), edits)| {
        let text = respelt(RESIDENT_IDS[usize::from(start % 4)], SIGNS, edits);
        let address = if *known { AddressRule::Known } else { AddressRule::Any };
        match ResidentId::parse(&text, today(), address) {
            Ok(Recognised { value, changes }) => {
                let clear = value.in_clear();
                assert_eq!(clear.len(), 18);
                assert!(mod_11_2_holds(clear), "{text:?}");
                assert!(value.birth_date() <= today() && value.birth_date().year() >= 1900);
                assert_eq!(changes.is_empty(), clear == text, "{text:?}: {changes:?}");
                let again = ResidentId::parse(clear, today(), address).expect("its own form");
                assert!(again.value == value && again.changes.is_empty(), "{text:?}");
                let masked = value.masked();
                assert_eq!(&masked[6..14], "********", "the date of birth");
                let _ = (value.remarks(), value.address_name(), value.sex(), value.kind());
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    });
}

#[test]
fn a_credit_code() {
    let generator = (bolero::produce::<u8>(), edits(4));
    target!().with_generator(generator).for_each(|(start, edits)| {
        let text = respelt(CREDIT_CODES[usize::from(start % 3)], SIGNS, edits);
        match CreditCode::parse(&text) {
            Ok(Recognised { value, changes }) => {
                assert_eq!(value.as_str().len(), 18);
                assert_eq!(changes.is_empty(), value.as_str() == text, "{text:?}: {changes:?}");
                let again = CreditCode::parse(value.as_str()).expect("its own form");
                assert!(again.value == value && again.changes.is_empty(), "{text:?}");
                let _ = (value.remarks(), value.category(), value.department());
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    });
}

#[test]
fn an_identity_document() {
    let kinds = [
        IdentityDocumentKind::ResidentIdCard,
        IdentityDocumentKind::ResidencePermit,
        IdentityDocumentKind::SocialSecurityCard,
        IdentityDocumentKind::HongKongMacaoTravelPermit,
        IdentityDocumentKind::TaiwanTravelPermit,
    ];
    let generator = (bolero::produce::<(u8, u8)>(), edits(3));
    target!().with_generator(generator).for_each(|((start, kind), edits)| {
        let starts: Vec<&str> = RESIDENT_IDS.into_iter().chain(PERMITS).collect();
        let text = respelt(starts[usize::from(*start) % starts.len()], SIGNS, edits);
        let kind = kinds[usize::from(kind % 5)];
        match IdentityDocument::parse(kind, &text, today(), AddressRule::Known) {
            Ok(Recognised { value, .. }) => {
                assert_eq!(value.kind(), kind);
                let clear = value.in_clear();
                let masked = value.masked();
                assert!(!clear.is_empty() && masked != clear, "{text:?}");
                assert_eq!(masked.chars().count(), clear.chars().count());
                let again = IdentityDocument::parse(kind, clear, today(), AddressRule::Known);
                assert!(again.expect("its own form").value == value, "{text:?}");
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    });
}
