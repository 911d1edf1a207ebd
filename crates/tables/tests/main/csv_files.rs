//! Tables as CSV: what each field of a row becomes.

use tables::{RowsRead, TableError};

use crate::reading::{MAPPING, one_row, read, read_with};

#[test]
fn a_row_becomes_a_line() {
    assert_eq!(
        one_row("", "张三,求职登记,2026年6月3日", ""),
        Ok(r#"{"id":"r2","subject":"张三","kind":"seeker_registered","on":"2026-06-03"}"#
            .to_owned())
    );
    assert_eq!(
        one_row(
            ",编号,摸查方式,有意愿,愿登记,情形,备注",
            "张三,摸查,2026/6/3,7,上门,是,否,陪护,\"他说\"\"好\"\"\"",
            ""
        ),
        Ok(r#"{"id":"7","subject":"张三","kind":"surveyed","on":"2026-06-03","note":"他说\"好\"","method":"visit","willing":true,"registers":false,"circumstance":"caring"}"#.to_owned())
    );
    assert_eq!(
        one_row(",级别,分级工具", "张三,就业困难分级,20260603,三级,市表", ""),
        Ok(r#"{"id":"r2","subject":"张三","kind":"graded","on":"2026-06-03","level":3,"tool":"市表"}"#.to_owned())
    );
}

#[test]
fn fields_that_the_kind_does_not_carry_are_passed_over() {
    assert_eq!(
        one_row(",级别,录用", "张三,离职,2026-06-03,九级,也许", ""),
        Ok(r#"{"id":"r2","subject":"张三","kind":"left_work","on":"2026-06-03"}"#.to_owned())
    );
}

#[test]
fn own_words_and_defaults_are_understood() {
    let settings = "[kinds]\n\"回访电话\" = \"跟踪回访\"\n[values.stage]\n\"开班\" = \"初期\"\n\
                    [defaults]\noffice = \"某所\"\ninitiated_by = \"本人\"\n";
    assert_eq!(
        one_row(",阶段,针对", "张三,回访电话,2026-06-03,开班,e1", settings),
        Ok(r#"{"id":"r2","subject":"张三","kind":"followed_up","on":"2026-06-03","office":"某所","initiated_by":"subject","of":"e1","stage":"early"}"#.to_owned())
    );
}

#[test]
fn a_wrong_cell_names_its_column_and_what_would_be_right() {
    for (headings, row, expected) in [
        ("", "张三,求职登记,2026-02-30", ["C 列“日期”", "“2026-02-30”", "28 日"]),
        ("", "张三,求职登记,下周", ["C 列“日期”", "“下周”", "2026年6月30日"]),
        ("", ",求职登记,2026-06-03", ["A 列“服务对象”", "空着", "服务对象"]),
        ("", "张三,,2026-06-03", ["B 列“事项”", "空着", "事项"]),
        ("", "张三,回访,2026-06-03", ["B 列“事项”", "“回访”", "“跟踪回访”"]),
        (",级别,分级工具", "张三,就业困难分级,2026-06-03,5,甲", ["D 列“级别”", "“5”", "1 至 4"]),
        (",级别", "张三,就业困难分级,2026-06-03,1", ["“就业困难分级”", "分级工具", "[columns]"]),
        (
            ",具备上岗条件",
            "张三,就业准备评估,2026-06-03,",
            ["D 列“具备上岗条件”", "空着", "就业准备评估"],
        ),
        (",具备上岗条件", "张三,就业准备评估,2026-06-03,快了", ["D 列", "“快了”", "“是”或“否”"]),
        (",阶段", "张三,跟踪回访,2026-06-03,远期", ["D 列“阶段”", "“远期”", "初期、中期、终期"]),
        (",发起方", "张三,联系,2026-06-03,他妈妈", ["D 列“发起方”", "“他妈妈”", "本人、机构"]),
        (",编号", "张三,联系,2026-06-03,", ["D 列“编号”", "空着", "编号"]),
    ] {
        let reason = one_row(headings, row, "").unwrap_err();
        for part in expected {
            assert!(reason.contains(part), "{row}: {reason} lacks {part}");
        }
    }
}

#[test]
fn rows_may_be_referred_to_by_their_number() {
    let by_row = format!("{MAPPING}[table]\nreferences = \"row\"\n");
    let table = "服务对象,事项,日期,针对,录用,本人原因\n\
                 张三,匹配推荐,2026-06-01,,,\n\
                 张三,推荐结果,2026-06-02,第2行,否,否\n";
    let (_, told) = read_with(table.as_bytes(), &by_row).unwrap();
    assert!(told[1].1.as_ref().is_ok_and(|line| line.contains(r#""of":"r2""#)), "{told:?}");
    let table = "编号,服务对象,事项,日期,针对\n\
                 甲,张三,匹配推荐,2026-06-01,\n\
                 乙,张三,跟踪回访,2026-06-02,2\n\
                 丙,张三,跟踪回访,2026-06-02,5\n\
                 丁,张三,跟踪回访,2026-06-02,上一条\n";
    let (_, told) = read_with(table.as_bytes(), &by_row).unwrap();
    assert!(told[1].1.as_ref().is_ok_and(|line| line.contains(r#""of":"甲""#)), "{told:?}");
    assert!(told[2].1.as_ref().is_err_and(|reason| reason.contains("第 5 行")), "{told:?}");
    assert!(told[3].1.as_ref().is_err_and(|reason| reason.contains("行号")), "{told:?}");
}

#[test]
fn blank_rows_are_passed_over_but_counted() {
    let (read, told) = read(
        "\n服务对象,事项,日期,序号\n\n张三,求职登记,2026-06-03\n,, ,3\n\n李四,求职登记,2026-06-03\n\n\n"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(told.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4, 7]);
    assert_eq!(read, RowsRead { rows: 5, blank: 3 });
}

#[test]
fn resident_id_numbers_are_checked_in_their_columns_only() {
    let settings = "[resident_ids]\ncolumns = [\"服务对象\"]\n";
    let line = one_row("", "110105 19491231 002x,求职登记,2026-06-03", settings).unwrap();
    assert!(line.contains(r#""subject":"11010519491231002X""#), "{line}");
    for (damaged, expected) in [
        ("1.10105E+17", "科学记数法"),
        ("110105194912310000", "000"),
        ("110105194912310021.0", "小数点"),
        ("110105194912310021", "校验码应为 X"),
    ] {
        let row = format!("{damaged},求职登记,2026-06-03");
        let reason = one_row("", &row, settings).unwrap_err();
        assert!(reason.contains("A 列“服务对象”") && reason.contains(expected), "{reason}");
        assert!(!reason.contains("19491231"), "{reason}");
        assert!(one_row("", &row, "").is_ok());
    }
}

#[test]
fn a_number_beside_the_subject_is_checked_too() {
    let settings = "[resident_ids]\ncolumns = [\"身份证号\"]\n";
    assert!(one_row(",身份证号", "张三,求职登记,2026-06-03,11010519491231002X", settings).is_ok());
    assert!(one_row(",身份证号", "张三,求职登记,2026-06-03,", settings).is_ok());
    assert!(one_row(",身份证号", "张三,求职登记,2026-06-03,1.1E+17", settings).is_err());
}

#[test]
fn headings_that_lack_or_come_twice_are_told() {
    assert_eq!(
        read("姓名,事项,日期\n".as_bytes()).unwrap_err().to_string(),
        "前 20 行里找不到完整的表头：缺少“服务对象”；最接近的一行有：“姓名”、“事项”、“日期”。\
         请改对照文件 [columns] 里的列名，或用 header_row 指明表头所在的行"
    );
    assert_eq!(
        read("事项,服务对象,日期,事 项\n".as_bytes()).unwrap_err(),
        TableError::HeadingTwice {
            heading: "事项".into(), columns: vec!["A".into(), "D".into()]
        }
    );
    let settings = format!("{MAPPING}[table]\nheader_row = 2\n");
    assert!(matches!(
        read_with("服务对象,事项,日期\n张三,x,y\n".as_bytes(), &settings),
        Err(TableError::MissingHeadings { row: Some(2), missing, .. }) if missing.len() == 3
    ));
    assert_eq!(read("\n \n".as_bytes()), Err(TableError::EmptySheet));
    assert_eq!(read(b""), Err(TableError::Empty));
}

#[test]
fn headings_may_stand_below_a_title_and_in_two_rows() {
    let table = "2026年服务台账,,\n服务对象,经过,\n,事项,日期\n张三,求职登记,2026-06-03\n";
    assert!(matches!(read(table.as_bytes()), Err(TableError::MissingHeadings { .. })));
    let settings = format!("{MAPPING}[table]\nheader_row = 3\nheader_rows = 2\n");
    let (_, told) = read_with(table.as_bytes(), &settings).unwrap();
    assert!(matches!(told.as_slice(), [(4, Ok(_))]), "{told:?}");
}

#[test]
fn wrong_quoting_refuses_its_row() {
    let (read, told) = read(
        "服务对象,事项,日期\n张\"三,求职登记,2026-06-03\n李四,求职登记,2026-06-03\n\"王五,a\n"
            .as_bytes(),
    )
    .unwrap();
    assert!(told[0].1.as_ref().is_err_and(|reason| reason.contains("引号")));
    assert!(told[1].1.is_ok());
    assert!(told[2].1.as_ref().is_err_and(|reason| reason.contains("没有结束")));
    assert_eq!(read.rows, 3);
    assert!(matches!(
        crate::reading::read("服务对象,\"事项\"x,日期\n".as_bytes()),
        Err(TableError::Quoting { row: 1, .. })
    ));
}
