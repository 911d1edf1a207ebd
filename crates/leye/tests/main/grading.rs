//! Grading a person, and judging a scorecard by what became of people.

use std::fmt::Write as _;

use crate::harness::{Desk, leye};

#[test]
fn every_point_is_explained_and_so_is_what_would_change() {
    let questions = leye("grade --as-of 2026-06-30");
    assert!(questions.out.contains("失业时间（必答）"), "{}", questions.out);
    let run = leye("grade --as-of 2026-06-30 失业时间=14");
    assert!(run.out.contains("失业时间 13–24 个月"), "{}", run.out);
    assert!(run.out.contains("必答，尚未回答"), "{}", run.out);
    for wrong in
        ["grade 失业时间", "grade 失业时间=十四", "grade 性别=女", "grade 失业时间=1 失业时间=2"]
    {
        assert_eq!(leye(wrong).status, 64, "{wrong}");
    }
}

#[test]
fn a_table_with_outcomes_judges_its_levels() {
    let mut table = "level,long,sex\n".to_owned();
    for (level, long, count) in [(1, "否", 40), (1, "是", 10), (4, "否", 10), (4, "是", 40)] {
        for number in 0..count {
            let sex = if number % 2 == 0 { "女" } else { "男" };
            writeln!(table, "{level},{long},{sex}").unwrap();
        }
    }
    let desk = Desk::new();
    desk.write("outcomes.csv", &table);
    let run =
        desk.leye("grade --evaluate outcomes.csv --level level --outcome long --group sex --json");
    assert_eq!(run.status, 0, "{}", run.complaints);
    // Of a person of each sort, the one with long unemployment stands higher with probability
    // 0.8 × 0.8, equal with 0.32: 0.64 + 0.16.
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["ranking"]["auc"], 0.8, "{report}");
    assert_eq!(report["people"], 100);
    let words = desk.leye("grade --evaluate outcomes.csv --level level --outcome long --group sex");
    assert!(words.out.contains("女"), "{}", words.out);
    // The same table as Excel in China saves it.
    let (bytes, _, _) = encoding_rs::GB18030.encode(&table);
    desk.write("saved.csv", &bytes);
    let saved = desk.leye("grade --evaluate saved.csv --level level --outcome long --group sex");
    assert_eq!(saved.out, words.out);
}

#[test]
fn wrong_tables_and_scorecards_are_refused() {
    let desk = Desk::new();
    desk.write("outcomes.csv", "level,long\n9,是\n");
    let run = desk.leye("grade --evaluate outcomes.csv --level level --outcome long");
    assert_eq!(run.status, 66);
    assert!(run.complaints.contains('2'), "the row is named: {}", run.complaints);
    desk.write("card.toml", "id = 3\n");
    assert_eq!(desk.leye("grade --scorecard card.toml").status, 66);
    assert_eq!(desk.leye("grade --evaluate nowhere.csv --level level").status, 66);
}
