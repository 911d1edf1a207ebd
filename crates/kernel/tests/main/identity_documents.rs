use kernel::{
    AddressRule, Change, Day, IdentityDocument, IdentityDocumentError, IdentityDocumentKind,
    Recognised, ResidentIdError,
};

fn parse(
    kind: IdentityDocumentKind,
    text: &str,
) -> Result<Recognised<IdentityDocument>, IdentityDocumentError> {
    let today = Day::new(2026, 9, 30).expect("a day");
    IdentityDocument::parse(kind, text, today, AddressRule::Known)
}

#[test]
fn each_kind_takes_its_own_numbers_only() {
    let numbers = ["360426199101010071", "810000199408230021", "H12345678", "12345678"];
    // Rows: the kinds; columns: the numbers.
    let taken = [
        [true, false, false, false],
        [false, true, false, false],
        [false, false, true, false],
        [false, false, false, true],
        [true, true, false, false],
    ];
    for (kind, taken) in IdentityDocumentKind::ALL.into_iter().zip(taken) {
        for (number, taken) in numbers.into_iter().zip(taken) {
            let read = parse(kind, number);
            assert_eq!(read.is_ok(), taken, "{kind} {number}: {read:?}");
            if let Ok(Recognised { value, .. }) = read {
                assert_eq!((value.kind(), value.in_clear()), (kind, number));
                assert_eq!(value.resident_id().is_some(), number.len() == 18);
            }
        }
    }
}

#[test]
fn a_number_of_another_kind_is_told_which() {
    let error = parse(IdentityDocumentKind::ResidentIdCard, "810000199408230021").unwrap_err();
    assert_eq!(error.to_string(), "这是港澳台居民居住证的号码，请把证件种类改为港澳台居民居住证");
    assert_eq!(
        parse(IdentityDocumentKind::SocialSecurityCard, "").unwrap_err(),
        IdentityDocumentError::ResidentId(ResidentIdError::Empty)
    );
}

#[test]
fn travel_permits_are_checked_by_form() {
    let kind = IdentityDocumentKind::HongKongMacaoTravelPermit;
    let read = parse(kind, "m1234567801").unwrap();
    assert_eq!(read.value.in_clear(), "M12345678");
    assert_eq!(read.changes, [Change::LettersRaised, Change::IssueCountRemoved]);
    assert_eq!(
        parse(kind, "K12345678").unwrap_err().to_string(),
        "第 1 位应为字母 H（香港）或 M（澳门），现为“K”"
    );
    assert_eq!(parse(kind, "H1234567O").unwrap_err().to_string(), "第 9 位应为数字，现为“O”");
    assert!(matches!(
        parse(kind, "H123456789"),
        Err(IdentityDocumentError::Length { found: 10, .. })
    ));
    let error = parse(IdentityDocumentKind::TaiwanTravelPermit, "1234567").unwrap_err();
    assert_eq!(error.to_string(), "台湾居民来往大陆通行证号码应为 8 位数字，现为 7 位");
}

#[test]
fn numbers_are_printed_masked() {
    let permit = parse(IdentityDocumentKind::HongKongMacaoTravelPermit, "H12345678").unwrap();
    assert_eq!(permit.value.to_string(), "港澳居民来往内地通行证 H1*****78");
    let card = parse(IdentityDocumentKind::ResidentIdCard, "360426199101010071").unwrap();
    for printed in [format!("{permit:?}"), format!("{card:?}")] {
        assert!(!printed.contains("345") && !printed.contains("19910101"), "{printed}");
    }
}
