//! Tables as agencies export them.

use std::fmt::Write as _;

use grading::{Columns, Report, Scorecard, TableError, compare_table, evaluate_table};
use proptest::prelude::*;

use crate::cases::shipped;

fn columns(name: &str) -> Columns {
    Columns {
        level: Some("等级".to_owned()), outcome: Some(name.to_owned()), ..Columns::default()
    }
}

fn in_weeks() -> Columns {
    Columns {
        points: Some("分数".to_owned()),
        weeks: Some("就业周数".to_owned()),
        followed: Some("观察周数".to_owned()),
        ..Columns::default()
    }
}

const FACTORS: &str = "失业时间,年龄,学历,技能水平,工作经历,求职准备,择业期望";

/// A table of people made by a rule, with a column of sex that the rule does not look at.
fn people(sexes: &[bool]) -> String {
    let mut table = format!("编号,性别,{FACTORS},旧等级,长期失业\n");
    for (index, is_female) in sexes.iter().enumerate() {
        let sex = if *is_female { "女" } else { "男" };
        let schooling = ["初中及以下", "高中或中职", "大专", "本科及以上"][index % 4];
        let skill = ["没有证书，也没有参加过培训", "有证书"][index / 2 % 2];
        let search = ["无", "没有能用的简历；面试没有把握"][index / 3 % 2];
        let (months, age) = (index * 7 % 40, 20 + index * 11 % 45);
        let is_long = if index * 7 % 40 + index % 5 * 4 > 24 { "是" } else { "否" };
        writeln!(
            table,
            "{index},{sex},{months},{age},{schooling},\"{skill}\",\"一年以上，原行当招人很少\",{search},还没有方向,{},{is_long}",
            index % 4 + 1
        )
        .expect("text takes all");
    }
    table
}

fn by_card() -> Columns {
    Columns {
        outcome: Some("长期失业".to_owned()),
        groups: vec!["性别".to_owned()],
        ..Columns::default()
    }
}

fn faults(text: &str, columns: &Columns, card: Option<&Scorecard>) -> Vec<(u64, String, String)> {
    match evaluate_table(text, columns, card).expect_err("faults") {
        TableError::Rows(faults) => {
            faults.into_iter().map(|fault| (fault.line, fault.column, fault.problem)).collect()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn weeks_become_outcomes_at_the_fifty_third() {
    // Work in week 52 is in time; in week 53 it is not. Without work, week 52 must be over.
    let table = "\u{feff}分数,就业周数,观察周数\n1,52,60\n2,52.5,60\n3,,52\n4,,51\n5,,\n";
    let report = evaluate_table(table, &in_weeks(), None).unwrap();
    assert_eq!((report.people, report.unknown), (5, 2));
    assert_eq!((report.long.count, report.long.of), (2, 3));
    assert_eq!(report.outcome, "超过 52 周仍未就业");
    let sooner = Columns { long_after: 51, ..in_weeks() };
    let report = evaluate_table(table, &sooner, None).unwrap();
    assert_eq!((report.long.count, report.long.of), (4, 4));
}

#[test]
fn rows_that_cannot_be_read_are_named_by_their_line() {
    let table =
        "编号,等级,长期失业\r\n1,三级,是\r\n\r\n\"二\n号\",5,否\n3,2,也许\n4,1\n,,\n5,,否\n";
    let found = faults(table, &columns("长期失业"), None);
    let expected = [
        (4, "等级", "等级应是 1 至 4，不是“5”"),
        (6, "长期失业", "应写“是”或“否”，未知的空着，不是“也许”"),
        (7, "", "应有 3 格，有 2 格"),
    ]
    .map(|(line, column, problem)| (line, column.to_owned(), problem.to_owned()));
    assert_eq!(found, expected);
    let message = evaluate_table(table, &columns("长期失业"), None).unwrap_err().to_string();
    assert!(message.starts_with("有 3 处读不懂：\n第 4 行“等级”列：等级应是"), "{message}");

    let found = faults("分数,就业周数,观察周数\n高,1,2\n1,-1,2\n1,3,2\n", &in_weeks(), None);
    let problems: Vec<&str> = found.iter().map(|(.., problem)| &**problem).collect();
    assert_eq!(
        problems,
        ["分数应是数，不是“高”", "应是不小于 0 的数，不是“-1”", "3 周多于观察的 2 周"]
    );

    let wrong = people(&[true; 3]).replace("大专", "110101199003070011");
    let found = faults(&wrong, &by_card(), Some(&shipped()));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, 4);
    assert!(found[0].2.starts_with("“学历”没有选项“1101…”；可选："), "{}", found[0].2);
}

#[test]
fn many_faults_are_counted_rather_than_listed() {
    let mut table = "等级,长期失业\n".to_owned();
    for _ in 0..25 {
        table.push_str("9,是\n");
    }
    let message = evaluate_table(&table, &columns("长期失业"), None).unwrap_err().to_string();
    assert!(message.ends_with("\n……另有 5 处"), "{message}");
    assert_eq!(message.lines().count(), 22);
}

#[test]
fn a_table_that_does_not_fit_its_options_is_refused() {
    let table = "等级,长期失业,等级\n1,是,2\n";
    let refused = |table: &str, columns: &Columns, card: Option<&Scorecard>| {
        evaluate_table(table, columns, card).unwrap_err()
    };
    assert_eq!(refused("", &columns("长期失业"), None), TableError::NoHeadings);
    assert_eq!(
        refused(table, &columns("结果"), None).to_string(),
        "有不止一列叫“等级”，不知用哪一列；请改名"
    );
    let table = "等级,长期失业\n1,是\n";
    assert_eq!(
        refused(table, &columns("结果"), None).to_string(),
        "表中没有“结果”列；有：等级、长期失业"
    );
    let open = "等级,长期失业\n1,是\n2,\"否\n3,否\n";
    assert_eq!(
        refused(open, &columns("长期失业"), None).to_string(),
        "不是完整的 CSV：双引号不成对"
    );
    let both = Columns { weeks: Some("等级".to_owned()), ..columns("长期失业") };
    assert_eq!(refused(table, &both, None), TableError::OutcomeOrWeeks);
    assert_eq!(refused(table, &Columns::default(), None), TableError::OutcomeOrWeeks);
    let followed = Columns { followed: Some("等级".to_owned()), ..columns("长期失业") };
    assert_eq!(refused(table, &followed, None), TableError::FollowedWithoutWeeks);
    let nothing = Columns { level: None, ..columns("长期失业") };
    assert_eq!(refused(table, &nothing, None), TableError::NothingToJudge);
    let message = refused(table, &nothing, Some(&shipped())).to_string();
    assert!(message.contains("必答因素的列：失业时间、年龄、学历"), "{message}");
}

#[test]
fn points_alone_get_their_levels_from_the_scorecard() {
    let table = "分数,长期失业\n24,否\n25,否\n45,是\n65,是\n,是\n";
    let columns = Columns {
        points: Some("分数".to_owned()),
        outcome: Some("长期失业".to_owned()),
        ..Columns::default()
    };
    assert!(evaluate_table(table, &columns, None).unwrap().calibration.is_none());
    let report = evaluate_table(table, &columns, Some(&shipped())).unwrap();
    let levels = report.calibration.unwrap().levels;
    assert!(levels.iter().all(|level| level.long.of == 1));
    assert_eq!(report.ungraded, 1);
    let found = faults(&table.replace("24", "24.5"), &columns, Some(&shipped()));
    assert_eq!(found[0].2, "按量表定级的分数应是整数");
}

#[test]
fn unanswered_required_factors_leave_people_ungraded_not_refused() {
    let table = people(&[false; 40]).replacen("初中及以下", "", 1);
    let report = evaluate_table(&table, &by_card(), Some(&shipped())).unwrap();
    assert_eq!((report.people, report.ungraded, report.long.of), (40, 1, 39));
}

#[test]
fn two_scorecards_are_compared_on_the_same_people() {
    let table = people(&[false; 60]);
    let text = include_str!("../../../../law/scorecards/local-2018.toml");
    // Another card that gives long unemployment much more weight.
    let heavier = text
        .replace("local-2018", "heavier")
        .replace("to = 24, points = 15", "to = 24, points = 30")
        .replace("to = 600, points = 20", "to = 600, points = 45");
    let heavier = Scorecard::read("heavier.toml", &heavier).unwrap();
    let report = compare_table(&table, &by_card(), &shipped(), &heavier).unwrap();
    let comparison = report.comparison.as_ref().unwrap();
    assert_eq!(comparison.people, 60);
    assert_eq!(comparison.first, "就业困难程度分级量表（local-2018）");
    assert!(comparison.difference.unwrap() > 0.0);
    assert_eq!(comparison.rankings[1], report.ranking);
    let alone = evaluate_table(&table, &by_card(), Some(&shipped())).unwrap();
    assert_eq!(comparison.rankings[0], alone.ranking);

    let with_old = Columns { level: Some("旧等级".to_owned()), ..by_card() };
    let report = evaluate_table(&table, &with_old, Some(&shipped())).unwrap();
    let comparison = report.comparison.unwrap();
    assert_eq!(comparison.first, "表中的等级");
    assert_eq!(comparison.levels.unwrap().concat().iter().sum::<usize>(), 60);
}

/// The whole report of one table, as people read it. After a deliberate change of words, write
/// the new text to the file and read it through.
#[test]
fn the_report_reads_as_written_down() {
    let sexes: Vec<bool> = (0..64).map(|index| index % 9 < 4).collect();
    let columns = Columns { level: Some("旧等级".to_owned()), ..by_card() };
    let report = evaluate_table(&people(&sexes), &columns, Some(&shipped())).unwrap();
    assert_eq!(report.to_string(), include_str!("report.txt"), "\n{report}");
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!(json["people"], 64);
    assert_eq!(json["calibration"]["levels"][0]["level"], 1);
    assert_eq!(json["groups"][0]["column"], "性别");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Sex is a column by which errors are compared and nothing else: whoever flips it changes
    /// who stands in which group, but no grade, no rank, no rate.
    #[test]
    fn flipping_sex_changes_no_grade(sexes in prop::collection::vec(any::<bool>(), 40)) {
        let without_groups = |sexes: &[bool]| Report {
            groups: Vec::new(),
            ..evaluate_table(&people(sexes), &by_card(), Some(&shipped())).unwrap()
        };
        let flipped: Vec<bool> = sexes.iter().map(|is_female| !is_female).collect();
        prop_assert_eq!(without_groups(&sexes), without_groups(&flipped));
    }

    /// Whatever the table holds, the answer is a report or a refusal.
    #[test]
    fn no_table_brings_the_computation_down(text in "[,\"\n0-9a是否等级长期失业-]{0,80}") {
        let _ = evaluate_table(&format!("等级,长期失业\n{text}"), &columns("长期失业"), None);
        let _ = evaluate_table(&text, &columns("长期失业"), Some(&shipped()));
    }
}
