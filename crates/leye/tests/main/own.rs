//! An agency's own files: refused before anything is served, told by the doctor, used alike by every command.

use std::fs;

use crate::harness::{Desk, project};

const NORM: &str = "[[norm]]\nparameter = \"grading\"\nfrom = 2026-01-01\nvalue = 2\nsource = \"本区规程第三条\"\n";
const NOTICE: &str = "year = 2027\nnotice = \"2027年放假通知\"\nsource = \"国务院办公厅\"\n\
    checked = 2026-12-01\n\n[[holiday]]\nname = \"元旦\"\ndays_off = [2027-01-01]\n";

/// The shipped scorecard as a city's own.
fn card(id: &str, from: &str) -> String {
    let shipped = fs::read_to_string(project().join("law/scorecards/local-2018.toml")).unwrap();
    shipped
        .replace("id = \"local-2018\"", &format!("id = \"{id}\""))
        .replace("from = 2018-08-01", &format!("from = {from}"))
        .replace("name = \"就业困难程度分级量表\"", &format!("name = \"量表{id}\""))
}

/// A folder with one file of each kind.
fn desk() -> Desk {
    let desk = Desk::new();
    for folder in ["own", "own/calendars", "own/scorecards"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    desk.write("own/norms.toml", NORM);
    desk.write("own/calendars/2027.toml", NOTICE);
    desk.write("own/scorecards/city.toml", card("city", "2027-03-01"));
    desk.write("own/README.md", "谁给的，什么时候核对的");
    desk
}

#[test]
fn what_is_wrong_or_would_not_be_used_is_refused_before_anything_is_made() {
    for (file, text, words) in [
        ("own/norms.toml", NORM.replace("grading", "silence"), "第 1 行起的一项：“"),
        (
            "own/norms.toml",
            NORM.replace("value = 2", "valeu = 2"),
            "第 4 行：没有“valeu”这一项，可以写的有",
        ),
        (
            "own/norms.toml",
            NORM.replace("value = 2", "value = \"2\""),
            "第 4 行：值的类型不对，应是",
        ),
        ("own/norm.toml", NORM.to_owned(), "norm.toml：自定文件夹里不用这个名字"),
        (
            "own/calendars/again.toml",
            NOTICE.to_owned(),
            "2027 年的放假通知已由 own/calendars/2027.toml 给出",
        ),
        (
            "own/calendars/2027.toml",
            NOTICE.replace("[2027-01-01]", "[2028-01-01]"),
            "第 8 行：2028-01-01 不在 2027 年内",
        ),
        ("own/calendars/2027.xlsx", "x".to_owned(), "这里只放 .toml 文件"),
        ("own/scorecards/b.toml", card("b", "2027-03-01"), "同一天只能有一份量表"),
        (
            "own/scorecards/b.toml",
            card("local-2018", "2027-04-01"),
            "已被另一份量表使用，请另起 id",
        ),
        (
            "own/scorecards/b.toml",
            card("b", "2027-04-01").replace("subject = \"age\"", "subject = \"sex\""),
            "行起的一项：因素“年龄”的主题 sex 不在许可之列",
        ),
        (
            "own/scorecards/b.toml",
            card("b", "2027-04-01").replace("id = \"age\"", "id = \"level\""),
            "分级页面自己要用",
        ),
    ] {
        let desk = desk();
        desk.write(file, text);
        let run = desk.leye("serve --own own --listen 127.0.0.1:0");
        assert_eq!(run.status, 66, "{file}: {}", run.complaints);
        assert!(
            run.complaints.contains(file) && run.complaints.contains(words),
            "{}",
            run.complaints
        );
        assert!(!desk.path("leye-data").exists(), "nothing is made");
    }
    let desk = desk();
    let run = desk.leye("serve --own nowhere");
    assert!(run.status == 66 && run.complaints.contains("nowhere"), "{}", run.complaints);
    desk.write("norms.toml", NORM);
    let run = desk.leye("serve --own own --norms norms.toml");
    assert!(run.status == 66 && run.complaints.contains("只能有一份"), "{}", run.complaints);
}

#[test]
fn the_doctor_tells_what_is_in_force_and_from_where() {
    let desk = desk();
    desk.write("ledger.jsonl", r#"{"id":"1","subject":"甲","kind":"intake","on":"2026-01-05"}"#);
    assert_eq!(desk.leye("import ledger.jsonl").status, 0);
    let run = desk.leye("doctor --own own");
    for words in [
        "OK    自定：own/norms.toml：求职登记后完成就业困难程度分级 2 个工作日内，自 2026-01-01 起（本区规程第三条）",
        "OK    自定：own/calendars/2027.toml：2027 年放假安排，《2027年放假通知》",
        "OK    自定：own/scorecards/city.toml：分级量表《量表city》（本地规范，2027-03-01 起施行",
        "OK    放假安排：到 2027 年",
    ] {
        assert!(run.out.contains(words), "{words}: {}{}", run.out, run.complaints);
    }
    let run = desk.leye("doctor");
    assert!(run.out.contains("自定：没有"), "{}", run.out);
}

#[test]
fn every_command_takes_the_same_folder() {
    let desk = desk();
    desk.write(
        "ledger.jsonl",
        r#"{"id":"1","subject":"甲","kind":"seeker_registered","on":"2026-06-23"}"#,
    );
    let due = |more: &str| {
        let run = desk.check(more);
        assert!(run.status < 2, "{}", run.complaints);
        run.out
    };
    assert_ne!(due(""), due("--own own"));
    assert_eq!(due("--own own"), due("--norms own/norms.toml"));
    for (day, name) in [("2027-02-28", "就业困难程度分级量表"), ("2027-03-01", "量表city")]
    {
        let run = desk.leye(&format!("grade --own own --as-of {day}"));
        assert!(run.out.contains(&format!("《{name}》")), "{day}: {}", run.out);
    }
    assert!(desk.leye("calendar 2027-01-01 --own own").out.contains("元旦放假"));
    assert!(!desk.leye("calendar 2027-01-01").out.contains("元旦放假"));
    assert!(desk.leye("calendar --csv --own own").out.contains("2027-01-01,0,元旦放假"));
}
