//! The worked cases of `law/scorecards/cases.toml`, and the words of one grading.

use std::fs;
use std::path::Path;

use grading::{Answers, Group, Level, Scorecard, ScorecardParts, Scorecards, grade};
use serde::Deserialize;

const CASES: &str = include_str!("../../../../law/scorecards/cases.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    scorecard: String,
    answers: String,
    points: u32,
    level: Option<u8>,
    #[serde(default)]
    missing: Vec<String>,
}

pub(crate) fn shipped() -> Scorecard {
    Scorecards::shipped().expect("sound").all()[0].clone()
}

/// Reads answers written as in the worked cases.
pub(crate) fn answers(card: &Scorecard, text: &str) -> Answers {
    let lines = text.lines().filter(|line| !line.is_empty());
    let pairs = lines.map(|line| line.split_once('：').expect("因素：答案"));
    card.answers(pairs).expect("answers that can be")
}

pub(crate) fn answers_of_case(title: &str) -> Answers {
    let file: File = toml::from_str(CASES).expect("cases");
    let case = file.case.iter().find(|case| case.title == title).expect("a case of this title");
    answers(&shipped(), &case.answers)
}

#[test]
fn every_worked_case_comes_out_as_computed_by_hand() {
    let cards = Scorecards::shipped().unwrap();
    let file: File = toml::from_str(CASES).unwrap();
    assert!(file.case.len() >= 10);
    for case in file.case {
        let card = cards.all().iter().find(|card| card.parts().id == case.scorecard).unwrap();
        let grading = grade(card, &answers(card, &case.answers)).unwrap();
        assert_eq!(grading.points, case.points, "{}\n{grading}", case.title);
        assert_eq!(grading.level().map(Level::number), case.level, "{}", case.title);
        assert_eq!(grading.group(), grading.level().map(Level::group), "{}", case.title);
        let missing = grading.missing.iter().filter(|missing| missing.required);
        let missing: Vec<&str> = missing.map(|missing| &*missing.name).collect();
        assert_eq!(missing, case.missing, "{}", case.title);
        let explained: u32 = grading.explanation.iter().map(|reason| reason.points).sum();
        assert_eq!(explained, grading.points, "{}: every point is explained", case.title);
    }
}

#[test]
fn the_person_reads_where_every_point_comes_from() {
    let grading = grade(&shipped(), &answers_of_case("求职准备计到上限")).unwrap();
    assert_eq!(grading.group(), Some(Group::Key));
    assert_eq!(
        grading.to_string(),
        "失业时间 13–24 个月，+15 分：失业一年以上，用人单位多有顾虑，技能需要更新\n\
         年龄 24 岁以下，+5 分：初入职场，积累的经验和渠道较少\n\
         学历“初中及以下”，+8 分：不少岗位要求高中以上，可选范围较小\n\
         技能水平“没有证书，也没有参加过培训”，+12 分：缺少能向用人单位证明的技能\n\
         工作经历“累计不满一年”，+6 分：工作经历较短\n\
         求职准备“没有能用的简历”，+3 分：许多岗位要先投简历\n\
         求职准备“不知道到哪里找岗位”，+3 分：错过的机会较多\n\
         求职准备“面试没有把握”，+4 分：多次止步于面试会影响信心\n\
         求职准备各项共 10 分，最多计 8 分\n\
         择业期望“与招聘岗位大体相符”，+0 分：有可以推荐的岗位\n\
         家庭照料：未回答，不计分\n\
         家庭经济：未回答，不计分\n\
         岗位适应需要：未回答，不计分\n\
         合计 54 分，三级（重点帮扶对象）：45–64 分为三级。有多项不利因素，需要专人制定方案、持续帮扶"
    );
}

#[test]
fn an_incomplete_grading_says_what_to_ask() {
    let grading = grade(&shipped(), &answers_of_case("必答因素没有答全，不定级")).unwrap();
    assert_eq!((grading.level(), grading.group()), (None, None));
    assert_eq!(grading.conclusion, "已答部分 52 分；还须回答学历、择业期望，才能确定等级");
    assert_eq!(grading.missing[0].question, "最后毕业的是哪一级学校？");
}

/// Whoever adds a file to the folder must also ship it.
#[test]
fn every_scorecard_in_the_folder_ships_and_says_that_it_is_a_norm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/scorecards");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let count = names.filter(|name| name != "cases.toml").count();
    let cards = Scorecards::shipped().unwrap();
    assert_eq!(cards.all().len(), count);
    let origin = cards.all()[0].origin();
    assert!(
        origin.starts_with("《就业困难程度分级量表》（本地规范，2018-08-01 起施行；"),
        "{origin}"
    );
}

#[test]
fn a_later_scorecard_holds_from_its_first_day() {
    let text = include_str!("../../../../law/scorecards/local-2018.toml");
    let own = text.replace("local-2018", "city").replace("from = 2018-08-01", "from = 2027-01-01");
    let cards = Scorecards::shipped().unwrap().with("city.toml", &own).unwrap();
    for (day, id) in [
        ("2000-01-01", "local-2018"),
        ("2018-08-01", "local-2018"),
        ("2026-12-31", "local-2018"),
        ("2027-01-01", "city"),
    ] {
        assert_eq!(cards.on(day.parse().unwrap()).parts().id, id, "{day}");
    }
    let replaced = Scorecards::shipped().unwrap().with("again.toml", text).unwrap();
    assert_eq!(replaced.all().len(), 1);
    let again = own.replace("id = \"city\"", "id = \"local-2018\"");
    let message = Scorecards::shipped().unwrap().with("again.toml", &again).unwrap_err();
    assert_eq!(message.to_string(), "again.toml：id local-2018 已被另一份量表使用，请另起 id");
}

/// Whoever was graded by a scorecard keeps it, and a system refuses one that changed since: a shipped scorecard that is
/// to count otherwise is a new file with a new id.
#[test]
fn a_shipped_scorecard_grades_as_it_was_released() {
    let cards = Scorecards::shipped().unwrap();
    let prints: Vec<(&str, u64)> =
        cards.all().iter().map(|card| (&*card.parts().id, fingerprint(card))).collect();
    assert_eq!(prints, [("local-2018", 9_593_751_075_980_419_825)]);
    let shipped = &cards.all()[0];
    let text = include_str!("../../../../law/scorecards/local-2018.toml");
    let read = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Scorecard::read("card.toml", &text.replacen(from, to, 1)).unwrap()
    };
    for (from, to, is_same) in [
        ("checked = 2026-11-22", "checked = 2026-12-01", true),
        ("source = \"本地规范；", "source = \"本市规范；", true),
        ("points = 12,", "points = 11,", false),
        ("缺少能向用人单位证明的技能", "没有证书", false),
        ("from = 2018-08-01", "from = 2018-08-02", false),
    ] {
        assert_eq!(shipped.grades_as(&read(from, to)), is_same, "{to}");
    }
}

/// Numbers everything that a grading depends on (FNV-1a).
fn fingerprint(card: &Scorecard) -> u64 {
    let ScorecardParts { id, name, clause, from, basis, levels, factors, .. } = card.parts();
    let text = format!("{id:?}{name:?}{clause:?}{from}{basis:?}{levels:?}{factors:?}");
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
