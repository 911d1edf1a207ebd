use kernel::{Change, CreditCode, CreditCodeError, CreditCodeRemark};
use proptest::prelude::*;

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Valid codes from the test data of python-stdnum 2.2 (`test_cn_uscc`).
const VALID: [&str; 12] = [
    "92340621MA2UK2Q24Y",
    "92340603MA2UK0ME1G",
    "92340621MA2UJWGB0J",
    "91620105556273987U",
    "92340603MA2PEM480D",
    "92340621MA2PELD34J",
    "91310116076409427L",
    "92340604MA2PBP7U1T",
    "92340603MA2PBN17X5",
    "91620105767728304H",
    "92340621MA2UK3C369",
    "92340621MA2PBN145R",
];

fn with_check_character(body: &str) -> String {
    let mut weight = 1;
    let mut sum = 0;
    for byte in body.bytes() {
        sum += ALPHABET.iter().position(|&other| other == byte).expect("of the alphabet") * weight;
        weight = weight * 3 % 31;
    }
    format!("{body}{}", char::from(ALPHABET[(31 - sum % 31) % 31]))
}

#[test]
fn published_examples_read_as_published() {
    for code in VALID {
        let read = CreditCode::parse(code).unwrap();
        assert_eq!(read.value.as_str(), code);
        assert!(read.changes.is_empty());
        assert!(read.value.remarks().is_empty(), "{code}");
        assert_eq!(read.value.department(), "市场监督管理");
    }
    // From the same source: wrong length, wrong department, letters outside the alphabet.
    for code in ["12345", "A1110000600037341L", "9111000060003IOZSV"] {
        assert!(CreditCode::parse(code).is_err(), "{code}");
    }
}

#[test]
fn the_parts_are_read() {
    let code = CreditCode::parse("92340621MA2UK2Q24Y").unwrap().value;
    assert_eq!(code.category(), Some("个体工商户"));
    assert_eq!(code.division_code(), "340621");
    assert_eq!(code.organisation_code(), "MA2UK2Q24");
}

#[test]
fn every_error_says_where_and_what_would_be_right() {
    let error = |text| CreditCode::parse(text).unwrap_err();
    let said = |text| error(text).to_string();
    assert_eq!(error("  "), CreditCodeError::Empty);
    assert_eq!(said("12345"), "统一社会信用代码应为 18 位，现为 5 位");
    assert!(said("600037341").contains("原组织机构代码"));
    assert!(said("110000012345678").contains("原工商注册号"));
    assert_eq!(said("9111000060003IOZSV"), "第 14 位“I”不可用：代码不用字母 I O Z S V，是否为 1");
    assert_eq!(said("91A10000600037341L"), "第 3 位应为数字（登记机关行政区划码），现为“A”");
    assert_eq!(error("01110000600037341L"), CreditCodeError::Department { found: '0' });
    assert_eq!(
        error("91620105556273987W"),
        CreditCodeError::CheckCharacter { expected: 'U', found: 'W' }
    );
    assert_eq!(error("9.1310116E+17"), CreditCodeError::ScientificNotation);
    assert_eq!(error("911301000000001000"), CreditCodeError::LastDigitsLost);
}

#[test]
fn what_was_put_right_is_told() {
    let read = CreditCode::parse(" ９２340621-MA2UK2Q24y").unwrap();
    assert_eq!(read.value.as_str(), "92340621MA2UK2Q24Y");
    assert_eq!(
        read.changes,
        [
            Change::SpacesRemoved,
            Change::WidthNarrowed,
            Change::HyphensRemoved,
            Change::LettersRaised
        ]
    );
}

#[test]
fn the_older_checks_only_remark() {
    let code = with_check_character("91110000600037342");
    assert_eq!(
        CreditCode::parse(&code).unwrap().value.remarks(),
        [CreditCodeRemark::OrganisationCheck { expected: '1', found: '2' }]
    );
    let code = with_check_character("98110000600037341");
    let read = CreditCode::parse(&code).unwrap().value;
    assert_eq!(read.category(), None);
    assert_eq!(read.remarks(), [CreditCodeRemark::Category { found: '8' }]);
}

fn valid_code() -> impl Strategy<Value = String> {
    "[1-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{9}".prop_map(|body| with_check_character(&body))
}

proptest! {
    #[test]
    fn every_valid_code_is_read(code in valid_code()) {
        let read = CreditCode::parse(&code).unwrap();
        prop_assert_eq!(read.value.as_str(), code);
    }

    // The modulus is prime and no weight divides it, so that one wrong character always shows.
    #[test]
    fn every_single_wrong_character_is_refused(
        code in valid_code(), position in 0_usize..18, other in "[0-9A-HJ-NPQRTUWXY]",
    ) {
        prop_assume!(code[position..=position] != other);
        let mut wrong = code.clone();
        wrong.replace_range(position..=position, &other);
        prop_assert!(CreditCode::parse(&wrong).is_err(), "{} for {}", wrong, code);
    }

    // Neighbouring weights differ, so that a swap always shows too; position 18 has weight 1 and
    // 17 has 28, which differ likewise.
    #[test]
    fn every_swap_of_neighbours_is_refused(code in valid_code(), position in 0_usize..17) {
        let mut bytes = code.into_bytes();
        prop_assume!(bytes[position] != bytes[position + 1]);
        bytes.swap(position, position + 1);
        prop_assert!(CreditCode::parse(&String::from_utf8(bytes).unwrap()).is_err());
    }

    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,24}|[0-9A-Z. +]{0,20}") {
        if let Ok(read) = CreditCode::parse(&text) {
            prop_assert_eq!(CreditCode::parse(read.value.as_str()).unwrap().value, read.value);
        }
    }
}
