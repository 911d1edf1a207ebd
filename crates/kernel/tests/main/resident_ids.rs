use kernel::{
    AddressRule, Change, Day, Recognised, ResidentId, ResidentIdError, ResidentIdKind,
    ResidentIdRemark, Sex,
};
use proptest::prelude::*;

fn today() -> Day {
    Day::new(2026, 9, 30).expect("a day")
}

fn strict(text: &str) -> Result<Recognised<ResidentId>, ResidentIdError> {
    ResidentId::parse(text, today(), AddressRule::Known)
}

fn lenient(text: &str) -> Result<Recognised<ResidentId>, ResidentIdError> {
    ResidentId::parse(text, today(), AddressRule::Any)
}

/// The check character by the definition of ISO 7064 MOD 11-2, apart from the crate's tables.
fn check_character(body: &str) -> char {
    let mut remainder = 0;
    for digit in body.bytes() {
        remainder = (remainder + (digit - b'0')) * 2 % 11;
    }
    match (12 - remainder) % 11 {
        10 => 'X',
        value => char::from(b'0' + value),
    }
}

/// Numbers, whether valid, birth date, and sex, from the test data of python-stdnum 2.2
/// (`test_cn_ric`) and of jxlwqq/id-validator.
const EXAMPLES: [(&str, bool, &str, Option<Sex>); 12] = [
    ("360426199101010071", true, "1991-01-01", Some(Sex::Male)),
    ("44011320141005001x", true, "2014-10-05", None),
    ("412723199010050012", true, "1990-10-05", None),
    ("990426199112010074", false, "", None),
    ("T60426199101010078", false, "", None),
    ("360426199113010079", false, "", None),
    ("36042619910102009X", false, "", None),
    ("44030819990110", false, "", None),
    ("440308199902301512", false, "", None),
    ("810000199408230021", true, "1994-08-23", Some(Sex::Female)),
    ("830000199201300022", true, "1992-01-30", Some(Sex::Female)),
    ("810000199408230022", false, "", None),
];

#[test]
fn published_examples_read_as_published() {
    for (number, valid, birth, sex) in EXAMPLES {
        let read = strict(number);
        assert_eq!(read.is_ok(), valid, "{number}: {read:?}");
        if let Ok(Recognised { value, .. }) = read {
            assert_eq!(value.in_clear(), number.to_uppercase());
            assert_eq!(value.birth_date().to_string(), birth);
            assert!(sex.is_none_or(|sex| value.sex() == sex), "{number}");
        }
    }
}

#[test]
fn every_error_says_where_and_what_would_be_right() {
    let said = |text| strict(text).unwrap_err().to_string();
    assert_eq!(said(" \u{3000}"), "公民身份号码为空，应为 18 位");
    assert_eq!(said("44030819990110"), "公民身份号码应为 18 位（旧号码 15 位），现为 14 位");
    assert_eq!(said("T60426199101010078"), "第 1 位应为数字，现为“T”");
    assert_eq!(said("36O426199101010071"), "第 3 位应为数字，现为“O”，是否为数字 0");
    assert_eq!(said("3604261991010100X1"), "第 17 位应为数字，现为“X”，X 只能出现在第 18 位");
    assert_eq!(said("36042619910101007A"), "第 18 位应为数字或字母 X，现为“A”");
    assert_eq!(said("360426189912310071"), "第 7 至 10 位出生年份 1899 不可能，应不早于 1900");
    assert_eq!(said("360426199113010079"), "第 11 至 12 位出生月份 13 不存在，应为 01 至 12");
    assert_eq!(said("440308199902301512"), "第 13 至 14 位出生日 30 不存在，该月应为 01 至 28");
    assert_eq!(said("360426910229007"), "第 11 至 12 位出生日 29 不存在，该月应为 01 至 28");
    assert!(said("36042619910102009X").starts_with("第 18 位校验码应为 3，现为 X"));
    assert_eq!(
        said("990426199112010074"),
        "前 6 位地址码 990426 从未启用：第 1 至 2 位不是任何省级代码"
    );
    assert_eq!(said("身份证号码是十八个汉字不是数字呀啊"), said("00000000000000000"));
}

#[test]
fn the_unknown_part_of_an_address_is_told() {
    let error = |code: u32| {
        let body = format!("{code}19900101001");
        strict(&format!("{body}{}", check_character(&body))).unwrap_err()
    };
    assert_eq!(
        error(110_199),
        ResidentIdError::AddressCode { code: 110_199, position: 3, within: Some("北京市") }
    );
    assert_eq!(
        error(370_199),
        ResidentIdError::AddressCode { code: 370_199, position: 5, within: Some("济南市") }
    );
}

#[test]
fn an_unknown_address_is_let_through_when_asked() {
    let read = lenient("990426199112010074").unwrap().value;
    assert_eq!(read.remarks(), [ResidentIdRemark::AddressUnknown]);
    assert_eq!(read.address_name(), None);
}

#[test]
fn nobody_is_born_tomorrow_or_before_1900() {
    let number = |birth: &str| {
        let body = format!("110105{birth}001");
        format!("{body}{}", check_character(&body))
    };
    assert!(strict(&number("20260930")).is_ok());
    assert_eq!(
        strict(&number("20261001")).unwrap_err(),
        ResidentIdError::BirthInFuture { birth: Day::new(2026, 10, 1).unwrap(), today: today() }
    );
    assert!(strict(&number("19000101")).is_ok());
    assert_eq!(
        strict(&number("18991231")).unwrap_err(),
        ResidentIdError::BirthYear { found: 1899 }
    );
    assert!(strict(&number("20000229")).is_ok());
    assert!(strict(&number("19000229")).is_err());
}

#[test]
fn what_was_put_right_is_told() {
    let read = strict("‘４４０１１３ 2014-1005-001x\u{feff}").unwrap();
    assert_eq!(read.value.in_clear(), "44011320141005001X");
    assert_eq!(
        read.changes,
        [
            Change::ApostropheRemoved,
            Change::WidthNarrowed,
            Change::SpacesRemoved,
            Change::HyphensRemoved,
            Change::LettersRaised
        ]
    );
    assert!(strict("44011320141005001×").is_ok());
    assert!(strict("360426199101010071").unwrap().changes.is_empty());
}

#[test]
fn fifteen_digits_are_upgraded_and_it_is_said() {
    let read = strict("360426910101007").unwrap();
    assert_eq!(read.value.in_clear(), "360426199101010071");
    assert_eq!(read.changes, [Change::UpgradedFromFifteen]);
    let read = strict("360426910101007.0").unwrap();
    assert_eq!(read.changes, [Change::DecimalTailRemoved, Change::UpgradedFromFifteen]);
}

#[test]
fn what_a_spreadsheet_destroyed_is_recognised() {
    for text in ["3.60426E+17", "3.60426199101010E+17", "3.60426e17", "4E+17"] {
        assert_eq!(strict(text).unwrap_err(), ResidentIdError::ScientificNotation, "{text}");
    }
    assert_eq!(strict("360426199101010000").unwrap_err(), ResidentIdError::LastDigitsLost);
    assert!(ResidentIdError::LastDigitsLost.to_string().contains("文本"));
    assert_eq!(strict("360426199101010071.0").unwrap_err(), ResidentIdError::ThroughFloat);
}

#[test]
fn three_zeros_that_fit_by_chance_are_remarked_upon() {
    let number = (0..1000)
        .map(|sequence| format!("36042619910101{sequence:03}"))
        .find(|body| body.ends_with("00") && check_character(body) == '0')
        .unwrap();
    let read = strict(&format!("{number}0")).unwrap().value;
    assert_eq!(read.remarks(), [ResidentIdRemark::EndsInThreeZeros]);
}

#[test]
fn an_address_out_of_its_years_is_only_a_remark() {
    // 110113 names 顺义区 from 1998 on; 110103 崇文区 was merged away after 2009.
    let read = |body: &str| strict(&format!("{body}{}", check_character(body))).unwrap().value;
    assert_eq!(
        read("11011319900101001").remarks(),
        [ResidentIdRemark::AddressNotInForceAtBirth {
            name: "顺义区",
            birth_year: 1990,
            first_year: Some(1998),
            last_year: None
        }]
    );
    assert_eq!(
        read("11010320200101001").remarks()[0].to_string(),
        "前 6 位地址码（崇文区）2009 年后停用，早于出生年份 2020；补登户口者可属正常"
    );
    assert!(read("11010320090101001").remarks().is_empty());
    assert!(read("11011319980101001").remarks().is_empty());
}

#[test]
fn the_place_is_named_as_it_was_called_at_birth() {
    let name = |body: &str| {
        strict(&format!("{body}{}", check_character(body))).unwrap().value.address_name().unwrap()
    };
    assert_eq!(name("11010519900101001"), "北京市朝阳区");
    assert_eq!(name("37010219900101001"), "山东省济南市历下区");
    assert_eq!(name("12011019910101001"), "天津市东郊区");
    assert_eq!(name("12011019920101001"), "天津市东丽区");
    assert_eq!(name("81000019920101001"), "香港特别行政区");
}

#[test]
fn residence_permits_are_told_apart() {
    let kind = |number| strict(number).unwrap().value.kind();
    assert_eq!(kind("810000199408230021"), ResidentIdKind::HongKongResident);
    assert_eq!(kind("830000199201300022"), ResidentIdKind::TaiwanResident);
    assert_eq!(kind("360426199101010071"), ResidentIdKind::MainlandResident);
}

#[test]
fn nothing_prints_the_number_by_accident() {
    let read = strict("44011320141005001x").unwrap();
    assert_eq!(read.value.masked(), "440113********001X");
    for printed in [format!("{read:?}"), format!("{}", read.value), format!("{:#?}", read.value)] {
        assert!(!printed.contains("20141005"), "{printed}");
    }
    for wrong in ["440113201410050011", "440113201410050000", "4401132014100500"] {
        let error = strict(wrong).unwrap_err();
        assert!(!format!("{error:?}{error}").contains("20141005"));
    }
}

fn valid_number() -> impl Strategy<Value = String> {
    let address = prop::sample::select(vec!["110105", "130102", "370102", "360426", "810000"]);
    let first = Day::new(1900, 1, 1).expect("a day").number();
    (address, first..=today().number(), 0_u16..1000).prop_map(|(address, birth, sequence)| {
        let birth = Day::from_number(birth).to_string().replace('-', "");
        let body = format!("{address}{birth}{sequence:03}");
        format!("{body}{}", check_character(&body))
    })
}

proptest! {
    #[test]
    fn every_valid_number_is_read(number in valid_number()) {
        let read = strict(&number).unwrap();
        prop_assert!(read.changes.is_empty());
        prop_assert_eq!(read.value.in_clear(), &number);
        prop_assert_eq!(read.value.birth_date().to_string().replace('-', ""), &number[6..14]);
        prop_assert_eq!(read.value.sex() == Sex::Male, number.as_bytes()[16] % 2 == 1);
        prop_assert_eq!(read.value.address_code().to_string(), &number[..6]);
        prop_assert_eq!(format!("{:03}", read.value.sequence()), &number[14..17]);
    }

    #[test]
    fn every_single_wrong_character_is_refused(
        number in valid_number(), position in 0_usize..18, other in "[0-9X]",
    ) {
        prop_assume!(number[position..=position] != other);
        let mut wrong = number.clone();
        wrong.replace_range(position..=position, &other);
        prop_assert!(lenient(&wrong).is_err(), "{} for {}", wrong, number);
    }

    #[test]
    fn every_swap_of_neighbours_is_refused(number in valid_number(), position in 0_usize..17) {
        let mut bytes = number.clone().into_bytes();
        prop_assume!(bytes[position] != bytes[position + 1]);
        bytes.swap(position, position + 1);
        prop_assert!(lenient(&String::from_utf8(bytes).unwrap()).is_err());
    }

    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,24}|[0-9Xx.E+ ]{0,20}") {
        if let Ok(read) = lenient(&text) {
            prop_assert_eq!(lenient(read.value.in_clear()).unwrap().value, read.value);
        }
    }
}
