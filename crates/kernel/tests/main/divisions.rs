use kernel::{
    Division, DivisionError, DivisionIssuer, DivisionLevel, DivisionSet, division_changes_from,
    division_changes_into, division_successors,
};

fn ministry() -> &'static DivisionSet {
    DivisionSet::of(DivisionIssuer::CivilAffairs)
}

fn bureau() -> &'static DivisionSet {
    DivisionSet::of(DivisionIssuer::Statistics)
}

#[test]
fn one_township_has_two_codes() {
    let by_ministry = ministry().find("110105400").unwrap();
    let by_bureau = bureau().find("110105020").unwrap();
    assert_eq!(by_ministry.name(), "首都机场街道");
    assert_eq!(by_bureau.name(), "首都机场街道");
    assert_ne!(by_ministry, by_bureau);
    assert_ne!(ministry().find("110105020").ok().map(Division::name), Some("首都机场街道"));
    assert_ne!(bureau().find("110105400").ok().map(Division::name), Some("首都机场街道"));
    assert_eq!(by_ministry.reference(), "civil-affairs:2026-09-11:110105400");
    assert_eq!(by_bureau.reference(), "statistics:2023-06-30:110105020");
}

#[test]
fn names_run_from_the_province_down() {
    assert_eq!(ministry().find("110105400").unwrap().full_name(), "北京市朝阳区首都机场街道");
    assert_eq!(bureau().find("110105020").unwrap().full_name(), "北京市朝阳区首都机场街道");
    assert_eq!(ministry().find("370102").unwrap().full_name(), "山东省济南市历下区");
}

#[test]
fn codes_are_found_in_every_length() {
    let province = ministry().find("37").unwrap();
    let city = ministry().find("3701").unwrap();
    let county = ministry().find("370102").unwrap();
    for (short, long) in [("37", "370000"), ("3701", "370100000"), ("370102", "370102000000")] {
        assert_eq!(ministry().find(short).unwrap(), ministry().find(long).unwrap());
    }
    assert_eq!(county.parent(), Some(city));
    assert_eq!(city.parent(), Some(province));
    assert_eq!(province.parent(), None);
    assert_eq!(
        [province.level(), city.level(), county.level()],
        [DivisionLevel::Province, DivisionLevel::City, DivisionLevel::County]
    );
    assert!(city.children().any(|division| division == county));
    assert!(city.children().all(|division| division.level() == DivisionLevel::County));
    assert!(province.children().all(|division| division.level() == DivisionLevel::City));
}

#[test]
fn a_city_without_counties_has_its_townships_right_below() {
    let city = bureau().find("441900").unwrap();
    assert_eq!(city.name(), "东莞市");
    let township = city.children().next().unwrap();
    assert_eq!(township.level(), DivisionLevel::Township);
    assert_eq!(township.parent(), Some(city));
}

#[test]
fn names_are_found_everywhere_or_in_one_place() {
    let beijing = ministry().find("11").unwrap();
    assert!(ministry().named("朝阳区").count() >= 2);
    let mut inside = ministry().named_within("朝阳区", beijing);
    assert_eq!(inside.next().map(Division::code).as_deref(), Some("110105"));
    assert_eq!(inside.next(), None);
    assert_eq!(ministry().named("没有这个区").next(), None);
}

#[test]
fn an_unknown_code_names_what_is_near() {
    let said = |set: &'static DivisionSet, code| set.find(code).unwrap_err().to_string();
    assert_eq!(
        said(ministry(), "110105999"),
        "民政部 2026-09-11 的区划代码中没有 110105999；上级 110105 北京市朝阳区 存在"
    );
    assert!(said(ministry(), "110103").contains("2010 年撤销：110103 崇文区 → 110101 东城区"));
    assert!(said(bureau(), "110105400").contains("在民政部代码中是北京市朝阳区首都机场街道"));
    assert_eq!(said(ministry(), "1101055"), "区划代码“1101055”应为 2、4、6、9 或 12 位数字");
    assert_eq!(said(ministry(), "一一"), "区划代码“一一”应为 2、4、6、9 或 12 位数字");
    assert!(matches!(
        bureau().find("110101001001"),
        Err(DivisionError::Village { township: Some(_), .. })
    ));
    assert!(said(ministry(), "990000").ends_with("没有 990000"));
}

#[test]
fn a_reference_is_read_back_or_refused() {
    let read = |reference: &str| reference.parse::<Division>();
    assert_eq!(read("statistics:2023-06-30:110105020").unwrap().name(), "首都机场街道");
    assert!(matches!(
        read("statistics:2022-10-31:110105020"),
        Err(DivisionError::Edition { issuer: DivisionIssuer::Statistics, .. })
    ));
    for reference in ["110105020", "statistics:110105020", "post:2023-06-30:110105020", "::"] {
        assert!(matches!(read(reference), Err(DivisionError::Reference { .. })), "{reference}");
    }
}

#[test]
fn abolished_townships_are_marked() {
    let abolished = ministry().find("140213002").unwrap();
    assert!(abolished.is_abolished());
    assert_eq!(abolished.name(), "北关街道");
    assert!(!ministry().find("110105400").unwrap().is_abolished());
}

#[test]
fn changes_lead_from_the_old_code_to_the_new() {
    let changes = division_changes_from("110103");
    assert_eq!((changes[0].year, changes[0].new_code), (2010, "110101"));
    assert!(division_changes_into("110101").any(|change| change.old_code == "110103"));
    assert!(division_changes_from("999999").is_empty());
    assert_eq!(division_successors("110103", 2000), ["110101"]);
    assert_eq!(division_successors("110103", 2011), ["110103"]);
    assert_eq!(division_successors("110105", 1990), ["110105"]);
    // 江北区 and 渝北区 of 重庆 gave way to 两江新区 in 2025.
    assert_eq!(division_successors("500105", 2020), ["500157"]);
}
