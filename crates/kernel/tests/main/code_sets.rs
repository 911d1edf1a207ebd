use kernel::{Attainment, EducationLevel, Industry, IndustryLevel, Occupation, OccupationLevel};

#[test]
fn occupations_are_found_by_code_and_by_any_name() {
    let waiter = Occupation::find("4-03-02-05").unwrap();
    assert_eq!((waiter.name(), waiter.level()), ("餐厅服务员", OccupationLevel::Occupation));
    assert!(Occupation::named("餐厅服务员").any(|found| found == waiter));
    let above: Vec<_> = std::iter::successors(Some(waiter), |below| below.parent()).collect();
    assert_eq!(above.last().map(|top| top.code()), Some("4-00-00-00"));
    let chief = Occupation::named("CFO").next().unwrap();
    assert!(chief.aliases().any(|alias| alias == "CFO") && chief.name() != "CFO");
}

#[test]
fn occupation_marks_are_no_part_of_the_name() {
    let programmer = Occupation::find("2-02-10-03").unwrap();
    assert_eq!(programmer.name(), "计算机软件工程技术人员");
    assert!(programmer.is_digital() && !programmer.is_green());
    let surveyor = Occupation::find("2-02-02-01").unwrap();
    assert!(surveyor.is_digital() && surveyor.is_green());
}

#[test]
fn corrected_and_repeated_rows_stand_once() {
    assert_eq!(Occupation::find("4-04-03-00").unwrap().name(), "广播电视传输服务人员");
    assert_eq!(Occupation::find("4-04-04-00").unwrap().name(), "信息通信网络运行管理人员");
    assert_eq!(Occupation::named("修鞋工").count(), 1);
}

#[test]
fn an_unknown_occupation_names_the_class_above() {
    assert_eq!(
        Occupation::find("4-03-02-99").unwrap_err().to_string(),
        "职业分类大典（2022 年版）中没有代码“4-03-02-99”；上一级有 4-03-02-00 餐饮服务人员，请在其下选择"
    );
    for rubbish in ["", "4", "9-99-99-99", "职业职业", "4-03-02-05 "] {
        assert!(Occupation::find(rubbish).is_err(), "{rubbish}");
    }
    assert!(Occupation::find("x").unwrap_err().to_string().ends_with("代码形如 4-03-02-05"));
}

#[test]
fn industries_are_found_with_and_without_the_letter() {
    let rice = Industry::find("A0111").unwrap();
    assert_eq!((rice.name(), rice.level()), ("稻谷种植", IndustryLevel::Class));
    assert_eq!(Industry::find("0111").unwrap(), rice);
    let above: Vec<_> = std::iter::successors(rice.parent(), |below| below.parent()).collect();
    assert_eq!(above.iter().map(|row| row.code()).collect::<Vec<_>>(), ["A011", "A01", "A"]);
    // The source wrote ideographic spaces after this name.
    assert_eq!(Industry::find("C353").unwrap().name(), "食品、饮料、烟草及饲料生产专用设备制造");
    assert_eq!(Industry::named("农业").next().map(Industry::code), Some("A01"));
}

#[test]
fn an_unknown_industry_names_the_one_above() {
    assert_eq!(Industry::find("A0199").unwrap_err().nearest, Some(("A019", "其他农业")));
    assert_eq!(Industry::find("0199").unwrap_err().nearest, Some(("A019", "其他农业")));
    assert_eq!(Industry::find("Z99").unwrap_err().nearest, None);
    for rubbish in ["", "a0111", "农业", "１"] {
        assert!(Industry::find(rubbish).is_err(), "{rubbish}");
    }
}

#[test]
fn education_levels_compare_by_what_was_completed() {
    let level = |code| EducationLevel::find(code).unwrap();
    let college = level("30");
    for enough in ["10", "14", "16", "21", "28", "30", "31"] {
        assert!(level(enough).satisfies(college), "{enough}");
    }
    for too_little in ["23", "32", "40", "47", "61", "71", "90"] {
        assert!(!level(too_little).satisfies(college), "{too_little}");
    }
    assert!(level("40").satisfies(level("60")) && level("60").satisfies(level("40")));
    assert!(!level("21").satisfies(level("14")));
    assert!(level("47").satisfies(level("60")), "技工学校 ranks with 高中");
    assert!(!level("49").satisfies(level("60")));
    assert_eq!(EducationLevel::all().len(), 40);
    assert_eq!(level("11").attainment(), Attainment::Doctor);
    assert_eq!(level("90").attainment(), Attainment::None);
}

#[test]
fn education_levels_are_found_by_code_and_name() {
    assert_eq!(EducationLevel::named("大学本科毕业").map(EducationLevel::code), Some("21"));
    assert_eq!(EducationLevel::find("21").unwrap().class().code(), "20");
    assert_eq!(
        EducationLevel::find("35").unwrap_err().to_string(),
        "学历代码（GB/T 4658-2006）中没有代码“35”；上一级有 30 大学专科教育，请在其下选择"
    );
    assert!(EducationLevel::find("本科").is_err());
}
